package sim

import (
	"context"
	"encoding/json"
	"strconv"
	"sync/atomic"
	"testing"

	"afterdesk/backend/domain"
)

type caseItem struct {
	Info struct {
		ID     string `json:"aftersale_id"`
		Type   int    `json:"aftersale_type"`
		Status int    `json:"aftersale_status"`
		Update flex   `json:"update_time"`
		Arb    int    `json:"arbitrate_status"`
		Refund int    `json:"refund_status"`
		Due    flex   `json:"status_deadline"`
	} `json:"aftersale_info"`
	Order struct {
		ID string `json:"shop_order_id"`
	} `json:"order_info"`
}

func (c *client) cases(v map[string]any) []caseItem {
	c.t.Helper()
	var all []caseItem
	for page := 0; ; page++ {
		p := map[string]any{"page": page, "size": 100}
		for k, x := range v {
			p[k] = x
		}
		r := c.call("afterSale.List", p)
		var d struct {
			Items []caseItem `json:"items"`
			More  bool       `json:"has_more"`
		}
		if r.Code != 10000 || json.Unmarshal(r.Data, &d) != nil {
			c.t.Fatalf("afterSale.List: %d %s", r.Code, r.Sub)
		}
		all = append(all, d.Items...)
		if !d.More {
			return all
		}
	}
}

// one finds a case in a state, with time left.
func (c *client) one(typ, status int) caseItem {
	c.t.Helper()
	for _, x := range c.cases(map[string]any{"aftersale_type": typ, "standard_aftersale_status": []any{status}, "order_by": []any{"status_deadline desc"}}) {
		if x.Info.Due.int() > c.now()+hour {
			return x
		}
	}
	c.t.Fatalf("no case of type %d in status %d", typ, status)
	return caseItem{}
}

func (c *client) operate(typ int, x caseItem, more map[string]any) reply {
	c.t.Helper()
	item := map[string]any{"aftersale_id": x.Info.ID, "update_time": x.Info.Update.int()}
	for k, v := range more {
		item[k] = v
	}
	return c.call("afterSale.operate", map[string]any{"type": typ, "items": []any{item}})
}

func (c *client) again(x caseItem) caseItem {
	c.t.Helper()
	got := c.cases(map[string]any{"aftersale_id": x.Info.ID})
	if len(got) != 1 {
		c.t.Fatalf("case %s listed %d times", x.Info.ID, len(got))
	}
	return got[0]
}

