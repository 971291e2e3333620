package check

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// Deps are what checks need.
type Deps struct {
	Store      *store.Store
	Rules      func() *rules.Book
	Settings   func() domain.Settings
	Now        domain.Now
	FreeBytes  func() (int64, error) // free on the data folder's volume; nil = not judged
	LastBackup func() domain.Instant // newest good backup, 0 = none; nil = not judged
}

// Check is one scheduled question.
type Check struct {
	ID          string
	DefaultSpec string // cron, five fields; Settings.Schedules overrides it
	// Run returns everything that holds now, and how many rows it judged.
	Run func(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error)
}

// All lists every check in the order in which the Logistics screen shows them.
func All() []Check {
	return []Check{
		{"no_pickup", "*/30 * * * *", noPickup},
		{"stalled", "10 * * * *", stalled},
		{"signed_refund", "5,35 * * * *", signedRefund},
		{"deadline_near", "*/10 * * * *", deadlineNear},
		{"awaiting_evidence", "*/15 * * * *", awaitingEvidence},
		{"evidence_lapsed", "25 * * * *", evidenceLapsed},
		{"negative_review_open", "20 * * * *", negativeReviewOpen},
		{"unmapped_values", "40 * * * *", unmappedValues},
		{"stale_shop", "*/15 * * * *", staleShop},
		{"storage", "45 * * * *", storage},
		{"backup_due", "50 * * * *", backupDue},
	}
}
