// Package rules holds platform rules as dated data. (Signatures first; bodies follow.)
package rules

import (
	"errors"
	"time"

	"afterdesk/backend/domain"
)

// Entry is one dated rule as the Settings screen shows it.
type Entry = domain.RuleEntry

// Book is the set of rules with the merchant's corrections.
type Book struct{}

// LimitKind is a logistics clock.
type LimitKind string

// Limit is a logistics limit.
type Limit struct {
	RuleID   string
	Route    string
	Within   time.Duration
	Abnormal time.Duration
	Refund   time.Duration
	Warn     time.Duration
}

// Wanted is one exhibit.
type Wanted struct {
	Kind  domain.EvidenceKind
	Level string
}

var errNotYet = domain.E(domain.CodeUnavailable, errors.New("rules are being written"))

func Load(overrides map[string]string) (*Book, error) { return nil, errNotYet }
func (b *Book) List() []Entry                         { return nil }
func (b *Book) LogisticsLimit(platform string, kind LimitKind, from, to string, at domain.Instant) (Limit, bool) {
	return Limit{}, false
}
func (b *Book) Penalty(platform, breach string, at domain.Instant, paid domain.Money) (domain.Money, string) {
	return domain.Money{}, ""
}
func (b *Book) ReviewBand(platform string, rating int64, at domain.Instant) (domain.ReviewBand, string) {
	return domain.ReviewUnrated, ""
}
func (b *Book) ReplyWindow(platform string, createdAt domain.Instant) (until domain.Instant, ruleID string) {
	return 0, ""
}
func (b *Book) Reason(platform, text string) domain.Reason { return domain.ReasonUnknown }
func (b *Book) EvidenceWanted(platform string, c domain.AfterSale) ([]Wanted, string) {
	return nil, ""
}
func (b *Book) Deadline(platform string, c domain.AfterSale) (due domain.Instant, ruleID string) {
	return 0, ""
}
