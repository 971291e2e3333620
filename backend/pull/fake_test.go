package pull

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sort"
	"strconv"
	"sync"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// fakeOrder and fakeCase are what the fake platform sends.
type fakeOrder struct {
	ID      string
	Status  string
	Fen     int64
	Created domain.Instant
	Updated domain.Instant
	Waybill string
}

type fakeCase struct {
	ID, OrderID    string
	Status, Reason string
	Fen            int64
	Applied        domain.Instant
	Updated        domain.Instant
	Deadline       domain.Instant
	Talk           []string // only in the detail
}

var fakeStatus = map[string]domain.OrderStatus{"2": domain.OrderToShip, "3": domain.OrderShipped, "4": domain.OrderCancelled, "5": domain.OrderFinished}
var fakeCaseStatus = map[string]domain.CaseStatus{"6": domain.StatusAwaitMerchant, "12": domain.StatusSucceeded, "28": domain.StatusClosed}

// fake is a platform in memory. Streams walk by update time with an overlap.
type fake struct {
	mu       sync.Mutex
	shop     domain.Shop
	orders   map[string]*fakeOrder
	cases    map[string]*fakeCase
	traces   map[string][]domain.TraceEvent
	mapped   map[string]string
	hidden   map[string]bool // not shown to the stream, only to ranges
	pageSize int
	asked    map[string]int // calls by name
	fail     map[string]error
	onPage   func()
	expires  domain.Instant
}

func newFake(shop domain.Shop) *fake {
	return &fake{shop: shop, orders: map[string]*fakeOrder{}, cases: map[string]*fakeCase{}, traces: map[string][]domain.TraceEvent{},
		mapped: map[string]string{}, hidden: map[string]bool{}, pageSize: 10, asked: map[string]int{}, fail: map[string]error{}}
}

const overlap = 10 * domain.Minute

type fakeCursor struct {
	Mark     domain.Instant // every change before it was read
	Offset   int
	From, To domain.Instant // a range
}

func (f *fake) call(name string) error {
	f.asked[name]++
	return f.fail[name]
}

func (f *fake) Info() platform.Info { return platform.Info{Platform: "doudian", PageSize: f.pageSize} }
func (f *fake) Credentials() platform.Credentials {
	return platform.Credentials{"token_expires": strconv.FormatInt(int64(f.expires), 10)}
}

// page cuts one page out of rows that are sorted by update time.
func page[R any, T any](f *fake, at platform.Cursor, rows []R, when func(R) (updated, created domain.Instant, id string), value func([]byte) (T, []domain.Unmapped, error), api string) (platform.Page[T], error) {
	var c fakeCursor
	if at != "" {
		if err := json.Unmarshal([]byte(at), &c); err != nil {
			return platform.Page[T]{}, domain.E(domain.CodeInvalid, err, "field", "cursor")
		}
	}
	if f.onPage != nil {
		f.onPage()
	}
	sort.Slice(rows, func(i, j int) bool {
		a, _, x := when(rows[i])
		b, _, y := when(rows[j])
		return a < b || (a == b && x < y)
	})
	var in []R
	var last domain.Instant
	for _, r := range rows {
		updated, created, id := when(r)
		if c.To != 0 {
			if created >= c.From && created < c.To {
				in = append(in, r)
			}
			continue
		}
		if updated >= c.Mark-overlap && !f.hidden[id] {
			in = append(in, r)
			last = updated
		}
	}
	out := platform.Page[T]{API: api}
	for i := c.Offset; i < len(in) && i < c.Offset+f.pageSize; i++ {
		_, _, id := when(in[i])
		raw, _ := json.Marshal(in[i])
		v, un, err := value(raw)
		if err != nil {
			out.Problems = append(out.Problems, platform.Problem{RemoteID: id, Field: domain.ParamOf(err, "field"), Code: domain.CodeOf(err)})
			continue
		}
		out.Unmapped = append(out.Unmapped, un...)
		out.Items = append(out.Items, platform.Item[T]{Value: v, RemoteID: id, Raw: raw})
	}
	next := c
	if next.Offset += f.pageSize; next.Offset >= len(in) {
		out.Done = true
		if c.To == 0 {
			next = fakeCursor{Mark: max(c.Mark, last)}
		}
	}
	b, _ := json.Marshal(next)
	out.Next = platform.Cursor(b)
	return out, nil
}

func (f *fake) Orders(_ context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.call("orders"); err != nil {
		return platform.Page[domain.Order]{}, err
	}
	var rows []fakeOrder
	for _, o := range f.orders {
		rows = append(rows, *o)
	}
	return page(f, at, rows, func(o fakeOrder) (domain.Instant, domain.Instant, string) { return o.Updated, o.Created, o.ID }, f.DeriveOrder, "fake.orders")
}

