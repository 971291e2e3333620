package store

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

func reviewIDs(t *testing.T, s *Store, q domain.ReviewQuery) []string {
	list := pages[domain.ReviewQuery](t, func(c string) ([]domain.Review, string, error) {
		q.Cursor = c
		p, err := s.ListReviews(t.Context(), q)
		return p.Items, p.Next, err
	})
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].ID
	}
	return out
}

func TestReviewsFilterLikeAPlainFilter(t *testing.T) {
	s := open(t)
	g := fill(t, s, genConfig{orders: scaled(600, 150)})
	orders := map[string]*domain.Order{}
	for i := range g.orders {
		orders[g.orders[i].ID] = &g.orders[i]
	}
	hostOf := func(v *domain.Review) string { // the line of its SKU, else of its product
		for _, l := range orders[v.OrderID].Lines {
			if l.SKUID == v.SKUID {
				return l.Live.HostID
			}
		}
		return "?"
	}
	for name, tc := range map[string]struct {
		q    domain.ReviewQuery
		keep func(v *domain.Review) bool
	}{
		"all":     {domain.ReviewQuery{}, func(*domain.Review) bool { return true }},
		"band":    {domain.ReviewQuery{Bands: []domain.ReviewBand{domain.ReviewNegative}}, func(v *domain.Review) bool { return v.Band == domain.ReviewNegative }},
		"board":   {domain.ReviewQuery{Steps: []domain.RecoveryStep{domain.RecoveryDetected}}, func(v *domain.Review) bool { return v.Band == domain.ReviewNegative }},
		"host":    {domain.ReviewQuery{HostID: "h2"}, func(v *domain.Review) bool { return hostOf(v) == "h2" }},
		"order":   {domain.ReviewQuery{OrderID: g.reviews[3].OrderID}, func(v *domain.Review) bool { return v.OrderID == g.reviews[3].OrderID }},
		"sku":     {domain.ReviewQuery{SKUID: g.reviews[0].SKUID}, func(v *domain.Review) bool { return v.SKUID == g.reviews[0].SKUID }},
		"text":    {domain.ReviewQuery{Text: "针织"}, func(v *domain.Review) bool { return strings.Contains(v.ProductName, "针织") }},
		"replied": {domain.ReviewQuery{Replied: "yes"}, func(*domain.Review) bool { return false }},
		"time": {domain.ReviewQuery{From: g.reviews[10].CreatedAt, To: g.reviews[20].CreatedAt}, func(v *domain.Review) bool {
			return v.CreatedAt >= g.reviews[10].CreatedAt && v.CreatedAt < g.reviews[20].CreatedAt
		}},
		"no shop":  {domain.ReviewQuery{ShopIDs: []string{"s8"}}, func(*domain.Review) bool { return false }},
		"no reply": {domain.ReviewQuery{Replied: "no", Bands: []domain.ReviewBand{domain.ReviewGood}}, func(v *domain.Review) bool { return v.Band == domain.ReviewGood }},
	} {
		tc.q.Limit = 17
		var want []string
		for i := range g.reviews {
			if tc.keep(&g.reviews[i]) {
				want = append(want, g.reviews[i].ID)
			}
		}
		got := reviewIDs(t, s, tc.q)
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
			t.Errorf("%s: %d reviews, want %d", name, len(got), len(want))
		}
	}
	counts := must[map[domain.RecoveryStep]int64](t)(s.CountReviews(t.Context(), domain.ReviewQuery{}))
	if counts[domain.RecoveryDetected]+counts[""] != int64(len(g.reviews)) || counts[domain.RecoveryDetected] == 0 {
		t.Errorf("board counts %v of %d", counts, len(g.reviews))
	}
}

func TestTheRecoveryBoardKeepsWhatPersonsDid(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	v := domain.Review{ID: "s1.r", ShopID: "s1", RemoteID: "r", OrderID: "s1.1", Rating: 1, Band: domain.ReviewNegative, Text: "差", CreatedAt: testNow}
	put := func(v domain.Review) {
		write(t, s, func(tx *Tx) error { _, err := tx.PutReviews(ctx, []domain.Review{v}); return err })
	}
	put(v)
	move := domain.RecoveryMove{ReviewID: v.ID, Step: domain.RecoveryContacted, Owner: "阿珍", Note: "已致电", At: testNow + 1}
	write(t, s, func(tx *Tx) error { return tx.MoveRecovery(ctx, move) })
	v.Rating, v.Band, v.FollowText = 5, domain.ReviewGood, "客服很好"
	put(v)
	d := must[domain.ReviewDetail](t)(s.GetReview(ctx, v.ID))
	r := d.Review
	if r.Step != domain.RecoveryContacted || r.Owner != "阿珍" || r.FirstRating != 1 || r.Rating != 5 || r.Proof != "rating_changed" {
		t.Errorf("after the rating changed: %+v", r)
	}
	if !reflect.DeepEqual(d.Moves, []domain.RecoveryMove{move}) {
		t.Errorf("moves %+v", d.Moves)
	}
	write(t, s, func(tx *Tx) error { return tx.SetRecoveryProof(ctx, v.ID, "settled") })
	if d := must[domain.ReviewDetail](t)(s.GetReview(ctx, v.ID)); d.Review.Proof != "settled" {
		t.Errorf("proof %q", d.Review.Proof)
	}
	for what, err := range map[string]error{
		"an invented proof": s.Write(ctx, func(tx *Tx) error { return tx.SetRecoveryProof(ctx, v.ID, "they said so") }),
		"an invented step":  s.Write(ctx, func(tx *Tx) error { return tx.MoveRecovery(ctx, domain.RecoveryMove{ReviewID: v.ID, Step: "won"}) }),
	} {
		if domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := s.Write(ctx, func(tx *Tx) error { return tx.SetRecoveryProof(ctx, "s1.none", "") }); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("proof of an unknown review: %v", err)
	}
}
