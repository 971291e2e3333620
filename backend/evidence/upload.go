package evidence

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/vault"
)

// Parts of the vault that phones fill are named "phone-<phone>-<key>": whose they
// are stands in the name, so that no phone reaches another's.
const (
	uploadPrefix = "phone-"
	maxUploadKey = 31
	// maxOpenUploads bounds the files that are held open; further ones wait on the disk.
	maxOpenUploads = 32
	// uploadKept is how long an upload that stopped may be taken up again.
	uploadKept = 14 * domain.Day
)

// UploadAsk is what a phone says before it sends a file. Key is the phone's own
// name for it, at most 31 lower-case letters and digits.
type UploadAsk struct {
	Key         string              `json:"key"`
	Name        string              `json:"name"`
	Size        int64               `json:"size"` // bytes
	OrderID     string              `json:"orderId"`
	AfterSaleID string              `json:"afterSaleId"`
	Waybill     string              `json:"waybill"`
	Kind        domain.EvidenceKind `json:"kind"` // "" = guessed
}

// uploadNote lies beside the part, so that another run can finish it.
type uploadNote struct {
	UploadAsk
	Device   string `json:"device"`
	Operator string `json:"operator"`
}

// Uploads takes files that come piece by piece over a link that drops. What Append
// acknowledged outlives the link, the page and the program. Its methods may be
// called concurrently.
type Uploads struct {
	d    *Desk
	mu   sync.Mutex
	open map[string]*upload
}

type upload struct {
	mu   sync.Mutex // held while the part is worked on
	part *vault.Part
	note uploadNote
	used domain.Instant // guarded by Uploads.mu
}

// NewUploads returns the uploads of a Desk.
func NewUploads(d *Desk) *Uploads { return &Uploads{d: d, open: map[string]*upload{}} }

// Begin starts a file of a phone, or tells how far an earlier start came. Codes:
// invalid (field key, size, kind), not_found (field orderId, afterSaleId, waybill),
// conflict when the key was begun with another size, unavailable as for Add.
func (u *Uploads) Begin(ctx context.Context, phone domain.Phone, a UploadAsk) (int64, error) {
	name, err := partName(phone.ID, a.Key)
	if err != nil {
		return 0, err
	}
	limit := u.d.d.Settings().MaxIntakeBytes
	if a.Size <= 0 || limit > 0 && a.Size > limit {
		return 0, domain.E(domain.CodeInvalid, errors.New("size of the file"), "field", "size", "max", strconv.FormatInt(limit, 10))
	}
	if a.Kind != "" && !validKind(a.Kind) {
		return 0, domain.E(domain.CodeInvalid, errors.New("unknown evidence kind"), "field", "kind")
	}
	up := u.lock(name)
	defer u.release(name, up)
	err = u.load(ctx, name, up)
	if err == nil {
		if up.note.Size != a.Size {
			return 0, domain.E(domain.CodeConflict, errors.New("another file has the key"), "field", "key")
		}
		return up.part.Size(), nil
	}
	if domain.CodeOf(err) != domain.CodeNotFound {
		return 0, err
	}
	a.Name = CleanName(a.Name)
	operator := phone.Operator
	if operator == "" {
		operator = u.d.d.Settings().By()
	}
	n := uploadNote{UploadAsk: a, Device: phone.Device(), Operator: operator}
	if _, err := u.d.target(ctx, n.offer()); err != nil { // better said now than after the last byte
		return 0, err
	}
	note, err := json.Marshal(n)
	if err != nil {
		return 0, domain.E(domain.CodeInternal, fmt.Errorf("encode note: %w", err))
	}
	part, err := u.d.d.Vault.Begin(name, note)
	if err != nil {
		return 0, err
	}
	up.part, up.note = part, n
	return 0, nil
}

// Append adds a piece and returns the size that is safe now. Codes: not_found for a
// file that was not begun, conflict (param size) where at is not its size, invalid
// (field size) for bytes past the announced size, unavailable as for Add.
func (u *Uploads) Append(ctx context.Context, phoneID, key string, at int64, piece []byte) (int64, error) {
	name, up, err := u.take(ctx, phoneID, key)
	if err != nil {
		return 0, err
	}
	defer u.release(name, up)
	if at+int64(len(piece)) > up.note.Size {
		return up.part.Size(), domain.E(domain.CodeInvalid, errors.New("more bytes than announced"), "field", "size")
	}
	return up.part.Append(at, piece)
}

// Size tells how many bytes of a file are safe. Code not_found.
func (u *Uploads) Size(ctx context.Context, phoneID, key string) (int64, error) {
	name, up, err := u.take(ctx, phoneID, key)
	if err != nil {
		return 0, err
	}
	defer u.release(name, up)
	return up.part.Size(), nil
}

// Finish makes the file evidence when sum, the SHA-256 in hex that the phone counted
// over the file it has, is that of the bytes that came. Where it is another, nothing
// of the file is kept: corrupt (item upload). conflict (param size) while bytes are
// missing. A second Finish after a lost answer tells the first one's result.
func (u *Uploads) Finish(ctx context.Context, phoneID, key, sum string) (domain.IntakeResult, error) {
	name, up, err := u.take(ctx, phoneID, key)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return u.finished(ctx, sum)
	}
	if err != nil {
		return domain.IntakeResult{}, err
	}
	defer u.release(name, up)
	if size := up.part.Size(); size != up.note.Size {
		return domain.IntakeResult{}, domain.E(domain.CodeConflict, errors.New("bytes are missing"), "field", "at", "size", strconv.FormatInt(size, 10))
	}
	if up.part.ID() != "sha256-"+sum {
		err := up.part.Drop()
		up.part = nil
		return domain.IntakeResult{}, domain.E(domain.CodeCorrupt, errors.Join(errors.New("bytes are not those that the phone hashed"), err), "item", "upload")
	}
	res, err := u.d.SealPart(ctx, up.part, up.note.offer())
	if err != nil {
		return res, err
	}
	up.part = nil
	return res, nil
}

