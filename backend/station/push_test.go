package station

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// aShop is a self-hosted storefront without a single order; it counts how often
// it is asked for orders.
func aShop(t *testing.T) (addr string, asked *atomic.Int64) {
	asked = &atomic.Int64{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-WP-Total", "0")
		w.Header().Set("X-WP-TotalPages", "0")
		switch {
		case strings.HasSuffix(r.URL.Path, "/orders"):
			asked.Add(1)
			_, _ = io.WriteString(w, "[]")
		case strings.HasSuffix(r.URL.Path, "/currencies/current"):
			_, _ = io.WriteString(w, `{"code":"EUR"}`)
		case strings.HasSuffix(r.URL.Path, "/wp-json"), strings.HasSuffix(r.URL.Path, "/wp-json/"):
			_, _ = io.WriteString(w, `{"name":"Example","namespaces":["wc/v3"],"gmt_offset":1,"timezone_string":"Europe/Berlin"}`)
		default:
			_, _ = io.WriteString(w, "[]")
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL, asked
}

const secret = "hook-secret-0001"

func connected(t *testing.T) (*desk.Desk, domain.Shop, *atomic.Int64) {
	t.Helper()
	ctx := context.Background()
	d, err := desk.Open(ctx, desk.Options{Dir: t.TempDir(), Passphrase: func(context.Context, bool) (string, error) { return "correct horse battery", nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	site, asked := aShop(t)
	shop, err := d.ConnectShop(ctx, domain.ConnectRequest{Platform: "woocommerce", Credentials: map[string]string{
		"site_url": site, "consumer_key": "ck_1", "consumer_secret": "cs_1", "webhook_secret": secret}})
	if err != nil {
		t.Fatal(err)
	}
	return d, shop, asked
}

func deliver(t *testing.T, url, body, sign string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-WC-Webhook-Topic", "order.updated")
	if sign != "" {
		req.Header.Set("X-WC-Webhook-Signature", sign)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

func signed(body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// SY-02: a delivery is a hint. It pulls its shop and brings no data of its own;
// one that is not signed does nothing.
func TestASignedDeliveryPullsItsShopAndAnyOtherDoesNot(t *testing.T) {
	d, shop, asked := connected(t)
	d.Start(t.Context())
	door := New(d)
	if err := door.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	at := "http://" + door.Addr() + "/push/" + shop.ID
	body := `{"id":727,"status":"refunded","total":"29.35"}`
	before := asked.Load()
	for name, k := range map[string]struct {
		url, body, sign string
		status          int
	}{
		"no signature":       {at, body, "", http.StatusUnauthorized},
		"another signature":  {at, body, signed(body + " "), http.StatusUnauthorized},
		"another shop":       {"http://" + door.Addr() + "/push/s99", body, signed(body), http.StatusNotFound},
		"the first ping":     {at, "webhook_id=3", "", http.StatusOK},
		"too large":          {at, strings.Repeat("x", maxDelivery+1), "", http.StatusRequestEntityTooLarge},
		"signed, unreadable": {at, "{", signed("{"), http.StatusBadRequest},
	} {
		if got := deliver(t, k.url, k.body, k.sign); got != k.status {
			t.Errorf("%s: answered %d, want %d", name, got, k.status)
		}
	}
	if asked.Load() != before {
		t.Fatal("an unsigned delivery pulled the shop")
	}
	if got := deliver(t, at, body, signed(body)); got != http.StatusOK {
		t.Fatalf("a signed delivery was answered %d", got)
	}
	for asked.Load() == before {
		select {
		case <-t.Context().Done():
			t.Fatal("the shop was not pulled")
		case <-time.After(10 * time.Millisecond):
		}
	}
	if n, err := d.Store.ListOrders(t.Context(), domain.OrderQuery{}); err != nil || len(n.Items) != 0 {
		t.Errorf("the delivery's order was stored: %v, %v", n.Items, err)
	}
	cards, err := d.ShopCards(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cards[0].Capabilities {
		if c.Ability == "push" && c.State != domain.CapEnabled {
			t.Errorf("push is %s after a signed delivery", c.State)
		}
	}
}

func TestTheDoorFollowsTheSettingsAndOpensOnLoopbackOnly(t *testing.T) {
	d, err := desk.Open(t.Context(), desk.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	door := New(d)
	t.Cleanup(door.Close)
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:80", "example.com:80"} {
		if err := door.Listen(addr); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%s: %v", addr, err)
		}
	}
	taken := httptest.NewServer(http.NotFoundHandler())
	defer taken.Close()
	if err := door.Listen(strings.TrimPrefix(taken.URL, "http://")); domain.ParamOf(err, "reason") != "port_taken" {
		t.Errorf("a taken port: %v", err)
	}
	if err := door.Listen("127.0.0.1:0"); err != nil || door.Addr() == "" {
		t.Fatal(err)
	}
	if err := door.Follow(domain.Settings{}); err != nil || door.Addr() != "" {
		t.Errorf("the door stays open at %q: %v", door.Addr(), err)
	}
}
