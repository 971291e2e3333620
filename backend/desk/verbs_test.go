package desk

import (
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func TestEachListedReviewNamesTheDatedRuleBehindItsBand(t *testing.T) {
	ctx, c := t.Context(), newClock()
	d := open(t, t.TempDir(), c)
	review := func(shop, remote string, rating int64) domain.Review {
		return domain.Review{ID: domain.RemoteKey(shop, remote), ShopID: shop, RemoteID: remote, Rating: rating, Band: domain.ReviewNegative, CreatedAt: c.now() - domain.Day}
	}
	if err := d.Store.Write(ctx, func(tx *store.Tx) error {
		for id, platform := range map[string]string{"s1": "doudian", "s2": "sheet"} {
			if err := tx.PutShop(ctx, domain.Shop{ID: id, Platform: platform, RemoteID: id, Name: id, Currency: "CNY", Zone: "Asia/Shanghai", State: domain.ShopActive, CreatedAt: c.now()}); err != nil {
				return err
			}
		}
		_, err := tx.PutReviews(ctx, []domain.Review{review("s1", "1", 1), review("s2", "2", 2), review("s1", "3", 0)})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	page, err := d.Reviews(ctx, domain.ReviewQuery{})
	if err != nil || len(page.Items) != 3 {
		t.Fatalf("%d reviews: %v", len(page.Items), err)
	}
	dated := map[string]bool{}
	for _, r := range d.RuleEntries() {
		dated[r.ID] = r.Subject == "review_bands" && r.EffectiveFrom != ""
	}
	for _, r := range page.Items {
		want := map[string]string{"s1.1": "doudian-review-bands", "s2.2": "any-review-bands", "s1.3": ""}[r.ID]
		if r.BandRule != want || (want != "" && !dated[want]) {
			t.Errorf("%s: %q, want %q with a date", r.ID, r.BandRule, want)
		}
		one, err := d.Review(ctx, r.ID)
		if err != nil || one.Review.BandRule != r.BandRule || one.RuleID != r.BandRule {
			t.Errorf("%s alone: %q (%v)", r.ID, one.Review.BandRule, err)
		}
	}
}
