package httpx

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// rig is a server that answers in turn, a clock that moves when somebody
// waits, and a client that tells what it did.
type rig struct {
	t       *testing.T
	srv     *httptest.Server
	mu      sync.Mutex
	now     domain.Instant
	waits   []time.Duration
	quotas  []domain.Quota
	touched []string
	calls   atomic.Int64
	offline atomic.Bool
}

func newRig(t *testing.T, answers ...http.HandlerFunc) *rig {
	r := &rig{t: t, now: domain.FromUnix(1788500000)}
	r.srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		n := int(r.calls.Add(1)) - 1
		answers[min(n, len(answers)-1)](w, q)
	}))
	t.Cleanup(r.srv.Close)
	return r
}

func (r *rig) client(o Options) *Client {
	o.Now = func() domain.Instant { r.mu.Lock(); defer r.mu.Unlock(); return r.now }
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.waits = append(r.waits, d)
		r.now += domain.Instant(d.Milliseconds())
		return ctx.Err()
	}
	o.Offline = r.offline.Load
	o.OnQuota = func(q domain.Quota) { r.quotas = append(r.quotas, q) }
	o.OnContact = func(host, purpose string, blocked bool) {
		r.touched = append(r.touched, fmt.Sprintf("%s %s %v", host, purpose, blocked))
	}
	return New(o)
}

func (r *rig) request() Request {
	return Request{ShopID: "s1", API: "a.b", Purpose: "sync", Build: func() (Wire, error) {
		return Wire{URL: r.srv.URL + "/x?access_token=SECRET-TOKEN&sign=SECRET-SIGN", Header: map[string]string{"X-Key": "SECRET-HEADER"}, Body: []byte(`{"buyer":"SECRET-BODY"}`)}, nil
	}}
}

