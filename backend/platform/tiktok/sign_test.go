package tiktok

import (
	"net/url"
	"strings"
	"testing"
)

// The vectors are the official example, a public SDK's unit test, and values
// that two other implementations gave for the same input.
func TestSignVectors(t *testing.T) {
	demo := func(extra ...string) url.Values {
		q := url.Values{"app_key": {"6abc123def"}, "shop_cipher": {"ROW_testCipher01"}, "timestamp": {"1700003700"}}
		for i := 0; i+1 < len(extra); i += 2 {
			q.Set(extra[i], extra[i+1])
		}
		return q
	}
	for _, c := range []struct {
		name, secret, path string
		query              url.Values
		body, want         string
	}{
		{"the official example", "e59af819cc", "/authorization/202309/shops", url.Values{"app_key": {"29a39d"}, "timestamp": {"1623812664"}}, "",
			"b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8"},
		{"one parameter", "app_secret", "/test-api", url.Values{"foo": {"bar"}}, "", "d3cb7fe11ecae942802ceeca67e7cf10120cc12f1517d45fbc1c8cfe5413c80f"},
		{"an order list with a body", "app_secret_demo", "/order/202309/orders/search", demo("page_size", "50", "sort_field", "update_time", "sort_order", "ASC"),
			`{"order_status":"AWAITING_SHIPMENT","update_time_ge":1700000000,"update_time_lt":1700003600}`, "8b49bfb3c7dbf614defe3e1ff860067b68038158ad211f052eb96e73da159b5f"},
		{"order details by joined ids", "app_secret_demo", "/order/202309/orders", demo("ids", "576000000000000001,576000000000000002"), "",
			"9f5dca1b9742f063d06af6a6a165c4744f5c9a84e7175b36732e678a506dc22f"},
		{"a return list", "app_secret_demo", "/return_refund/202309/returns/search", demo("page_size", "50"), `{"update_time_ge":1700000000,"update_time_lt":1700003600}`,
			"54581cb6538f48b06adabffacc1c39e36953d788e337915c018d40535daa9a1e"},
	} {
		if got := Sign(c.secret, c.path, c.query, c.body); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
		signed := url.Values{"sign": {"x"}, "access_token": {"y"}}
		for k, v := range c.query {
			signed[k] = v
		}
		if got := Sign(c.secret, c.path, signed, c.body); got != c.want {
			t.Errorf("%s: sign or access_token went into the signature", c.name)
		}
	}
}

const pushSample = `{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}`

func TestSignPushVector(t *testing.T) {
	if got := SignPush("abcdef", "123", []byte(pushSample)); got != "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05" {
		t.Errorf("got %s", got)
	}
}

// FuzzSign: the order of insertion never matters, and any change of a value, the
// path or the body changes the signature.
func FuzzSign(f *testing.F) {
	f.Add("/order/202309/orders", "ids", "a,b", "{}")
	f.Add("/x", "k", "&=%", "")
	f.Fuzz(func(t *testing.T, path, key, value, body string) {
		if key == "sign" || key == "access_token" || key == "app_key" || strings.Contains(value, "\x00") {
			return
		}
		q := url.Values{"app_key": {"1"}, key: {value}}
		one := Sign("s", path, q, body)
		if one != Sign("s", path, url.Values{key: {value}, "app_key": {"1"}}, body) {
			t.Fatal("the order of insertion shows")
		}
		if one == Sign("s", path, q, body+" ") || one == Sign("t", path, q, body) {
			t.Fatal("two inputs, one signature")
		}
	})
}
