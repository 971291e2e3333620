package doudian

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// num is a whole number that may arrive as a number, as text, empty or not at
// all. Digits are never read through a float.
type num struct {
	N   int64
	Set bool // the field was there and not empty
}

// UnmarshalJSON accepts 1, "1", 1.0, "", null.
func (n *num) UnmarshalJSON(b []byte) error {
	*n = num{}
	s := string(bytes.Trim(b, `"`))
	if s == "" || s == "null" {
		return nil
	}
	v, err := strconv.ParseInt(wholeLiteral(strings.TrimSpace(s)), 10, 64)
	if err != nil {
		return &json.UnmarshalTypeError{Value: "number", Type: reflect.TypeFor[int64]()} // without the value: it may be buyer text
	}
	n.N, n.Set = v, true
	return nil
}

// instant reads n as Unix seconds.
func (n num) instant() domain.Instant {
	if n.N > maxUnix {
		return 0
	}
	return domain.FromUnix(n.N)
}

// fen reads n as an amount of fen; a missing field is an unknown amount.
func (n num) fen() domain.Money {
	if !n.Set {
		return domain.Money{}
	}
	return domain.CNY(n.N)
}

// raw is n as text, "" when missing.
func (n num) raw() string {
	if !n.Set {
		return ""
	}
	return strconv.FormatInt(n.N, 10)
}

// text is a string that may arrive as a number, so that ids keep every digit.
type text string

// UnmarshalJSON accepts strings, numbers, booleans and null.
func (t *text) UnmarshalJSON(b []byte) error {
	switch {
	case bytes.Equal(b, []byte("null")):
		*t = ""
	case len(b) > 0 && b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*t = text(s)
	case len(b) > 0 && (b[0] == '{' || b[0] == '['):
		return &json.UnmarshalTypeError{Value: "object", Type: reflect.TypeFor[string]()}
	default:
		*t = text(wholeLiteral(string(b)))
	}
	return nil
}

// id is t as an id; the platform writes "0" for none.
func (t text) id() string {
	s := strings.TrimSpace(string(t))
	if s == "0" {
		return ""
	}
	return s
}

// maxUnix is the year 2100: a larger number of seconds is not a moment of this trade.
const maxUnix = 4102444800

// beijing is the zone of the platform's days and of its written times.
func beijing() *time.Location { return time.FixedZone("UTC+8", 8*3600) }

// moment reads a time that is Unix seconds, Unix milliseconds or
// "2006-01-02 15:04:05" in Beijing time; 0 when it is none of these.
func (t text) moment() domain.Instant {
	s := strings.TrimSpace(string(t))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		switch {
		case n <= 0:
			return 0
		case n <= maxUnix:
			return domain.FromUnix(n)
		case n <= maxUnix*1000:
			return domain.Instant(n)
		}
		return 0
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006/01/02 15:04:05", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, s, beijing()); err == nil && at.Unix() > 0 && at.Unix() <= maxUnix {
			return domain.InstantOf(at)
		}
	}
	return 0
}
