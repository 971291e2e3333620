package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

var update = flag.Bool("update", false, "write golden files")

// packOf adds n photos to the case and packs it.
func packOf(t testing.TB, h *house, n int) domain.EvidencePack {
	t.Helper()
	for i := range n {
		h.add(t, Offer{Path: h.write(t, fmt.Sprintf("打包 %s-%d.jpg", testWaybill, i), withExif(photo(t, 320, 240, "", false, uint64(i)), fmt.Sprintf("2026:10:15 13:00:%02d", i), "+08:00", 1)), Operator: "李雷"})
	}
	p, err := h.Pack(context.Background(), testCase, "", "zh-CN", "李雷")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheSameCaseGivesTheSameBytes(t *testing.T) {
	h := newHouse(t)
	first := packOf(t, h, 3)
	pdf, err := os.ReadFile(first.PDFPath)
	if err != nil {
		t.Fatal(err)
	}
	// The log grows, the clock runs, a stranger's file comes: nothing of it is this case's.
	h.add(t, Offer{Reader: strings.NewReader("other"), Name: "6920000000000000002.txt"})
	again, err := h.Pack(context.Background(), testCase, t.TempDir(), "zh-CN", "韩梅梅")
	if err != nil {
		t.Fatal(err)
	}
	if again.PDFHash != first.PDFHash || again.ZIPHash != first.ZIPHash || filepath.Base(again.ZIPPath) != filepath.Base(first.ZIPPath) {
		t.Errorf("first %s %s\nagain %s %s", first.PDFHash, first.ZIPHash, again.PDFHash, again.ZIPHash)
	}
	z, err := os.ReadFile(again.ZIPPath)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(z); hex.EncodeToString(sum[:]) != again.ZIPHash || again.Bytes != int64(len(z)+len(pdf)) {
		t.Error("the recorded hash or size is not the file's")
	}
	packs, err := h.store.ListPacks(context.Background(), testCase, 10)
	if err != nil || len(packs) != 2 || packs[0].Exhibits != 3 {
		t.Errorf("packs %+v %v", packs, err)
	}
	english, err := h.Pack(context.Background(), testCase, "", "en", "")
	if err != nil || english.PDFHash == first.PDFHash || english.Language != "en" {
		t.Errorf("english %+v %v", english, err)
	}
}

func TestACaseWithoutFilesIsPackedAndVerifies(t *testing.T) {
	h := newHouse(t)
	p := packOf(t, h, 0)
	if p.Exhibits != 0 {
		t.Errorf("%d exhibits", p.Exhibits)
	}
	if r, err := h.Verify(context.Background(), p.ZIPPath); err != nil || !r.OK {
		t.Errorf("verify %+v %v", r, err)
	}
	if _, err := h.Pack(context.Background(), "s1.404", "", "zh-CN", ""); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("no such case: %v", err)
	}
}

// unzip reads a whole pack.
func unzip(t *testing.T, path string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name], err = io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return out
}

