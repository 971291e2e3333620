package httpx

import (
	"context"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"

	"afterdesk/backend/domain"
)

// Defaults of Options and Request.
const (
	DefaultTimeout  = 15 * time.Second // of one attempt
	DefaultMaxBody  = 16 << 20         // bytes of one answer, decompressed
	DefaultMaxWait  = 20 * time.Second // longest wait inside one call
	DefaultAttempts = 4                // of a read
)

// Options configure a Client.
type Options struct {
	Now     domain.Now
	Offline func() bool // nil: never offline

	// OnContact is told of every request before it leaves, and of every one
	// that the offline switch or the host list refused (blocked).
	OnContact func(host, purpose string, blocked bool)

	// OnQuota is told of every request that left: Used is 1, Throttled is 1 when
	// the answer was "too often", BlockedUntil until when the API is closed.
	OnQuota func(q domain.Quota)

	// UsedToday tells what was used of an API's day before this client was made,
	// so that a restart does not forget it. nil: nothing.
	UsedToday func(shopID, api string, day domain.ShopDay) int64

	Allow   []string      // host names that may be called, without port
	Timeout time.Duration // 0 = DefaultTimeout
	MaxBody int           // 0 = DefaultMaxBody
	MaxWait time.Duration // 0 = DefaultMaxWait

	// Sleep waits d or until ctx ends. nil: a real timer. Tests own time.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Client sends requests. It is safe for concurrent use; one serves all shops.
type Client struct {
	*pool
	allow map[string]bool // never written after the client was made
}

// pool is what all clients of a house share.
type pool struct {
	o     Options
	resty *resty.Client

	mu      sync.Mutex
	buckets map[string]*bucket
	days    map[string]*day
}

// With returns a client that may call these hosts too: a self-hosted shop's
// own. Pacing, quotas and the offline switch are those of c.
func (c *Client) With(hosts ...string) *Client {
	out := &Client{pool: c.pool, allow: maps.Clone(c.allow)}
	for _, h := range hosts {
		out.allow[h] = true
	}
	return out
}

// New builds a Client. Proxies come from the environment (HTTPS_PROXY and
// friends) and from nowhere else.
func New(o Options) *Client {
	if o.Now == nil {
		o.Now = domain.SystemNow
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.MaxWait <= 0 {
		o.MaxWait = DefaultMaxWait
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	r := resty.New()
	r.SetLogger(silent{})
	r.SetRedirectPolicy(resty.NoRedirectPolicy())
	r.SetResponseBodyLimit(o.MaxBody)
	r.SetRetryCount(0) // see the package doc
	r.SetHeader("User-Agent", "AfterDesk")
	r.SetCookieJar(nil)
	if t, ok := r.GetClient().Transport.(*http.Transport); ok {
		t.Proxy = http.ProxyFromEnvironment
		t.MaxResponseHeaderBytes = 64 << 10
	}
	c := &Client{pool: &pool{o: o, resty: r, buckets: map[string]*bucket{}, days: map[string]*day{}}, allow: map[string]bool{}}
	for _, h := range o.Allow {
		c.allow[h] = true
	}
	return c
}

// sleep waits on a real timer.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// silent drops what resty would print: its lines hold URLs.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
