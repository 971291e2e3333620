package xiaohongshu

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"slices"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/platformtest"
)

var update = flag.Bool("update", false, "write golden files")

var writes = []string{apiAudit, apiReceive, apiReship, apiMark, apiShip}

func TestConformance(t *testing.T) {
	busy := busyShop(t, 130, 120)
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
		IsData:  func(r *http.Request) bool { m := method(r); return m != apiTokenCreate && m != apiTokenRefresh },
		IsWrite: func(r *http.Request) bool { return slices.Contains(writes, method(r)) },
		Refused: file(t, "error.expired.json"), Limited: file(t, "error.limited.json"),
		Odd:         func() http.Handler { return newShop(t).load() },
		OddOrderRaw: "77", OddCaseRaw: "88", OrderStatusField: fieldOrderStatus, CaseField: fieldCaseStatus,
		Secrets: []string{testSecret, "token-first-0001", "token-second-0002", "refresh-first-0001", "refresh-second-0002", "张示例全名", "请用纸箱", "老客户", "杯口有裂痕"},
		Writes: map[domain.ActKind]func(context.Context, platform.Connector) error{
			domain.ActAgree:          act(domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitMerchant),
			domain.ActRefuse:         act(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitMerchant),
			domain.ActAgreeRefund:    act(domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt),
			domain.ActConfirmReceipt: act(domain.ActConfirmReceipt, domain.CaseExchange, domain.StatusAwaitReceipt),
			domain.ActReship:         act(domain.ActReship, domain.CaseExchange, domain.StatusAwaitShip),
			domain.ActRemark:         act(domain.ActRemark, domain.CaseExchange, domain.StatusAwaitShip),
			domain.ActShip:           act(domain.ActShip, "", ""),
		},
	})
}

func act(kind domain.ActKind, typ domain.CaseType, at domain.CaseStatus) func(context.Context, platform.Connector) error {
	return func(ctx context.Context, c platform.Connector) error {
		_, err := c.(platform.Actor).Act(ctx, wish(kind, typ, at))
		return err
	}
}

func wish(kind domain.ActKind, typ domain.CaseType, at domain.CaseStatus) platform.Call {
	return platform.Call{
		Act:   domain.Act{Kind: kind, Reason: "商品无质量问题", ReasonCode: "101", Note: "已核对", AddressID: "5001", Waybill: "SF0000000000009", CarrierCode: "shunfeng", By: "小王"},
		Case:  domain.AfterSale{RemoteID: "R700000000000000001", OrderID: "s1.P700000000000000001", Version: "1788401000000", Type: typ, Status: at},
		Order: domain.Order{RemoteID: "P700000000000000001", Status: domain.OrderToShip},
	}
}

// busyShop has the first fixtures and many more rows, some in one second.
func busyShop(t testing.TB, orders, cases int) *shop {
	s := newShop(t)
	for i := range orders {
		at := int64(epoch - 20*86400 + i*7200)
		if i%2 == 0 {
			at = epoch - 3600 // more than a page in one second
		}
		s.addOrder(fmt.Sprintf("P8%017d", i), at-100, at)
	}
	for i := range cases {
		at := int64(epoch - 7200 + i*30)
		s.addCase(fmt.Sprintf("R8%017d", i), at-100, at)
	}
	full := newShop(t).load()
	s.orders["P700000000000000001"], s.cases["R700000000000000001"] = full.orders["P700000000000000001"], full.cases["R700000000000000001"]
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

// rows is what a golden file of a stream holds.
type rows[T any] struct {
	Rows     []T
	Problems []platform.Problem
	Unmapped []domain.Unmapped
}

// all walks a stream from a cursor and gathers its rows.
func all[T any](t *testing.T, at platform.Cursor, next func(context.Context, platform.Cursor) (platform.Page[T], error)) (out rows[T], end platform.Cursor) {
	t.Helper()
	for range 5000 {
		p, err := next(t.Context(), at)
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
	t.Fatal("no end")
	return out, at
}

func TestFixturesBecomeTheseRows(t *testing.T) {
	c := open(t, newShop(t).load(), nil)
	from, to := domain.FromUnix(epoch-20*86400), domain.FromUnix(epoch)
	orders, _ := all(t, c.OrdersBetween(from, to), c.Orders)
	golden(t, "orders.golden.json", orders)
	cases, _ := all(t, c.AfterSalesBetween(from, to), c.AfterSales)
	golden(t, "cases.golden.json", cases)
	one, err := c.AfterSale(t.Context(), "R700000000000000001")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "case.detail.golden.json", one.Value)
	again, unmapped, err := c.DeriveAfterSale(platform.RawAfterSaleDetail, one.Raw)
	if err != nil || !reflect.DeepEqual(again, one.Value) || len(unmapped) != 1 || unmapped[0].Raw != "精灵" {
		t.Fatalf("%v, %+v", err, unmapped)
	}
	reasons, err := c.RefuseReasons(t.Context(), "R700000000000000001") // in a nested envelope
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

// The first run goes by creation in days, the next by change in half hours; the
// shop of these tests refuses wider windows and the wrong unit of time.
func TestAChangeAfterTheFirstRunIsInTheNext(t *testing.T) {
	s := newShop(t)
	s.addOrder("P1", epoch-60*86400, epoch-60*86400)
	now := int64(epoch)
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return domain.FromUnix(now) } })
	first, at := all(t, "", c.Orders)
	if len(first.Rows) == 0 {
		t.Fatal("the first run read nothing")
	}
	now += 3 * 3600
	s.orders["P1"]["updateTime"], s.orders["P1"]["orderStatus"] = (now-600)*1000, json.Number("7")
	second, _ := all(t, at, c.Orders)
	if len(second.Rows) != 1 || second.Rows[0].Status != domain.OrderFinished {
		t.Fatalf("%+v", second.Rows)
	}
	if p := s.sent(apiOrders); number(p[0]["timeType"]) != 1 || number(p[len(p)-1]["timeType"]) != 2 {
		t.Error("the runs were not asked by creation, then by change")
	}
}

