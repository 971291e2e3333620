package evidence

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/vault"
)

// PartNote is what stands beside the bytes of a part, as JSON, so that a crash leaves
// no film without a story. Whoever begins a part writes it.
type PartNote struct {
	Kind        domain.EvidenceKind   `json:"kind"`
	Source      domain.EvidenceSource `json:"source"`
	Operator    string                `json:"operator"`
	OrderID     string                `json:"orderId"`
	AfterSaleID string                `json:"afterSaleId"`
	Waybill     string                `json:"waybill"`
	Name        string                `json:"name"`
	CapturedAt  domain.Instant        `json:"capturedAt"`
	Record      string                `json:"record"`    // pack record that it films, "" = none
	Resumable   bool                  `json:"resumable"` // its sender goes on after a crash; left alone for resumeFor

	// Of a seal that is under way.
	Blob       string `json:"blob,omitempty"`
	Part       string `json:"part,omitempty"`
	DurationMs int64  `json:"durationMs,omitempty"`
	Incomplete bool   `json:"incomplete,omitempty"`
	Device     string `json:"device,omitempty"`
}

func (n PartNote) offer() Offer {
	return Offer{Name: n.Name, Source: n.Source, Operator: n.Operator, OrderID: n.OrderID, AfterSaleID: n.AfterSaleID, Waybill: n.Waybill, Kind: n.Kind,
		CapturedAt: n.CapturedAt, DurationMs: n.DurationMs, Device: n.Device}
}

const (
	// sealPrefix starts the name of the empty part that stands on the disk while another
	// one is sealed: between the moment its bytes are a blob and the moment the log knows
	// that blob, nothing else says whose it is.
	sealPrefix = "seal-"
	resumeFor  = domain.Day
)

// SealPart makes a finished part evidence: bytes to the vault, a leaf to the custody
// log, a row and its links to the store. Path and Reader of o are not looked at. It
// differs from Add in one thing: an order, case or waybill that cannot be found does
// not refuse the file, which then waits in the unlinked tray, because what was filmed
// cannot be filmed again. Codes: invalid (field kind; size for a part without
// bytes), conflict (the part is ended), unavailable, corrupt. After an error the part
// is still there, or RecoverParts finishes what was begun.
func (d *Desk) SealPart(ctx context.Context, p *vault.Part, o Offer) (domain.IntakeResult, error) {
	return d.sealPart(ctx, p, o, false)
}

func (d *Desk) sealPart(ctx context.Context, p *vault.Part, o Offer, incomplete bool) (domain.IntakeResult, error) {
	res := domain.IntakeResult{Links: []domain.EvidenceLink{}}
	if o.Operator == "" {
		o.Operator = d.d.Settings().By()
	}
	if o.Kind != "" && !validKind(o.Kind) {
		return res, domain.E(domain.CodeInvalid, errors.New("unknown evidence kind"), "field", "kind")
	}
	if p.Size() == 0 {
		return res, domain.E(domain.CodeInvalid, errors.New("part is empty"), "field", "size")
	}
	id := p.ID()
	mark, err := d.markSeal(ctx, id, PartNote{Kind: o.Kind, Source: o.Source, Operator: o.Operator, OrderID: o.OrderID, AfterSaleID: o.AfterSaleID,
		Waybill: o.Waybill, Name: o.Name, CapturedAt: o.CapturedAt, DurationMs: o.DurationMs, Blob: id, Part: p.Name(), Incomplete: incomplete, Device: o.Device})
	if err != nil { // a full disk: the bytes are there already, sealing them needs next to nothing
		d.d.Log.Warn("seal without a mark", "code", string(domain.CodeOf(err)))
	}
	blob, err := p.Seal(ctx)
	if err == nil {
		res, err = d.recordBlob(ctx, blob, o, incomplete)
	}
	if mark == nil {
		return res, err
	}
	if err != nil {
		_ = mark.Close()
		return res, err
	}
	return res, mark.Drop()
}

// markSeal writes down whose bytes a blob is going to hold. A mark of the same bytes
// that an earlier end of the program left is taken over.
func (d *Desk) markSeal(ctx context.Context, id string, n PartNote) (*vault.Part, error) {
	note, err := json.Marshal(n)
	if err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("write note: %w", err))
	}
	name := sealPrefix + strings.TrimPrefix(id, "sha256-")[:40]
	mark, err := d.d.Vault.Begin(name, note)
	if domain.CodeOf(err) == domain.CodeConflict {
		return d.d.Vault.Resume(ctx, name)
	}
	return mark, err
}

