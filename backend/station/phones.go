package station

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/evidence"
)

// handler routes the page's files and the phone's questions. Everything that is not
// named here does not exist; no part of a path ever names a file.
func (l *Lan) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/pair", l.pair)
	mux.HandleFunc("GET /api/me", l.paired(func(w http.ResponseWriter, _ *http.Request, p domain.Phone) { sayJSON(w, http.StatusOK, l.me(p)) }))
	mux.HandleFunc("GET /api/offers", l.paired(l.offers))
	mux.HandleFunc("GET /api/find", l.paired(l.find))
	mux.HandleFunc("GET /api/offer", l.paired(l.offer))
	mux.HandleFunc("POST /api/uploads", l.paired(l.begin))
	mux.HandleFunc("GET /api/uploads/{key}", l.paired(l.size))
	mux.HandleFunc("PUT /api/uploads/{key}", l.paired(l.piece))
	mux.HandleFunc("POST /api/uploads/{key}/finish", l.paired(l.finish))
	mux.HandleFunc("DELETE /api/uploads/{key}", l.paired(l.drop))
	return l.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f, ok := pageFiles[r.URL.Path]; ok && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			w.Header().Set("Content-Type", f.kind)
			_, _ = w.Write(f.body)
			return
		}
		switch _, pattern := mux.Handler(r); pattern {
		case "": // the multiplexer would clean the path and send the phone there; nothing of ours lies behind such a path
			l.turnAway(w, r, domain.RefusalPath, http.StatusNotFound)
		default:
			mux.ServeHTTP(w, r)
		}
	}))
}

// paired lets a phone with a valid token through.
func (l *Lan) paired(next func(http.ResponseWriter, *http.Request, domain.Phone)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := l.phoneOf(r)
		if why := domain.ParamOf(err, "reason"); err != nil && domain.CodeOf(err) == domain.CodeUnauthorized {
			l.turnAway(w, r, domain.DoorRefusal(why), http.StatusUnauthorized)
			return
		}
		if err != nil {
			sayError(w, err)
			return
		}
		if !l.allowed("phone "+p.ID, 1) {
			l.turnAway(w, r, domain.RefusalRate, http.StatusTooManyRequests)
			return
		}
		l.saw(r.Context(), p.ID)
		next(w, r, p)
	}
}

// me is what a phone is told about itself.
func (l *Lan) me(p domain.Phone) map[string]any {
	l.mu.Lock()
	defer l.mu.Unlock()
	return map[string]any{"name": p.Name, "operator": p.Operator, "fingerprint": l.print, "piece": l.limits.piece / 4,
		"max": l.d.Settings().MaxIntakeBytes, "zone": l.d.Settings().Zone}
}

// offersAnswer is what the page shows before a case is chosen.
type offersAnswer struct {
	Rev     int64               `json:"rev"` // say it with the next question
	Asked   *domain.PhoneOffer  `json:"asked"`
	Awaited []domain.PhoneOffer `json:"awaited"`
	Packing []domain.PhoneOffer `json:"packing"`
}

// offers answers at once when the page's rev is old, else when the window asks for
// something or after a while: what a phone shows follows the window.
func (l *Lan) offers(w http.ResponseWriter, r *http.Request, p domain.Phone) {
	ctx := r.Context()
	rev, err := strconv.ParseInt(r.URL.Query().Get("rev"), 10, 64)
	if err != nil {
		rev = -1
	}
	l.mu.Lock()
	_, here := l.online[p.ID]
	l.online[p.ID] = l.d.Now()
	moved, current := l.moved, l.asked.rev
	l.mu.Unlock()
	if !here {
		l.changed()
	}
	if rev == current {
		timer := time.NewTimer(l.limits.wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return
		case <-moved:
		case <-timer.C:
		}
		if _, err := l.phoneOf(r); err != nil { // its right may have ended while it waited
			l.turnAway(w, r, domain.DoorRefusal(domain.ParamOf(err, "reason")), http.StatusUnauthorized)
			return
		}
	}
	out, err := l.offersNow(ctx)
	if err != nil {
		sayError(w, err)
		return
	}
	sayJSON(w, http.StatusOK, out)
}

