package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"afterdesk/backend/domain"
)

const plainCSV = "订单编号,订单状态,下单时间,实付金额,商品名称,数量\r\n" +
	"6900000000000000001,已发货,2026-08-01 10:00:00,119.00,示例卫衣,1\r\n" +
	"6900000000000000002,待发货,2026-08-01 11:00:00,~,\"带逗号,的\n两行名\",2\r\n"

func TestTheSameTableInEveryEncodingAndFormatGivesTheSameOrders(t *testing.T) {
	table := func(sep string) string { return strings.ReplaceAll(plainCSV, ",", sep) }
	html := `<html><head><meta charset="gb2312"></head><body><table border=1><tr><th>订单编号<th>订单状态<th>下单时间<th>实付金额<th>商品名称<th>数量` +
		`<tr><td>6900000000000000001</td><td>已发货<td>2026-08-01 10:00:00<td>119.00<td>示例卫衣<td>1` +
		`<tr><td>6900000000000000002<td>待发货<td>2026-08-01 11:00:00<td>~<td>带逗号,的<br>两行名<td>2</table></body></html>`
	xml := `<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>` +
		`<Row><Cell><Data>订单编号</Data></Cell><Cell><Data>订单状态</Data></Cell><Cell><Data>下单时间</Data></Cell><Cell><Data>实付金额</Data></Cell><Cell><Data>商品名称</Data></Cell><Cell><Data>数量</Data></Cell></Row>` +
		`<Row><Cell><Data>6900000000000000001</Data></Cell><Cell><Data>已发货</Data></Cell><Cell><Data>2026-08-01T10:00:00.000</Data></Cell><Cell><Data>119</Data></Cell><Cell><Data>示例卫衣</Data></Cell><Cell><Data>1</Data></Cell></Row>` +
		`<Row><Cell><Data>6900000000000000002</Data></Cell><Cell><Data>待发货</Data></Cell><Cell><Data>2026-08-01T11:00:00.000</Data></Cell><Cell ss:Index="5"><Data>带逗号,的&#10;两行名</Data></Cell><Cell><Data>2</Data></Cell></Row></Table></Worksheet></Workbook>`
	xls := xlsFile("订单", [][]xlsCell{{"订单编号", "订单状态", "下单时间", "实付金额", "商品名称", "数量"},
		{"6900000000000000001", "已发货", 46235.0 + 10.0/24, 119.0, "示例卫衣", 1.0},
		{"6900000000000000002", "待发货", 46235.0 + 11.0/24, nil, "带逗号,的\n两行名", 2.0}})
	cases := map[string]struct {
		name     string
		body     []byte
		format   string
		encoding string
	}{
		"UTF-8":                         {"a.csv", []byte(plainCSV), "csv", "utf-8"},
		"UTF-8 with mark":               {"a.csv", []byte("\xef\xbb\xbf" + plainCSV), "csv", "utf-8"},
		"GB18030":                       {"a.csv", gbk(t, plainCSV), "csv", "gb18030"},
		"UTF-16":                        {"a.csv", utf16le(plainCSV), "csv", "utf-16le"},
		"tabs":                          {"a.txt", []byte(strings.ReplaceAll(table("\t"), "带逗号\t的", "带逗号,的")), "csv", "utf-8"},
		"semicolons with a hint line":   {"a.csv", []byte("sep=;\r\n" + strings.ReplaceAll(table(";"), "带逗号;的", "带逗号,的")), "csv", "utf-8"},
		"gzip":                          {"a.csv.gz", zipped(t, gbk(t, plainCSV)), "csv", "gb18030"},
		"a CSV named .xls":              {"a.xls", gbk(t, plainCSV), "csv", "gb18030"},
		"an HTML table named .xls":      {"a.xls", gbk(t, html), "html", "gb18030"},
		"an XML workbook named .xls":    {"a.xls", []byte(xml), "html", "utf-8"},
		"a binary workbook":             {"a.xls", xls, "xls", ""},
		"a binary workbook named .xlsx": {"a.xlsx", xls, "xls", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l, rows := all(t, write(t, c.name, c.body))
			if l.Format != c.format || l.Encoding != c.encoding || l.Kind != domain.SheetOrders || l.Rows != 2 {
				t.Errorf("look: %s %s %s %d rows", l.Format, l.Encoding, l.Kind, l.Rows)
			}
			if !Sure(l) {
				t.Errorf("not sure: %v", l.Scores)
			}
			o := orders(rows)
			if len(o) != 2 || len(bads(rows)) != 0 {
				t.Fatalf("%d orders, bad %v", len(o), bads(rows))
			}
			if o[0].RemoteID != "6900000000000000001" || o[0].Status != domain.OrderShipped || o[0].CreatedAt != at(t, "Asia/Shanghai", "2026-08-01 10:00:00") || o[0].Paid != domain.CNY(11900) {
				t.Errorf("first order: %+v", o[0])
			}
			if o[1].Paid.Known() || o[1].Lines[0].ProductName != "带逗号,的\n两行名" || o[1].Lines[0].Qty != 2 || o[1].CreatedAt != at(t, "Asia/Shanghai", "2026-08-01 11:00:00") {
				t.Errorf("second order: %+v", o[1])
			}
		})
	}
}

