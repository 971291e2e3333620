package evidence

import (
	"context"
	"sort"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// Guess lists orders that an unlinked file may belong to, best first, at most ten: those
// that its name or codes name in full or in part, then those shipped or packed near
// the moment it was taken. Codes: not_found, unavailable.
func (d *Desk) Guess(ctx context.Context, evidenceID string) ([]domain.EvidenceGuess, error) {
	row, err := d.d.Store.GetEvidence(ctx, evidenceID)
	if err != nil {
		return nil, err
	}
	g := guesses{by: map[string]*domain.EvidenceGuess{}}
	for _, named := range []struct {
		words []string
		score float64
		why   string
	}{{codeTokens(row.Item.Codes), 0.95, "barcode"}, {tokens(row.Item.Name), 0.9, "name_digits"}} {
		places, err := d.placesOf(ctx, named.words, false)
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			o, err := d.d.Store.GetOrder(ctx, p.orderID)
			if domain.CodeOf(err) == domain.CodeNotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			r := rowOf(o)
			r.Waybill = p.waybill
			g.add(r, named.score, named.why)
		}
	}
	if err := d.guessByParts(ctx, row.Item.Name, &g); err != nil {
		return nil, err
	}
	if err := d.guessByTime(ctx, row.Item, &g); err != nil {
		return nil, err
	}
	return g.best(10), nil
}

// guessByParts searches with the digit groups of a name that are too short to link by,
// such as the last digits of a waybill or of a phone.
func (d *Desk) guessByParts(ctx context.Context, name string, g *guesses) error {
	tried := 0
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(w) < 4 || len(w) > 24 || isDate(w) || tried == 3 {
			continue
		}
		tried++
		page, err := d.d.Store.ListOrders(ctx, domain.OrderQuery{Text: w, Limit: 5})
		if err != nil {
			return err
		}
		for _, r := range page.Items {
			g.add(r, 0.6, "name_digits")
		}
	}
	return nil
}

// guessByTime lists orders packed or shipped within two hours of the capture. File
// times move when files are copied, so they count for less.
func (d *Desk) guessByTime(ctx context.Context, item domain.EvidenceItem, g *guesses) error {
	if item.CapturedAt.IsZero() {
		return nil
	}
	rows, err := d.d.Store.OrdersNear(ctx, item.CapturedAt, 2*time.Hour, 10)
	if err != nil {
		return err
	}
	score := 0.5
	if item.CapturedFrom == "file_time" {
		score = 0.3
	}
	why := "captured_near_shipping"
	if item.Kind == domain.EvidencePackingVideo || item.Kind == domain.EvidencePackingPhoto {
		why = "captured_near_packing"
	}
	for i, r := range rows {
		g.add(r, score*(1-float64(i)/20), why)
	}
	return nil
}

// guesses collects candidates by order.
type guesses struct {
	by map[string]*domain.EvidenceGuess
}

// add raises an order's score: independent hints add up, none reaches certainty.
func (g *guesses) add(r domain.OrderRow, score float64, why string) {
	have, ok := g.by[r.ID]
	if !ok {
		g.by[r.ID] = &domain.EvidenceGuess{Order: r, Score: score, Why: []string{why}}
		return
	}
	for _, w := range have.Why {
		if w == why {
			have.Score = max(have.Score, score)
			return
		}
	}
	have.Why = append(have.Why, why)
	have.Score = 1 - (1-have.Score)*(1-score)
}

func (g *guesses) best(n int) []domain.EvidenceGuess {
	out := make([]domain.EvidenceGuess, 0, len(g.by))
	for _, v := range g.by {
		out = append(out, *v)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Score != out[j].Score {
			return out[i].Score > out[j].Score
		}
		return out[i].Order.ID < out[j].Order.ID
	})
	return out[:min(n, len(out))]
}

// rowOf shows an order as a list does.
func rowOf(o domain.Order) domain.OrderRow {
	r := domain.OrderRow{ID: o.ID, ShopID: o.ShopID, RemoteID: o.RemoteID, Status: o.Status, RawStatus: o.RawStatus, CreatedAt: o.CreatedAt,
		PaidAt: o.PaidAt, Paid: o.Paid, LineCount: int64(len(o.Lines)), BuyerNick: o.BuyerNick, MaskedName: o.MaskedName,
		MaskedPhone: o.MaskedPhone, Province: o.Province, City: o.City}
	if len(o.Lines) > 0 {
		l := o.Lines[0]
		r.Title, r.Spec, r.SKUCode, r.HostName, r.SessionID = l.ProductName, l.Spec, l.SKUCode, l.Live.HostName, l.Live.SessionID
	}
	if len(o.Parcels) > 0 {
		r.Waybill, r.ParcelState = o.Parcels[0].Waybill, o.Parcels[0].State
	}
	return r
}
