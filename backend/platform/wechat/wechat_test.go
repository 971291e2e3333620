package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/platformtest"
)

var update = flag.Bool("update", false, "write golden files")

func TestConformance(t *testing.T) {
	busy := busyShop(t, 230, 160)
	platformtest.Run(t, platformtest.Harness{
		Now: testNow, Shop: testDeps("", nil).Shop,
		Open: func(t *testing.T, base string, client *httpx.Client) platform.Connector {
			c, err := New(testDeps(base, client))
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		Serve:   func() http.Handler { return busy },
		IsData:  func(r *http.Request) bool { return r.URL.Path != apiGrant },
		IsWrite: func(r *http.Request) bool { return isWrite(r.URL.Path) },
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd:         func() http.Handler { return fixtures(t) },
		OddOrderRaw: "999", OddCaseRaw: "BRAND_NEW", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testSecret, testAESKey, testToken, "token-first-0001", "token-second-0002", "张示例全名", "13911112222", "春晓路甲乙丙", "请尽快发货"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:       write(domain.ActAgree, domain.CaseReturnRefund, "MERCHANT_PROCESSING"),
			domain.ActRefuse:      write(domain.ActRefuse, domain.CaseReturnRefund, "MERCHANT_PROCESSING"),
			domain.ActAgreeRefund: write(domain.ActAgreeRefund, domain.CaseReturnRefund, "MERCHANT_WAIT_RECEIPT"),
			domain.ActReship:      write(domain.ActReship, domain.CaseExchange, "MERCHANT_WAIT_RECEIPT"),
			domain.ActEvidence:    write(domain.ActEvidence, domain.CaseReturnRefund, "MERCHANT_WAIT_RECEIPT"),
			domain.ActRemark:      write(domain.ActRemark, domain.CaseReturnRefund, "MERCHANT_PROCESSING"),
			domain.ActShip:        write(domain.ActShip, "", ""),
		},
		Pushes: map[string]platform.PushRequest{
			"a sealed case":      delivery(t, p3),
			"an order, unquoted": delivery(t, `{"ToUserName":"gh_demo00000001","CreateTime":1700000000,"MsgType":"event","Event":"channels_ec_order_deliver","order_info":{"order_id":3700000000000000001,"finish_delivery":1}}`),
		},
		Unsigned: map[string]platform.PushRequest{
			"the address check": {Method: "GET", Query: map[string]string{"signature": Sign(testToken, "1700000000", "nonce001"), "timestamp": "1700000000", "nonce": "nonce001", "echostr": "e-1"}},
		},
	})
}

// write sends one act with everything that any kind asks for.
func write(kind domain.ActKind, typ domain.CaseType, raw string) func(context.Context, platform.Connector) error {
	return func(ctx context.Context, c platform.Connector) error {
		_, err := c.(platform.Actor).Act(ctx, sample(kind, typ, raw))
		return err
	}
}

func sample(kind domain.ActKind, typ domain.CaseType, raw string) platform.Call {
	return platform.Call{
		Act:    domain.Act{Kind: kind, Reason: "商品无质量问题", ReasonCode: "1", Note: "已核对", AddressID: "5001", Waybill: "SF0000000000077", CarrierCode: "SF"},
		Case:   domain.AfterSale{RemoteID: "2000000000000006", OrderID: "s1.3700000000000000001", Version: "1788286400", RawStatus: raw, Type: typ, Asked: domain.CNY(2490)},
		Order:  domain.Order{RemoteID: "3700000000000000001", Status: domain.OrderToShip, Lines: []domain.OrderLine{{ProductID: "10000000001", SKUID: "20000000001", Qty: 2}}},
		Proofs: []string{"media-0001"},
	}
}

// busyShop has rows spread over the last weeks, many of them in one second.
func busyShop(t testing.TB, orders, cases int) *shop {
	s := newShop(t)
	s.addOrder("3700000000000000001", epoch-40*86400, epoch-40*86400)
	for i := range orders {
		at := int64(epoch - 20*86400 + i*7200)
		if i%2 == 0 {
			at = epoch - 3600 // more than a page in one second
		}
		s.addOrder(fmt.Sprintf("38%017d", i), at-100, at)
	}
	for i := range cases {
		at := int64(epoch - 86400 + i*60)
		if i%2 == 0 {
			at = epoch - 7200
		}
		s.addCase(fmt.Sprintf("21%014d", i), at-100, at)
	}
	s.addCase("2000000000000006", epoch-9*86400, epoch-9*86400)
	s.cases["2000000000000006"]["complaint_id"] = "9001"
	return s
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	got, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at the change, then run with -update\n%s", name, got)
	}
}

