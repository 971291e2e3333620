package platformtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

// Harness is what a platform folder brings.
type Harness struct {
	Now  domain.Now
	Shop domain.Shop

	// Open builds the connector against a loopback server. It gets a fresh
	// client and must not share state between calls.
	Open func(t *testing.T, baseURL string, client *httpx.Client) platform.Connector

	// Serve is a shop of more than two pages of orders and of cases, answering
	// as the platform does.
	Serve func() http.Handler

	// IsData tells data calls from token calls; IsWrite tells writes from reads.
	IsData, IsWrite func(r *http.Request) bool

	// Refused and Limited answer the platform's own way that the token is dead,
	// and that calls come too often (without a retry time).
	Refused, Limited http.HandlerFunc

	// Odd is a shop with an order and a case of a status nobody knows, and with
	// one order and one case that cannot be read.
	Odd                         func() http.Handler
	OddOrderRaw, OddCaseRaw     string // those statuses as text
	OrderStatusField, CaseField string // fields they are listed under

	// Secrets may appear in no error, problem or printed row: keys, tokens,
	// buyers' names, buyers' words.
	Secrets []string

	// Writes sends one act of each kind that Info.Acts names, with everything it
	// asks for. Reads that a kind needs first are answered by Serve.
	Writes map[domain.ActKind]func(ctx context.Context, c platform.Connector) error

	// Traced is a parcel whose trace Serve has; needed for a Tracer.
	Traced domain.Parcel

	// Pushes are signed deliveries, Unsigned those that the platform sends without
	// a signature and that may say nothing (a ping); for a Pusher.
	Pushes, Unsigned map[string]platform.PushRequest
}

// Run proves a connector.
func Run(t *testing.T, h Harness) {
	t.Run("paging ends, resumes elsewhere and continues from there", h.paging)
	t.Run("the same page twice is the same", h.samePage)
	t.Run("faults get their codes", h.faults)
	t.Run("cancel stops", h.cancel)
	t.Run("unknown and unreadable items do not break a page", h.odd)
	t.Run("ids, money and times are sane, and rows derive again", h.sane)
	t.Run("the switch and foreign cursors are refused", h.refusals)
	t.Run("info and code agree", h.info)
	t.Run("writes are sent once", h.writes)
	t.Run("traces derive again", h.traces)
	t.Run("only signed deliveries hint", h.pushes)
}

// bent is a server that answers as told until told otherwise.
type bent struct {
	*httptest.Server
	mu    sync.Mutex
	fault http.HandlerFunc // for data calls; nil: behave
	reads bool             // reads behave all the same
	calls atomic.Int64     // data calls
	write atomic.Int64     // writes among them
}

func (b *bent) bend(f http.HandlerFunc) {
	b.mu.Lock()
	b.fault = f
	b.mu.Unlock()
}

func (h Harness) server(t *testing.T, good http.Handler) *bent {
	b := &bent{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.IsData(r) {
			b.calls.Add(1)
			if h.IsWrite(r) {
				b.write.Add(1)
			}
			b.mu.Lock()
			f := b.fault
			if b.reads && !h.IsWrite(r) {
				f = nil
			}
			b.mu.Unlock()
			if f != nil {
				f(w, r)
				return
			}
		}
		good.ServeHTTP(w, r)
	}))
	t.Cleanup(b.Close)
	t.Cleanup(b.CloseClientConnections) // runs first: Close waits for open connections
	return b
}

// clock is a clock that moves when somebody waits.
type clock struct{ off atomic.Int64 }

func (h Harness) client(o httpx.Options) *httpx.Client {
	c := &clock{}
	o.Now = func() domain.Instant { return h.Now() + domain.Instant(c.off.Load()) }
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		c.off.Add(d.Milliseconds() + 1)
		return ctx.Err()
	}
	return httpx.New(o)
}

func (h Harness) open(t *testing.T, b *bent) platform.Connector {
	return h.Open(t, b.URL, h.client(httpx.Options{}))
}

// stream hides which of the two streams a test walks.
type stream struct {
	name string
	read func(ctx context.Context, c platform.Connector, at platform.Cursor) (page, error)
}

type page struct {
	ids      []string
	rows     []any
	raws     [][]byte
	next     platform.Cursor
	done     bool
	problems []platform.Problem
	unmapped []domain.Unmapped
}

func flat[T any](p platform.Page[T], err error) (page, error) {
	out := page{next: p.Next, done: p.Done, problems: p.Problems, unmapped: p.Unmapped}
	for _, i := range p.Items {
		out.ids, out.rows, out.raws = append(out.ids, i.RemoteID), append(out.rows, i.Value), append(out.raws, i.Raw)
	}
	return out, err
}