func TestAPackIsABagThatAStrangerCanCheck(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	late := h.add(t, Offer{Reader: bytes.NewReader(clipMP4(noon-4*domain.Day, 65, 720, 1280, 5000)), Name: "打包视频 13800138000 " + testWaybill + ".mp4"})
	p := packOf(t, h, 2)
	files := unzip(t, p.ZIPPath)
	for _, manifest := range []string{manifestFile, tagsFile} {
		for _, line := range strings.Split(strings.TrimSuffix(string(files[manifest]), "\n"), "\n") {
			sum, name, _ := strings.Cut(line, "  ")
			if got := sha256.Sum256(files[name]); hex.EncodeToString(got[:]) != sum {
				t.Errorf("%s: %s", manifest, name)
			}
		}
	}
	want := []string{"data/0001-packing-video.mp4", "data/0002-packing-photo.jpg", "data/0003-packing-photo.jpg"}
	for _, name := range append(want, bagFile, bagInfoFile, verifyFile, pdfFile, indexFile, headFile, keyFile, proofsFile) {
		if files[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
	if sum := sha256.Sum256(files[want[0]]); "sha256-"+hex.EncodeToString(sum[:]) != late.ID {
		t.Error("the video is not the original")
	}
	var ix packIndex
	if err := json.Unmarshal(files[indexFile], &ix); err != nil || len(ix.Exhibits) != 3 || ix.Exhibits[0].DurationMs != 65_000 {
		t.Errorf("index %+v %v", ix, err)
	}
	if strings.Contains(string(files[indexFile]), "13800138000") {
		t.Error("a phone number left the house in the index")
	}
	if !strings.Contains(string(files[bagInfoFile]), fmt.Sprintf("Payload-Oxum: %d.3\n", len(files[want[0]])+len(files[want[1]])+len(files[want[2]]))) {
		t.Errorf("bag-info %s", files[bagInfoFile])
	}
	if r, err := h.Verify(ctx, p.ZIPPath); err != nil || !r.OK || r.Checked != int64(len(files)) || r.Kind != "pack" || r.Head == "" {
		t.Errorf("verify %+v %v", r, err)
	}
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		_ = os.MkdirAll(filepath.Dir(path), 0o700)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := h.Verify(ctx, dir); err != nil || !r.OK {
		t.Errorf("unpacked %+v %v", r, err)
	}
	if r, err := h.Verify(ctx, filepath.Join(dir, want[0])); err != nil || !r.OK || r.Kind != "file" {
		t.Errorf("one file %+v %v", r, err)
	}
}

func TestAPackOfADamagedOriginalIsNotWritten(t *testing.T) {
	h := newHouse(t)
	res := h.add(t, Offer{Reader: strings.NewReader("weight 1.25 kg"), Name: testWaybill + ".txt"})
	path := filepath.Join(h.vault.Dir(), res.ID[7:9], res.ID[9:11], res.ID[7:])
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("weight 1.52 kg"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := h.Pack(context.Background(), testCase, "", "en", "")
	if domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != res.ID {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(h.d.PackDir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

// dossierOf gathers the case and lays it out, and returns it with its lines.
func dossierOf(t *testing.T, h *house, lang string) *dossier {
	t.Helper()
	s, err := h.gather(context.Background(), testCase, lang)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAPackShowsMaskedBuyersOnly(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	o, err := h.store.GetOrder(ctx, testOrder)
	if err != nil {
		t.Fatal(err)
	}
	o.BuyerNick, o.MaskedName, o.MaskedPhone, o.MaskedAddress, o.UpdatedAt = "王小明的店", "王小明", "13900139000", "文三路 478 号 3 幢 502", noon
	if err := h.store.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err }); err != nil {
		t.Fatal(err)
	}
	s := dossierOf(t, h, "zh-CN")
	var b strings.Builder
	for _, f := range s.buyer() {
		b.WriteString(f.value + "\n")
	}
	for _, e := range s.timeline {
		b.WriteString(s.sentence(e, nil) + "\n")
	}
	text := b.String()
	for _, secret := range []string{"小明", "13900139000", "13800138000", "13912345678", "502"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s is in the pack:\n%s", secret, text)
		}
	}
	for _, kept := range []string{testWaybill, "王", "139****", "浙江省"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%s is not in the pack", kept)
		}
	}
}

// TestTenWordsOfAPack holds the sentences of the sample case; a changed word shows in the
// golden file and is a changed document.
func TestTenWordsOfAPack(t *testing.T) {
	h := newHouse(t)
	h.clock.Store(int64(noon)) // however often the house looked at its clock until here
	packOf(t, h, 1)
	var b strings.Builder
	for _, lang := range []string{"zh-CN", "en"} {
		s := dossierOf(t, h, lang)
		c := s.detail.Case
		w := s.w
		fmt.Fprintf(&b, "[%s]\n%s\n%s: %s\n%s: %s\n%s: %s\n%s: %s\n%s: %s\n", lang, w.Title, w.Type, w.Types[c.Type], w.Status, w.Statuses[c.Status], w.Arbitration, w.Arbs[c.Arbitration],
			w.Reason, w.Reasons[c.Reason], w.Asked, s.money(c.Asked))
		fmt.Fprintf(&b, "%s: %s\n%s: %s (%s)\n", w.Exhibits, s.byKind(), w.AsOf, s.date(s.asOf), s.zoneName())
		numbers := map[string]int{s.exhibits[0].item.ID: 1}
		for _, e := range s.timeline {
			fmt.Fprintf(&b, "%s  %s  %s\n", s.date(e.At), w.Actors[e.Actor], s.sentence(e, numbers))
		}
		fmt.Fprintf(&b, w.Page+"\n", 3, 12)
	}
	golden := filepath.Join("testdata", "words.golden.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("words changed (run with -update and read the diff):\n%s", b.String())
	}
}

func TestEveryWordAndEveryEnumIsThere(t *testing.T) {
	face, err := openTypeface()
	if err != nil {
		t.Fatal(err)
	}
	for lang, w := range map[string]*words{"zh-CN": chinese(), "en": english()} {
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String && v.Field(i).Len() == 0 {
				t.Errorf("%s: %s is empty", lang, v.Type().Field(i).Name)
			}
		}
		demand(t, lang, domain.CaseTypes, w.Types)
		demand(t, lang, domain.CaseStatuses, w.Statuses)
		demand(t, lang, domain.Arbitrations, w.Arbs)
		demand(t, lang, domain.Reasons, w.Reasons)
		demand(t, lang, domain.EvidenceKinds, w.Kinds)
		demand(t, lang, domain.TrackStates, w.States)
		demand(t, lang, domain.Actors, w.Actors)
		demand(t, lang, domain.PromiseKinds, w.PromiseKind)
		demand(t, lang, domain.EvidenceSources, w.Sources)
		for k := range packEntries {
			if w.Timeline[k] == "" {
				t.Errorf("%s: timeline %s", lang, k)
			}
		}
		for _, r := range fmt.Sprintf("%+v", *w) {
			if _, ok := face.width(r); !ok && r != '\n' {
				t.Errorf("%s: the font lacks %q", lang, r)
			}
		}
	}
	if len(exhibitOrder) != len(domain.EvidenceKinds) {
		t.Error("an evidence kind has no place in a pack")
	}
}

func demand[K comparable](t *testing.T, lang string, all []K, have map[K]string) {
	t.Helper()
	for _, k := range all {
		if have[k] == "" {
			t.Errorf("%s: no word for %v", lang, k)
		}
	}
}

func TestLinesLoseNoCharacter(t *testing.T) {
	face, err := openTypeface()
	if err != nil {
		t.Fatal(err)
	}
	width := func(r rune) float64 { w, _ := face.width(r); return w * 10 }
	strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
	check := func(t interface{ Fatalf(string, ...any) }, text string, limit float64) {
		lines := breakLines(text, width, limit)
		if got, want := strip(strings.Join(lines, "")), strip(text); got != want {
			t.Fatalf("lost or added a character\n got %q\nwant %q", got, want)
		}
		for i, l := range lines {
			r := []rune(l)
			if measure(l, width) > limit && len(r) > 1 {
				t.Fatalf("line %q is too wide", l)
			}
			if i > 0 && len(r) > 0 && limit > 120 && strings.ContainsRune("。，、；：？！）】》", r[0]) && len([]rune(lines[i-1])) > 0 &&
				!strings.Contains(text, "\n"+l) && !strings.ContainsRune(noStart, []rune(lines[i-1])[len([]rune(lines[i-1]))-1]) {
				t.Fatalf("line begins with %q: %q after %q", r[0], l, lines[i-1])
			}
		}
	}
	han := rapid.SampledFrom([]rune("包裹已由快递员签收重量一二三千克退货退款买家商家视频照片的了在是我不，。、；：？！（）【】《》“”…—～％ABCabc0123456789-_./ \n"))
	rapid.Check(t, func(t *rapid.T) {
		check(t, string(rapid.SliceOfN(han, 0, 400).Draw(t, "text")), rapid.SampledFrom([]float64{5, 60, 150, 480}).Draw(t, "width"))
	})
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "any"), 150) })
	if got := breakLines("运单SF1234567890123，（已签收）。", width, 100); got[0] != "运单" {
		t.Errorf("a waybill was cut although it fits a line: %q", got)
	}
	if got := breakLines(strings.Repeat("a", 100), width, 100); len(got) < 2 {
		t.Errorf("a long word was not cut: %q", got)
	}
	if got := breakLines("", width, 100); len(got) != 1 {
		t.Errorf("empty text has %d lines", len(got))
	}
}