// rows is what a golden file of a page holds.
type rows[T any] struct {
	Rows     []T
	Problems []platform.Problem
	Unmapped []domain.Unmapped
}

func values[T any](p platform.Page[T]) rows[T] {
	out := rows[T]{Problems: p.Problems, Unmapped: p.Unmapped}
	for _, i := range p.Items {
		out.Rows = append(out.Rows, i.Value)
	}
	return out
}

func TestFixturesBecomeTheseRows(t *testing.T) {
	c := open(t, fixtures(t), nil)
	orders, err := c.Orders(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "orders.page1.golden.json", values(orders))
	cases, err := c.AfterSales(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "aftersales.page1.golden.json", values(cases))
	reasons, err := c.RefuseReasons(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "reasons.golden.json", reasons)
	carriers, err := c.Carriers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "carriers.golden.json", carriers)
}

func TestListAndDetailAreTheSameRow(t *testing.T) {
	c := open(t, fixtures(t), nil)
	cases, err := c.AfterSales(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range cases.Items {
		one, err := c.AfterSale(t.Context(), i.RemoteID)
		if err != nil || !reflect.DeepEqual(one.Value, i.Value) {
			t.Errorf("case %s differs: %v", i.RemoteID, err)
		}
	}
}

// SY-04: a person's mapping is used without asking the platform again.
func TestAMappingTurnsAnUnknownValueIntoAKnownOne(t *testing.T) {
	c := open(t, newShop(t), func(d *platform.Deps) {
		d.Mappings = func(field, raw string) string {
			switch field + "=" + raw {
			case "after_sale.status=BRAND_NEW":
				return "closed"
			case "after_sale.type=SOMETHING":
				return "not a type" // a mapping to nonsense is no mapping
			}
			return ""
		}
	})
	var all map[string]json.RawMessage
	decode(t, read(t, "aftersales.json"), &all)
	raw, err := json.Marshal(kept{Case: all["2000000000000014"]})
	if err != nil {
		t.Fatal(err)
	}
	a, left, err := c.DeriveAfterSale(platform.RawAfterSale, raw)
	if err != nil {
		t.Fatal(err)
	}
	if a.Status != domain.StatusClosed || a.RawStatus != "BRAND_NEW" || a.Type != domain.CaseUnknown {
		t.Errorf("status %s raw %s type %s", a.Status, a.RawStatus, a.Type)
	}
	fields := ""
	for _, u := range left {
		fields += u.Field + "=" + u.Raw + " "
	}
	if fields != "after_sale.sub_type=NEW after_sale.type=SOMETHING " {
		t.Errorf("still listed: %s", fields)
	}
}

// Sources differ on deadline: a time, or the seconds that are left.
func TestADeadlineIsATimeOrCountsFromWhenTheCaseWasRead(t *testing.T) {
	s := newShop(t)
	s.addCase("2100000000000001", epoch-1000, epoch-1000)
	for _, c := range []struct {
		given any
		want  domain.Instant
	}{
		{int64(1788459200), domain.FromUnix(1788459200)}, {"1788459200", domain.FromUnix(1788459200)},
		{int64(86400), testNow() + domain.Day}, {"3600", testNow() + domain.Hour}, {int64(0), 0}, {nil, 0},
		{int64(1_000_000_000), testNow() + 1_000_000_000*domain.Second},
		{int64(1_000_000_001), domain.FromUnix(1_000_000_001)},
	} {
		s.cases["2100000000000001"]["deadline"] = c.given
		con := open(t, s, nil)
		one, err := con.AfterSale(t.Context(), "2100000000000001")
		if err != nil || one.Value.Deadline != c.want {
			t.Errorf("%v: %s, want %s, %v", c.given, one.Value.Deadline, c.want, err)
		}
		later := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return testNow() + 9*domain.Day } })
		again, _, err := later.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
		if err != nil || again.Deadline != c.want {
			t.Errorf("%v: derived days later it is %s", c.given, again.Deadline)
		}
	}
}
