package evidence

import (
	"context"
	"slices"

	"afterdesk/backend/domain"
)

// found is what the local copy knows about a scanned code.
type found struct {
	waybill string          // the code as a courier's number, "" when it has the form of none
	parcels []domain.Parcel // of that number
	orders  []domain.Order  // whose number it is
	bound   string          // order that a person tied the number to at the bench, "" = none
}

func (f found) known() bool { return len(f.parcels) > 0 || f.bound != "" }

// find looks a code up as a waybill, then as an order number. A QR code may carry its
// number inside a text or an address.
func (b *Bench) find(ctx context.Context, code string) (found, error) {
	f := found{waybill: readWaybill(code)}
	words := codeTokens([]string{code})
	if f.waybill != "" {
		words = append([]string{f.waybill}, words...)
	}
	var err error
	if f.parcels, err = b.d.d.Store.ParcelsByWaybill(ctx, words); err != nil {
		return f, err
	}
	if len(f.parcels) > 0 {
		f.waybill = f.parcels[0].Waybill
		return f, nil
	}
	if f.orders, err = b.d.d.Store.OrdersByRemoteID(ctx, append(words, code)); err != nil || len(f.orders) > 0 {
		return f, err
	}
	if f.waybill == "" {
		return f, nil
	}
	before, err := b.d.d.Store.PackRecordsOf(ctx, f.waybill, "")
	for _, r := range before {
		if r.OrderID != "" {
			f.bound = r.OrderID
		}
	}
	return f, err
}

// scan is one scan on its way to its answer.
type scan struct {
	b     *Bench
	q     domain.BenchScanRequest
	cur   *domain.PackRecord // open record, nil = none
	res   domain.BenchScanResult
	found found
}

func (s *scan) answer(ctx context.Context) error {
	f := s.found
	switch {
	case f.known():
		return s.parcel(ctx)
	case len(f.orders) > 0:
		return s.order(ctx)
	}
	goods := false
	if s.cur != nil {
		if at, full := CountCode(s.cur.Items, s.res.Code); at >= 0 {
			return s.tick(ctx, at, full)
		}
	}
	goods, err := s.b.d.d.Store.KnowsGoods(ctx, s.res.Code)
	if err != nil {
		return err
	}
	goods = goods || isEAN(s.res.Code)
	switch {
	case goods && s.cur == nil:
		return s.goodsFirst(ctx)
	case goods && s.cur.OrderID == "" && s.cur.Waybill == "":
		s.cur.Scanned = append(slices.Clone(s.cur.Scanned), s.res.Code)
		return s.keep(ctx, domain.ScanTick)
	case goods:
		return s.against(ctx, stop(domain.StopWrongSKU, s.res.Code, "code", s.res.Code))
	case f.waybill != "" && s.cur != nil && s.cur.Waybill == "":
		return s.bind(ctx, f.waybill, s.cur.OrderID)
	case f.waybill != "":
		return s.open(ctx, domain.PackOut, f.waybill, "", domain.Parcel{})
	}
	return s.against(ctx, stop(domain.StopUnreadable, s.res.Code, "code", s.res.Code))
}

// parcel answers a number that belongs to an order.
func (s *scan) parcel(ctx context.Context) error {
	p := domain.Parcel{Waybill: s.found.waybill, OrderID: s.found.bound}
	if len(s.found.parcels) > 0 {
		p = s.found.parcels[0]
	}
	if s.cur != nil {
		switch {
		case s.cur.Waybill == p.Waybill:
			s.res.What = domain.ScanSame
			s.res.Record = *s.cur
			return s.show(ctx)
		case s.cur.Waybill == "" && p.Direction != domain.DirectionBack && (s.cur.OrderID == "" || s.cur.OrderID == p.OrderID):
			return s.bind(ctx, p.Waybill, p.OrderID)
		}
	}
	mode := domain.PackOut
	if p.Direction == domain.DirectionBack {
		mode = domain.PackBack
	}
	return s.open(ctx, mode, p.Waybill, p.OrderID, p)
}

// order answers an order's own number: it stands on the picking slip, and the label
// comes last.
func (s *scan) order(ctx context.Context) error {
	id := s.found.orders[0].ID
	if s.cur != nil {
		switch s.cur.OrderID {
		case "":
			return s.bind(ctx, s.cur.Waybill, id)
		case id:
			s.res.What = domain.ScanSame
			s.res.Record = *s.cur
			return s.show(ctx)
		}
	}
	return s.open(ctx, domain.PackOut, "", id, domain.Parcel{})
}

