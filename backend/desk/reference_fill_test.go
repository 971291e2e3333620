package desk

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// Sizes of the folders that the benches compare. The reference set of the speed
// limits is a year of 1,000,000 orders with 200,000 pieces of evidence:
//
//	go test ./backend/desk -run '^$' -bench Reference -benchtime 1x -timeout 120m -args -orders 1000000
var (
	refOrders  = flag.Int("orders", 20_000, "orders of the large data folder")
	refSmall   = flag.Int("small", 10_000, "orders of the small data folder that it is compared with")
	refFolders = flag.String("folders", "", "folder that keeps the data folders between runs")
)

// refEvery is of how many orders one has evidence.
const refEvery = 5

// reference makes a data folder of n orders over a year, or finds it, and
// returns its path: orders, cases, traces and reviews of the simulator, every
// check run once, trends built, and evidence.
func reference(b *testing.B, n int) string {
	b.Helper()
	ctx, root := b.Context(), *refFolders
	if root == "" {
		root = b.TempDir()
	}
	dir := filepath.Join(root, fmt.Sprintf("orders-%d", n))
	d, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	counts, err := d.Store.Counts(ctx)
	if err != nil {
		b.Fatal(err)
	}
	stage := func(name string, fn func() error) {
		at := time.Now()
		if err := fn(); err != nil {
			b.Fatal(err)
		}
		if took := time.Since(at); took > time.Second {
			b.Logf("folder of %d orders: %s in %.1f s", n, name, took.Seconds())
		}
	}
	if counts["orders"] == 0 {
		stage("rows", func() error {
			return d.FillReference(ctx, DemoOptions{Seed: 1, Orders: n, Days: 365, Start: d.Now() - 365*domain.Day})
		})
		stage("checks", func() error { _, err := d.RunChecks(ctx); return err })
	}
	if counts["evidence"] < int64(n/refEvery/2) {
		stage("evidence", func() error { return fillEvidence(ctx, d) })
	}
	stage("trends", func() error { _, err := d.Insight.Refresh(ctx); return err })
	return dir
}

// fillEvidence gives every fifth order a photo's record in the custody log and
// its row. The bytes are not there, so verifying such a folder names each of
// them; only benches make one.
func fillEvidence(ctx context.Context, d *Desk) error {
	nth, cursor := 0, ""
	for {
		page, err := d.Store.ListOrders(ctx, domain.OrderQuery{Limit: 500, Cursor: cursor})
		if err != nil {
			return err
		}
		var items []domain.EvidenceItem
		var links []domain.EvidenceLink
		var events []custody.Event
		for _, o := range page.Items {
			if nth++; nth%refEvery != 0 {
				continue
			}
			e := domain.EvidenceItem{ID: fmt.Sprintf("sha256-%064x", nth), Size: 180_000, MediaType: "image/jpeg", Name: o.Waybill + "_packing.jpg", Kind: domain.EvidencePackingPhoto,
				Source: domain.SourceDemo, Operator: "bench", AddedAt: o.CreatedAt + domain.Day, Width: 1280, Height: 960}
			items = append(items, e)
			links = append(links, domain.EvidenceLink{EvidenceID: e.ID, OrderID: o.ID, Waybill: o.Waybill, Method: domain.LinkName, At: e.AddedAt})
			events = append(events, custody.Event{At: e.AddedAt, By: e.Operator, Kind: custody.KindAdded, Subject: e.ID, Fields: map[string]string{
				"name": e.Name, "size": "180000", "media_type": e.MediaType, "kind": string(e.Kind), "source": string(e.Source), "links": "1", "link.0.order": o.ID, "link.0.waybill": o.Waybill}})
		}
		first, leaves, err := d.Custody.AppendAll(ctx, events)
		if err != nil {
			return err
		}
		if err := d.Store.Write(ctx, func(tx *store.Tx) error {
			for i, e := range items {
				e.LogIndex, e.LogHash = first+int64(i), leaves[i]
				if _, err := tx.PutEvidence(ctx, e); err != nil {
					return err
				}
				if err := tx.PutLink(ctx, links[i]); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		if cursor = page.Next; cursor == "" {
			return nil
		}
	}
}
