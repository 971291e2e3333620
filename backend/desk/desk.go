package desk

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	_ "time/tzdata" // shops' zones must resolve on Windows, which ships none

	"afterdesk/backend/act"
	"afterdesk/backend/carrier"
	"afterdesk/backend/check"
	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/evidence"
	"afterdesk/backend/insight"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/pull"
	"afterdesk/backend/rules"
	"afterdesk/backend/schedule"
	"afterdesk/backend/secret"
	"afterdesk/backend/store"
	"afterdesk/backend/vault"
)

// Version is the program's version as people see it.
const Version = "0.1.0"

// FolderVariable is the one environment variable: the data folder.
const FolderVariable = "AFTERDESK_DATA"

// Folder returns the data folder: the variable, or the user's own place for
// application data.
func Folder() string {
	if dir := os.Getenv(FolderVariable); dir != "" {
		return dir
	}
	base, err := os.UserConfigDir()
	if err != nil {
		base = "."
	}
	return filepath.Join(base, "AfterDesk")
}

// Options configures Open.
type Options struct {
	Dir      string
	Now      domain.Now
	OnChange func(topics []string) // after each commit
	OnStatus func()                // something in Status moved
	// Passphrase is asked when this machine has no keychain; create says that it
	// sets a new one. nil = stay locked until Unlock.
	Passphrase func(ctx context.Context, create bool) (string, error)
}

// Desk is the opened house.
type Desk struct {
	Dir      string
	Now      domain.Now
	Log      *slog.Logger
	Store    *store.Store
	Vault    *vault.Vault
	Custody  *custody.Log
	Evidence *evidence.Desk
	Bench    *evidence.Bench
	Puller   *pull.Puller
	Acts     *act.Outbox
	Insight  *insight.Insight
	Checks   *check.Runner
	Jobs     *schedule.Runner
	Secrets  *secret.Keeper

	opts    Options
	http    *httpx.Client
	lock    *lock
	logFile *logFile
	status  statusBoard
	demo    map[string]*demoServer // by platform; nil without a demo
	hosts   hostBook
	// stamping admits one sender of time-stamp queries.
	stamping sync.Mutex

	mu       sync.RWMutex
	settings domain.Settings
	rules    *rules.Book
	cancel   context.CancelFunc
	running  context.Context // of Start; nil before it
	unwatch  context.CancelFunc
	hinted   map[string]bool           // shops pulled because of a delivery; true: once more
	benchAt  map[string]domain.Instant // last pull of a shop for the bench
	wg       sync.WaitGroup
}

