package evidence

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
)

func row(t *testing.T, h *house, id string) domain.EvidenceRow {
	t.Helper()
	r, err := h.store.GetEvidence(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAFileEntersWithItsFactsAndItsPlace(t *testing.T) {
	h := newHouse(t)
	plain := photo(t, 640, 480, "", false, 1)
	movie := clipMP4(noon-5*domain.Day, 42, 1280, 720, 1000)
	cases := []struct {
		name    string
		file    string
		data    []byte
		offer   Offer
		media   string
		kind    domain.EvidenceKind
		from    string
		at      domain.Instant
		method  domain.LinkMethod // "" = unlinked tray
		caseID  string
		waybill string
	}{
		{"a photo named by its waybill", "打包_SF1234567890123(2).jpg", withExif(plain, "2026:10:15 13:00:00", "+08:00", 1), Offer{}, "image/jpeg",
			domain.EvidencePackingPhoto, "exif", noon - 5*domain.Day + domain.Hour, domain.LinkName, "", testWaybill},
		{"a waybill in small letters", "sf1234567890123 称重.jpg", withExif(plain, "2026:10:15 13:01:00", "", 1), Offer{}, "image/jpeg",
			domain.EvidenceWeightPhoto, "exif_no_zone", noon - 5*domain.Day + domain.Hour + domain.Minute, domain.LinkName, "", testWaybill},
		{"an order number glued to a word", "order6920000000000000001.jpg", photo(t, 640, 480, "", false, 2), Offer{}, "image/jpeg",
			domain.EvidencePackingPhoto, "file_time", 0, domain.LinkName, "", ""},
		{"a case number", "1450000000000000001 聊天.jpg", photo(t, 640, 480, "", false, 3), Offer{}, "image/jpeg", domain.EvidenceChat, "file_time", 0, domain.LinkName, testCase, ""},
		{"a return waybill", "YT7788990011223.mp4", movie, Offer{}, "video/mp4", domain.EvidenceReturnUnpack, "mvhd", noon - 5*domain.Day, domain.LinkName, testCase, backWaybill},
		{"a barcode and a name that says nothing", "IMG_20261015_101112.jpg", photo(t, 1600, 1200, testWaybill, false, 4), Offer{}, "image/jpeg",
			domain.EvidencePackingPhoto, "file_time", 0, domain.LinkBarcode, "", testWaybill},
		{"a QR code with the order number inside a link", "WeChat.jpg", photo(t, 900, 900, "https://x.example/o?id=6920000000000000001", true, 5), Offer{}, "image/jpeg",
			domain.EvidenceChat, "file_time", 0, domain.LinkBarcode, "", ""},
		{"a name of two orders", "6920000000000000001-6920000000000000002.jpg", photo(t, 640, 480, "", false, 6), Offer{}, "image/jpeg", domain.EvidencePackingPhoto, "file_time", 0, "", "", ""},
		{"a name of nothing and a barcode of another order", "x.jpg", photo(t, 1600, 1200, "6920000000000000002", false, 7), Offer{}, "image/jpeg",
			domain.EvidencePackingPhoto, "file_time", 0, domain.LinkBarcode, "", ""},
		{"nothing known", "IMG_0001.jpg", photo(t, 640, 480, "", false, 8), Offer{}, "image/jpeg", domain.EvidencePackingPhoto, "file_time", 0, "", "", ""},
		{"dropped on a case", "a.png", pngOf(t, 20, 10), Offer{AfterSaleID: testCase, Source: domain.SourceDrop}, "image/png", domain.EvidencePackingPhoto, "file_time", 0, domain.LinkDrop, testCase, ""},
		{"given to an order by its platform number", "证明.pdf", []byte("%PDF-1.7\n..."), Offer{OrderID: "6920000000000000001", Source: domain.SourceCLI}, "application/pdf",
			domain.EvidenceDocument, "file_time", 0, domain.LinkManual, "", ""},
		{"given to a waybill with a kind", "b.txt", []byte("红章证明\n"), Offer{Waybill: testWaybill, Kind: domain.EvidenceCourierLetter}, "text/plain",
			domain.EvidenceCourierLetter, "file_time", 0, domain.LinkManual, "", testWaybill},
		{"a page that a browser could run is text", "page.svg", []byte("<svg onload='alert(1)'/>"), Offer{}, "text/plain", domain.EvidenceDocument, "file_time", 0, "", "", ""},
		{"an executable is kept as bytes", "photo.jpg.exe", []byte("MZ\x90\x00\x03\x00"), Offer{}, "application/octet-stream", domain.EvidenceOther, "file_time", 0, "", "", ""},
	}
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.offer.Path, c.offer.Operator = h.write(t, fmt.Sprintf("%02d/%s", i, c.file), c.data), "李雷"
			res := h.add(t, c.offer)
			if res.Known {
				t.Error("known at first sight")
			}
			r := row(t, h, res.ID)
			e := r.Item
			if e.MediaType != c.media || e.Kind != c.kind || e.CapturedFrom != c.from || e.Size != int64(len(c.data)) || e.Operator != "李雷" || e.AddedAt.IsZero() {
				t.Errorf("item %+v", e)
			}
			if c.at != 0 && e.CapturedAt != c.at {
				t.Errorf("captured %v, want %v", e.CapturedAt, c.at)
			}
			if (len(r.Links) == 1) != (c.method != "") {
				t.Fatalf("links %+v", r.Links)
			}
			if c.method != "" {
				l := r.Links[0]
				if l.Method != c.method || l.AfterSaleID != c.caseID || l.Waybill != c.waybill || (l.OrderID != testOrder && c.file != "x.jpg") {
					t.Errorf("link %+v", l)
				}
			}
			rec, err := h.log.Record(e.LogIndex)
			if err != nil || rec.Subject != e.ID || rec.Hash != e.LogHash {
				t.Errorf("leaf %+v %v", rec, err)
			}
			if data, err := os.ReadFile(c.offer.Path); err != nil || !bytes.Equal(data, c.data) {
				t.Error("the merchant's file was touched")
			}
		})
	}
	if r, err := h.VerifyAll(context.Background(), true); err != nil || !r.OK || r.Checked != int64(len(cases)) {
		t.Errorf("verify %+v %v", r, err)
	}
}

