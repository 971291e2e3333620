package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/evidence"
	"afterdesk/backend/store"
)

// AddFiles takes files into the vault; each has its own verdict.
func (d *Desk) AddFiles(ctx context.Context, r domain.AddFilesRequest, source domain.EvidenceSource) ([]domain.IntakeResult, error) {
	out := []domain.IntakeResult{}
	for _, path := range r.Paths {
		res, err := d.Evidence.Add(ctx, evidence.Offer{Path: path, Source: source, Operator: d.Operator(ctx),
			OrderID: r.OrderID, AfterSaleID: r.AfterSaleID, Kind: r.Kind})
		if err != nil {
			if ctx.Err() != nil {
				return out, err
			}
			res = domain.IntakeResult{Path: path, Code: domain.CodeOf(err)}
			if e, ok := domain.AsError(err); ok {
				res.Params = e.Params
			}
			d.Log.Warn("intake refused a file", "code", string(res.Code))
		}
		out = append(out, res)
	}
	return out, nil
}

// BuildPack writes the pack of a case into outDir, or into the pack folder of
// the settings when outDir is "".
func (d *Desk) BuildPack(ctx context.Context, afterSaleID, outDir string) (domain.EvidencePack, error) {
	return d.BuildPackFor(ctx, domain.PackRequest{AfterSaleID: afterSaleID}, outDir)
}

// BuildPackFor is BuildPack in the edition asked for. With time-stamp authorities the
// pack waits a moment for their tokens. Codes: as evidence.PackFor.
func (d *Desk) BuildPackFor(ctx context.Context, r domain.PackRequest, outDir string) (domain.EvidencePack, error) {
	s := d.Settings()
	if outDir == "" {
		outDir = s.PackFolder
	}
	if outDir == "" {
		outDir = filepath.Join(d.Dir, "packs")
	}
	d.stampForPack(ctx, r.AfterSaleID)
	pack, err := d.Evidence.PackFor(ctx, r, outDir, s.Language, d.Operator(ctx))
	if err != nil {
		return pack, err
	}
	return pack, d.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.PutAudit(ctx, d.audit(ctx, "pack_built", domain.SubjectAfterSale, r.AfterSaleID, r.Purpose))
	})
}

// LookFile takes a first look into a file with the saved mappings at hand.
func (d *Desk) LookFile(ctx context.Context, path, sheetName string) (domain.SheetLook, error) {
	return d.Puller.Look(ctx, path, sheetName)
}

// ImportFile imports a file by a confirmed plan and rebuilds the trend days it
// touched. Bad rows land beside the data, in imports/.
func (d *Desk) ImportFile(ctx context.Context, p domain.SheetPlan) (domain.SheetRun, error) {
	d.setStatus(func(b *statusBoard) { b.importing = filepath.Base(p.Path) })
	defer d.setStatus(func(b *statusBoard) { b.importing = "" })
	run, err := d.Puller.File(ctx, p, filepath.Join(d.Dir, "imports"))
	if err != nil {
		return run, err
	}
	_, err = d.Insight.Refresh(ctx)
	return run, err
}

// RemoveMapping forgets a saved mapping.
func (d *Desk) RemoveMapping(ctx context.Context, name string) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.RemoveMapping(ctx, name) })
}

// startWatching watches the evidence folders and the import folders of the
// settings until ctx ends or the settings name other folders.
func (d *Desk) startWatching(ctx context.Context) {
	d.mu.Lock()
	if d.unwatch != nil {
		d.unwatch()
	}
	watchCtx, stop := context.WithCancel(ctx)
	d.unwatch = stop
	s := d.settings
	d.mu.Unlock()
	if folders := present(s.WatchFolders); len(folders) > 0 {
		d.wg.Go(func() {
			if err := d.Evidence.Watch(watchCtx, folders); err != nil && watchCtx.Err() == nil {
				d.Log.Error("watch evidence folders", "err", err.Error())
			}
		})
	}
	byShop := map[string]string{}
	for _, pair := range s.ImportFolders {
		if shop, dir, ok := strings.Cut(pair, "="); ok {
			byShop[shop] = dir
		}
	}
	if len(byShop) > 0 {
		d.wg.Go(func() {
			if err := d.Puller.WatchImports(watchCtx, byShop, filepath.Join(d.Dir, "imports")); err != nil && watchCtx.Err() == nil {
				d.Log.Error("watch import folders", "err", err.Error())
			}
		})
	}
}

// present makes the folders that can be made, so that watching starts at once
// on a fresh machine; one that cannot be made is watched for its return.
func present(folders []string) []string {
	for _, f := range folders {
		_ = os.MkdirAll(f, 0o700)
	}
	return folders
}

// Owns reports whether path lies in a folder that AfterDesk writes to; only
// such files are opened for a person.
func (d *Desk) Owns(path string) bool {
	s := d.Settings()
	for _, dir := range []string{d.Dir, s.PackFolder, s.BackupFolder} {
		if dir != "" && within(dir, path) {
			return true
		}
	}
	return false
}

// Storage returns what the data folder holds.
func (d *Desk) Storage(context.Context) (domain.StorageInfo, error) {
	info := domain.StorageInfo{Folder: d.Dir}
	info.DataBytes, _ = folderBytes(d.Dir)
	info.EvidenceBytes, info.EvidenceFiles = folderBytes(filepath.Join(d.Dir, "vault"))
	info.BackupBytes, _ = folderBytes(d.backupRoot())
	free, err := freeBytes(d.Dir)
	if err != nil {
		return info, domain.E(domain.CodeUnavailable, err, "reason", "disk")
	}
	info.FreeBytes = free
	return info, nil
}
