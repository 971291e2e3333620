package check

import (
	"context"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

// noPickup asks: which parcels have a waybill number at the platform but no
// pickup scan, and near or past the platform's limit?
func noPickup(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	platform, _, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	now, book := d.Now(), d.Rules()
	err = d.Store.EachParcelFact(ctx, nil, func(f domain.ParcelFact) error {
		examined++
		if one, ok := judgePickup(book, platform[f.Parcel.ShopID], f, now); ok {
			found = append(found, one)
		}
		return nil
	})
	return found, examined, err
}

// judgePickup runs the pickup clock of one parcel. Three stages: warn before
// the limit; late from the limit on, then the next limit counts (abnormal, and
// on some platforms a refund by default); abnormal. A parcel of which no trace
// was ever read is not judged: we do not know that nobody picked it up.
func judgePickup(book *rules.Book, platform string, f domain.ParcelFact, now domain.Instant) (domain.Finding, bool) {
	p := f.Parcel
	if p.Direction == domain.DirectionBack || p.UploadedAt.IsZero() || !p.PickedAt.IsZero() {
		return domain.Finding{}, false
	}
	switch p.State {
	case domain.TrackNone:
		if p.TraceCheckedAt.IsZero() {
			return domain.Finding{}, false
		}
	case domain.TrackCreated, domain.TrackWaitPickup:
	default:
		return domain.Finding{}, false
	}
	l, ok := book.LogisticsLimit(platform, rules.LimitNoPickup, p.FromProvince, p.ToProvince, ruleDay(f))
	if !ok {
		return domain.Finding{}, false
	}
	warn, due := l.Due(p.UploadedAt)
	if now < warn {
		return domain.Finding{}, false
	}
	out := parcelFinding("no_pickup", f, now)
	out.Since, out.RuleID = p.UploadedAt, l.RuleID
	out.Params["limit_hours"] = hours(l.Within)
	stage(&out, book, platform, f, l, p.UploadedAt, due, now)
	return out, true
}

// ruleDay is the day whose rule text counts: that of the payment.
func ruleDay(f domain.ParcelFact) domain.Instant {
	if !f.OrderPaidAt.IsZero() {
		return f.OrderPaidAt
	}
	return f.Parcel.UploadedAt
}

func parcelFinding(check string, f domain.ParcelFact, now domain.Instant) domain.Finding {
	p := f.Parcel
	out := finding(check, p.ShopID, domain.SubjectParcel, p.ID)
	out.OrderID = p.OrderID
	out.Params["waybill"], out.Params["carrier"], out.Params["order"] = p.Waybill, p.CarrierName, f.OrderRemoteID
	if f.OpenCaseID != "" {
		out.Params["case"] = f.OpenCaseID
	}
	if !p.TraceCheckedAt.IsZero() { // old traces make a finding doubtful: say how old
		out.Params["trace_age_hours"] = hours(time.Duration(now-p.TraceCheckedAt) * time.Millisecond)
	}
	return out
}

// stage sets due time, severity, fine and next act of a logistics limit that
// began at from: "near", "late", "abnormal".
func stage(out *domain.Finding, book *rules.Book, platform string, f domain.ParcelFact, l rules.Limit, from, due, now domain.Instant) {
	o := rules.Offence{Breach: l.Breach, At: ruleDay(f), Paid: f.OrderPaid}
	if !f.PromisedShipAt.IsZero() && f.PromisedShipAt > f.OrderPaidAt && !f.OrderPaidAt.IsZero() {
		o.Promise = time.Duration(f.PromisedShipAt-f.OrderPaidAt) * time.Millisecond
	}
	out.DueAt, out.Params["stage"], out.NextAct = due, "near", "call_courier"
	out.Severity = severity(now, due)
	if now >= due {
		out.Params["stage"], out.NextAct = "late", "work_order"
		if l.Abnormal > l.Within {
			next := from.Add(l.Abnormal)
			out.DueAt, out.Params["abnormal_hours"] = next, hours(l.Abnormal)
			if l.AbnormalBreach != "" {
				o.Breach = l.AbnormalBreach
			}
			if now >= next {
				out.Params["stage"] = "abnormal"
			}
		}
		if l.Refund > 0 {
			out.Params["refund_hours"] = hours(l.Refund) // a refund asked from here on is granted by default
		}
	}
	if o.Breach != "" {
		var rule string
		if out.AtRisk, rule = book.Fine(platform, o); rule != "" {
			out.Params["fine_rule"] = rule
		}
	}
}
