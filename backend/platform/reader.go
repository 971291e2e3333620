package platform

import (
	"encoding/json"
	"errors"
	"slices"

	"afterdesk/backend/domain"
)

// Reader is what an adapter knows while it turns one shop's JSON into rows. It
// is pure: the same JSON, shop and mappings give the same rows. It collects
// values that nobody knows. Not for concurrent use; make one per page.
type Reader struct {
	Shop     domain.Shop
	Platform string
	Mappings func(field, raw string) string
	unmapped []domain.Unmapped
}

// NewReader makes a Reader for a connector's shop.
func NewReader(platformID string, d Deps) *Reader {
	return &Reader{Shop: d.Shop, Platform: platformID, Mappings: d.Mappings}
}

// Unknown looks a value up in the person's mappings, and lists it when there is
// none: it returns none then. known are the values that a mapping may name.
func Unknown[T ~string](r *Reader, field, raw string, known []T, none T) T {
	if r.Mappings != nil {
		if m := T(r.Mappings(field, raw)); slices.Contains(known, m) {
			return m
		}
	}
	for i := range r.unmapped {
		if r.unmapped[i].Field == field && r.unmapped[i].Raw == raw {
			r.unmapped[i].Count++
			return none
		}
	}
	r.unmapped = append(r.unmapped, domain.Unmapped{ShopID: r.Shop.ID, Platform: r.Platform, Field: field, Raw: raw, Count: 1})
	return none
}

// Pick is v when the table knew it, else what Unknown says.
func Pick[T ~string](r *Reader, v T, ok bool, field, raw string, known []T, none T) T {
	if ok {
		return v
	}
	return Unknown(r, field, raw, known, none)
}

// Yes is Pick for a yes-or-no value; mappings say "true" or "false".
func (r *Reader) Yes(is, ok bool, field, raw string) bool {
	if ok {
		return is
	}
	return Unknown(r, field, raw, []string{"true", "false"}, "false") == "true"
}

// Unmapped returns the values nobody knew, first seen at now.
func (r *Reader) Unmapped(now domain.Instant) []domain.Unmapped {
	for i := range r.unmapped {
		r.unmapped[i].FirstAt, r.unmapped[i].LastAt = now, now
	}
	return r.unmapped
}

// Bad is the error of an item whose field is missing or nonsense.
func Bad(field string) error {
	return domain.E(domain.CodeInvalid, errors.New("read item"), "field", field)
}

// BadShape says which field of an item could not be decoded. The JSON's own
// text stays out: it may be a buyer's.
func BadShape(err error, fallback string) error {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) && t.Field != "" {
		return Bad(t.Field)
	}
	return Bad(fallback)
}

// Collect reads raw items into a page: bad ones become problems, an item that
// stands twice in one page is kept once (its newer state), unknown values are
// summed. key gives a row's remote id and time of change; looseID finds the id
// of an item that could not be read ("" when it cannot either).
func Collect[T any](page *Page[T], r *Reader, now domain.Instant, raws []json.RawMessage, read func(*Reader, []byte) (T, error),
	key func(T) (string, domain.Instant), looseID func([]byte) string) {
	at := map[string]int{}
	for _, raw := range raws {
		v, err := read(r, raw)
		if err != nil {
			page.Problems = append(page.Problems, Problem{RemoteID: looseID(raw), Field: domain.ParamOf(err, "field"), Code: domain.CodeOf(err)})
			continue
		}
		id, updated := key(v)
		item := Item[T]{Value: v, RemoteID: id, Raw: raw}
		if i, twice := at[id]; twice {
			if _, old := key(page.Items[i].Value); updated >= old {
				page.Items[i] = item
			}
			continue
		}
		at[id] = len(page.Items)
		page.Items = append(page.Items, item)
	}
	page.Unmapped = append(page.Unmapped, r.Unmapped(now)...)
}

// OrderKey and CaseKey are the keys of Collect for the two streams.
func OrderKey(o domain.Order) (string, domain.Instant)    { return o.RemoteID, o.UpdatedAt }
func CaseKey(a domain.AfterSale) (string, domain.Instant) { return a.RemoteID, a.UpdatedAt }

// ReviewKey is the key of Collect for reviews: the latest word counts.
func ReviewKey(v domain.Review) (string, domain.Instant) {
	return v.RemoteID, max(v.CreatedAt, v.FollowAt, v.RepliedAt)
}

// SafeCode is a platform's code word fit for an error or a list: letters,
// digits and -_.: only, at most 64; "" when it holds anything else.
func SafeCode(s string) string {
	if len(s) > 64 {
		return ""
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' && c != '.' && c != ':' {
			return ""
		}
	}
	return s
}
