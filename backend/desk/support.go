package desk

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"

	"afterdesk/backend/domain"
)

// SupportBundle writes a ZIP with the newest log lines, counts, runs and
// receipts. It holds no buyer text, no credential and no evidence.
func (d *Desk) SupportBundle(ctx context.Context) (string, error) {
	counts, err := d.Store.Counts(ctx)
	if err != nil {
		return "", err
	}
	runs, err := d.Store.ListRuns(ctx, "", 50)
	if err != nil {
		return "", err
	}
	receipts, err := d.Store.ListReceipts(ctx, "", 100)
	if err != nil {
		return "", err
	}
	backups, err := d.Backups(ctx)
	if err != nil {
		return "", err
	}
	s := d.Settings()
	s.Operator, s.WatchFolders, s.ImportFolders, s.SavedViews = "", nil, nil, nil // paths and names are nobody else's business
	facts := map[string]any{"version": Version, "os": runtime.GOOS, "arch": runtime.GOARCH, "go": runtime.Version(), "at": d.Now(),
		"keeper": d.Secrets.Kind(), "counts": counts, "settings": s}
	path := d.exportPath("support", ".zip")
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", domain.E(domain.CodeUnavailable, fmt.Errorf("make support bundle: %w", err), "reason", "folder_not_writable")
	}
	defer os.Remove(path + ".part")
	defer f.Close()
	z := zip.NewWriter(f)
	for name, v := range map[string]any{"facts.json": facts, "runs.json": runs, "receipts.json": receipts, "backups.json": backups} {
		w, err := z.Create(name)
		if err != nil {
			return "", diskErr("write support bundle", err)
		}
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		if err := enc.Encode(v); err != nil {
			return "", diskErr("write support bundle", err)
		}
	}
	w, err := z.Create("log.jsonl")
	if err == nil {
		_, err = w.Write(d.logFile.ring.Bytes())
	}
	if cerr := z.Close(); err == nil {
		err = cerr
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(path+".part", path)
	}
	if err != nil {
		return "", diskErr("write support bundle", err)
	}
	return path, nil
}
