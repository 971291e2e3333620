package check

import (
	"context"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

// The checks of parcels share a shape: they go through the same facts, and most
// of them run one clock of the platform's against each.

// parcelJudge says whether one parcel is a finding at a moment.
type parcelJudge func(book *rules.Book, platform string, f domain.ParcelFact, now domain.Instant) (domain.Finding, bool)

// eachParcel asks judge about every parcel that may be judged.
func eachParcel(ctx context.Context, d Deps, judge parcelJudge) (found []domain.Finding, examined int64, err error) {
	platform, _, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	now, book := d.Now(), d.Rules()
	err = d.Store.EachParcelFact(ctx, nil, func(f domain.ParcelFact) error {
		examined++
		if one, ok := judge(book, platform[f.Parcel.ShopID], f, now); ok {
			found = append(found, one)
		}
		return nil
	})
	return found, examined, err
}

// clock is a limit of the platform's that runs over a parcel from a moment on.
type clock struct {
	kind  rules.LimitKind
	from  domain.Instant
	limit rules.Limit
}

// clockOf finds the limit of a kind for a parcel's route and day.
func clockOf(book *rules.Book, platform string, f domain.ParcelFact, kind rules.LimitKind, from domain.Instant) (clock, bool) {
	l, ok := book.LogisticsLimit(platform, kind, f.Parcel.FromProvince, f.Parcel.ToProvince, ruleDay(f))
	return clock{kind: kind, from: from, limit: l}, ok
}

// limited is the finding of a clock: none before its warning, then with due
// time, severity, fine and next act of the stage it is in. near: the limit
// comes; late: it has passed and the next limit counts; abnormal: that one has
// passed too.
func limited(check string, book *rules.Book, platform string, f domain.ParcelFact, c clock, now domain.Instant) (domain.Finding, bool) {
	l := c.limit
	warn, due := l.Due(c.from)
	if now < warn {
		return domain.Finding{}, false
	}
	out := parcelFinding(check, f, now)
	out.Since, out.RuleID, out.DueAt, out.NextAct = c.from, l.RuleID, due, "call_courier"
	out.Severity = severity(now, due)
	out.Params["clock"], out.Params["route"], out.Params["limit_hours"], out.Params["stage"] = string(c.kind), l.Route, hours(l.Within), "near"
	o := rules.Offence{Breach: l.Breach, At: ruleDay(f), Paid: f.OrderPaid}
	if !f.PromisedShipAt.IsZero() && f.PromisedShipAt > f.OrderPaidAt && !f.OrderPaidAt.IsZero() {
		o.Promise = time.Duration(f.PromisedShipAt-f.OrderPaidAt) * time.Millisecond
	}
	if now >= due {
		out.Params["stage"], out.NextAct = "late", "work_order"
		if l.Abnormal > l.Within {
			next := c.from.Add(l.Abnormal)
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
