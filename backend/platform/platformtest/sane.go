package platformtest

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// sane checks every row of the well-behaved shop, and makes each one again
// from its raw JSON.
func (h Harness) sane(t *testing.T) {
	b := h.server(t, h.Serve())
	c := h.open(t, b)
	again, derives := c.(platform.Rederiver)
	for _, s := range h.streams(t) {
		pages, _ := h.all(t, b, s, "", false)
		for _, p := range pages {
			if len(p.problems) > 0 {
				t.Fatalf("%s: the well-behaved shop has problems: %+v", s.name, p.problems)
			}
			for i, v := range p.rows {
				h.clean(t, v)
				if !json.Valid(p.raws[i]) {
					t.Fatalf("%s: raw of %s is not JSON", s.name, p.ids[i])
				}
				switch r := v.(type) {
				case domain.Order:
					h.order(t, p.ids[i], r)
					if derives {
						got, _, err := again.DeriveOrder(p.raws[i])
						if err != nil || !reflect.DeepEqual(got, r) {
							t.Fatalf("order %s derives differently (%v)", p.ids[i], err)
						}
					}
				case domain.AfterSale:
					h.afterSale(t, p.ids[i], r)
					if derives {
						got, _, err := again.DeriveAfterSale(platform.RawAfterSale, p.raws[i])
						if err != nil || !reflect.DeepEqual(got, r) {
							t.Fatalf("case %s derives differently (%v)", p.ids[i], err)
						}
					}
				case domain.Review:
					h.review(t, p.ids[i], r)
					got, _, err := c.(platform.Reviewer).DeriveReview(p.raws[i])
					if err != nil || !reflect.DeepEqual(got, r) {
						t.Fatalf("review %s derives differently (%v)", p.ids[i], err)
					}
				}
			}
		}
	}
}

func (h Harness) order(t *testing.T, id string, o domain.Order) {
	t.Helper()
	h.ids(t, o.ID, o.ShopID, o.RemoteID, id)
	h.moments(t, id, o.CreatedAt, o.PaidAt, o.ShippedAt, o.FinishedAt, o.UpdatedAt)
	if o.CreatedAt.IsZero() || o.UpdatedAt < o.CreatedAt {
		t.Errorf("order %s created %s, changed %s", id, o.CreatedAt, o.UpdatedAt)
	}
	amounts(t, id, o.Total, o.Paid, o.Freight, o.Discount)
	if o.Status == domain.OrderUnpaid && o.PaidAt.IsZero() && o.Paid.Minor != 0 {
		t.Errorf("order %s is unpaid and has %d paid", id, o.Paid.Minor)
	}
	if o.Lines == nil || o.Parcels == nil || o.Source.API == "" || o.Contact != nil {
		t.Errorf("order %s: nil list, no source or a plain contact", id)
	}
	for _, l := range o.Lines {
		h.ids(t, l.ID, o.ShopID, l.RemoteID, l.RemoteID)
		amounts(t, id, l.UnitPrice, l.Paid)
		if l.OrderID != o.ID || l.Qty <= 0 {
			t.Errorf("order %s: line %s belongs to %s, %d pieces", id, l.RemoteID, l.OrderID, l.Qty)
		}
		if l.Live.RoomID != "" && l.Live.SessionID != domain.RemoteKey(o.ShopID, l.Live.RoomID) {
			t.Errorf("order %s: room %s has session %s", id, l.Live.RoomID, l.Live.SessionID)
		}
	}
	h.parcels(t, o.ID, o.Parcels)
	for what, s := range map[string]string{"name": o.MaskedName, "phone": o.MaskedPhone, "address": o.MaskedAddress} {
		if s != "" && !strings.Contains(s, "*") {
			t.Errorf("order %s: %s is not masked", id, what)
		}
	}
}

func (h Harness) afterSale(t *testing.T, id string, a domain.AfterSale) {
	t.Helper()
	h.ids(t, a.ID, a.ShopID, a.RemoteID, id)
	if shop, _, err := domain.SplitKey(a.OrderID); err != nil || shop != h.Shop.ID {
		t.Errorf("case %s belongs to order %q", id, a.OrderID)
	}
	h.moments(t, id, a.AppliedAt, a.UpdatedAt, a.ClosedAt, a.StepSince, a.Deadline, a.EvidenceDue)
	amounts(t, id, a.Asked, a.Refunded)
	if a.Reason != domain.ReasonUnknown || a.FirstReason != domain.ReasonUnknown {
		t.Errorf("case %s: the connector judged the reason", id)
	}
	if a.LineRemoteIDs == nil || a.Images == nil || a.Parcels == nil || a.Source.API == "" || a.RawStatus == "" || a.RawType == "" {
		t.Errorf("case %s: nil list, no source or no raw value", id)
	}
	if a.Status.Open() != a.ClosedAt.IsZero() {
		t.Errorf("case %s is %s and closed at %s", id, a.Status, a.ClosedAt)
	}
	h.parcels(t, a.OrderID, a.Parcels)
}

func (h Harness) review(t *testing.T, id string, v domain.Review) {
	t.Helper()
	h.ids(t, v.ID, v.ShopID, v.RemoteID, id)
	h.moments(t, id, v.CreatedAt, v.FollowAt, v.RepliedAt)
	if v.Rating < 0 || v.Rating > 5 || v.Band != domain.ReviewUnrated || v.Images == nil || v.Source.API == "" || v.CreatedAt.IsZero() {
		t.Errorf("review %s: %d stars, band %s, created %s, or a nil list, or no source", id, v.Rating, v.Band, v.CreatedAt)
	}
}

func (h Harness) parcels(t *testing.T, orderID string, in []domain.Parcel) {
	t.Helper()
	for _, p := range in {
		if p.ID != domain.ParcelID(h.Shop.ID, p.CarrierCode, p.Waybill) || p.Waybill == "" || p.CarrierCode == "" || p.OrderID != orderID {
			t.Errorf("parcel %+v has a wrong key", p)
		}
	}
}

func (h Harness) ids(t *testing.T, id, shop, remote, item string) {
	t.Helper()
	if shop != h.Shop.ID || remote == "" || id != domain.RemoteKey(shop, remote) || remote != item || strings.ContainsAny(remote, "+ ") || scientific(remote) {
		t.Errorf("id %q, shop %q, remote %q, item %q", id, shop, remote, item)
	}
}

// scientific reports whether an id is a number that went through a float; ids
// may well hold letters.
func scientific(id string) bool {
	if !strings.ContainsAny(id, "eE") {
		return false
	}
	_, err := strconv.ParseFloat(id, 64)
	return err == nil
}

// moments must lie in this trade's lifetime.
func (h Harness) moments(t *testing.T, id string, in ...domain.Instant) {
	t.Helper()
	from, to := domain.InstantOf(time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)), h.Now().Add(2*365*24*time.Hour)
	for _, m := range in {
		if !m.IsZero() && (m < from || m > to) {
			t.Errorf("%s has the moment %s", id, m)
		}
	}
}

func amounts(t *testing.T, id string, in ...domain.Money) {
	t.Helper()
	for _, m := range in {
		if m.Known() && (m.Minor < 0 || len(m.Currency) != 3) || !m.Known() && m.Minor != 0 {
			t.Errorf("%s has the amount %+v", id, m)
		}
	}
}
