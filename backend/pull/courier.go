package pull

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// fieldTrace is the field under which a courier's words without a state are
// listed, counted and given a meaning (LG-01).
const fieldTrace = "trace.state"

// maxWord is how many characters of a wording are kept.
const maxWord = 80

// courierWord is what a courier's sentence says without where, who and which
// number: what stands in brackets and runs of digits are left out. One wording
// then is one line of the list, whatever place it was written at, and no
// telephone number stands in it.
func courierWord(text string) string {
	var b strings.Builder
	depth, digits := 0, 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("【（([", r):
			if depth == 0 {
				b.WriteString("【】")
			}
			depth++
			continue
		case strings.ContainsRune("】）)]", r):
			depth = max(depth-1, 0)
			continue
		case depth > 0 || unicode.IsSpace(r):
			continue
		}
		if r >= '0' && r <= '9' {
			if digits++; digits == 1 {
				b.WriteByte('#')
			}
			continue
		}
		digits = 0
		b.WriteRune(r)
	}
	word := b.String()
	if utf8.RuneCountInString(word) > maxWord {
		word = string([]rune(word)[:maxWord])
	}
	return word
}

// courierBook is what people said a shop's unknown courier words mean.
type courierBook map[string]domain.TrackState

func (p *Puller) courierBook(ctx context.Context, shopID string) (courierBook, error) {
	list, err := p.d.Store.ListUnmapped(ctx, shopID)
	if err != nil {
		return nil, err
	}
	out := courierBook{}
	for _, u := range list {
		if s := domain.TrackState(u.MappedTo); u.Field == fieldTrace && slices.Contains(domain.TrackStates, s) {
			out[u.Raw] = s
		}
	}
	return out, nil
}

// read gives events without a state the one that a person named. Those that
// nobody named are counted, when they are newer than what is known already.
func (b courierBook) read(shop domain.Shop, events []domain.TraceEvent, known domain.Instant) (unknown []domain.Unmapped) {
	at := map[string]int{}
	for i := range events {
		e := &events[i]
		if e.State != domain.TrackUnknown || strings.TrimSpace(e.Text) == "" {
			continue
		}
		word := courierWord(e.Text)
		if s, ok := b[word]; ok {
			e.State = s
			continue
		}
		if e.At <= known {
			continue
		}
		if k, ok := at[word]; ok {
			unknown[k].Count++
			continue
		}
		at[word] = len(unknown)
		unknown = append(unknown, domain.Unmapped{ShopID: shop.ID, Platform: shop.Platform, Field: fieldTrace, Raw: word, Count: 1})
	}
	return unknown
}

// rereadTraces reads the stored events that have no state by today's words, of
// the program and of people. It needs no payload, so it serves traces from files
// too. changed counts events that got a state.
func (p *Puller) rereadTraces(ctx context.Context, shop domain.Shop) (changed int64, err error) {
	book, err := p.courierBook(ctx, shop.ID)
	if err != nil {
		return 0, err
	}
	err = p.d.Store.EachUnknownTrace(ctx, shop.ID, func(parcelID string, events []domain.TraceEvent) error {
		var learned []domain.TraceEvent
		for _, e := range events {
			if p.d.Classify != nil {
				e.State = p.d.Classify(shop.Platform, e.RawCode, e.Text)
			}
			one := []domain.TraceEvent{e}
			book.read(shop, one, e.At)
			if one[0].State != domain.TrackUnknown {
				learned = append(learned, one[0])
			}
		}
		if len(learned) == 0 {
			return nil
		}
		return p.d.Store.Write(ctx, func(tx *store.Tx) error {
			told, err := tx.PutTraces(ctx, parcelID, learned, 0)
			changed += told
			return err
		})
	})
	return changed, err
}
