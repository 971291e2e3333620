package sheet

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

var uciFile = flag.String("uci", "", "path of the UCI Online Retail extract (csv.gz); without it a small copy of its form is used")

func TestSeveralRowsOfOneOrderAreItsLines(t *testing.T) {
	body := "订单导出,2026-08-02\n店铺：示例\n" +
		"主订单编号,子订单编号,选购商品,商品规格,商品数量,商品单价,订单应付金额,订单状态,订单提交时间,支付完成时间,收件人,收件人手机号,省,详细地址,快递单号,快递公司,达人昵称,直播间ID,预留列\n" +
		"\t6900000000000000001,\t6900000000000000001,卫衣,红色/M,1,129.00,119.00,已发货,2026-08-01 10:00:00,2026-08-01 10:00:30,张三丰,13812345678,广东省,天河路一号,YT1234567890123,圆通,小美,7212345678901234567,\n" +
		"\t6900000000000000001,\t6900000000000000002,裤子,黑色;XL,2,50,~,待发货,2026-08-01 10:00:00,2026-08-01 10:00:30,张三丰,13812345678,广东省,天河路一号,,,小美,7212345678901234567,\n" +
		"\t6900000000000000003,\t6900000000000000003,袜子,均码,1,9.9,9.9,锁单中,2026-08-01 12:00:00,~,李*,138****5678,浙江省,西湖****,,,,,\n"
	l, rows := all(t, write(t, "orders.csv", []byte(body)))
	if l.Mapping.Platform != "doudian" || !l.Mapping.Lines || l.Mapping.Columns["line_paid"] != "订单应付金额" {
		t.Errorf("mapping %+v", l.Mapping)
	}
	o := orders(rows)
	if len(o) != 2 || len(o[0].Lines) != 2 {
		t.Fatalf("%d orders, bad %v", len(o), bads(rows))
	}
	a, b := o[0], o[1]
	if a.Status != domain.OrderPartlyShipped || a.Paid != domain.CNY(11900+10000) || a.Lines[0].Size != "M" || a.Lines[1].Size != "XL" || a.Lines[1].Paid != domain.CNY(10000) {
		t.Errorf("first order %+v", a)
	}
	if a.MaskedName != "张**" || a.MaskedPhone != "138****5678" || a.Contact == nil || a.Contact.Phone.Reveal() != "13812345678" || strings.Contains(a.MaskedAddress, "一号") {
		t.Errorf("receiver: %s %s %s %v", a.MaskedName, a.MaskedPhone, a.MaskedAddress, a.Contact)
	}
	if len(a.Parcels) != 1 || a.Parcels[0].Waybill != "YT1234567890123" || a.Lines[0].Live.SessionID != "s1.7212345678901234567" {
		t.Errorf("parcels %v live %+v", a.Parcels, a.Lines[0].Live)
	}
	if b.Status != domain.OrderUnknown || b.RawStatus != "锁单中" || b.PaidAt != 0 || b.Contact != nil || b.MaskedName != "李*" || b.Lines[0].Live.Channel != domain.ChannelShelf {
		t.Errorf("second order %+v", b)
	}
	var un []domain.Unmapped
	for _, r := range rows {
		un = append(un, r.Unmapped...)
	}
	if len(un) != 1 || un[0].Field != "order.status" || un[0].Raw != "锁单中" || un[0].Platform != "doudian" {
		t.Errorf("unmapped %v", un)
	}
	m := l.Mapping
	m.Values = map[string]string{"status=锁单中": "paid"}
	if o := orders(rowsOf(t, write(t, "orders.csv", []byte(body)), m)); o[1].Status != domain.OrderPaid {
		t.Errorf("after mapping the word: %s", o[1].Status)
	}
}

