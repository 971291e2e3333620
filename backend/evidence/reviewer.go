package evidence

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// maxAdvised is how many cases of one refusal are looked at; the window shows no more.
const maxAdvised = 50

// Review attacks the proof of a case as a platform's reviewer would, before a pack
// is made of it: pictures that nobody has searched for a waybill are searched first.
// Codes: not_found.
func (d *Desk) Review(ctx context.Context, caseID string) ([]domain.Objection, error) {
	if _, err := d.ReadNumbers(ctx, caseID); err != nil {
		return nil, err
	}
	f, err := d.proofFacts(ctx, caseID)
	if err != nil {
		return nil, err
	}
	return d.d.Rules().Review(f), nil
}

// AdviseRefusal says, for each case, what refusing it as the form stands would rest
// on: the clause, the proof that is asked for and is there, the fine, and how our own
// cases of that kind ended. Nothing is written. Codes: not_found.
func (d *Desk) AdviseRefusal(ctx context.Context, r domain.RefusalRequest) ([]domain.RefusalAdvice, error) {
	out := []domain.RefusalAdvice{}
	report, err := d.Outcomes(ctx)
	if err != nil {
		return nil, err
	}
	kinds := map[domain.EvidenceKind]bool{}
	for _, id := range r.EvidenceIDs {
		row, err := d.d.Store.GetEvidence(ctx, id)
		if err != nil {
			return nil, err
		}
		kinds[row.Item.Kind] = true
	}
	for _, id := range r.IDs[:min(len(r.IDs), maxAdvised)] {
		f, err := d.proofFacts(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, d.advise(f, r, kinds, report))
	}
	return out, nil
}

func (d *Desk) advise(f rules.ProofFacts, r domain.RefusalRequest, goes map[domain.EvidenceKind]bool, report domain.OutcomeReport) domain.RefusalAdvice {
	book, now := d.d.Rules(), d.d.Now()
	f.Chosen = domain.CaseScenario{} // a refusal answers the buyer, whatever is appealed against besides
	list := book.Checklist(f)
	a := domain.RefusalAdvice{CaseID: f.Case.ID, RemoteID: f.Case.RemoteID, Scenario: list.Scenario, RuleID: list.RuleID, Since: list.EffectiveFrom, Source: list.Source,
		Needed: []domain.ProofKind{}, Weak: []domain.ProofKind{}, There: []domain.ProofKind{}}
	chat := goes[domain.EvidenceChat]
	if !r.Attachable { // nothing can go with it: what is kept for the dispute counts
		chat = slices.ContainsFunc(f.Files, func(x rules.ProofFile) bool { return x.Item.Kind == domain.EvidenceChat })
	}
	own := slices.ContainsFunc(f.Files, func(x rules.ProofFile) bool { return x.Item.Kind != domain.EvidenceBuyerImage })
	a.Unproven = len(r.EvidenceIDs) == 0 && (r.Attachable || !own)
	ref := rules.Refusal{Platform: f.Platform, Case: f.Case, At: now, Reason: r.Reason, Note: r.Note.Reveal(), Chat: chat}
	for _, p := range f.Parcels {
		if p.Direction != domain.DirectionBack && p.PickedAt != 0 && (ref.PickedAt == 0 || p.PickedAt < ref.PickedAt) {
			ref.PickedAt = p.PickedAt
		}
	}
	a.Traps = book.Traps(ref)
	paid := f.Case.Asked
	if f.Order != nil && f.Order.Paid.Known() {
		paid = f.Order.Paid
	}
	a.Fine, a.FineRule, a.FineSince = book.FineOfRefusal(f.Platform, now, paid)
	for _, item := range list.Items {
		if item.Level != rules.LevelMust {
			continue
		}
		for _, p := range item.Options[item.Best].Parts {
			switch p.State {
			case domain.ProofMissing:
				a.Needed = append(a.Needed, p.Proof)
			case domain.ProofWeak:
				a.Weak = append(a.Weak, p.Proof)
			default:
				a.There = append(a.There, p.Proof)
			}
		}
	}
	for _, row := range report.Rows {
		if row.Kind == "" && row.Platform == f.Platform && row.Scenario == list.Scenario {
			a.Won, a.Ended = row.Won, row.Total
		}
	}
	return a
}

// SetOutcome keeps how a case ended by a person's word. Codes: not_found, invalid.
func (d *Desk) SetOutcome(ctx context.Context, o domain.CaseOutcome) (domain.CaseOutcome, error) {
	if _, err := d.d.Store.GetAfterSale(ctx, o.CaseID); err != nil {
		return o, err
	}
	o.At = d.d.Now()
	if err := d.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutOutcome(ctx, o) }); err != nil {
		return o, fmt.Errorf("keep outcome: %w", err)
	}
	return d.d.Store.GetOutcome(ctx, o.CaseID)
}

// Outcomes counts how ended cases went by platform and scenario, and within each
// with and without every kind of file (EV-13). Small counts are shown as they are.
func (d *Desk) Outcomes(ctx context.Context) (domain.OutcomeReport, error) {
	out := domain.OutcomeReport{Rows: []domain.OutcomeRow{}}
	ended, err := d.d.Store.EndedCases(ctx)
	if err != nil {
		return out, fmt.Errorf("list ended cases: %w", err)
	}
	shops, err := d.d.Store.ListShops(ctx)
	if err != nil {
		return out, fmt.Errorf("list shops: %w", err)
	}
	platform := map[string]string{}
	for _, s := range shops {
		platform[s.ID] = s.Platform
	}
	type key struct {
		platform string
		scenario domain.Scenario
	}
	groups, order := map[key][]domain.EndedCaseRow{}, []key{}
	for _, e := range ended {
		k := key{platform[e.Case.ShopID], e.Chosen}
		if k.scenario == "" {
			k.scenario = d.d.Rules().ScenarioOf(k.platform, e.Case)
		}
		if len(groups[k]) == 0 {
			order = append(order, k)
		}
		groups[k] = append(groups[k], e)
		out.Cases++
		if e.Origin == "silence" {
			out.Silent++
			if sum, err := out.SilentSum.Plus(e.Case.Asked); err == nil { // another currency stays out of the sum
				out.SilentSum = sum
			}
		}
	}
	slices.SortFunc(order, func(a, b key) int {
		if n := len(groups[b]) - len(groups[a]); n != 0 {
			return n
		}
		return strings.Compare(a.platform+string(a.scenario), b.platform+string(b.scenario))
	})
	for _, k := range order {
		all := domain.OutcomeRow{Platform: k.platform, Scenario: k.scenario}
		for _, e := range groups[k] {
			tally(e.Result, &all.Won, &all.Partly, &all.Total)
		}
		out.Rows = append(out.Rows, all)
		for _, kind := range domain.EvidenceKinds {
			row := domain.OutcomeRow{Platform: k.platform, Scenario: k.scenario, Kind: kind}
			for _, e := range groups[k] {
				if slices.Contains(e.Kinds, kind) {
					tally(e.Result, &row.Won, &row.Partly, &row.Total)
				} else {
					tally(e.Result, &row.WonNot, &row.PartNot, &row.TotalNot)
				}
			}
			if row.Total > 0 && row.TotalNot > 0 { // one side alone compares nothing
				out.Rows = append(out.Rows, row)
			}
		}
	}
	return out, nil
}

func tally(r domain.CaseResult, won, partly, total *int64) {
	*total++
	switch r {
	case domain.ResultWon:
		*won++
	case domain.ResultPartly:
		*partly++
	}
}
