package walk

import (
	"context"
	"encoding/json"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// List is one of the lists of a stream. Its Plan.Stream is "stream/name", so
// that a cursor of one list is not taken by another.
type List struct {
	Name  string
	Plan  Plan
	Fetch Fetch
}

// Lists reads several lists of a platform as one stream, one list after the
// other: returns and cancellations, or orders and the payments that change
// them without touching their time of change. Each list keeps a mark of its own
// from run to run; the run is done when the last list has caught up.
type Lists struct {
	Stream string
	Lists  []List
}

// many is the position in a stream of several lists.
type many struct {
	V      int                        `json:"v"`
	Stream string                     `json:"s"`
	Turn   int                        `json:"turn,omitempty"` // the list in progress
	At     map[string]platform.Cursor `json:"at"`             // list name → its cursor
}

func (k many) encode() platform.Cursor {
	b, err := json.Marshal(k)
	if err != nil { // numbers and text always marshal
		return ""
	}
	return platform.Cursor(b)
}

// listed is the version of a cursor of many; a single list's is 1.
const listed = 2

func (l Lists) decode(at platform.Cursor) (many, error) {
	k := many{V: listed, Stream: l.Stream, At: map[string]platform.Cursor{}}
	if at == "" {
		return k, nil
	}
	bad := domain.E(domain.CodeInvalid, errors.New("read cursor"), "field", "cursor")
	k = many{}
	if json.Unmarshal([]byte(at), &k) != nil || k.V != listed || k.Stream != l.Stream || k.Turn < 0 || k.Turn >= len(l.Lists) || k.At == nil {
		return k, bad
	}
	return k, nil
}

// Between makes a cursor for rows of every list created in [from, to), whatever
// changed since.
func (l Lists) Between(from, to domain.Instant) platform.Cursor {
	k := many{V: listed, Stream: l.Stream, At: map[string]platform.Cursor{}}
	for _, one := range l.Lists {
		k.At[one.Name] = one.Plan.Between(from, to)
	}
	return k.encode()
}

// Next reads the page behind a cursor and says which list it came from. Errors
// are those of Plan.Next. A list that this program has and the cursor's did not
// is read from its beginning.
func (l Lists) Next(ctx context.Context, now domain.Instant, at platform.Cursor) (Step, string, error) {
	k, err := l.decode(at)
	if err != nil {
		return Step{}, "", err
	}
	one := l.Lists[k.Turn]
	s, err := one.Plan.Next(ctx, now, k.At[one.Name], one.Fetch)
	if err != nil {
		return Step{}, one.Name, err
	}
	k.At[one.Name] = s.Next
	if s.Done {
		k.Turn = (k.Turn + 1) % len(l.Lists)
		s.Done = k.Turn == 0
	}
	s.Next = k.encode()
	return s, one.Name, nil
}