func TestRareCharactersAreNamedNotLost(t *testing.T) {
	h := newHouse(t)
	h.add(t, Offer{Reader: strings.NewReader("x"), Name: "𠮷野家📦" + testWaybill + ".txt"})
	s := dossierOf(t, h, "zh-CN")
	if _, err := s.drawPDF(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%U", s.rare); got != "[U+20BB7 U+1F4E6]" {
		t.Errorf("rare %s", got)
	}
}

func TestALongRemarkDoesNotMakeAThousandPages(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	c, err := h.store.GetAfterSale(ctx, testCase)
	if err != nil {
		t.Fatal(err)
	}
	c.BuyerRemark, c.UpdatedAt = domain.Private(strings.Repeat("<script>坏了</script>\n", 500_000)), noon
	if err := h.store.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutAfterSales(ctx, []domain.AfterSale{c}); return err }); err != nil {
		t.Fatal(err)
	}
	p := packOf(t, h, 0)
	if p.Bytes > 1<<20 {
		t.Errorf("%d bytes", p.Bytes)
	}
}

func TestNumbersOfPeopleAreMaskedAndProofsAreNot(t *testing.T) {
	for in, want := range map[string]string{
		"电话13800138000，请联系":               "电话138****8000，请联系",
		"138 0013 8000":                   "138****8000",
		"+86 138-0013-8000":               "+86138****8000",
		"座机 0571-88886666":                "座机 057****66",
		"身份证11010519491231002X":           "身份证110***********002X",
		"邮箱 zhang.san@example.com ok":     "邮箱 z***@example.com ok",
		"运单 SF1234567890123":              "运单 SF1234567890123",
		"运单 773012345678901":              "运单 773012345678901",
		"订单 6920000000000000001":          "订单 6920000000000000001",
		"YT13800138000":                   "YT13800138000",
		"金额 239.00 元 2026-10-15 13:00:00": "金额 239.00 元 2026-10-15 13:00:00",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"看 https://evil.example/a?b=1，谢谢":                                  "看 [***]，谢谢",
		"www.shop.cn/x 和 v.douyin.com/iAbC12/ 口令":                          "[***] 和 [***] 口令",
		"型号 A.com，2.5kg/件，1/2，a/b.jpg":                                     "型号 A.com，2.5kg/件，1/2，a/b.jpg",
		"":  "",
		"@": "@",
	} {
		if got := RedactText(in); got != want {
			t.Errorf("%q → %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if got := RedactText(s); len(got) > len(s)+3*strings.Count(s, "@") {
			t.Fatalf("%q grew to %q", s, got)
		}
	})
	if clip("ab", math.MaxInt) != "ab" || clip("一二三", 2) != "一二…" {
		t.Error("clip")
	}
}
