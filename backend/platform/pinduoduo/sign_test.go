package pinduoduo

import (
	"strings"
	"testing"
)

func TestSignVectors(t *testing.T) {
	for _, c := range []struct {
		name, params, want string
	}{
		{"the example of the platform's guide, with its published hash",
			"access_token=asd78172s8ds9a921j9qqwda12312w1w21211&client_id=1&data_type=XML&order_status=1&page=1&page_size=10&timestamp=1480411125&type=pdd.order.number.list.get",
			"E4DE3ED21002510DED352819E7AE6775"},
		{"a boolean, and a name that begins another name",
			"access_token=tok&client_id=cid&data_type=JSON&end_updated_at=1767580200&is_lucky_flag=0&order_status=5&page=1&page_size=50&refund_status=5&start_updated_at=1767578400&timestamp=1767580260&type=pdd.order.number.list.increment.get&use_has_next=true",
			"8BAD6C546C176BAA16882CA0B8B64966"},
		{"a nested object with text beyond ASCII",
			`access_token=tok&client_id=cid&data_type=JSON&request={"after_sales_id":7381745730,"operate_desc":"同意","order_sn":"210707-339507978993455"}&timestamp=1767580260&type=pdd.refund.agree`,
			"C240EF12A753577261B6532688FF3258"},
	} {
		t.Run(c.name, func(t *testing.T) {
			params := map[string]string{"sign": "is not signed"}
			for _, pair := range strings.Split(c.params, "&") {
				name, value, _ := strings.Cut(pair, "=")
				params[name] = value
			}
			if got := Sign("testSecret", params); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTheNestedObjectOfAWriteIsTheSignedText(t *testing.T) {
	got, err := nested(request{AfterSalesID: 7381745730, OperateDesc: "同意", OrderSN: "210707-339507978993455"})
	if err != nil || got != `{"after_sales_id":7381745730,"operate_desc":"同意","order_sn":"210707-339507978993455"}` {
		t.Fatalf("%s %v", got, err)
	}
	if got, _ = nested(request{OperateDesc: "A&B <1>"}); !strings.Contains(got, "A&B <1>") {
		t.Errorf("HTML characters were rewritten: %s", got)
	}
}