func TestWritesCarryWhatThePlatformAsksFor(t *testing.T) {
	for name, c := range map[string]struct {
		call platform.Call
		api  string
		want map[string]any
	}{
		"a refund at once": {wish(domain.ActAgree, domain.CaseRefundShipped, domain.StatusAwaitMerchant), apiAudit, map[string]any{"action": json.Number("1"), "receiverInfo": nil}},
		"a return": {wish(domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitMerchant), apiAudit,
			map[string]any{"action": json.Number("2"), "receiverInfo": map[string]any{"sellerAddressRecordId": "5001"}, "message": "已核对"}},
		"a refusal at first":   {wish(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitMerchant), apiAudit, map[string]any{"action": json.Number("3"), "reason": "101", "description": "已核对"}},
		"a refusal of goods":   {wish(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitReceipt), apiReceive, map[string]any{"action": json.Number("2"), "reason": "101"}},
		"goods back, refund":   {wish(domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt), apiReceive, map[string]any{"action": json.Number("1"), "returnsId": "R700000000000000001"}},
		"goods back, exchange": {wish(domain.ActConfirmReceipt, domain.CaseExchange, domain.StatusAwaitReceipt), apiReceive, map[string]any{"action": json.Number("1")}},
		"exchanged goods":      {wish(domain.ActReship, domain.CaseExchange, domain.StatusAwaitShip), apiReship, map[string]any{"expressNo": "SF0000000000009", "expressCompanyCode": "shunfeng"}},
		"a remark":             {wish(domain.ActRemark, "", ""), apiMark, map[string]any{"orderId": "P700000000000000001", "sellerMarkNote": "老客户\n已核对", "operator": "小王", "sellerMarkPriority": json.Number("3")}},
		"a shipment":           {wish(domain.ActShip, "", ""), apiShip, map[string]any{"orderId": "P700000000000000001", "expressNo": "SF0000000000009", "expressCompanyCode": "shunfeng", "unpack": false}},
	} {
		s := newShop(t).load()
		if _, err := open(t, s, nil).Act(t.Context(), c.call); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sent := s.sent(c.api)
		if len(sent) != 1 {
			t.Errorf("%s: sent %d times", name, len(sent))
			continue
		}
		for k, v := range c.want {
			if !reflect.DeepEqual(sent[0][k], v) {
				t.Errorf("%s: %s is %v, want %v", name, k, sent[0][k], v)
			}
		}
	}
}

