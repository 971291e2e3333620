package insight

import (
	"context"
	"fmt"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/sla"
)

// Inbox returns one page of the inbox with both clocks of every case (AS-07).
// The order stays that of the platform's deadlines (AS-02): the house's promise
// only decides which clock a row is coloured by.
func (x *Insight) Inbox(ctx context.Context, q domain.AfterSaleQuery) (domain.AfterSalePage, error) {
	page, err := x.d.Store.ListAfterSales(ctx, q)
	if err != nil {
		return page, fmt.Errorf("list cases: %w", err)
	}
	p, err := x.promise()
	if err != nil {
		return page, err
	}
	for i := range page.Items {
		page.Items[i].HouseDue = p.due(page.Items[i])
	}
	return page, nil
}

// Case returns everything about one case, or not_found, with both clocks of it
// and of the order's other cases.
func (x *Insight) Case(ctx context.Context, id string) (domain.AfterSaleDetail, error) {
	d, err := x.d.Store.GetAfterSaleDetail(ctx, id)
	if err != nil {
		return d, fmt.Errorf("read case: %w", err)
	}
	p, err := x.promise()
	if err != nil {
		return d, err
	}
	d.Row.HouseDue = p.due(d.Row)
	for i := range d.Siblings {
		d.Siblings[i].HouseDue = p.due(d.Siblings[i])
	}
	return d, nil
}

// promise is what the house says of itself: a new case is answered within so
// much opening time. A nil calendar promises nothing.
type promise struct {
	hours *sla.Calendar
	want  time.Duration
}

func (x *Insight) promise() (promise, error) {
	set := x.d.Settings()
	if set.AnswerMinutes <= 0 {
		return promise{}, nil
	}
	hours, err := sla.ParseCalendar(set.Calendar)
	if err != nil {
		return promise{}, fmt.Errorf("read calendar: %w", err)
	}
	return promise{hours: hours, want: time.Duration(set.AnswerMinutes) * time.Minute}, nil
}

// due is when a case must have its first answer. The clock runs only while the
// platform still waits for the merchant's first decision and neither merchant
// nor staff has said anything: afterwards the promise is kept or broken, and a
// later wait is the platform's to time.
func (p promise) due(r domain.AfterSaleRow) domain.Instant {
	if p.hours == nil || r.Status != domain.StatusAwaitMerchant || !r.HandledAt.IsZero() || r.AppliedAt.IsZero() {
		return 0
	}
	due, err := p.hours.Due(r.AppliedAt, p.want)
	if err != nil {
		return 0 // never open long enough: nothing was promised
	}
	return due
}
