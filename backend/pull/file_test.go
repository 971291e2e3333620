package pull

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

var uciFile = flag.String("uci", "", "path of the UCI Online Retail extract (csv.gz)")

func (d *desk) file(name, body string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// imported imports a file by the mapping that a look proposes.
func (d *desk) imported(path string, change func(*domain.SheetPlan)) domain.SheetRun {
	d.t.Helper()
	ctx := context.Background()
	l, err := d.p.Look(ctx, path, "")
	if err != nil || l.Kind == "" {
		d.t.Fatalf("look: %q %v", l.Header, err)
	}
	plan := domain.SheetPlan{Path: path, Sheet: l.Sheet, ShopID: "s1", Mapping: l.Mapping}
	if change != nil {
		change(&plan)
	}
	run, err := d.p.File(ctx, plan, filepath.Join(d.dir, "imports"))
	if err != nil {
		d.t.Fatalf("import: %v", err)
	}
	return run
}

const ordersCSV = "订单编号,订单状态,下单时间,实付金额,商品名称,数量,收件人,收件人手机号\n" +
	"6900000000000000001,已发货,2026-08-01 10:00:00,119.00,示例卫衣,1,张三丰,13812345678\n" +
	"6900000000000000002,锁单,2026-08-01 11:00:00,~,示例卫衣,2,李*,138****0000\n" +
	"6900000000000000003,已发货,不知道,1,示例卫衣,2,=cmd(),\n"

func TestAFileImportsOnceAndItsBadRowsComeBack(t *testing.T) { // SY-09
	d := newDesk(t, fileShop)
	ctx := context.Background()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(ordersCSV))
	if err != nil {
		t.Fatal(err)
	}
	path := d.file("订单.xls", string(b))
	run := d.imported(path, func(p *domain.SheetPlan) { p.Save = true; p.Mapping.Name = "我的" })
	if run.Rows != 3 || run.Added != 2 || run.Bad != 1 || run.Changed != 0 || run.FileHash == "" || run.Sample[0].Why != "bad_time" || run.Sample[0].Row != 4 {
		t.Errorf("first import %+v", run)
	}
	bad, err := os.ReadFile(run.BadPath)
	if err != nil || !strings.Contains(string(bad), "6900000000000000003") || !strings.Contains(string(bad), "bad_time") || !strings.Contains(string(bad), "'=cmd()") {
		t.Errorf("bad rows %q %v", bad, err)
	}
	run = d.imported(path, nil)
	if run.Added != 0 || run.Changed != 0 || run.Same != 2 || run.Bad != 1 {
		t.Errorf("second import %+v", run)
	}
	un, _ := d.st.ListUnmapped(ctx, "s1")
	if len(un) != 1 || un[0].Count != 1 {
		t.Errorf("unmapped %+v", un)
	}
	c, err := contactOf(d, "s1.6900000000000000001")
	if err != nil || c.Phone.Reveal() != "13812345678" {
		t.Errorf("contact %v", err)
	}
	o, _ := d.st.GetOrder(ctx, "s1.6900000000000000001")
	if o.MaskedPhone != "138****5678" || o.MaskedName != "张**" {
		t.Errorf("masks %s %s", o.MaskedName, o.MaskedPhone)
	}
	// GBK, named .xls, its columns in another order, with a bad row of its own.
	b, err = simplifiedchinese.GBK.NewEncoder().Bytes([]byte("数量,下单时间,收件人手机号,收件人,订单编号,实付金额,商品名称,订单状态\n" +
		"1,2026-08-02 10:00:00,,,6900000000000000009,5,袜子,已发货\n1,2026-08-02 10:00:00,,,6900000000000000010,一百,袜子,已发货\n"))
	if err != nil {
		t.Fatal(err)
	}
	moved := d.file("b.xls", string(b))
	l, err := d.p.Look(ctx, moved, "")
	if err != nil || l.Mapping.Name != "我的" {
		t.Errorf("the saved mapping does not fit reordered columns: %+v %v", l.Mapping, err)
	}
	if run = d.imported(moved, nil); run.Added != 1 || run.Bad != 1 {
		t.Errorf("reordered %+v", run)
	}
	if bad, err = os.ReadFile(run.BadPath); err != nil || !strings.Contains(string(bad), "6900000000000000010") || !strings.Contains(string(bad), "bad_amount") {
		t.Errorf("bad rows of the reordered file %q %v", bad, err)
	}
	if run = d.imported(moved, nil); run.Added+run.Changed != 0 || run.Bad != 1 {
		t.Errorf("reordered, again %+v", run)
	}
	if err := d.st.Write(ctx, func(tx *store.Tx) error { return tx.MapValue(ctx, "s1", "order.status", "锁单", "paid") }); err != nil {
		t.Fatal(err)
	}
	if _, changed, err := d.p.Rederive(ctx, "s1"); err != nil || changed != 1 {
		t.Errorf("mapping a word: %d changed, %v", changed, err)
	}
	if o, _ = d.st.GetOrder(ctx, "s1.6900000000000000002"); o.Status != domain.OrderPaid {
		t.Errorf("status %s", o.Status)
	}
	// With the word known the file also says when the order was paid.
	if run = d.imported(path, nil); run.Added != 0 || run.Changed > 1 {
		t.Errorf("import after mapping %+v", run)
	}
	if run = d.imported(path, nil); run.Added+run.Changed != 0 {
		t.Errorf("import after mapping, again %+v", run)
	}
}

