package taobao

import (
	"maps"
	"testing"

	"afterdesk/backend/platform"
)

// The published vectors of the platform's documentation and of a forum thread,
// and two constructed ones that the official Java SDK and a second
// implementation reproduce.
func TestSignVectors(t *testing.T) {
	doc := map[string]string{"app_key": "12345678", "fields": "num_iid,title,nick,price,num", "format": "json", "method": "taobao.item.seller.get",
		"num_iid": "11223344", "session": "test", "timestamp": "2016-01-01 12:00:00", "v": "2.0"}
	list := map[string]string{"app_key": "12345678", "end_modified": "2026-01-05 10:30:00", "fields": "tid,status,payment,orders", "format": "json",
		"method": "taobao.trades.sold.increment.get", "page_no": "1", "page_size": "50", "session": "6101testsession", "start_modified": "2026-01-05 10:00:00",
		"status": "WAIT_SELLER_SEND_GOODS", "timestamp": "2026-01-05 10:31:00", "use_has_next": "true", "v": "2.0"}
	message := map[string]string{"app_key": "12345678", "content": "已核实，请寄回 A&B", "format": "json", "method": "taobao.refund.message.add",
		"refund_id": "987654321", "session": "6101testsession", "timestamp": "2026-01-05 10:31:00", "v": "2.0"}
	for _, c := range []struct {
		name, secret string
		params       map[string]string
		want         map[string]string
	}{
		{"the documentation's example", "helloworld", doc, map[string]string{signMD5: "66987CB115214E59E6EC978214934FB8",
			signHMAC: "D56D7858309C31B6251083A874D48273", signSHA256: "04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8"}},
		{"the forum's example", "test", map[string]string{"app_key": "test", "fields": "nick", "format": "xml", "method": "taobao.user.seller.get", "session": "test",
			"timestamp": "2013-05-06 13:52:03", "v": "2.0"}, map[string]string{signMD5: "72CB4D809B375A54502C09360D879C64"}},
		{"an order list", "testsecret", list, map[string]string{signMD5: "C52106B70CCFB4C962E51621875B9B5B",
			signHMAC: "0051061AEA0EF6C8B5AB9EC126668F07", signSHA256: "5AC07549EA60E0710E815A0EB42DD52126A135CE6458D420E735C55AAB7AA9EC"}},
		{"Chinese text and an ampersand, the picture left out", "testsecret", message, map[string]string{signMD5: "0C4642AC559399DB2F09B2A7E21C907C",
			signHMAC: "EE06E300A63B37F58B79665F59F0284C", signSHA256: "F90E2179A9C42B582279B0A3C15A66BC1725D3C8C089C484BE9CE2548EFD1DD9"}},
	} {
		for method, want := range c.want {
			p := maps.Clone(c.params)
			p["sign_method"] = method
			if got := Sign(c.secret, method, p); got != want {
				t.Errorf("%s, %s: %s, want %s", c.name, method, got, want)
			}
			p["empty"], p[" "], p["sign"] = "  ", "x", "whatever"
			if got := Sign(c.secret, method, p); got != want {
				t.Errorf("%s, %s: a blank pair or the old signature counted", c.name, method)
			}
		}
	}
	if Sign("s", "rsa", doc) != "" {
		t.Error("an unknown method was signed")
	}
}

// Worked out by hand with md5sum over the text that SpiUtils builds.
func TestPushSignatureCoversHeadersQueryAndBody(t *testing.T) {
	json := platform.PushRequest{Header: map[string]string{"content-type": "application/json;charset=UTF-8", "top-sign-list": "Top-App,top-empty", "top-app": "a%20b"},
		Query: map[string]string{"timestamp": "2026-01-05 10:31:00", "sign": "x"}, Body: []byte(`{"tid":"1"}`)}
	form := platform.PushRequest{Header: map[string]string{"content-type": "application/x-www-form-urlencoded"},
		Query: map[string]string{"timestamp": "2026-01-05 10:31:00"}, Body: []byte("tid=1&memo=a+b&timestamp=9")}
	for name, c := range map[string]struct {
		in   platform.PushRequest
		want string
	}{
		// testsecret + Top-App"a b" + timestamp… + top-empty + body + testsecret
		"JSON": {json, "58B9016A1331B8E50021A8D0C44EC7FE"},
		// testsecret + memo"a b" + tid"1" + timestamp of the query + testsecret
		"form": {form, "187709BE130A78ADC5D9ECF37491D1A8"},
	} {
		if got, ok := SignPush("testsecret", c.in); !ok || got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