func (l *Lan) offersNow(ctx context.Context) (offersAnswer, error) {
	l.mu.Lock()
	a := l.asked
	l.mu.Unlock()
	out := offersAnswer{Rev: a.rev}
	if a.at != 0 && l.d.Now() < a.at+askedLife {
		o, _, err := l.d.OfferOf(ctx, a.orderID, a.caseID)
		if err != nil && domain.CodeOf(err) != domain.CodeNotFound { // its shop was removed meanwhile
			return out, err
		}
		if err == nil {
			out.Asked = &o
		}
	}
	var err error
	out.Awaited, out.Packing, err = l.d.AwaitedOffers(ctx)
	return out, err
}

func (l *Lan) find(w http.ResponseWriter, r *http.Request, _ domain.Phone) {
	list, err := l.d.FindOffers(r.Context(), r.URL.Query().Get("number"))
	if err != nil {
		sayError(w, err)
		return
	}
	sayJSON(w, http.StatusOK, list)
}

// arrived is a file of a case, as much as a phone needs to see that it is there.
type arrived struct {
	ID    string              `json:"id"`
	Name  string              `json:"name"`
	Kind  domain.EvidenceKind `json:"kind"`
	Size  int64               `json:"size"`
	At    domain.Instant      `json:"at"`
	Phone string              `json:"phone"` // device it came from, "" = another door
}

func (l *Lan) offer(w http.ResponseWriter, r *http.Request, _ domain.Phone) {
	q := r.URL.Query()
	o, rows, err := l.d.OfferOf(r.Context(), q.Get("order"), q.Get("case"))
	if err != nil {
		sayError(w, err)
		return
	}
	files := make([]arrived, 0, len(rows))
	for _, e := range rows {
		files = append(files, arrived{ID: e.Item.ID, Name: e.Item.Name, Kind: e.Item.Kind, Size: e.Item.Size, At: e.Item.AddedAt, Phone: e.Item.Device})
	}
	sayJSON(w, http.StatusOK, map[string]any{"offer": o, "files": files})
}

func (l *Lan) begin(w http.ResponseWriter, r *http.Request, p domain.Phone) {
	var ask evidence.UploadAsk
	if !l.readJSON(w, r, &ask) {
		return
	}
	size, err := l.up.Begin(r.Context(), p, ask)
	l.saySize(w, size, err)
}

func (l *Lan) size(w http.ResponseWriter, r *http.Request, p domain.Phone) {
	size, err := l.up.Size(r.Context(), p.ID, r.PathValue("key"))
	l.saySize(w, size, err)
}

func (l *Lan) saySize(w http.ResponseWriter, size int64, err error) {
	if err != nil {
		sayError(w, err)
		return
	}
	sayJSON(w, http.StatusOK, map[string]int64{"size": size})
}

// piece takes bytes that begin at ?at=. The phone's SHA-256 of the piece comes in
// the header Piece-Sha256; a piece that is another is not written, and sent again.
func (l *Lan) piece(w http.ResponseWriter, r *http.Request, p domain.Phone) {
	at, err := strconv.ParseInt(r.URL.Query().Get("at"), 10, 64)
	if err != nil || at < 0 {
		l.turnAway(w, r, domain.RefusalMethod, http.StatusBadRequest)
		return
	}
	b, ok := l.readBody(w, r, l.limits.piece)
	if !ok {
		return
	}
	if sum := sha256.Sum256(b); len(b) == 0 || hex.EncodeToString(sum[:]) != r.Header.Get("Piece-Sha256") {
		l.turnAway(w, r, domain.RefusalHash, http.StatusUnprocessableEntity)
		return
	}
	if _, err := l.phoneOf(r); err != nil { // a slow body must not outlive its phone's right
		l.turnAway(w, r, domain.DoorRefusal(domain.ParamOf(err, "reason")), http.StatusUnauthorized)
		return
	}
	size, err := l.up.Append(r.Context(), p.ID, r.PathValue("key"), at, b)
	l.saySize(w, size, err)
}

