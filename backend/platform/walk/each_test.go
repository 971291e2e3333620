package walk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"afterdesk/backend/domain"
)

func idList(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(i)
	}
	return out
}

func TestDetailsComeInTheOrderOfTheirIDsFourAtATime(t *testing.T) {
	var now, most atomic.Int64
	gate := make(chan struct{}, 1)
	got, err := Each(t.Context(), idList(50), func(_ context.Context, id string) (json.RawMessage, error) {
		n := now.Add(1)
		gate <- struct{}{}
		most.Store(max(most.Load(), n))
		<-gate
		now.Add(-1)
		if id == "7" {
			return nil, domain.E(domain.CodeNotFound, errors.New("read"))
		}
		return json.RawMessage(id), nil
	})
	if err != nil || len(got) != 49 || most.Load() > 4 {
		t.Fatalf("%d details, %d at once, %v", len(got), most.Load(), err)
	}
	for i, raw := range got {
		want := i
		if i >= 7 {
			want++
		}
		if string(raw) != fmt.Sprint(want) {
			t.Fatalf("place %d holds %s", i, raw)
		}
	}
}

func TestAFailedDetailEndsThePage(t *testing.T) {
	var asked atomic.Int64
	_, err := Each(t.Context(), idList(1000), func(ctx context.Context, id string) (json.RawMessage, error) {
		asked.Add(1)
		if id == "3" {
			return nil, domain.E(domain.CodeRateLimited, errors.New("read"))
		}
		<-ctx.Done()
		return nil, domain.E(domain.CodeUnavailable, ctx.Err())
	})
	if domain.CodeOf(err) != domain.CodeRateLimited || asked.Load() > 5 {
		t.Fatalf("%v after %d questions", err, asked.Load())
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Each(ctx, idList(3), func(context.Context, string) (json.RawMessage, error) { return nil, nil }); !errors.Is(err, context.Canceled) || domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatalf("cancelled: %v", err)
	}
	if got, err := Each[string](t.Context(), nil, nil); err != nil || len(got) != 0 {
		t.Fatalf("no ids: %v %v", got, err)
	}
}
