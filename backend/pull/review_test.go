package pull

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// reviewing is the fake platform with reviews, two a page.
type reviewing struct {
	*fake
	state domain.CapabilityState
	list  []domain.Review
	err   error
}

func (r *reviewing) Info() platform.Info {
	i := r.fake.Info()
	i.Capabilities = []domain.Capability{{Ability: "reviews", State: r.state}}
	return i
}

func (r *reviewing) Reviews(_ context.Context, at platform.Cursor) (platform.Page[domain.Review], error) {
	n := 0
	if at != "" {
		_, _ = fmt.Sscan(string(at), &n)
	}
	p := platform.Page[domain.Review]{API: "fake.reviews"}
	for ; n < len(r.list) && len(p.Items) < 2; n++ {
		raw, _ := json.Marshal(r.list[n])
		p.Items = append(p.Items, platform.Item[domain.Review]{Value: r.list[n], RemoteID: r.list[n].RemoteID, Raw: raw})
	}
	p.Next, p.Done = platform.Cursor(fmt.Sprint(n)), n == len(r.list)
	return p, r.err
}

func (r *reviewing) DeriveReview(raw []byte) (v domain.Review, _ []domain.Unmapped, err error) {
	return v, nil, json.Unmarshal(raw, &v)
}

func (d *desk) reviewed(stars ...int64) *reviewing {
	r := &reviewing{fake: d.f, state: domain.CapEnabled}
	for i, n := range stars {
		id := fmt.Sprintf("v%d", i)
		r.list = append(r.list, domain.Review{ID: "s1." + id, ShopID: "s1", RemoteID: id, Rating: n, Band: domain.ReviewUnrated, Images: []string{}, CreatedAt: epoch + domain.Instant(i)*domain.Hour})
	}
	d.p.d.Open = func(context.Context, domain.Shop) (platform.Connector, error) { return r, nil }
	return r
}

func TestReviewsArePulledJudgedAndMadeAgain(t *testing.T) {
	d := newDesk(t, apiShop)
	r := d.reviewed(5, 1, 3, 4, 2)
	if run := d.pull(); run.Reviews != 5 || run.Changed != 5 {
		t.Fatalf("run %+v", run)
	}
	page, err := d.st.ListReviews(t.Context(), domain.ReviewQuery{Bands: []domain.ReviewBand{domain.ReviewNegative}})
	if err != nil || len(page.Items) != 2 || page.Items[0].Source.API != "fake.reviews" || page.Items[0].Source.PayloadHash == "" {
		t.Fatalf("%+v, %v", page.Items, err)
	}
	if _, changed, err := d.p.Rederive(t.Context(), "s1"); err != nil || changed != 0 {
		t.Fatalf("%d rows changed, %v", changed, err)
	}
	r.state = domain.CapDisabled
	r.err = errors.New("asked although reviews are off")
	if run := d.pull(); run.Code != "" {
		t.Fatalf("run %+v", run)
	}
}

// SY-01: one missing permission costs one stream, not the shop.
func TestAStreamWithoutPermissionLeavesTheOthersAlone(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(10, epoch)
	r := d.reviewed(5)
	r.err = domain.E(domain.CodeUnauthorized, errors.New("reviews"), "reason", "no_permission")
	run, err := d.p.Shop(t.Context(), "s1")
	if domain.CodeOf(err) != domain.CodeUnauthorized || run.Orders != 10 || run.AfterSales == 0 || run.Param != "no_permission" {
		t.Fatalf("run %+v, %v", run, err)
	}
	shop, err := d.st.GetShop(t.Context(), "s1")
	if err != nil || shop.State != domain.ShopActive || shop.DataAsOf != 0 {
		t.Fatalf("shop %+v, %v", shop, err)
	}
	r.err = domain.E(domain.CodeUnauthorized, errors.New("reviews"), "reason", "token_expired")
	_, _ = d.p.Shop(t.Context(), "s1")
	if shop, _ = d.st.GetShop(t.Context(), "s1"); shop.State != domain.ShopUnauthorized {
		t.Fatalf("a dead token left the shop %s", shop.State)
	}
}
