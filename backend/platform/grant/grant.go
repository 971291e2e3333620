// Package grant keeps one shop's credentials and its token alive.
//
// Rules. A token with less than Ahead left is renewed before use; one that the
// platform calls expired is renewed once. The first caller renews, the others
// wait and use what it got. Every renewal is saved before it is used: a refresh
// token may be good for one use only. Nothing here is logged.
//
// Why a package of its own: a second caller that renews at the same time kills
// the first one's token on most platforms, and this is easy to get wrong anew
// in each folder.
package grant

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Names under which tokens lie among the credentials. Times are Unix ms as text.
//
// Expires is what the house warns of 72 hours ahead. Where an access token is
// renewed without a person, again and again, its own short end goes into
// AccessExpires, and Expires says when a person must authorise again (none when
// never): a token of two hours would be a warning at any time.
const (
	Access         = "access_token"
	AccessExpires  = "access_expires"
	Refresh        = "refresh_token"
	Expires        = "token_expires"
	RefreshExpires = "refresh_expires"
	ShopName       = "shop_name"
)

// Keeper guards one shop's credentials. It is safe for concurrent use.
type Keeper struct {
	now   domain.Now
	save  func(ctx context.Context, c platform.Credentials) error
	ahead domain.Instant

	renew sync.Mutex // held while a token is asked for
	mu    sync.Mutex // guards cred
	cred  platform.Credentials
}

// New makes a Keeper of credentials as platform.Fill returned them. ahead is the
// life left below which a token is renewed before use.
func New(d platform.Deps, cred platform.Credentials, ahead domain.Instant) *Keeper {
	return &Keeper{now: d.Now, save: d.SaveCredentials, ahead: ahead, cred: cred}
}

// Get returns one credential, "" when there is none.
func (k *Keeper) Get(name string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.cred[name]
}

// Credentials returns a copy of everything that is to be kept.
func (k *Keeper) Credentials() platform.Credentials {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.cred.Clone()
}

// Time returns a credential that is Unix ms; 0 when nobody said.
func (k *Keeper) Time(name string) domain.Instant {
	n, _ := strconv.ParseInt(k.Get(name), 10, 64)
	return domain.Instant(n)
}

// Put changes credentials and saves them. An empty value removes its name.
func (k *Keeper) Put(ctx context.Context, change map[string]string) error {
	k.mu.Lock()
	for name, v := range change {
		if v == "" {
			delete(k.cred, name)
		} else {
			k.cred[name] = v
		}
	}
	saved := k.cred.Clone()
	k.mu.Unlock()
	if k.save == nil {
		return nil
	}
	if err := k.save(ctx, saved); err != nil {
		return fmt.Errorf("save credentials: %w", err)
	}
	return nil
}

// Millis writes an Instant as a credential, "" for 0.
func Millis(at domain.Instant) string {
	if at <= 0 {
		return ""
	}
	return strconv.FormatInt(int64(at), 10)
}

// Token returns a living access token. bad names a token that the platform
// just refused, "" otherwise. renew asks the platform for another and keeps it
// with Put. Where renewing fails for a passing reason (not unauthorized) and
// the old token still lives, that one is returned: renewing can wait.
func (k *Keeper) Token(ctx context.Context, bad string, renew func(ctx context.Context) error) (string, error) {
	k.renew.Lock()
	defer k.renew.Unlock()
	have, expires := k.Get(Access), k.Time(AccessExpires)
	if expires.IsZero() {
		expires = k.Time(Expires)
	}
	if have != "" && have != bad && (expires.IsZero() || expires-k.now() > k.ahead) {
		return have, nil
	}
	err := renew(ctx)
	if err == nil {
		return k.Get(Access), nil
	}
	if have != "" && have != bad && expires > k.now() && domain.CodeOf(err) != domain.CodeUnauthorized {
		return have, nil
	}
	return "", err
}

// Stale reports whether a call failed because its access token is dead: the
// connector marks such errors unauthorized with reason token_expired.
func Stale(err error) bool {
	return domain.CodeOf(err) == domain.CodeUnauthorized && domain.ParamOf(err, "reason") == "token_expired"
}

// Read calls with a living token, once more with a renewed one when the
// platform says that the first is dead. Only for reads.
func Read[T any](ctx context.Context, k *Keeper, renew func(ctx context.Context) error, call func(token string) (T, error)) (T, error) {
	var none T
	token, err := k.Token(ctx, "", renew)
	if err != nil {
		return none, err
	}
	got, err := call(token)
	if !Stale(err) {
		return got, err
	}
	if token, err = k.Token(ctx, token, renew); err != nil {
		return none, err
	}
	return call(token)
}

// Write calls once. A dead token is renewed for the next attempt, but the write
// itself is not repeated: that is the outbox's decision (unavailable, reason
// token_renewed, sent=no).
func Write[T any](ctx context.Context, k *Keeper, renew func(ctx context.Context) error, call func(token string) (T, error)) (T, error) {
	var none T
	token, err := k.Token(ctx, "", renew)
	if err != nil {
		return none, platform.NotSent(err)
	}
	got, err := call(token)
	if !Stale(err) {
		return got, err
	}
	if _, rerr := k.Token(ctx, token, renew); rerr != nil {
		return none, platform.NotSent(rerr)
	}
	return none, domain.E(domain.CodeUnavailable, errors.New("write"), "reason", "token_renewed", "sent", "no")
}