func TestASavedMappingFitsReorderedColumns(t *testing.T) { // SY-09
	m := domain.SheetMapping{Name: "我的", Kind: domain.SheetOrders, Zone: "Asia/Shanghai", Columns: map[string]string{"order_id": "编码甲", "created_at": "日期乙", "paid": "钱丙"}}
	for _, name := range []string{"a.xls", "b.xls"} {
		body := gbk(t, "日期乙,无关,钱丙,编码甲\n2026-08-01,x,12.5,6900000000000000001\n")
		if name == "b.xls" {
			body = xlsFile("表", [][]xlsCell{{"钱丙", "编码甲", "无关", "日期乙"}, {12.5, "6900000000000000001", "x", 46235.0}})
		}
		l, rows := all(t, write(t, name, body), m)
		if l.Mapping.Name != "我的" || !Sure(l) {
			t.Errorf("%s: mapping %+v", name, l.Mapping)
		}
		if o := orders(rows); len(o) != 1 || o[0].RemoteID != "6900000000000000001" || o[0].Paid != domain.CNY(1250) || o[0].CreatedAt != at(t, "Asia/Shanghai", "2026-08-01 00:00:00") {
			t.Errorf("%s: %+v %v", name, o, bads(rows))
		}
	}
}

func TestBadRowsAreNamedAndTheRestIsImported(t *testing.T) {
	body := "订单编号,下单时间,实付金额,数量\n,2026-08-01,1,1\nA2,昨天,1,1\nA3,2026-08-01,一百,1\nA4,2026-08-01,1,x\nA5,01/02/2026,1,1\nA6,2026-08-01,1,-2\nA7,2026-08-01,-5,1\nA8,2026-08-01,1.999,1\nA9,2026-08-01,1,1\nA10,2026-08-01,1,1\nA9,2026-08-01,1,1\n\n,,,\n"
	_, rows := all(t, write(t, "a.csv", []byte(body)))
	want := []domain.SheetBad{{Row: 2, Field: "order_id", Why: "missing"}, {Row: 3, Field: "created_at", Why: "bad_time"}, {Row: 4, Field: "paid", Why: "bad_amount"},
		{Row: 5, Field: "qty", Why: "bad_number"}, {Row: 6, Field: "created_at", Why: "ambiguous_date"}, {Row: 7, Field: "qty", Why: "negative_qty"},
		{Row: 8, Field: "paid", Why: "negative_amount"}, {Row: 9, Field: "paid", Why: "bad_amount"}, {Row: 12, Field: "line_id", Why: "duplicate_line"}}
	got := bads(rows)
	for i := range got {
		if got[i].Code != domain.CodeInvalid {
			t.Errorf("code %q", got[i].Code)
		}
		got[i].Code = ""
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("bad rows\n%v want\n%v", got, want)
	}
	if o := orders(rows); len(o) != 2 {
		t.Errorf("%d orders", len(o))
	}
}

