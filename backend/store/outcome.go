package store

import (
	"context"
	"slices"

	"afterdesk/backend/domain"
)

// maxEnded is how many ended cases a win rate looks back at, newest first.
const maxEnded = 5000

// lapsedCheck is the check whose findings say that nobody answered a request for
// proof in time.
const lapsedCheck = "evidence_lapsed"

// PutOutcome keeps how a case ended by a person's word, with the newest pack at that
// moment; an empty result takes the word back.
func (t *Tx) PutOutcome(ctx context.Context, o domain.CaseOutcome) error {
	if o.CaseID == "" {
		return invalid("caseId", "an outcome without a case")
	}
	t.Topic("after_sales", "packs")
	if o.Result == "" {
		_, err := t.exec(ctx, `DELETE FROM case_outcome WHERE case_id = ?`, o.CaseID)
		return err
	}
	if !slices.Contains(domain.CaseResults, o.Result) {
		return invalid("result", "no such result")
	}
	if o.At == 0 {
		o.At = t.now
	}
	_, err := t.exec(ctx, `INSERT INTO case_outcome (case_id, result, pack_id, said_by, at)
		SELECT ?1, ?2, coalesce((SELECT id FROM evidence_pack WHERE case_id = ?1 ORDER BY created_at DESC, id DESC LIMIT 1), ''), ?3, ?4 WHERE true
		ON CONFLICT (case_id) DO UPDATE SET result = excluded.result, pack_id = excluded.pack_id, said_by = excluded.said_by, at = excluded.at`,
		o.CaseID, string(o.Result), o.By, int64(o.At))
	return err
}

// GetOutcome returns how a case ended: a person's word first, then the platform's
// ruling. Result "" means that nobody knows yet. not_found for an unknown case.
func (s *Store) GetOutcome(ctx context.Context, caseID string) (domain.CaseOutcome, error) {
	c, err := s.GetAfterSale(ctx, caseID)
	if err != nil {
		return domain.CaseOutcome{}, err
	}
	out := domain.CaseOutcome{CaseID: caseID}
	ok, err := one(ctx, s, `SELECT result, pack_id, said_by, at FROM case_outcome WHERE case_id = ?`, []any{caseID}, &out.Result, &out.PackID, &out.By, &out.At)
	if err != nil {
		return out, err
	}
	if ok {
		out.Origin = "person"
		return out, nil
	}
	silent, err := s.lapsed(ctx)
	if err != nil {
		return out, err
	}
	out.Result, out.Origin = ruled(c.Arbitration, silent[caseID])
	return out, nil
}

// ruled says how a platform's ruling went for the merchant.
func ruled(a domain.Arbitration, silent bool) (domain.CaseResult, string) {
	switch {
	case a == domain.ArbForMerchant:
		return domain.ResultWon, "platform"
	case silent:
		return domain.ResultLost, "silence"
	case a == domain.ArbForBuyer:
		return domain.ResultLost, "platform"
	}
	return "", ""
}

// lapsed returns the cases in which a request for proof ran out unanswered.
func (s *Store) lapsed(ctx context.Context) (map[string]bool, error) {
	out := map[string]bool{}
	err := each(ctx, s, `SELECT subject_id FROM finding WHERE check_id = ? AND state <> ?`, []any{lapsedCheck, string(domain.FindingDismissed)}, func(r rower) error {
		var id string
		err := r.Scan(&id)
		out[id] = true
		return err
	})
	return out, err
}

// EndedCases returns the disputes whose end is known, the newest 5,000 rulings and
// everything that people said, each with the kinds of files that were linked.
func (s *Store) EndedCases(ctx context.Context) ([]domain.EndedCaseRow, error) {
	silent, err := s.lapsed(ctx)
	if err != nil {
		return nil, err
	}
	said := map[string]domain.CaseResult{}
	if err := each(ctx, s, `SELECT case_id, result FROM case_outcome`, nil, func(r rower) error {
		var id string
		var res domain.CaseResult
		err := r.Scan(&id, &res)
		said[id] = res
		return err
	}); err != nil {
		return nil, err
	}
	var cases []domain.AfterSale
	seen := map[string]bool{}
	if err := each(ctx, s, caseSelect+` WHERE a.arbitration IN ('for_buyer', 'for_merchant') ORDER BY a.n DESC LIMIT ?`, []any{maxEnded}, func(r rower) error {
		_, c, err := scanCase(r)
		seen[c.ID] = true
		cases = append(cases, c)
		return err
	}); err != nil {
		return nil, err
	}
	for _, id := range sortedKeys(said, silent) {
		if seen[id] {
			continue
		}
		c, err := s.GetAfterSale(ctx, id)
		if domain.CodeOf(err) == domain.CodeNotFound {
			continue // its shop was removed
		}
		if err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
	out := []domain.EndedCaseRow{}
	for _, c := range cases {
		row := domain.EndedCaseRow{Case: domain.AfterSale{ID: c.ID, ShopID: c.ShopID, OrderID: c.OrderID, Type: c.Type, Status: c.Status, Reason: c.Reason,
			Arbitration: c.Arbitration, AppliedAt: c.AppliedAt, Asked: c.Asked}, Kinds: []domain.EvidenceKind{}}
		if row.Result = said[c.ID]; row.Result != "" {
			row.Origin = "person"
		} else if row.Result, row.Origin = ruled(c.Arbitration, silent[c.ID]); row.Result == "" {
			continue
		}
		if _, err := one(ctx, s, `SELECT scenario, notice_at FROM case_scenario WHERE case_id = ?`, []any{c.ID}, &row.Chosen, &row.NoticeAt); err != nil {
			return nil, err
		}
		if err := each(ctx, s, `SELECT DISTINCT e.kind FROM evidence_link k JOIN evidence e ON e.n = k.evidence_n WHERE k.order_id = ? AND k.case_id IN ('', ?) ORDER BY e.kind`,
			[]any{c.OrderID, c.ID}, func(r rower) error {
				var k domain.EvidenceKind
				err := r.Scan(&k)
				row.Kinds = append(row.Kinds, k)
				return err
			}); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

func sortedKeys(said map[string]domain.CaseResult, silent map[string]bool) []string {
	var out []string
	for id := range said {
		out = append(out, id)
	}
	for id := range silent {
		if said[id] == "" {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}
