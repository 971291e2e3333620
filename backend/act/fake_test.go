package act

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// remote is one case as the fake platform keeps it on disk, so that it outlives a
// killed program as a platform does.
type remote struct {
	ID      string
	Order   string
	Status  domain.CaseStatus
	Type    domain.CaseType
	Fen     int64
	Version int64
	Acted   int // writes that took effect
	Notes   []string
}

// fake is a platform in a folder.
type fake struct {
	mu    sync.Mutex
	dir   string
	fail  map[string]error // detail, act, answer: after the effect
	slow  time.Duration
	calls map[string]int
	onAct func(remoteID string)
	now   domain.Now
}

func newFake(dir string, now domain.Now) *fake {
	return &fake{dir: dir, fail: map[string]error{}, calls: map[string]int{}, now: now}
}

func (f *fake) load(id string) (remote, error) {
	b, err := os.ReadFile(filepath.Join(f.dir, id+".json"))
	if err != nil {
		return remote{}, domain.E(domain.CodeNotFound, errors.New("no case"))
	}
	var r remote
	return r, json.Unmarshal(b, &r)
}

func (f *fake) save(r remote) {
	b, _ := json.Marshal(r)
	path := filepath.Join(f.dir, r.ID+".json")
	if err := os.WriteFile(path+".new", b, 0o600); err != nil {
		panic(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		panic(err)
	}
}

func (f *fake) change(id string, fn func(*remote)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, err := f.load(id)
	if err != nil {
		panic(err)
	}
	fn(&r)
	f.save(r)
}

func (f *fake) Info() platform.Info { return platform.Info{Platform: "doudian"} }
func (f *fake) Orders(context.Context, platform.Cursor) (platform.Page[domain.Order], error) {
	return platform.Page[domain.Order]{Done: true}, nil
}
func (f *fake) AfterSales(context.Context, platform.Cursor) (platform.Page[domain.AfterSale], error) {
	return platform.Page[domain.AfterSale]{Done: true}, nil
}

func row(r remote) domain.AfterSale {
	a := domain.AfterSale{ID: "s1." + r.ID, ShopID: "s1", RemoteID: r.ID, OrderID: "s1." + r.Order, LineRemoteIDs: []string{r.Order + "L"}, Qty: 1, Type: r.Type,
		Status: r.Status, RawStatus: string(r.Status), Arbitration: domain.ArbNone, Asked: domain.CNY(r.Fen), AppliedAt: epoch, UpdatedAt: epoch + domain.Instant(r.Version),
		Version: strconv.FormatInt(r.Version, 10), Events: []domain.AfterSaleEvent{}, ReasonText: "质量问题"}
	for i, n := range r.Notes {
		a.Events = append(a.Events, domain.AfterSaleEvent{ID: fmt.Sprint(i), At: epoch + domain.Day, Actor: domain.ActorMerchant, Text: domain.Private(n)})
	}
	a.Source.API = "fake.detail"
	return a
}

func (f *fake) AfterSale(_ context.Context, id string) (platform.Item[domain.AfterSale], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	time.Sleep(f.slow)
	f.calls["detail"]++
	if err := f.fail["detail"]; err != nil {
		return platform.Item[domain.AfterSale]{}, err
	}
	r, err := f.load(id)
	if err != nil {
		return platform.Item[domain.AfterSale]{}, err
	}
	raw, _ := json.Marshal(r)
	return platform.Item[domain.AfterSale]{Value: row(r), RemoteID: id, Raw: raw}, nil
}

func (f *fake) Act(_ context.Context, call platform.Call) (string, error) {
	a, c := call.Act, call.Case
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["act"]++
	if f.onAct != nil {
		f.onAct(c.RemoteID)
	}
	time.Sleep(f.slow)
	if err := f.fail["act"]; err != nil {
		return "", err
	}
	r, err := f.load(c.RemoteID)
	if err != nil {
		return "", err
	}
	if a.Kind == domain.ActRemark {
		r.Acted++
		r.Notes = append(r.Notes, a.Note.Reveal())
	} else {
		if strconv.FormatInt(r.Version, 10) != c.Version {
			return "log", domain.E(domain.CodeConflict, errors.New("changed"), "reason", "case_changed")
		}
		r.Acted++
		r.Version++
		switch {
		case a.Kind == domain.ActRefuse:
			r.Status = domain.StatusRefused
		case r.Type == domain.CaseReturnRefund && r.Status == domain.StatusAwaitMerchant:
			r.Status = domain.StatusAwaitReturn
		default:
			r.Status = domain.StatusSucceeded
		}
	}
	f.save(r)
	time.Sleep(f.slow)
	return "log-" + r.ID, f.fail["answer"]
}

func (f *fake) RefuseReasons(context.Context, string) ([]domain.RefuseReason, error) {
	return []domain.RefuseReason{{Code: "1", Text: "已发货"}}, nil
}

const epoch = domain.Instant(1785549600000)

// bench is a store with one shop, an outbox and the fake.
type bench struct {
	t      testing.TB
	st     *store.Store
	o      *Outbox
	f      *fake
	online bool
}

func open(t testing.TB, dir string) *bench {
	t.Helper()
	ctx := context.Background()
	now := func() domain.Instant { return epoch + domain.Day }
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "afterdesk.db"), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	b := &bench{t: t, st: st, f: newFake(dir, now), online: true}
	b.o = New(Deps{Store: st, Now: now, Online: func() bool { return b.online },
		Open: func(context.Context, domain.Shop) (platform.Connector, error) { return b.f, nil }})
	return b
}

