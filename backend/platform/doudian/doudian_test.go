package doudian

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/platformtest"
)

var update = flag.Bool("update", false, "write golden files")

func TestConformance(t *testing.T) {
	busy := busyShop(t, 330, 260)
	platformtest.Run(t, platformtest.Harness{
		Now: testNow, Shop: testDeps("", nil).Shop,
		Open: func(t *testing.T, base string, client *httpx.Client) platform.Connector {
			c, err := New(testDeps(base, client))
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		Serve: func() http.Handler { return busy },
		IsData: func(r *http.Request) bool {
			return !strings.HasPrefix(apiOf(r), "token.")
		},
		IsWrite: func(r *http.Request) bool { return slices.Contains([]string{apiOperate, apiRemark, apiShip}, apiOf(r)) },
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd: func() http.Handler {
			s := newShop(t)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch apiOf(r) {
				case apiOrders:
					file(t, "orders.page1.json")(w, r)
				case apiCases:
					file(t, "aftersales.page1.json")(w, r)
				default:
					s.ServeHTTP(w, r)
				}
			})
		},
		OddOrderRaw: "999", OddCaseRaw: "77", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testSecret, "token-first-0001", "token-second-0002", "refresh-first-0001", "张示例全名", "13911112222", "春晓路甲乙丙", "请尽快发货"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:       write(domain.ActAgree, domain.StatusAwaitMerchant),
			domain.ActRefuse:      write(domain.ActRefuse, domain.StatusAwaitMerchant),
			domain.ActAgreeRefund: write(domain.ActAgreeRefund, domain.StatusAwaitReceipt),
			domain.ActRemark:      write(domain.ActRemark, domain.StatusAwaitMerchant),
			domain.ActReship:      write(domain.ActReship, domain.StatusAwaitReceipt),
			domain.ActShip:        write(domain.ActShip, ""),
		},
		Pushes: map[string]platform.PushRequest{
			"md5":         delivery(PushSign, `[{"tag":"206","msg_id":"1","data":"{\"aftersale_id\":7200000000000000001,\"shop_id\":1111111}"}]`),
			"hmac-sha256": delivery(pushHMAC, `[{"tag":"101","msg_id":"2","data":"{\"p_id\":6900000000000000001,\"shop_id\":1111111}"}]`),
			"one alone":   delivery(PushSign, `{"tag":"209","msg_id":"3","data":"{\"aftersale_id\":7200000000000000001}"}`),
		},
		Unsigned: map[string]platform.PushRequest{},
		Traced:   domain.Parcel{Waybill: "YT0000000000001", CarrierCode: "yuantong"},
	})
}

// write sends one act on a case that asks for a return.
func write(kind domain.ActKind, at domain.CaseStatus) func(context.Context, platform.Connector) error {
	typ := domain.CaseReturnRefund
	if kind == domain.ActReship {
		typ = domain.CaseExchange
	}
	return func(ctx context.Context, c platform.Connector) error {
		_, err := c.(platform.Actor).Act(ctx, platform.Call{
			Act:   domain.Act{Kind: kind, Reason: "商品无质量问题", ReasonCode: "101", Note: "已核对", AddressID: "5001", Waybill: "YT1", CarrierCode: "yuantong"},
			Case:  domain.AfterSale{RemoteID: "7200000000000000001", Version: "1788300101", Type: typ, Status: at},
			Order: domain.Order{RemoteID: "6900000000000000001"}})
		return err
	}
}

// delivery is a push of the test shop.
func delivery(sign func(key, secret string, body []byte) string, body string) platform.PushRequest {
	return platform.PushRequest{Method: "POST", Header: map[string]string{"app-id": testKey, "event-sign": sign(testKey, testSecret, []byte(body))}, Query: map[string]string{}, Body: []byte(body)}
}

// busyShop has rows spread over the last 60 days, many of them in one second.
func busyShop(t testing.TB, orders, cases int) *shop {
	s := newShop(t)
	for i := range orders {
		at := int64(epoch - 60*86400 + i*7200)
		if i%3 == 0 {
			at = epoch - 3600 // more than a page in one second
		}
		s.addOrder(fmt.Sprintf("69%017d", i), at-100, at)
	}
	for i := range cases {
		at := int64(epoch - 86400 + i*60)
		s.addCase(fmt.Sprintf("72%017d", i), at-100, at)
	}
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
	s := newShop(t)
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch apiOf(r) {
		case apiOrders:
			file(t, "orders.page1.json")(w, r)
		case apiCases:
			file(t, "aftersales.page1.json")(w, r)
		default:
			s.ServeHTTP(w, r)
		}
	}), nil)
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
	one, err := c.AfterSale(t.Context(), "7200000000000000002")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "aftersale.detail.golden.json", one.Value)
	again, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "aftersale.detail.golden.json", again)
	traces, _, err := c.Traces(t.Context(), domain.Parcel{Waybill: "YT0000000000001", CarrierCode: "yuantong"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "traces.signed.golden.json", traces)
	reasons, err := c.RefuseReasons(t.Context(), "7200000000000000002")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "reasons.golden.json", reasons)
}

func TestListAndDetailAgreeOnWhatBothSay(t *testing.T) {
	c := open(t, newShop(t), nil)
	var page struct {
		Data struct{ Items []json.RawMessage }
	}
	var detail struct{ Data json.RawMessage }
	if err := json.Unmarshal(read(t, "aftersales.page1.json"), &page); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(read(t, "aftersale.detail.json"), &detail); err != nil {
		t.Fatal(err)
	}
	l, _, err := c.DeriveAfterSale(platform.RawAfterSale, page.Data.Items[1])
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, detail.Data)
	if err != nil {
		t.Fatal(err)
	}
	l.Source, d.Source = domain.Source{}, domain.Source{}
	d.BuyerRemark, d.Images, d.Events, d.EvidenceDue, d.Parcels = l.BuyerRemark, l.Images, l.Events, l.EvidenceDue, l.Parcels
	if a, b := fmt.Sprintf("%+v", l), fmt.Sprintf("%+v", d); a != b {
		t.Errorf("list   %s\ndetail %s", a, b)
	}
}

// SY-04: a person's mapping is used without asking the platform again.
func TestAMappingTurnsAnUnknownValueIntoAKnownOne(t *testing.T) {
	c := open(t, newShop(t), func(d *platform.Deps) {
		d.Mappings = func(field, raw string) string {
			switch field + "=" + raw {
			case "after_sale.status=77":
				return "closed"
			case "after_sale.type=88":
				return "not a type" // a mapping to nonsense is no mapping
			}
			return ""
		}
	})
	var page struct {
		Data struct{ Items []json.RawMessage }
	}
	if err := json.Unmarshal(read(t, "aftersales.page1.json"), &page); err != nil {
		t.Fatal(err)
	}
	a, left, err := c.DeriveAfterSale(platform.RawAfterSale, page.Data.Items[12])
	if err != nil {
		t.Fatal(err)
	}
	if a.Status != domain.StatusClosed || a.RawStatus != "77" || a.Type != domain.CaseUnknown {
		t.Errorf("status %s raw %s type %s", a.Status, a.RawStatus, a.Type)
	}
	fields := ""
	for _, u := range left {
		fields += u.Field + "=" + u.Raw + " "
	}
	if fields != "after_sale.type=88 after_sale.arbitration=66 after_sale.refund_status=9 " {
		t.Errorf("still listed: %s", fields)
	}
}