func TestAKnownFileOnlyGainsALink(t *testing.T) {
	h := newHouse(t)
	data := photo(t, 320, 240, "", false, 1)
	first := h.add(t, Offer{Path: h.write(t, "IMG_1.jpg", data)})
	size := h.log.Head().Size
	again := h.add(t, Offer{Path: h.write(t, "other.jpg", data)})
	if !again.Known || again.ID != first.ID || h.log.Head().Size != size {
		t.Errorf("again %+v, log %d", again, h.log.Head().Size)
	}
	again = h.add(t, Offer{Path: h.write(t, "other.jpg", data), AfterSaleID: testCase, Source: domain.SourceDrop})
	if !again.Known || len(again.Links) != 1 || h.log.Head().Size != size+1 {
		t.Errorf("with a place %+v", again)
	}
	if r := row(t, h, first.ID); r.Item.Name != "IMG_1.jpg" || len(r.Links) != 1 || r.Links[0].Method != domain.LinkDrop {
		t.Errorf("row %+v", r)
	}
	again = h.add(t, Offer{Path: h.write(t, testWaybill+".jpg", data), Source: domain.SourceWatch})
	if !again.Known || len(again.Links) != 1 {
		t.Errorf("watched again %+v", again)
	}
}

func TestWhatCannotBeTakenIsRefusedWithItsReason(t *testing.T) {
	h := newHouse(t)
	h.set.MaxIntakeBytes = 1000
	cases := []struct {
		name  string
		offer Offer
		code  domain.Code
		field string
	}{
		{"no such file", Offer{Path: filepath.Join(h.dir, "none.jpg")}, domain.CodeNotFound, "path"},
		{"a folder", Offer{Path: h.dir}, domain.CodeInvalid, "path"},
		{"an empty file", Offer{Path: h.write(t, "empty.jpg", nil)}, domain.CodeInvalid, "size"},
		{"a file above the limit", Offer{Path: h.write(t, "big.bin", make([]byte, 1001))}, domain.CodeInvalid, "size"},
		{"an unknown kind", Offer{Path: h.write(t, "a.txt", []byte("a")), Kind: "selfie"}, domain.CodeInvalid, "kind"},
		{"an unknown order", Offer{Path: h.write(t, "a.txt", []byte("a")), OrderID: "s1.999"}, domain.CodeNotFound, "orderId"},
		{"an unknown waybill", Offer{Path: h.write(t, "a.txt", []byte("a")), Waybill: "SF000"}, domain.CodeNotFound, "waybill"},
		{"an unknown case", Offer{Path: h.write(t, "a.txt", []byte("a")), AfterSaleID: "s1.1"}, domain.CodeNotFound, "afterSaleId"},
		{"a case of another order", Offer{Path: h.write(t, "a.txt", []byte("a")), AfterSaleID: testCase, OrderID: "6920000000000000002"}, domain.CodeInvalid, "orderId"},
		{"a reader that fails", Offer{Reader: iotest.ErrReader(errors.New("cable")), Name: "x.jpg"}, domain.CodeInternal, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := h.Add(context.Background(), c.offer)
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "field") != c.field {
				t.Errorf("got %v", err)
			}
		})
	}
	h.keep.Store(1 << 60)
	if _, err := h.Add(context.Background(), Offer{Path: h.write(t, "a.txt", []byte("a"))}); domain.ParamOf(err, "reason") != "disk_reserve" {
		t.Errorf("reserve: %v", err)
	}
	if page, err := h.store.ListEvidence(context.Background(), domain.EvidenceQuery{}); err != nil || len(page.Items) != 0 || h.log.Head().Size != 0 {
		t.Errorf("something was listed: %+v %v", page, err)
	}
}

