package rules

import (
	"slices"

	"afterdesk/backend/domain"
)

// Steps of a case that have a clock.
const (
	stepDecide   = "decide"
	stepReceipt  = "receipt"
	stepShip     = "ship"
	stepEvidence = "evidence"
)

// Deadline estimates when the current step of a case ends, for platforms and
// files that do not say so themselves; a platform's own deadline always goes
// first and never comes here. It counts from StepSince, else UpdatedAt, else
// AppliedAt. 0 when it is not the merchant's turn or no start is known.
func (b *Book) Deadline(platform string, c domain.AfterSale) (due domain.Instant, ruleID string) {
	step := map[domain.CaseStatus]string{domain.StatusAwaitMerchant: stepDecide, domain.StatusAwaitReceipt: stepReceipt,
		domain.StatusAwaitShip: stepShip, domain.StatusUnknown: stepDecide}[c.Status]
	if step == "" {
		return 0, ""
	}
	return b.estimate(platform, step, c)
}

// EvidenceDeadline estimates until when proof can be handed in, counted like
// Deadline; 0 unless the platform waits for the merchant's evidence.
func (b *Book) EvidenceDeadline(platform string, c domain.AfterSale) (due domain.Instant, ruleID string) {
	if c.Arbitration != domain.ArbEvidence {
		return 0, ""
	}
	return b.estimate(platform, stepEvidence, c)
}

func (b *Book) estimate(platform, step string, c domain.AfterSale) (domain.Instant, string) {
	since := c.StepSince
	if since.IsZero() {
		since = c.UpdatedAt
	}
	if since.IsZero() {
		since = c.AppliedAt
	}
	if since.IsZero() {
		return 0, ""
	}
	for _, p := range []string{platform, "*"} { // a platform may have hours for one step only
		var general, exact *entry
		for _, e := range b.inForce(SubjectDeadlines, p, since, func(e entry) bool { return e.values["step"] == step }) {
			switch types := e.list("types"); {
			case types == nil:
				general = &e
			case slices.Contains(types, string(c.Type)):
				exact = &e
			}
		}
		if exact == nil {
			exact = general
		}
		if exact != nil {
			return since.Add(exact.hours("hours")), exact.id
		}
	}
	return 0, ""
}
