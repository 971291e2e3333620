package desk

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"afterdesk/backend/domain"
)

// roundedInJavaScript names a number in JSON that JavaScript cannot hold exactly,
// "" when there is none.
func roundedInJavaScript(t *testing.T, raw []byte) string {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			t.Fatal(err)
		}
		if n, ok := tok.(json.Number); ok && len(strings.TrimLeft(n.String(), "-")) > 15 && !strings.Contains(n.String(), ".") {
			return n.String()
		}
	}
}

// SY-07: a 19-digit id goes from a file through Go, the database, the JSON that
// the window reads, and out to CSV and a workbook with all its digits, and a file
// that we wrote brings it back in.
func TestANineteenDigitIDKeepsAllItsDigitsOnEveryWay(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	const order, product, sku, room, caseID = "6919304087654329871", "3519304087654329873", "1799304087654329875", "7519304087654329877", "7219304087654329879"
	head := "订单编号,订单状态,下单时间,支付时间,实付金额,商品名称,商品ID,SKU ID,直播间ID,数量\n"
	_, shop := importText(t, d, filepath.Join(t.TempDir(), "orders.csv"), head+
		order+",已发货,2026-11-01 10:00:00,2026-11-01 10:01:00,119.00,卫衣,"+product+","+sku+","+room+",1\n")
	importText(t, d, filepath.Join(t.TempDir(), "cases.csv"), "售后单号,订单号,售后类型,售后状态,退款金额,申请时间\n"+caseID+","+order+",退货退款,待商家处理,119,2026-11-02 10:00:00\n")
	id := domain.RemoteKey(shop.ID, order)
	detail, err := d.Store.GetOrderDetail(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	line := detail.Order.Lines[0]
	if detail.Order.RemoteID != order || line.ProductID != product || line.SKUID != sku || line.Live.RoomID != room || len(detail.AfterSales) != 1 || detail.AfterSales[0].RemoteID != caseID {
		t.Errorf("stored %s %+v %+v", detail.Order.RemoteID, line, detail.AfterSales)
	}
	raw, err := json.Marshal(detail)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{order, product, sku, room, caseID} {
		if !strings.Contains(string(raw), `"`+want+`"`) {
			t.Errorf("%s is not text in the window's JSON", want)
		}
	}
	if bad := roundedInJavaScript(t, raw); bad != "" {
		t.Errorf("JavaScript would round %s", bad)
	}
	var back domain.OrderDetail
	if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(back.Order.Lines, detail.Order.Lines) {
		t.Errorf("the way back from JSON: %+v %v", back.Order.Lines, err)
	}
	path, err := d.ExportOrders(ctx, domain.OrderQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if !csvHas(t, path, order) {
		t.Error("the CSV lost digits")
	}
	if path, err = d.ExportAfterSales(ctx, domain.AfterSaleQuery{View: "all"}); err != nil || !csvHas(t, path, order) || !csvHas(t, path, caseID) {
		t.Errorf("the CSV of cases lost digits, %v", err)
	}
	for _, dims := range [][]domain.Dimension{{domain.DimSKU}, {domain.DimSession}} {
		q := domain.TrendQuery{Metrics: []string{"case_rate"}, From: "2026-10-20", To: "2026-11-10", Dims: dims}
		if path, err = d.ExportTrend(ctx, q, "xlsx"); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		want, found := map[domain.Dimension]string{domain.DimSKU: sku, domain.DimSession: room}[dims[0]], false
		for _, r := range rows {
			for _, cell := range r {
				found = found || strings.Contains(cell, want)
			}
		}
		if !found {
			t.Errorf("the workbook by %s lost digits of %s: %v", dims[0], want, rows)
		}
		_ = book.Close()
	}
	// What we wrote comes back: Excel's text mark behind an id is no part of it.
	orders, err := d.ExportOrders(ctx, domain.OrderQuery{})
	if err != nil {
		t.Fatal(err)
	}
	look, err := d.LookFile(ctx, orders, "")
	if err != nil {
		t.Fatal(err)
	}
	look.Mapping.Kind = domain.SheetOrders
	look.Mapping.Columns = map[string]string{"order_id": "order_id", "created_at": "created_at", "paid_at": "paid_at", "paid": "paid"}
	other, err := d.AddFileShop(ctx, "第二家", "CNY", "Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	run, err := d.ImportFile(ctx, domain.SheetPlan{Path: orders, Sheet: look.Sheet, ShopID: other.ID, Mapping: look.Mapping})
	if err != nil || run.Added != 1 || run.Bad != 0 {
		t.Fatalf("our own file: %+v %v", run, err)
	}
	if _, err := d.Store.GetOrder(ctx, domain.RemoteKey(other.ID, order)); err != nil {
		t.Errorf("our own file lost digits: %v", err)
	}
}

func csvHas(t *testing.T, path, want string) bool {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.TrimSpace(cell) == want {
				return true
			}
		}
	}
	return false
}

// Every field of a domain type that is an id is text, so that no window, file or
// database column can round it.
func TestEveryIDOfTheDomainIsText(t *testing.T) {
	set := token.NewFileSet()
	files, err := filepath.Glob("../domain/*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	isID := regexp.MustCompile(`(^id|Id|Ids|ID|Waybill)$`)
	seen := 0
	for _, name := range files {
		tree, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			f, ok := n.(*ast.Field)
			if !ok || f.Tag == nil {
				return true
			}
			tag, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
			if !isID.MatchString(tag) {
				return true
			}
			seen++
			typ := f.Type
			if list, ok := typ.(*ast.ArrayType); ok {
				typ = list.Elt
			}
			if id, ok := typ.(*ast.Ident); !ok || id.Name != "string" {
				t.Errorf("%s: %s is not text", set.Position(f.Pos()), tag)
			}
			return true
		})
	}
	if seen < 60 {
		t.Fatalf("only %d ids were seen", seen)
	}
}
