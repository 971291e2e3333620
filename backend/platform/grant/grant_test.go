package grant

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

const now = domain.Instant(1_788_500_000_000)

func keeper(cred platform.Credentials, saved *[]platform.Credentials) *Keeper {
	return New(platform.Deps{Now: func() domain.Instant { return now }, SaveCredentials: func(_ context.Context, c platform.Credentials) error {
		if saved != nil {
			*saved = append(*saved, c)
		}
		return nil
	}}, cred, domain.Hour)
}

func expired() error {
	return domain.E(domain.CodeUnauthorized, errors.New("call"), "reason", "token_expired")
}

func TestManyCallersRenewOnce(t *testing.T) {
	k := keeper(platform.Credentials{Access: "old", Expires: Millis(now + domain.Minute)}, nil)
	var asked atomic.Int64
	renew := func(ctx context.Context) error {
		asked.Add(1)
		return k.Put(ctx, map[string]string{Access: "new", Expires: Millis(now + domain.Day)})
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got, err := k.Token(t.Context(), "", renew); err != nil || got != "new" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	all.Wait()
	if asked.Load() != 1 {
		t.Fatalf("renewed %d times", asked.Load())
	}
}

func TestALivingTokenOutlivesAPlatformThatCannotRenewIt(t *testing.T) {
	k := keeper(platform.Credentials{Access: "old", Expires: Millis(now + domain.Minute)}, nil)
	down := func(context.Context) error { return domain.E(domain.CodeUnavailable, errors.New("renew")) }
	if got, err := k.Token(t.Context(), "", down); err != nil || got != "old" {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := k.Token(t.Context(), "old", down); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatalf("a refused token came back: %v", err)
	}
	refused := func(context.Context) error { return expired() }
	if _, err := k.Token(t.Context(), "", refused); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Fatalf("a refused refresh: %v", err)
	}
}

func TestAReadIsRepeatedWithARenewedTokenAndAWriteIsNot(t *testing.T) {
	var saved []platform.Credentials
	k := keeper(platform.Credentials{Access: "old"}, &saved)
	renew := func(ctx context.Context) error { return k.Put(ctx, map[string]string{Access: "new", Refresh: ""}) }
	calls := []string{}
	call := func(token string) (string, error) {
		calls = append(calls, token)
		if token == "old" {
			return "", expired()
		}
		return "ok", nil
	}
	if got, err := Read(t.Context(), k, renew, call); err != nil || got != "ok" || len(calls) != 2 || calls[1] != "new" {
		t.Fatalf("%q %v %v", got, err, calls)
	}
	if len(saved) != 1 || saved[0][Access] != "new" {
		t.Fatalf("saved %v", saved)
	}
	k = keeper(platform.Credentials{Access: "old"}, nil)
	renew = func(ctx context.Context) error { return k.Put(ctx, map[string]string{Access: "new"}) }
	calls = calls[:0]
	_, err := Write(t.Context(), k, renew, call)
	if domain.ParamOf(err, "reason") != "token_renewed" || domain.ParamOf(err, "sent") != "no" || len(calls) != 1 || k.Get(Access) != "new" {
		t.Fatalf("%v %v", err, calls)
	}
}

// SY-10: the 72 hours are counted to the day a person must act, the renewal to
// the token's own end.
func TestAShortTokenIsRenewedByItsOwnEnd(t *testing.T) {
	k := keeper(platform.Credentials{Access: "old", AccessExpires: Millis(now + domain.Minute), Expires: Millis(now + 100*domain.Day)}, nil)
	renew := func(ctx context.Context) error {
		return k.Put(ctx, map[string]string{Access: "new", AccessExpires: Millis(now + domain.Day)})
	}
	for range 2 {
		if got, err := k.Token(t.Context(), "", renew); err != nil || got != "new" {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	if k.Time(Expires) != now+100*domain.Day {
		t.Fatal("the day to authorise again moved")
	}
}