func TestCasesReviewsTracesAndPromises(t *testing.T) {
	_, rows := all(t, write(t, "a.csv", []byte("售后单号,订单号,售后类型,售后状态,售后原因,退款金额,申请时间,逾期时间\n"+
		"7200000000000000001,6900000000000000001,退货退款,待商家处理,质量问题,119,2026-08-02 10:00:00,2026-08-04 10:00:00\n7200000000000000002,6900000000000000001,神秘,神秘,,~,2026-08-02 10:00:00,\n")))
	a := rows[0].AfterSale
	if a == nil || a.Type != domain.CaseReturnRefund || a.Status != domain.StatusAwaitMerchant || a.Asked != domain.CNY(11900) || a.OrderID != "s1.6900000000000000001" || a.Deadline == 0 {
		t.Errorf("case %+v", a)
	}
	if u := rows[1].AfterSale; u.Type != domain.CaseUnknown || u.RawType != "神秘" || !u.Status.Open() || len(rows[1].Unmapped) != 2 || u.Asked.Known() {
		t.Errorf("unknown case %+v %v", u, rows[1].Unmapped)
	}
	body := "订单编号,商品名称,评价星级,评价内容,评价时间,商家回复\n6900000000000000001,卫衣,5星,好,2026-08-05 10:00:00,\n6900000000000000002,卫衣,★,<b>差</b>,2026-08-05 10:00:00,\n6900000000000000003,卫衣,~,无感,2026-08-05 10:00:00,\n6900000000000000004,卫衣,9,x,2026-08-05,\n"
	l, rows := all(t, write(t, "a.csv", []byte(body)))
	if l.Kind != domain.SheetReviews || len(rows) != 4 || rows[0].Review.Rating != 5 || rows[1].Review.Rating != 1 || rows[2].Review.Rating != 0 || len(rows[3].Bad) != 1 {
		t.Fatalf("reviews %s %v", l.Kind, bads(rows))
	}
	again := strings.Replace(body, "好,2026-08-05 10:00:00,", "好,2026-08-05 10:00:00,谢谢", 1)
	_, more := all(t, write(t, "a.csv", []byte(again)))
	if more[0].Review.ID != rows[0].Review.ID || more[0].Review.ReplyText == "" {
		t.Error("a review exported again with a reply got another id")
	}
	l, rows = all(t, write(t, "a.csv", []byte("运单号,快递公司,轨迹时间,物流轨迹\nYT1,圆通,2026-08-02 10:00:00,【广州】已揽收\nYT1,圆通,2026-08-03 10:00:00,已签收，签收人：本人\nYT1,圆通,2026-08-03 10:00:00,\n")))
	if l.Kind != domain.SheetTraces || rows[0].Trace.Event.State != domain.TrackPickedUp || rows[1].Trace.Event.State != domain.TrackSigned || len(bads(rows)) != 1 {
		t.Errorf("traces %s %v %v", l.Kind, rows, bads(rows))
	}
	l, rows = all(t, write(t, "a.csv", []byte("直播间ID,主播,开播时间,商品ID,承诺类型,承诺内容\n7212345678901234567,小美,2026-08-01 20:00:00,350,赠品,下单送袜子\n7212345678901234567,小美,2026-08-01 20:00:00,350,赠品,\n")))
	if l.Kind != domain.SheetPromises || rows[0].Promise.Kind != domain.PromiseGift || rows[0].Session == nil || rows[0].Session.HostName != "小美" || len(bads(rows)) != 1 {
		t.Errorf("promises %s %v", l.Kind, bads(rows))
	}
}

