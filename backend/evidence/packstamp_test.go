package evidence

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/sim/tsa"
	"afterdesk/backend/store"
)

// stamper returns a function that has an authority stamp the head of a size and lists it.
func stamper(t testing.TB, h *house) func(id string, size int64, pinned bool) domain.Stamp {
	t.Helper()
	a, err := tsa.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	client := httpx.New(httpx.Options{})
	return func(id string, size int64, pinned bool) domain.Stamp {
		t.Helper()
		who := custody.Authority{StampAuthority: domain.StampAuthority{ID: id, Name: "机构 " + id, URL: srv.URL}}
		if pinned {
			who.Root = a.Root
		}
		ctx := context.Background()
		s, err := h.log.Stamp(ctx, client, who, size)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.store.Write(ctx, func(tx *store.Tx) error { return tx.PutStamp(ctx, s) }); err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// unpack writes a pack's files below a folder.
func unpack(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAStampedPackIsBelievedByForeignToolsAlone(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	bare := packOf(t, h, 2)
	if bare.Tokens != 0 || bare.TreeSize != 2 {
		t.Errorf("bare pack %+v", bare)
	}
	stamp := stamper(t, h)
	stamp("exact", 2, true)
	later := stamp("later", h.log.Head().Size, false)
	p, err := h.Pack(ctx, testCase, "", "zh-CN", "李雷")
	if err != nil {
		t.Fatal(err)
	}
	if p.Tokens != 2 || p.PDFHash == bare.PDFHash || p.ZIPPath == bare.ZIPPath {
		t.Errorf("a token came and the pack stayed: %+v", p)
	}
	stamp("exact", h.log.Head().Size, true) // a later token of an authority changes nothing
	again, err := h.Pack(ctx, testCase, t.TempDir(), "zh-CN", "韩梅梅")
	if err != nil || again.ZIPHash != p.ZIPHash || again.PDFHash != p.PDFHash {
		t.Errorf("the same rows gave other bytes: %+v %v", again, err)
	}
	r, err := VerifyPack(ctx, p.ZIPPath)
	if err != nil || !r.OK || r.Stamps != 2 {
		t.Fatalf("verify %+v %v", r, err)
	}
	files := unzip(t, p.ZIPPath)
	dir := unpack(t, files)
	if later.Size <= 2 || files["tokens/02-head.txt"] == nil || files["tokens/01-head.txt"] != nil || files["tokens/02-root.pem"] != nil {
		t.Error("a later head must come along, the pack's own must not stand twice")
	}
	run := func(name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s %v: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	if _, err := exec.LookPath("sha256sum"); err == nil {
		run("sha256sum", "-c", manifestFile)
		run("sha256sum", "-c", tagsFile)
	} else {
		run("shasum", "-a", "256", "-c", manifestFile)
		run("shasum", "-a", "256", "-c", tagsFile)
	}
	// The second authority's root was not pinned: the reader gets it from the authority.
	if err := os.WriteFile(filepath.Join(dir, "root.pem"), files["tokens/01-root.pem"], 0o600); err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^ +openssl (ts -verify .*)$`).FindAllSubmatch(files[verifyFile], -1)
	if len(commands) != 4 { // each in both languages
		t.Fatalf("%d commands in %s", len(commands), verifyFile)
	}
	for _, c := range commands {
		if out := run("openssl", strings.Fields(string(c[1]))...); !strings.Contains(out, "Verification: OK") {
			t.Errorf("%s: %s", c[1], out)
		}
	}
	run("openssl", "ts", "-verify", "-queryfile", "tokens/01.tsq", "-in", "tokens/01.tsr", "-CAfile", "tokens/01-root.pem")
	if text := strings.Join(pdfPages(t, p.PDFPath), ""); !strings.Contains(text, "机构 exact") || !strings.Contains(text, "tokens/01.tsr") {
		t.Error("the PDF does not name the time stamps")
	}
}

func TestAForgedTimeStampDoesNotPass(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	packOf(t, h, 2)
	stamp := stamper(t, h)
	stamp("a", 2, true)
	stamp("b", h.log.Head().Size, true)
	p, err := h.Pack(ctx, testCase, "", "zh-CN", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		forge func(f map[string][]byte)
		item  string
		what  string
	}{
		{"tokens exchanged", func(f map[string][]byte) {
			f["tokens/01.tsr"], f["tokens/02.tsr"] = f["tokens/02.tsr"], f["tokens/01.tsr"]
		}, "tokens/01.tsr", whatChanged},
		{"a root of somebody else", func(f map[string][]byte) { f["tokens/01-root.pem"] = []byte(strangerRoot(t)) }, "tokens/01.tsr", whatChanged},
		{"a token taken out", func(f map[string][]byte) { delete(f, "tokens/01.tsr") }, "tokens/01.tsr", whatMissing},
		{"an earlier time claimed", func(f map[string][]byte) {
			f[tokenIndex] = regexp.MustCompile(`"at": "20\d\d`).ReplaceAll(f[tokenIndex], []byte(`"at": "2001`))
		}, tokenIndex, whatChanged},
		{"a path that leads elsewhere", func(f map[string][]byte) {
			f[tokenIndex] = regexp.MustCompile(`"growth": \[\s+"..`).ReplaceAll(f[tokenIndex], []byte(`"growth": ["ff`))
		}, tokenIndex, whatChanged},
		{"a head of another size", func(f map[string][]byte) {
			f["tokens/02-head.txt"] = bytes.Replace(f["tokens/02-head.txt"], []byte("\n"), []byte("\n1"), 1)
		}, "tokens/02-head.txt", whatChanged},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := unzip(t, p.ZIPPath)
			c.forge(files)
			r, err := VerifyPack(ctx, repack(t, files, true))
			if err != nil || r.OK {
				t.Fatalf("got %+v %v", r, err)
			}
			for _, d := range r.Damaged {
				if d.Item == c.item && d.What == c.what {
					return
				}
			}
			t.Errorf("named %v, want %s %s", r.Damaged, c.item, c.what)
		})
	}
}

func strangerRoot(t *testing.T) string {
	t.Helper()
	a, err := tsa.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return a.Root
}

func TestADamagedTokenIsLeftOutAndNamedAndThePackIsMade(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	packOf(t, h, 1)
	s := stamper(t, h)("a", 1, true)
	path := filepath.Join(h.dir, "custody", "stamps", s.ID+".tsr")
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	p, err := h.Pack(ctx, testCase, "", "zh-CN", "")
	if err != nil || p.Tokens != 0 {
		t.Fatalf("%+v %v", p, err)
	}
	if text := strings.ReplaceAll(strings.Join(pdfPages(t, p.PDFPath), ""), "\n", ""); !strings.Contains(text, fmt.Sprintf(chinese().StampLost, "机构 a")) {
		t.Error("the PDF does not say what is missing")
	}
	if r, err := h.VerifyAll(ctx, true); err != nil || len(r.Damaged) != 1 || r.Damaged[0] != (domain.VerifyProblem{Item: "custody/stamps/" + s.ID + ".tsr", What: whatChanged}) {
		t.Errorf("verify %+v %v", r, err)
	}
	if r, err := newHouse(t).Verify(ctx, h.dir); err != nil || len(r.Damaged) != 1 || r.Damaged[0].Item != "custody/stamps/"+s.ID+".tsr" {
		t.Errorf("from outside %+v %v", r, err)
	}
}

// Any single flipped bit anywhere in a stamped pack is noticed, and named where it lies
// in a file.
func TestAnyFlippedBitOfAStampedPackIsNoticed(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	packOf(t, h, 1)
	stamper(t, h)("a", h.log.Head().Size, true)
	p, err := h.Pack(ctx, testCase, "", "en", "")
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(p.ZIPPath)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "flipped.zip")
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, len(good)-1).Draw(rt, "byte")
		bad := bytes.Clone(good)
		bad[i] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			rt.Fatal(err)
		}
		r, err := VerifyPack(ctx, path)
		if domain.CodeOf(err) == domain.CodeInvalid {
			return // the structure became one that is refused before it is read
		}
		if err != nil || r.OK || len(r.Damaged) == 0 || r.Damaged[0].Item == "" {
			rt.Fatalf("%+v %v", r, err)
		}
	})
}

func TestTheCourtEditionNeedsAPurposeAndASecondYesAndIsLoggedFirst(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	o, err := h.store.GetOrder(ctx, testOrder)
	if err != nil {
		t.Fatal(err)
	}
	o.Contact, o.UpdatedAt = &domain.Contact{Name: "张小明", Phone: "13912345678", Address: "文一西路 100 号 8 幢 502"}, noon
	if err := h.store.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err }); err != nil {
		t.Fatal(err)
	}
	packOf(t, h, 1)
	before := h.log.Head().Size
	for field, r := range map[string]domain.PackRequest{
		"purpose":   {AfterSaleID: testCase, Edition: domain.EditionCourt, Confirmed: true, Purpose: " "},
		"confirmed": {AfterSaleID: testCase, Edition: domain.EditionCourt, Purpose: "起诉"},
		"edition":   {AfterSaleID: testCase, Edition: "friends", Purpose: "x", Confirmed: true},
	} {
		if _, err := h.PackFor(ctx, r, "", "zh-CN", "李雷"); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if h.log.Head().Size != before {
		t.Error("a refused export was logged")
	}
	p, err := h.PackFor(ctx, domain.PackRequest{AfterSaleID: testCase, Edition: domain.EditionCourt, Purpose: "起诉用", Confirmed: true}, "", "zh-CN", "李雷")
	if err != nil {
		t.Fatal(err)
	}
	rec, err := h.log.Record(before)
	if err != nil || rec.Kind != custody.KindExported || rec.Subject != testCase || rec.By != "李雷" || rec.Fields["purpose"] != "起诉用" {
		t.Errorf("logged %+v %v", rec, err)
	}
	text := strings.ReplaceAll(strings.Join(pdfPages(t, p.PDFPath), ""), "\n", "")
	for _, kept := range []string{"13912345678", "张小明", "8 幢 502", "13800138000", chinese().Editions[domain.EditionCourt]} {
		if !strings.Contains(text, kept) {
			t.Errorf("the court edition lacks %s", kept)
		}
	}
	if !strings.Contains(filepath.Base(p.ZIPPath), "-court-") {
		t.Errorf("its name does not say so: %s", p.ZIPPath)
	}
	if r, err := VerifyPack(ctx, p.ZIPPath); err != nil || !r.OK {
		t.Errorf("verify %+v %v", r, err)
	}
}

func TestThePlatformEditionHasNoLinkNoPhoneNumberAndKeepsItsProofs(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	c, err := h.store.GetAfterSale(ctx, testCase)
	if err != nil {
		t.Fatal(err)
	}
	c.BuyerRemark, c.UpdatedAt = "看这里 https://evil.example/a?b=1 或 www.shop.cn/x 或 v.douyin.com/iAbC12/ ，电话 138 0013 8000，微信 abc@qq.com", noon
	if err := h.store.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutAfterSales(ctx, []domain.AfterSale{c}); return err }); err != nil {
		t.Fatal(err)
	}
	stamp := stamper(t, h)
	res := h.add(t, Offer{Path: h.write(t, "打包 13800138000 "+testWaybill+".jpg", photo(t, 320, 240, "", false, 1))})
	stamp("a", h.log.Head().Size, true)
	p, err := h.Pack(ctx, testCase, "", "zh-CN", "李雷")
	if err != nil || p.Edition != domain.EditionPlatform {
		t.Fatal(p, err)
	}
	files := unzip(t, p.ZIPPath)
	text := strings.ReplaceAll(strings.Join(pdfPages(t, p.PDFPath), ""), "\n", "")
	for name, data := range files {
		if name == pdfFile || strings.HasPrefix(name, dataFolder) || strings.HasSuffix(name, ".tsr") || strings.HasSuffix(name, ".pem") || name == proofsFile {
			continue // read above, the original itself, certificates, and the record that the hash is over
		}
		text += string(data)
	}
	if m := regexp.MustCompile(`https?:/|www\.|(?:^|[^@a-z0-9-])[a-z0-9-]+\.(?:com|cn)\b|(?:^|[^0-9])1[3-9]\d{9}(?:[^0-9]|$)|138 0013`).FindString(text); m != "" {
		t.Errorf("%q is in the pack", m)
	}
	if !strings.Contains(text, strings.TrimPrefix(res.ID, "sha256-")) || !strings.Contains(text, testWaybill) {
		t.Error("a hash or a waybill was masked")
	}
}
