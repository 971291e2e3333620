package check

import (
	"context"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

// signedRefund asks: for which parcels does the courier say "signed" while the
// buyer asks for the money without sending goods back, or says that nothing
// arrived? The sender must prove the delivery, and the proof is easiest to get
// at once.
func signedRefund(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	claims := map[string]bool{}
	err = eachCase(ctx, d, domain.AfterSaleQuery{View: "open", Reasons: []domain.Reason{domain.ReasonNotReceived}}, func(r domain.AfterSaleRow) error {
		claims[r.ID] = true
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	return eachParcel(ctx, d, func(book *rules.Book, platform string, f domain.ParcelFact, now domain.Instant) (domain.Finding, bool) {
		return judgeSignedRefund(book, platform, f, claims[f.OpenCaseID], now)
	})
}

func judgeSignedRefund(book *rules.Book, platform string, f domain.ParcelFact, notReceived bool, now domain.Instant) (domain.Finding, bool) {
	p := f.Parcel
	signed := p.State == domain.TrackSigned || p.State == domain.TrackSignedByOther
	if p.Direction == domain.DirectionBack || !signed || f.OpenCaseID == "" || !f.OpenCaseStatus.Open() {
		return domain.Finding{}, false
	}
	keeps := f.OpenCaseType == domain.CaseRefundShipped || f.OpenCaseType == domain.CaseRefundUnshipped
	if !keeps && !notReceived {
		return domain.Finding{}, false
	}
	c := domain.AfterSale{Type: f.OpenCaseType, Status: f.OpenCaseStatus, AppliedAt: f.CaseAppliedAt, Reason: domain.ReasonUnknown}
	if notReceived {
		c.Reason = domain.ReasonNotReceived
	}
	_, _, rule := book.MissingKinds(platform, c, nil)
	out := parcelFinding("signed_refund", f, now)
	out.RuleID, out.Since, out.DueAt, out.AtRisk, out.NextAct = rule, f.CaseAppliedAt, f.CaseDeadline, f.CaseAsked, "check_proof"
	out.Severity = banded(f.CaseAppliedAt, f.CaseDeadline, now)
	out.Params["claim"] = "refund_only"
	if notReceived {
		out.Params["claim"] = "not_received"
	}
	out.Params["signed_by_other"] = strconv.FormatBool(p.State == domain.TrackSignedByOther)
	out.Params["signed_before_claim"] = strconv.FormatBool(!p.SignedAt.IsZero() && p.SignedAt <= f.CaseAppliedAt)
	return out, true
}
