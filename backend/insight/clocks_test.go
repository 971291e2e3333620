package insight

import (
	"context"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func TestACaseShowsBothClocksAndTheInboxKeepsThePlatformsOrder(t *testing.T) {
	d := open(t, 31)
	day := "09:00-17:00"
	d.set.AnswerMinutes = 60
	d.set.Calendar = domain.Calendar{Zone: "Asia/Shanghai", Week: map[string]string{"mon": day, "tue": day, "wed": day, "thu": day, "fri": day}}
	d.now = domain.Instant(1788138600000)   // Monday 2026-08-31 09:10 in Shanghai
	friday := domain.Instant(1787905800000) // Friday 16:30: one opening hour ends Monday 09:30 (AS-03)
	mondayHalfPastNine := domain.Instant(1788139800000)
	put := func(remote string, status domain.CaseStatus, due domain.Instant, answered bool) domain.AfterSale {
		c := domain.AfterSale{ID: domain.RemoteKey("s1", remote), ShopID: "s1", RemoteID: remote, OrderID: "s1.o", Type: domain.CaseRefundShipped, Status: status,
			Arbitration: domain.ArbNone, Asked: domain.CNY(100), AppliedAt: friday, UpdatedAt: d.now, StepSince: friday, Deadline: due}
		if answered {
			c.Events = []domain.AfterSaleEvent{{ID: "e", At: friday + domain.Minute, Actor: domain.ActorStaff}}
		}
		return c
	}
	cases := []domain.AfterSale{
		put("new", domain.StatusAwaitMerchant, d.now+5*domain.Hour, false),
		put("answered", domain.StatusAwaitMerchant, d.now+2*domain.Hour, true),
		put("returned", domain.StatusAwaitReceipt, d.now+3*domain.Hour, false),
		put("none", domain.StatusAwaitMerchant, 0, false),
	}
	d.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutAfterSales(ctx, cases)
		return err
	})
	read := func() (order []string, house map[string]domain.Instant) {
		page, err := d.Inbox(t.Context(), domain.AfterSaleQuery{})
		if err != nil {
			t.Fatal(err)
		}
		house = map[string]domain.Instant{}
		for i, r := range page.Items {
			order, house[r.RemoteID] = append(order, r.RemoteID), r.HouseDue
			if i > 0 && r.DueAt != 0 && r.DueAt < page.Items[i-1].DueAt {
				t.Errorf("%s is due before %s above it", r.RemoteID, page.Items[i-1].RemoteID)
			}
			one, err := d.Case(t.Context(), r.ID)
			if err != nil || one.Row.HouseDue != r.HouseDue || one.Row.DueAt != r.DueAt {
				t.Errorf("%s: the case says %d and %d, the inbox %d and %d (%v)", r.RemoteID, one.Row.HouseDue, one.Row.DueAt, r.HouseDue, r.DueAt, err)
			}
		}
		return order, house
	}
	order, house := read()
	if got := order; len(got) != 4 || got[0] != "answered" || got[1] != "returned" || got[2] != "new" || got[3] != "none" {
		t.Errorf("order %v", got)
	}
	for remote, want := range map[string]domain.Instant{"new": mondayHalfPastNine, "none": mondayHalfPastNine, "answered": 0, "returned": 0} {
		if house[remote] != want {
			t.Errorf("%s: the house promised %s, want %s", remote, house[remote], want)
		}
	}

	// The platform moves a deadline: the row is in its new place with the next read.
	cases[0].Deadline, cases[0].UpdatedAt = d.now+domain.Hour, d.now+1
	d.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutAfterSales(ctx, cases[:1])
		return err
	})
	// A clock that jumps, as after sleep or by hand, changes nothing about the order.
	for _, jump := range []domain.Instant{9 * domain.Hour, -48 * domain.Hour, 400 * domain.Day} {
		d.now += jump
		if order, _ = read(); order[0] != "new" || order[1] != "answered" || order[2] != "returned" || order[3] != "none" {
			t.Errorf("after a jump of %d h: %v", jump/domain.Hour, order)
		}
	}

	d.set.AnswerMinutes = 0
	if _, house = read(); house["new"] != 0 {
		t.Error("without a promise there is a house clock")
	}
}
