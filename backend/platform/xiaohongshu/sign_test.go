package xiaohongshu

import "testing"

// Constructed vectors, each computed with two independent implementations; the
// first also stands in a public connector's own test.
func TestSignVectors(t *testing.T) {
	for _, c := range []struct{ method, app, at, secret, want string }{
		{"product.createItem", "21d6748be8de0", "1612518379", "429aa3aee9ef9e4a858210", "1e039e3cd6e0d895e59133029602297e"},
		{"order.getOrderList", "demoAppId0001", "1700000000", "demoAppSecret0001", "99b0766476b117d912be3d10b10bb598"},
		{"order.getOrderDetail", "demoAppId0001", "1700000000", "demoAppSecret0001", "1d981cb197ac7d76b44740ce141ff571"},
		{"afterSale.listAfterSaleInfos", "demoAppId0001", "1700000000", "demoAppSecret0001", "5d75efca42e2832ef0587e08547ddf44"},
		{"oauth.getAccessToken", "demoAppId0001", "1700000000", "demoAppSecret0001", "d1eab64932990cdedfe2f79fe3329a33"},
		{"oauth.refreshToken", "demoAppId0001", "1700000000", "demoAppSecret0001", "86c9f46b53d49a134abb21fffac0bfd6"},
	} {
		if got := Sign(c.method, c.app, c.at, c.secret); got != c.want {
			t.Errorf("%s: %s, want %s", c.method, got, c.want)
		}
	}
}
