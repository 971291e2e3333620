package sheet

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// fixture looks into a file of testdata without being told what it is.
func fixture(t *testing.T, name string, p *Presets, hint Hint) domain.SheetLook {
	t.Helper()
	l, err := Look(context.Background(), filepath.Join("testdata", name), "", nil, p, hint)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return l
}

// fixtures lists the files of testdata: platform.kind[.form].csv.
func fixtures(t *testing.T) (out []string) {
	t.Helper()
	list, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(list) < 25 {
		t.Fatalf("%d fixtures %v", len(list), err)
	}
	for _, path := range list {
		out = append(out, filepath.Base(path))
	}
	return out
}

func TestEveryPresetKnowsItsOwnExportAndNoOther(t *testing.T) {
	p := presets(t)
	covered := map[string]bool{}
	// Files in which no column has a name that only the platform uses: the shop says whose they are.
	common := map[string]bool{"doudian.reviews.csv": true, "kuaishou.aftersales.csv": true, "pinduoduo.aftersales.csv": true}
	for _, name := range fixtures(t) {
		part := strings.Split(name, ".")
		platform, kind := part[0], domain.SheetKind(part[1])
		covered[platform+"."+part[1]] = true
		if l := fixture(t, name, p, Hint{}); common[name] != (l.Mapping.Platform == "") {
			t.Errorf("%s without a word about its platform is taken for one of %q", name, l.Mapping.Platform)
		}
		l := fixture(t, name, p, Hint{})
		if common[name] {
			l = fixture(t, name, p, Hint{Platform: platform})
		}
		if l.Mapping.Platform != platform || l.Kind != kind || !Sure(l) {
			t.Errorf("%s is taken for %q %q, sure %v: %v %v", name, l.Mapping.Platform, l.Kind, Sure(l), l.Mapping.Columns, l.Scores)
			continue
		}
		for field, score := range l.Scores {
			if score <= 0 || score > 1 {
				t.Errorf("%s: confidence of %s is %v", name, field, score)
			}
		}
		// A merchant who imports it into the shop of another platform is not misled.
		for _, other := range []string{"doudian", "taobao", "xiaohongshu"} {
			if l := fixture(t, name, p, Hint{Platform: other}); l.Kind != kind {
				t.Errorf("%s in a shop of %s is taken for %q", name, other, l.Kind)
			}
		}
		rows := rowsOf(t, filepath.Join("testdata", name), l.Mapping)
		bad, good := bads(rows), 0
		for _, r := range rows {
			if r.Order != nil || r.AfterSale != nil || r.Review != nil || r.Statement != nil {
				good++
			}
			for _, u := range r.Unmapped {
				t.Errorf("%s: %s %q is not known", name, u.Field, u.Raw)
			}
		}
		explains := 0
		if name == "tiktok.orders.csv" {
			explains = 1 // its second row explains the columns
		}
		if good == 0 || len(bad) != explains {
			t.Errorf("%s: %d rows read, bad %v", name, good, bad)
		}
	}
	for _, m := range p.List() {
		if m.Platform != "" && m.Platform != "ledger" && !covered[m.Platform+"."+string(m.Kind)] {
			t.Errorf("no fixture for %s %s", m.Platform, m.Kind)
		}
	}
}