func TestHugeAndBrokenPicturesAreKeptButNotDecoded(t *testing.T) {
	h := newHouse(t)
	h.set.MaxImageMP = 1
	var grey bytes.Buffer
	if err := png.Encode(&grey, image.NewGray(image.Rect(0, 0, 4000, 3000))); err != nil {
		t.Fatal(err)
	}
	cut := photo(t, 800, 600, "", false, 1)
	lying := bytes.Clone(photo(t, 800, 600, "", false, 2))
	if i := bytes.Index(lying, []byte{0xFF, 0xC0}); i > 0 { // claims 65535×65535
		copy(lying[i+5:], []byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	for name, data := range map[string][]byte{"bomb.png": grey.Bytes(), "cut.jpg": cut[:len(cut)/2], "lying.jpg": lying} {
		res := h.add(t, Offer{Path: h.write(t, name, data)})
		e := row(t, h, res.ID).Item
		if e.Width == 0 || e.Size != int64(len(data)) {
			t.Errorf("%s: %+v", name, e)
		}
		if _, _, _, err := h.OpenMedia(context.Background(), "thumb/"+res.ID); err == nil {
			t.Errorf("%s was decoded", name)
		}
		f, _, size, err := h.OpenMedia(context.Background(), res.ID)
		if err != nil || size != int64(len(data)) {
			t.Errorf("%s: original %v", name, err)
			continue
		}
		_ = f.Close()
	}
}

func pngOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestThumbnailsAreSmallUprightAndMayBeDeleted(t *testing.T) {
	h := newHouse(t)
	res := h.add(t, Offer{Path: h.write(t, "a.jpg", withExif(photo(t, 900, 300, "", false, 1), "2026:10:15 13:00:00", "", 6))})
	if e := row(t, h, res.ID).Item; e.Width != 300 || e.Height != 900 {
		t.Errorf("size as shown %d×%d", e.Width, e.Height)
	}
	for range 2 {
		f, kind, _, err := h.OpenMedia(context.Background(), "thumb/"+res.ID)
		if err != nil {
			t.Fatal(err)
		}
		c, err := jpeg.DecodeConfig(f)
		_ = f.Close()
		if err != nil || kind != "image/jpeg" || c.Height > 320 || c.Width >= c.Height {
			t.Errorf("thumb %d×%d %s %v", c.Width, c.Height, kind, err)
		}
		if err := os.RemoveAll(h.d.ThumbDir); err != nil {
			t.Fatal(err)
		}
	}
	for _, ref := range []string{"", "thumb/", "../afterdesk.db", "thumb/../../x", "sha256-zz"} {
		if _, _, _, err := h.OpenMedia(context.Background(), ref); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%q: %v", ref, err)
		}
	}
	if _, _, _, err := h.OpenMedia(context.Background(), "sha256-"+strings.Repeat("a", 64)); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("absent: %v", err)
	}
}