func (f *fake) AfterSales(_ context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.call("cases"); err != nil {
		return platform.Page[domain.AfterSale]{}, err
	}
	var rows []fakeCase
	for _, c := range f.cases {
		row := *c
		row.Talk = nil
		rows = append(rows, row)
	}
	return page(f, at, rows, func(c fakeCase) (domain.Instant, domain.Instant, string) { return c.Updated, c.Applied, c.ID },
		func(raw []byte) (domain.AfterSale, []domain.Unmapped, error) {
			return f.DeriveAfterSale(platform.RawAfterSale, raw)
		}, "fake.cases")
}

func (f *fake) OrdersBetween(from, to domain.Instant) platform.Cursor     { return rangeOf(from, to) }
func (f *fake) AfterSalesBetween(from, to domain.Instant) platform.Cursor { return rangeOf(from, to) }

func rangeOf(from, to domain.Instant) platform.Cursor {
	b, _ := json.Marshal(fakeCursor{From: from, To: to})
	return platform.Cursor(b)
}

func (f *fake) AfterSale(_ context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.call("detail"); err != nil {
		return platform.Item[domain.AfterSale]{}, err
	}
	c, ok := f.cases[remoteID]
	if !ok {
		return platform.Item[domain.AfterSale]{}, domain.E(domain.CodeNotFound, errors.New("no case"))
	}
	raw, _ := json.Marshal(c)
	v, _, err := f.DeriveAfterSale(platform.RawAfterSaleDetail, raw)
	return platform.Item[domain.AfterSale]{Value: v, RemoteID: remoteID, Raw: raw}, err
}

func (f *fake) Traces(_ context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked["trace "+p.Waybill]++
	if err := f.call("trace"); err != nil {
		return nil, nil, err
	}
	ev, ok := f.traces[p.Waybill]
	if !ok {
		return nil, nil, domain.E(domain.CodeUnsupported, errors.New("not ours"))
	}
	raw, err := json.Marshal(ev)
	if err != nil {
		return nil, nil, domain.E(domain.CodeInternal, err)
	}
	ev, err = f.DeriveTraces(raw)
	return ev, raw, err
}

// DeriveTraces reads events whose words a person or a newer program explained.
func (f *fake) DeriveTraces(raw []byte) ([]domain.TraceEvent, error) {
	var ev []domain.TraceEvent
	if err := json.Unmarshal(raw, &ev); err != nil {
		return nil, domain.E(domain.CodeInvalid, err, "field", "item")
	}
	for i := range ev {
		if s := f.mapped["trace="+ev[i].Text]; s != "" {
			ev[i].State = domain.TrackState(s)
		}
	}
	return ev, nil
}

func (f *fake) DeriveOrder(raw []byte) (domain.Order, []domain.Unmapped, error) {
	var o fakeOrder
	if err := json.Unmarshal(raw, &o); err != nil {
		return domain.Order{}, nil, domain.E(domain.CodeInvalid, err, "field", "item")
	}
	if o.Fen < 0 {
		return domain.Order{}, nil, domain.E(domain.CodeInvalid, errors.New("amount"), "field", "fen")
	}
	st, un := fakeStatus[o.Status], []domain.Unmapped(nil)
	if st == "" {
		st = domain.OrderStatus(f.mapped["order.status="+o.Status])
	}
	if st == "" {
		st, un = domain.OrderUnknown, []domain.Unmapped{{ShopID: f.shop.ID, Platform: "doudian", Field: "order.status", Raw: o.Status, Count: 1}}
	}
	id := domain.RemoteKey(f.shop.ID, o.ID)
	out := domain.Order{ID: id, ShopID: f.shop.ID, RemoteID: o.ID, Status: st, RawStatus: o.Status, CreatedAt: o.Created, PaidAt: o.Created, UpdatedAt: o.Updated,
		Total: domain.CNY(o.Fen), Paid: domain.CNY(o.Fen), Lines: []domain.OrderLine{{ID: id + "L", OrderID: id, RemoteID: o.ID + "L", Status: st, RawStatus: o.Status,
			ProductName: "示例卫衣", SKUID: "sku1", SKUCode: "SKU-M", Qty: 1, UnitPrice: domain.CNY(o.Fen), Paid: domain.CNY(o.Fen)}}}
	if o.Waybill != "" {
		out.Parcels = []domain.Parcel{{ID: domain.ParcelID(f.shop.ID, "yuantong", o.Waybill), ShopID: f.shop.ID, OrderID: id, Waybill: o.Waybill, CarrierCode: "yuantong",
			Direction: domain.DirectionOut, State: domain.TrackNone, UploadedAt: o.Created + domain.Hour}}
	}
	return out, un, nil
}

