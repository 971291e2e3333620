package act

import (
	"context"
	"errors"
	"slices"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// Deps is what an Outbox needs.
type Deps struct {
	Store  *store.Store
	Open   func(ctx context.Context, shop domain.Shop) (platform.Connector, error)
	Now    domain.Now
	Online func() bool
}

// Outbox holds writes until they are sent. It is safe for concurrent use; two
// flushes of one shop wait for each other.
type Outbox struct {
	d Deps

	mu    sync.Mutex
	shops map[string]*sync.Mutex
}

// New returns an Outbox. Online nil means always.
func New(d Deps) *Outbox {
	if d.Online == nil {
		d.Online = func() bool { return true }
	}
	return &Outbox{d: d, shops: map[string]*sync.Mutex{}}
}

// Reasons why a case cannot be acted on, as ActPreview.Blocked gives them.
const (
	BlockedNotFound   = "not_found"
	BlockedShop       = "shop_not_active"  // paused, unauthorized or fed by files
	BlockedClosed     = "closed"           // nothing runs any more
	BlockedUnknown    = "unknown_status"   // what we do not know is not acted on
	BlockedTurn       = "not_our_turn"     // the buyer or the platform is next
	BlockedGoods      = "goods_not_back"   // a refund for goods that did not come back
	BlockedReason     = "no_reason"        // a refusal needs one
	BlockedNote       = "no_note"          // a remark needs text
	BlockedQueued     = "already_queued"   // another act on the case waits
	BlockedPaid       = "over_paid"        // refunds of the order would exceed what was paid or bought
	BlockedOrder      = "order_not_pulled" // what was paid is not known
	maxCasesOfRequest = 1000
)

// Preview says what a request would do: how many cases, how many yuan, which are
// blocked and why. invalid for an unknown kind or more than 1,000 cases.
func (o *Outbox) Preview(ctx context.Context, r domain.ActRequest) (domain.ActPreview, error) {
	p, _, err := o.preview(ctx, r)
	return p, err
}

// wish is one case that can be acted on.
type wish struct {
	c    domain.AfterSale
	shop domain.Shop
}

func (o *Outbox) preview(ctx context.Context, r domain.ActRequest) (domain.ActPreview, []wish, error) {
	p := domain.ActPreview{Blocked: map[string]string{}, Writable: []string{}, Offline: !o.d.Online()}
	if !slices.Contains(domain.ActKinds, r.Kind) {
		return p, nil, domain.E(domain.CodeInvalid, errors.New("act kind"), "field", "kind")
	}
	if len(r.IDs) > maxCasesOfRequest {
		return p, nil, domain.E(domain.CodeInvalid, errors.New("too many cases"), "field", "ids")
	}
	b, err := o.newBooks(ctx)
	if err != nil {
		return p, nil, err
	}
	var list []wish
	mixed := false
	for _, id := range r.IDs {
		if _, twice := p.Blocked[id]; twice || slices.Contains(p.Writable, id) {
			continue
		}
		c, err := o.d.Store.GetAfterSale(ctx, id)
		if domain.CodeOf(err) == domain.CodeNotFound {
			p.Blocked[id] = BlockedNotFound
			continue
		}
		if err != nil {
			return p, nil, err
		}
		shop, err := b.shop(ctx, c.ShopID)
		if err != nil {
			return p, nil, err
		}
		why := blocked(r, c, shop)
		if why == "" && b.waits[id] {
			why = BlockedQueued
		}
		if why == "" && r.Kind.Pays() {
			if why, err = b.spend(ctx, c, nil); err != nil {
				return p, nil, err
			}
		}
		if why != "" {
			p.Blocked[id] = why
			continue
		}
		p.Writable = append(p.Writable, id)
		p.DryRun = p.DryRun || !shop.WritesOn
		if r.Kind != domain.ActRemark {
			if sum, err := p.Total.Plus(c.Asked); err == nil {
				p.Total = sum
			} else {
				mixed = true
			}
		}
		list = append(list, wish{c, shop})
	}
	if mixed { // two currencies have no sum
		p.Total = domain.Money{}
	}
	p.Cases = int64(len(list))
	return p, list, nil
}

// blocked says why a request cannot be carried out on a case, "" when it can.
func blocked(r domain.ActRequest, c domain.AfterSale, shop domain.Shop) string {
	switch {
	case shop.State != domain.ShopActive || shop.Platform == "sheet":
		return BlockedShop
	case r.Kind == domain.ActRemark && r.Note == "":
		return BlockedNote
	case r.Kind == domain.ActRemark:
		return ""
	case !c.Status.Open():
		return BlockedClosed
	case c.Status == domain.StatusUnknown || c.Type == domain.CaseUnknown:
		return BlockedUnknown
	case c.Status != domain.StatusAwaitMerchant && c.Status != domain.StatusAwaitReceipt:
		return BlockedTurn
	case r.Kind == domain.ActAgreeRefund && c.Type == domain.CaseReturnRefund && c.Status != domain.StatusAwaitReceipt:
		return BlockedGoods
	case r.Kind == domain.ActRefuse && r.Reason == "":
		return BlockedReason
	}
	return ""
}

// Queue puts one act per writable case into the outbox, all in one transaction
// with their audit entries. conflict with param reason when no case is writable.
func (o *Outbox) Queue(ctx context.Context, r domain.ActRequest, by string) ([]domain.Act, error) {
	var out []domain.Act
	err := o.d.Store.Write(ctx, func(tx *store.Tx) error {
		// Judged inside the transaction: nobody else can queue meanwhile, so two
		// requests at once cannot both fit into what is left of an order.
		p, list, err := o.preview(ctx, r)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return refused(r, p)
		}
		now := o.d.Now()
		out = make([]domain.Act, 0, len(list))
		for _, w := range list {
			a := domain.Act{ID: domain.NewID(now), ShopID: w.shop.ID, AfterSaleID: w.c.ID, OrderID: w.c.OrderID, Kind: r.Kind, State: domain.ActQueued,
				Amount: w.c.Asked, Reason: r.Reason, ReasonCode: r.ReasonCode, Note: r.Note, Proofs: []domain.ActProof{}, Version: w.c.Version, By: by, QueuedAt: now,
				Params: map[string]string{seenStatus: string(w.c.Status), seenType: string(w.c.Type)}}
			if err := tx.PutAct(ctx, a); err != nil {
				return err
			}
			if err := tx.PutAudit(ctx, audit(a, "act_queued", by, now)); err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// refused is the error of a request of which nothing can be done.
func refused(r domain.ActRequest, p domain.ActPreview) error {
	for _, id := range r.IDs {
		if why := p.Blocked[id]; why != "" {
			return domain.E(domain.CodeConflict, errors.New("queue act"), "reason", why, "afterSaleId", id)
		}
	}
	return domain.E(domain.CodeInvalid, errors.New("queue act: no case"), "field", "ids")
}

func audit(a domain.Act, what, by string, now domain.Instant) domain.AuditEntry {
	return domain.AuditEntry{ID: domain.NewID(now), At: now, By: by, What: what, Subject: domain.SubjectAfterSale, SubjectID: a.AfterSaleID,
		Params: map[string]string{"act": a.ID, "kind": string(a.Kind), "state": string(a.State), "amount": a.Amount.Decimal()}}
}

// Undo takes an act back that was not sent yet. conflict when it was.
func (o *Outbox) Undo(ctx context.Context, id string) error {
	return o.d.Store.Write(ctx, func(tx *store.Tx) error {
		a, err := o.d.Store.GetAct(ctx, id)
		if err != nil {
			return err
		}
		a.State, a.EndedAt = domain.ActUndone, o.d.Now()
		return tx.MoveAct(ctx, a, domain.ActQueued)
	})
}

// RefuseReasons asks the platform which reasons it accepts for refusing a case.
// unsupported when it cannot say; otherwise as the connector.
func (o *Outbox) RefuseReasons(ctx context.Context, afterSaleID string) ([]domain.RefuseReason, error) {
	c, err := o.d.Store.GetAfterSale(ctx, afterSaleID)
	if err != nil {
		return nil, err
	}
	shop, err := o.d.Store.GetShop(ctx, c.ShopID)
	if err != nil {
		return nil, err
	}
	conn, err := o.d.Open(ctx, shop)
	if err != nil {
		return nil, err
	}
	a, ok := conn.(platform.Refuser)
	if !ok {
		return nil, domain.E(domain.CodeUnsupported, errors.New("refuse reasons"), "reason", "no_acts")
	}
	return a.RefuseReasons(ctx, c.RemoteID)
}
