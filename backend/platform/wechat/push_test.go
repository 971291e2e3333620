package wechat

import (
	"encoding/json"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// delivery seals and signs a message as the platform does.
func delivery(t testing.TB, plain string) platform.PushRequest {
	t.Helper()
	enc := seal(t, testAESKey, testApp, plain)
	body, err := json.Marshal(map[string]string{"ToUserName": "gh_demo00000001", "Encrypt": enc})
	if err != nil {
		t.Fatal(err)
	}
	return platform.PushRequest{Method: "POST", Body: body, Query: map[string]string{"timestamp": "1700000000", "nonce": "nonce001", "encrypt_type": "aes",
		"signature": Sign(testToken, "1700000000", "nonce001"), "msg_signature": Sign(testToken, "1700000000", "nonce001", enc)}}
}

func TestDeliveriesHintAtTheRowTheyName(t *testing.T) {
	event := func(rest string) string { return `{"ToUserName":"gh_demo00000001","MsgType":"event",` + rest + `}` }
	for name, c := range map[string]struct {
		plain, stream, id string
		code              domain.Code
	}{
		"an order that was paid":                 {event(`"Event":"channels_ec_order_pay","order_info":{"order_id":"3700000000000000001"}`), platform.StreamOrders, "3700000000000000001", ""},
		"an order whose id has no quotes":        {event(`"Event":"channels_ec_order_ext_info_update","order_info":{"order_id":3700000000000000001,"type":1}`), platform.StreamOrders, "3700000000000000001", ""},
		"a case":                                 {p3, platform.StreamAfterSales, "2000000000000001", ""},
		"a case of a gift":                       {event(`"Event":"channels_ec_present_aftersale_update","finder_shop_present_aftersale_status_update":{"after_sale_order_id":7}`), platform.StreamAfterSales, "7", ""},
		"a complaint hints at its case":          {event(`"Event":"channels_ec_complaint_update","finder_shop_complaint":{"complaint_status":106,"complaint_id":"1","after_sale_order_id":"2000000000000006"}`), platform.StreamAfterSales, "2000000000000006", ""},
		"a guarantee order is not followed here": {event(`"Event":"channels_ec_guarantee_update","finder_shop_guarantee_status_update":{"guarantee_order_id":"1"}`), "", "", ""},
		"an order that is not named":             {event(`"Event":"channels_ec_order_pay","order_info":{}`), "", "", domain.CodeInvalid},
		"a message that is not JSON":             {"x", "", "", domain.CodeInvalid},
		"a message to somebody else":             {`{"ToUserName":"gh_2","Event":"channels_ec_order_pay","order_info":{"order_id":1}}`, "", "", domain.CodeUnauthorized},
	} {
		got, err := open(t, newShop(t), nil).Push(delivery(t, c.plain))
		if domain.CodeOf(err) != c.code || err == nil && string(got.Reply) != "success" {
			t.Errorf("%s: %v, reply %q", name, err, got.Reply)
			continue
		}
		if (c.stream == "") != (len(got.Hints) == 0) || len(got.Hints) == 1 && (got.Hints[0].Stream != c.stream || got.Hints[0].RemoteID != c.id) {
			t.Errorf("%s: %+v", name, got.Hints)
		}
	}
}

// The official demo, from address check to message.
func TestTheOfficialDemoIsUnderstood(t *testing.T) {
	c := open(t, newShop(t), func(d *platform.Deps) {
		d.Credentials["app_key"], d.Credentials["message_token"], d.Credentials["message_key"] = "wxba5fad812f8e6fb9", "AAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	})
	check := map[string]string{"signature": "f464b24fc39322e44b38aa78f5edd27bd1441696", "echostr": "4375120948345356249", "timestamp": "1714036504", "nonce": "1514711492"}
	got, err := c.Push(platform.PushRequest{Method: "GET", Query: check})
	if err != nil || string(got.Reply) != "4375120948345356249" || len(got.Hints) != 0 {
		t.Fatalf("address check: %q %v", got.Reply, err)
	}
	check["signature"] = "f464b24fc39322e44b38aa78f5edd27bd1441697"
	if _, err := c.Push(platform.PushRequest{Method: "GET", Query: check}); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Errorf("a wrong signature: %v", err)
	}
	message := platform.PushRequest{Method: "POST", Body: []byte(`{"ToUserName":"gh_97417a04a28d","Encrypt":"` + e2 + `"}`),
		Query: map[string]string{"timestamp": "1714112445", "nonce": "415670741", "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"}}
	if got, err := c.Push(message); err != nil || string(got.Reply) != "success" || len(got.Hints) != 0 {
		t.Errorf("message: %+v %v", got, err)
	}
}

func TestAPlainMessageIsAcknowledgedButHintsAtNothing(t *testing.T) {
	c := open(t, newShop(t), nil)
	plain := platform.PushRequest{Method: "POST", Body: []byte(p3), Query: map[string]string{"timestamp": "1", "nonce": "2", "signature": Sign(testToken, "1", "2")}}
	if got, err := c.Push(plain); err != nil || string(got.Reply) != "success" || len(got.Hints) != 0 {
		t.Errorf("signed: %+v %v", got, err)
	}
	plain.Query["encrypt_type"] = "aes"
	if _, err := c.Push(plain); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Errorf("it should have been sealed: %v", err)
	}
	delete(plain.Query, "encrypt_type")
	plain.Query["signature"] = ""
	if _, err := c.Push(plain); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Errorf("unsigned: %v", err)
	}
	bare := open(t, newShop(t), func(d *platform.Deps) { delete(d.Credentials, "message_token") })
	if _, err := bare.Push(delivery(t, p3)); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Errorf("without a message token: %v", err)
	}
}
