package station

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
	"afterdesk/backend/evidence"
)

// limits of the door for phones; tests make them small.
type limits struct {
	header   time.Duration // for a TLS handshake and a request's head
	body     time.Duration // for a body
	wait     time.Duration // a page's question "anything new?" is answered after
	idle     time.Duration
	conns    int     // connections at a time
	perSec   float64 // requests of one phone, or of one address without one
	burst    float64
	piece    int64 // bytes of one piece of a file
	question int64 // bytes of any other body
}

func usualLimits() limits {
	return limits{header: 5 * time.Second, body: 30 * time.Second, wait: 25 * time.Second, idle: time.Minute, conns: 96, perSec: 40, burst: 160,
		piece: 4 << 20, question: 16 << 10}
}

// inviteLife is how long a QR code opens.
const inviteLife = 2 * domain.Minute

// Lan is the door for phones: a page in their browser that brings photos and clips
// into cases (EV-16). It is closed until a person opens it and forgets to be open
// when the program ends.
type Lan struct {
	// OnChange is told when the door opened or closed, or a phone came or went.
	OnChange func()

	d      *desk.Desk
	up     *evidence.Uploads
	limits limits

	mu       sync.Mutex
	srv      *http.Server
	stop     context.CancelFunc
	address  string // host:port, "" while closed
	print    string
	closesAt domain.Instant
	timer    *time.Timer
	invite   invite
	asked    asked
	moved    chan struct{} // closed when asked or a phone's right changes
	online   map[string]domain.Instant
	seen     map[string]domain.Instant
	buckets  map[string]*bucket
	refused  map[domain.DoorRefusal]domain.RefusalCount
	flushing bool
}

// asked is what the window wants pictures of now.
type asked struct {
	orderID, caseID string
	at              domain.Instant
	rev             int64
}

// askedLife ends a request from the window that nobody followed.
const askedLife = 15 * domain.Minute

// NewLan returns a closed door of a desk.
func NewLan(d *desk.Desk) *Lan {
	return &Lan{d: d, up: evidence.NewUploads(d.Evidence), limits: usualLimits(), moved: make(chan struct{}), online: map[string]domain.Instant{},
		seen: map[string]domain.Instant{}, buckets: map[string]*bucket{}, refused: map[domain.DoorRefusal]domain.RefusalCount{}}
}

// Addresses lists the private IPv4 addresses of this machine, and loopback last:
// for a try, and for a phone that is tied by a cable.
func Addresses() []string {
	out := []string{}
	all, err := net.InterfaceAddrs()
	if err == nil {
		for _, a := range all {
			if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsPrivate() {
				out = append(out, n.IP.String())
			}
		}
	}
	return append(out, "127.0.0.1")
}

// Open opens the door at a private or loopback address of this machine, after
// closing it elsewhere. Codes: invalid (field address, port, hours), unavailable
// (field port, reason port_taken), unauthorized while the secret room is locked.
func (l *Lan) Open(ctx context.Context, r domain.PhoneDoorRequest) error {
	ip := net.ParseIP(r.Address).To4()
	if ip == nil || !ip.IsPrivate() && !ip.IsLoopback() {
		return domain.E(domain.CodeInvalid, errors.New("open door for phones"), "field", "address")
	}
	if r.Port != 0 && (r.Port < 1024 || r.Port > 65535) {
		return domain.E(domain.CodeInvalid, errors.New("open door for phones"), "field", "port")
	}
	if r.Hours < 0 || r.Hours > 24 {
		return domain.E(domain.CodeInvalid, errors.New("open door for phones"), "field", "hours")
	}
	cert, print, err := certificate(ctx, l.d, ip)
	if err != nil {
		return err
	}
	l.Close()
	raw, err := net.Listen("tcp4", net.JoinHostPort(ip.String(), strconv.FormatInt(r.Port, 10)))
	if err != nil {
		return domain.E(domain.CodeUnavailable, errors.New("listen for phones"), "field", "port", "reason", "port_taken")
	}
	if gone, err := l.up.Sweep(ctx); err != nil {
		l.d.Log.Warn("sweep old uploads", "code", string(domain.CodeOf(err)))
	} else if gone > 0 {
		l.d.Log.Info("old uploads removed", "count", gone)
	}
	base, stop := context.WithCancel(context.Background())
	watch := newConnWatch(l.limits.header, func() { l.refuse(domain.RefusalSlow, "", "") })
	srv := &http.Server{
		Handler: l.handler(), ReadHeaderTimeout: l.limits.header, WriteTimeout: l.limits.wait + l.limits.body + 5*time.Second, IdleTimeout: l.limits.idle,
		MaxHeaderBytes: 16 << 10, ErrorLog: quietLog(), BaseContext: func(net.Listener) context.Context { return base },
		ConnContext: watch.context, ConnState: watch.state,
		TLSConfig:    &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}, // one request at a time per connection: the time limits hold for each
	}
	l.mu.Lock()
	l.srv, l.stop, l.address, l.print, l.closesAt = srv, stop, raw.Addr().String(), print, 0
	if r.Hours > 0 {
		l.closesAt = l.d.Now() + domain.Instant(r.Hours)*domain.Hour
		l.timer = time.AfterFunc(time.Duration(r.Hours)*time.Hour, l.Close)
	}
	at := l.address
	l.mu.Unlock()
	go func() {
		if err := srv.ServeTLS(&fewConns{Listener: raw, free: make(chan struct{}, l.limits.conns), full: func() { l.refuse(domain.RefusalRate, "", "") }}, "", ""); err != nil && !errors.Is(err, http.ErrServerClosed) {
			l.d.Log.Error("door for phones closed", "err", err.Error())
		}
	}()
	l.d.Log.Info("door for phones opened", "at", at)
	l.note(ctx, true, at)
	l.changed()
	return nil
}