func contactOf(d *desk, order string) (c domain.Contact, err error) {
	ctx := context.Background()
	err = d.st.Write(ctx, func(tx *store.Tx) error {
		c, err = tx.RevealContact(ctx, order, "test", "test")
		return err
	})
	return c, err
}

func TestLinesOfAnOrderThatStandApartAreJoined(t *testing.T) {
	d := newDesk(t, fileShop)
	body := "订单编号,下单时间,商家编码,商品单价,数量\nA1,2026-08-01,S1,10,1\nA2,2026-08-01,S1,10,1\nA1,2026-08-01,S2,20,2\nA1,2026-08-01,S1,10,1\n"
	path := d.file("a.csv", body)
	run := d.imported(path, nil)
	o, err := d.st.GetOrder(context.Background(), "s1.A1")
	if err != nil || len(o.Lines) != 2 || o.Paid != domain.CNY(5000) || run.Bad != 1 || run.Sample[0].Why != "duplicate_line" {
		t.Errorf("order %+v, run %+v, %v", o, run, err)
	}
	if run = d.imported(path, nil); run.Added+run.Changed != 0 {
		t.Errorf("again %+v", run)
	}
}

func TestAnExportNeverOverwritesWhatTheAPIBrought(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(10, epoch)
	d.pull()
	path := d.file("a.csv", "订单编号,下单时间,实付金额,订单状态\n6900000000000000001,2020-01-01,1,已取消\n6900000000000009999,2026-08-01,1,已取消\n")
	if run := d.imported(path, nil); run.Added != 1 || run.Same != 1 {
		t.Errorf("run %+v", run)
	}
	if o, _ := d.st.GetOrder(context.Background(), "s1.6900000000000000001"); o.Status != domain.OrderShipped {
		t.Errorf("status %s", o.Status)
	}
}

func TestReviewsGetBandAndWindowAndFindTheirOrder(t *testing.T) {
	d := newDesk(t, fileShop)
	ctx := context.Background()
	d.imported(d.file("o.csv", ordersCSV), nil)
	run := d.imported(d.file("r.csv", "订单编号,商品名称,评价星级,评价内容,评价时间\n6900000000000000001,示例卫衣,1,掉色,2026-08-05 10:00:00\n6900000000000000002,示例卫衣,5,好,2026-08-05 10:00:00\n"), nil)
	if run.Kind != domain.SheetReviews || run.Added != 2 {
		t.Fatalf("run %+v", run)
	}
	page, err := d.st.ListReviews(ctx, domain.ReviewQuery{Bands: []domain.ReviewBand{domain.ReviewNegative}})
	if err != nil || len(page.Items) != 1 || page.Items[0].OrderID != "s1.6900000000000000001" {
		t.Errorf("reviews %+v %v", page.Items, err)
	}
}

