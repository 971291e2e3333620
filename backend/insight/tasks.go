package insight

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/sla"
)

// Limits of the queue: what is further down than this is not today's work.
const (
	maxCases    = 2000
	maxReviews  = 300
	maxFindings = 1000
	reviewDays  = 30 * domain.Day
	batch       = 500
)

// kindOfCheck says which kind of task a check's finding is. A check that is not
// named gives no task.
var kindOfCheck = map[string]string{
	"no_pickup": "logistics", "stalled": "logistics", "signed_refund": "logistics",
	"deadline_near": "case_due", "awaiting_evidence": "evidence_wanted", "negative_review_open": "bad_review",
	"stale_shop": "sync_fault", "unmapped_values": "sync_fault", "map_file": "sync_fault", "storage": "backup", "backup_due": "backup",
}

// Tasks returns the head of the Today queue: cases whose turn is ours, proof
// that is wanted, findings, bad reviews without a reply, sync faults, files
// without an order. A subject that is wanted for several reasons is one task,
// with the nearest due time and the highest sum. Highest Score first; the same
// rows give the same order. limit ≤ 0 means 100. Total counts also what lies
// beyond the rows that were weighed, the 2,000 cases with the least time left.
func (x *Insight) Tasks(ctx context.Context, shopIDs []string, limit int) (domain.TaskPage, error) {
	q, err := x.queue(ctx, shopIDs)
	if err != nil {
		return domain.TaskPage{}, err
	}
	if limit <= 0 {
		limit = 100
	}
	all := q.sorted()
	page := domain.TaskPage{Items: all[:min(limit, len(all))], Total: int64(len(all))}
	if err := x.dress(ctx, page.Items); err != nil {
		return domain.TaskPage{}, err
	}
	for _, n := range q.beyond {
		page.Total += n
	}
	return page, nil
}

// dress adds the product to the tasks that are shown: of thousands that are
// weighed, few are.
func (x *Insight) dress(ctx context.Context, tasks []domain.Task) error {
	var ids []string
	for _, t := range tasks {
		if t.Subject == domain.SubjectAfterSale {
			ids = append(ids, t.SubjectID)
		}
	}
	rows, err := x.d.Store.DressAfterSales(ctx, ids)
	if err != nil {
		return fmt.Errorf("read cases: %w", err)
	}
	for i := range tasks {
		t := &tasks[i]
		if r, ok := rows[t.SubjectID]; ok && t.Subject == domain.SubjectAfterSale {
			if t.Title == "" {
				t.Title = r.Title
			}
			t.Params["spec"] = r.Spec
		}
	}
	return nil
}

func (x *Insight) queue(ctx context.Context, shopIDs []string) (*queue, error) {
	shops, err := x.shops(ctx, shopIDs)
	if err != nil {
		return nil, err
	}
	q := &queue{now: x.d.Now(), at: map[string]int{}, beyond: map[string]int64{}, shops: map[string]domain.Shop{}}
	for _, s := range shops {
		q.shops[s.ID] = s
	}
	for _, step := range []func(context.Context, *queue, []string) error{x.caseTasks, x.findingTasks, x.reviewTasks, x.evidenceTasks} {
		if err := step(ctx, q, shopIDs); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// queue collects tasks, one per subject.
type queue struct {
	now   domain.Instant
	shops map[string]domain.Shop
	tasks []domain.Task
	at    map[string]int // subject → index in tasks

	counts domain.AfterSaleCounts
	beyond map[string]int64 // by kind: cases that were counted and not weighed
}

// put adds a task, or joins it to the task of the same subject: the earlier due
// time, the larger sum, and the act of the one that leads.
func (q *queue) put(t domain.Task) {
	t.ID = string(t.Subject) + ":" + t.SubjectID
	switch { // each unknown word and each file that waits is work of its own
	case t.Kind == "sync_fault" && t.Params["field"] != "":
		t.ID += ":" + t.Params["field"] + ":" + t.Params["raw"]
	case t.Kind == "sync_fault" && t.Params["file"] != "":
		t.ID += ":" + t.Params["file"]
	}
	t.Score = score(q.now, t)
	i, ok := q.at[t.ID]
	if !ok {
		q.at[t.ID] = len(q.tasks)
		q.tasks = append(q.tasks, t)
		return
	}
	old := q.tasks[i]
	first, second := old, t
	if leads(t, old) {
		first, second = t, old
	}
	if !second.DueAt.IsZero() && (first.DueAt.IsZero() || second.DueAt < first.DueAt) {
		first.DueAt = second.DueAt
	}
	if second.AtRisk.Known() && (!first.AtRisk.Known() || (first.AtRisk.Currency == second.AtRisk.Currency && second.AtRisk.Minor > first.AtRisk.Minor)) {
		first.AtRisk = second.AtRisk
	}
	if first.Title == "" {
		first.Title = second.Title
	}
	for k, v := range second.Params {
		if _, ok := first.Params[k]; !ok {
			first.Params[k] = v
		}
	}
	first.Score = score(q.now, first)
	q.tasks[i] = first
}

// leads reports whether a gives a joined task its kind and its act: proof that a
// platform waits for goes before any answer, otherwise the more urgent leads.
func leads(a, b domain.Task) bool {
	if wanted := a.Kind == "evidence_wanted"; wanted != (b.Kind == "evidence_wanted") {
		return wanted
	}
	return a.Score > b.Score
}

func (q *queue) sorted() []domain.Task {
	out := slices.Clone(q.tasks)
	slices.SortStableFunc(out, func(a, b domain.Task) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(late(a.DueAt), late(b.DueAt)), cmp.Compare(a.ID, b.ID))
	})
	if out == nil {
		out = []domain.Task{}
	}
	return out
}

