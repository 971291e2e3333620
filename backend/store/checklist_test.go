package store

import (
	"errors"
	"path/filepath"
	"testing"

	"afterdesk/backend/domain"
)

func TestCorrectionsOfRulesThatAreGoneAreDroppedOnUpgrade(t *testing.T) {
	all := must[[]migration](t)(migrations())
	path := filepath.Join(t.TempDir(), "old.db")
	old := must[*Store](t)(bareStore(t.Context(), path))
	for i := range 4 {
		if err := old.migrateStep(t.Context(), all[i], i+1); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := old.conn.ExecContext(t.Context(), `INSERT INTO settings VALUES (1, '{"operator":"小王","ruleOverrides":{"doudian-proof-content.must":"label","any-proof-general.help":"chat","pinduoduo-reply-window.hours":"48"}}')`); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(old.conn.Close(), old.write.Close()); err != nil {
		t.Fatal(err)
	}
	now := testNow
	set := must[domain.Settings](t)(openAt(t, path, &now, nil).GetSettings(t.Context()))
	if set.Operator != "小王" || len(set.RuleOverrides) != 1 || set.RuleOverrides["pinduoduo-reply-window.hours"] != "48" {
		t.Errorf("%+v", set.RuleOverrides)
	}
}
