package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-resty/resty/v2"

	"afterdesk/backend/domain"
)

// Wire is one attempt as it goes over the line.
type Wire struct {
	URL    string
	Header map[string]string
	Body   []byte
}

// Response is an answer with its whole body.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Request is one call.
type Request struct {
	ShopID  string
	API     string         // the platform's name of the call; pacing and quotas are per shop and API
	Purpose string         // why the host is contacted: "sync", "write", "connect"; shown on the network page
	Method  string         // "" = POST
	Write   bool           // sent at most once
	Rate    Rate           // pacing of this shop and lane
	Lane    string         // what shares one pace and one "too often"; "" = the API alone
	Limit   int64          // requests of this shop and API a day; 0 = not published
	Zone    *time.Location // of the quota's day; nil = UTC
	Raw     bool           // the answer is not JSON; what it is, its reader decides
	Plain   bool           // http to a listed host will do: nothing secret is sent, and the answer proves itself by a signature

	// Build makes the attempt; it runs anew for each one, so that timestamps and
	// signatures are fresh.
	Build func() (Wire, error)

	// Judge looks into an answer below status 500 for the platform's own error
	// and returns nil when the call succeeded. rate_limited and unavailable are
	// tried again for a read, unless param final says that it cannot help. Each
	// error must be a new one. nil: the status alone decides.
	Judge func(r Response) error
}

// Do sends a request and returns the body of its answer, which is valid JSON unless Raw.
// Codes: unavailable (param reason: offline, timeout, network, cut, too_large,
// redirect, server, cancelled), rate_limited (retry_after_ms), unauthorized,
// not_found, invalid (status), unsupported (reason host_not_allowed), internal,
// and whatever Judge returns.
func (c *Client) Do(ctx context.Context, r Request) ([]byte, error) {
	if r.Method == "" {
		r.Method = http.MethodPost
	}
	attempts := DefaultAttempts
	if r.Write {
		attempts = 1
	}
	lane := r.Lane
	if lane == "" {
		lane = r.API
	}
	key := r.ShopID + "|" + lane
	for n := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return nil, cancelled(err, n == 0)
		}
		if left := c.dayLeft(r); left > 0 {
			return nil, domain.E(domain.CodeRateLimited, errors.New("send "+r.API+": the day's quota is used"),
				"reason", "day_quota", "retry_after_ms", strconv.FormatInt(int64(left), 10), "sent", "no")
		}
		wait, closed := c.take(key, r.Rate)
		if wait > c.o.MaxWait {
			return nil, domain.E(domain.CodeRateLimited, errors.New("send "+r.API+": API is closed"),
				"retry_after_ms", strconv.FormatInt(wait.Milliseconds(), 10), "sent", "no")
		}
		if wait > 0 {
			if err := c.o.Sleep(ctx, wait); err != nil {
				return nil, cancelled(err, n == 0)
			}
		}
		if closed { // it is open now; book a token
			if again, still := c.take(key, r.Rate); still {
				return nil, domain.E(domain.CodeRateLimited, errors.New("send "+r.API+": API is closed"),
					"retry_after_ms", strconv.FormatInt(again.Milliseconds(), 10), "sent", "no")
			}
		}
		body, err := c.once(ctx, r, key)
		if err == nil {
			c.clear(key)
			return body, nil
		}
		code := domain.CodeOf(err)
		again := n+1 < attempts && (code == domain.CodeRateLimited || code == domain.CodeUnavailable) && domain.ParamOf(err, "final") == ""
		if !again {
			if e, ok := domain.AsError(err); ok {
				delete(e.Params, "final") // was for this loop only
			}
			return nil, err
		}
		if code == domain.CodeUnavailable {
			if serr := c.o.Sleep(ctx, backoff(n)); serr != nil {
				return nil, cancelled(serr, false)
			}
		}
	}
}

// once makes one attempt.
func (c *Client) once(ctx context.Context, r Request, key string) ([]byte, error) {
	wire, err := r.Build()
	if err != nil {
		return nil, err
	}
	host, err := c.admit(wire.URL, r.Plain)
	if err != nil {
		c.contact(host, r.Purpose, true)
		return nil, err
	}
	if c.o.Offline != nil && c.o.Offline() {
		c.contact(host, r.Purpose, true)
		return nil, domain.E(domain.CodeUnavailable, errors.New("send "+r.API), "reason", "offline", "sent", "no", "final", "1")
	}
	c.contact(host, r.Purpose, false)
	lctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	req := c.resty.R().SetContext(lctx).SetHeaders(wire.Header)
	if wire.Body != nil {
		req.SetBody(wire.Body)
	}
	res, err := req.Execute(r.Method, wire.URL)
	if err != nil {
		c.quota(r, 0, 0)
		return nil, c.failed(ctx, lctx, r, err)
	}
	ans := Response{Status: res.StatusCode(), Header: res.Header(), Body: res.Body()}
	err = judge(r, ans, c.o.Now())
	if domain.CodeOf(err) != domain.CodeRateLimited {
		c.quota(r, 0, 0)
		if err != nil {
			return nil, err
		}
		return ans.Body, nil
	}
	given, _ := strconv.ParseInt(domain.ParamOf(err, "retry_after_ms"), 10, 64)
	if given <= 0 {
		given = retryAfter(ans.Header, c.o.Now()).Milliseconds()
	}
	until, wait := c.strike(key, time.Duration(given)*time.Millisecond)
	c.quota(r, 1, until)
	return nil, domain.E(domain.CodeRateLimited, errors.New("send "+r.API+": too often"),
		"retry_after_ms", strconv.FormatInt(wait.Milliseconds(), 10))
}