func TestAStatementSaysWhatMovedAndWhatItConsistsOf(t *testing.T) {
	p := presets(t)
	part := func(fen int64) domain.Money { return domain.CNY(fen) }
	for _, c := range []struct {
		name    string
		line    int
		amount  int64
		balance domain.Money
		order   string
		after   string
		kind    string
		parts   map[domain.StatementPart]domain.Money
	}{
		{"doudian.settlements.csv", 0, 10115, domain.Money{}, "6900000000000000001", "", "货款结算入账",
			map[domain.StatementPart]domain.Money{domain.PartGoods: part(11900), domain.PartServiceFee: part(-595), domain.PartCommission: part(-1190)}},
		{"doudian.settlements.csv", 1, -817, domain.Money{}, "6900000000000000001", "7200000000000000001", "上门取件运费", nil},
		{"taobao.settlements.csv", 1, -595, part(111305), "3000000000000000001", "", "天猫佣金", nil},
		{"pinduoduo.settlements.csv", 0, 11900, domain.Money{}, "260801-000000000000001", "", "交易收入", nil},
		{"pinduoduo.settlements.csv", 1, -71, domain.Money{}, "260801-000000000000001", "", "技术服务费", nil},
		{"kuaishou.settlements.csv", 1, -300, part(110410), "2422000000000001", "", "小额打款", nil},
		{"kuaishou.settlements.bill.csv", 0, 10710, domain.Money{}, "2422000000000001", "", "",
			map[domain.StatementPart]domain.Money{domain.PartGoods: part(11900), domain.PartServiceFee: part(-595), domain.PartCommission: part(-595), domain.PartRefund: part(0)}},
		{"jd.settlements.csv", 1, -952, domain.Money{}, "330000000001", "", "佣金", nil},
		{"wechat.settlements.csv", 1, -119, part(111781), "3700000000000000001", "", "技术服务费", nil},
		{"xiaohongshu.settlements.csv", 1, -10115, domain.Money{}, "P800000000000000001", "R800000000000000001", "退款",
			map[domain.StatementPart]domain.Money{domain.PartGoods: part(-11900), domain.PartServiceFee: part(595), domain.PartCommission: part(1190)}},
		{"xiaohongshu.settlements.account.csv", 1, -85, part(110030), "", "", "运费险", nil},
	} {
		l := fixture(t, c.name, p, Hint{})
		rows := rowsOf(t, filepath.Join("testdata", c.name), l.Mapping)
		if len(rows) <= c.line || rows[c.line].Statement == nil {
			t.Errorf("%s: %d rows, bad %v", c.name, len(rows), bads(rows))
			continue
		}
		s := rows[c.line].Statement
		if s.Amount != part(c.amount) || s.Balance != c.balance || strings.TrimPrefix(s.OrderID, "s1.") != c.order || strings.TrimPrefix(s.AfterSaleID, "s1.") != c.after || s.Kind != c.kind {
			t.Errorf("%s line %d: %+v", c.name, c.line, s)
		}
		if len(s.Parts) != len(c.parts) {
			t.Errorf("%s line %d: parts %v", c.name, c.line, s.Parts)
		}
		for k, v := range c.parts {
			if s.Parts[k] != v {
				t.Errorf("%s line %d: %s is %v, want %v", c.name, c.line, k, s.Parts[k], v)
			}
		}
	}
}

func TestStatementLinesKeepTheirIdsInAnotherExport(t *testing.T) {
	head := "账务流水号,入账时间,账务方向,发生额（元）,业务类型\n"
	a, b, c := "F1,2026-08-20 08:00:00,收入,10,货款\n", "F1,2026-08-20 08:00:00,支出,1,佣金\n", "F2,2026-08-20 08:00:00,支出,1,佣金\n"
	ids := func(body string) (out []string) {
		_, rows := all(t, write(t, "a.csv", []byte(body)))
		for _, r := range rows {
			if r.Statement != nil {
				out = append(out, r.Statement.RemoteID)
			}
		}
		return out
	}
	first := ids(head + a + b + c)
	if len(first) != 3 || first[0] == first[1] || !strings.HasPrefix(first[1], "F1:") {
		t.Fatalf("ids %v", first)
	}
	if again := ids(head + c + b); again[0] != first[2] || again[1] != first[1] {
		t.Errorf("a later export names them %v, was %v", again, first)
	}
	// Without a number two equal fees of one second are two.
	none := "入账时间,账务方向,发生额（元）,业务类型,订单号\n2026-08-20 08:00:00,支出,1,佣金,A1\n2026-08-20 08:00:00,支出,1,佣金,A1\n"
	if two := ids(none); len(two) != 2 || two[0] == two[1] {
		t.Errorf("two equal lines %v", two)
	}
}

