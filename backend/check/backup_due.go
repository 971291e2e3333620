package check

import (
	"context"
	"fmt"

	"afterdesk/backend/domain"
)

// A backup a day is planned; two hours of slack are for a machine that was
// asleep, three days are too long.
const (
	backupWarn = 26 * domain.Hour
	backupRed  = 3 * domain.Day
)

// backupDue asks: how much work would be lost if this disk died now?
func backupDue(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	if d.LastBackup == nil {
		return nil, 0, nil
	}
	_, shops, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, fmt.Errorf("check backup: %w", err)
	}
	var since domain.Instant // the book's first day, while there is no backup at all
	for _, s := range shops {
		if since.IsZero() || s.CreatedAt < since {
			since = s.CreatedAt
		}
	}
	if one, ok := judgeBackup(d.LastBackup(), since, d.Now()); ok {
		found = append(found, one)
	}
	return found, 1, nil
}

// judgeBackup counts from the last backup, else from the first shop; an empty
// book needs none.
func judgeBackup(last, firstShop, now domain.Instant) (domain.Finding, bool) {
	since := last
	if since.IsZero() {
		since = firstShop
	}
	if since.IsZero() || now-since < backupWarn {
		return domain.Finding{}, false
	}
	out := finding("backup_due", "", domain.SubjectSystem, "backup")
	out.Severity, out.Since, out.DueAt, out.NextAct = domain.SeverityWarn, since, since+backupWarn, "back_up"
	if now-since >= backupRed {
		out.Severity = domain.SeverityRed
	}
	if last.IsZero() {
		out.Params["never"] = "true"
	}
	return out, true
}
