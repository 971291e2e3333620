package store

import (
	"context"
	"slices"

	"afterdesk/backend/domain"
)

// PutScenario keeps what a person says a case is argued as; an empty scenario takes
// it back.
func (t *Tx) PutScenario(ctx context.Context, s domain.CaseScenario) error {
	if s.CaseID == "" {
		return invalid("caseId", "a scenario without a case")
	}
	t.Topic("after_sales")
	if s.Scenario == "" {
		_, err := t.exec(ctx, `DELETE FROM case_scenario WHERE case_id = ?`, s.CaseID)
		return err
	}
	if !slices.Contains(domain.Scenarios, s.Scenario) {
		return invalid("scenario", "no such scenario")
	}
	if s.At == 0 {
		s.At = t.now
	}
	_, err := t.exec(ctx, `INSERT INTO case_scenario (case_id, scenario, notice_at, chosen_by, chosen_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (case_id) DO UPDATE SET scenario = excluded.scenario, notice_at = excluded.notice_at, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at`,
		s.CaseID, string(s.Scenario), int64(s.NoticeAt), s.By, int64(s.At))
	return err
}

// PutAnswer keeps what a person said about a point of a file. Earlier answers stay;
// the latest one counts. not_found for an unknown file.
func (t *Tx) PutAnswer(ctx context.Context, a domain.ProofAnswer) error {
	if a.CaseID == "" || !slices.Contains(domain.ProofPoints, a.Point) {
		return invalid("point", "an answer to no question")
	}
	if _, err := t.evidenceNumber(ctx, a.EvidenceID); err != nil {
		return err
	}
	if a.At == 0 {
		a.At = t.now
	}
	t.Topic("after_sales")
	_, err := t.exec(ctx, `INSERT INTO proof_answer (case_id, evidence_id, point, yes, value, said_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		a.CaseID, a.EvidenceID, string(a.Point), asInt(a.Yes), a.Value, a.By, int64(a.At))
	return err
}

// ProofNotes returns what people said about the proof of a case: the scenario, zero
// when nobody chose, and every answer, oldest first.
func (s *Store) ProofNotes(ctx context.Context, caseID string) (chosen domain.CaseScenario, answers []domain.ProofAnswer, err error) {
	answers = []domain.ProofAnswer{}
	if _, err = one(ctx, s, `SELECT case_id, scenario, notice_at, chosen_by, chosen_at FROM case_scenario WHERE case_id = ?`, []any{caseID},
		&chosen.CaseID, &chosen.Scenario, &chosen.NoticeAt, &chosen.By, &chosen.At); err != nil {
		return chosen, answers, err
	}
	err = each(ctx, s, `SELECT case_id, evidence_id, point, yes, value, said_by, at FROM proof_answer WHERE case_id = ? ORDER BY n`, []any{caseID}, func(r rower) error {
		var a domain.ProofAnswer
		err := r.Scan(&a.CaseID, &a.EvidenceID, &a.Point, &a.Yes, &a.Value, &a.By, &a.At)
		answers = append(answers, a)
		return err
	})
	return chosen, answers, err
}

// PutReading keeps the barcodes that a later look at a picture found, also that it
// found none.
func (t *Tx) PutReading(ctx context.Context, evidenceID string, codes []string) error {
	t.Topic("evidence")
	_, err := t.exec(ctx, `INSERT INTO proof_reading (evidence_id, codes, read_at) VALUES (?, ?, ?)
		ON CONFLICT (evidence_id) DO UPDATE SET codes = excluded.codes, read_at = excluded.read_at`, evidenceID, listText(codes), int64(t.now))
	return err
}

// Readings returns the barcodes of the files that were looked at after intake.
func (s *Store) Readings(ctx context.Context, ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	err := each(ctx, s, `SELECT evidence_id, codes FROM proof_reading WHERE evidence_id IN (SELECT value FROM json_each(?))`, []any{idList(ids)}, func(r rower) error {
		var id, codes string
		if err := r.Scan(&id, &codes); err != nil {
			return err
		}
		out[id] = textList(codes)
		return nil
	})
	return out, err
}

// ProvesElsewhere counts, per file, the orders other than orderID that it is linked
// to. A file that proves one order only is not in the map.
func (s *Store) ProvesElsewhere(ctx context.Context, orderID string, ids []string) (map[string]int64, error) {
	out := map[string]int64{}
	err := each(ctx, s, `SELECT e.id, count(DISTINCT k.order_id) FROM evidence e JOIN evidence_link k ON k.evidence_n = e.n
		WHERE e.id IN (SELECT value FROM json_each(?)) AND k.order_id <> ? GROUP BY e.id`, []any{idList(ids), orderID}, func(r rower) error {
		var id string
		var n int64
		err := r.Scan(&id, &n)
		out[id] = n
		return err
	})
	return out, err
}
