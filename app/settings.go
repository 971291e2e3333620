package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Settings is the one place where the house is configured and kept safe.
type Settings struct{ h *house }

// Get returns the settings.
func (s *Settings) Get() (domain.Settings, error) {
	return call(s.h, "settings.get", quick, func(ctx context.Context, d *desk.Desk) (domain.Settings, error) {
		return d.Store.GetSettings(ctx)
	})
}

// Put checks and keeps the settings; invalid names the field. The door for
// deliveries moves first, so that a port that is taken is said, not kept.
func (s *Settings) Put(v domain.Settings) (domain.Settings, error) {
	return call(s.h, "settings.put", quick, func(ctx context.Context, d *desk.Desk) (domain.Settings, error) {
		if err := s.h.pushDoor().Follow(v); err != nil {
			return v, err
		}
		kept, err := d.PutSettings(ctx, v)
		if err != nil {
			if ferr := s.h.pushDoor().Follow(d.Settings()); ferr != nil {
				d.Log.Error("reopen push door", "err", ferr.Error())
			}
		}
		return kept, err
	})
}

// Rules returns every dated rule with its source and the merchant's corrections.
func (s *Settings) Rules() ([]domain.RuleEntry, error) {
	return call(s.h, "settings.rules", quick, func(_ context.Context, d *desk.Desk) ([]domain.RuleEntry, error) {
		return d.RuleEntries(), nil
	})
}

// Backups returns the backups, newest first.
func (s *Settings) Backups() ([]domain.Backup, error) {
	return call(s.h, "settings.backups", quick, func(ctx context.Context, d *desk.Desk) ([]domain.Backup, error) {
		return d.Backups(ctx)
	})
}

// BackupNow makes and verifies a backup.
func (s *Settings) BackupNow() (domain.Backup, error) {
	return call(s.h, "settings.backupNow", slow, func(ctx context.Context, d *desk.Desk) (domain.Backup, error) {
		return d.Backup(ctx, "manual")
	})
}

// VerifyBackup runs the integrity check and the restore drill of a backup again.
func (s *Settings) VerifyBackup(id string) (domain.Backup, error) {
	return call(s.h, "settings.verifyBackup", slow, func(ctx context.Context, d *desk.Desk) (domain.Backup, error) {
		return d.VerifyBackup(ctx, id)
	})
}

// Restore puts a backup in place of the current book. The book as it was is
// backed up first, so the step can be taken back.
func (s *Settings) Restore(id string) (none, error) {
	return call(s.h, "settings.restore", slow, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done((&Shell{h: s.h}).reopen(ctx, d, id))
	})
}

// Hosts returns every host that was ever contacted.
func (s *Settings) Hosts() ([]domain.HostContact, error) {
	return call(s.h, "settings.hosts", quick, func(ctx context.Context, d *desk.Desk) ([]domain.HostContact, error) {
		return d.Hosts(ctx)
	})
}

// Audit returns one page of the audit list.
func (s *Settings) Audit(cursor string) (domain.AuditPage, error) {
	return call(s.h, "settings.audit", quick, func(ctx context.Context, d *desk.Desk) (domain.AuditPage, error) {
		items, next, err := d.Store.ListAudit(ctx, 100, cursor)
		return domain.AuditPage{Items: items, Next: next}, err
	})
}

// Storage returns what the data folder holds.
func (s *Settings) Storage() (domain.StorageInfo, error) {
	return call(s.h, "settings.storage", slow, func(ctx context.Context, d *desk.Desk) (domain.StorageInfo, error) {
		return d.Storage(ctx)
	})
}

// SupportBundle writes logs and facts without buyer data or secrets to a ZIP
// and returns its path.
func (s *Settings) SupportBundle() (string, error) {
	return call(s.h, "settings.supportBundle", slow, func(ctx context.Context, d *desk.Desk) (string, error) {
		return d.SupportBundle(ctx)
	})
}
