package desk

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/schedule"
	"afterdesk/backend/sla"
	"afterdesk/backend/store"
)

// PutSettings checks and keeps the settings and lets every room see them.
// Invalid names the field that is wrong.
func (d *Desk) PutSettings(ctx context.Context, s domain.Settings) (domain.Settings, error) {
	book, err := checkSettings(s)
	if err != nil {
		return s, err
	}
	if err := d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.PutSettings(ctx, s); err != nil {
			return err
		}
		return tx.PutAudit(ctx, d.audit(ctx, "settings_changed", domain.SubjectSystem, "settings", ""))
	}); err != nil {
		return s, err
	}
	d.mu.Lock()
	before := d.settings
	d.settings, d.rules = s, book
	running := d.running
	d.mu.Unlock()
	if before.BackupFolder != s.BackupFolder {
		if err := pointAtBackups(d.Dir, s.BackupFolder); err != nil {
			return s, err
		}
	}
	if before.Zone != s.Zone {
		zone, err := time.LoadLocation(s.Zone)
		if err != nil {
			return s, domain.E(domain.CodeInvalid, err, "field", "zone")
		}
		if err := d.Jobs.SetZone(zone); err != nil {
			return s, err
		}
	}
	if err := d.Jobs.Replace(ctx, d.jobs()); err != nil {
		return s, err
	}
	if running != nil && (!slices.Equal(before.WatchFolders, s.WatchFolders) || !slices.Equal(before.ImportFolders, s.ImportFolders)) {
		d.startWatching(running)
	}
	if before.Offline && !s.Offline {
		d.background(func(ctx context.Context) { _, _ = d.FlushActs(ctx) })
		d.background(func(ctx context.Context) { _, _ = d.SendStamps(ctx) })
	}
	if d.opts.OnStatus != nil {
		d.opts.OnStatus()
	}
	return s, nil
}

// maxAnswerMinutes is two weeks of opening hours around the clock.
const maxAnswerMinutes = 14 * 24 * 60

func checkSettings(s domain.Settings) (*rules.Book, error) {
	bad := func(field string, err error) (*rules.Book, error) {
		return nil, domain.E(domain.CodeInvalid, err, "field", field)
	}
	if s.Language != "zh-CN" && s.Language != "en" {
		return bad("language", nil)
	}
	if !slices.Contains([]string{"system", "light", "dark"}, s.Theme) {
		return bad("theme", nil)
	}
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" {
		return bad("zone", err)
	}
	if s.PullEveryMin < 0 || s.PullEveryMin > 59 {
		return bad("pullEveryMin", nil)
	}
	if s.PushPort != 0 && (s.PushPort < 1024 || s.PushPort > 65535) {
		return bad("pushPort", nil)
	}
	if s.PhonePort != 0 && (s.PhonePort < 1024 || s.PhonePort > 65535) {
		return bad("phonePort", nil)
	}
	if s.PhoneHours < 0 || s.PhoneHours > 24 {
		return bad("phoneHours", nil)
	}
	if s.HighValue <= 0 {
		return bad("highValue", nil)
	}
	if s.GoodTarget <= 0 || s.GoodTarget > 1 {
		return bad("goodTarget", nil)
	}
	if s.AnswerMinutes < 0 || s.AnswerMinutes > maxAnswerMinutes {
		return bad("answerMinutes", nil)
	}
	if s.BackupKeep < 1 || s.BackupKeep > 365 {
		return bad("backupKeep", nil)
	}
	if s.ReserveBytes < 0 || s.MaxIntakeBytes < 1<<20 || s.MaxImageMP < 1 {
		return bad("storage", nil)
	}
	for id, spec := range s.Schedules {
		if spec == "" {
			continue
		}
		if err := schedule.Check(spec); err != nil {
			return bad("schedules."+id, err)
		}
	}
	for _, dir := range s.WatchFolders {
		if !filepath.IsAbs(dir) {
			return bad("watchFolders", nil)
		}
	}
	for _, pair := range s.ImportFolders {
		if _, dir, ok := strings.Cut(pair, "="); !ok || !filepath.IsAbs(dir) {
			return bad("importFolders", nil)
		}
	}
	if err := checkStampers(s.Stampers); err != nil {
		return nil, err
	}
	if _, err := sla.ParseCalendar(s.Calendar); err != nil {
		return bad("calendar", err)
	}
	book, err := rules.Load(s.RuleOverrides)
	if err != nil {
		return nil, err
	}
	return book, nil
}

// SetOffline turns the offline switch.
func (d *Desk) SetOffline(ctx context.Context, on bool) error {
	s := d.Settings()
	s.Offline = on
	_, err := d.PutSettings(ctx, s)
	return err
}

// RuleEntries returns the rule book for the Settings screen.
func (d *Desk) RuleEntries() []domain.RuleEntry { return d.Rules().List() }
