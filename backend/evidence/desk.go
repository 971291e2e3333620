package evidence

import (
	"log/slog"
	"sync"
	"time"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
	"afterdesk/backend/vault"
)

// Deps are what a Desk works with. Store, Vault and Custody are required.
type Deps struct {
	Store    *store.Store
	Vault    *vault.Vault
	Custody  *custody.Log
	Now      domain.Now               // nil = the machine's clock
	Settings func() domain.Settings   // nil = defaults
	Rules    func() *rules.Book       // nil = the rules as published
	PackDir  string                   // packs when the caller names no folder
	ThumbDir string                   // cache; deleting it costs only time
	Redact   func(text string) string // free text on its way into a pack; nil = RedactText
	Log      *slog.Logger             // nil = silent

	WatchEvery  time.Duration // rescan of watched folders; 0 = 30 s
	WatchStable time.Duration // a file must not have changed for this long; 0 = 2 s
	CodeBudget  time.Duration // time to look for a barcode in one picture; 0 = 1.5 s
}

// Desk does the evidence work of one data folder. Its methods may be called
// concurrently.
type Desk struct {
	d Deps
	// heavy admits two decodes at a time and big one large one, so that a folder
	// full of photos costs the memory of two.
	heavy chan struct{}
	big   chan struct{}

	mu   sync.Mutex
	hole int64 // first leaf whose row could not be written, -1 = none
}

// New returns a Desk; it touches nothing yet. Call Repair once before use.
func New(d Deps) *Desk {
	if d.Now == nil {
		d.Now = domain.SystemNow
	}
	if d.Settings == nil {
		d.Settings = domain.DefaultSettings
	}
	if d.Rules == nil {
		d.Rules = sync.OnceValue(published)
	}
	if d.Redact == nil {
		d.Redact = RedactText
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.WatchEvery <= 0 {
		d.WatchEvery = 30 * time.Second
	}
	if d.WatchStable <= 0 {
		d.WatchStable = 2 * time.Second
	}
	if d.CodeBudget <= 0 {
		d.CodeBudget = 1500 * time.Millisecond
	}
	return &Desk{d: d, heavy: make(chan struct{}, 2), big: make(chan struct{}, 1), hole: -1}
}

// zone is the place whose wall clock an EXIF time without an offset shows.
func (d *Desk) zone() *time.Location {
	loc, err := time.LoadLocation(d.d.Settings().Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}
