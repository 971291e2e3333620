package pull

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/sheet"
	"afterdesk/backend/store"
)

// filePlatform is the platform of a shop that is fed by files alone.
const filePlatform = "sheet"

const (
	fileBatch  = 500 // rows of a file per transaction
	badSamples = 20  // bad rows shown on the receipt
)

// Look takes a first look into a file: its format, header and a sample, and the
// best mapping among the saved ones and the presets.
func (p *Puller) Look(ctx context.Context, path, sheetName string) (domain.SheetLook, error) {
	return p.look(ctx, path, sheetName, sheet.Hint{})
}

// LookAs takes a look at a file of which a person said what it is: a kind, the
// name of a saved mapping or preset, or both. not_found when nothing of that
// name and kind fits the columns.
func (p *Puller) LookAs(ctx context.Context, path, sheetName string, kind domain.SheetKind, mapping string) (domain.SheetLook, error) {
	l, err := p.look(ctx, path, sheetName, sheet.Hint{Kind: kind, Name: mapping})
	if err == nil && l.Kind == "" {
		return l, domain.E(domain.CodeNotFound, errors.New("no mapping fits the columns"), "field", "mapping", "kind", string(kind))
	}
	return l, err
}

func (p *Puller) look(ctx context.Context, path, sheetName string, hint sheet.Hint) (domain.SheetLook, error) {
	presets, err := sheet.LoadPresets(p.d.PresetDir)
	if err != nil {
		return domain.SheetLook{}, err
	}
	saved, err := p.d.Store.ListMappings(ctx)
	if err != nil {
		return domain.SheetLook{}, err
	}
	return sheet.Look(ctx, path, sheetName, saved, presets, hint)
}

// Presets returns the mappings that ship with the program and those of the
// merchant's folder.
func (p *Puller) Presets() ([]domain.SheetMapping, error) {
	presets, err := sheet.LoadPresets(p.d.PresetDir)
	if err != nil {
		return nil, err
	}
	return presets.List(), nil
}

// File imports a file by a confirmed plan, in batches of one transaction each.
// Rows of the receipt counts rows of the file; Added, Changed and Same count what
// they became (an order of three rows is one). Importing a file again adds
// nothing. Rows that cannot be imported go to a file in badDir. A row that an API
// brought is newer and richer than an export and is left as it is. The error of a
// file that breaks off comes with the receipt of what was read before.
func (p *Puller) File(ctx context.Context, plan domain.SheetPlan, badDir string) (domain.SheetRun, error) {
	now := p.d.Now()
	run := domain.SheetRun{ID: domain.NewID(now), ShopID: plan.ShopID, Kind: plan.Mapping.Kind, Name: filepath.Base(plan.Path), StartedAt: now, Sample: []domain.SheetBad{}}
	release, err := p.hold(ctx, plan.ShopID)
	if err != nil {
		return run, err
	}
	defer release()
	shop, err := p.d.Store.GetShop(ctx, plan.ShopID)
	if err != nil {
		return run, err
	}
	im, err := p.newImport(ctx, shop, plan, &run)
	if err == nil {
		im.bad = sheet.NewBadFile(filepath.Join(badDir, run.ID+"-bad.csv"), im.reader.Header())
		err = im.read(ctx)
		_ = im.reader.Close()
		run.BadPath, run.FileHash = "", im.reader.Hash()
		if path, berr := im.bad.Close(); berr == nil {
			run.BadPath = path
		} else if err == nil {
			err = berr
		}
	}
	run.EndedAt, run.Code = p.d.Now(), domain.CodeOf(err)
	keep := context.WithoutCancel(ctx)
	werr := p.d.Store.Write(keep, func(tx *store.Tx) error {
		if err := tx.PutSheetRun(keep, run); err != nil {
			return err
		}
		if err == nil && shop.Platform == filePlatform {
			fresh, gerr := p.d.Store.GetShop(keep, shop.ID)
			if gerr != nil {
				return gerr
			}
			fresh.DataAsOf = max(fresh.DataAsOf, run.StartedAt)
			if err := tx.PutShop(keep, fresh); err != nil {
				return err
			}
		}
		if err != nil || !plan.Save {
			return nil
		}
		m := plan.Mapping
		m.Preset = false
		if m.Name == "" {
			m.Name = run.Name
		}
		return tx.PutMapping(keep, m)
	})
	if err == nil {
		err = werr
	}
	return run, err
}

// fileImport is one import under way.
type fileImport struct {
	p        *Puller
	shop     domain.Shop
	plan     domain.SheetPlan
	platform string // whose rules judge the rows
	reader   *sheet.Reader
	bad      *sheet.BadFile
	run      *domain.SheetRun
	rows     []sheet.Row
	sales    map[string][]sale // index for returns; nil until the first one
}

