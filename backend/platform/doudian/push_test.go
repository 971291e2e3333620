package doudian

import (
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func TestDeliveriesAreSignedAsPublished(t *testing.T) {
	if got := PushSign("runtime-app", "runtime-secret", []byte(`[{"tag":"0","msg_id":"0","data":"2026-09-28T10:00:00+08:00"}]`)); got != "fc4bd46e9bd501bd2e1e5702384acce1" {
		t.Errorf("md5 %s", got)
	}
	if got := pushHMAC("fixed-app", "fixed-secret", []byte("body")); got != "382c11208cd1f85f08f12c576fa0f80fd8482203d56894a3aab0b188cf2049da" {
		t.Errorf("hmac-sha256 %s", got)
	}
}

func TestADeliveryNamesTheStreamAndNothingElse(t *testing.T) {
	c := open(t, newShop(t), nil)
	for name, k := range map[string]struct {
		body string
		want []platform.Hint
	}{
		"the test of the address": {`[{"tag":"0","msg_id":"0","data":"2026-09-28T10:00:00+08:00"}]`, nil},
		"an order and a case": {`[{"tag":"102","msg_id":"1","data":"{\"p_id\":6900000000000000001}"},{"tag":213,"msg_id":"2","data":"{\"aftersale_id\":7200000000000000001,\"p_id\":1}"}]`,
			[]platform.Hint{{Stream: platform.StreamOrders, RemoteID: "6900000000000000001", Topic: "102"}, {Stream: platform.StreamAfterSales, RemoteID: "7200000000000000001", Topic: "213"}}},
		"another shop of the app": {`[{"tag":"102","msg_id":"1","data":"{\"p_id\":1,\"shop_id\":2222222}"}]`, nil},
		"a picture's audit":       {`[{"tag":"137","msg_id":"1","data":"{}"}]`, nil},
		"data that is no JSON":    {`[{"tag":"102","msg_id":"1","data":"张示例全名"}]`, nil},
	} {
		got, err := c.Push(delivery(PushSign, k.body))
		if err != nil || len(got.Hints) != len(k.want) || string(got.Reply) != `{"code":0,"msg":"success"}` {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		for i := range k.want {
			if got.Hints[i] != k.want[i] {
				t.Errorf("%s: %+v", name, got.Hints[i])
			}
		}
	}
	if _, err := c.Push(delivery(PushSign, "张示例全名")); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("nonsense that is signed: %v", err)
	}
}

func TestAnOrderIsReadAloneAndShippedWithoutRefusingARefund(t *testing.T) {
	s := newShop(t)
	c := open(t, s, nil)
	item, err := c.Order(t.Context(), "6900000000000000001")
	if err != nil || item.Value.RemoteID != "6900000000000000001" || item.Value.Source.API != apiOrder {
		t.Fatalf("%+v, %v", item.Value, err)
	}
	if _, err := c.Order(t.Context(), "1"); domain.ParamOf(err, "field") != "order_id" {
		t.Errorf("another order: %v", err)
	}
	ship := platform.Call{Act: domain.Act{Kind: domain.ActShip, Waybill: "YT1", CarrierCode: "yuantong"}, Order: item.Value}
	if _, err := c.Act(t.Context(), ship); err != nil {
		t.Fatal(err)
	}
	last := s.calls[len(s.calls)-1]
	if last.api != apiShip || last.params["order_id"] != "6900000000000000001" || last.params["company_code"] != "yuantong" || last.params["logistics_code"] != "YT1" || last.params["is_refund_reject"] != nil {
		t.Errorf("sent %s %v", last.api, last.params)
	}
	list, err := c.Carriers(t.Context())
	if err != nil || len(list) != 2 || list[0] != (domain.CarrierName{Code: "yuantong", Name: "圆通速递"}) {
		t.Errorf("%v, %v", list, err)
	}
}