func late(due domain.Instant) domain.Instant {
	if due.IsZero() {
		return math.MaxInt64
	}
	return due
}

// score is time left × money. Urgency is 24 ÷ (hours left + 1), so a task due
// in an hour weighs twelve times one due tomorrow; an overdue one stays at 24;
// one without a due time counts as due in two days. Money counts by its
// logarithm: ¥1,000 weighs about twice ¥30, or one dear case would hide twenty
// that end sooner. Minor units stand for any currency alike. Proof that a platform
// waits for is weighed as if an eighth of its time were left (EV-06): with a usual day
// to answer in it stands above what merely ends today.
func score(now domain.Instant, t domain.Task) float64 {
	hours := 48.0
	if !t.DueAt.IsZero() {
		hours = max(0, sla.TimeLeft(now, t.DueAt).Hours())
	}
	if t.Kind == "evidence_wanted" {
		hours /= 8 // the last chance: nothing that is handed in later is looked at
	}
	weight := 1.0
	if t.AtRisk.Known() && t.AtRisk.Minor > 0 {
		weight += math.Log10(1 + float64(t.AtRisk.Minor)/100)
	}
	if t.Kind == "sync_fault" && t.NextAct == "reauthorize" {
		weight += 3 // nothing of that shop can be seen any more
	}
	return math.Round(24/(hours+1)*weight*1e6) / 1e6
}

func (x *Insight) caseTasks(ctx context.Context, q *queue, shopIDs []string) error {
	var err error
	if q.counts, err = x.d.Store.CountAfterSales(ctx, domain.AfterSaleQuery{ShopIDs: shopIDs, View: "open"}); err != nil {
		return fmt.Errorf("count cases: %w", err)
	}
	for _, view := range []struct {
		name, kind string
		all        int64
	}{{"merchant", "case_due", q.counts.Merchant}, {"evidence", "evidence_wanted", q.counts.Evidence}} {
		rows, err := x.d.Store.DueAfterSales(ctx, domain.AfterSaleQuery{ShopIDs: shopIDs, View: view.name}, maxCases)
		if err != nil {
			return fmt.Errorf("list cases: %w", err)
		}
		for _, r := range rows {
			q.put(x.caseTask(q, r, view.kind))
		}
		if n := int64(len(rows)); n == maxCases && view.all > n {
			q.beyond[view.kind] = view.all - n
		}
	}
	return nil
}

