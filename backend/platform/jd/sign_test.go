package jd

import "testing"

func TestSignVectors(t *testing.T) {
	headers := func(more map[string]string) map[string]string {
		more["X-JOS-App-Key"], more["X-JOS-Access-Token"], more["X-JOS-Timestamp"] = "app-key", "access-token", "1767580260000"
		return more
	}
	for _, c := range []struct {
		name, secret string
		params       map[string]string
		want         string
	}{
		{"the example of the platform's guide, with its published hash", "yourappSecret", map[string]string{
			"360buy_param_json": `{"end_date":null,"optional_fields":null,"order_state":"WAIT_SELLER_STOCK_OUT","page":"1","page_size":"200","start_date":null}`,
			"access_token":      "yourtoken", "app_key": "yourappkey", "method": "jingdong.pop.order.search", "timestamp": "2021-05-07 09:20:39.683+0800", "v": "2.0", "sign": "x", "empty": ""},
			"D70825340F4084360B9362B60DFD7930"},
		{"text beyond ASCII and an ampersand", "testsecret", map[string]string{
			"360buy_param_json": `{"order_id":"300000000001","remark":"已核实 A&B"}`, "access_token": "tok", "app_key": "key",
			"method": "jingdong.pop.order.modifyVenderRemark", "timestamp": "2026-01-05 10:31:00.000+0800", "v": "2.0"}, "B7943361496E9CB94B1A1469DC44A041"},
		{"two parameters of a public test", "secret", map[string]string{"a": "1", "b": "2"}, "EF16F26C937CF52AE6F85DF2FD08B24A"},
		{"the unit test of a public client of the newer gateway", "secret", map[string]string{"X-JOS-App-Key": "app-key", "X-JOS-Timestamp": "1711111111000", "page": "1"},
			"A166567AB4DC2A06E824EB5029E1B2B8"},
		{"a list of the newer gateway", "secret", headers(map[string]string{"page": "1", "pageSize": "50", "updateStartTime": "1767578400000", "updateEndTime": "1767580200000"}),
			"EA230C00CC6191AB3F6776BEAB85C7DC"},
		{"a detail of the newer gateway, whose id stands in the path", "secret", headers(map[string]string{"afsOrderId": "1001", "scopeSet": "refundInfo,skuExtInfo"}),
			"BB3C780028B66D318C5830A282D8C2F3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Sign(c.secret, c.params); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestParametersAreCompactAndKeepTheirCharacters(t *testing.T) {
	got, err := compact(map[string]any{"order_id": "300000000001", "remark": "已核实 A&B"})
	if err != nil || got != `{"order_id":"300000000001","remark":"已核实 A&B"}` {
		t.Fatalf("%s %v", got, err)
	}
	if got, _ = compact(nil); got != "{}" {
		t.Errorf("a call without parameters sends %s", got)
	}
}