func TestAnIDKeepsAllItsDigitsOrIsRefused(t *testing.T) { // SY-07
	x := excelize.NewFile()
	defer x.Close()
	for i, row := range [][]any{{"订单编号", "下单时间", "直播间ID", "实付金额"},
		{"6900000000000000001", "2026-08-01 10:00:00", "7212345678901234567", 8.95},
		{1234567890123456789.0, "2026-08-01 10:00:00", "7212345678901234567", 1},
		{576370, 46235.5, nil, 8.9499999999999993}} {
		for j, v := range row {
			cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if err := x.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	_, rows := all(t, path)
	o, b := orders(rows), bads(rows)
	if len(o) != 2 || o[0].RemoteID != "6900000000000000001" || o[0].Lines[0].Live.RoomID != "7212345678901234567" || o[0].Paid != domain.CNY(895) {
		t.Errorf("orders %+v", o)
	}
	if len(o) == 2 && (o[1].RemoteID != "576370" || o[1].Paid != domain.CNY(895) || o[1].CreatedAt != at(t, "Asia/Shanghai", "2026-08-01 12:00:00")) {
		t.Errorf("order of numbers: %+v", o[1])
	}
	if len(b) != 1 || b[0].Field != "order_id" || b[0].Why != "id_rounded" || b[0].Row != 3 {
		t.Errorf("bad %+v", b)
	}
	for text, want := range map[string]string{
		"6900000000000000001": "6900000000000000001", "\t6900000000000000001": "6900000000000000001", "'6900000000000000001": "6900000000000000001",
		`="6900000000000000001"`: "6900000000000000001", " 6900000000000000001 ": "6900000000000000001", "６９００": "6900", "#1001": "#1001", "1E5": "1E5",
	} {
		if got, why := readID(text, false); got != want || why != "" {
			t.Errorf("%q: %q %s", text, got, why)
		}
	}
	for _, text := range []string{"6.9E+18", "6.90000000000000E+18", "1.23457e18", "6E+18"} {
		if _, why := readID(text, false); why != "id_rounded" {
			t.Errorf("%q: %q", text, why)
		}
	}
	var body strings.Builder
	body.WriteString("订单编号,下单时间\n")
	for i := 0; i < 5; i++ {
		fmt.Fprintf(&body, "69000000000%d1230000,2026-08-01\n", i)
	}
	_, rows = all(t, write(t, "a.csv", []byte(body.String())))
	if b := bads(rows); len(b) != 5 || b[0].Why != "id_rounded" {
		t.Errorf("a column saved as numbers: %v", b)
	}
}

func TestIDsSurviveTheFileOfBadRows(t *testing.T) { // SY-07
	for _, s := range []string{"6900000000000000001", "=1+1", "+86 138", "-12.50", "-a", "@x", "\tx", "a,b", "a\"b", "line\nline", "＝1+1", "普通", "-", "a;b", "%0A"} {
		path := filepath.Join(t.TempDir(), "bad.csv")
		b := NewBadFile(path, []string{"订单编号", "x"})
		if err := b.Add(BadRow{domain.SheetBad{Row: 7, Field: "x", Why: "bad_amount"}, []string{"6900000000000000001", s}}); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Close(); err != nil || got != path {
			t.Fatal(got, err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(raw, []byte("\xef\xbb\xbf订单编号,x,_row,_field,_reason\r\n")) {
			t.Fatalf("header: %q", raw)
		}
		fa, err := look(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		src, err := openSource(context.Background(), path, "", &fa)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = src.next()
		rec, err := src.next()
		_ = src.close()
		if err != nil || len(rec.cells) != 5 {
			t.Fatalf("%q: %v %v", s, rec, err)
		}
		if id, why := readID(rec.cells[0], false); id != "6900000000000000001" || why != "" {
			t.Errorf("id became %q", id)
		}
		if got := tidy(rec.cells[1]); got != tidy(s) {
			t.Errorf("%q became %q", s, got)
		}
		if c := rec.cells[1]; c != "" && strings.ContainsRune("=+@", rune(c[0])) {
			t.Errorf("%q may run as a formula: %q", s, c)
		}
	}
	if got, err := NewBadFile(filepath.Join(t.TempDir(), "none.csv"), nil).Close(); got != "" || err != nil {
		t.Errorf("a file without bad rows: %q %v", got, err)
	}
}

func TestAnUnclosedQuoteCostsOneRow(t *testing.T) {
	var b strings.Builder
	b.WriteString("订单编号,下单时间,买家留言\n")
	for i := 0; i < 2000; i++ {
		words := "好"
		if i%500 == 100 {
			words = "\"没有结束"
		}
		fmt.Fprintf(&b, "A%d,2026-08-01 10:00:00,%s\n", i, words)
	}
	_, rows := all(t, write(t, "a.csv", []byte(b.String())))
	if o, bad := orders(rows), bads(rows); len(o) != 1996 || len(bad) != 4 || bad[0].Why != "unclosed_quote" || bad[0].Row != 102 {
		t.Errorf("%d orders, bad %v", len(o), bad)
	}
	quoted := "订单编号,下单时间,买家留言\nA1,2026-08-01,\"他说 \"很好\" 然后\"\nA2,2026-08-01,x\n"
	_, rows = all(t, write(t, "a.csv", []byte(quoted)))
	if o := orders(rows); len(o) != 2 || o[0].BuyerWords.Reveal() != `他说 "很好" 然后` {
		t.Errorf("quotes inside a text: %d orders, %v", len(o), bads(rows))
	}
}

func TestAHugeCellIsABadRowAndTheRestGoesOn(t *testing.T) {
	huge := strings.Repeat("长", 10<<20/3)
	body := "订单编号,下单时间,买家留言\nA1,2026-08-01,x\nA2,2026-08-01,\"" + huge + "\"\nA3,2026-08-01,y\nA4,2026-08-01," + huge + "\nA5,2026-08-01,z\n"
	_, rows := all(t, write(t, "a.csv", []byte(body)))
	o, b := orders(rows), bads(rows)
	if len(o) != 3 || len(b) != 2 || b[0].Why != "too_long" || b[0].Field != "buyer_words" || b[1].Row != 5 {
		t.Errorf("%d orders, bad %v", len(o), b)
	}
}

func TestFilesThatCannotBeReadSaySo(t *testing.T) {
	bomb := func() []byte {
		var buf bytes.Buffer
		z := zip.NewWriter(&buf)
		for i := 0; i < 3; i++ {
			w, _ := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("xl/s%d.xml", i), Method: zip.Deflate, CompressedSize64: 4, UncompressedSize64: 1 << 30})
			_, _ = w.Write([]byte{3, 0, 0, 0})
		}
		_ = z.Close()
		return buf.Bytes()
	}
	xls := xlsFile("a", [][]xlsCell{{"订单编号", "下单时间"}, {"A1", 46235.0}})
	cases := map[string]struct {
		body   []byte
		code   domain.Code
		reason string
	}{
		"empty":                   {nil, domain.CodeInvalid, "empty"},
		"blank":                   {[]byte("\n\n  \n"), domain.CodeInvalid, "no_header"},
		"a zip that is no book":   {append([]byte("PK\x03\x04"), make([]byte, 100)...), domain.CodeInvalid, "workbook"},
		"a zip bomb":              {bomb(), domain.CodeInvalid, "too_big"},
		"a cut gzip":              {zipped(t, []byte(plainCSV))[:40], domain.CodeInvalid, "gzip"},
		"a cut compound file":     {xls[:700], domain.CodeInvalid, ""},
		"a picture":               {append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 3000)...), domain.CodeInvalid, "binary"},
		"a compound file of ours": {compound([]byte("nothing")), "", ""},
	}
	for name, c := range cases {
		path := write(t, "x.xls", c.body)
		_, err := Look(context.Background(), path, "", nil, presets(t), Hint{})
		if err == nil || (c.code != "" && domain.CodeOf(err) != c.code) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := domain.ParamOf(err, "reason"); c.reason != "" && got != c.reason {
			t.Errorf("%s: reason %q, want %q (%v)", name, got, c.reason, err)
		}
	}
	if _, err := Look(context.Background(), filepath.Join(t.TempDir(), "none"), "", nil, presets(t), Hint{}); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("missing file: %v", err)
	}
	if _, err := Look(context.Background(), t.TempDir(), "", nil, presets(t), Hint{}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("folder: %v", err)
	}
	good := write(t, "a.xls", xls)
	if _, err := Look(context.Background(), good, "no such", nil, presets(t), Hint{}); domain.ParamOf(err, "reason") != "no_such_sheet" {
		t.Errorf("no such sheet: %v", err)
	}
}