func answer(status int, body string, kv ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(kv); i += 2 {
			w.Header().Set(kv[i], kv[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func seconds(in []time.Duration) string {
	out := []string{}
	for _, d := range in {
		out = append(out, fmt.Sprint(d.Seconds()))
	}
	return strings.Join(out, " ")
}

func TestAReadIsRepeatedWithGrowingWaitsAndFreshRequests(t *testing.T) {
	r := newRig(t, answer(503, ""), answer(502, "<html>"), answer(500, "{}"), answer(200, `{"ok":1}`))
	req := r.request()
	built, plain := 0, req.Build
	req.Build = func() (Wire, error) { built++; return plain() }
	body, err := r.client(Options{}).Do(t.Context(), req)
	if err != nil || string(body) != `{"ok":1}` || built != 4 || seconds(r.waits) != "1 2 4" {
		t.Fatalf("%s %v, built %d, waited %s", body, err, built, seconds(r.waits))
	}
}

func TestAReadGivesUpAfterFourAttempts(t *testing.T) {
	r := newRig(t, answer(503, ""))
	_, err := r.client(Options{}).Do(t.Context(), r.request())
	if domain.CodeOf(err) != domain.CodeUnavailable || r.calls.Load() != 4 {
		t.Fatalf("%v after %d calls", err, r.calls.Load())
	}
}

func TestAWriteIsSentOnce(t *testing.T) {
	for _, status := range []int{500, 503, 429, 401} {
		r := newRig(t, answer(status, "{}"))
		req := r.request()
		req.Write = true
		if _, err := r.client(Options{}).Do(t.Context(), req); err == nil || r.calls.Load() != 1 {
			t.Errorf("%d: %v, %d calls", status, err, r.calls.Load())
		}
	}
}

// SY-08: the platform's own time counts; without one the waits double; the
// quota page hears of it.
func TestTooOftenClosesTheCallForTheGivenOrADoublingTime(t *testing.T) {
	t.Run("its own time", func(t *testing.T) {
		r := newRig(t, answer(429, "", "Retry-After", "7"), answer(200, `{}`))
		if _, err := r.client(Options{}).Do(t.Context(), r.request()); err != nil || seconds(r.waits) != "7" {
			t.Fatalf("%v, waited %s", err, seconds(r.waits))
		}
		if len(r.quotas) != 2 || r.quotas[0].Throttled != 1 || r.quotas[0].BlockedUntil != domain.FromUnix(1788500007) || r.quotas[1].Throttled != 0 || r.quotas[1].Used != 1 {
			t.Fatalf("quotas %+v", r.quotas)
		}
	})
	t.Run("a date", func(t *testing.T) {
		at := domain.FromUnix(1788500005).Time().Format(http.TimeFormat)
		r := newRig(t, answer(429, "", "Retry-After", at), answer(200, `{}`))
		if _, err := r.client(Options{}).Do(t.Context(), r.request()); err != nil || seconds(r.waits) != "5" {
			t.Fatalf("%v, waited %s", err, seconds(r.waits))
		}
	})
	t.Run("no time", func(t *testing.T) {
		r := newRig(t, answer(429, ""), answer(429, ""), answer(429, ""), answer(200, `{}`))
		if _, err := r.client(Options{}).Do(t.Context(), r.request()); err != nil || seconds(r.waits) != "1 2 4" {
			t.Fatalf("%v, waited %s", err, seconds(r.waits))
		}
	})
	t.Run("a time too long to wait for is told, and nothing is sent before it ends", func(t *testing.T) {
		r := newRig(t, answer(429, "", "Retry-After", "3600"))
		c := r.client(Options{})
		_, err := c.Do(t.Context(), r.request())
		if domain.CodeOf(err) != domain.CodeRateLimited || domain.ParamOf(err, "retry_after_ms") != "3600000" {
			t.Fatalf("%v", err)
		}
		other := r.request()
		other.ShopID = "s2"
		_, err = c.Do(t.Context(), r.request())
		if domain.CodeOf(err) != domain.CodeRateLimited || domain.ParamOf(err, "sent") != "no" || r.calls.Load() != 1 {
			t.Fatalf("%v after %d calls", err, r.calls.Load())
		}
		_, _ = c.Do(t.Context(), other) // another shop is not held up
		if r.calls.Load() != 2 {
			t.Fatalf("%d calls", r.calls.Load())
		}
	})
}

func TestCallsOfOneShopAreSpacedOut(t *testing.T) {
	r := newRig(t, answer(200, `{}`))
	c := r.client(Options{})
	req := r.request()
	req.Rate = Rate{PerSecond: 2, Burst: 2}
	for range 5 {
		if _, err := c.Do(t.Context(), req); err != nil {
			t.Fatal(err)
		}
	}
	if seconds(r.waits) != "0.5 0.5 0.5" {
		t.Fatalf("waited %s", seconds(r.waits))
	}
	other := req
	other.API = "c.d"
	before := len(r.waits)
	if _, err := c.Do(t.Context(), other); err != nil || len(r.waits) != before {
		t.Fatal("another call waited in the same queue")
	}
}

func TestNothingSecretIsInAnError(t *testing.T) {
	hijack := func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	for name, f := range map[string]http.HandlerFunc{
		"server fault": answer(500, "SECRET-ANSWER"), "refusal": answer(403, "SECRET-ANSWER"), "nonsense": answer(200, "SECRET-ANSWER"),
		"redirect": answer(302, "", "Location", "http://127.0.0.1:1/?access_token=SECRET-TOKEN"), "broken line": hijack,
	} {
		r := newRig(t, f)
		_, err := r.client(Options{}).Do(t.Context(), r.request())
		if err == nil || strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "http://") {
			t.Errorf("%s: %v", name, err)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(fmt.Sprintf("%+v", e), "SECRET") {
				t.Errorf("%s: a secret is wrapped in %T", name, e)
			}
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var followed atomic.Bool
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Store(true) }))
	defer target.Close()
	r := newRig(t, answer(307, "", "Location", target.URL))
	if _, err := r.client(Options{}).Do(t.Context(), r.request()); err == nil || followed.Load() || r.calls.Load() != 1 {
		t.Fatalf("%v, followed %v, %d calls", err, followed.Load(), r.calls.Load())
	}
}

func TestOnlyNamedHostsOverTLSAreReachable(t *testing.T) {
	r := newRig(t, answer(200, "{}"))
	c := r.client(Options{Allow: []string{"api.example.com"}})
	for _, u := range []string{"https://evil.example.com/", "http://api.example.com/", "https://api.example.com.evil.example/", "ftp://127.0.0.1/", "https://user:pw@api.example.com/", "://"} {
		req := r.request()
		req.Build = func() (Wire, error) { return Wire{URL: u}, nil }
		_, err := c.Do(t.Context(), req)
		if err == nil || domain.ParamOf(err, "sent") != "no" || strings.Contains(err.Error(), "pw") {
			t.Errorf("%s: %v", u, err)
		}
	}
	for _, s := range r.touched {
		if !strings.HasSuffix(s, " sync true") {
			t.Errorf("contact %q was not blocked", s)
		}
	}
}

func TestAForeignCertificateIsRefused(t *testing.T) {
	tls := httptest.NewTLSServer(answer(200, "{}"))
	defer tls.Close()
	tls.Config.ErrorLog = nil
	r := newRig(t, answer(200, "{}"))
	req := r.request()
	req.Build = func() (Wire, error) { return Wire{URL: tls.URL}, nil }
	if _, err := r.client(Options{}).Do(t.Context(), req); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatalf("got %v", err)
	}
}

func TestTheOfflineSwitchBlocksAndCounts(t *testing.T) {
	r := newRig(t, answer(200, "{}"))
	c := r.client(Options{})
	r.offline.Store(true)
	_, err := c.Do(t.Context(), r.request())
	if domain.ParamOf(err, "reason") != "offline" || domain.ParamOf(err, "sent") != "no" || r.calls.Load() != 0 || len(r.waits) != 0 {
		t.Fatalf("%v, %d calls, waited %s", err, r.calls.Load(), seconds(r.waits))
	}
	r.offline.Store(false)
	if _, err := c.Do(t.Context(), r.request()); err != nil {
		t.Fatal(err)
	}
	if len(r.touched) != 2 || r.touched[0] != "127.0.0.1 sync true" || r.touched[1] != "127.0.0.1 sync false" {
		t.Fatalf("contacts %v", r.touched)
	}
}

func TestABodyPastTheCapIsRefusedAlsoWhenCompressed(t *testing.T) {
	big := `"` + strings.Repeat("a", 100_000) + `"`
	packed := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(big))
		_ = z.Close()
	}
	for name, f := range map[string]http.HandlerFunc{"plain": answer(200, big), "compressed": packed} {
		r := newRig(t, f)
		_, err := r.client(Options{MaxBody: 50_000}).Do(t.Context(), r.request())
		if domain.ParamOf(err, "reason") != "too_large" || r.calls.Load() != 1 {
			t.Errorf("%s: %v after %d calls", name, err, r.calls.Load())
		}
		r = newRig(t, f)
		if body, err := r.client(Options{MaxBody: 200_000}).Do(t.Context(), r.request()); err != nil || len(body) != len(big) {
			t.Errorf("%s: %d bytes, %v", name, len(body), err)
		}
	}
}

