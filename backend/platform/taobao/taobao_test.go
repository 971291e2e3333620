package taobao

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

var writes = map[string]bool{apiAgreeRefund: true, apiAgreeReturn: true, apiRefuse: true, apiMessageAdd: true, apiMemo: true, apiExplain: true, apiShip: true}

const picturePNG = "data:image/png;base64,iVBORw0KGgo="

func TestConformance(t *testing.T) {
	busy := busyShop(t, 130, 120, 350)
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
		IsData:  func(r *http.Request) bool { return !strings.HasPrefix(r.URL.Query().Get("method"), "taobao.top.auth.") },
		IsWrite: func(r *http.Request) bool { return writes[r.URL.Query().Get("method")] },
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd:         func() http.Handler { return newShop(t).load() },
		OddOrderRaw: "SOMETHING_NEW", OddCaseRaw: "SOMETHING_ELSE", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testSecret, testSession, "6101second-session", "6101first-refresh", "6101second-refresh", "张示例全名", "13911112222", "请尽快发货", "开线了", "老客户"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:       act(domain.ActAgree, domain.StatusAwaitMerchant),
			domain.ActRefuse:      act(domain.ActRefuse, domain.StatusAwaitMerchant),
			domain.ActAgreeRefund: act(domain.ActAgreeRefund, domain.StatusAwaitReceipt),
			domain.ActEvidence:    act(domain.ActEvidence, domain.StatusAwaitMerchant),
			domain.ActRemark:      act(domain.ActRemark, domain.StatusAwaitMerchant),
			domain.ActReply:       act(domain.ActReply, ""),
			domain.ActShip:        act(domain.ActShip, ""),
		},
		Traced: domain.Parcel{OrderID: "s1.4012345678901234600", Waybill: "YT0000000000001", CarrierCode: "YTO"},
		Pushes: deliveries(),
	})
}

// act sends one act with everything that any kind asks for.
func act(kind domain.ActKind, at domain.CaseStatus) func(context.Context, platform.Connector) error {
	return func(ctx context.Context, c platform.Connector) error {
		_, err := c.(platform.Actor).Act(ctx, wish(kind, at))
		return err
	}
}

func wish(kind domain.ActKind, at domain.CaseStatus) platform.Call {
	call := platform.Call{
		Act: domain.Act{Kind: kind, Reason: "商品无质量问题", ReasonCode: "101", Note: "已核对", AddressID: "5001", Waybill: "SF0000000000009", CarrierCode: "SF"},
		Case: domain.AfterSale{RemoteID: "98765432101234567", OrderID: "s1.4012345678901234567", Version: "1788400000000", Type: domain.CaseReturnRefund, Status: at,
			Asked: domain.CNY(5980)},
		Order:  domain.Order{RemoteID: "4012345678901234567", Status: domain.OrderToShip},
		Review: domain.Review{RemoteID: "4012345678901234601", OrderID: "s1.4012345678901234600"},
	}
	if kind == domain.ActEvidence {
		call.Proofs = []string{picturePNG}
	}
	return call
}

// busyShop has the fixtures' well-behaved rows and many more, some in one second.
func busyShop(t testing.TB, orders, cases, reviews int) *shop {
	s := newShop(t)
	for i := range orders {
		at := int64(epoch - 60*86400 + i*30000)
		if i%2 == 0 {
			at = epoch - 3600 // more than a page in one second
		}
		s.addTrade(fmt.Sprintf("41%017d", i), at-100, at)
	}
	for i := range cases {
		at := int64(epoch - 86400 + i*60)
		s.addRefund(fmt.Sprintf("97%015d", i), at-100, at)
	}
	for i := range reviews {
		s.addRate(fmt.Sprintf("42%017d", i), int64(epoch-2*86400+i*60))
	}
	full := newShop(t).load()
	s.trades["4012345678901234567"], s.trades["4012345678901234600"] = full.trades["4012345678901234567"], full.trades["4012345678901234600"]
	s.refunds["98765432101234567"] = full.refunds["98765432101234567"]
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

// all walks a stream and gathers its rows.
func all[T any](t *testing.T, next func(context.Context, platform.Cursor) (platform.Page[T], error)) rows[T] {
	t.Helper()
	var out rows[T]
	at := platform.Cursor("")
	for range 1000 {
		p, err := next(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			out.Rows = append(out.Rows, i.Value)
		}
		out.Problems, out.Unmapped = append(out.Problems, p.Problems...), append(out.Unmapped, p.Unmapped...)
		if at = p.Next; p.Done {
			return out
		}
	}
	t.Fatal("no end")
	return out
}

func TestFixturesBecomeTheseRows(t *testing.T) {
	s := newShop(t).load()
	s.bare = true
	s.files[apiRefund] = "refund.detail.json"
	c := open(t, s, nil)
	golden(t, "trades.golden.json", all(t, c.Orders))
	golden(t, "refunds.golden.json", all(t, c.AfterSales))
	golden(t, "rates.golden.json", all(t, c.Reviews))
	one, err := c.AfterSale(t.Context(), "98765432101234567")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "refund.detail.golden.json", one.Value)
	again, unmapped, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
	if err != nil || len(unmapped) != 1 || unmapped[0].Field != fieldActor || unmapped[0].Raw != "9" {
		t.Fatalf("%v, %+v", err, unmapped)
	}
	golden(t, "refund.detail.golden.json", again)
	traces, _, err := c.Traces(t.Context(), domain.Parcel{OrderID: "s1.4012345678901234600", Waybill: "YT0000000000001", CarrierCode: "YTO"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "trace.golden.json", traces)
	reasons, err := c.RefuseReasons(t.Context(), "98765432101234567")
	if err != nil {
		t.Fatal(err)
	}
	addresses, err := c.ReturnAddresses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	carriers, err := c.Carriers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "lists.golden.json", map[string]any{"reasons": reasons, "addresses": addresses, "carriers": carriers})
}