func (p *Puller) newImport(ctx context.Context, shop domain.Shop, plan domain.SheetPlan, run *domain.SheetRun) (*fileImport, error) {
	presets, err := sheet.LoadPresets(p.d.PresetDir)
	if err != nil {
		return nil, err
	}
	unmapped, err := p.d.Store.ListUnmapped(ctx, shop.ID)
	if err != nil {
		return nil, err
	}
	known := map[string]string{}
	for _, u := range unmapped {
		known[u.Field+"\x00"+u.Raw] = u.MappedTo
	}
	im := &fileImport{p: p, shop: shop, plan: plan, platform: shop.Platform, run: run}
	if im.platform == filePlatform && plan.Mapping.Platform != "" {
		im.platform = plan.Mapping.Platform
	}
	im.reader, err = sheet.Open(ctx, plan, sheet.Options{Shop: shop, Presets: presets, Classify: p.d.Classify,
		Mapped: func(field, raw string) string { return known[field+"\x00"+raw] }})
	return im, err
}

func (im *fileImport) read(ctx context.Context) error {
	for {
		row, err := im.reader.Next()
		if errors.Is(err, io.EOF) {
			return im.flush(ctx)
		}
		if err != nil {
			if ferr := im.flush(ctx); ferr != nil {
				return ferr
			}
			return err
		}
		im.run.Rows += row.Rows
		for _, b := range row.Bad {
			if err := im.refuse(b); err != nil {
				return err
			}
		}
		if im.rows = append(im.rows, row); len(im.rows) >= fileBatch {
			if err := im.flush(ctx); err != nil {
				return err
			}
		}
	}
}

func (im *fileImport) refuse(b sheet.BadRow) error {
	im.run.Bad++
	if len(im.run.Sample) < badSamples {
		im.run.Sample = append(im.run.Sample, b.SheetBad)
	}
	return im.bad.Add(b)
}

// flush writes the rows of one batch.
func (im *fileImport) flush(ctx context.Context) error {
	rows := im.rows
	im.rows = im.rows[:0:0]
	if len(rows) == 0 {
		return nil
	}
	now := im.p.d.Now()
	var unmapped []domain.Unmapped
	var reviews []domain.Review
	var promises []domain.Promise
	var sessions []domain.LiveSession
	var traces []sheet.Trace
	var returns []sheet.Return
	var orders []domain.Order
	var cases []domain.AfterSale
	var statements []domain.StatementLine
	for _, r := range rows {
		unmapped = append(unmapped, r.Unmapped...)
		switch {
		case r.Order != nil:
			r.Order.Source.FetchedAt = now
			orders = append(orders, *r.Order)
		case r.Return != nil:
			r.Return.Case.Source.FetchedAt = now
			returns = append(returns, *r.Return)
		case r.AfterSale != nil:
			r.AfterSale.Source.FetchedAt = now
			cases = append(cases, im.p.reasoned(im.platform, *r.AfterSale))
		case r.Review != nil:
			reviews = append(reviews, im.p.judged(im.platform, *r.Review, now))
		case r.Trace != nil:
			traces = append(traces, *r.Trace)
		case r.Promise != nil:
			promises = append(promises, *r.Promise)
			if r.Session != nil {
				sessions = append(sessions, *r.Session)
			}
		case r.Statement != nil:
			r.Statement.Source.FetchedAt = now
			statements = append(statements, *r.Statement)
		}
	}
	orders, keptOrders, err := im.merged(ctx, orders)
	if err != nil {
		return err
	}
	cases, keptCases, err := im.withoutAPI(ctx, cases)
	if err != nil {
		return err
	}
	parcels, err := im.parcelsOf(ctx, traces)
	if err != nil {
		return err
	}
	var total store.PutResult
	add := func(r store.PutResult, err error) error {
		total.Added, total.Changed, total.Same = total.Added+r.Added, total.Changed+r.Changed, total.Same+r.Same
		return err
	}
	err = im.p.d.Store.Write(ctx, func(tx *store.Tx) error {
		total = store.PutResult{Same: keptOrders + keptCases}
		if err := add(tx.PutOrders(ctx, orders)); err != nil {
			return err
		}
		if err := add(tx.PutAfterSales(ctx, cases)); err != nil {
			return err
		}
		if err := add(tx.PutReviews(ctx, reviews)); err != nil {
			return err
		}
		if len(sessions) > 0 {
			if _, err := tx.PutSessions(ctx, sessions); err != nil {
				return err
			}
		}
		if err := add(tx.PutPromises(ctx, promises)); err != nil {
			return err
		}
		if err := add(tx.PutStatements(ctx, statements)); err != nil {
			return err
		}
		if err := im.putTraces(ctx, tx, traces, parcels, now, &total); err != nil {
			return err
		}
		if total.Added+total.Changed == 0 {
			return nil // unknown words of an unchanged file were counted before
		}
		return tx.CountUnmapped(ctx, stamped(unmapped, now))
	})
	if err != nil {
		return err
	}
	im.remember(orders)
	if len(returns) > 0 {
		res, err := im.putReturns(ctx, returns)
		if err != nil {
			return err
		}
		_ = add(res, nil)
	}
	im.run.Added += total.Added
	im.run.Changed += total.Changed
	im.run.Same += total.Same
	return nil
}

