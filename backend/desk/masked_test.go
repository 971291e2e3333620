package desk

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// PI-01: a file brings receivers in plain. No list, no export, no log and no
// support bundle holds a whole name, number or address; a person reveals one
// order at a time, with a purpose, and the audit list says so.
func TestNoListHoldsAReceiverAndARevealIsWrittenDown(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	const name, phone, address, other = "欧阳明月", "13812345678", "文三路四百七十八号三幢五零二室", "13987654321"
	dir := t.TempDir()
	_, shop := importText(t, d, filepath.Join(dir, "orders.csv"), "订单编号,订单状态,下单时间,支付时间,实付金额,商品名称,数量,收件人,收件人手机号,收货地址,买家留言\n"+
		"6900000000000000001,已发货,2026-11-01 10:00:00,2026-11-01 10:01:00,119.00,卫衣,1,"+name+","+phone+","+address+",到了打"+phone+"\n"+
		"6900000000000000002,已发货,2026-11-01 10:00:00,2026-11-01 10:01:00,119.00,卫衣,1,某某某,"+other+","+address+"甲,\n")
	importText(t, d, filepath.Join(dir, "cases.csv"), "售后单号,订单号,售后类型,售后状态,退款金额,申请时间,买家备注\n"+
		"7200000000000000001,6900000000000000001,退货退款,待商家处理,119,2026-11-02 10:00:00,打我电话"+phone+"\n")
	importText(t, d, filepath.Join(dir, "traces.csv"), "运单号,快递公司,订单号,时间,轨迹\nYT1,圆通,6900000000000000001,2026-11-01 20:00:00,【杭州市】已揽收\n")
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddFiles(ctx, domain.AddFilesRequest{Paths: []string{filepath.Join(dir, "a.txt")}, OrderID: domain.RemoteKey(shop.ID, "6900000000000000001")}, domain.SourceDrop); err != nil {
		t.Fatal(err)
	}
	if _, err := d.RunChecks(ctx); err != nil {
		t.Fatal(err)
	}
	said := spoken(t, d)
	say := func(what string, v any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		said[what] = string(b)
	}
	orders, err := d.Store.ListOrders(ctx, domain.OrderQuery{})
	say("orders", orders, err)
	found, err := d.Store.ListOrders(ctx, domain.OrderQuery{Text: "5678"})
	say("orders found by the end of a number", found, err)
	cases, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all"})
	say("cases", cases, err)
	parcels, err := d.Store.ListParcels(ctx, domain.ParcelQuery{})
	say("parcels", parcels, err)
	evidence, err := d.Store.ListEvidence(ctx, domain.EvidenceQuery{})
	say("evidence", evidence, err)
	findings, err := d.Store.ListFindings(ctx, domain.FindingQuery{})
	say("findings", findings, err)
	tasks, err := d.Insight.Tasks(ctx, nil, 100)
	say("tasks", tasks, err)
	today, err := d.Insight.Today(ctx, nil)
	say("today", today, err)
	trend, err := d.Insight.Trend(ctx, domain.TrendQuery{Metrics: []string{"case_rate"}, From: "2026-10-20", To: "2026-11-10", Dims: []domain.Dimension{domain.DimSKU}})
	say("trend", trend, err)
	drill, err := d.Insight.Drill(ctx, domain.DrillQuery{Metric: "case_rate", Side: "den", From: "2026-10-20", To: "2026-11-10"})
	say("drill", drill, err)
	order, err := d.Store.GetOrder(ctx, orders.Items[0].ID)
	order.BuyerWords = "" // what the buyer wrote is shown where a person opened the order
	say("an order", order, err)
	for what, export := range map[string]func() (string, error){
		"exported orders": func() (string, error) { return d.ExportOrders(ctx, domain.OrderQuery{}) },
		"exported cases":  func() (string, error) { return d.ExportAfterSales(ctx, domain.AfterSaleQuery{View: "all"}) },
	} {
		path, err := export()
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		said[what] = string(b)
	}
	if len(orders.Items) != 2 || len(cases.Items) != 1 || len(parcels.Items) != 1 || len(evidence.Items) != 1 || len(found.Items) != 1 {
		t.Fatalf("%d orders, %d cases, %d parcels, %d files, %d found: the test reads too little", len(orders.Items), len(cases.Items), len(parcels.Items), len(evidence.Items), len(found.Items))
	}
	for what, text := range said {
		for _, secret := range []string{name, phone, other, address, address[3:]} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: a receiver is in plain", what)
			}
		}
	}
	if !strings.Contains(said["orders"], "138****5678") {
		t.Error("the list does not show the masked number")
	}
	id := domain.RemoteKey(shop.ID, "6900000000000000001")
	if _, err := d.Reveal(ctx, id, ""); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a reveal without a purpose: %v", err)
	}
	got, err := d.Reveal(ctx, id, "contact_buyer")
	if err != nil || got.Phone.Reveal() != phone || got.Name.Reveal() != name || got.Address.Reveal() != address {
		t.Errorf("revealed %v", err)
	}
	audit, _, err := d.Store.ListAudit(ctx, 100, "")
	if err != nil {
		t.Fatal(err)
	}
	var reveals []domain.AuditEntry
	for _, a := range audit {
		if a.What == "contact_revealed" {
			reveals = append(reveals, a)
		}
	}
	if len(reveals) != 1 || reveals[0].SubjectID != id || reveals[0].Purpose != "contact_buyer" || reveals[0].By == "" || reveals[0].At == 0 {
		t.Errorf("audit %+v", reveals)
	}
	if log := string(d.logFile.ring.Bytes()); strings.Contains(log, phone) || strings.Contains(log, name) {
		t.Error("the reveal is in the log")
	}
}
