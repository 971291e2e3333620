package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Standard is what platforms' written standards ask for: checklists, the reviewer,
// the coach before a refusal, and how cases ended.
type Standard struct{ h *house }

// Checklist returns what a case has to show and how its files stand.
func (s *Standard) Checklist(caseID string) (domain.Checklist, error) {
	return call(s.h, "standard.checklist", quick, func(ctx context.Context, d *desk.Desk) (domain.Checklist, error) {
		return d.Evidence.Checklist(ctx, caseID)
	})
}

// Choose keeps what a case is argued as; scenario "" leaves it to the program.
func (s *Standard) Choose(c domain.CaseScenario) (domain.Checklist, error) {
	return call(s.h, "standard.choose", quick, func(ctx context.Context, d *desk.Desk) (domain.Checklist, error) {
		c.By = d.Operator(ctx)
		return d.Evidence.ChooseScenario(ctx, c)
	})
}

// Answer keeps what the person at this seat says about a point of a file.
func (s *Standard) Answer(a domain.ProofAnswer) (domain.Checklist, error) {
	return call(s.h, "standard.answer", quick, func(ctx context.Context, d *desk.Desk) (domain.Checklist, error) {
		a.By = d.Operator(ctx)
		return d.Evidence.Answer(ctx, a)
	})
}

// ReadNumbers searches the pictures of a case for waybills.
func (s *Standard) ReadNumbers(caseID string) (int, error) {
	return call(s.h, "standard.readNumbers", slow, func(ctx context.Context, d *desk.Desk) (int, error) {
		return d.Evidence.ReadNumbers(ctx, caseID)
	})
}

// Review attacks the proof of a case before a pack is made.
func (s *Standard) Review(caseID string) ([]domain.Objection, error) {
	return call(s.h, "standard.review", slow, func(ctx context.Context, d *desk.Desk) ([]domain.Objection, error) {
		return d.Evidence.Review(ctx, caseID)
	})
}

// AdviseRefusal says what refusing would rest on, before it is done.
func (s *Standard) AdviseRefusal(r domain.RefusalRequest) ([]domain.RefusalAdvice, error) {
	return call(s.h, "standard.adviseRefusal", quick, func(ctx context.Context, d *desk.Desk) ([]domain.RefusalAdvice, error) {
		return d.Evidence.AdviseRefusal(ctx, r)
	})
}

// Outcome returns how a case ended, and by whose word.
func (s *Standard) Outcome(caseID string) (domain.CaseOutcome, error) {
	return call(s.h, "standard.outcome", quick, func(ctx context.Context, d *desk.Desk) (domain.CaseOutcome, error) {
		return d.Store.GetOutcome(ctx, caseID)
	})
}

// SetOutcome keeps how a case ended by the word of the person at this seat.
func (s *Standard) SetOutcome(o domain.CaseOutcome) (domain.CaseOutcome, error) {
	return call(s.h, "standard.setOutcome", quick, func(ctx context.Context, d *desk.Desk) (domain.CaseOutcome, error) {
		o.By = d.Operator(ctx)
		return d.Evidence.SetOutcome(ctx, o)
	})
}

// Outcomes returns the win rates by platform, scenario and exhibit.
func (s *Standard) Outcomes() (domain.OutcomeReport, error) {
	return call(s.h, "standard.outcomes", quick, func(ctx context.Context, d *desk.Desk) (domain.OutcomeReport, error) {
		return d.Evidence.Outcomes(ctx)
	})
}

// TasteReports lists returns that count as quality though the buyer wrote only
// about taste.
func (s *Standard) TasteReports() ([]domain.TasteReportRow, error) {
	return call(s.h, "standard.tasteReports", quick, func(ctx context.Context, d *desk.Desk) ([]domain.TasteReportRow, error) {
		return d.Evidence.TasteReports(ctx)
	})
}

// JudgeFresh says whether a claim about fresh goods is in time and what it pays.
func (s *Standard) JudgeFresh(q domain.FreshQuery) (domain.FreshResult, error) {
	return call(s.h, "standard.judgeFresh", quick, func(ctx context.Context, d *desk.Desk) (domain.FreshResult, error) {
		return d.Evidence.JudgeFresh(ctx, q)
	})
}

// Agree notes what was agreed with the buyer on an order of fresh food.
func (s *Standard) Agree(a domain.FreshAgreement) (domain.FreshAgreement, error) {
	return call(s.h, "standard.agree", quick, func(ctx context.Context, d *desk.Desk) (domain.FreshAgreement, error) {
		a.By = d.Operator(ctx)
		return d.Evidence.Agree(ctx, a)
	})
}
