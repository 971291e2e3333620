package jd

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
		Serve:   func() http.Handler { return busy },
		IsData:  func(r *http.Request) bool { return !strings.HasPrefix(r.URL.Path, "/oauth2/") },
		IsWrite: func(r *http.Request) bool { return apiOf(r) == apiReplyRefund || apiOf(r) == apiRemark },
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd: func() http.Handler {
			s := newShop(t)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if name := map[string]string{apiOrders: "orders.json", apiRefunds: "refunds.json", apiServicesChanged: "services.json", apiReviews: "reviews.json"}[apiOf(r)]; name != "" {
					file(t, name)(w, r)
					return
				}
				s.ServeHTTP(w, r)
			})
		},
		OddOrderRaw: "NEW_STATE", OddCaseRaw: "13000", OrderStatusField: fieldOrderStatus, CaseField: fieldServiceStatus,
		Secrets: []string{testSecret, "token-first-0001", "token-second-0002", "refresh-first-0001", "张示例全名", "13911112222", "春晓路甲乙丙", "请尽快发货"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:  act(domain.Act{Kind: domain.ActAgree}, "c88000001", "0"),
			domain.ActRemark: act(domain.Act{Kind: domain.ActRemark, Note: "已核对"}, "88000001", "10001"),
		},
		Traced: domain.Parcel{OrderID: "s1." + firstOrder, Waybill: "JD0000000000001", CarrierCode: "2100"},
	})
}

// act sends one act on a case of the first order that waits for the merchant.
func act(a domain.Act, id, raw string) func(context.Context, platform.Connector) error {
	return func(ctx context.Context, c platform.Connector) error {
		_, err := c.(platform.Actor).Act(ctx, platform.Call{Act: a, Case: domain.AfterSale{RemoteID: id, OrderID: "s1." + firstOrder, Status: domain.StatusAwaitMerchant, RawStatus: raw}})
		return err
	}
}

// busyShop has more than two pages of each in one second, and the rest spread.
func busyShop(t testing.TB) *shop {
	s := newShop(t)
	when := func(i int) string {
		if i%3 != 0 {
			return clock(epoch - 5400)
		}
		return clock(int64(epoch - 40*86400 + i*7200))
	}
	s.add(&s.orders, orderItems(t)[0])
	for i := range 330 {
		s.add(&s.orders, orderItems(t)[0], "orderId", fmt.Sprint(310000000000+i), "orderStartTime", when(i), "modified", when(i))
	}
	for i := range 100 {
		s.add(&s.refunds, refundItems(t)[0], "id", 88100000+i, "applyTime", when(i), "modified", when(i), "status", i%12)
		s.add(&s.services, serviceItems(t)[0], "serviceId", 900100000+i, "applyTime", when(i), "updateDate", when(i))
		s.add(&s.reviews, reviewItems(t)[0], "commentId", fmt.Sprint("C", 2000000+i), "creationTime", when(i), "grade", 3)
	}
	for i := range 100 {
		s.add(&s.reviews, reviewItems(t)[1], "commentId", fmt.Sprint("C", 3000000+i), "creationTime", when(i), "grade", 1)
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
	d := testDeps("", nil)
	var orders platform.Page[domain.Order]
	platform.Collect(&orders, platform.NewReader(Platform, d), testNow(), orderItems(t), readOrder, platform.OrderKey, looseID("orderId", ""))
	golden(t, "orders.golden.json", values(orders))
	var refunds, services platform.Page[domain.AfterSale]
	platform.Collect(&refunds, platform.NewReader(Platform, d), testNow(), refundItems(t), readCase, platform.CaseKey, looseID("id", cancels))
	golden(t, "refunds.golden.json", values(refunds))
	platform.Collect(&services, platform.NewReader(Platform, d), testNow(), serviceItems(t), readCase, platform.CaseKey, looseID("serviceId", ""))
	golden(t, "services.golden.json", values(services))
	var reviews platform.Page[domain.Review]
	platform.Collect(&reviews, platform.NewReader(Platform, d), testNow(), reviewItems(t), readReview, platform.ReviewKey, looseID("commentId", ""))
	golden(t, "reviews.golden.json", values(reviews))
	traces, _, err := connect(t, newShop(t), nil).Traces(t.Context(), domain.Parcel{OrderID: "s1." + firstOrder, Waybill: "JD0000000000001", CarrierCode: "2100"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "traces.golden.json", traces)
}
