package evidence

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
	"afterdesk/backend/vault"
)

// Bench is the packing bench of this workstation: it answers scans from the local copy,
// keeps a record per parcel and the clips that are being filmed. Its methods may be
// called concurrently; two benches of one data folder are one.
type Bench struct {
	d *Desk

	mu     sync.Mutex
	drafts map[string]domain.PackRecord // answered scans whose record is not in the store yet
	clips  map[string]*film
}

// maxDrafts bounds what scans without a Begin leave behind.
const maxDrafts = 64

// NewBench returns the bench of a desk.
func NewBench(d *Desk) *Bench {
	return &Bench{d: d, drafts: map[string]domain.PackRecord{}, clips: map[string]*film{}}
}

// Recover ends what a crash left open: kept are the clips of RecoverParts, by record.
func (b *Bench) Recover(ctx context.Context, kept map[string][]string) error {
	return b.endOpen(ctx, kept)
}

// Enter is called when the screen opens. What an earlier visit left without closing it
// (its page was reloaded) ends as interrupted, with what was filmed.
func (b *Bench) Enter(ctx context.Context) error {
	b.mu.Lock()
	left := b.clips
	b.clips = map[string]*film{}
	b.drafts = map[string]domain.PackRecord{}
	b.mu.Unlock()
	kept := map[string][]string{}
	for _, c := range left {
		id, err := b.seal(ctx, c, 0, true)
		if err != nil {
			b.d.d.Log.Warn("clip stays for the next start", "item", c.part.Name(), "code", string(domain.CodeOf(err)))
			_ = c.part.Close()
			continue
		}
		if id != "" {
			kept[c.note.Record] = append(kept[c.note.Record], id)
		}
	}
	return b.endOpen(ctx, kept)
}