func TestTurnAppliesEveryOrientation(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 2, 1)) // A B
	src.Pix[0], src.Pix[4] = 'A', 'B'
	want := map[int]string{1: "AB", 2: "BA", 3: "BA", 4: "AB", 5: "A/B", 6: "A/B", 7: "B/A", 8: "B/A"}
	for o, w := range want {
		got := turn(src, o)
		var b strings.Builder
		for y := range got.Rect.Dy() {
			if y > 0 {
				b.WriteByte('/')
			}
			for x := range got.Rect.Dx() {
				b.WriteByte(got.Pix[y*got.Stride+4*x])
			}
		}
		if b.String() != w {
			t.Errorf("%d: %s, want %s", o, b.String(), w)
		}
	}
}

func TestPeopleLinkUnlinkAndNameFiles(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	id := h.add(t, Offer{Path: h.write(t, "IMG_1.jpg", photo(t, 320, 240, "", false, 1))}).ID
	if err := h.Link(ctx, id, "", testCase, "韩梅梅"); err != nil {
		t.Fatal(err)
	}
	if l := row(t, h, id).Links; len(l) != 1 || l[0].OrderID != testOrder || l[0].AfterSaleID != testCase || l[0].By != "韩梅梅" || l[0].Method != domain.LinkManual {
		t.Errorf("links %+v", l)
	}
	if err := h.SetKind(ctx, id, domain.EvidenceHandoff, "韩梅梅"); err != nil || row(t, h, id).Item.Kind != domain.EvidenceHandoff {
		t.Errorf("kind: %v", err)
	}
	if err := h.SetKind(ctx, id, "selfie", ""); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("bad kind: %v", err)
	}
	if err := h.Unlink(ctx, id, testOrder, "韩梅梅"); err != nil || len(row(t, h, id).Links) != 0 {
		t.Errorf("unlink: %v", err)
	}
	if err := h.Link(ctx, id, "", "", ""); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("link to nothing: %v", err)
	}
	if err := h.Link(ctx, "sha256-"+strings.Repeat("0", 64), testOrder, "", ""); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("link of nothing: %v", err)
	}
	var kinds []string
	if err := h.log.Each(ctx, 0, func(r custody.Record) error { kinds = append(kinds, r.Kind); return nil }); err != nil {
		t.Fatal(err)
	}
	if strings.Join(kinds, " ") != "evidence_added evidence_linked evidence_unlinked" {
		t.Errorf("log %v", kinds)
	}
}

func TestGuessesStandOnNameCodeAndTime(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	two := h.add(t, Offer{Path: h.write(t, "6920000000000000001 6920000000000000002.jpg", photo(t, 320, 240, "", false, 1))})
	g, err := h.Guess(ctx, two.ID)
	if err != nil || len(g) < 2 || g[0].Score < 0.9 || g[0].Why[0] != "name_digits" {
		t.Errorf("two orders: %+v %v", g, err)
	}
	near := h.add(t, Offer{Path: h.write(t, "a.jpg", withExif(photo(t, 320, 240, "", false, 2), "2026:10:15 12:10:00", "+08:00", 1))})
	g, err = h.Guess(ctx, near.ID)
	if err != nil || len(g) == 0 || g[0].Order.ID != testOrder || g[0].Why[0] != "captured_near_packing" {
		t.Errorf("near: %+v %v", g, err)
	}
	for i := 1; i < len(g); i++ {
		if g[i].Score > g[i-1].Score {
			t.Error("not best first")
		}
	}
	if _, err := json.Marshal(g); err != nil {
		t.Error(err)
	}
}

