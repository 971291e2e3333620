package rules

import (
	"slices"

	"afterdesk/backend/domain"
)

// Refusal is a refusal as a person is about to send it.
type Refusal struct {
	Platform string
	Case     domain.AfterSale
	At       domain.Instant // now: the text of today counts
	Reason   string         // the platform's reason text, or the person's own
	Note     string
	Chat     bool           // a chat goes with it, or is kept where none can
	PickedAt domain.Instant // first pickup of a parcel that went out, 0 = none known
}

// Traps returns the grounds of a refusal that its platform counts as refusing
// without cause, the unmet ones first. A platform that publishes no list is judged
// by the general one, whose confidence says so.
func (b *Book) Traps(r Refusal) []domain.RefusalTrap {
	out := []domain.RefusalTrap{}
	text := plain(r.Reason + " ; " + r.Note)
	found := func(patterns []string) string {
		for _, p := range patterns {
			if holds(text, plain(p)) {
				return p
			}
		}
		return ""
	}
	for _, e := range b.inForce(SubjectRefusals, r.Platform, r.At, nil) {
		if types := e.list("types"); types != nil && !slices.Contains(types, string(r.Case.Type)) {
			continue
		}
		if reasons := e.list("when_reasons"); reasons != nil && !slices.Contains(reasons, string(r.Case.Reason)) {
			continue
		}
		t := domain.RefusalTrap{Trap: e.values["trap"], Needs: e.values["needs"], RuleID: e.id, Source: e.source, Confidence: e.confidence, EffectiveFrom: e.from}
		if patterns := e.list("contains"); patterns != nil {
			if t.Words = found(patterns); t.Words == "" {
				continue
			}
		}
		switch t.Needs {
		case "chat":
			t.Met = r.Chat
		case "pickup_before":
			t.Met = r.PickedAt != 0 && r.PickedAt <= r.Case.AppliedAt
		case "offer":
			t.Met = found(e.list("offer")) != ""
		}
		if t.Words == "" && t.Met {
			continue // nothing on the form says it, and what it asks for is there
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(x, y domain.RefusalTrap) int {
		switch {
		case x.Met == y.Met:
			return 0
		case y.Met:
			return -1
		}
		return 1
	})
	return out
}

// FineOfRefusal returns what refusing without cause costs, the rule, and since when
// it is in force.
func (b *Book) FineOfRefusal(platform string, at domain.Instant, paid domain.Money) (domain.Money, string, domain.ShopDay) {
	fine, id := b.Penalty(platform, BreachRefusal, at, paid)
	for _, e := range b.entries[SubjectPenalties] {
		if e.id == id {
			return fine, id, e.from
		}
	}
	return fine, id, ""
}
