package shopify

import (
	"net/url"
	"testing"
)

// The vectors were computed with Python and Node; the official JavaScript SDK
// accepts the same constructions.
func TestVectors(t *testing.T) {
	q, err := url.ParseQuery("code=0907a61c0c8d55e99db179b68161bc00&shop=some-shop.myshopify.com&state=0.6784241404160823&timestamp=1700000000&hmac=x&signature=y")
	if err != nil {
		t.Fatal(err)
	}
	if got := CallbackSignature("hush", q); got != "f695df925d2ac3226e2d450fca8f1dceb1ef72e0297e87ad0245cf700dee83ab" {
		t.Errorf("callback: %s", got)
	}
	if got := PushSignature("shpss_demo_secret", []byte(`{"id":820982911946154508,"name":"#9999"}`)); got != "WyfY1lnrZAfSap15Wl6YUFpTdQFBghY3FSdT+6YO/Mk=" {
		t.Errorf("webhook: %s", got)
	}
}

func FuzzCallbackSignature(f *testing.F) {
	f.Add("code=1&shop=a.myshopify.com", "hush")
	f.Fuzz(func(t *testing.T, query, secret string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		want := CallbackSignature(secret, q)
		q.Set("hmac", "anything")
		if CallbackSignature(secret, q) != want || len(want) != 64 {
			t.Fatal("the signature signs itself")
		}
		q.Add("one-more", "x")
		if CallbackSignature(secret, q) == want {
			t.Fatal("a parameter more is not noticed")
		}
	})
}