// Open builds the house over a data folder, creating it when it is new. Codes:
// conflict (another desk has it open, or a newer program wrote it), corrupt
// (the database is damaged; FaultInfo lists backups), unavailable (the folder
// cannot be written).
func Open(ctx context.Context, o Options) (_ *Desk, err error) {
	if o.Now == nil {
		o.Now = domain.SystemNow
	}
	d := &Desk{Dir: o.Dir, Now: o.Now, opts: o, hinted: map[string]bool{}, benchAt: map[string]domain.Instant{}}
	defer func() {
		if err != nil {
			_ = d.Close()
		}
	}()
	if err := makeFolders(o.Dir); err != nil {
		return nil, err
	}
	if d.lock, err = takeLock(filepath.Join(o.Dir, "lock")); err != nil {
		return nil, err
	}
	if d.logFile, err = openLog(filepath.Join(o.Dir, "logs")); err != nil {
		return nil, err
	}
	d.Log = d.logFile.Logger()
	if err := finishRestore(o.Dir); err != nil {
		return nil, err
	}
	if err := bookIsThere(ctx, o.Dir); err != nil {
		return nil, err
	}
	if d.Store, err = store.Open(ctx, store.Options{Path: filepath.Join(o.Dir, "afterdesk.db"), Now: o.Now, OnCommit: d.committed}); err != nil {
		return nil, err
	}
	if d.settings, err = d.Store.GetSettings(ctx); err != nil {
		return nil, err
	}
	if d.rules, err = rules.Load(d.settings.RuleOverrides); err != nil {
		return nil, err
	}
	if d.Vault, err = vault.Open(filepath.Join(o.Dir, "vault"), vault.Options{Reserve: func() int64 { return d.Settings().ReserveBytes }}); err != nil {
		return nil, err
	}
	if d.Custody, err = custody.Open(filepath.Join(o.Dir, "custody"), o.Now, nil); err != nil {
		return nil, err
	}
	if d.Secrets, err = secret.Open(filepath.Join(o.Dir, "secrets"), secret.Options{Passphrase: o.Passphrase}); err != nil {
		return nil, err
	}
	d.http = httpx.New(httpx.Options{Now: o.Now, Offline: func() bool { return d.Settings().Offline }, OnContact: d.contacted, OnQuota: d.usedQuota,
		UsedToday: d.usedToday, Allow: allHosts()})
	d.Evidence = evidence.New(evidence.Deps{Store: d.Store, Vault: d.Vault, Custody: d.Custody, Now: o.Now, Settings: d.Settings, Rules: d.Rules,
		PackDir: filepath.Join(o.Dir, "packs"), ThumbDir: filepath.Join(o.Dir, "thumbs"), Log: d.Log})
	d.Puller = pull.New(pull.Deps{Store: d.Store, Open: d.connector, Rules: d.Rules, Now: o.Now, Log: d.Log,
		Classify: carrier.Classify, PresetDir: filepath.Join(o.Dir, "presets")})
	d.Acts = act.New(act.Deps{Store: d.Store, Vault: d.Vault, Open: d.connector, Now: o.Now, Online: func() bool { return !d.Settings().Offline }})
	d.Insight = insight.New(insight.Deps{Store: d.Store, Rules: d.Rules, Now: o.Now, Settings: d.Settings})
	d.Checks = check.NewRunner(check.Deps{Store: d.Store, Rules: d.Rules, Now: o.Now, Settings: d.Settings,
		FreeBytes: func() (int64, error) { return freeBytes(o.Dir) }, LastBackup: d.lastBackup})
	if d.Jobs, err = d.newJobs(ctx); err != nil {
		return nil, err
	}
	if err := d.Evidence.Repair(ctx); err != nil {
		return nil, err
	}
	if err := d.openBench(ctx); err != nil {
		return nil, err
	}
	if err := d.repairStamps(ctx); err != nil {
		return nil, err
	}
	if err := d.resumeDemo(ctx); err != nil {
		d.Log.Error("demo shop did not start", "err", err.Error())
	}
	return d, nil
}

// Close stops what runs and closes every room. It is safe on a desk that was
// only partly opened.
func (d *Desk) Close() error {
	if d.cancel != nil {
		d.cancel()
	}
	d.wg.Wait()
	var errs []error
	errs = append(errs, d.closeDemo())
	if d.Store != nil {
		d.flushHosts(context.Background())
	}
	if d.Custody != nil {
		errs = append(errs, d.Custody.Close())
	}
	if d.Store != nil {
		errs = append(errs, d.Store.Close())
	}
	if d.logFile != nil {
		errs = append(errs, d.logFile.Close())
	}
	if d.lock != nil {
		errs = append(errs, d.lock.Release())
	}
	return errors.Join(errs...)
}

// Settings returns the current settings without touching the disk.
func (d *Desk) Settings() domain.Settings {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.settings
}

// Rules returns the current rule book.
func (d *Desk) Rules() *rules.Book {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.rules
}

// Operator is the name that receipts and the audit list carry.
func (d *Desk) Operator(context.Context) string { return d.Settings().By() }

// committed is called by the store after each commit.
func (d *Desk) committed(topics []string) {
	if d.opts.OnChange != nil {
		d.opts.OnChange(topics)
	}
}

// Unlock opens the passphrase-sealed credential file.
func (d *Desk) Unlock(ctx context.Context, passphrase string) error {
	return d.Secrets.Unlock(ctx, passphrase)
}

func makeFolders(dir string) error {
	for _, sub := range []string{"", "vault", "custody", "packs", "exports", "backups", "thumbs", "imports", "logs", "secrets"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return folderErr("make data folder", dir, err)
		}
	}
	probe := filepath.Join(dir, ".write-test")
	if err := os.WriteFile(probe, []byte("ok"), 0o600); err != nil {
		return folderErr("write in data folder", dir, err)
	}
	return os.Remove(probe)
}