func TestTimesInManyForms(t *testing.T) {
	want := at(t, "Asia/Shanghai", "2026-08-01 09:05:07")
	day := at(t, "Asia/Shanghai", "2026-08-01 00:00:00")
	loc, err := loadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	form := timeForm{loc: loc}
	for s, w := range map[string]domain.Instant{
		"2026-08-01 09:05:07": want, "2026/8/1 9:05:07": want, "2026.08.01 09:05:07": want, "2026年8月1日 9时5分7秒": want, "2026年08月01日09:05:07": want,
		"2026-08-01T09:05:07": want, "2026-08-01T01:05:07Z": want, "2026-08-01T09:05:07+08:00": want, "2026-08-01 01:05:07 +0000": want,
		"20260801090507": want, "2026-08-01 09:05:07.000": want, "Aug 1, 2026 9:05:07 AM": want, "1-Aug-2026 09:05:07": want, "2026-08-01 上午 9:05:07": want,
		"２０２６-08-01 09:05:07": want, "2026-08-01": day, "2026/8/1": day, "20260801": day, "31/8/2026": at(t, "Asia/Shanghai", "2026-08-31 00:00:00"),
		"8/31/2026 下午 3:00": at(t, "Asia/Shanghai", "2026-08-31 15:00:00"), "2026-08-01 09:05:07.250": want + 250,
		fmt.Sprint(int64(want) / 1000): want, fmt.Sprint(int64(want)): want, "": 0, "-": 0, "~": 0, "0000-00-00 00:00:00": 0, "46235.5": at(t, "Asia/Shanghai", "2026-08-01 12:00:00"),
	} {
		if got, why := form.read(s); got != w || why != "" {
			t.Errorf("%q: %v %s, want %v", s, got, why, w)
		}
	}
	for s, w := range map[string]string{"1/8/2026": "ambiguous_date", "2026-13-01": "bad_time", "2026-02-30": "bad_time", "yesterday": "bad_time", "2026-08-01 25:00": "bad_time",
		"12": "bad_time", "1850-01-01": "bad_time", "99999999999999999999": "bad_time", "2026": "bad_time"} {
		if got, why := form.read(s); why != w {
			t.Errorf("%q: %v %q, want %q", s, got, why, w)
		}
	}
	form.order = "mdy"
	if got, _ := form.read("12/1/10 8:26"); got != at(t, "Asia/Shanghai", "2010-12-01 08:26:00") {
		t.Errorf("month first: %v", got)
	}
}