// Close closes the door. Requests that are being answered get a second; what was
// uploaded so far stays for the next time. Closing a closed door does nothing.
func (l *Lan) Close() {
	l.mu.Lock()
	srv, stop, timer, at := l.srv, l.stop, l.timer, l.address
	l.srv, l.stop, l.timer, l.address, l.print, l.closesAt, l.invite, l.asked = nil, nil, nil, "", "", 0, invite{}, asked{rev: l.asked.rev}
	clear(l.online)
	l.mu.Unlock()
	if srv == nil {
		return
	}
	if timer != nil {
		timer.Stop()
	}
	stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		_ = srv.Close()
	}
	if err := l.up.Close(); err != nil {
		l.d.Log.Error("close uploads", "err", err.Error())
	}
	l.flush()
	l.d.Log.Info("door for phones closed", "at", at)
	l.note(context.Background(), false, at)
	l.changed()
}

func (l *Lan) note(ctx context.Context, opened bool, at string) {
	if err := l.d.NoteDoor(ctx, opened, at); err != nil {
		l.d.Log.Error("note door for phones", "code", string(domain.CodeOf(err)))
	}
}

func (l *Lan) changed() {
	if l.OnChange != nil {
		l.OnChange()
	}
}

// State describes the door, its phones and whom it refused.
func (l *Lan) State(ctx context.Context) (domain.PhoneDoor, error) {
	l.flush()
	out := domain.PhoneDoor{Addresses: Addresses()}
	var err error
	if out.Phones, err = l.d.Store.ListPhones(ctx); err != nil {
		return out, err
	}
	if out.Refusals, err = l.d.Store.ListRefusals(ctx); err != nil {
		return out, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.srv != nil {
		out.Open, out.URL, out.Fingerprint, out.ClosesAt, out.Online = true, "https://"+l.address, l.print, l.closesAt, l.countOnline()
	}
	return out, nil
}

// countOnline counts pages that asked for news lately. Call with mu held.
func (l *Lan) countOnline() int64 {
	n := int64(0)
	for id, at := range l.online {
		if at+domain.Instant((l.limits.wait+15*time.Second).Milliseconds()) < l.d.Now() {
			delete(l.online, id)
			continue
		}
		n++
	}
	return n
}

// Ask shows a case, or an order when caseID is "", on every phone whose page is
// open, and returns how many those are. Codes: not_found, conflict (reason
// door_closed).
func (l *Lan) Ask(ctx context.Context, orderID, caseID string) (int64, error) {
	o, _, err := l.d.OfferOf(ctx, orderID, caseID)
	if err != nil {
		return 0, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.srv == nil {
		return 0, domain.E(domain.CodeConflict, errors.New("ask phones"), "reason", "door_closed")
	}
	l.asked = asked{orderID: o.OrderID, caseID: o.AfterSaleID, at: l.d.Now(), rev: l.asked.rev + 1}
	l.wake()
	return l.countOnline(), nil
}

// Revoke takes a phone's token back at once: what it is asking now ends too.
func (l *Lan) Revoke(ctx context.Context, id string) error {
	if err := l.d.RevokePhone(ctx, id); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.online, id)
	l.wake()
	return nil
}

// wake answers every page that waits. Call with mu held.
func (l *Lan) wake() {
	close(l.moved)
	l.moved = make(chan struct{})
}
