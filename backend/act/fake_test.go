package act

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
	"afterdesk/backend/vault"
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
	after func(remoteID string) // between the effect and its answer
	now   domain.Now

	order   domain.Order
	review  domain.Review
	files   []string // uploaded, by name
	dispute bool     // the platform asks for proof
	sent    []platform.Call
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

func (f *fake) Info() platform.Info {
	ab := func(k domain.ActKind, r domain.Replay, asks ...string) domain.ActAbility {
		return domain.ActAbility{Kind: k, State: domain.CapEnabled, Replay: r, Asks: asks, Proofs: domain.ProofLimit{Max: 2, MaxBytes: 1000, MIME: []string{"image/png"}}}
	}
	off := ab(domain.ActConfirmReceipt, domain.ReplayRefused)
	off.State, off.Needs = domain.CapDisabled, platform.NeedsConfirming
	return platform.Info{Platform: "doudian", Acts: []domain.ActAbility{ab(domain.ActAgree, domain.ReplayRefused), ab(domain.ActRefuse, domain.ReplayRefused, "reason_code"),
		ab(domain.ActAgreeRefund, domain.ReplayRefused), ab(domain.ActRemark, domain.ReplayUnsafe), ab(domain.ActEvidence, domain.ReplaySame, "proofs", "note"),
		ab(domain.ActReship, domain.ReplayRefused), ab(domain.ActReply, domain.ReplayUnsafe), ab(domain.ActShip, domain.ReplaySame, "waybill", "carrier_code"), off}}
}
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

func (f *fake) row(r remote) domain.AfterSale {
	c := row(r)
	if f.dispute {
		c.Arbitration = domain.ArbEvidence
	}
	return c
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
	return platform.Item[domain.AfterSale]{Value: f.row(r), RemoteID: id, Raw: raw}, nil
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
	f.sent = append(f.sent, call)
	switch a.Kind {
	case domain.ActShip:
		f.order.Status = domain.OrderShipped
		f.order.Parcels = append(f.order.Parcels, domain.Parcel{ID: domain.ParcelID("s1", a.CarrierCode, a.Waybill), ShopID: "s1", OrderID: f.order.ID, Waybill: a.Waybill,
			CarrierCode: a.CarrierCode, Direction: domain.DirectionOut})
		return "log", f.fail["answer"]
	case domain.ActReply:
		f.review.ReplyText = a.Note
		return "log", f.fail["answer"]
	}
	r, err := f.load(c.RemoteID)
	if err != nil {
		return "", err
	}
	if a.Kind == domain.ActRemark || a.Kind == domain.ActEvidence {
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
	if f.after != nil {
		f.after(r.ID)
	}
	time.Sleep(f.slow)
	return "log-" + r.ID, f.fail["answer"]
}

func (f *fake) Order(context.Context, string) (platform.Item[domain.Order], error) {
	return platform.Item[domain.Order]{Value: f.order, RemoteID: f.order.RemoteID, Raw: []byte(`{}`)}, f.fail["detail"]
}

func (f *fake) Review(context.Context, domain.Review) (platform.Item[domain.Review], error) {
	return platform.Item[domain.Review]{Value: f.review, RemoteID: f.review.RemoteID, Raw: []byte(`{}`)}, f.fail["detail"]
}

func (f *fake) Upload(_ context.Context, p platform.Proof) (string, error) {
	if err := f.fail["upload"]; err != nil && len(f.files) > 0 {
		return "", err
	}
	f.files = append(f.files, p.Name)
	return "ref-" + p.SHA256[:8], nil
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
	vault  *vault.Vault
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
	v, err := vault.Open(filepath.Join(dir, "evidence"), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.vault = v
	b.o = New(Deps{Store: st, Vault: v, Now: now, Online: func() bool { return b.online },
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

// evidence puts a picture into the vault and the store.
func (b *bench) evidence(content, mime string) string {
	b.t.Helper()
	blob, err := b.vault.Put(context.Background(), strings.NewReader(content), 1<<20)
	if err != nil {
		b.t.Fatal(err)
	}
	b.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutEvidence(ctx, domain.EvidenceItem{ID: blob.ID, Size: int64(len(content)), MediaType: mime, Name: "x.png", Kind: domain.EvidenceKinds[0], Source: domain.SourceDrop, AddedAt: epoch, Codes: []string{}})
		return err
	})
	return blob.ID
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