func TestAConnectionThatCannotOpenSaysThatNothingWasSent(t *testing.T) {
	r := newRig(t, answer(200, "{}"))
	r.srv.Close()
	req := r.request()
	req.Write = true
	_, err := r.client(Options{}).Do(t.Context(), req)
	if domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "sent") != "no" {
		t.Fatalf("got %v", err)
	}
}

func TestThePlatformsOwnErrorsAreJudged(t *testing.T) {
	r := newRig(t, answer(200, `{"code":1}`), answer(200, `{"code":1}`), answer(200, `{"code":0}`))
	req := r.request()
	req.Judge = func(a Response) error {
		if strings.Contains(string(a.Body), "1") {
			return domain.E(domain.CodeRateLimited, errors.New("slow"))
		}
		return nil
	}
	if _, err := r.client(Options{}).Do(t.Context(), req); err != nil || seconds(r.waits) != "1 2" {
		t.Fatalf("%v, waited %s", err, seconds(r.waits))
	}
	r = newRig(t, answer(200, `{"code":1}`))
	req = r.request()
	req.Judge = func(Response) error {
		return domain.E(domain.CodeUnavailable, errors.New("clock"), "final", "1")
	}
	if _, err := r.client(Options{}).Do(t.Context(), req); err == nil || r.calls.Load() != 1 {
		t.Fatalf("a final error was repeated %d times: %v", r.calls.Load(), err)
	}
}

func TestAClockSetBackNeitherFloodsNorStalls(t *testing.T) {
	r := newRig(t, answer(200, `{}`))
	c := r.client(Options{})
	req := r.request()
	req.Rate = Rate{PerSecond: 1, Burst: 1}
	_, _ = c.Do(t.Context(), req)
	r.mu.Lock()
	r.now -= domain.Hour
	r.mu.Unlock()
	if _, err := c.Do(t.Context(), req); err != nil || seconds(r.waits) != "1" {
		t.Fatalf("%v, waited %s", err, seconds(r.waits))
	}
}