// finish makes a whole file evidence; sha256 is the phone's own over the file.
func (l *Lan) finish(w http.ResponseWriter, r *http.Request, p domain.Phone) {
	var ask struct {
		Sha256 string `json:"sha256"`
	}
	if !l.readJSON(w, r, &ask) {
		return
	}
	size, err := l.up.Size(r.Context(), p.ID, r.PathValue("key"))
	if err != nil && domain.CodeOf(err) != domain.CodeNotFound {
		sayError(w, err)
		return
	}
	first := err == nil
	res, err := l.up.Finish(r.Context(), p.ID, r.PathValue("key"), ask.Sha256)
	if domain.CodeOf(err) == domain.CodeCorrupt && domain.ParamOf(err, "item") == "upload" {
		l.turnAway(w, r, domain.RefusalHash, http.StatusUnprocessableEntity)
		return
	}
	if err != nil {
		l.d.Log.Warn("upload refused", "phone", p.ID, "code", string(domain.CodeOf(err)))
		sayError(w, err)
		return
	}
	if first {
		if err := l.d.SeePhone(r.Context(), p.ID, 1, size); err != nil {
			l.d.Log.Warn("note phone", "code", string(domain.CodeOf(err)))
		}
	}
	sayJSON(w, http.StatusOK, map[string]any{"id": res.ID, "known": res.Known, "linked": len(res.Links) > 0})
}

func (l *Lan) drop(w http.ResponseWriter, r *http.Request, p domain.Phone) {
	if err := l.up.Drop(r.Context(), p.ID, r.PathValue("key")); err != nil {
		sayError(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// readBody reads at most limit bytes within the time for a body.
func (l *Lan) readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(l.limits.body)); err != nil {
		sayError(w, domain.E(domain.CodeInternal, errors.New("set time for a body")))
		return nil, false
	}
	if r.ContentLength > limit {
		l.turnAway(w, r, domain.RefusalLarge, http.StatusRequestEntityTooLarge)
		return nil, false
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		l.turnAway(w, r, domain.RefusalLarge, http.StatusRequestEntityTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		l.turnAway(w, r, domain.RefusalSlow, http.StatusRequestTimeout)
	case err != nil: // the link dropped; nobody is there to hear
		w.WriteHeader(http.StatusBadRequest)
	}
	return b, err == nil
}

func (l *Lan) readJSON(w http.ResponseWriter, r *http.Request, v any) bool {
	b, ok := l.readBody(w, r, l.limits.question)
	if !ok {
		return false
	}
	if err := json.Unmarshal(b, v); err != nil {
		l.turnAway(w, r, domain.RefusalMethod, http.StatusBadRequest)
		return false
	}
	return true
}

func sayJSON(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b)
}

// sayError tells the page the code and what it may act on.
func sayError(w http.ResponseWriter, err error) {
	params := map[string]string{}
	for _, key := range []string{"field", "reason", "size", "max"} {
		if v := domain.ParamOf(err, key); v != "" {
			params[key] = v
		}
	}
	status := http.StatusInternalServerError
	switch code := domain.CodeOf(err); code {
	case domain.CodeInvalid:
		status = http.StatusBadRequest
	case domain.CodeUnauthorized:
		status = http.StatusUnauthorized
	case domain.CodeNotFound:
		status = http.StatusNotFound
	case domain.CodeConflict:
		status = http.StatusConflict
	case domain.CodeUnavailable:
		status = http.StatusInsufficientStorage
	}
	sayJSON(w, status, map[string]any{"code": domain.CodeOf(err), "params": params})
}
