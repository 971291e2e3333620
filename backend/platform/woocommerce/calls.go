package woocommerce

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

// The core has no rate limit, but most shops are small machines behind a
// firewall: two requests a second, one at a time, over all calls together.
const (
	perSecond = 2
	burst     = 4
	lane      = "shop"
)

// keyIn says, in a shop's credentials, that its server drops the Authorization
// header; "query" is its only value.
const keyIn = "key_in"

// call is one request.
type call struct {
	api, purpose string
	method, path string // path below /wp-json
	address      string // in place of the path
	query        url.Values
	body         any
	open         bool // without keys
}

// answer is what came back.
type answer struct {
	body  []byte
	total int64 // X-WP-Total, -1 when the server did not say
}

// send sends one request; a method other than GET is sent once.
func (c *Connector) send(ctx context.Context, k call) (answer, error) {
	got := answer{total: -1}
	var body []byte
	if k.body != nil {
		var err error
		if body, err = json.Marshal(k.body); err != nil {
			return got, domain.E(domain.CodeInternal, errors.New("write request of "+k.api), "sent", "no")
		}
	}
	r := httpx.Request{ShopID: c.d.Shop.ID, API: k.api, Purpose: k.purpose, Method: k.method, Write: k.method != http.MethodGet, Lane: lane,
		Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.local {
		r.Rate = httpx.Rate{} // a shop on this machine is a test shop
	}
	r.Build = func() (httpx.Wire, error) {
		w, err := c.wire(k)
		w.Body = body
		return w, err
	}
	r.Judge = func(r httpx.Response) error {
		got.total = -1
		if n, err := strconv.ParseInt(r.Header.Get("X-WP-Total"), 10, 64); err == nil && n >= 0 {
			got.total = n
		}
		if r.Status < http.StatusBadRequest {
			return nil
		}
		var e wireError
		if json.Unmarshal(r.Body, &e) != nil || e.Code == "" { // not this program's answer; the status decides
			return nil
		}
		return failure(k.api, r, e, c.d.Now())
	}
	var err error
	if got.body, err = c.http.Do(ctx, r); err != nil {
		return got, guarded(k.api, err)
	}
	return got, nil
}

// guarded tells a firewall's 403 page from a refused key.
func guarded(api string, err error) error {
	if domain.ParamOf(err, "status") == "403" && domain.ParamOf(err, "reason") == "" {
		return domain.E(domain.CodeUnavailable, errors.New("call "+api), "reason", "site_guard", "status", "403")
	}
	return err
}

// wire makes one try: the keys as the address's scheme wants them, and for
// plain http a nonce and a signature of this try alone.
func (c *Connector) wire(k call) (httpx.Wire, error) {
	q := url.Values{}
	for name, v := range k.query {
		q[name] = v
	}
	w := httpx.Wire{Header: map[string]string{"Accept": "application/json"}}
	if k.body != nil {
		w.Header["Content-Type"] = "application/json"
	}
	address := platform.First(k.address, c.base+"/wp-json"+k.path)
	key, secret := c.keys.Get("consumer_key"), c.keys.Get("consumer_secret")
	switch {
	case k.open:
	case c.plain:
		nonce := make([]byte, 16)
		if _, err := rand.Read(nonce); err != nil {
			return w, domain.E(domain.CodeInternal, errors.New("make nonce"), "sent", "no")
		}
		q.Set("oauth_consumer_key", key)
		q.Set("oauth_nonce", hex.EncodeToString(nonce)) // 32 characters
		q.Set("oauth_timestamp", strconv.FormatInt(int64(c.d.Now())/1000, 10))
		q.Set("oauth_signature_method", HMACSHA256)
		q.Set("oauth_signature", Sign(k.method, address, q, secret))
	case c.keys.Get(keyIn) == "query":
		q.Set("consumer_key", key)
		q.Set("consumer_secret", secret)
	default:
		w.Header["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(key+":"+secret))
	}
	if w.URL = address; len(q) > 0 {
		w.URL += "?" + q.Encode()
	}
	return w, nil
}

// get reads one object.
func get[T any](ctx context.Context, c *Connector, k call) (T, error) {
	var v T
	k.method = http.MethodGet
	got, err := c.send(ctx, k)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(got.body, &v); err != nil {
		return v, platform.BadShape(err, "answer")
	}
	return v, nil
}

// list reads one page of a list; items are scrubbed.
func (c *Connector) list(ctx context.Context, k call) ([]json.RawMessage, int64, error) {
	k.method = http.MethodGet
	got, err := c.send(ctx, k)
	if err != nil {
		return nil, 0, err
	}
	var items []json.RawMessage
	if err := json.Unmarshal(got.body, &items); err != nil { // something else speaks at this address
		return nil, 0, domain.E(domain.CodeUnavailable, errors.New("read answer of "+k.api), "reason", "cut")
	}
	for i := range items {
		items[i] = scrub(items[i])
	}
	return items, got.total, nil
}
