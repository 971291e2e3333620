package kuaishou

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/platformtest"
)

var update = flag.Bool("update", false, "write golden files")

func TestConformance(t *testing.T) {
	busy := busyShop(t, 130, 230, 70)
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
		IsData:  func(r *http.Request) bool { return !strings.HasPrefix(apiOf(r), "oauth2/") },
		IsWrite: func(r *http.Request) bool { return isWrite(apiOf(r)) },
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd:         func() http.Handler { return fixtures(t) },
		OddOrderRaw: "999", OddCaseRaw: "777", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testSecret, testSign, "token-first-0001", "token-second-0002", "refresh-first-0001", "MDEyMzQ1Njc4OWFiY2RlZg", "张示例全名", "13911112222", "春晓路甲乙丙", "请尽快发货"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:       write(domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitMerchant),
			domain.ActRefuse:      write(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitMerchant),
			domain.ActAgreeRefund: write(domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt),
			domain.ActReship:      write(domain.ActReship, domain.CaseExchange, domain.StatusAwaitReceipt),
			domain.ActRemark:      write(domain.ActRemark, domain.CaseReturnRefund, domain.StatusAwaitMerchant),
			domain.ActShip:        write(domain.ActShip, "", ""),
			domain.ActReply:       write(domain.ActReply, "", ""),
		},
		Pushes: map[string]platform.PushRequest{
			"an order": delivery(t, `{"eventId":"e1","bizId":1,"appKey":"`+testKey+`","event":"kwaishop_order_paySuccess","info":"{\"oid\":2620000000000001,\"status\":30}","createTime":1788500000000,"test":false}`),
			"a case":   delivery(t, `{"eventId":"e2","appKey":"`+testKey+`","event":"kwaishop_aftersales_updateRefund","info":"{\"orderId\":2620000000000001,\"refundId\":2630000000000001,\"eventType\":6}","createTime":1788500000000}`),
		},
		Unsigned: map[string]platform.PushRequest{"a heartbeat": {Method: "POST", Header: map[string]string{"content-type": "text/plain;charset=utf-8"}, Body: []byte("watm3Pt/wCJGbPJJXW0XpA==")}},
	})
}

// write sends one act with everything that any kind asks for.
func write(kind domain.ActKind, typ domain.CaseType, at domain.CaseStatus) func(context.Context, platform.Connector) error {
	return func(ctx context.Context, c platform.Connector) error {
		_, err := c.(platform.Actor).Act(ctx, sample(kind, typ, at))
		return err
	}
}

func sample(kind domain.ActKind, typ domain.CaseType, at domain.CaseStatus) platform.Call {
	return platform.Call{
		Act: domain.Act{Kind: kind, Reason: "商品无质量问题", ReasonCode: "101", Note: "已核对", AddressID: "5001", Waybill: "SF0000000000077", CarrierCode: "4"},
		Case: domain.AfterSale{RemoteID: "2630000000000008", OrderID: "s1.2620000000000001", Version: "1788300005000", RawStatus: "10", Type: typ, Status: at,
			Asked: domain.CNY(11900)},
		Order:  domain.Order{RemoteID: "2620000000000001", Status: domain.OrderToShip, Lines: []domain.OrderLine{{RemoteID: "2620000000000001"}}},
		Review: domain.Review{RemoteID: "5500000000000000001", OrderID: "s1.2620000000000001", SKUID: "20000000000011"},
	}
}

// busyShop has rows spread over the last weeks, many of them in one second.
func busyShop(t testing.TB, orders, cases, reviews int) *shop {
	s := newShop(t)
	for i := range orders {
		at := int64(epoch - 20*86400 + i*7200)
		if i%2 == 0 {
			at = epoch - 3600 // more than a page in one second
		}
		s.addOrder(fmt.Sprintf("26%014d", i+1), at-100, at)
	}
	for i := range cases {
		at := int64(epoch - 86400 + i*60)
		if i%2 == 0 {
			at = epoch - 7200
		}
		s.addCase(fmt.Sprintf("27%014d", i+1), at-100, at)
	}
	for i := range reviews {
		s.addReview(fmt.Sprintf("55%017d", i+1), int64(epoch-10*86400+i*60))
	}
	return s
}

// fixtures is a shop that answers with the fixture files.
func fixtures(t testing.TB) http.Handler {
	s := newShop(t)
	for _, raw := range items(t, "orders.page1.json", "orderList") {
		if id := looseID("orderBaseInfo", "oid")(raw); id != "" {
			var m map[string]any
			decode(t, raw, &m)
			s.orders[id] = m
		}
	}
	return over(s, map[string]http.HandlerFunc{apiOrders: file(t, "orders.page1.json"), apiCases: file(t, "aftersales.page1.json"), apiReviews: file(t, "reviews.page1.json")})
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
	reviews, err := c.Reviews(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "reviews.page1.golden.json", values(reviews))
	one, err := c.AfterSale(t.Context(), "2630000000000008")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "aftersale.detail.golden.json", one.Value)
	again, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "aftersale.detail.golden.json", again)
	reasons, err := c.RefuseReasons(t.Context(), "2630000000000008")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "reasons.golden.json", reasons)
	addresses, err := c.ReturnAddresses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "addresses.golden.json", addresses)
}

func TestListAndDetailAgreeOnWhatBothSay(t *testing.T) {
	c := open(t, newShop(t), nil)
	one, err := c.AfterSale(t.Context(), "2630000000000008")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(kept{Refund: items(t, "aftersales.page1.json", "refundOrderInfoList")[7]})
	if err != nil {
		t.Fatal(err)
	}
	l, _, err := c.DeriveAfterSale(platform.RawAfterSale, raw)
	if err != nil {
		t.Fatal(err)
	}
	d := one.Value
	l.Source, d.Source = domain.Source{}, domain.Source{}
	d.Images, d.Events, d.Parcels, d.ReturnWaybill, d.ReturnCarrier = l.Images, l.Events, l.Parcels, "", ""
	if a, b := fmt.Sprintf("%+v", l), fmt.Sprintf("%+v", d); a != b {
		t.Errorf("list   %s\ndetail %s", a, b)
	}
}

// SY-04: a person's mapping is used without asking the platform again.
func TestAMappingTurnsAnUnknownValueIntoAKnownOne(t *testing.T) {
	c := open(t, newShop(t), func(d *platform.Deps) {
		d.Mappings = func(field, raw string) string {
			switch field + "=" + raw {
			case "after_sale.status=777":
				return "closed"
			case "after_sale.type=88":
				return "not a type" // a mapping to nonsense is no mapping
			}
			return ""
		}
	})
	raw, err := json.Marshal(kept{Refund: items(t, "aftersales.page1.json", "refundOrderInfoList")[18]})
	if err != nil {
		t.Fatal(err)
	}
	a, left, err := c.DeriveAfterSale(platform.RawAfterSale, raw)
	if err != nil {
		t.Fatal(err)
	}
	if a.Status != domain.StatusClosed || a.RawStatus != "777" || a.Type != domain.CaseUnknown {
		t.Errorf("status %s raw %s type %s", a.Status, a.RawStatus, a.Type)
	}
	fields := ""
	for _, u := range left {
		fields += u.Field + "=" + u.Raw + " "
	}
	if fields != "after_sale.receipt=5 after_sale.type=88 after_sale.negotiation=9 " {
		t.Errorf("still listed: %s", fields)
	}
}