func TestAStatementRowThatCannotBeBookedSaysWhy(t *testing.T) {
	_, rows := all(t, write(t, "a.csv", []byte("账务流水号,入账时间,账务方向,发生额（元）,业务类型\n"+
		"F1,2026-08-20 08:00:00,收入,10,货款\nF2,,收入,10,货款\nF3,2026-08-20 08:00:00,冻结,10,货款\nF4,2026-08-20 08:00:00,收入,~,货款\nF5,2026-08-20 08:00:00,收入,十元,货款\nF6,2026-08-20 08:00:00,冻结,0,货款\n")))
	want := map[int64]string{3: "at missing", 4: "direction bad_direction", 5: "amount missing", 6: "amount bad_amount"}
	for _, b := range bads(rows) {
		if want[b.Row] != b.Field+" "+b.Why {
			t.Errorf("row %d: %s %s", b.Row, b.Field, b.Why)
		}
		delete(want, b.Row)
	}
	if len(want) > 0 {
		t.Errorf("not refused: %v", want)
	}
	m := domain.SheetMapping{Kind: domain.SheetStatements, Columns: map[string]string{"at": "入账时间"}}
	_, err := tryRows(write(t, "b.csv", []byte("入账时间,账务方向,发生额（元）\n2026-08-20 08:00:00,收入,10\n")), m, presets(t))
	if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != "amount" || domain.ParamOf(err, "reason") != "no_column" {
		t.Errorf("a mapping without an amount: %v", err)
	}
}

func TestAMerchantFollowsARenamedColumnWithoutARelease(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("testdata", "kuaishou.orders.csv"))
	if err != nil {
		t.Fatal(err)
	}
	renamed := strings.ReplaceAll(strings.ReplaceAll(string(body), "订单创建时间", "建单时刻"), "已发货", "货在路上")
	path := write(t, "renamed.csv", []byte(renamed))
	if l, err := Look(context.Background(), path, "", nil, presets(t), Hint{}); err != nil || Sure(l) && l.Kind == domain.SheetOrders {
		t.Fatalf("the renamed file is read without help: %+v %v", l.Mapping, err)
	}
	dir := t.TempDir()
	own := "platform: kuaishou\nname: 快手小店 改名\nzone: Asia/Shanghai\ncurrency: CNY\nkinds:\n  orders:\n    columns:\n      order_id: [订单号]\n      created_at: [建单时刻]\n" +
		"      status: [订单状态]\n      paid: [实付款]\n      qty: [成交数量]\n      product_name: [商品名称]\n    values:\n      status: {货在路上: shipped}\n"
	if err := os.WriteFile(filepath.Join(dir, "kuaishou.yaml"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := LoadPresets(dir)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Look(context.Background(), path, "", nil, p, Hint{})
	if err != nil || l.Mapping.Platform != "kuaishou" || l.Kind != domain.SheetOrders || !Sure(l) {
		t.Fatalf("with the merchant's preset: %+v %v", l.Mapping, err)
	}
	rows, err := tryRows(path, l.Mapping, p)
	if err != nil {
		t.Fatal(err)
	}
	if o := orders(rows); len(o) != 1 || o[0].Status != domain.OrderShipped || o[0].Paid != domain.CNY(11900) || o[0].CreatedAt == 0 {
		t.Errorf("orders %+v, bad %v", o, bads(rows))
	}
}

func TestAnOrdersFurtherRowsTakeWhatItsFirstRowSays(t *testing.T) {
	l := fixture(t, "shopify.orders.csv", presets(t), Hint{})
	o := orders(rowsOf(t, filepath.Join("testdata", "shopify.orders.csv"), l.Mapping))
	if len(o) != 2 || len(o[0].Lines) != 2 || o[0].Status != domain.OrderShipped || o[0].RawStatus != "fulfilled" || o[0].Total != domain.CNY(5300) || o[0].CreatedAt != o[1].CreatedAt-domain.Hour {
		t.Errorf("orders %+v", o)
	}
}