func TestDamagedWorkbooksNeverStopTheProgram(t *testing.T) {
	p := presets(t)
	x := excelize.NewFile()
	_ = x.SetSheetRow("Sheet1", "A1", &[]any{"订单编号", "下单时间", "实付金额"})
	_ = x.SetSheetRow("Sheet1", "A2", &[]any{"A1", "2026-08-01", 1.5})
	buf, err := x.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	xls := xlsFile("a", [][]xlsCell{{"订单编号", "下单时间", "实付金额"}, {"A1", 46235.0, 1.5}, {strings.Repeat("长", 300), 1.0}})
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < 400; i++ {
		b := bytes.Clone(xls)
		if i%4 == 3 {
			b = bytes.Clone(buf.Bytes())
		}
		for n := 1 + rnd.IntN(8); n > 0; n-- {
			b[8+rnd.IntN(len(b)-8)] = byte(rnd.IntN(256))
		}
		if i%10 == 9 {
			b = b[:16+rnd.IntN(len(b)-16)]
		}
		fuzzOne(t, p, b)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{plainCSV, "a,b\n\"x", "sep=;\na;b\n1;2", "\"\"\"\n,\r\r\n", "a\tb\n\x00\xff\t\"q\"q\"", "订单编号,下单时间\n1.2E+18,x"} {
		f.Add([]byte(s))
	}
	p := presets(f)
	f.Fuzz(func(t *testing.T, b []byte) { fuzzOne(t, p, b) })
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<table><tr><td>订单编号<td>下单时间<tr><td>1<td>2026-08-01</table>", "<table><tr><td colspan=9>x<table><td>y", "<html><script><table>", "<Workbook><Row><Cell ss:Index=\"99\">"} {
		f.Add([]byte("<html><table>" + s))
	}
	p := presets(f)
	f.Fuzz(func(t *testing.T, b []byte) { fuzzOne(t, p, append([]byte("<html><table>"), b...)) })
}