// open answers with a new record, unless the open one still lacks something.
func (s *scan) open(ctx context.Context, mode domain.PackMode, waybill, orderID string, p domain.Parcel) error {
	now := s.b.d.d.Now()
	if s.cur != nil && !stands(*s.cur, false) {
		held := mergeStops(s.cur.Stops, JudgeClosing(*s.cur), true, now)
		s.cur.Stops = held
		if stands(*s.cur, true) {
			return s.keep(ctx, domain.ScanHeld)
		}
	}
	r := domain.PackRecord{ID: domain.NewID(now), Mode: mode, State: domain.PackOpen, OrderID: orderID, Waybill: waybill, CarrierName: p.CarrierName,
		Packer: s.b.d.d.Settings().By(), Station: s.q.Station, StartedAt: now, Items: []domain.PackItem{}, Scanned: []string{}, Stops: []domain.PackStop{},
		Photos: []string{}, Clips: []string{}}
	if mode == domain.PackBack {
		r.AfterSaleID = p.AfterSaleID
	}
	if err := s.fill(ctx, &r); err != nil {
		return err
	}
	s.res.What, s.res.Record = domain.ScanParcel, r
	s.b.draft(r)
	return nil
}

// goodsFirst opens a record on goods whose order nobody named yet (EV-04).
func (s *scan) goodsFirst(ctx context.Context) error {
	if err := s.open(ctx, domain.PackOut, "", "", domain.Parcel{}); err != nil {
		return err
	}
	s.res.Record.Scanned = []string{s.res.Code}
	s.b.draft(s.res.Record)
	return nil
}

// bind ties the open record to an order or gives it its number.
func (s *scan) bind(ctx context.Context, waybill, orderID string) error {
	s.cur.Waybill, s.cur.OrderID = waybill, orderID
	s.cur.Stops = slices.DeleteFunc(slices.Clone(s.cur.Stops), func(p domain.PackStop) bool { return p.Kind == domain.StopUnknown && orderID != "" && p.Reason == "" })
	if len(s.found.parcels) > 0 {
		s.cur.CarrierName = s.found.parcels[0].CarrierName
	}
	if err := s.fill(ctx, s.cur); err != nil {
		return err
	}
	return s.keep(ctx, domain.ScanBound)
}

// fill gives a record what the rows know: shop, goods, gifts, verdict. Goods that were
// scanned before are counted now.
func (s *scan) fill(ctx context.Context, r *domain.PackRecord) error {
	st := s.b.d.d.Store
	if r.OrderID != "" {
		o, err := st.GetOrder(ctx, r.OrderID)
		switch domain.CodeOf(err) {
		case "":
			s.res.Order = &o
			r.ShopID = o.ShopID
			if len(r.Items) == 0 {
				promises, err := st.PromisesOf(ctx, o.Lines)
				if err != nil {
					return err
				}
				if r.Mode == domain.PackBack {
					promises = nil
				}
				r.Items = ItemsOf(&o, promises)
			}
		case domain.CodeNotFound: // the parcel came before its order
		default:
			return err
		}
	}
	stops, err := s.b.judge(ctx, *r)
	if err != nil {
		return err
	}
	now := s.b.d.d.Now()
	r.Stops = mergeStops(r.Stops, stops, false, now)
	if s.res.Order == nil {
		return nil
	}
	for _, code := range r.Scanned {
		at, full := CountCode(r.Items, code)
		switch {
		case at < 0:
			r.Stops = mergeStops(r.Stops, []domain.PackStop{stop(domain.StopWrongSKU, code, "code", code)}, false, now)
		case full:
			r.Stops = mergeStops(r.Stops, []domain.PackStop{stop(domain.StopTooMany, r.Items[at].ID, "goods", r.Items[at].Name)}, false, now)
		default:
			r.Items[at].Done++
		}
	}
	r.Scanned = []string{}
	return nil
}

// tick counts a scanned piece.
func (s *scan) tick(ctx context.Context, at int, full bool) error {
	it := &s.cur.Items[at]
	s.res.ItemID = it.ID
	if full {
		return s.against(ctx, stop(domain.StopTooMany, it.ID, "goods", it.Name))
	}
	s.cur.Items = slices.Clone(s.cur.Items)
	s.cur.Items[at].Done++
	s.cur.Stops = mergeStops(s.cur.Stops, standingOf(s.cur), true, s.b.d.d.Now())
	return s.keep(ctx, domain.ScanTick)
}

// against answers with a stop: of the open record, or of nothing.
func (s *scan) against(ctx context.Context, p domain.PackStop) error {
	p.At = s.b.d.d.Now()
	s.res.Stop = p
	if s.cur == nil {
		s.res.What = domain.ScanStop
		s.res.Record = domain.PackRecord{Items: []domain.PackItem{}, Scanned: []string{}, Stops: []domain.PackStop{}, Photos: []string{}, Clips: []string{}}
		return nil
	}
	// The same mistake again stops again, also when somebody went past it before.
	s.cur.Stops = append(slices.DeleteFunc(slices.Clone(s.cur.Stops), func(h domain.PackStop) bool { return h.ID == p.ID }), p)
	return s.keep(ctx, domain.ScanStop)
}