// streams are those that a connector has: two, and reviews for a Reviewer.
func (h Harness) streams(t *testing.T) []stream {
	t.Helper()
	c := h.open(t, h.server(t, h.Serve()))
	out := []stream{
		{"orders", func(ctx context.Context, c platform.Connector, at platform.Cursor) (page, error) {
			return flat(c.Orders(ctx, at))
		}},
		{"after-sales", func(ctx context.Context, c platform.Connector, at platform.Cursor) (page, error) {
			return flat(c.AfterSales(ctx, at))
		}},
	}
	if _, ok := c.(platform.Reviewer); ok {
		out = append(out, stream{platform.StreamReviews, func(ctx context.Context, c platform.Connector, at platform.Cursor) (page, error) {
			return flat(c.(platform.Reviewer).Reviews(ctx, at))
		}})
	}
	return out
}

const tooMany = 5000 // pages of a walk

// all walks a stream to its end, opening a new connector for every page when
// fresh is set, and returns the pages and the last cursor.
func (h Harness) all(t *testing.T, b *bent, s stream, at platform.Cursor, fresh bool) ([]page, platform.Cursor) {
	t.Helper()
	client := h.client(httpx.Options{}) // one for the walk: a client per page would leave its connections open
	c := h.Open(t, b.URL, client)
	var out []page
	for range tooMany {
		p, err := s.read(t.Context(), c, at)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		if p.next == "" {
			t.Fatalf("%s: a page without a next cursor", s.name)
		}
		out = append(out, p)
		at = p.next
		if p.done {
			return out, at
		}
		if fresh {
			c = h.Open(t, b.URL, client)
		}
	}
	t.Fatalf("%s: no end after %d pages", s.name, tooMany)
	return nil, ""
}

func idsOf(pages []page) map[string]bool {
	out := map[string]bool{}
	for _, p := range pages {
		for _, id := range p.ids {
			out[id] = true
		}
	}
	return out
}

func (h Harness) paging(t *testing.T) {
	b := h.server(t, h.Serve())
	for _, s := range h.streams(t) {
		pages, next := h.all(t, b, s, "", false)
		full := 0
		for _, p := range pages {
			if len(p.ids) > 0 {
				full++
			}
		}
		if full < 3 {
			t.Fatalf("%s: the harness serves %d pages with rows, the suite needs 3", s.name, full)
		}
		want := idsOf(pages)
		resumed, _ := h.all(t, b, s, "", true)
		if got := idsOf(resumed); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: a connector per page read %d rows, one connector %d", s.name, len(got), len(want))
		}
		again, _ := h.all(t, b, s, next, false)
		for id := range idsOf(again) {
			if !want[id] {
				t.Errorf("%s: the next run invented %s", s.name, id)
			}
		}
	}
}

func (h Harness) samePage(t *testing.T) {
	b := h.server(t, h.Serve())
	c := h.open(t, b)
	for _, s := range h.streams(t) {
		at := platform.Cursor("")
		for range 4 {
			one, err := s.read(t.Context(), c, at)
			if err != nil {
				t.Fatal(err)
			}
			two, err := s.read(t.Context(), c, at)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(one, two) {
				t.Fatalf("%s: the same cursor gave two different pages", s.name)
			}
			at = one.next
		}
	}
}

func (h Harness) faults(t *testing.T) {
	cut := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"code":10000,"data":{"total":3,"shop_order_list":[{"order_id":"69`))
	}
	short := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "5000")
		_, _ = w.Write([]byte(`{"code":`))
	}
	for _, f := range []struct {
		name    string
		answer  http.HandlerFunc
		code    domain.Code
		retryMs string
		timeout time.Duration
	}{
		{"the platform refuses the token", h.Refused, domain.CodeUnauthorized, "", 0},
		{"the server answers 401", status(401, ""), domain.CodeUnauthorized, "", 0},
		{"the server answers 429 with a retry time", status(429, "77"), domain.CodeRateLimited, "77000", 0},
		{"the platform says too often", h.Limited, domain.CodeRateLimited, "*", 0},
		{"the server answers 503", status(503, ""), domain.CodeUnavailable, "", 0},
		{"the JSON is cut", cut, domain.CodeUnavailable, "", 0},
		{"the body is shorter than promised", short, domain.CodeUnavailable, "", 0},
		{"the server does not answer", func(_ http.ResponseWriter, r *http.Request) { hang(r) }, domain.CodeUnavailable, "", 40 * time.Millisecond},
	} {
		for _, s := range h.streams(t) {
			t.Run(f.name+", "+s.name, func(t *testing.T) {
				b := h.server(t, h.Serve())
				b.bend(f.answer)
				c := h.Open(t, b.URL, h.client(httpx.Options{Timeout: f.timeout}))
				_, err := s.read(t.Context(), c, "")
				if domain.CodeOf(err) != f.code {
					t.Fatalf("got %v, want %s", err, f.code)
				}
				ms := domain.ParamOf(err, "retry_after_ms")
				if (f.retryMs == "*" && (ms == "" || ms == "0")) || (f.retryMs != "*" && f.retryMs != ms) {
					t.Fatalf("retry_after_ms is %q, want %q", ms, f.retryMs)
				}
				h.clean(t, err)
				b.bend(nil)
				again := h.open(t, b) // whatever happened, the shop can be read afterwards
				if _, err := s.read(t.Context(), again, ""); err != nil {
					t.Fatalf("after the fault: %v", err)
				}
			})
		}
	}
}

