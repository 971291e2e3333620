package pull

import (
	"context"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/sheet"
	"afterdesk/backend/store"
)

// watchEvery is how often the import folders are read. Folders that a cloud
// client or a network share fills send no reliable events, so they are read.
// A file is taken when two readings in a row found it unchanged: a browser may
// still be writing it.
const watchEvery = 5 * time.Second

// mapFileCheck is the id under which files wait for a person's mapping.
const mapFileCheck = "map_file"

// WatchImports imports new files of the folders (shop id → folder) until ctx
// ends: with a saved mapping that fits, or with a preset when it is sure. A file
// that it is not sure of becomes a finding; it is tried again when a mapping is
// saved. A file that was imported once is known by its hash, also after a
// restart. A folder that is missing is waited for.
func (p *Puller) WatchImports(ctx context.Context, folders map[string]string, badDir string) error {
	w := &watcher{p: p, folders: folders, badDir: badDir, seen: map[string]stamp{}, done: map[string]stamp{}, unsure: map[string]domain.Finding{}}
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		if err := w.scan(ctx); err != nil && ctx.Err() == nil {
			p.d.Log.Warn("read import folders", "code", string(domain.CodeOf(err)))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// stamp tells two states of one path apart.
type stamp struct {
	size int64
	mod  time.Time
}

type watcher struct {
	p        *Puller
	folders  map[string]string
	badDir   string
	seen     map[string]stamp // last scan
	done     map[string]stamp // imported, or failed for good
	unsure   map[string]domain.Finding
	mappings int // saved mappings at the last scan
	reported bool
}

// scan reads the folders once.
func (w *watcher) scan(ctx context.Context) error {
	saved, err := w.p.d.Store.ListMappings(ctx)
	if err != nil {
		return err
	}
	retry := len(saved) != w.mappings
	w.mappings = len(saved)
	now := map[string]stamp{}
	var shops []string
	for id := range w.folders {
		shops = append(shops, id)
	}
	sort.Strings(shops)
	changed := false
	for _, shop := range shops {
		entries, err := os.ReadDir(w.folders[shop])
		if err != nil {
			continue
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || !info.Mode().IsRegular() || !importable(e.Name()) {
				continue
			}
			path := filepath.Join(w.folders[shop], e.Name())
			s := stamp{info.Size(), info.ModTime()}
			now[path] = s
			_, waits := w.unsure[path]
			if w.seen[path] != s || (w.done[path] == s && (!waits || !retry)) {
				continue
			}
			w.done[path] = s
			if w.take(ctx, shop, path) {
				changed = true
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	w.seen = now
	for path := range w.unsure {
		if _, there := now[path]; !there {
			delete(w.unsure, path)
			changed = true
		}
	}
	if changed || !w.reported {
		w.reported = true
		return w.report(ctx)
	}
	return nil
}

// importable leaves out what is being written and what is not a table.
func importable(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "-bad.csv") {
		return false
	}
	lower := strings.ToLower(name)
	for _, end := range []string{".csv", ".csv.gz", ".tsv", ".txt", ".xls", ".xlsx", ".htm", ".html"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

// take imports one file and reports whether the list of unsure ones changed.
func (w *watcher) take(ctx context.Context, shopID, path string) (changed bool) {
	_, was := w.unsure[path]
	delete(w.unsure, path)
	reason, err := w.tryFile(ctx, shopID, path)
	if err != nil {
		w.p.d.Log.Warn("import watched file", "shop", shopID, "code", string(domain.CodeOf(err)))
		if domain.CodeOf(err) == domain.CodeUnavailable {
			delete(w.done, path) // the disk or the file may come back
			return was
		}
		reason = string(domain.CodeOf(err))
	}
	if reason == "" {
		return was
	}
	name := filepath.Base(path)
	w.unsure[path] = domain.Finding{Key: mapFileCheck + ":" + shopID + ":" + name, Check: mapFileCheck, ShopID: shopID, Subject: domain.SubjectShop, SubjectID: shopID,
		Severity: domain.SeverityWarn, Params: map[string]string{"file": name, "reason": reason}, Since: w.p.d.Now(), NextAct: "map_value"}
	return true
}

// tryFile imports path; reason says what keeps it from being imported without a person.
func (w *watcher) tryFile(ctx context.Context, shopID, path string) (reason string, err error) {
	hash, err := sheet.Hash(ctx, path)
	if err != nil {
		return "", err
	}
	runs, err := w.p.d.Store.ListSheetRuns(ctx, 500)
	if err != nil {
		return "", err
	}
	for _, r := range runs {
		if r.ShopID == shopID && r.FileHash == hash && r.Code == "" {
			return "", nil
		}
	}
	shop, err := w.p.d.Store.GetShop(ctx, shopID)
	if err != nil {
		return "", err
	}
	l, err := w.p.look(ctx, path, "", sheet.Hint{Platform: shop.Platform})
	if err != nil {
		return "", err
	}
	if !sheet.Sure(l) {
		return "unsure", nil
	}
	run, err := w.p.File(ctx, domain.SheetPlan{Path: path, Sheet: l.Sheet, ShopID: shopID, Mapping: l.Mapping}, w.badDir)
	if err == nil && run.Bad > 0 && run.Bad == run.Rows {
		return "all_rows_bad", nil
	}
	return "", err
}

func (w *watcher) report(ctx context.Context) error {
	var list []domain.Finding
	for _, f := range w.unsure {
		list = append(list, f)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Key < list[j].Key })
	return w.p.d.Store.Write(ctx, func(tx *store.Tx) error {
		_, _, err := tx.PutFindings(ctx, mapFileCheck, list)
		return err
	})
}
