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
	cases, seen := []domain.AfterSale{}, map[string]bool{}
	// The negotiation is left out: a win rate needs none of it, and it is most of a case's bytes.
	if err := each(ctx, s, `SELECT sh.id, a.remote_id, a.order_remote, a.type, a.status, a.reason, a.arbitration, a.applied_at, a.asked, a.currency
		FROM after_sale a JOIN shop sh ON sh.n = a.shop_n WHERE a.arbitration IN ('for_buyer', 'for_merchant') ORDER BY a.n DESC LIMIT ?`, []any{maxEnded}, func(r rower) error {
		var c domain.AfterSale
		var order, currency string
		var asked nullInt
		if err := r.Scan(&c.ShopID, &c.RemoteID, &order, &c.Type, &c.Status, &c.Reason, &c.Arbitration, &c.AppliedAt, &asked, &currency); err != nil {
			return err
		}
		c.ID, c.OrderID, c.Asked = domain.RemoteKey(c.ShopID, c.RemoteID), keyOf(c.ShopID, order), money(asked, currency)
		seen[c.ID] = true
		cases = append(cases, c)
		return nil
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
		cases = append(cases, domain.AfterSale{ID: c.ID, ShopID: c.ShopID, RemoteID: c.RemoteID, OrderID: c.OrderID, Type: c.Type, Status: c.Status, Reason: c.Reason,
			Arbitration: c.Arbitration, AppliedAt: c.AppliedAt, Asked: c.Asked})
	}
	out, at, orders := []domain.EndedCaseRow{}, map[string]int{}, []string{}
	byOrder := map[string][]int{}
	for _, c := range cases {
		row := domain.EndedCaseRow{Case: c, Kinds: []domain.EvidenceKind{}}
		if row.Result = said[c.ID]; row.Result != "" {
			row.Origin = "person"
		} else if row.Result, row.Origin = ruled(c.Arbitration, silent[c.ID]); row.Result == "" {
			continue
		}
		at[c.ID] = len(out)
		byOrder[c.OrderID] = append(byOrder[c.OrderID], len(out))
		orders = append(orders, c.OrderID)
		out = append(out, row)
	}
	if err := each(ctx, s, `SELECT case_id, scenario, notice_at FROM case_scenario`, nil, func(r rower) error {
		var chosen domain.CaseScenario
		if err := r.Scan(&chosen.CaseID, &chosen.Scenario, &chosen.NoticeAt); err != nil {
			return err
		}
		if i, ok := at[chosen.CaseID]; ok {
			out[i].Chosen, out[i].NoticeAt = chosen.Scenario, chosen.NoticeAt
		}
		return nil
	}); err != nil {
		return nil, err
	}
	err = each(ctx, s, `SELECT DISTINCT k.order_id, k.case_id, e.kind FROM evidence_link k JOIN evidence e ON e.n = k.evidence_n
		WHERE k.order_id IN (SELECT value FROM json_each(?)) ORDER BY e.kind`, []any{idList(orders)}, func(r rower) error {
		var order, id string
		var k domain.EvidenceKind
		if err := r.Scan(&order, &id, &k); err != nil {
			return err
		}
		for _, i := range byOrder[order] { // a file of the order as a whole is each case's
			if (id == "" || id == out[i].Case.ID) && !slices.Contains(out[i].Kinds, k) {
				out[i].Kinds = append(out[i].Kinds, k)
			}
		}
		return nil
	})
	return out, err
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