func newBench(t testing.TB) *bench {
	b := open(t, t.TempDir())
	b.writes(true)
	return b
}

func (b *bench) write(fn func(ctx context.Context, tx *store.Tx) error) {
	b.t.Helper()
	ctx := context.Background()
	if err := b.st.Write(ctx, func(tx *store.Tx) error { return fn(ctx, tx) }); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) writes(on bool) {
	b.t.Helper()
	b.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.PutShop(ctx, domain.Shop{ID: "s1", Platform: "doudian", Currency: "CNY", Zone: "Asia/Shanghai", State: domain.ShopActive, WritesOn: on})
	})
}

// add puts a case on the platform and in the store, with its order of 100 yuan.
func (b *bench) add(r remote) string {
	b.t.Helper()
	if r.Order == "" {
		r.Order = "o" + r.ID
	}
	if r.Status == "" {
		r.Status = domain.StatusAwaitMerchant
	}
	if r.Type == "" {
		r.Type = domain.CaseRefundShipped
	}
	if r.Fen == 0 {
		r.Fen = 5000
	}
	r.Version = 100
	b.f.save(r)
	id := "s1." + r.Order
	b.write(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{{ID: id, ShopID: "s1", RemoteID: r.Order, Status: domain.OrderShipped, CreatedAt: epoch, PaidAt: epoch, Paid: domain.CNY(10000),
			Lines: []domain.OrderLine{{ID: id + "L", OrderID: id, RemoteID: r.Order + "L", Qty: 2, Paid: domain.CNY(10000)}}}}); err != nil {
			return err
		}
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{row(r)})
		return err
	})
	return "s1." + r.ID
}

func (b *bench) queue(kind domain.ActKind, ids ...string) []domain.Act {
	b.t.Helper()
	acts, err := b.o.Queue(context.Background(), domain.ActRequest{IDs: ids, Kind: kind, Reason: "已发货", ReasonCode: "1", Note: "备注"}, "小王")
	if err != nil {
		b.t.Fatalf("queue: %v", err)
	}
	return acts
}

func (b *bench) flush() int {
	b.t.Helper()
	n, err := b.o.Flush(context.Background(), "s1")
	if err != nil {
		b.t.Fatalf("flush: %v", err)
	}
	return n
}

func (b *bench) state(a domain.Act) domain.Act {
	b.t.Helper()
	got, err := b.st.GetAct(context.Background(), a.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) acted(id string) int {
	b.t.Helper()
	r, err := b.f.load(id)
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Acted
}
