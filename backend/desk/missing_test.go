package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// AN-03: what a console's export leaves open ("~", "-", nothing) is missing, not
// zero: it is left out of the rate and of the sum, it is counted beside it, and
// where nothing at all is known a dash stands.
func TestWhatAFileLeavesOpenIsMissingAndNotZero(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	dir := t.TempDir()
	head := "评价ID,订单编号,商品名称,评分,评价内容,评价时间\n"
	run, shop := importText(t, d, filepath.Join(dir, "reviews.csv"), head+
		"r1,6900000000000000001,卫衣,5,好,2026-11-01 10:00:00\nr2,6900000000000000002,卫衣,4,好,2026-11-01 10:00:00\nr3,6900000000000000003,卫衣,1,差,2026-11-01 10:00:00\n"+
		"r4,6900000000000000004,卫衣,~,没打分,2026-11-01 10:00:00\nr5,6900000000000000005,卫衣,-,没打分,2026-11-01 10:00:00\nr6,6900000000000000006,卫衣,,没打分,2026-11-02 10:00:00\n")
	if run.Added != 6 || run.Bad != 0 {
		t.Fatalf("%+v", run)
	}
	q := domain.TrendQuery{Metrics: []string{"favourable_rate"}, From: "2026-11-01", To: "2026-11-02", ShopIDs: []string{shop.ID}, Dims: []domain.Dimension{domain.DimDay}}
	table, err := d.Insight.Trend(ctx, q)
	if err != nil || len(table.Rows) != 2 {
		t.Fatalf("%+v %v", table.Rows, err)
	}
	if v := table.Total.Values[0]; v.Num != 2 || v.Den != 3 || v.Missing != 3 || !v.Known {
		t.Errorf("2 good of 3 rated, 3 without a rating: %+v", v)
	}
	if v := table.Rows[1].Values[0]; v.Known || v.Missing != 1 || v.Value != 0 || v.Den != 0 {
		t.Errorf("a day on which nobody rated: %+v", v)
	}
	path, err := d.ExportTrend(ctx, q, "csv")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), "2026-11-02,2026-11-02,—,0,0,") {
		t.Errorf("the file shows no dash: %s %v", b, err)
	}
	importText(t, d, filepath.Join(dir, "orders.csv"), "订单编号,订单状态,下单时间,支付时间,实付金额,商品名称,数量\n"+
		"6900000000000000001,已发货,2026-11-01 10:00:00,2026-11-01 10:01:00,~,卫衣,1\n6900000000000000002,已发货,2026-11-01 10:00:00,2026-11-01 10:01:00,0,卫衣,1\n")
	unknown, err := d.Store.GetOrder(ctx, domain.RemoteKey(shop.ID, "6900000000000000001"))
	if err != nil || unknown.Paid.Known() {
		t.Errorf("an open amount became %+v, %v", unknown.Paid, err)
	}
	zero, err := d.Store.GetOrder(ctx, domain.RemoteKey(shop.ID, "6900000000000000002"))
	if err != nil || zero.Paid != domain.CNY(0) {
		t.Errorf("a real zero became %+v, %v", zero.Paid, err)
	}
	if path, err = d.ExportOrders(ctx, domain.OrderQuery{}); err != nil {
		t.Fatal(err)
	}
	if b, err = os.ReadFile(path); err != nil || strings.Count(string(b), ",0.00,CNY,") != 1 {
		t.Errorf("the export makes a zero of what is open: %s %v", b, err)
	}
}