func (f *fake) DeriveAfterSale(kind string, raw []byte) (domain.AfterSale, []domain.Unmapped, error) {
	var c fakeCase
	if err := json.Unmarshal(raw, &c); err != nil {
		return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, err, "field", "item")
	}
	st, un := fakeCaseStatus[c.Status], []domain.Unmapped(nil)
	if st == "" {
		st = domain.CaseStatus(f.mapped["after_sale.status="+c.Status])
	}
	if st == "" {
		st, un = domain.StatusUnknown, []domain.Unmapped{{ShopID: f.shop.ID, Platform: "doudian", Field: "after_sale.status", Raw: c.Status, Count: 1}}
	}
	a := domain.AfterSale{ID: domain.RemoteKey(f.shop.ID, c.ID), ShopID: f.shop.ID, RemoteID: c.ID, OrderID: domain.RemoteKey(f.shop.ID, c.OrderID),
		Type: domain.CaseRefundShipped, RawType: "1", Status: st, RawStatus: c.Status, Arbitration: domain.ArbNone, ReasonText: c.Reason, Reason: domain.ReasonUnknown,
		Asked: domain.CNY(c.Fen), AppliedAt: c.Applied, UpdatedAt: c.Updated, Deadline: c.Deadline, Version: strconv.FormatInt(int64(c.Updated), 10)}
	if kind == platform.RawAfterSaleDetail {
		a.BuyerRemark = "坏了"
		a.Events = []domain.AfterSaleEvent{}
		for i, s := range c.Talk {
			a.Events = append(a.Events, domain.AfterSaleEvent{ID: fmt.Sprint(i), At: c.Applied + domain.Instant(i)*domain.Minute, Actor: domain.ActorBuyer, Text: domain.Private(s)})
		}
	}
	return a, un, nil
}

// fill makes n orders, one a minute, and a case on every fifth.
func (f *fake) fill(n int, from domain.Instant) {
	for i := 0; i < n; i++ {
		at := from + domain.Instant(i)*domain.Minute
		id := fmt.Sprintf("69%017d", i)
		f.orders[id] = &fakeOrder{ID: id, Status: "3", Fen: 10000 + int64(i), Created: at, Updated: at, Waybill: fmt.Sprintf("YT%013d", i)}
		if i%5 == 0 {
			cid := fmt.Sprintf("72%017d", i)
			f.cases[cid] = &fakeCase{ID: cid, OrderID: id, Status: "6", Reason: "质量问题", Fen: 5000, Applied: at + domain.Minute, Updated: at + domain.Minute, Talk: []string{"申请"}}
		}
	}
}

// desk is a store with one shop, a puller and a fake platform. Time stands still
// until a test moves it.
type desk struct {
	t    testing.TB
	dir  string
	st   *store.Store
	p    *Puller
	f    *fake
	mu   sync.Mutex
	time domain.Instant
}

const epoch = domain.Instant(1785549600000) // 2026-08-01 10:00 in Shanghai

func (d *desk) now() domain.Instant {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.time
}

func (d *desk) later(by domain.Instant) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.time += by
}

func newDesk(t testing.TB, shop domain.Shop) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), time: epoch + 10*domain.Day}
	d.open(shop)
	return d
}

func (d *desk) open(shop domain.Shop) {
	d.t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(d.dir, "afterdesk.db"), Now: d.now})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = st.Close() })
	if err := st.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, shop) }); err != nil {
		d.t.Fatal(err)
	}
	book, err := rules.Load(nil)
	if err != nil {
		d.t.Fatal(err)
	}
	d.st, d.f = st, newFake(shop)
	d.p = New(Deps{Store: st, Rules: func() *rules.Book { return book }, Now: d.now, Open: func(context.Context, domain.Shop) (platform.Connector, error) { return d.f, nil }})
}

var (
	apiShop  = domain.Shop{ID: "s1", Platform: "doudian", Name: "示例店", Currency: "CNY", Zone: "Asia/Shanghai", State: domain.ShopActive}
	fileShop = domain.Shop{ID: "s1", Platform: "sheet", Name: "文件店", Currency: "CNY", Zone: "Asia/Shanghai", State: domain.ShopActive}
)

func (d *desk) pull() domain.SyncRun {
	d.t.Helper()
	run, err := d.p.Shop(context.Background(), "s1")
	if err != nil {
		d.t.Fatalf("pull: %v", err)
	}
	return run
}

func (d *desk) count(name string) int64 {
	d.t.Helper()
	c, err := d.st.Counts(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	return c[name]
}