// recordBlob gives a blob its leaf, row and links.
func (d *Desk) recordBlob(ctx context.Context, blob vault.Blob, o Offer, incomplete bool) (domain.IntakeResult, error) {
	res := domain.IntakeResult{ID: blob.ID, Links: []domain.EvidenceLink{}}
	told, err := d.target(ctx, o)
	if code := domain.CodeOf(err); code == domain.CodeNotFound || code == domain.CodeConflict {
		told = nil
	} else if err != nil {
		return res, err
	}
	name := CleanName(o.Name)
	row, err := d.d.Store.GetEvidence(ctx, blob.ID)
	if err == nil {
		return d.addKnown(ctx, o, row, told, name)
	}
	if domain.CodeOf(err) != domain.CodeNotFound {
		return res, err
	}
	item, links, err := d.examine(ctx, o, blob, name, 0, told)
	if err != nil {
		return res, err
	}
	item.Incomplete = incomplete
	return d.record(ctx, item, links, res)
}

// RecoverParts makes evidence of what a crash left: parts whose recording ended with
// the program, marked incomplete, and seals that were under way. Parts that their
// sender resumes stay for a day; parts of another's making stay. It returns what it
// kept, by pack record ("" = of none). Call it once, after Repair and before anything
// records. A part that cannot be kept is logged and waits for the next start.
func (d *Desk) RecoverParts(ctx context.Context) (map[string][]string, error) {
	left, err := d.d.Vault.Parts()
	if err != nil {
		return nil, fmt.Errorf("recover parts: %w", err)
	}
	kept := map[string][]string{}
	done := map[string]bool{} // parts that a mark finished
	for _, marks := range []bool{true, false} {
		for _, p := range left {
			if strings.HasPrefix(p.Name, sealPrefix) != marks || done[p.Name] {
				continue
			}
			var n PartNote
			if json.Unmarshal(p.Note, &n) != nil || n.Source == "" {
				continue
			}
			if n.Resumable && d.d.Now()-p.Changed < resumeFor {
				continue
			}
			recover := d.recoverPart
			if marks {
				recover, done[n.Part] = d.finishSeal, true
			}
			id, err := recover(ctx, p, n)
			if err != nil {
				d.d.Log.Warn("part stays for the next start", "item", p.Name, "code", string(domain.CodeOf(err)))
				continue
			}
			if id != "" {
				kept[n.Record] = append(kept[n.Record], id)
			}
		}
	}
	if len(kept) > 0 {
		d.d.Log.Info("recordings kept after a crash", "count", len(kept))
	}
	return kept, nil
}

// recoverPart keeps what there is of a recording.
func (d *Desk) recoverPart(ctx context.Context, p vault.PartInfo, n PartNote) (string, error) {
	part, err := d.d.Vault.Resume(ctx, p.Name)
	if err != nil {
		return "", err
	}
	if part.Size() == 0 {
		return "", part.Drop()
	}
	res, err := d.sealPart(ctx, part, n.offer(), true)
	if err != nil {
		_ = part.Close()
	}
	return res.ID, err
}

// finishSeal goes on where a seal was cut off.
func (d *Desk) finishSeal(ctx context.Context, m vault.PartInfo, n PartNote) (string, error) {
	f, size, err := d.d.Vault.Open(ctx, n.Blob)
	switch domain.CodeOf(err) {
	case "":
		_ = f.Close()
		if _, err := d.recordBlob(ctx, vault.Blob{ID: n.Blob, Size: size, Known: true}, n.offer(), n.Incomplete); err != nil {
			return "", err
		}
	case domain.CodeNotFound: // it was cut off before the bytes became a blob
		part, err := d.d.Vault.Resume(ctx, n.Part)
		if domain.CodeOf(err) == domain.CodeNotFound {
			break
		}
		if err != nil {
			return "", err
		}
		if part.ID() != n.Blob { // nobody writes between the mark and the seal
			_ = part.Close()
			return "", domain.E(domain.CodeCorrupt, errors.New("part is not what was to be sealed"), "item", n.Part)
		}
		if _, err := d.sealPart(ctx, part, n.offer(), n.Incomplete); err != nil {
			_ = part.Close()
			return "", err
		}
		return n.Blob, nil // sealPart took the mark over and dropped it
	default:
		return "", err
	}
	mark, err := d.d.Vault.Resume(ctx, m.Name)
	if err != nil {
		return "", err
	}
	return n.Blob, mark.Drop()
}
