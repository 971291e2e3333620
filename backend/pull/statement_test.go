package pull

import (
	"context"
	"os"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

const statementCSV = "动账时间,动帐流水号,动账方向,动账金额,动账场景,子订单号,订单号,售后编号,平台服务费,佣金,备注\n" +
	"2026-08-20 06:00:00,'2026082006000000000001,入账,101.15,货款结算入账,'6900000000000000001,'6900000000000000001,,-5.95,-11.90,\n" +
	"2026-08-20 06:27:38,'2026082006273800000001,出账,8.17,上门取件运费,'6900000000000000001,'6900000000000000001,7200000000000000001,,,运费\n" +
	"2026-08-20 07:00:00,'2026082007000000000001,冻结,5.00,保证金,,,,,,\n"

func TestAStatementIsImportedOnceAndFoundByItsOrder(t *testing.T) {
	d := newDesk(t, fileShop)
	ctx := context.Background()
	path := d.file("动账.csv", statementCSV)
	run := d.imported(path, nil)
	if run.Kind != domain.SheetStatements || run.Rows != 3 || run.Added != 2 || run.Bad != 1 || run.Sample[0].Why != "bad_direction" || run.Sample[0].Row != 4 {
		t.Fatalf("first import %+v", run)
	}
	bad, err := os.ReadFile(run.BadPath)
	if err != nil || !strings.Contains(string(bad), "2026082007000000000001") || !strings.Contains(string(bad), "bad_direction") {
		t.Errorf("bad rows %q %v", bad, err)
	}
	if run = d.imported(path, nil); run.Added != 0 || run.Changed != 0 || run.Same != 2 || run.Bad != 1 {
		t.Errorf("second import %+v", run)
	}
	page, err := d.st.ListStatements(ctx, domain.StatementQuery{OrderID: "s1.6900000000000000001"})
	if err != nil || len(page.Items) != 2 {
		t.Fatalf("lines of the order: %+v %v", page, err)
	}
	fee, sale := page.Items[0], page.Items[1]
	if fee.Amount != domain.CNY(-817) || fee.AfterSaleID != "s1.7200000000000000001" || fee.Text.Reveal() != "运费" || fee.Source.API != "file:settlements" || fee.Source.FetchedAt == 0 {
		t.Errorf("fee %+v", fee)
	}
	if sale.Amount != domain.CNY(10115) || sale.Parts[domain.PartCommission] != domain.CNY(-1190) || sale.Number != "2026082006000000000001" {
		t.Errorf("sale %+v", sale)
	}
	// The platform corrects a line and adds one: one changes, one is new.
	path = d.file("动账.csv", strings.ReplaceAll(strings.ReplaceAll(statementCSV, "101.15", "101.00"), "冻结,5.00", "出账,5.00"))
	if run = d.imported(path, nil); run.Added != 1 || run.Changed != 1 || run.Same != 1 || run.Bad != 0 {
		t.Errorf("corrected %+v", run)
	}
}
