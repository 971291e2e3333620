package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Shell is the frame around the screens: start, search, status.
type Shell struct{ h *house }

// Boot returns what the window needs first. A data folder that cannot be opened
// is not an error here: Fault says why and Backups offers what can be restored.
func (s *Shell) Boot() (domain.BootInfo, error) {
	base, d, err := s.h.get()
	if err == nil {
		return guard(s.h, base, "shell.boot", quick, d.Boot)
	}
	if base == nil || domain.ParamOf(err, "reason") == "starting" {
		return domain.BootInfo{}, shape(err)
	}
	return guard(s.h, base, "shell.boot", quick, func(ctx context.Context) (domain.BootInfo, error) {
		return desk.FaultInfo(ctx, desk.Folder(), err), nil
	})
}

// RecoverFrom puts the named backup in place of a data folder that could not
// be opened, and opens it. The damaged files are kept beside it.
func (s *Shell) RecoverFrom(id string) (none, error) {
	base, d, err := s.h.get()
	if d != nil || base == nil {
		return false, shape(domain.E(domain.CodeConflict, err, "reason", "already_open"))
	}
	return guard(s.h, base, "shell.recover", slow, func(ctx context.Context) (none, error) {
		if err := desk.Restore(ctx, desk.Folder(), id); err != nil {
			return false, err
		}
		s.open(desk.Folder())
		_, _, err := s.h.get()
		return done(err)
	})
}

// Unlock gives the passphrase of the sealed credential file. The first one sets it.
func (s *Shell) Unlock(passphrase string) (none, error) {
	return call(s.h, "shell.unlock", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.Unlock(ctx, passphrase))
	})
}

// StartDemo sets up the demo shop and returns once its first pull is done.
func (s *Shell) StartDemo() (domain.Shop, error) {
	return call(s.h, "shell.startDemo", slow, func(ctx context.Context, d *desk.Desk) (domain.Shop, error) {
		return d.StartDemo(ctx, desk.DefaultDemo(d.Now()))
	})
}

// Palette finds orders, cases and parcels by id, waybill, SKU or words.
func (s *Shell) Palette(text string) ([]domain.Hit, error) {
	return call(s.h, "shell.palette", quick, func(ctx context.Context, d *desk.Desk) ([]domain.Hit, error) {
		return d.Palette(ctx, text)
	})
}

// Status returns the footer.
func (s *Shell) Status() (domain.DeskStatus, error) {
	return call(s.h, "shell.status", quick, func(ctx context.Context, d *desk.Desk) (domain.DeskStatus, error) {
		return d.Status(ctx)
	})
}

// SetOffline turns the offline switch; while it is on no host is contacted.
func (s *Shell) SetOffline(on bool) (none, error) {
	return call(s.h, "shell.setOffline", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.SetOffline(ctx, on))
	})
}

// Reveal returns the plain receiver of one order and logs who asked and why.
func (s *Shell) Reveal(orderID, purpose string) (domain.Contact, error) {
	return call(s.h, "shell.reveal", quick, func(ctx context.Context, d *desk.Desk) (domain.Contact, error) {
		return d.Reveal(ctx, orderID, purpose)
	})
}

// OpenPath shows a file that AfterDesk made in the system's file manager.
func (s *Shell) OpenPath(path string) (none, error) {
	return call(s.h, "shell.openPath", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		if !d.Owns(path) || !exists(path) {
			return false, domain.E(domain.CodeInvalid, nil, "field", "path")
		}
		return done(revealFile(path))
	})
}

// PickFiles asks for files to add as evidence; none chosen gives an empty list.
func (s *Shell) PickFiles() ([]string, error) {
	return call(s.h, "shell.pickFiles", slow, func(ctx context.Context, _ *desk.Desk) ([]string, error) {
		paths, err := runtime.OpenMultipleFilesDialog(s.h.ctx, runtime.OpenDialogOptions{})
		if paths == nil {
			paths = []string{}
		}
		return paths, err
	})
}

// PickFile asks for one file; "" when the person thought better of it.
func (s *Shell) PickFile() (string, error) {
	return call(s.h, "shell.pickFile", slow, func(ctx context.Context, _ *desk.Desk) (string, error) {
		return runtime.OpenFileDialog(s.h.ctx, runtime.OpenDialogOptions{})
	})
}

// PickFolder asks for a folder; "" when the person thought better of it.
func (s *Shell) PickFolder() (string, error) {
	return call(s.h, "shell.pickFolder", slow, func(ctx context.Context, _ *desk.Desk) (string, error) {
		return runtime.OpenDirectoryDialog(s.h.ctx, runtime.OpenDialogOptions{CanCreateDirectories: true})
	})
}

// reopen restores a backup under the running window: the desk is closed, the
// files are exchanged and the desk is opened again.
func (s *Shell) reopen(ctx context.Context, d *desk.Desk, backupID string) error {
	if _, err := d.Backup(ctx, "before_restore"); err != nil {
		return err
	}
	if err := d.CanRestore(ctx, backupID); err != nil {
		return err
	}
	dir := d.Dir
	s.stop()
	err := desk.Restore(ctx, dir, backupID)
	s.open(dir)
	return err
}