func TestAnAgreedRefundShowsAtOnceEverywhereAndOnlyOnce(t *testing.T) {
	var clock atomic.Int64
	clock.Store(int64(testNow()))
	path := stateFile(t)
	now := func() domain.Instant { return domain.Instant(clock.Load()) }
	s, c, w := start(t, ServeOptions{StatePath: path, Now: now})
	x := c.one(typeShipped, stApplied)
	stale := x
	stale.Info.Update.text = strconv.FormatInt(x.Info.Update.int()-1, 10)
	if r := c.operate(201, stale, nil); r.Code != 50002 || r.Sub != "isv.business-failed:20309541" {
		t.Fatalf("an old version: %d %s", r.Code, r.Sub)
	}
	if r := c.operate(201, x, nil); r.Code != 10000 || r.LogID == "" {
		t.Fatalf("agree: %d %s", r.Code, r.Sub)
	}
	y := c.again(x)
	if y.Info.Status != stDone || y.Info.Refund != 3 || y.Info.Update.int() <= x.Info.Update.int() {
		t.Fatalf("after agreeing: %+v", y.Info)
	}
	if r := c.operate(201, x, nil); r.Sub != "isv.business-failed:20309541" {
		t.Fatalf("the same write again: %d %s", r.Code, r.Sub)
	}
	// The order's own update time moved too, so an order pull sees it.
	r := c.call("order.orderDetail", map[string]any{"shop_order_id": x.Order.ID})
	var d struct {
		Order orderItem `json:"shop_order_detail"`
	}
	if json.Unmarshal(r.Data, &d) != nil || d.Order.Update.int() != y.Info.Update.int() {
		t.Errorf("order updated %d, case %d", d.Order.Update.int(), y.Info.Update.int())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s2, err := Serve(context.Background(), w, ServeOptions{StatePath: path, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s2.Close() }()
	c.url = s2.URL
	if z := c.again(x); z.Info.Status != stDone {
		t.Fatalf("a new start forgot the refund: %+v", z.Info)
	}
}

func TestARefusalNeedsItsReasonAndTheBuyerReactsLater(t *testing.T) {
	var clock atomic.Int64
	clock.Store(int64(testNow()))
	_, c, _ := start(t, ServeOptions{Now: func() domain.Instant { return domain.Instant(clock.Load()) }})
	x := c.one(typeShipped, stApplied)
	if r := c.operate(202, x, nil); r.Code != 40002 {
		t.Fatalf("without a reason: %d %s", r.Code, r.Sub)
	}
	r := c.call("afterSale.rejectReasonCodeList", map[string]any{"aftersale_id": x.Info.ID})
	var d struct {
		Items []refuseReason `json:"items"`
	}
	if json.Unmarshal(r.Data, &d) != nil || len(d.Items) == 0 {
		t.Fatalf("reasons: %d %s", r.Code, r.Sub)
	}
	if r := c.operate(202, x, map[string]any{"reason": d.Items[0].Reason, "remark": "见称重照片", "reject_reason_code": d.Items[0].Code}); r.Code != 10000 {
		t.Fatalf("refuse: %d %s", r.Code, r.Sub)
	}
	y := c.again(x)
	if y.Info.Status != stRefused || y.Info.Due.int() <= c.now() {
		t.Fatalf("after refusing: %+v", y.Info)
	}
	det := c.call("afterSale.Detail", map[string]any{"after_sale_id": x.Info.ID, "need_operation_record": true})
	var full struct {
		P struct {
			Records []record `json:"record_logs_list"`
		} `json:"process_info"`
	}
	if json.Unmarshal(det.Data, &full) != nil || len(full.P.Records) < 2 || full.P.Records[0].Text != d.Items[0].Reason+"：见称重照片" || full.P.Records[0].Operator != "商家" {
		t.Fatalf("log: %+v", full.P.Records)
	}
	clock.Add(int64(14 * domain.Day))
	c.token = ""
	c.login()
	if z := c.again(x); z.Info.Status == stRefused && z.Info.Arb == 0 {
		t.Fatalf("two weeks later nothing happened: %+v", z.Info)
	}
}

func TestEveryDecisionMovesItsCase(t *testing.T) {
	_, c, _ := start(t, ServeOptions{})
	no := map[string]any{"reason": "r", "remark": "m", "reject_reason_code": 4}
	for _, v := range []struct {
		name              string
		op, typ, from, to int
		more              map[string]any
	}{
		{"agree a return", 101, typeReturn, stApplied, stSendBack, map[string]any{"logistics": map[string]any{"receiver_address_id": 60000001}}},
		{"refuse a return", 102, typeReturn, stApplied, stRefused, no},
		{"refund after the goods came", 111, typeReturn, stReturned, stDone, nil},
		{"refuse after the goods came", 112, typeReturn, stReturned, stRefusedTwo, no},
		{"refund without a return", 121, typeReturn, stReturned, stDone, nil},
		{"refuse an exchange that came", 312, typeExchange, stReturned, stRefusedTwo, no},
		{"send the exchange", 311, typeExchange, stReturned, stSentAgain, map[string]any{"logistics": map[string]any{"company_code": "yuantong", "logistics_code": "YT9999999999999"}}},
		{"refund an exchange", 321, typeExchange, stReturned, stDone, nil},
	} {
		x := c.one(v.typ, v.from)
		if r := c.operate(v.op, x, v.more); r.Code != 10000 {
			t.Errorf("%s: %d %s", v.name, r.Code, r.Sub)
			continue
		}
		got := c.again(x).Info.Status
		if got == 3 {
			got = stSentAgain // the list's other spelling
		}
		if got != v.to {
			t.Errorf("%s: status %d, want %d", v.name, got, v.to)
		}
		if r := c.operate(v.op, x, v.more); r.Sub != "isv.business-failed:20309541" {
			t.Errorf("%s twice: %d %s", v.name, r.Code, r.Sub)
		}
	}
	if r := c.operate(101, c.one(typeReturn, stApplied), nil); r.Code != 40002 {
		t.Errorf("a return without an address: %d %s", r.Code, r.Sub)
	}
}

func TestEvidenceIsTakenOnceAndOnlyWhenAsked(t *testing.T) {
	var clock atomic.Int64
	clock.Store(int64(testNow()))
	_, c, _ := start(t, ServeOptions{Now: func() domain.Instant { return domain.Instant(clock.Load()) }})
	var waiting []caseItem
	for range 30 {
		if waiting = c.cases(map[string]any{"arbitrate_status": []any{4}}); len(waiting) > 0 {
			break
		}
		clock.Add(int64(8 * domain.Hour))
	}
	if len(waiting) == 0 {
		t.Fatal("nobody waits for evidence")
	}
	x := waiting[0]
	v := map[string]any{"aftersale_id": x.Info.ID, "comment": "称重与打包照片", "evidence": []any{"https://example.invalid/1.jpg"}}
	if r := c.call("afterSale.submitEvidence", map[string]any{"aftersale_id": x.Info.ID, "comment": "", "evidence": []any{}}); r.Code != 40002 {
		t.Errorf("empty evidence: %d %s", r.Code, r.Sub)
	}
	if r := c.call("afterSale.submitEvidence", v); r.Code != 10000 {
		t.Fatalf("submit: %d %s", r.Code, r.Sub)
	}
	if y := c.again(x); y.Info.Arb != arbRunning {
		t.Fatalf("after submitting: %+v", y.Info)
	}
	if r := c.call("afterSale.submitEvidence", v); r.Sub != "isv.business-failed:20309541" {
		t.Errorf("twice: %d %s", r.Code, r.Sub)
	}
}

func TestARemarkIsKeptAndMovesTheUpdateTime(t *testing.T) {
	_, c, _ := start(t, ServeOptions{})
	x := c.one(typeReturn, stSendBack)
	if r := c.call("afterSale.addOrderRemark", map[string]any{"after_sale_id": x.Info.ID, "remark": "已电话联系"}); r.Code != 10000 {
		t.Fatalf("remark: %d %s", r.Code, r.Sub)
	}
	if y := c.again(x); y.Info.Update.int() <= x.Info.Update.int() || y.Info.Status != x.Info.Status {
		t.Fatalf("after the remark: %+v", y.Info)
	}
	r := c.call("afterSale.Detail", map[string]any{"after_sale_id": x.Info.ID})
	var d struct {
		P struct {
			Remarks []shopRemark `json:"after_sale_shop_remarks"`
			Records []record     `json:"record_logs_list"`
		} `json:"process_info"`
	}
	if json.Unmarshal(r.Data, &d) != nil || len(d.P.Remarks) != 1 || d.P.Remarks[0].Remark != "已电话联系" || len(d.P.Records) != 0 {
		t.Fatalf("detail: %+v", d.P)
	}
	if r := c.call("afterSale.addOrderRemark", map[string]any{"order_id": x.Order.ID, "remark": "老客户"}); r.Code != 10000 {
		t.Fatalf("order remark: %d %s", r.Code, r.Sub)
	}
}

func TestTheClockMovesTheIndexLikeAFreshOne(t *testing.T) {
	w := New(testConfig(21))
	at := int64(testNow()) / 1000
	moved := newIndex(w)
	for t := at - 3*day; t <= at; t += 5 * hour {
		moved.moveTo(t)
	}
	moved.moveTo(at)
	fresh := newIndex(w)
	fresh.moveTo(at)
	if len(moved.bySecO) != len(fresh.bySecO) || len(moved.bySecC) != len(fresh.bySecC) {
		t.Fatalf("orders %d and %d, cases %d and %d", len(moved.bySecO), len(fresh.bySecO), len(moved.bySecC), len(fresh.bySecC))
	}
	for i := range fresh.bySecO {
		if moved.orders[moved.bySecO[i]] != fresh.orders[fresh.bySecO[i]] {
			t.Fatalf("order %d of the list differs: %+v %+v", i, moved.orders[moved.bySecO[i]], fresh.orders[fresh.bySecO[i]])
		}
	}
	seen := map[int64]bool{}
	for i := range fresh.bySecC {
		if a, b := moved.cases[moved.bySecC[i]].upd, fresh.cases[fresh.bySecC[i]].upd; a != b {
			t.Fatalf("case %d of the list: %d and %d", i, a, b)
		}
		m := moved.cases[moved.bySecC[i]]
		o := moved.orders[m.order]
		id := w.caseID(int(o.day), int(o.idx), int(m.k))
		if seen[id] {
			t.Fatalf("case %d listed twice", id)
		}
		seen[id] = true
	}
}
