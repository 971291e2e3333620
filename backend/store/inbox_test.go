package store

import (
	"slices"
	"testing"

	"afterdesk/backend/domain"
)

// AS-02: the order of the inbox is that of the time left at any moment: also
// after nine hours of sleep, and after the clock was set back or forward.
func TestTheInboxKeepsTheOrderOfTimeLeftWhateverTheClockDoes(t *testing.T) {
	now := testNow
	s := openAt(t, t.TempDir()+"/a.db", &now, nil)
	write(t, s, func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("s1")) })
	g := gen(genConfig{orders: scaled(900, 400), seed: 8})
	write(t, s, func(tx *Tx) error { return g.put(t.Context(), tx) })
	var first []string
	for name, jump := range map[string]domain.Instant{"as it is": 0, "nine hours asleep": 9 * domain.Hour, "a minute later": domain.Minute, "set back by a day": -domain.Day,
		"a year ahead": 365 * domain.Day, "at the epoch": -testNow + 1} {
		now = testNow + jump
		var ids []string
		var left []domain.Instant
		rows := pages[domain.AfterSaleQuery](t, func(c string) ([]domain.AfterSaleRow, string, error) {
			p, err := s.ListAfterSales(t.Context(), domain.AfterSaleQuery{View: "open", Limit: 37, Cursor: c})
			return p.Items, p.Next, err
		})
		for _, r := range rows {
			due := r.DueAt
			if due == 0 {
				due = noDue // no deadline stands last
			}
			ids, left = append(ids, r.ID), append(left, due-now)
		}
		if !slices.IsSorted(left) || len(ids) < 10 {
			t.Errorf("%s: %d rows, time left %v", name, len(ids), left)
		}
		if first == nil {
			first = ids
		}
		if !slices.Equal(first, ids) {
			t.Errorf("%s: another order", name)
		}
	}
}