// finished answers for a file whose part is gone because it is evidence already.
func (u *Uploads) finished(ctx context.Context, sum string) (domain.IntakeResult, error) {
	row, err := u.d.d.Store.GetEvidence(ctx, "sha256-"+sum)
	if err != nil {
		return domain.IntakeResult{}, err
	}
	return domain.IntakeResult{ID: row.Item.ID, Known: true, Links: row.Links}, nil
}

// Drop forgets a file that a person thought better of.
func (u *Uploads) Drop(ctx context.Context, phoneID, key string) error {
	name, up, err := u.take(ctx, phoneID, key)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer u.release(name, up)
	err = up.part.Drop()
	up.part = nil
	return err
}

// Sweep removes what stopped for longer than two weeks and returns how many files.
func (u *Uploads) Sweep(ctx context.Context) (int, error) {
	parts, err := u.d.d.Vault.Parts()
	if err != nil {
		return 0, err
	}
	gone := 0
	for _, p := range parts {
		if !strings.HasPrefix(p.Name, uploadPrefix) || p.Changed > u.d.d.Now()-uploadKept {
			continue
		}
		part, err := u.d.d.Vault.Resume(ctx, p.Name)
		if err != nil {
			return gone, err
		}
		if err := part.Drop(); err != nil {
			return gone, err
		}
		gone++
	}
	return gone, nil
}

// Close lets go of every file; all can be taken up again.
func (u *Uploads) Close() error {
	u.mu.Lock()
	open := u.open
	u.open = map[string]*upload{}
	u.mu.Unlock()
	var errs []error
	for _, up := range open {
		up.mu.Lock()
		if up.part != nil {
			errs = append(errs, up.part.Close())
			up.part = nil
		}
		up.mu.Unlock()
	}
	return errors.Join(errs...)
}

func (n uploadNote) offer() Offer {
	return Offer{Name: n.Name, Source: domain.SourcePhone, Operator: n.Operator, Device: n.Device, OrderID: n.OrderID, AfterSaleID: n.AfterSaleID,
		Waybill: n.Waybill, Kind: n.Kind}
}

func partName(phoneID, key string) (string, error) {
	ok := key != "" && len(key) <= maxUploadKey && phoneID != ""
	for _, c := range []byte(key) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	if !ok {
		return "", domain.E(domain.CodeInvalid, errors.New("key of an upload"), "field", "key")
	}
	return uploadPrefix + phoneID + "-" + key, nil
}

// take returns an upload that was begun, with its lock held; release gives it back.
func (u *Uploads) take(ctx context.Context, phoneID, key string) (string, *upload, error) {
	name, err := partName(phoneID, key)
	if err != nil {
		return "", nil, err
	}
	up := u.lock(name)
	if err := u.load(ctx, name, up); err != nil {
		u.release(name, up)
		return "", nil, err
	}
	return name, up, nil
}

// lock returns the one entry of a name with its lock held; its part is nil until
// load. The lock of all is not held while a long part is read.
func (u *Uploads) lock(name string) *upload {
	for {
		u.mu.Lock()
		up := u.open[name]
		if up == nil {
			up = &upload{used: u.d.d.Now()}
			u.open[name] = up
			u.closeIdle()
		}
		up.used = u.d.d.Now()
		u.mu.Unlock()
		up.mu.Lock()
		u.mu.Lock()
		current := u.open[name] == up
		u.mu.Unlock()
		if current {
			return up
		}
		up.mu.Unlock() // it was closed while we waited
	}
}

// release gives an entry back; one without a part is forgotten.
func (u *Uploads) release(name string, up *upload) {
	if up.part == nil {
		u.mu.Lock()
		if u.open[name] == up {
			delete(u.open, name)
		}
		u.mu.Unlock()
	}
	up.mu.Unlock()
}

// load takes up the part of an entry from the disk where an earlier run, or a
// closing of idle files, left it.
func (u *Uploads) load(ctx context.Context, name string, up *upload) error {
	if up.part != nil {
		return nil
	}
	parts, err := u.d.d.Vault.Parts()
	if err != nil {
		return err
	}
	none := domain.E(domain.CodeNotFound, errors.New("no such upload"), "field", "key")
	i := slices.IndexFunc(parts, func(p vault.PartInfo) bool { return p.Name == name })
	if i < 0 {
		return none
	}
	part, err := u.d.d.Vault.Resume(ctx, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(parts[i].Note, &up.note); err != nil { // a crash between the part and its note: nothing was acknowledged yet
		return errors.Join(none, part.Drop())
	}
	up.part = part
	return nil
}

// closeIdle closes the file that was used the longest ago while too many are open.
// Call with u.mu held.
func (u *Uploads) closeIdle() {
	for len(u.open) > maxOpenUploads {
		oldest := ""
		for name, up := range u.open {
			if oldest == "" || up.used < u.open[oldest].used {
				oldest = name
			}
		}
		up := u.open[oldest]
		if !up.mu.TryLock() {
			return
		}
		delete(u.open, oldest)
		if up.part != nil {
			if err := up.part.Close(); err != nil {
				u.d.d.Log.Error("close upload", "err", err.Error())
			}
			up.part = nil
		}
		up.mu.Unlock()
	}
}