func TestHostileNamesAreNeutralised(t *testing.T) {
	for in, want := range map[string]string{
		"../../etc/passwd":                 "passwd",
		`C:\Users\x\photo.jpg`:             "photo.jpg",
		"..":                               "file",
		"":                                 "file",
		"a\x00b\nc\x1b[31m.jpg":            "abc[31m.jpg",
		"photo\u202egpj.exe":               "photogpj.exe",
		"\u200fSF1\u2066.jpg":              "SF1.jpg",
		"CON":                              "_CON",
		"nul.txt":                          "_nul.txt",
		"LPT1.tar.gz":                      "_LPT1.tar.gz",
		"com¹.jpg":                         "_com¹.jpg",
		"console.jpg":                      "console.jpg",
		`<script>"a"|?*.jpg`:               "_script__a____.jpg",
		"name. . .":                        "name",
		"a\xff\xfeb.jpg":                   "a_b.jpg",
		"打包 视频　１.mp4":                      "打包 视频 １.mp4",
		strings.Repeat("长", 4000) + ".jpg": strings.Repeat("长", 65) + ".jpg",
	} {
		if got := CleanName(in); got != want {
			t.Errorf("%.40q → %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		got := CleanName(rapid.String().Draw(t, "name"))
		if got == "" || len(got) > maxName+1 || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\n") || got == ".." || got == "." {
			t.Fatalf("%q", got)
		}
		if CleanName(got) != got {
			t.Fatalf("not stable: %q → %q", got, CleanName(got))
		}
	})
	h := newHouse(t)
	res := h.add(t, Offer{Reader: strings.NewReader("x"), Name: "../../\u202e" + strings.Repeat("界", 5000) + testWaybill})
	if e := row(t, h, res.ID).Item; len(e.Name) > maxName {
		t.Errorf("name %d bytes", len(e.Name))
	}
}

func TestTokensLeaveDatesAlone(t *testing.T) {
	for name, want := range map[string]string{
		"IMG_20261122_101112.jpg":      "",
		"20261122101112345.mp4":        "",
		"VID-20261122-WA0001.mp4":      "",
		"SF1234567890123-2.jpg":        "SF1234567890123",
		"yt7788990011223.mp4":          "yt7788990011223 YT7788990011223",
		"包裹773012345678901后.jpg":       "773012345678901",
		"order6920000000000000001.jpg": "order6920000000000000001 ORDER6920000000000000001 6920000000000000001",
		"536365.jpg":                   "536365",
		"截图 12345.png":                 "",
		"mmexport1699999999999.jpg":    "mmexport1699999999999 MMEXPORT1699999999999 1699999999999",
	} {
		if got := strings.Join(tokens(name), " "); got != want {
			t.Errorf("%s → %q, want %q", name, got, want)
		}
	}
}

func TestBarcodesAreReadInEveryQuarterTurnAndInTime(t *testing.T) {
	for turns := range 4 {
		img, err := jpeg.Decode(bytes.NewReader(photo(t, 2000, 1500, testWaybill, false, uint64(turns))))
		if err != nil {
			t.Fatal(err)
		}
		turned := turn(fit(img, 1, 2000), []int{1, 6, 3, 8}[turns])
		if got := readCodes(context.Background(), turned, time.Minute); len(got) != 1 || got[0] != testWaybill {
			t.Errorf("turned %d: %v", turns*90, got)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := readCodes(ctx, image.NewGray(image.Rect(0, 0, 3000, 3000)), time.Minute); len(got) != 0 {
		t.Errorf("after the time: %v", got)
	}
}
