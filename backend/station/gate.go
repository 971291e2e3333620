package station

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"afterdesk/backend/domain"
)

// guarded wraps everything behind the checks that need no token: the name we are
// asked by, the page that asks, how often.
func (l *Lan) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served(r.Context())
		head := w.Header()
		for name, value := range pageHeaders {
			head.Set(name, value)
		}
		l.mu.Lock()
		at := l.address
		l.mu.Unlock()
		who := remote(r)
		switch {
		case at == "" || r.Host != at:
			l.turnAway(w, r, domain.RefusalHost, http.StatusMisdirectedRequest)
		case foreign(r, "https://"+at):
			l.turnAway(w, r, domain.RefusalOrigin, http.StatusForbidden)
		case !l.allowed("ip "+who, 2):
			l.turnAway(w, r, domain.RefusalRate, http.StatusTooManyRequests)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// pageHeaders go with every answer: the page may load from us alone, run our files
// alone, and stand in no frame.
var pageHeaders = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; connect-src 'self'; " +
		"form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cache-Control":                "no-store",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(self), microphone=(), geolocation=()",
}

// foreign reports whether another page stands behind a request. Browsers name the
// origin with everything but plain reading and tell the relation of the pages; a
// link from elsewhere may open our page as a whole and nothing else.
func foreign(r *http.Request, self string) bool {
	if o := r.Header.Values("Origin"); len(o) > 0 && !slices.Equal(o, []string{self}) {
		return true
	}
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	if !reading && r.Header.Get("Origin") == "" {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	opens := r.Method == http.MethodGet && r.URL.Path == "/" && r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	return !opens
}

func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	return host
}

// turnAway refuses a request, logs and counts it.
func (l *Lan) turnAway(w http.ResponseWriter, r *http.Request, why domain.DoorRefusal, status int) {
	l.refuse(why, remote(r), r.Method)
	if status == http.StatusRequestTimeout || status == http.StatusRequestEntityTooLarge {
		w.Header().Set("Connection", "close") // the rest of the body would be read as the next request
	}
	sayJSON(w, status, map[string]any{"code": codeOfStatus(status), "params": map[string]string{"reason": string(why)}})
}

func codeOfStatus(status int) domain.Code {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusMisdirectedRequest:
		return domain.CodeUnauthorized
	case http.StatusNotFound:
		return domain.CodeNotFound
	case http.StatusTooManyRequests:
		return domain.CodeRateLimited
	}
	return domain.CodeInvalid
}

// refuse counts a refusal; the log gets the reason, the address and the method and
// nothing that the request said.
func (l *Lan) refuse(why domain.DoorRefusal, from, method string) {
	l.mu.Lock()
	c := l.refused[why]
	c.Reason, c.Count, c.LastAt = why, c.Count+1, l.d.Now()
	l.refused[why] = c
	// A flood of refusals costs one write a second and a handful of log lines.
	start := !l.flushing
	l.flushing = true
	l.mu.Unlock()
	if c.Count <= 20 {
		l.d.Log.Warn("door for phones refused", "reason", string(why), "from", from, "method", method)
	}
	if start {
		time.AfterFunc(time.Second, l.flush)
	}
}

// flush moves the counted refusals to the book.
func (l *Lan) flush() {
	l.mu.Lock()
	var list []domain.RefusalCount
	for _, c := range l.refused {
		list = append(list, c)
	}
	clear(l.refused)
	l.flushing = false
	l.mu.Unlock()
	if len(list) == 0 {
		return
	}
	if err := l.d.CountRefusals(context.Background(), list); err != nil {
		l.d.Log.Error("count refusals", "code", string(domain.CodeOf(err)))
	}
}

// bucket holds the requests that somebody may still make now.
type bucket struct {
	left float64
	at   domain.Instant
}

// maxBuckets bounds what is remembered of who came; past it all start anew.
const maxBuckets = 4096

// allowed takes one request from somebody's bucket, which is `times` as large as a phone's.
func (l *Lan) allowed(who string, times float64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.d.Now()
	b := l.buckets[who]
	if b == nil {
		if len(l.buckets) >= maxBuckets {
			clear(l.buckets)
		}
		b = &bucket{left: l.limits.burst * times, at: now}
		l.buckets[who] = b
	}
	if now > b.at {
		b.left = min(l.limits.burst*times, b.left+float64(now-b.at)/1000*l.limits.perSec*times)
		b.at = now
	}
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// fewConns closes a connection at once while too many are open.
type fewConns struct {
	net.Listener
	free chan struct{}
	full func()
}

func (f *fewConns) Accept() (net.Conn, error) {
	for {
		c, err := f.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case f.free <- struct{}{}:
			return &countedConn{Conn: c, done: func() { <-f.free }}, nil
		default:
			_ = c.Close()
			f.full()
		}
	}
}

type countedConn struct {
	net.Conn
	once sync.Once
	done func()
}

func (c *countedConn) Close() error {
	c.once.Do(c.done)
	return c.Conn.Close()
}

// connWatch notices who connects and then says too little for a request in the time
// there is: the server ends such a connection without asking a handler. A browser
// that connects ahead of its next question and says nothing is none of them.
type connWatch struct {
	limit time.Duration
	slow  func()
	mu    sync.Mutex
	since map[net.Conn]*connInfo
}

type connInfo struct {
	at     time.Time
	mu     sync.Mutex
	spoke  bool // at least a byte of a request
	served bool
}

type connKey struct{}

func newConnWatch(limit time.Duration, slow func()) *connWatch {
	return &connWatch{limit: limit, slow: slow, since: map[net.Conn]*connInfo{}}
}

func (w *connWatch) context(ctx context.Context, c net.Conn) context.Context {
	info := &connInfo{at: time.Now()}
	w.mu.Lock()
	w.since[c] = info
	w.mu.Unlock()
	return context.WithValue(ctx, connKey{}, info)
}

func (w *connWatch) state(c net.Conn, s http.ConnState) {
	ends := s == http.StateClosed
	w.mu.Lock()
	info := w.since[c]
	if ends {
		delete(w.since, c)
	}
	w.mu.Unlock()
	if info == nil {
		return
	}
	info.mu.Lock()
	info.spoke = info.spoke || s == http.StateActive
	idle := info.served || time.Since(info.at) < w.limit
	spoke := info.spoke
	info.mu.Unlock()
	if !ends || idle {
		return
	}
	if t, ok := c.(*tls.Conn); spoke || ok && !t.ConnectionState().HandshakeComplete {
		w.slow()
	}
}

// served marks the connection of a request as one that said something whole.
func served(ctx context.Context) {
	if info, ok := ctx.Value(connKey{}).(*connInfo); ok {
		info.mu.Lock()
		info.served = true
		info.mu.Unlock()
	}
}

// quietLog drops the server's own lines: they name what strangers sent.
func quietLog() *log.Logger { return log.New(io.Discard, "", 0) }