func (x *Insight) caseTask(q *queue, r domain.AfterSaleRow, kind string) domain.Task {
	t := domain.Task{Kind: kind, ShopID: r.ShopID, Subject: domain.SubjectAfterSale, SubjectID: r.ID, OrderID: r.OrderID,
		Since: r.StepSince, DueAt: r.Deadline, AtRisk: r.Asked, NextAct: "answer_case",
		Params: map[string]string{"case": r.RemoteID, "order": r.OrderRemoteID, "type": string(r.Type), "status": string(r.Status)}}
	if t.Since.IsZero() {
		t.Since = r.AppliedAt
	}
	c := domain.AfterSale{Type: r.Type, Status: r.Status, Arbitration: r.Arbitration, AppliedAt: r.AppliedAt, UpdatedAt: r.UpdatedAt, StepSince: r.StepSince}
	platform := q.shops[r.ShopID].Platform
	switch {
	case kind == "evidence_wanted":
		t.NextAct, t.DueAt = "submit_evidence", r.EvidenceDue
		if t.DueAt.IsZero() {
			t.DueAt, _ = x.d.Rules().EvidenceDeadline(platform, c)
			t.Params["estimated"] = "true"
		}
	case t.DueAt.IsZero():
		if t.DueAt, _ = x.d.Rules().Deadline(platform, c); !t.DueAt.IsZero() {
			t.Params["estimated"] = "true"
		}
	}
	switch {
	case kind == "evidence_wanted":
	case r.Status == domain.StatusAwaitReceipt:
		t.NextAct = "confirm_receipt"
	case r.Status == domain.StatusAwaitShip:
		t.NextAct = "ship"
	}
	return t
}

func (x *Insight) findingTasks(ctx context.Context, q *queue, shopIDs []string) error {
	query := domain.FindingQuery{States: []domain.FindingState{domain.FindingOpen}, Limit: batch}
	for n := 0; n < maxFindings; n += batch {
		page, err := x.d.Store.ListFindings(ctx, query)
		if err != nil {
			return fmt.Errorf("list findings: %w", err)
		}
		for _, row := range page.Items {
			f := row.Finding
			kind := kindOfCheck[f.Check]
			if kind == "" || (f.ShopID != "" && len(shopIDs) > 0 && !slices.Contains(shopIDs, f.ShopID)) {
				continue
			}
			t := domain.Task{Kind: kind, ShopID: f.ShopID, Subject: f.Subject, SubjectID: f.SubjectID, OrderID: f.OrderID, Title: row.Title,
				Since: f.Since, DueAt: f.DueAt, AtRisk: f.AtRisk, NextAct: f.NextAct, Params: map[string]string{"check": f.Check}}
			for k, v := range f.Params {
				t.Params[k] = v
			}
			if f.Check == "signed_refund" && f.Params["case"] != "" {
				// the parcel's story belongs to the case that somebody must answer
				t.Subject, t.SubjectID = domain.SubjectAfterSale, f.Params["case"]
			}
			if f.Subject == domain.SubjectShop && t.Title == "" {
				t.Title = q.shops[f.ShopID].Name
			}
			q.put(t)
		}
		if query.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	return nil
}

func (x *Insight) reviewTasks(ctx context.Context, q *queue, shopIDs []string) error {
	query := domain.ReviewQuery{ShopIDs: shopIDs, Bands: []domain.ReviewBand{domain.ReviewNegative}, Replied: "no", From: q.now - reviewDays, Limit: batch}
	page, err := x.d.Store.ListReviews(ctx, query)
	if err != nil {
		return fmt.Errorf("list reviews: %w", err)
	}
	for i, r := range page.Items {
		if i == maxReviews {
			break
		}
		if r.Step == domain.RecoveryOutcome || (!r.ReplyBy.IsZero() && q.now >= r.ReplyBy) {
			continue
		}
		q.put(domain.Task{Kind: "bad_review", ShopID: r.ShopID, Subject: domain.SubjectReview, SubjectID: r.ID, OrderID: r.OrderID, Title: r.ProductName,
			Since: r.CreatedAt, DueAt: r.ReplyBy, NextAct: "reply_review", Params: map[string]string{"rating": strconv.FormatInt(r.Rating, 10)}})
	}
	return nil
}

func (x *Insight) evidenceTasks(ctx context.Context, q *queue, _ []string) error {
	page, err := x.d.Store.ListEvidence(ctx, domain.EvidenceQuery{Linked: "no", Limit: batch})
	if err != nil {
		return fmt.Errorf("list evidence: %w", err)
	}
	if len(page.Items) == 0 {
		return nil
	}
	count := strconv.Itoa(len(page.Items))
	if page.Next != "" {
		count += "+"
	}
	newest := page.Items[0].Item
	q.put(domain.Task{Kind: "unlinked_evidence", Subject: domain.SubjectEvidence, SubjectID: "unlinked", Since: newest.AddedAt,
		NextAct: "link_evidence", Params: map[string]string{"count": count, "name": newest.Name}})
	return nil
}
