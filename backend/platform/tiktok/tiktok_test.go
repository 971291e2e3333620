package tiktok

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

// busyShop has rows of the last 60 days, many of them in one second.
func busyShop(t testing.TB, orders, cases int) *shop {
	s, first := newShop(t), fixtures(t)
	clone := func(o thing) thing {
		out := thing{}
		for k, v := range o {
			out[k] = v
		}
		return out
	}
	for i := range orders {
		o := clone(first.rows[apiOrders][0])
		at := int64(epoch - 60*86400 + i*7200)
		if i%3 == 0 {
			at = epoch - 3600
		}
		o["id"], o["create_time"], o["update_time"] = fmt.Sprintf("576%015d", i), at-100, at
		s.rows[apiOrders] = append(s.rows[apiOrders], o)
	}
	for i := range cases {
		r, c := clone(first.rows[apiReturns][0]), clone(first.rows[apiCancellations][0])
		at := int64(epoch - 86400 + i*60)
		r["return_id"], r["create_time"], r["update_time"] = fmt.Sprintf("4035%015d", i), at-100, at
		c["cancel_id"], c["create_time"], c["update_time"] = fmt.Sprintf("4036%015d", i), at-100, at
		s.rows[apiReturns], s.rows[apiCancellations] = append(s.rows[apiReturns], r), append(s.rows[apiCancellations], c)
	}
	return s
}

func TestConformance(t *testing.T) {
	busy := busyShop(t, 330, 130)
	on := func(kind domain.ActKind, at domain.CaseStatus) func(context.Context, platform.Connector) error {
		return func(ctx context.Context, c platform.Connector) error {
			_, err := c.(platform.Actor).Act(ctx, platform.Call{Act: domain.Act{ID: "act1", Kind: kind, ReasonCode: "seller_reject_apply_buyer_damaged", Note: "checked"},
				Case: domain.AfterSale{RemoteID: "403500000000000001", Type: domain.CaseReturnRefund, Status: at}})
			return err
		}
	}
	push := func(body string) platform.PushRequest {
		return platform.PushRequest{Method: http.MethodPost, Header: map[string]string{"authorization": SignPush(testKey, testSecret, []byte(body))}, Body: []byte(body)}
	}
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
		IsData: func(r *http.Request) bool { return !strings.HasPrefix(r.URL.Path, "/api/v2/") },
		IsWrite: func(r *http.Request) bool {
			return strings.HasSuffix(r.URL.Path, "/approve") || strings.HasSuffix(r.URL.Path, "/reject") || strings.HasSuffix(r.URL.Path, "/ship")
		},
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd:         func() http.Handler { return fixtures(t) },
		OddOrderRaw: "TELEPORTED", OddCaseRaw: "TELEPORTED", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testSecret, "TTP_first_0001", "TTP_second_0002", "TTR_first_0001", "Edward Plainname", "2079460123", "Plainstreet Road", "please hurry", "demo1@chat"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:       on(domain.ActAgree, domain.StatusAwaitMerchant),
			domain.ActRefuse:      on(domain.ActRefuse, domain.StatusAwaitMerchant),
			domain.ActAgreeRefund: on(domain.ActAgreeRefund, domain.StatusAwaitReceipt),
			domain.ActShip: func(ctx context.Context, c platform.Connector) error {
				_, err := c.(platform.Actor).Act(ctx, platform.Call{Act: domain.Act{ID: "act1", Kind: domain.ActShip, Waybill: "RM1", CarrierCode: "7117"},
					Order: domain.Order{RemoteID: fmt.Sprintf("576%015d", 1), Status: domain.OrderToShip}})
				return err
			},
		},
		Traced: domain.Parcel{OrderID: "s1.576000000000000001", Waybill: "RM000000001GB", CarrierCode: "7117", Direction: domain.DirectionOut},
		Pushes: map[string]platform.PushRequest{
			"an order":       push(pushSample),
			"a return":       push(`{"type":12,"shop_id":"7495540735365777507","data":{"order_id":"576000000000000001","return_id":"403500000000000001"}}`),
			"a cancellation": push(`{"type":11,"shop_id":"7495540735365777507","data":{"order_id":"576000000000000001","cancel_id":"403600000000000001"}}`),
		},
		Unsigned: map[string]platform.PushRequest{},
	})
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

// rows is what a golden file of a run holds.
type rows[T any] struct {
	Rows     []T
	Problems []platform.Problem
	Unmapped []domain.Unmapped
}

func run[T any](t *testing.T, read func(context.Context, platform.Cursor) (platform.Page[T], error), at platform.Cursor) (rows[T], platform.Cursor) {
	t.Helper()
	var out rows[T]
	for {
		p, err := read(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			out.Rows = append(out.Rows, i.Value)
		}
		out.Problems, out.Unmapped = append(out.Problems, p.Problems...), append(out.Unmapped, p.Unmapped...)
		if at = p.Next; p.Done {
			return out, at
		}
	}
}

func TestFixturesBecomeTheseRows(t *testing.T) {
	c := connect(t, fixtures(t), nil)
	orders, _ := run(t, c.Orders, "")
	golden(t, "orders.golden.json", orders)
	cases, _ := run(t, c.AfterSales, "")
	golden(t, "cases.golden.json", cases)
	var details []domain.AfterSale
	for _, id := range []string{"4035000000000000002", "C-4036000000000000001"} {
		one, err := c.AfterSale(t.Context(), id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		again, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(one.Value) {
			t.Errorf("%s derives differently (%v)", id, err)
		}
		details = append(details, one.Value)
	}
	golden(t, "details.golden.json", details)
	traces, _, err := c.Traces(t.Context(), domain.Parcel{OrderID: "s1.576000000000000001", Waybill: "RM000000001GB"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "traces.golden.json", traces)
	reasons, err := c.RefuseReasons(t.Context(), "C-4036000000000000001")
	if err != nil || len(reasons) != 1 || reasons[0].Code != "seller_reject_apply_buyer_damaged" {
		t.Errorf("%+v, %v", reasons, err)
	}
}
