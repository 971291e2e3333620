package station

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"unicode"

	"afterdesk/backend/domain"
)

// cookieName carries a phone's token. __Host- makes the browser send it to this
// address alone, over TLS alone; no script of a page can read it, and unlike what a
// script stores, a browser does not throw it away after a week.
const cookieName = "__Host-afterdesk-phone"

const tokenBytes = 32

// invite is the one pairing code that may be open; only its hash is kept.
type invite struct {
	hash    [sha256.Size]byte
	expires domain.Instant // 0 = none
}

// Pair makes a code that lets one phone in, once, within two minutes; one made
// before stops to work. The code is the fragment of the address: browsers send it
// to no server, and it stands in no log. Code conflict (reason door_closed).
func (l *Lan) Pair() (domain.PairingInvite, error) {
	code, err := newToken()
	if err != nil {
		return domain.PairingInvite{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.srv == nil {
		return domain.PairingInvite{}, domain.E(domain.CodeConflict, errors.New("pair a phone"), "reason", "door_closed")
	}
	l.invite = invite{hash: sha256.Sum256([]byte(code)), expires: l.d.Now() + inviteLife}
	return domain.PairingInvite{URL: "https://" + l.address + "/#pair=" + code, ExpiresAt: l.invite.expires}, nil
}

// redeem uses the invite up; false when the code is not the one that is open.
func (l *Lan) redeem(code string) bool {
	sum := sha256.Sum256([]byte(code))
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.invite.expires == 0 || l.d.Now() >= l.invite.expires || subtle.ConstantTimeCompare(sum[:], l.invite.hash[:]) != 1 {
		return false
	}
	l.invite = invite{}
	return true
}

func newToken() (string, error) {
	var b [tokenBytes]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", domain.E(domain.CodeInternal, errors.New("make a token"))
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// phoneOf returns the phone that asks. Codes: unauthorized with reason unpaired or revoked.
func (l *Lan) phoneOf(r *http.Request) (domain.Phone, error) {
	refused := func(why domain.DoorRefusal) error {
		return domain.E(domain.CodeUnauthorized, errors.New("phone has no right"), "reason", string(why))
	}
	c, err := r.Cookie(cookieName)
	if err != nil || len(c.Value) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return domain.Phone{}, refused(domain.RefusalUnpaired)
	}
	p, err := l.d.Store.PhoneByToken(r.Context(), tokenHash(c.Value))
	switch {
	case domain.CodeOf(err) == domain.CodeNotFound:
		return p, refused(domain.RefusalUnpaired)
	case err == nil && p.RevokedAt != 0:
		return p, refused(domain.RefusalRevoked)
	}
	return p, err
}

// pairing is what a phone says with its code.
type pairing struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Operator string `json:"operator"`
}

func (l *Lan) pair(w http.ResponseWriter, r *http.Request) {
	var ask pairing
	if !l.readJSON(w, r, &ask) {
		return
	}
	if !l.allowed("pair "+remote(r), 0.125) {
		l.turnAway(w, r, domain.RefusalRate, http.StatusTooManyRequests)
		return
	}
	name := label(ask.Name)
	if name == "" {
		sayError(w, domain.E(domain.CodeInvalid, errors.New("pair phone"), "field", "name"))
		return
	}
	if !l.redeem(ask.Code) {
		l.turnAway(w, r, domain.RefusalCode, http.StatusForbidden)
		return
	}
	token, err := newToken()
	if err != nil {
		sayError(w, err)
		return
	}
	now := l.d.Now()
	p := domain.Phone{ID: domain.NewID(now), Name: name, Operator: label(ask.Operator), PairedAt: now, SeenAt: now}
	if known, err := l.phoneOf(r); err == nil {
		p.ID = known.ID // the same phone again: one row, a new token
	}
	if err := l.d.PairPhone(r.Context(), p, tokenHash(token)); err != nil {
		sayError(w, err)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: token, Path: "/", MaxAge: 400 * 24 * 3600, Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	l.d.Log.Info("phone paired", "phone", p.ID)
	sayJSON(w, http.StatusOK, l.me(p))
}

// label makes a name that a person typed fit for lists: no control characters, one
// line, at most 40 characters.
func label(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if r := []rune(s); len(r) > 40 {
		s = strings.TrimSpace(string(r[:40]))
	}
	return s
}

// saw notes once a minute that a phone was here.
func (l *Lan) saw(ctx context.Context, id string) {
	now := l.d.Now()
	l.mu.Lock()
	due := l.seen[id]+domain.Minute <= now
	if due {
		l.seen[id] = now
	}
	l.mu.Unlock()
	if !due {
		return
	}
	if err := l.d.SeePhone(ctx, id, 0, 0); err != nil {
		l.d.Log.Warn("note phone", "code", string(domain.CodeOf(err)))
	}
}