func TestPresetsNameOnlyWhatExists(t *testing.T) {
	if n := len(presets(t).List()); n < 10 {
		t.Errorf("%d preset mappings", n)
	}
	for name, body := range map[string]string{
		"a field":  "platform: x\nname: x\nkinds: {orders: {columns: {order_nr: [a]}}}\n",
		"a kind":   "platform: x\nname: x\nkinds: {order: {columns: {}}}\n",
		"a value":  "platform: x\nname: x\nkinds: {orders: {values: {status: {a: sent}}}}\n",
		"a key":    "platform: x\nname: x\nkindz: {}\n",
		"no YAML":  "{{{",
		"trackers": "platform: x\nname: x\ntrace_words: [{state: gone, words: [x]}]\n",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x.yaml"), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadPresets(dir); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "file") != "x.yaml" {
			t.Errorf("%s that does not exist: %v", name, err)
		}
	}
	dir := t.TempDir()
	own := "platform: mine\nname: mine\nkinds: {orders: {columns: {order_id: [奇怪编号], created_at: [奇怪时间]}, values: {status: {待发货: shipped}}}}\n"
	if err := os.WriteFile(filepath.Join(dir, "mine.yaml"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := LoadPresets(dir)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Look(context.Background(), write(t, "a.csv", []byte("奇怪编号,奇怪时间\nA1,2026-08-01\n")), "", nil, p, Hint{})
	if err != nil || l.Mapping.Platform != "mine" || !Sure(l) {
		t.Errorf("a merchant's own preset: %+v %v", l.Mapping, err)
	}
}

func TestALedgersNegativeRowsBecomeReturns(t *testing.T) {
	path := *uciFile
	if path == "" {
		path = write(t, "ledger.csv.gz", zipped(t, []byte("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"+
			"576370,22382,LUNCH BAG,20,2011-11-15 08:00:00,1.65,15981,United Kingdom\n576370,22385,LUNCH BAG 2,20,2011-11-15 08:00:00,2.08,15981,United Kingdom\n576370,22385,LUNCH BAG 2,1,2011-11-15 08:00:00,2.08,15981,United Kingdom\n"+
			"C576375,22585,PACK OF 6 BIRDY GIFT TAGS,-1,2011-11-15 08:52:00,1.25,16878,United Kingdom\nC576375,POST,POSTAGE,-1,2011-11-15 08:52:00,7.62,16878,United Kingdom\n"+
			"576407,47590B,check,-57,2011-11-15 11:18:00,0,NA,United Kingdom\n576408,22382,LUNCH BAG,1,2011-11-15 11:30:00,1.65,NA,France\n")))
	}
	ctx, p := context.Background(), presets(t)
	l, err := Look(ctx, path, "", nil, p, Hint{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Mapping.Platform != "ledger" || l.Mapping.Values["qty=<0"] != "return" || !Sure(l) {
		t.Fatalf("mapping %+v %v", l.Mapping, l.Scores)
	}
	m := l.Mapping
	m.Zone, m.Currency = "Europe/London", "GBP"
	rows := rowsOf(t, path, m)
	var n, lines, returns, charges, unpaid int64
	var paid int64
	for _, r := range rows {
		switch {
		case r.Order != nil:
			n++
			lines += int64(len(r.Order.Lines))
			paid += r.Order.Paid.Minor
			if r.Order.PaidAt == 0 || r.Order.Paid.Currency != "GBP" {
				unpaid++
			}
		case r.Return != nil:
			returns++
			if r.Return.Case.Type == domain.CasePriceAdjust {
				charges++
			}
			if r.Return.Case.Refunded.Minor <= 0 {
				t.Errorf("return without amount: %+v", r.Return.Case)
			}
		}
	}
	t.Logf("%d rows: %d orders with %d lines, £%d.%02d, %d returns (%d charges), %d bad", l.Rows, n, lines, paid/100, paid%100, returns, charges, len(bads(rows)))
	if got := lines + returns + int64(len(bads(rows))); got != l.Rows {
		t.Errorf("%d rows accounted for of %d", got, l.Rows)
	}
	if n == 0 || returns == 0 || charges == 0 || unpaid > 0 {
		t.Errorf("orders %d returns %d charges %d unpaid %d", n, returns, charges, unpaid)
	}
	for _, b := range bads(rows) {
		if b.Why != "no_refund" {
			t.Errorf("bad %+v", b)
		}
	}
}

func TestMemoryStaysFlat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "big.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	const n = 60000
	words := strings.Repeat("x", 500)
	b.WriteString("订单编号,下单时间,买家留言\n")
	for i := 0; i < n; i++ {
		fmt.Fprintf(&b, "69000000000%07d1,2026-08-01 10:00:00,%s\n", i, words)
	}
	if _, err := f.WriteString(b.String()); err != nil {
		t.Fatal(err)
	}
	size := b.Len()
	b.Reset()
	_ = f.Close()
	ctx, p := context.Background(), presets(t)
	m := domain.SheetMapping{Kind: domain.SheetOrders, Lines: true, Columns: map[string]string{"order_id": "订单编号", "created_at": "下单时间", "buyer_words": "买家留言"}}
	r, err := Open(ctx, domain.SheetPlan{Path: path, Mapping: m}, Options{Shop: shop, Presets: p})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	count := 0
	var before, after runtime.MemStats
	for {
		row, err := r.Next()
		if err != nil {
			break
		}
		if row.Order != nil {
			count++
		}
		if count == 1000 {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if count != n {
		t.Fatalf("%d orders of %d", count, n)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > int64(size)/10 {
		t.Errorf("the heap grew by %d bytes over a file of %d", grown, size)
	}
}
