package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// Runner runs checks and keeps their receipts.
type Runner struct {
	d   Deps
	all []Check

	mu      sync.Mutex
	running map[string]bool
}

// NewRunner returns a Runner over every check.
func NewRunner(d Deps) *Runner {
	return &Runner{d: d, all: All(), running: map[string]bool{}}
}

// Run runs one check and writes its findings and its receipt in one
// transaction. due is the tick that the run answers and missed how many older
// ones it answers too; by hand they are now and 0. When the check fails, the
// findings of the run before stay, the receipt carries the code, and the error
// is returned. Codes: not_found, conflict (this check runs already), the store's.
func (r *Runner) Run(ctx context.Context, id string, due domain.Instant, missed int64) (domain.CheckReceipt, error) {
	at := slices.IndexFunc(r.all, func(c Check) bool { return c.ID == id })
	if at < 0 {
		return domain.CheckReceipt{}, domain.E(domain.CodeNotFound, errors.New("run check"), "check", id)
	}
	if !r.begin(id) {
		return domain.CheckReceipt{}, domain.E(domain.CodeConflict, errors.New("check runs already"), "check", id)
	}
	defer r.end(id)
	began := r.d.Now()
	receipt := domain.CheckReceipt{ID: domain.NewID(began), Check: id, DueAt: due, Missed: missed, StartedAt: began}
	found, examined, runErr := r.all[at].Run(ctx, r.d)
	if runErr == nil {
		runErr = twice(found)
	}
	if runErr != nil && ctx.Err() != nil {
		return receipt, ctx.Err() // cut short by the end of the program: no receipt, the tick stays unanswered
	}
	receipt.Examined = examined
	err := r.d.Store.Write(ctx, func(tx *store.Tx) error {
		receipt.EndedAt = tx.Now()
		tx.Topic("checks")
		if runErr != nil {
			receipt.Code = domain.CodeOf(runErr)
			return tx.PutReceipt(ctx, receipt)
		}
		fresh, resolved, err := tx.PutFindings(ctx, id, found)
		if err != nil {
			return err
		}
		receipt.Found, receipt.Fresh, receipt.Resolved = int64(len(found)), fresh, resolved
		tx.Topic("findings")
		return tx.PutReceipt(ctx, receipt)
	})
	if runErr != nil {
		return receipt, fmt.Errorf("run check %s: %w", id, runErr)
	}
	if err != nil {
		return receipt, fmt.Errorf("store findings of %s: %w", id, err)
	}
	return receipt, nil
}

// twice refuses two findings with one key: the second would hide the first.
func twice(found []domain.Finding) error {
	seen := map[string]bool{}
	for _, f := range found {
		if f.Key == "" || seen[f.Key] {
			return domain.E(domain.CodeInternal, errors.New("two findings have one key"), "check", f.Check)
		}
		seen[f.Key] = true
	}
	return nil
}

func (r *Runner) begin(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running[id] {
		return false
	}
	r.running[id] = true
	return true
}

func (r *Runner) end(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, id)
}

// Running reports whether a check runs at this moment.
func (r *Runner) Running(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.running[id]
}