func FuzzXLS(f *testing.F) {
	f.Add(xlsFile("a", [][]xlsCell{{"订单编号", "下单时间", "实付金额"}, {"A1", 46235.0, 1.5}, {strings.Repeat("长", 300), 1.0}}))
	p := presets(f)
	f.Fuzz(func(t *testing.T, b []byte) { fuzzOne(t, p, b) })
}

func FuzzXLSX(f *testing.F) {
	x := excelize.NewFile()
	_ = x.SetSheetRow("Sheet1", "A1", &[]any{"订单编号", "下单时间", "实付金额"})
	_ = x.SetSheetRow("Sheet1", "A2", &[]any{"A1", "2026-08-01", 1.5})
	buf, err := x.WriteToBuffer()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	p := presets(f)
	f.Fuzz(func(t *testing.T, b []byte) { fuzzOne(t, p, b) })
}

// fuzzOne reads whatever it is: no panic, every error with a code, every record a
// line number that does not fall.
func fuzzOne(t *testing.T, p *Presets, b []byte) {
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Look(context.Background(), path, "", nil, p, Hint{})
	if err != nil {
		if c := domain.CodeOf(err); c == domain.CodeInternal {
			t.Fatalf("look: %v", err)
		}
		return
	}
	if l.Kind == "" {
		return
	}
	rows, err := tryRows(path, l.Mapping, p)
	if err != nil && domain.CodeOf(err) == domain.CodeInternal {
		t.Fatalf("rows: %v", err)
	}
	for _, r := range rows {
		for _, bad := range r.Bad {
			if bad.Why == "" || bad.Row < 1 {
				t.Fatalf("bad row without reason: %+v", bad.SheetBad)
			}
		}
	}
}
