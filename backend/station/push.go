package station

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// maxDelivery is the largest delivery that is read, in bytes.
const maxDelivery = 1 << 20

// Door listens for deliveries at POST and GET /push/<shop id>.
type Door struct {
	d *desk.Desk

	mu   sync.Mutex
	srv  *http.Server
	addr string
}

// New returns a closed Door of a desk.
func New(d *desk.Desk) *Door { return &Door{d: d} }

// Listen opens the door at a loopback address ("127.0.0.1:0" picks a port), after
// closing it elsewhere. unavailable (field pushPort) when the port is taken;
// invalid when the address is not loopback.
func (o *Door) Listen(addr string) error {
	o.Close()
	host, _, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return domain.E(domain.CodeInvalid, errors.New("listen for deliveries"), "field", "pushPort", "reason", "not_loopback")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return domain.E(domain.CodeUnavailable, errors.New("listen for deliveries"), "field", "pushPort", "reason", "port_taken")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/push/{shop}", o.push)
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 15 * time.Second, MaxHeaderBytes: 32 << 10}
	o.mu.Lock()
	o.srv, o.addr = srv, l.Addr().String()
	o.mu.Unlock()
	go func() {
		if err := srv.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			o.d.Log.Error("push door closed", "err", err.Error())
		}
	}()
	return nil
}

// Follow opens, moves or closes the door as the settings say.
func (o *Door) Follow(s domain.Settings) error {
	o.mu.Lock()
	at := o.addr
	o.mu.Unlock()
	if s.PushPort == 0 {
		o.Close()
		return nil
	}
	want := net.JoinHostPort("127.0.0.1", strconv.FormatInt(s.PushPort, 10))
	if at == want {
		return nil
	}
	return o.Listen(want)
}

// Addr is where the door listens, "" while it is closed.
func (o *Door) Addr() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.addr
}

// Close closes the door; deliveries that are being answered get a second.
func (o *Door) Close() {
	o.mu.Lock()
	srv := o.srv
	o.srv, o.addr = nil, ""
	o.mu.Unlock()
	if srv == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = srv.Shutdown(ctx)
}

func (o *Door) push(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost && r.Method != http.MethodGet { // some platforms test an address by GET
		http.Error(w, "", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxDelivery))
	if err != nil {
		http.Error(w, "", http.StatusRequestEntityTooLarge)
		return
	}
	req := desk.PushRequest{Method: r.Method, Header: map[string]string{}, Query: map[string]string{}, Body: body}
	for name, v := range r.Header {
		req.Header[strings.ToLower(name)] = v[0]
	}
	for name, v := range r.URL.Query() {
		req.Query[name] = v[0]
	}
	reply, kind, err := o.d.Push(r.Context(), r.PathValue("shop"), req)
	if err != nil {
		http.Error(w, "", statusOf(err))
		return
	}
	if kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(reply) //nolint:gosec // a connector's own words, JSON or plain text and never what was sent
}

// statusOf tells a platform no more than it must know.
func statusOf(err error) int {
	switch domain.CodeOf(err) {
	case domain.CodeUnauthorized:
		return http.StatusUnauthorized
	case domain.CodeInvalid:
		return http.StatusBadRequest
	case domain.CodeNotFound, domain.CodeUnsupported:
		return http.StatusNotFound
	case domain.CodeConflict:
		return http.StatusConflict
	}
	return http.StatusServiceUnavailable
}