// keep stores what a scan changed of the open record. This is the one write of a scan:
// it belongs to a record whose film runs already.
func (s *scan) keep(ctx context.Context, what domain.BenchScan) error {
	changed := *s.cur
	r, err := s.b.change(ctx, s.cur.ID, func(r *domain.PackRecord) error {
		if r.State != domain.PackOpen {
			return errClosed
		}
		photos, clips := r.Photos, r.Clips // may have come while the scan was looked up
		*r = changed
		r.Photos, r.Clips = photos, clips
		return nil
	})
	s.res.What, s.res.Record = what, r
	if err != nil {
		return err
	}
	return s.show(ctx)
}

// show adds the order to an answer that lacks it.
func (s *scan) show(ctx context.Context) error {
	if s.res.Order != nil || s.res.Record.OrderID == "" {
		return nil
	}
	o, err := s.b.d.d.Store.GetOrder(ctx, s.res.Record.OrderID)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return nil
	}
	s.res.Order = &o
	return err
}

// judge reads the rows of a record and judges them.
func (b *Bench) judge(ctx context.Context, r domain.PackRecord) ([]domain.PackStop, error) {
	st := b.d.d.Store
	f := BenchFacts{Waybill: r.Waybill, RecordID: r.ID}
	if r.Waybill != "" {
		parcels, err := st.ParcelsByWaybill(ctx, []string{r.Waybill})
		if err != nil {
			return nil, err
		}
		for _, p := range parcels {
			if f.Parcel.Waybill == "" || p.OrderID == r.OrderID {
				f.Parcel = p
			}
			f.Several = f.Several || p.OrderID != parcels[0].OrderID && p.Direction == domain.DirectionOut
		}
	}
	var err error
	if r.OrderID != "" {
		o, oerr := st.GetOrder(ctx, r.OrderID)
		switch domain.CodeOf(oerr) {
		case "":
			f.Order = &o
		case domain.CodeNotFound:
		default:
			return nil, oerr
		}
		if f.Cases, err = st.CasesOfOrder(ctx, r.OrderID); err != nil {
			return nil, err
		}
	}
	if f.Before, err = st.PackRecordsOf(ctx, r.Waybill, r.OrderID); err != nil {
		return nil, err
	}
	return JudgeParcel(f, r.Mode), nil
}

// Samples returns numbers of the local copy with which the bench can be tried: parcels
// and orders that wait, one that must be stopped, one that came back. It is for whoever
// has no label in hand, and finds nothing where there is nothing.
func (b *Bench) Samples(ctx context.Context) ([]domain.BenchSample, error) {
	st := b.d.d.Store
	out := []domain.BenchSample{}
	parcels, err := st.ParcelsToPack(ctx, 60)
	if err != nil {
		return nil, err
	}
	n := map[string]int{}
	add := func(code, effect, orderID string) error {
		if n[effect] >= 3 {
			return nil
		}
		o, err := st.GetOrder(ctx, orderID)
		if domain.CodeOf(err) == domain.CodeNotFound || err == nil && len(o.Lines) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		n[effect]++
		out = append(out, domain.BenchSample{Code: code, Title: o.Lines[0].ProductName, Effect: effect})
		return nil
	}
	verdict := func(waybill, orderID string) (string, error) {
		stops, err := b.judge(ctx, domain.PackRecord{Mode: domain.PackOut, Waybill: waybill, OrderID: orderID})
		if len(stops) > 0 {
			return "stops", err
		}
		return "packs", err
	}
	for _, p := range parcels {
		effect, err := verdict(p.Waybill, p.OrderID)
		if err == nil {
			err = add(p.Waybill, effect, p.OrderID)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, q := range []domain.OrderQuery{{Statuses: []domain.OrderStatus{domain.OrderToShip}, Limit: 20}, {Statuses: []domain.OrderStatus{domain.OrderCancelled}, Limit: 3}} {
		page, err := st.ListOrders(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Items {
			effect, err := verdict("", o.ID)
			if err == nil {
				err = add(o.RemoteID, effect, o.ID)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	back, err := st.ParcelsToUnbox(ctx, 3)
	if err != nil {
		return nil, err
	}
	for _, p := range back {
		if err := add(p.Waybill, "unboxes", p.OrderID); err != nil {
			return nil, err
		}
	}
	return out, nil
}
