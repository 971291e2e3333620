package kuaishou

import (
	"strings"
	"testing"
)

func TestSignVectors(t *testing.T) {
	for _, c := range []struct{ name, method, param, md5, hmac string }{
		{"order list", "open.order.cursor.list", `{"beginTime":1699900000000,"cursor":"","endTime":1699990000000,"orderViewStatus":1,"pageSize":50,"queryType":2,"sort":2}`,
			"f7639352a9e187801e4731a429213456", "Haf+U19w4BxAixmdLexbFKtchWH/1kgC3uGxRTGHszo="},
		{"reserved characters, accents and emoji are signed as they are", "open.refund.evidence.add", `{"content":"退款 A&B=C+D \"x\" /é😀","refundId":2300000000000001}`,
			"a7510a59aab613731893967728e2851b", "n+v9yXARCQTy04tD8Y3CCmTQyY4hGz/BDpMfQCvsH14="},
		{"a call without parameters", "open.shop.info.get", `{}`, "2ca8f058c60590652888579d7c40f986", "ZMHOVAsO/2WRrAOS+LxXLwJd6g3AwENPW8J/A6trOF0="},
	} {
		for method, want := range map[string]string{MethodMD5: c.md5, MethodHMAC: c.hmac} {
			p := map[string]string{"appkey": "ks700000000000000001", "access_token": "at-000", "timestamp": "1700000000000", "version": "1",
				"method": c.method, "param": c.param, "signMethod": method, "sign": "takes no part"}
			if got := Sign("sign-secret-000", p); got != want {
				t.Errorf("%s, %s: got %s, want %s", c.name, method, got, want)
			}
		}
	}
}

func TestAbsentParametersAreLeftOutOfTheSignature(t *testing.T) {
	p := map[string]string{"appkey": "k", "method": "m", "signMethod": MethodMD5}
	without := Sign("s", p)
	p["access_token"] = ""
	if Sign("s", p) == without {
		t.Error("an empty parameter is not an absent one")
	}
	p["signMethod"] = "SHA1"
	if Sign("s", p) != "" {
		t.Error("a method that the platform does not have was signed")
	}
}

// FuzzSign: a signature says nothing about the secret and depends on every part.
func FuzzSign(f *testing.F) {
	f.Add("secret-0", "open.x", `{"a":1}`)
	f.Fuzz(func(t *testing.T, secret, method, param string) {
		p := map[string]string{"appkey": "k", "method": method, "param": param, "signMethod": MethodHMAC}
		one := Sign(secret, p)
		if len(secret) > 8 && strings.Contains(one, secret) {
			t.Fatal("the secret shows")
		}
		p["param"] = param + " "
		if Sign(secret, p) == one {
			t.Fatal("another param has the same signature")
		}
	})
}