// judge turns an answer into nil or an error.
func judge(r Request, a Response, now domain.Instant) error {
	valid := r.Raw || json.Valid(a.Body)
	if r.Judge != nil && valid && a.Status < 500 && a.Status != http.StatusTooManyRequests {
		if err := r.Judge(a); err != nil {
			return err
		}
	}
	status := strconv.Itoa(a.Status)
	switch {
	case a.Status == http.StatusTooManyRequests:
		return domain.E(domain.CodeRateLimited, errors.New("send "+r.API), "retry_after_ms",
			strconv.FormatInt(retryAfter(a.Header, now).Milliseconds(), 10))
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusForbidden:
		return domain.E(domain.CodeUnauthorized, errors.New("send "+r.API), "status", status)
	case a.Status == http.StatusNotFound:
		return domain.E(domain.CodeNotFound, errors.New("send "+r.API), "status", status)
	case a.Status >= 500:
		return domain.E(domain.CodeUnavailable, errors.New("send "+r.API), "reason", "server", "status", status)
	case a.Status >= 300:
		return domain.E(domain.CodeInvalid, errors.New("send "+r.API), "status", status)
	case !valid:
		return domain.E(domain.CodeUnavailable, errors.New("read answer of "+r.API), "reason", "cut")
	}
	return nil
}

// failed turns a transport error into one of ours without its text.
func (c *Client) failed(ctx, lctx context.Context, r Request, err error) error {
	verb := errors.New("send " + r.API)
	if cerr := ctx.Err(); cerr != nil {
		return cancelled(cerr, false)
	}
	var (
		dns *net.DNSError
		op  *net.OpError
	)
	switch {
	case errors.Is(lctx.Err(), context.DeadlineExceeded):
		return domain.E(domain.CodeUnavailable, verb, "reason", "timeout")
	case errors.Is(err, resty.ErrResponseBodyTooLarge):
		return domain.E(domain.CodeUnavailable, verb, "reason", "too_large", "final", "1")
	case errors.Is(err, resty.ErrAutoRedirectDisabled):
		return domain.E(domain.CodeUnavailable, verb, "reason", "redirect", "final", "1")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return domain.E(domain.CodeUnavailable, verb, "reason", "cut")
	case errors.As(err, &dns):
		return domain.E(domain.CodeUnavailable, verb, "reason", "network", "sent", "no")
	case errors.As(err, &op) && op.Op == "dial":
		return domain.E(domain.CodeUnavailable, verb, "reason", "network", "sent", "no")
	}
	return domain.E(domain.CodeUnavailable, verb, "reason", "network")
}

// admit checks the address: https (or, where plain, http) to a listed host, or loopback.
func (c *Client) admit(raw string, plain bool) (host string, err error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" {
		return "", domain.E(domain.CodeInternal, errors.New("read address"), "sent", "no")
	}
	host = u.Hostname()
	if u.User != nil {
		return host, domain.E(domain.CodeInternal, errors.New("address with a password"), "sent", "no")
	}
	if Loopback(host) && (u.Scheme == "http" || u.Scheme == "https") {
		return host, nil
	}
	if u.Scheme != "https" && (!plain || u.Scheme != "http") || !c.allow[host] {
		return host, domain.E(domain.CodeUnsupported, errors.New("open host"), "reason", "host_not_allowed", "host", host, "sent", "no")
	}
	return host, nil
}

// Loopback reports whether host names this machine.
func Loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// retryAfter reads the Retry-After header: seconds or an HTTP date.
func retryAfter(h http.Header, now domain.Instant) time.Duration {
	v := h.Get("Retry-After")
	if v == "" {
		return 0
	}
	if n, err := strconv.ParseInt(v, 10, 64); err == nil {
		return time.Duration(min(max(n, 0), 7*24*3600)) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(ms(domain.InstantOf(t)-now), 0)
	}
	return 0
}

func (c *Client) contact(host, purpose string, blocked bool) {
	if c.o.OnContact != nil {
		c.o.OnContact(host, purpose, blocked)
	}
}

// quota counts a request that left.
func (c *Client) quota(r Request, throttled int64, until domain.Instant) {
	c.countDay(r)
	if c.o.OnQuota == nil {
		return
	}
	c.o.OnQuota(domain.Quota{ShopID: r.ShopID, API: r.API, Day: domain.DayOf(c.o.Now(), r.zone()), Used: 1, Limit: r.Limit, Throttled: throttled, BlockedUntil: until})
}

func (r Request) zone() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

func cancelled(err error, unsent bool) error {
	if unsent {
		return domain.E(domain.CodeUnavailable, err, "reason", "cancelled", "sent", "no")
	}
	return domain.E(domain.CodeUnavailable, err, "reason", "cancelled")
}