// stamped sums equal unknown values and gives them their time.
func stamped(list []domain.Unmapped, now domain.Instant) []domain.Unmapped {
	var out []domain.Unmapped
	at := map[string]int{}
	for _, u := range list {
		key := u.Field + "\x00" + u.Raw
		if i, ok := at[key]; ok {
			out[i].Count += u.Count
			continue
		}
		at[key] = len(out)
		u.FirstAt, u.LastAt = now, now
		out = append(out, u)
	}
	return out
}

// merged joins orders with what is stored of them and leaves those out that an
// API brought; kept is how many.
func (im *fileImport) merged(ctx context.Context, orders []domain.Order) (out []domain.Order, kept int64, err error) {
	if len(orders) == 0 {
		return nil, 0, nil
	}
	ids := make([]string, len(orders))
	for i, o := range orders {
		ids[i] = o.RemoteID
	}
	list, err := im.p.d.Store.OrdersByRemoteID(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	stored := map[string]domain.Order{}
	for _, o := range list {
		stored[o.ID] = o
	}
	at := map[string]int{}
	for _, o := range orders {
		was, known := stored[o.ID]
		if known && !fromFile(was.Source) {
			kept++
			continue
		}
		if i, twice := at[o.ID]; twice { // two groups of rows of one order in this batch
			was, known = out[i], true
		}
		if known && im.plan.Mapping.Lines {
			o = sheet.MergeOrder(was, o, im.plan.Mapping)
		}
		if i, twice := at[o.ID]; twice {
			out[i] = o
			continue
		}
		at[o.ID] = len(out)
		out = append(out, o)
	}
	return out, kept, nil
}

// withoutAPI leaves out cases that an API brought.
func (im *fileImport) withoutAPI(ctx context.Context, cases []domain.AfterSale) (out []domain.AfterSale, kept int64, err error) {
	if im.shop.Platform == filePlatform {
		return cases, 0, nil
	}
	for _, a := range cases {
		was, err := im.p.d.Store.GetAfterSale(ctx, a.ID)
		if err != nil && domain.CodeOf(err) != domain.CodeNotFound {
			return nil, 0, err
		}
		if err == nil && !fromFile(was.Source) {
			kept++
			continue
		}
		out = append(out, a)
	}
	return out, kept, nil
}

// parcelsOf finds the parcels that the scans belong to; a waybill nobody knows
// makes a parcel of its own. The key is the waybill.
func (im *fileImport) parcelsOf(ctx context.Context, traces []sheet.Trace) (map[string]domain.Parcel, error) {
	out := map[string]domain.Parcel{}
	var waybills []string
	for _, t := range traces {
		if _, ok := out[t.Waybill]; ok {
			continue
		}
		p := domain.Parcel{ID: domain.ParcelID(im.shop.ID, t.CarrierCode, t.Waybill), ShopID: im.shop.ID, Waybill: t.Waybill, CarrierCode: t.CarrierCode,
			CarrierName: t.CarrierName, Direction: domain.DirectionOut, State: domain.TrackNone}
		if t.OrderRemoteID != "" {
			p.OrderID = domain.RemoteKey(im.shop.ID, t.OrderRemoteID)
		}
		out[t.Waybill] = p
		waybills = append(waybills, t.Waybill)
	}
	if len(waybills) == 0 {
		return out, nil
	}
	known, err := im.p.d.Store.ParcelsByWaybill(ctx, waybills)
	if err != nil {
		return nil, err
	}
	for _, p := range known {
		if p.ShopID == im.shop.ID && (out[p.Waybill].CarrierCode == "" || out[p.Waybill].CarrierCode == p.CarrierCode) {
			p.LastText = strings.TrimSpace(p.LastText)
			out[p.Waybill] = p
		}
	}
	return out, nil
}

// putTraces writes the scans, all of one parcel together.
func (im *fileImport) putTraces(ctx context.Context, tx *store.Tx, traces []sheet.Trace, parcels map[string]domain.Parcel, now domain.Instant, total *store.PutResult) error {
	events, order := map[string][]domain.TraceEvent{}, []string{}
	for _, t := range traces {
		if events[t.Waybill] == nil {
			order = append(order, t.Waybill)
		}
		events[t.Waybill] = append(events[t.Waybill], t.Event)
	}
	book, err := im.p.courierBook(ctx, im.shop.ID)
	if err != nil {
		return err
	}
	for _, w := range order {
		p := parcels[w]
		if err := tx.CountUnmapped(ctx, book.read(im.shop, events[w], p.LastAt)); err != nil {
			return err
		}
		if _, err := tx.PutParcels(ctx, []domain.Parcel{p}); err != nil {
			return err
		}
		added, err := tx.PutTraces(ctx, p.ID, events[w], now)
		if err != nil {
			return err
		}
		total.Added += added
		total.Same += int64(len(events[w])) - added
	}
	return nil
}
