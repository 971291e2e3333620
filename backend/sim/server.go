package sim

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"sync"
	"time"

	"afterdesk/backend/domain"
)

// ServeOptions says where and how a World is shown.
type ServeOptions struct {
	Addr      string        // "127.0.0.1:0" when empty; loopback only
	Now       domain.Now    // the platform's clock; the machine's when nil
	Fault     string        // a standing fault, one of Faults, "" none
	AppKey    string        // DemoAppKey when empty
	AppSecret string        // DemoAppSecret when empty
	ShopID    string        // the platform's shop id; the world's when empty
	StatePath string        // file that keeps what clients did; "" = memory only
	TokenLife time.Duration // of an access token; 7 days when 0
	Slow      time.Duration // delay of the "slow" fault; 1.5 s when 0
}

// Credentials of the demo shop. They open nothing but the simulator.
const (
	DemoAppKey    = "7000000000000000001"
	DemoAppSecret = "afterdesk-demo-secret"
)

// The faults by name.
const (
	faultStorm     = "429_storm"
	faultServer    = "5xx"
	faultCut       = "cut_json"
	faultShift     = "page_shift"
	faultUnknown   = "unknown_status"
	faultToken     = "token_expiry"
	faultSlow      = "slow"
	faultDuplicate = "duplicate_events"
	faultClock     = "clock_skew"
)

// Faults lists the faults that a Server can show: rate limit answers, gateway
// errors, bodies cut in the middle, rows that move while somebody pages,
// statuses nobody documented, tokens that expire after a few calls, slow
// answers, rows that come twice and out of order, and a clock eleven minutes off.
func Faults() []string {
	return []string{faultStorm, faultServer, faultCut, faultShift, faultUnknown, faultToken, faultSlow, faultDuplicate, faultClock}
}

// Server is a running simulator.
type Server struct {
	URL  string // http://127.0.0.1:port
	sim  *simulator
	http *http.Server
	done chan struct{}
}

// Serve starts a simulator on loopback and returns when it listens. It ends
// with ctx or Close. invalid: an unknown fault or platform, or an address that
// is not loopback; unavailable: the port is taken.
func Serve(ctx context.Context, w *World, o ServeOptions) (*Server, error) {
	s, err := newSimulator(w, o)
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(s.o.Addr)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, domain.E(domain.CodeInvalid, errors.New("listen: not a loopback address"), "field", "addr")
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", s.o.Addr)
	if err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("listen: %w", err), "field", "addr")
	}
	srv := &Server{URL: "http://" + ln.Addr().String(), sim: s, done: make(chan struct{}),
		http: &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}}
	stop := context.AfterFunc(ctx, func() { _ = srv.http.Close() })
	go func() {
		defer close(srv.done)
		defer stop()
		// The listener's end is how a server stops; there is nobody to tell.
		_ = srv.http.Serve(ln)
	}()
	return srv, nil
}

// Close stops the server and waits until it has stopped.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.done
	if s.sim.state != nil {
		err = errors.Join(err, s.sim.state.Close())
	}
	if err != nil {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("close simulator: %w", err))
	}
	return nil
}

// SetFault makes the next times calls of a method ("order.searchList"; "" =
// any call but token.*) show a fault. invalid for an unknown name.
func (s *Server) SetFault(method, fault string, times int) error {
	if !known(fault) {
		return domain.E(domain.CodeInvalid, errors.New("set fault"), "field", "fault")
	}
	s.sim.mu.Lock()
	defer s.sim.mu.Unlock()
	s.sim.planned = append(s.sim.planned, &planned{method, fault, times})
	return nil
}

// Keys are what a merchant types to connect the simulated shop.
func (s *Server) Keys() map[string]string { return s.sim.d.keys() }

// Requests returns how often each method was called since the start.
func (s *Server) Requests() map[string]int64 {
	s.sim.mu.Lock()
	defer s.sim.mu.Unlock()
	return maps.Clone(s.sim.counts)
}

// DoudianHandler returns the simulator without a listener. Faults and options
// that are not known are answered as internal errors on each call.
func (w *World) DoudianHandler(o ServeOptions) http.Handler {
	s, err := newSimulator(w, o)
	if err != nil {
		return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			http.Error(rw, "bad options", http.StatusInternalServerError)
		})
	}
	return s
}

func known(fault string) bool {
	for _, f := range Faults() {
		if f == fault {
			return true
		}
	}
	return false
}

// dialect speaks one platform's API over the same world. It is written from the
// platform's documents and shares nothing with the connector under test.
type dialect interface {
	// name is the platform's name of a call, for faults and counts.
	name(c *call) string
	// token reports whether a call asks for a token: such calls meet no standing
	// fault but the wrong clock, because a client need not try them again.
	token(name string) bool
	// answer gives the status and the JSON of a call.
	answer(c *call) (status int, body []byte)
	// keys are what a merchant types to connect the shop, by the names that the
	// connect wizard uses.
	keys() map[string]string
}

// dialects makes the dialect of a platform.
var dialects = map[string]func(*simulator) dialect{
	"doudian":  func(s *simulator) dialect { return doudian{s} },
	"kuaishou": func(s *simulator) dialect { return kuaishou{s} },
	"taobao":   func(s *simulator) dialect { return taobao{s} },
	"wechat":   func(s *simulator) dialect { return wechat{s} },
}