func (b *Bench) endOpen(ctx context.Context, clips map[string][]string) error {
	open, err := b.d.d.Store.OpenPackRecords(ctx)
	if err != nil || len(open) == 0 {
		return err
	}
	return b.d.d.Store.Write(ctx, func(tx *store.Tx) error {
		for _, r := range open {
			if err := interrupt(ctx, tx, r, clips[r.ID]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Scan answers a scan from the local copy and writes nothing: a busy book must not keep
// a packer waiting. A record that it returns as new is kept once Begin, or any other
// method, names it. Codes: invalid (field code), unavailable, corrupt.
func (b *Bench) Scan(ctx context.Context, q domain.BenchScanRequest) (domain.BenchScanResult, error) {
	res := domain.BenchScanResult{Code: strings.TrimSpace(q.Code)}
	if res.Code == "" || len(res.Code) > 512 {
		return res, domain.E(domain.CodeInvalid, errors.New("no code"), "field", "code")
	}
	var cur *domain.PackRecord
	if q.RecordID != "" {
		r, err := b.Get(ctx, q.RecordID)
		if err != nil && domain.CodeOf(err) != domain.CodeNotFound {
			return res, err
		}
		if err == nil && r.State == domain.PackOpen {
			cur = &r
		}
	}
	found, err := b.find(ctx, res.Code)
	if err != nil {
		return res, err
	}
	s := scan{b: b, q: q, cur: cur, res: res, found: found}
	err = s.answer(ctx)
	return s.res, err
}

// Begin keeps the record of a scan.
func (b *Bench) Begin(ctx context.Context, id string) (domain.PackRecord, error) {
	return b.change(ctx, id, func(*domain.PackRecord) error { return nil })
}

// Get returns a record, kept or not yet. Codes: not_found.
func (b *Bench) Get(ctx context.Context, id string) (domain.PackRecord, error) {
	b.mu.Lock()
	r, ok := b.drafts[id]
	b.mu.Unlock()
	if ok {
		return r, nil
	}
	return b.d.d.Store.GetPackRecord(ctx, id)
}

// change reads a record, changes and keeps it. One at a time: two hands of one packer
// must not undo each other.
func (b *Bench) change(ctx context.Context, id string, fn func(r *domain.PackRecord) error) (domain.PackRecord, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, draft := b.drafts[id]
	if !draft {
		var err error
		if r, err = b.d.d.Store.GetPackRecord(ctx, id); err != nil {
			return r, err
		}
	}
	r.Items, r.Stops = slices.Clone(r.Items), slices.Clone(r.Stops) // a draft's are shared with who was told
	if err := fn(&r); err != nil {
		return r, err
	}
	if err := b.d.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutPackRecord(ctx, r) }); err != nil {
		return r, err
	}
	delete(b.drafts, id)
	return r, nil
}

// draft remembers the answer to a scan until it is kept.
func (b *Bench) draft(r domain.PackRecord) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.drafts) >= maxDrafts {
		b.drafts = map[string]domain.PackRecord{}
	}
	b.drafts[r.ID] = r
}

var errClosed = domain.E(domain.CodeConflict, errors.New("pack record is closed"), "reason", "pack_closed")

// Tick sets how many pieces of an item are in the parcel, 0 to take it out again.
// Codes: not_found, invalid (field item, n), conflict (pack_closed).
func (b *Bench) Tick(ctx context.Context, id, itemID string, n int64) (domain.PackRecord, error) {
	return b.change(ctx, id, func(r *domain.PackRecord) error {
		if r.State != domain.PackOpen {
			return errClosed
		}
		i := slices.IndexFunc(r.Items, func(it domain.PackItem) bool { return it.ID == itemID })
		if i < 0 {
			return domain.E(domain.CodeInvalid, errors.New("no such item"), "field", "item")
		}
		if n < 0 || n > r.Items[i].Qty {
			return domain.E(domain.CodeInvalid, errors.New("not so many pieces"), "field", "n")
		}
		r.Items[i].Done = n
		r.Stops = mergeStops(r.Stops, standingOf(r), true, b.d.d.Now())
		return nil
	})
}

// standingOf is what of the closing stops a record has already and still lacks.
func standingOf(r *domain.PackRecord) []domain.PackStop {
	return slices.DeleteFunc(JudgeClosing(*r), func(s domain.PackStop) bool {
		return !slices.ContainsFunc(r.Stops, func(h domain.PackStop) bool { return h.ID == s.ID })
	})
}

// Override goes past a stop for a named reason, which is kept with who and when.
// Codes: not_found, invalid (field reason, stop), conflict (pack_closed).
func (b *Bench) Override(ctx context.Context, id, stopID string, reason domain.PackReason) (domain.PackRecord, error) {
	return b.change(ctx, id, func(r *domain.PackRecord) error {
		if r.State != domain.PackOpen {
			return errClosed
		}
		if !slices.Contains(domain.PackReasons, reason) {
			return domain.E(domain.CodeInvalid, errors.New("unknown reason"), "field", "reason")
		}
		i := slices.IndexFunc(r.Stops, func(s domain.PackStop) bool { return s.ID == stopID })
		if i < 0 {
			return domain.E(domain.CodeInvalid, errors.New("no such stop"), "field", "stop")
		}
		r.Stops[i].Reason, r.Stops[i].By, r.Stops[i].ReasonAt = reason, b.d.d.Settings().By(), b.d.d.Now()
		return nil
	})
}

// Count says what a return held, in pieces. Codes: not_found, invalid (field counts),
// conflict (pack_closed).
func (b *Bench) Count(ctx context.Context, id string, good, bad, missing int64) (domain.PackRecord, error) {
	return b.change(ctx, id, func(r *domain.PackRecord) error {
		if r.State != domain.PackOpen {
			return errClosed
		}
		if r.Mode != domain.PackBack || min(good, bad, missing) < 0 || good+bad+missing == 0 {
			return domain.E(domain.CodeInvalid, errors.New("counts of a return"), "field", "counts")
		}
		r.Good, r.Bad, r.Missing, r.Counted = good, bad, missing, true
		r.Stops = mergeStops(r.Stops, standingOf(r), true, b.d.d.Now())
		return nil
	})
}

// maxPhoto bounds one photo of the bench's camera, in bytes.
const maxPhoto = 32 << 20

// Photo keeps a picture of the bench's camera (base64) as evidence of the parcel.
// Codes: as Add; invalid (field photo), conflict (pack_closed).
func (b *Bench) Photo(ctx context.Context, id, jpeg string) (domain.PackRecord, error) {
	raw, err := base64.StdEncoding.DecodeString(jpeg)
	if err != nil || len(raw) == 0 || len(raw) > maxPhoto || !strings.HasPrefix(sniff(raw[:min(len(raw), sniffBytes)]), "image/") {
		return domain.PackRecord{}, domain.E(domain.CodeInvalid, errors.New("not a picture"), "field", "photo")
	}
	r, err := b.Get(ctx, id)
	if err != nil {
		return r, err
	}
	if r.State != domain.PackOpen {
		return r, errClosed
	}
	o := b.offer(r, domain.EvidencePackingPhoto, ".jpg")
	o.Reader, o.CapturedAt = bytes.NewReader(raw), b.d.d.Now()
	res, err := b.d.Add(ctx, o)
	if err != nil {
		return r, err
	}
	return b.change(ctx, id, func(r *domain.PackRecord) error {
		if !slices.Contains(r.Photos, res.ID) {
			r.Photos = append(r.Photos, res.ID)
		}
		r.Stops = mergeStops(r.Stops, standingOf(r), true, b.d.d.Now())
		return nil
	})
}

// offer names a file of a record. Where the order is not known yet the name carries the
// number, by which the tray finds it later.
func (b *Bench) offer(r domain.PackRecord, kind domain.EvidenceKind, ext string) Offer {
	if r.Mode == domain.PackBack {
		kind = domain.EvidenceReturnUnpack
	}
	name := r.Waybill
	if name == "" {
		name = "bench"
	}
	now := b.d.d.Now()
	o := Offer{Name: name + "-" + now.Time().In(b.d.zone()).Format("20060102-150405.000") + ext, Source: domain.SourceBench, Operator: r.Packer, Kind: kind}
	if r.OrderID != "" {
		o.OrderID, o.AfterSaleID, o.Waybill = r.OrderID, r.AfterSaleID, r.Waybill
	}
	return o
}

// Rejudge looks at the rows once more, for what changed since the scan (AS-12). It keeps
// the record only when the verdict did change.
func (b *Bench) Rejudge(ctx context.Context, id string) (domain.PackRecord, error) {
	r, err := b.Get(ctx, id)
	if err != nil || r.State != domain.PackOpen {
		return r, err
	}
	fresh, err := b.judge(ctx, r)
	if err != nil {
		return r, err
	}
	if len(mergeStops(r.Stops, fresh, false, 0)) == len(r.Stops) {
		return r, nil
	}
	return b.change(ctx, id, func(r *domain.PackRecord) error {
		r.Stops = mergeStops(r.Stops, fresh, false, b.d.d.Now())
		return nil
	})
}

// Close ends a record. One that lacks something is not closed: the stops come back in
// the record, which stays open. aside, or a stop that stands, makes it not packed.
func (b *Bench) Close(ctx context.Context, id string, aside bool) (domain.PackRecord, error) {
	r, err := b.change(ctx, id, func(r *domain.PackRecord) error {
		if r.State != domain.PackOpen {
			return nil
		}
		if !aside && !stands(*r, false) {
			r.Stops = mergeStops(r.Stops, JudgeClosing(*r), true, b.d.d.Now())
			if stands(*r, true) {
				return nil
			}
		}
		r.State, r.ClosedAt = domain.PackDone, b.d.d.Now()
		if aside || len(r.Standing()) > 0 {
			r.State = domain.PackAside
		}
		return nil
	})
	if err != nil || r.State == domain.PackOpen {
		return r, err
	}
	return r, b.tie(ctx, r)
}

// stands reports whether a stop of one of the two kinds stands.
func stands(r domain.PackRecord, closing bool) bool {
	return slices.ContainsFunc(r.Standing(), func(s domain.PackStop) bool { return s.Kind.AtClosing() == closing })
}

// film is one recording under way.
type film struct {
	part *vault.Part
	note PartNote
}