// SY-08: a published day's quota is kept, also over a restart, and starts anew
// at the platform's midnight.
func TestADaysQuotaIsKept(t *testing.T) {
	r := newRig(t, answer(200, `{}`))
	c := r.client(Options{UsedToday: func(string, string, domain.ShopDay) int64 { return 3 }})
	req := r.request()
	req.Limit, req.Zone = 5, time.FixedZone("UTC+8", 8*3600)
	for range 2 {
		if _, err := c.Do(t.Context(), req); err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.Do(t.Context(), req)
	if domain.CodeOf(err) != domain.CodeRateLimited || domain.ParamOf(err, "reason") != "day_quota" || domain.ParamOf(err, "sent") != "no" || r.calls.Load() != 2 {
		t.Fatalf("%v after %d calls", err, r.calls.Load())
	}
	if r.quotas[1].Limit != 5 {
		t.Fatalf("quotas %+v", r.quotas)
	}
	ms, _ := strconv.ParseInt(domain.ParamOf(err, "retry_after_ms"), 10, 64)
	r.mu.Lock()
	r.now += domain.Instant(ms)
	r.mu.Unlock()
	c2 := r.client(Options{})
	if _, err := c2.Do(t.Context(), req); err != nil {
		t.Fatal(err)
	}
}

// A self-hosted shop's own host is open to that shop's client only.
func TestAClientMayBeGivenMoreHosts(t *testing.T) {
	r := newRig(t, answer(200, "{}"))
	r.offline.Store(true)
	c := r.client(Options{Allow: []string{"api.example.com"}})
	more := c.With("shop.example.org")
	req := r.request()
	req.Build = func() (Wire, error) { return Wire{URL: "https://shop.example.org/"}, nil }
	if _, err := c.Do(t.Context(), req); domain.ParamOf(err, "reason") != "host_not_allowed" {
		t.Fatalf("got %v", err)
	}
	if _, err := more.Do(t.Context(), req); domain.ParamOf(err, "reason") != "offline" {
		t.Fatalf("got %v", err)
	}
}

// APIs of one lane share a pace and a "too often".
func TestALaneIsClosedAsAWhole(t *testing.T) {
	r := newRig(t, answer(429, "", "Retry-After", "3600"), answer(200, `{}`))
	c := r.client(Options{})
	req := r.request()
	req.Lane = "app"
	_, _ = c.Do(t.Context(), req)
	other := req
	other.API = "c.d"
	if _, err := c.Do(t.Context(), other); domain.CodeOf(err) != domain.CodeRateLimited || r.calls.Load() != 1 {
		t.Fatalf("%v after %d calls", err, r.calls.Load())
	}
}

func TestPlainHTTPIsForListedHostsThatProveThemselvesOnly(t *testing.T) {
	c := New(Options{Allow: []string{"tsa.example"}})
	for _, x := range []struct {
		address string
		plain   bool
		ok      bool
	}{
		{"https://tsa.example/tsr", false, true}, {"https://tsa.example/tsr", true, true}, {"http://tsa.example/tsr", true, true},
		{"http://tsa.example/tsr", false, false}, {"http://other.example/tsr", true, false}, {"ftp://tsa.example/tsr", true, false},
		{"http://desk:secret@tsa.example/tsr", true, false},
	} {
		if _, err := c.admit(x.address, x.plain); (err == nil) != x.ok {
			t.Errorf("%s plain %v: %v", x.address, x.plain, err)
		}
	}
}

func TestARawAnswerNeedsNotBeJSON(t *testing.T) {
	r := newRig(t, answer(200, "\x30\x03\x02\x01\x00"))
	req := r.request()
	if _, err := r.client(Options{}).Do(t.Context(), req); domain.ParamOf(err, "reason") != "cut" {
		t.Errorf("as JSON: %v", err)
	}
	req.Raw = true
	if body, err := r.client(Options{}).Do(t.Context(), req); err != nil || string(body) != "\x30\x03\x02\x01\x00" {
		t.Errorf("raw: %q %v", body, err)
	}
}
