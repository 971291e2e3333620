// Package flex reads the scalars of platforms' JSON as they really come: ids
// as numbers past 2^53, numbers as text, empty text for a missing number,
// amounts in yuan as floats or text, moments in five spellings.
//
// Rules. Digits are never read through a float. Missing is not zero: Set says
// whether a value was there. An error never repeats the value, which may be a
// buyer's text.
//
// Why a package of its own: every platform folder needs these types, and two
// readings of the same oddity would differ at the edges.
package flex

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// Num is a whole number that may arrive as a number, as text, empty or not at
// all.
type Num struct {
	N   int64
	Set bool // the field was there and not empty
}

// UnmarshalJSON accepts 1, "1", 1.0, 1e3, "", null.
func (n *Num) UnmarshalJSON(b []byte) error {
	*n = Num{}
	s := strings.TrimSpace(string(bytes.Trim(b, `"`)))
	if s == "" || s == "null" {
		return nil
	}
	v, err := strconv.ParseInt(Whole(s), 10, 64)
	if err != nil {
		return wrong[int64]("number")
	}
	n.N, n.Set = v, true
	return nil
}

// Seconds reads n as Unix seconds; 0 when it is no moment of this trade.
func (n Num) Seconds() domain.Instant {
	if n.N > maxUnix {
		return 0
	}
	return domain.FromUnix(n.N)
}

// Millis reads n as Unix milliseconds; 0 when it is no moment of this trade.
func (n Num) Millis() domain.Instant {
	if n.N <= 0 || n.N > maxUnix*1000 {
		return 0
	}
	return domain.Instant(n.N)
}

// Minor reads n as an amount in minor units (fen, cents); a missing field is
// an unknown amount.
func (n Num) Minor(currency string) domain.Money {
	if !n.Set {
		return domain.Money{}
	}
	return domain.Money{Minor: n.N, Currency: currency}
}

// Raw is n as text, "" when missing.
func (n Num) Raw() string {
	if !n.Set {
		return ""
	}
	return strconv.FormatInt(n.N, 10)
}

// Bool is a yes-or-no that may arrive as true, "true", 1, "1", "Y".
type Bool struct{ Is, Set bool }

// UnmarshalJSON accepts the spellings of Bool, "" and null.
func (v *Bool) UnmarshalJSON(b []byte) error {
	*v = Bool{}
	switch strings.ToLower(strings.Trim(string(b), `" `)) {
	case "", "null":
	case "true", "1", "y", "yes":
		*v = Bool{Is: true, Set: true}
	case "false", "0", "n", "no":
		v.Set = true
	default:
		return wrong[bool]("bool")
	}
	return nil
}

// Text is a string that may arrive as a number, so that ids keep every digit.
type Text string

// UnmarshalJSON accepts strings, numbers, booleans and null.
func (t *Text) UnmarshalJSON(b []byte) error {
	switch {
	case bytes.Equal(b, []byte("null")):
		*t = ""
	case len(b) > 0 && b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*t = Text(s)
	case len(b) > 0 && (b[0] == '{' || b[0] == '['):
		return wrong[string]("object")
	default:
		*t = Text(Whole(string(b)))
	}
	return nil
}

// ID is t as an id; "0" means none.
func (t Text) ID() string {
	if s := strings.TrimSpace(string(t)); s != "0" {
		return s
	}
	return ""
}

// Major reads t as an amount in major units (yuan, dollars). The second result
// is false when it is neither empty nor an amount.
func (t Text) Major(currency string) (domain.Money, bool) {
	m, err := domain.ParseMoney(string(t), currency)
	return m, err == nil
}

// maxUnix is the year 2100: a larger number of seconds is not a moment of this trade.
const maxUnix = 4102444800

// Beijing is the zone in which Chinese platforms write wall-clock times.
func Beijing() *time.Location { return time.FixedZone("UTC+8", 8*3600) }

// Moment reads Unix seconds, Unix milliseconds, RFC 3339, or a wall-clock time
// in zone ("2006-01-02 15:04:05"); 0 when it is none of these.
func (t Text) Moment(zone *time.Location) domain.Instant {
	s := strings.TrimSpace(string(t))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		switch {
		case n <= 0:
			return 0
		case n <= maxUnix:
			return domain.FromUnix(n)
		}
		return Num{N: n}.Millis()
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006/01/02 15:04:05", "2006-01-02 15:04", time.RFC3339Nano, "2006-01-02T15:04:05"} {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil && at.Unix() > 0 && at.Unix() <= maxUnix {
			return domain.InstantOf(at)
		}
	}
	return 0
}

// wrong is a decoding error without the value.
func wrong[T any](what string) error {
	return &json.UnmarshalTypeError{Value: what, Type: reflect.TypeFor[T]()}
}