func TestTracesAndPromisesOfFiles(t *testing.T) {
	d := newDesk(t, fileShop)
	ctx := context.Background()
	d.imported(d.file("o.csv", "订单编号,下单时间,快递单号,快递公司,发货时间\nA1,2026-08-01,YT1,圆通,2026-08-01 12:00:00\n"), nil)
	path := d.file("t.csv", "运单号,轨迹时间,物流轨迹\nYT1,2026-08-01 18:00:00,已揽收\nYT1,2026-08-03 10:00:00,已签收，签收人：本人\nZZ9,2026-08-03 10:00:00,派送中\n")
	if run := d.imported(path, nil); run.Added != 3 {
		t.Errorf("traces %+v", run)
	}
	if run := d.imported(path, nil); run.Added != 0 || run.Same != 3 {
		t.Errorf("traces again %+v", run)
	}
	list, err := d.st.ParcelsByWaybill(ctx, []string{"YT1"})
	if err != nil || len(list) != 1 || list[0].State != domain.TrackSigned || list[0].OrderID != "s1.A1" {
		t.Errorf("parcel %+v %v", list, err)
	}
	o, _ := d.st.GetOrder(ctx, "s1.A1")
	if o.Lines[0].SignedAt == 0 {
		t.Error("the order's line is not signed")
	}
	path = d.file("p.csv", "直播间ID,主播,开播时间,商品ID,承诺类型,承诺内容\n7212345678901234567,小美,2026-08-01 20:00:00,350,赠品,下单送袜子\n")
	if run := d.imported(path, nil); run.Added != 1 {
		t.Errorf("promises %+v", run)
	}
	if run := d.imported(path, nil); run.Added != 0 {
		t.Errorf("promises again %+v", run)
	}
}

func TestReturnsOfALedgerFindTheirSale(t *testing.T) {
	d := newDesk(t, fileShop)
	ctx := context.Background()
	body := "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" +
		"100,22382,BAG,5,2011-11-15 08:00:00,1.65,15981,United Kingdom\n101,22382,BAG,5,2011-11-16 08:00:00,1.65,15981,United Kingdom\n" +
		"102,22382,BAG,5,2011-11-16 09:00:00,1.65,77,United Kingdom\nC103,22382,BAG,-2,2011-11-17 08:00:00,1.65,15981,United Kingdom\n" +
		"104,22382,BAG,5,2011-11-18 08:00:00,1.65,15981,United Kingdom\nC105,99999,X,-1,2011-11-18 08:00:00,2,15981,United Kingdom\nC106,22382,BAG,-1,2011-11-18 08:00:00,2,NA,United Kingdom\n"
	path := d.file("l.csv", body)
	run := d.imported(path, func(p *domain.SheetPlan) { p.Mapping.Currency, p.Mapping.Zone = "GBP", "Europe/London" })
	if run.Added != 7 || run.Bad != 0 {
		t.Errorf("run %+v", run)
	}
	for id, want := range map[string]string{"s1.C103:22382": "s1.101", "s1.C105:99999": "", "s1.C106:22382": ""} {
		c, err := d.st.GetAfterSale(ctx, id)
		if err != nil || c.OrderID != want || c.Status != domain.StatusSucceeded {
			t.Errorf("%s is tied to %q, want %q (%s, %v)", id, c.OrderID, want, c.Status, err)
		}
	}
	if run = d.imported(path, func(p *domain.SheetPlan) { p.Mapping.Currency, p.Mapping.Zone = "GBP", "Europe/London" }); run.Added+run.Changed != 0 {
		t.Errorf("again %+v", run)
	}
}

