package taobao

import (
	"net/url"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// delivery makes a signed delivery.
func delivery(kind, topic, body string, at int64) platform.PushRequest {
	r := platform.PushRequest{Method: "POST", Header: map[string]string{"content-type": kind, "top-sign-list": "x-top-app", "x-top-app": "afterdesk"},
		Query: map[string]string{"topic": topic, "timestamp": wall(at), "app_key": testKey}, Body: []byte(body)}
	r.Query["sign"], _ = SignPush(testSecret, r)
	return r
}

func deliveries() map[string]platform.PushRequest {
	return map[string]platform.PushRequest{
		"JSON body":     delivery("application/json;charset=UTF-8", "taobao_refund_RefundCreated", `{"refund_id":"98765432101234567","tid":4012345678901234567,"refund_phase":"onsale"}`, epoch),
		"JSON content":  delivery("application/json", "", `{"topic":"taobao_trade_TradeBuyerPay","content":"{\"tid\":4012345678901234567,\"payment\":\"59.80\"}"}`, epoch),
		"form content":  delivery("application/x-www-form-urlencoded", "taobao_traderate_ImprBadTag", "content="+url.QueryEscape(`{"oid":4012345678901234601,"tid":1}`), epoch-200),
		"form of plain": delivery("application/x-www-form-urlencoded", "taobao_trade_TradeRated", "tid=4012345678901234567&oid=4012345678901234568", epoch+200),
	}
}

func TestADeliveryHintsAtItsRow(t *testing.T) {
	c := open(t, newShop(t), nil)
	for name, want := range map[string]platform.Hint{
		"JSON body":     {Stream: platform.StreamAfterSales, RemoteID: "98765432101234567", Topic: "taobao_refund_RefundCreated"},
		"JSON content":  {Stream: platform.StreamOrders, RemoteID: "4012345678901234567", Topic: "taobao_trade_TradeBuyerPay"},
		"form content":  {Stream: platform.StreamReviews, RemoteID: "4012345678901234601", Topic: "taobao_traderate_ImprBadTag"},
		"form of plain": {Stream: platform.StreamReviews, RemoteID: "4012345678901234568", Topic: "taobao_trade_TradeRated"},
	} {
		got, err := c.Push(deliveries()[name])
		if err != nil || len(got.Hints) != 1 || got.Hints[0] != want || len(got.Reply) == 0 {
			t.Errorf("%s: %+v, %v", name, got.Hints, err)
		}
	}
}

func TestOldForeignAndUnreadableDeliveriesSayNothing(t *testing.T) {
	c := open(t, newShop(t), nil)
	for name, f := range map[string]struct {
		r    platform.PushRequest
		code domain.Code
	}{
		"six minutes old":         {delivery("application/json", "taobao_trade_TradeClose", `{"tid":1}`, epoch-360), domain.CodeUnauthorized},
		"from the future":         {delivery("application/json", "taobao_trade_TradeClose", `{"tid":1}`, epoch+360), domain.CodeUnauthorized},
		"signed, no JSON":         {delivery("application/json", "taobao_trade_TradeClose", `tid=1`, epoch), domain.CodeInvalid},
		"signed, content no JSON": {delivery("application/json", "t", `{"content":"x"}`, epoch), domain.CodeInvalid},
	} {
		if got, err := c.Push(f.r); domain.CodeOf(err) != f.code || len(got.Hints) > 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	got, err := c.Push(delivery("application/json", "taobao_item_ItemUpdate", `{"num_iid":1}`, epoch))
	if err != nil || len(got.Hints) != 0 || len(got.Reply) == 0 {
		t.Errorf("a topic that is not ours: %+v, %v", got, err)
	}
	got, err = c.Push(delivery("application/json", "taobao_refund_RefundClosed", `{"refund_id":"a b<script>"}`, epoch))
	if err != nil || len(got.Hints) != 1 || got.Hints[0].RemoteID != "" {
		t.Errorf("an id that is none: %+v, %v", got, err)
	}
}
