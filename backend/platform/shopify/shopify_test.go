package shopify

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/platformtest"
)

var update = flag.Bool("update", false, "write golden files")

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

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
		IsData: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/graphql.json") },
		IsWrite: func(r *http.Request) bool {
			switch peek(r) {
			case "Approve", "Decline", "Note", "Ship", "Evidence":
				return true
			}
			return false
		},
		Refused: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"errors":"[API] Invalid API key or access token, Anna Beispiel"}`))
		},
		Limited:     file(t, "error.throttled.json"),
		Odd:         func() http.Handler { return oddShop(t) },
		OddOrderRaw: "PAID/TELEPORTED", OddCaseRaw: "BEAMED_BACK", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testToken, testSecret, "Beispiel", "arrived cracked"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:    write(platform.Call{Act: domain.Act{Kind: domain.ActAgree}, Case: asked()}),
			domain.ActRefuse:   write(platform.Call{Act: domain.Act{Kind: domain.ActRefuse, ReasonCode: "FINAL_SALE", Note: "sorry"}, Case: asked()}),
			domain.ActRemark:   write(platform.Call{Act: domain.Act{Kind: domain.ActRemark, Note: "checked"}, Case: asked()}),
			domain.ActEvidence: write(platform.Call{Act: domain.Act{Kind: domain.ActEvidence, Note: "delivered"}, Case: disputed()}),
			domain.ActShip:     write(platform.Call{Act: domain.Act{Kind: domain.ActShip, Waybill: "1Z0000000000000001", CarrierCode: "UPS"}, Order: domain.Order{RemoteID: "5000000000001"}}),
		},
		Traced: domain.Parcel{Waybill: "1Z0000000000000001", CarrierCode: "UPS", OrderID: "s1.5000000000001"},
		Pushes: map[string]platform.PushRequest{
			"an order changed":       delivery("orders/updated", `{"id":820982911946154508,"name":"#9999"}`),
			"a refund was made":      delivery("REFUNDS_CREATE", `{"id":1,"order_id":2}`),
			"a return was asked for": delivery("returns/request", `{"id":3}`),
			"a dispute changed":      delivery("disputes/update", `{"id":4}`),
			"a parcel left":          delivery("fulfillments/create", `{"id":5,"order_id":2}`),
		},
	})
}

func asked() domain.AfterSale {
	return domain.AfterSale{RemoteID: "5000000000001-r7000000001", OrderID: "s1.5000000000001", Type: domain.CaseReturnRefund, Status: domain.StatusAwaitMerchant}
}

func disputed() domain.AfterSale {
	return domain.AfterSale{RemoteID: "d600001", OrderID: "s1.5000000000001", Type: domain.CaseRefundShipped, Status: domain.StatusAwaitMerchant, Arbitration: domain.ArbEvidence, Version: "610001"}
}

func write(call platform.Call) func(context.Context, platform.Connector) error {
	return func(ctx context.Context, c platform.Connector) error {
		_, err := c.(platform.Actor).Act(ctx, call)
		return err
	}
}

func delivery(topic, body string) platform.PushRequest {
	return platform.PushRequest{Method: "POST", Body: []byte(body), Header: map[string]string{"x-shopify-topic": topic, "x-shopify-shop-domain": testHost,
		"x-shopify-hmac-sha256": PushSignature(testSecret, []byte(body))}}
}

// file answers with one file of testdata.
func file(t testing.TB, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(read(t, name)) }
}

// busyShop has rows of each stream over the last weeks, many in one second.
func busyShop(t testing.TB) *shop {
	s := newShop(t)
	for i := range 160 {
		at := int64(epoch - 50*86400 + i*7200)
		if i%3 == 0 {
			at = epoch - 7200 // more than a page in one second
		}
		s.addOrder(5000000000001+i, at-100, at)
		if i%2 == 0 {
			s.addReturn(5000000000001+i, 7000000001+i, at, []string{"REQUESTED", "OPEN", "CLOSED", "DECLINED"}[i/2%4])
		}
	}
	for i := range 120 {
		s.addDispute(600001+i, epoch-100*86400+int64(i*3600), []string{"NEEDS_RESPONSE", "UNDER_REVIEW", "WON", "LOST"}[i%4])
	}
	return s
}

// oddShop answers with the fixtures.
func oddShop(t testing.TB) http.Handler {
	s := newShop(t)
	s.addReturn(5000000000001, 7000000001, epoch-60, "REQUESTED")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch peek(r) {
		case "Orders":
			file(t, "orders.page1.json")(w, r)
		case "OrderCases":
			file(t, "order.cases.json")(w, r)
		case "Disputes":
			file(t, "disputes.page1.json")(w, r)
		default:
			s.ServeHTTP(w, r)
		}
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

// rows is what a golden file holds.
type rows[T any] struct {
	Rows     []T
	Problems []platform.Problem
	Unmapped []domain.Unmapped
}

func (r *rows[T]) add(p platform.Page[T]) {
	for _, i := range p.Items {
		r.Rows = append(r.Rows, i.Value)
	}
	r.Problems, r.Unmapped = append(r.Problems, p.Problems...), append(r.Unmapped, p.Unmapped...)
}

func TestFixturesBecomeTheseRows(t *testing.T) {
	c := open(t, oddShop(t), nil)
	orders, err := c.Orders(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var o rows[domain.Order]
	o.add(orders)
	golden(t, "orders.page1.golden.json", o)
	var a rows[domain.AfterSale]
	at := platform.Cursor("")
	for range 100 {
		p, err := c.AfterSales(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		a.add(p)
		if at = p.Next; p.Done {
			break
		}
	}
	golden(t, "cases.golden.json", a)
	for _, id := range []string{"5000000000001-r7000000002", "5000000000001-f8000000002"} {
		one, err := c.AfterSale(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
		if err != nil || one.Value.Events == nil || again.RemoteID != id || again.Status != one.Value.Status {
			t.Errorf("%s: %+v %v", id, again, err)
		}
	}
	traces, _, err := c.Traces(t.Context(), domain.Parcel{Waybill: "1Z0000000000000001", OrderID: "s1.5000000000001"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "trace.golden.json", traces)
}

// SY-04: a person's mapping is used without asking the platform again.
func TestAMappingTurnsAnUnknownValueIntoAKnownOne(t *testing.T) {
	c := open(t, newShop(t), func(d *platform.Deps) {
		d.Mappings = func(field, raw string) string {
			return map[string]string{"order.status=PAID/TELEPORTED": "shipped", "order.fulfillment=HALFWAY": "true"}[field+"="+raw]
		}
	})
	o, left, err := c.DeriveOrder(nodes(t, "orders.page1.json", "orders")[2])
	if err != nil || o.Status != domain.OrderShipped || o.RawStatus != "PAID/TELEPORTED" || len(o.Parcels) != 1 || len(left) != 0 {
		t.Errorf("%s %s %v %v", o.Status, o.RawStatus, left, err)
	}
}
