package medusa

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
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

// effective reports whether a request is the one of an act that takes effect: a
// draft, the pieces in it and packed goods are steps before it.
func effective(r *http.Request) bool {
	if r.Method == http.MethodGet {
		return false
	}
	for _, end := range []string{"/confirm", "/cancel", "/refund", "/shipments"} {
		if strings.HasSuffix(r.URL.Path, end) {
			return true
		}
	}
	return r.Method == http.MethodPost && len(strings.Split(r.URL.Path, "/")) == 4 && strings.HasPrefix(r.URL.Path, apiOrders+"/")
}

func TestConformance(t *testing.T) {
	act := func(kind domain.ActKind, id string) func(context.Context, platform.Connector) error {
		return func(ctx context.Context, c platform.Connector) error {
			call := platform.Call{Act: domain.Act{ID: "act1", Kind: kind, AfterSaleID: "s1." + id, Waybill: "SF1", Note: "已核对"}}
			if kind == domain.ActShip {
				o, err := c.(platform.OrderReader).Order(ctx, id)
				if err != nil {
					return err
				}
				call.Order = o.Value
			} else {
				a, err := c.(platform.Detailer).AfterSale(ctx, id)
				if err != nil {
					return err
				}
				call.Case = a.Value
			}
			_, err := c.(platform.Actor).Act(ctx, call)
			return err
		}
	}
	many := busy(t, 240)
	platformtest.Run(t, platformtest.Harness{
		Now: testNow, Shop: testDeps("", nil).Shop,
		Open: func(t *testing.T, base string, client *httpx.Client) platform.Connector {
			c, err := New(testDeps(base, client))
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		Serve: func() http.Handler {
			s, f := newShop(t), fixtures(t) // f: what the writes are about, anew for each
			s.lists["orders"], s.lists["returns"] = slices.Clone(many.lists["orders"]), slices.Clone(many.lists["returns"])
			for _, name := range []string{"exchanges", "claims"} {
				s.lists[name] = f.lists[name][:1]
			}
			s.lists["orders"] = append(s.lists["orders"], f.lists["orders"][:7]...)
			s.lists["returns"] = append(s.lists["returns"], f.lists["returns"][:7]...)
			owing := thing{}
			for k, v := range f.lists["orders"][1] {
				owing[k] = v
			}
			owing["id"], owing["summary"] = "order_01O", map[string]any{"raw_original_order_total": "316", "raw_pending_difference": "-102.67"}
			s.lists["orders"] = append(s.lists["orders"], owing)
			back := thing{}
			for k, v := range f.lists["returns"][0] {
				back[k] = v
			}
			back["id"], back["order_id"], back["items"] = "return_01O", "order_01O", f.lists["returns"][5]["items"]
			s.lists["returns"] = append(s.lists["returns"], back)
			return s
		},
		IsData:  func(r *http.Request) bool { return r.URL.Path != apiLogin },
		IsWrite: effective,
		Refused: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"message":"Unauthorized"}`))
		},
		Limited:     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		Odd:         func() http.Handler { return fixtures(t) },
		OddOrderRaw: "frozen", OddCaseRaw: "vaporised", OrderStatusField: fieldOrderStatus, CaseField: fieldReturnStatus,
		Secrets: []string{testPassword, testToken, "张示例全名", "拉链坏了", "开箱有裂纹", "a@shop.example"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:          act(domain.ActAgree, "claim_01D"),
			domain.ActRefuse:         act(domain.ActRefuse, "return_01B"),
			domain.ActAgreeRefund:    act(domain.ActAgreeRefund, "return_01O"),
			domain.ActConfirmReceipt: act(domain.ActConfirmReceipt, "return_01B"),
			domain.ActReship:         act(domain.ActReship, "oexc_01C"),
			domain.ActRemark:         act(domain.ActRemark, "return_01B"),
			domain.ActShip:           act(domain.ActShip, "order_01G"),
		},
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
	Rows     map[string]T
	Problems []platform.Problem
	Unmapped []domain.Unmapped
}

func run[T any](t *testing.T, read func(context.Context, platform.Cursor) (platform.Page[T], error)) rows[T] {
	t.Helper()
	out, at := rows[T]{Rows: map[string]T{}}, platform.Cursor("")
	for done := false; !done; {
		p, err := read(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			out.Rows[i.RemoteID] = i.Value
		}
		out.Problems, out.Unmapped = append(out.Problems, p.Problems...), append(out.Unmapped, p.Unmapped...)
		at, done = p.Next, p.Done
	}
	return out
}

func TestFixturesBecomeTheseRows(t *testing.T) {
	c := connect(t, fixtures(t), nil)
	golden(t, "orders.golden.json", run(t, c.Orders))
	golden(t, "cases.golden.json", run(t, c.AfterSales))
	details := map[string]domain.AfterSale{}
	for _, id := range []string{"return_01A", "oexc_01C", "claim_01D", "order_01E:ref_01E"} {
		one, err := c.AfterSale(t.Context(), id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		details[id] = one.Value
	}
	golden(t, "details.golden.json", details)
}

// pull makes one run and returns its rows and where the next begins.
func pull[T any](t *testing.T, read func(context.Context, platform.Cursor) (platform.Page[T], error), at platform.Cursor) (map[string]T, platform.Cursor) {
	t.Helper()
	out := map[string]T{}
	for {
		p, err := read(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			out[i.RemoteID] = i.Value
		}
		if at = p.Next; p.Done {
			return out, at
		}
	}
}

func saver(n *int) func(context.Context, platform.Credentials) error {
	return func(context.Context, platform.Credentials) error { *n++; return nil }
}