// Platforms lists whose API a Server can speak, in order.
func Platforms() []string { return slices.Sorted(maps.Keys(dialects)) }

// simulator answers the calls.
type simulator struct {
	w *World
	o ServeOptions
	x *index
	d dialect

	mu      sync.Mutex
	serial  int64
	counts  map[string]int64
	calls   int64
	met     int64 // calls that a standing fault may hit
	shifts  int
	uses    map[string]int
	planned []*planned
	state   *os.File
}

type planned struct {
	method, fault string
	times         int
}

func newSimulator(w *World, o ServeOptions) (*simulator, error) {
	if o.Fault != "" && !known(o.Fault) {
		return nil, domain.E(domain.CodeInvalid, errors.New("serve: no such fault"), "field", "fault")
	}
	speak, ok := dialects[w.cfg.Platform]
	if !ok {
		return nil, domain.E(domain.CodeUnsupported, errors.New("serve: no such platform"), "field", "platform")
	}
	o.Addr = or(o.Addr, "127.0.0.1:0")
	o.AppKey, o.AppSecret, o.ShopID = or(o.AppKey, DemoAppKey), or(o.AppSecret, DemoAppSecret), or(o.ShopID, w.cfg.RemoteShopID)
	if o.Now == nil {
		o.Now = domain.SystemNow
	}
	if o.TokenLife == 0 {
		o.TokenLife = 7 * 24 * time.Hour
	}
	if o.Slow == 0 {
		o.Slow = 1500 * time.Millisecond
	}
	s := &simulator{w: w, o: o, x: newIndex(w), counts: map[string]int64{}, uses: map[string]int{}}
	s.d = speak(s)
	if o.StatePath == "" {
		return s, nil
	}
	f, err := os.OpenFile(o.StatePath, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("open state: %w", err), "field", "state")
	}
	s.state = f
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var p op
		// A line cut by a crash was never acknowledged.
		if json.Unmarshal(sc.Bytes(), &p) == nil {
			s.x.ops[p.Order] = append(s.x.ops[p.Order], p)
		}
	}
	// What comes next must not join a cut line; empty lines are nothing.
	if _, err := f.WriteString("\n"); err != nil {
		return nil, domain.E(domain.CodeUnavailable, errors.Join(fmt.Errorf("write state: %w", err), f.Close()), "field", "state")
	}
	return s, nil
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// call is one request under way.
type call struct {
	ctx    context.Context
	verb   string // GET, POST …
	path   string
	method string // the dialect's name of the call
	header http.Header
	query  url.Values
	body   []byte
	now    int64
	nth    int64
	fault  string
}

// read decodes the body; false when it is not the JSON that v wants.
func (c *call) read(v any) bool { return json.Unmarshal(c.body, v) == nil }

const maxBody = 8 << 20 // pictures are uploaded too

// ServeHTTP counts a call, lets it meet its fault and has the dialect answer.
func (s *simulator) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	c := &call{ctx: r.Context(), verb: r.Method, path: r.URL.Path, header: r.Header, query: r.URL.Query(), now: int64(s.o.Now()) / 1000}
	var err error
	if c.body, err = io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody)); err != nil {
		http.Error(rw, "request too large", http.StatusRequestEntityTooLarge)
		return
	}
	if r.Method != http.MethodPost && r.Method != http.MethodGet {
		http.Error(rw, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	c.method = s.d.name(c)
	c.fault, c.nth = s.pickFault(c.method)
	switch c.fault {
	case faultServer:
		http.Error(rw, "<html><body><h1>502 Bad Gateway</h1></body></html>", http.StatusBadGateway)
		return
	case faultSlow:
		t := time.NewTimer(s.o.Slow)
		defer t.Stop()
		select {
		case <-t.C:
		case <-c.ctx.Done():
			return
		}
	case faultClock:
		c.now += maxSkew + 60
	}
	status, body := s.d.answer(c)
	if c.fault == faultCut {
		body = body[:len(body)*3/5]
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	// Whoever hung up does not read the error either.
	_, _ = rw.Write(body)
}

// pickFault counts the call and says which fault it meets. Standing faults hit
// some calls only, so that a client that tries again gets through.
func (s *simulator) pickFault(method string) (string, int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[method]++
	s.calls++
	n := s.calls
	for _, p := range s.planned {
		if p.times > 0 && (p.method == method || p.method == "" && !s.d.token(method)) {
			p.times--
			return p.fault, n
		}
	}
	// Tokens are got once: a client may well not try that call again.
	if s.d.token(method) && s.o.Fault != faultClock {
		return "", n
	}
	s.met++
	switch s.o.Fault {
	case faultStorm:
		if s.met%5 > 1 {
			return "", n
		}
	case faultServer, faultCut, faultSlow:
		if s.met%4 != 0 {
			return "", n
		}
	}
	return s.o.Fault, n
}

// keep writes an op to the state file before it is shown.
func (s *simulator) keep(o op) error {
	if s.state != nil {
		b, err := json.Marshal(o)
		if err != nil {
			return err
		}
		if _, err := s.state.Write(append(b, '\n')); err != nil {
			return err
		}
		if err := s.state.Sync(); err != nil {
			return err
		}
	}
	s.x.do(o)
	return nil
}
