package evidence

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// clipTypes are the containers in which a window records, with the names of their files.
var clipTypes = map[string]string{"video/webm": ".webm", "video/mp4": ".mp4"}

// BeginClip opens a recording of a record and returns its name for AppendClip. The film
// began at startedAt, which may be before the record was known. Codes: invalid (field
// type), not_found, unavailable (reason disk_reserve).
func (b *Bench) BeginClip(ctx context.Context, id, mediaType string, startedAt domain.Instant) (string, error) {
	ext, ok := clipTypes[mediaType]
	if !ok {
		return "", domain.E(domain.CodeInvalid, errors.New("not a recording"), "field", "type")
	}
	r, err := b.Get(ctx, id)
	if err != nil {
		return "", err
	}
	o := b.offer(r, domain.EvidencePackingVideo, ext)
	now := b.d.d.Now()
	if startedAt <= 0 || startedAt > now {
		startedAt = now
	}
	c := &film{note: PartNote{Kind: o.Kind, Source: o.Source, Operator: o.Operator, OrderID: o.OrderID, AfterSaleID: o.AfterSaleID, Waybill: o.Waybill, Name: o.Name,
		CapturedAt: startedAt, Record: r.ID}}
	note, err := json.Marshal(c.note)
	if err != nil {
		return "", domain.E(domain.CodeInternal, err)
	}
	name := "clip-" + domain.NewID(now)
	if c.part, err = b.d.d.Vault.Begin(name, note); err != nil {
		return "", err
	}
	b.mu.Lock()
	b.clips[name] = c
	b.mu.Unlock()
	return name, nil
}

// AppendClip adds a piece (base64) of a recording at an offset in bytes and returns the
// new size once the piece is on the disk: what was acknowledged outlives a crash. Codes:
// not_found, invalid (field piece), conflict (param size), unavailable.
func (b *Bench) AppendClip(name string, offset int64, piece string) (int64, error) {
	c, err := b.clipOf(name)
	if err != nil {
		return 0, err
	}
	raw, err := base64.StdEncoding.DecodeString(piece)
	if err != nil {
		return c.part.Size(), domain.E(domain.CodeInvalid, err, "field", "piece")
	}
	return c.part.Append(offset, raw)
}

// EndClip makes a recording evidence of its record and of what the record was tied to
// meanwhile. durationMs is how long it ran. A recording without a byte leaves nothing.
// Codes: not_found, unavailable, corrupt.
func (b *Bench) EndClip(ctx context.Context, name string, durationMs int64) (domain.IntakeResult, error) {
	c, err := b.clipOf(name)
	if err != nil {
		return domain.IntakeResult{}, err
	}
	id, err := b.seal(ctx, c, max(durationMs, 0), false)
	if err != nil {
		return domain.IntakeResult{}, err
	}
	b.mu.Lock()
	delete(b.clips, name)
	b.mu.Unlock()
	if id == "" {
		return domain.IntakeResult{Links: []domain.EvidenceLink{}}, nil
	}
	_, err = b.change(ctx, c.note.Record, func(r *domain.PackRecord) error {
		if !slices.Contains(r.Clips, id) {
			r.Clips = append(slices.Clone(r.Clips), id)
		}
		return nil
	})
	return domain.IntakeResult{ID: id, Links: []domain.EvidenceLink{}}, err
}

// seal ends a recording; "" when it holds nothing.
func (b *Bench) seal(ctx context.Context, c *film, durationMs int64, incomplete bool) (string, error) {
	if c.part.Size() == 0 {
		return "", c.part.Drop()
	}
	o := c.note.offer()
	if r, err := b.Get(ctx, c.note.Record); err == nil && r.OrderID != "" {
		o.OrderID, o.AfterSaleID, o.Waybill = r.OrderID, r.AfterSaleID, r.Waybill
	}
	o.DurationMs = durationMs
	res, err := b.d.sealPart(ctx, c.part, o, incomplete)
	return res.ID, err
}

func (b *Bench) clipOf(name string) (*film, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.clips[name]
	if c == nil {
		return nil, domain.E(domain.CodeNotFound, errors.New("no such recording"), "what", "clip")
	}
	return c, nil
}

// tie links what was kept of a record before its order was known.
func (b *Bench) tie(ctx context.Context, r domain.PackRecord) error {
	if r.OrderID == "" {
		return nil
	}
	var links []domain.EvidenceLink
	for _, id := range slices.Concat(r.Photos, r.Clips) {
		row, err := b.d.d.Store.GetEvidence(ctx, id)
		if err != nil {
			return err
		}
		l := domain.EvidenceLink{EvidenceID: id, OrderID: r.OrderID, AfterSaleID: r.AfterSaleID, Waybill: r.Waybill, Method: domain.LinkScan, By: r.Packer, At: b.d.d.Now()}
		if !hasLink(row.Links, l) {
			links = append(links, l)
		}
	}
	if len(links) == 0 {
		return nil
	}
	return b.d.putLinks(ctx, links)
}

// interrupt ends a record that nobody closed.
func interrupt(ctx context.Context, tx *store.Tx, r domain.PackRecord, clips []string) error {
	r.State, r.ClosedAt = domain.PackInterrupted, tx.Now()
	r.Clips = append(r.Clips, clips...)
	return tx.PutPackRecord(ctx, r)
}
