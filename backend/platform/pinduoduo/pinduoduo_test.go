package pinduoduo

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
	busy := busyShop(t)
	platformtest.Run(t, platformtest.Harness{
		Now: testNow, Shop: testDeps("", nil).Shop,
		Open: func(t *testing.T, base string, client *httpx.Client) platform.Connector {
			c, err := New(testDeps(base, client))
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		Serve:  func() http.Handler { return busy },
		IsData: func(r *http.Request) bool { return !strings.HasPrefix(form(r)["type"], "pdd.pop.auth") },
		IsWrite: func(r *http.Request) bool {
			return slices.Contains([]string{apiAgree, apiAgreeReturn, apiReship, apiNote, apiShip}, form(r)["type"])
		},
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd: func() http.Handler {
			s := newShop(t)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch p := form(r); p["type"] {
				case apiOrders:
					file(t, "orders.changed.json")(w, r)
				case apiOrdersMade:
					_, _ = w.Write(bytes.Replace(read(t, "orders.changed.json"), []byte(`"order_sn_list"`), []byte(`"order_list"`), 1))
				case apiCases:
					file(t, "cases.changed.json")(w, r)
				default:
					s.ServeHTTP(w, r)
				}
			})
		},
		OddOrderRaw: "9", OddCaseRaw: "77", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testSecret, "token-first-0001", "token-second-0002", "refresh-first-0001", "张示例全名", "13911112222", "春晓路甲乙丙", "请尽快发货", "CIPHERTEXT"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:       act(domain.Act{Kind: domain.ActAgree, AddressID: "5001"}, domain.CaseReturnRefund, domain.StatusAwaitMerchant),
			domain.ActAgreeRefund: act(domain.Act{Kind: domain.ActAgreeRefund}, domain.CaseReturnRefund, domain.StatusAwaitReceipt),
			domain.ActReship:      act(domain.Act{Kind: domain.ActReship, Waybill: "YT1", CarrierCode: "85"}, domain.CaseExchange, domain.StatusAwaitShip),
			domain.ActRemark:      act(domain.Act{Kind: domain.ActRemark, Note: "已核对"}, domain.CaseReturnRefund, domain.StatusAwaitMerchant),
			domain.ActShip:        act(domain.Act{Kind: domain.ActShip, Waybill: "YT1", CarrierCode: "85"}, "", ""),
		},
		Traced: domain.Parcel{Waybill: "YT0000000000001", CarrierCode: "85"},
	})
}

const firstOrder = "260105-100000000000001"

// act sends one act on a case of the first order, or on that order.
func act(a domain.Act, kind domain.CaseType, at domain.CaseStatus) func(context.Context, platform.Connector) error {
	return func(ctx context.Context, c platform.Connector) error {
		call := platform.Call{Act: a, Case: domain.AfterSale{RemoteID: "7381745730", OrderID: "s1." + firstOrder, Type: kind, Status: at}}
		if a.Kind == domain.ActShip {
			call.Case, call.Order = domain.AfterSale{}, domain.Order{RemoteID: firstOrder}
		}
		_, err := c.(platform.Actor).Act(ctx, call)
		return err
	}
}

// busyShop has more than two pages of each in one window, and the rest spread.
func busyShop(t testing.TB) *shop {
	s := newShop(t)
	s.addOrder(firstOrder, epoch-9000, epoch-8000)
	for i := range 330 {
		at := int64(epoch - 60*86400 + i*7200)
		if i%3 != 0 {
			at = epoch - 5400
		}
		s.addOrder(fmt.Sprintf("260101-%015d", i), at-100, at)
	}
	statuses := strings.Fields(strings.TrimPrefix(publishedStatuses, "0 "))
	for i := range 330 {
		at := int64(epoch - 80*86400 + i*3600)
		if i%3 != 0 {
			at = epoch - 5400
		}
		var status int
		_, _ = fmt.Sscan(statuses[i%len(statuses)], &status)
		s.addCase(fmt.Sprint(7381000000+i), firstOrder, status, at-100, at)
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
	c := &Connector{d: testDeps("", nil)}
	var orders platform.Page[domain.Order]
	platform.Collect(&orders, platform.NewReader(Platform, c.d), testNow(), items(t, "orders.changed.json", "order_sn_list"), readOrder, platform.OrderKey, looseID("order_sn"))
	golden(t, "orders.changed.golden.json", values(orders))
	var cases platform.Page[domain.AfterSale]
	platform.Collect(&cases, platform.NewReader(Platform, c.d), testNow(), items(t, "cases.changed.json", "refund_list"), readCase, platform.CaseKey, looseID("id"))
	golden(t, "cases.changed.golden.json", values(cases))

	s := newShop(t)
	s.addCase("7381745730", firstOrder, 3, 1767920400, 1767920400)
	live := connect(t, s, nil)
	one, err := live.AfterSale(t.Context(), "7381745730")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "case.detail.golden.json", one.Value)
	again, _, err := live.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "case.detail.golden.json", again)
	traces, _, err := live.Traces(t.Context(), domain.Parcel{Waybill: "YT0000000000001", CarrierCode: "85"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "traces.signed.golden.json", traces)
	addresses, err := live.ReturnAddresses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "addresses.golden.json", addresses)
	carriers, err := live.Carriers(t.Context())
	if err != nil || len(carriers) != 2 || carriers[0] != (domain.CarrierName{Code: "85", Name: "圆通快递"}) {
		t.Errorf("carriers %v %v", carriers, err)
	}
}
