package evidence

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"afterdesk/backend/domain"
)

const (
	maxWatchDepth   = 6
	maxWatchFolders = 500
	watchTries      = 5 // after this many refusals a file waits until it changes
	stableLooks     = 4 // looks without a change, spread over WatchStable
)

// Watch takes new files from folders and their subfolders until ctx ends, which is not
// an error. It never moves, renames or deletes anything there. A file is taken once
// it has kept its size and time for WatchStable. Changes come from the system's
// notices and from a rescan every WatchEvery, because network and phone-sync folders
// often send none, and a folder that vanishes (a cable, a share) is simply looked for
// again. What was taken is remembered in ThumbDir by path, size and time; without that
// memory files are read again and found to be known.
func (d *Desk) Watch(ctx context.Context, folders []string) error {
	w := &watcher{d: d, folders: folders, waiting: map[string]*candidate{}, seen: openSeen(d.d.ThumbDir, folders)}
	defer w.seen.close()
	var events chan fsnotify.Event
	var faults chan error
	if n, err := fsnotify.NewWatcher(); err == nil { // no notices left on this system: rescans do it alone
		w.notify = n
		defer discardClose(n)
		events, faults = n.Events, n.Errors
	}
	w.rescan(ctx)
	rescan := time.NewTicker(d.d.WatchEvery)
	defer rescan.Stop()
	tick := time.NewTicker(d.d.WatchStable / stableLooks)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-rescan.C:
			w.rescan(ctx)
		case e, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			if e.Has(fsnotify.Create) || e.Has(fsnotify.Write) || e.Has(fsnotify.Rename) {
				w.look(ctx, e.Name)
			}
		case _, ok := <-faults:
			if !ok {
				faults = nil
			}
			w.rescan(ctx) // notices were lost
		case <-tick.C:
			w.takeStable(ctx)
		}
	}
}

// candidate is a file that may still be growing.
type candidate struct {
	size     int64
	modified time.Time
	looks    int // looks since the last change; counted, not timed: clocks are set back
	tries    int
}

type watcher struct {
	d       *Desk
	folders []string
	notify  *fsnotify.Watcher
	waiting map[string]*candidate
	seen    *seen
}

// rescan walks every folder that is there.
func (w *watcher) rescan(ctx context.Context) {
	for _, root := range w.folders {
		count := 0
		_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if e == nil || err != nil {
				return nil //nolint:nilerr // vanished or unreadable: the next rescan looks again
			}
			if e.IsDir() {
				if path != root && (ignored(e.Name()) || depth(root, path) > maxWatchDepth || count >= maxWatchFolders) {
					return fs.SkipDir
				}
				count++
				if w.notify != nil {
					_ = w.notify.Add(path) // again is harmless; a refused one is rescanned
				}
				return nil
			}
			w.note(path, e)
			return nil
		})
	}
}

func depth(root, path string) int {
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return maxWatchDepth + 1
	}
	return strings.Count(rel, string(filepath.Separator)) + 1
}

// look follows one notice.
func (w *watcher) look(ctx context.Context, path string) {
	st, err := os.Lstat(path)
	if err != nil {
		delete(w.waiting, path)
		return
	}
	if st.IsDir() {
		if !ignored(st.Name()) {
			w.rescan(ctx)
		}
		return
	}
	w.note(path, fs.FileInfoToDirEntry(st))
}

// note puts a file on the waiting list unless it was taken as it is now.
func (w *watcher) note(path string, e fs.DirEntry) {
	if !e.Type().IsRegular() || ignored(e.Name()) {
		return
	}
	st, err := e.Info()
	if err != nil || st.Size() == 0 || w.seen.has(path, st.Size(), st.ModTime()) {
		return
	}
	c, ok := w.waiting[path]
	switch {
	case !ok:
		w.waiting[path] = &candidate{size: st.Size(), modified: st.ModTime()}
	case c.size != st.Size() || !c.modified.Equal(st.ModTime()):
		*c = candidate{size: st.Size(), modified: st.ModTime()}
	}
}

// takeStable adds the files that stopped changing.
func (w *watcher) takeStable(ctx context.Context) {
	for path, c := range w.waiting {
		if ctx.Err() != nil {
			return
		}
		st, err := os.Lstat(path)
		if err != nil {
			delete(w.waiting, path)
			continue
		}
		if st.Size() != c.size || !st.ModTime().Equal(c.modified) {
			*c = candidate{size: st.Size(), modified: st.ModTime()}
			continue
		}
		if c.looks++; c.looks >= stableLooks {
			w.take(ctx, path, c)
		}
	}
}

func (w *watcher) take(ctx context.Context, path string, c *candidate) {
	res, err := w.d.Add(ctx, Offer{Path: path, Source: domain.SourceWatch})
	switch {
	case err == nil:
		delete(w.waiting, path)
		w.seen.add(path, c.size, c.modified, res.ID)
	case ctx.Err() != nil:
	case domain.CodeOf(err) == domain.CodeUnavailable:
		// The disk is full or the share is gone. It may come back; the file stays where it is.
		c.looks = -int(w.d.d.WatchEvery / (w.d.d.WatchStable / stableLooks))
		w.d.d.Log.Warn("watched file waits", "code", string(domain.CodeUnavailable), "reason", domain.ParamOf(err, "reason"))
	default:
		c.tries++
		c.looks = 0
		if c.tries >= watchTries {
			delete(w.waiting, path)
			w.seen.skip(path, c.size, c.modified)
			var e *domain.Error
			field := ""
			if errors.As(err, &e) {
				field = e.Params["field"]
			}
			w.d.d.Log.Warn("watched file refused", "code", string(domain.CodeOf(err)), "field", field)
		}
	}
}

// ignored reports whether a name is that of an unfinished download, a sync program's
// own file, an editor's lock or a system file.
func ignored(name string) bool {
	lower := strings.ToLower(name)
	if strings.HasPrefix(lower, ".") || strings.HasPrefix(lower, "~") || strings.HasSuffix(lower, "~") {
		return true
	}
	switch lower {
	case "thumbs.db", "desktop.ini", "ehthumbs.db", "$recycle.bin", "system volume information", "@eadir", "#recycle":
		return true
	}
	for _, suffix := range []string{".part", ".partial", ".crdownload", ".tmp", ".temp", ".download", ".opdownload", ".filepart", ".aria2", ".!ut", ".!qb",
		".!sync", ".bts", ".syncing", ".lock", ".lnk", ".url"} {
		if strings.HasSuffix(lower, suffix) {
			return true
		}
	}
	return strings.Contains(lower, ".sync-conflict-") || strings.Contains(lower, ".syncthing.") || strings.Contains(lower, "_conflict-")
}
