package act

import (
	"context"
	"errors"
	"slices"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
	"afterdesk/backend/vault"
)

// Deps is what an Outbox needs.
type Deps struct {
	Store  *store.Store
	Vault  *vault.Vault // the bytes of proofs; nil: acts carry no files
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

const maxOfRequest = 1000 // cases, orders or reviews

// Preview says what a request would do: how many cases, orders or reviews, how
// many yuan, which are blocked and why (a Blocked reason, or the reason why the
// shop has no such act). invalid for an unknown kind or more than 1,000 ids.
func (o *Outbox) Preview(ctx context.Context, r domain.ActRequest) (domain.ActPreview, error) {
	p, _, err := o.preview(ctx, r)
	return p, err
}

func (o *Outbox) preview(ctx context.Context, r domain.ActRequest) (domain.ActPreview, []target, error) {
	p := domain.ActPreview{Blocked: map[string]string{}, Writable: []string{}, Offline: !o.d.Online()}
	if !slices.Contains(domain.ActKinds, r.Kind) {
		return p, nil, domain.E(domain.CodeInvalid, errors.New("act kind"), "field", "kind")
	}
	if len(r.IDs) > maxOfRequest {
		return p, nil, domain.E(domain.CodeInvalid, errors.New("too many ids"), "field", "ids")
	}
	b, err := o.newBooks(ctx)
	if err != nil {
		return p, nil, err
	}
	files, err := o.files(ctx, r.EvidenceIDs)
	if err != nil {
		return p, nil, err
	}
	var list []target
	mixed := false
	for _, id := range r.IDs {
		if _, twice := p.Blocked[id]; twice || slices.Contains(p.Writable, id) {
			continue
		}
		t, err := o.target(ctx, b, r.Kind, id)
		if domain.CodeOf(err) == domain.CodeNotFound {
			p.Blocked[id] = BlockedNotFound
			continue
		}
		if err != nil {
			return p, nil, err
		}
		why, err := o.judge(ctx, b, r, t, files)
		if err != nil {
			return p, nil, err
		}
		if why != "" {
			p.Blocked[id] = why
			continue
		}
		p.Writable = append(p.Writable, id)
		p.DryRun = p.DryRun || !t.shop.WritesOn
		if r.Kind.Pays() || r.Kind == domain.ActRefuse {
			if sum, err := p.Total.Plus(t.amount()); err == nil {
				p.Total = sum
			} else {
				mixed = true
			}
		}
		list = append(list, t)
	}
	if mixed { // two currencies have no sum
		p.Total = domain.Money{}
	}
	p.Cases = int64(len(list))
	return p, list, nil
}

// Queue puts one act per writable id into the outbox, all in one transaction
// with their audit entries. conflict with param reason when none is writable.
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
			a := w.act(r, by, now)
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
			return domain.E(domain.CodeConflict, errors.New("queue act"), "reason", why, "id", id)
		}
	}
	return domain.E(domain.CodeInvalid, errors.New("queue act: nothing to act on"), "field", "ids")
}

func audit(a domain.Act, what, by string, now domain.Instant) domain.AuditEntry {
	return domain.AuditEntry{ID: domain.NewID(now), At: now, By: by, What: what, Subject: a.Kind.Subject(), SubjectID: subjectID(a),
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
