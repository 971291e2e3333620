package evidence

import (
	"context"
	"fmt"
	"io"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
)

// lookBack is how many records before the newest row's are checked on opening. Rows are
// written in the order of their leaves but for the files in flight at a crash.
const lookBack = 256

// Repair writes the rows that a crash between leaf and row left out, from their
// leaves. It reads only the end of the log, so it costs the same on any archive; after
// an older database was restored it reads on from what that database knows. Codes:
// corrupt, unavailable.
func (d *Desk) Repair(ctx context.Context) error {
	d.removeLeftovers()
	page, err := d.d.Store.ListEvidence(ctx, domain.EvidenceQuery{Limit: 1})
	if err != nil {
		return fmt.Errorf("repair evidence: %w", err)
	}
	from := int64(0)
	if len(page.Items) > 0 {
		from = max(0, page.Items[0].Item.LogIndex-lookBack)
	}
	return d.repairFrom(ctx, from)
}

func (d *Desk) repairFrom(ctx context.Context, from int64) error {
	repaired := 0
	err := d.d.Custody.Each(ctx, from, func(r custody.Record) error {
		if r.Kind != custody.KindAdded {
			return nil
		}
		_, err := d.d.Store.GetEvidence(ctx, r.Subject)
		if err == nil || domain.CodeOf(err) != domain.CodeNotFound {
			return err
		}
		item, links := itemOfLeaf(r)
		f, size, err := d.d.Vault.Open(ctx, r.Subject)
		if err != nil || size != item.Size {
			d.d.Log.Warn("evidence leaf without its bytes", "item", r.Subject)
			if err == nil {
				_ = f.Close()
			}
			return nil // VerifyAll names it; a missing file must not keep the house shut
		}
		_ = f.Close()
		repaired++
		_, err = d.putRow(ctx, item, links)
		return err
	})
	if err != nil {
		return fmt.Errorf("repair evidence: %w", err)
	}
	if repaired > 0 {
		d.d.Log.Info("evidence rows written again", "count", repaired)
	}
	return nil
}

// rememberHole notes that the leaf at index has no row although the program went on.
func (d *Desk) rememberHole(index int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.hole < 0 || index < d.hole {
		d.hole = index
	}
}

// fillHoles repairs what rememberHole noted, once the store writes again.
func (d *Desk) fillHoles(ctx context.Context) {
	d.mu.Lock()
	from := d.hole
	d.hole = -1
	d.mu.Unlock()
	if from < 0 {
		return
	}
	if err := d.repairFrom(ctx, from); err != nil {
		d.rememberHole(from)
		d.d.Log.Warn("evidence rows still missing", "code", string(domain.CodeOf(err)))
	}
}

// discardClose closes what was only read.
func discardClose(c io.Closer) { _ = c.Close() }