func (h Harness) cancel(t *testing.T) {
	for _, s := range h.streams(t) {
		b := h.server(t, h.Serve())
		ctx, stop := context.WithCancel(t.Context())
		b.bend(func(_ http.ResponseWriter, r *http.Request) {
			stop()
			hang(r)
		})
		_, err := s.read(ctx, h.open(t, b), "")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want the context's error", s.name, err)
		}
		if n := b.calls.Load(); n != 1 {
			t.Errorf("%s: %d calls although cancelled in the first", s.name, n)
		}
	}
}

func (h Harness) odd(t *testing.T) {
	b := h.server(t, h.Odd())
	for _, s := range h.streams(t) {
		pages, _ := h.all(t, b, s, "", false)
		if s.name == platform.StreamReviews {
			continue // a review has no status that could be new
		}
		raw, field := h.OddOrderRaw, h.OrderStatusField
		if s.name != "orders" {
			raw, field = h.OddCaseRaw, h.CaseField
		}
		kept, listed, problems := false, false, 0
		for _, p := range pages {
			for _, v := range p.rows {
				switch r := v.(type) {
				case domain.Order:
					kept = kept || (r.Status == domain.OrderUnknown && r.RawStatus == raw)
				case domain.AfterSale:
					kept = kept || (r.Status == domain.StatusUnknown && r.RawStatus == raw && r.Status.Open())
				}
			}
			for _, u := range p.unmapped {
				listed = listed || (u.Field == field && u.Raw == raw && u.Count > 0 && u.ShopID == h.Shop.ID && !u.FirstAt.IsZero())
			}
			problems += len(p.problems)
			for _, q := range p.problems {
				if q.Code != domain.CodeInvalid || q.Field == "" {
					t.Errorf("%s: problem %+v names no field", s.name, q)
				}
				h.clean(t, fmt.Errorf("%+v", q))
			}
		}
		if !kept || !listed || problems == 0 {
			t.Errorf("%s: unknown status kept %v, listed %v, problems %d", s.name, kept, listed, problems)
		}
	}
}

// clean fails when a secret shows in what would be logged.
func (h Harness) clean(t *testing.T, v any) {
	t.Helper()
	for _, form := range []string{"%v", "%+v"} {
		text := fmt.Sprintf(form, v)
		for _, s := range h.Secrets {
			if strings.Contains(text, s) {
				t.Errorf("a secret shows in %T", v)
			}
		}
	}
}

// hang holds a request until its client is gone; a server notices that only
// after it has read the body.
func hang(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func status(code int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(code)
	}
}

func (h Harness) refusals(t *testing.T) {
	b := h.server(t, h.Serve())
	var blocked, open atomic.Int64
	c := h.Open(t, b.URL, h.client(httpx.Options{Offline: func() bool { return true }, OnContact: func(_, _ string, no bool) {
		if no {
			blocked.Add(1)
		} else {
			open.Add(1)
		}
	}}))
	for _, s := range h.streams(t) {
		_, err := s.read(t.Context(), c, "")
		if domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "reason") != "offline" {
			t.Errorf("%s with the switch on: %v", s.name, err)
		}
		for _, bad := range []platform.Cursor{"x", "{}", `{"v":9}`, `[1]`} {
			if _, err := s.read(t.Context(), h.open(t, b), bad); domain.CodeOf(err) != domain.CodeInvalid {
				t.Errorf("%s took the cursor %q: %v", s.name, bad, err)
			}
		}
	}
	if open.Load() != 0 || blocked.Load() == 0 || b.calls.Load() != 0 {
		t.Errorf("offline: %d requests left, %d were blocked, %d arrived", open.Load(), blocked.Load(), b.calls.Load())
	}
	// a cursor of one stream is not a cursor of the other
	p, err := h.open(t, b).Orders(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.open(t, b).AfterSales(t.Context(), p.Next); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("after-sales took a cursor of orders: %v", err)
	}
}