func TestTheRealLedgerImportsTwiceWithTheSameResult(t *testing.T) {
	if *uciFile == "" {
		t.Log("run with -uci FILE for the real file; its form is tested above")
		return
	}
	d := newDesk(t, fileShop)
	uk := func(p *domain.SheetPlan) { p.Mapping.Currency, p.Mapping.Zone = "GBP", "Europe/London" }
	run := d.imported(*uciFile, uk)
	tied, all := 0, 0
	q := domain.AfterSaleQuery{View: "all", Limit: 500}
	for {
		page, err := d.st.ListAfterSales(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Items {
			if all++; r.OrderID != "" {
				tied++
			}
		}
		if q.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	t.Logf("%+v; %d of %d returns tied to a sale", run, tied, all)
	if run.Rows != 48562 || run.Bad != 85 || d.count("orders") != 1634 || all != 547 || tied == 0 {
		t.Errorf("orders %d, returns %d", d.count("orders"), all)
	}
	if again := d.imported(*uciFile, uk); again.Added+again.Changed != 0 || again.Same != run.Added {
		t.Errorf("again %+v", again)
	}
}

func TestAFileThatBreaksOffKeepsWhatWasRead(t *testing.T) {
	d := newDesk(t, fileShop)
	ctx := context.Background()
	_, err := d.p.File(ctx, domain.SheetPlan{Path: filepath.Join(d.dir, "none.csv"), ShopID: "s1", Mapping: domain.SheetMapping{Kind: domain.SheetOrders}}, d.dir)
	if domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("missing file: %v", err)
	}
	runs, _ := d.st.ListSheetRuns(ctx, 10)
	if len(runs) != 1 || runs[0].Code != domain.CodeNotFound {
		t.Errorf("receipt %+v", runs)
	}
	path := d.file("a.csv", ordersCSV)
	for field, m := range map[string]domain.SheetMapping{
		"kind":       {Kind: "x"},
		"order_id":   {Kind: domain.SheetOrders, Columns: map[string]string{"created_at": "下单时间"}},
		"created_at": {Kind: domain.SheetOrders, Columns: map[string]string{"order_id": "订单编号", "created_at": "没有"}},
		"zone":       {Kind: domain.SheetOrders, Zone: "Mars/Base", Columns: map[string]string{"order_id": "订单编号", "created_at": "下单时间"}},
	} {
		if _, err := d.p.File(ctx, domain.SheetPlan{Path: path, ShopID: "s1", Mapping: m}, d.dir); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestWatchedFoldersImportWhatTheyAreSureOf(t *testing.T) {
	d := newDesk(t, fileShop)
	ctx := context.Background()
	in := t.TempDir()
	put := func(name, body string) {
		if err := os.WriteFile(filepath.Join(in, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := &watcher{p: d.p, folders: map[string]string{"s1": in, "s2": filepath.Join(in, "missing")}, badDir: filepath.Join(d.dir, "imports"),
		seen: map[string]stamp{}, done: map[string]stamp{}, unsure: map[string]domain.Finding{}}
	scan := func(n int) {
		t.Helper()
		for range n {
			if err := w.scan(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("orders.csv", ordersCSV)
	put("strange.csv", "甲,乙\n1,2\n")
	put("notes.docx", "x")
	put(".hidden.csv", ordersCSV)
	scan(1)
	if d.count("orders") != 0 {
		t.Error("a file was taken on first sight, while it may still be written")
	}
	scan(2)
	if d.count("orders") != 2 {
		t.Errorf("%d orders", d.count("orders"))
	}
	open := func() []domain.FindingRow {
		page, err := d.st.ListFindings(ctx, domain.FindingQuery{States: []domain.FindingState{domain.FindingOpen}})
		if err != nil {
			t.Fatal(err)
		}
		return page.Items
	}
	if f := open(); len(f) != 1 || f[0].Finding.Params["file"] != "strange.csv" || f[0].Finding.Check != mapFileCheck {
		t.Errorf("findings %+v", f)
	}
	runs, _ := d.st.ListSheetRuns(ctx, 10)
	fresh := &watcher{p: d.p, folders: w.folders, badDir: w.badDir, seen: map[string]stamp{}, done: map[string]stamp{}, unsure: map[string]domain.Finding{}}
	w = fresh // a restart
	scan(3)
	if again, _ := d.st.ListSheetRuns(ctx, 10); len(again) != len(runs) {
		t.Errorf("after a restart %d imports instead of %d", len(again), len(runs))
	}
	m := domain.SheetMapping{Name: "怪表", Kind: domain.SheetOrders, Columns: map[string]string{"order_id": "甲", "created_at": "乙"}}
	if err := d.st.Write(ctx, func(tx *store.Tx) error { return tx.PutMapping(ctx, m) }); err != nil {
		t.Fatal(err)
	}
	put("strange.csv", "甲,乙\nQ1,2026-08-01\n")
	scan(3)
	if f := open(); len(f) != 0 {
		t.Errorf("findings after mapping %+v", f)
	}
	if _, err := d.st.GetOrder(ctx, "s1.Q1"); err != nil {
		t.Errorf("the mapped file: %v", err)
	}
}

func BenchmarkFile(b *testing.B) {
	const rows = 20000
	var sb strings.Builder
	sb.WriteString("订单编号,订单状态,下单时间,实付金额,商品名称,数量,商家编码\n")
	for i := range rows {
		fmt.Fprintf(&sb, "69%017d,已发货,2026-08-01 10:00:00,119.00,示例卫衣,1,SKU-%d\n", i, i%50)
	}
	for b.Loop() {
		d := newDesk(b, fileShop)
		run := d.imported(d.file("a.csv", sb.String()), nil)
		if run.Added != rows {
			b.Fatalf("%+v", run)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