// AS-10: what cannot be done is refused here, before anything is sent.
func TestActsThatCannotBeDoneAreNotSent(t *testing.T) {
	change := func(call platform.Call, f func(*platform.Call)) platform.Call { f(&call); return call }
	agree := wish(domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitMerchant)
	for name, c := range map[string]struct {
		call platform.Call
		code domain.Code
		why  string // reason or field
	}{
		"the buyer's turn":        {wish(domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitReturn), domain.CodeConflict, "not_merchants_turn"},
		"nobody knows the status": {wish(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusUnknown), domain.CodeConflict, "not_merchants_turn"},
		"another one was seen":    {change(agree, func(c *platform.Call) { c.Act.Version = "1" }), domain.CodeConflict, "case_changed"},
		"no address":              {change(agree, func(c *platform.Call) { c.Act.AddressID = "" }), domain.CodeInvalid, "address_id"},
		"a type nobody knows":     {wish(domain.ActAgree, domain.CaseUnknown, domain.StatusAwaitMerchant), domain.CodeUnsupported, "operation_unpublished"},
		"no reason":               {change(wish(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitMerchant), func(c *platform.Call) { c.Act.ReasonCode = "" }), domain.CodeInvalid, "reason_code"},
		"goods not back":          {wish(domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitMerchant), domain.CodeConflict, "goods_not_back"},
		"nothing comes back":      {wish(domain.ActAgreeRefund, domain.CaseRefundShipped, domain.StatusAwaitMerchant), domain.CodeUnsupported, "nothing_comes_back"},
		"a receipt that pays":     {wish(domain.ActConfirmReceipt, domain.CaseReturnRefund, domain.StatusAwaitReceipt), domain.CodeUnsupported, "no_such_act"},
		"reship of a return":      {wish(domain.ActReship, domain.CaseReturnRefund, domain.StatusAwaitShip), domain.CodeUnsupported, "no_such_act"},
		"shipped before":          {change(wish(domain.ActShip, "", ""), func(c *platform.Call) { c.Order.Status = domain.OrderShipped }), domain.CodeConflict, "order_not_shippable"},
		"no waybill":              {change(wish(domain.ActShip, "", ""), func(c *platform.Call) { c.Act.Waybill = "" }), domain.CodeInvalid, "waybill"},
		"an empty remark":         {change(wish(domain.ActRemark, "", ""), func(c *platform.Call) { c.Act.Note = " " }), domain.CodeInvalid, "note"},
		"an act nobody has":       {wish(domain.ActReply, "", ""), domain.CodeUnsupported, "no_such_act"},
	} {
		s := newShop(t).load()
		_, err := open(t, s, nil).Act(t.Context(), c.call)
		if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.why && domain.ParamOf(err, "field") != c.why || domain.ParamOf(err, "sent") != "no" {
			t.Errorf("%s: %v, want %s %s, sent=no", name, err, c.code, c.why)
		}
		for _, api := range writes {
			if len(s.sent(api)) > 0 {
				t.Errorf("%s: %s was sent", name, api)
			}
		}
	}
}

func TestTheMerchantsConsentBecomesAToken(t *testing.T) {
	s := newShop(t).load()
	var saved platform.Credentials
	c := open(t, s, func(d *platform.Deps) {
		d.Credentials["access_token"], d.Credentials["refresh_token"], d.Credentials[platform.FieldAuthCode] = "", "", "code-1"
		d.SaveCredentials = func(_ context.Context, c platform.Credentials) error { saved = c; return nil }
	})
	if page, err := c.AuthorizeURL("nonce"); err != nil || page != "https://ark.xiaohongshu.com/ark/authorization?appId=demoAppId0001&redirectUri=https%3A%2F%2Fexample.com%2Fback&state=nonce" {
		t.Errorf("%s, %v", page, err)
	}
	got, err := c.Probe(t.Context())
	if err != nil || got.ShopName != "演示店" || got.RemoteID != testSeller || got.TokenExpires != 1789104800000 {
		t.Fatalf("%+v, %v", got, err)
	}
	if saved["access_token"] != "token-second-0002" || saved["refresh_token"] != "refresh-second-0002" || saved[platform.FieldAuthCode] != "" || s.sent(apiTokenCreate)[0]["code"] != "code-1" {
		t.Error("the tokens were not kept, or the code was")
	}
}

func TestConnectingFailsWithThePreciseReason(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*platform.Deps)
		reason string
	}{
		"a wrong secret":      {func(d *platform.Deps) { d.Credentials["app_secret"] = "x" }, "bad_secret"},
		"another shop's code": {func(d *platform.Deps) { d.Shop.RemoteID, d.Credentials[platform.FieldAuthCode] = "7", "c" }, "wrong_shop"},
		"nothing but the app": {func(d *platform.Deps) { d.Credentials["access_token"], d.Credentials["refresh_token"] = "", "" }, "not_authorised"},
		"a dead token":        {func(d *platform.Deps) { d.Credentials["access_token"], d.Credentials["refresh_token"] = "dead", "" }, "token_expired"},
	} {
		if _, err := open(t, newShop(t).load(), c.change).Probe(t.Context()); domain.ParamOf(err, "reason") != c.reason {
			t.Errorf("%s: %v, want %s", name, err, c.reason)
		}
	}
}

func TestAnswersWithASecondEnvelopeAreJudgedTwice(t *testing.T) {
	ok, err := read("x", httpx.Response{Status: 200, Body: []byte(`{"success":true,"error_code":0,"data":{"code":200,"success":true,"data":{"a":1}}}`)})
	if err != nil || string(ok) != `{"a":1}` {
		t.Errorf("%s, %v", ok, err)
	}
	for name, body := range map[string]string{"inner failure": `{"success":true,"error_code":0,"data":{"code":-2000101,"success":false,"msg":"x"}}`,
		"success with an error code": `{"success":true,"error_code":-2000101,"data":null}`} {
		if _, err := read("x", httpx.Response{Status: 200, Body: []byte(body)}); domain.CodeOf(err) != domain.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := read("x", httpx.Response{Status: 200, Body: []byte(`{"hello":1}`)}); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Errorf("no envelope: %v", err)
	}
}
