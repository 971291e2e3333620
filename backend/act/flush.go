package act

import (
	"context"
	"errors"
	"sync"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// Words of Act.Params["reason"] besides those of connectors.
const (
	reasonAlready  = "already"         // the case was where the act wanted it
	reasonChanged  = "case_changed"    // with param what: version, status, type, amount
	reasonResolved = "resolved"        // the program was killed while sending; the effect was found
	reasonOutcome  = "outcome_unknown" // it may or may not have reached the platform
	reasonTries    = "too_many_tries"  // handed out maxTries times without an answer
)

// maxTries bounds how often an act is sent whose answer was lost; it is sent again
// only where the platform makes that harmless (domain.Replay).
const maxTries = 5

// sendTime bounds one request; it runs on when the window is closed meanwhile,
// because an answer that nobody reads is an unknown outcome.
const sendTime = 60 * time.Second

// Flush sends what is queued for a shop, first queued first, and settles acts
// that an earlier run left half sent. sent counts acts that reached the platform.
// It stops with an error where the platform cannot be reached, throttles or
// refuses the token; what is left stays queued.
func (o *Outbox) Flush(ctx context.Context, shopID string) (sent int, err error) {
	turn := o.turn(shopID)
	turn.Lock()
	defer turn.Unlock()
	half, err := o.halfSent(ctx, shopID)
	if err != nil {
		return 0, err
	}
	queued, err := o.d.Store.QueuedActs(ctx, shopID)
	if err != nil || len(half)+len(queued) == 0 {
		return 0, err
	}
	if !o.d.Online() {
		return 0, domain.E(domain.CodeUnavailable, errors.New("flush acts"), "reason", "offline")
	}
	shop, err := o.d.Store.GetShop(ctx, shopID)
	if err != nil {
		return 0, err
	}
	if shop.State != domain.ShopActive {
		return 0, domain.E(domain.CodeConflict, errors.New("flush acts"), "reason", BlockedShop)
	}
	conn, err := o.d.Open(ctx, shop)
	if err != nil {
		return 0, err
	}
	s := &sender{o: o, shop: shop, conn: conn}
	for _, a := range half {
		if err := s.settle(ctx, a); err != nil {
			return sent, err
		}
	}
	if len(half) > 0 { // some may be queued again
		if queued, err = o.d.Store.QueuedActs(ctx, shopID); err != nil {
			return sent, err
		}
	}
	for _, a := range queued {
		if err := ctx.Err(); err != nil {
			return sent, domain.E(domain.CodeUnavailable, err)
		}
		done, err := s.one(ctx, a)
		if done {
			sent++
		}
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

func (o *Outbox) turn(shopID string) *sync.Mutex {
	o.mu.Lock()
	defer o.mu.Unlock()
	m, ok := o.shops[shopID]
	if !ok {
		m = &sync.Mutex{}
		o.shops[shopID] = m
	}
	return m
}

// halfSent returns the acts of a shop that are marked as sending. The caller holds
// the shop's turn, so nobody sends them now.
func (o *Outbox) halfSent(ctx context.Context, shopID string) (out []domain.Act, err error) {
	q := domain.ActQuery{States: []domain.ActState{domain.ActSending}, Limit: 500}
	for {
		page, err := o.d.Store.ListActs(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, a := range page.Items {
			if a.ShopID == shopID {
				out = append(out, a)
			}
		}
		if q.Cursor = page.Next; page.Next == "" {
			return out, nil
		}
	}
}

// sender sends the acts of one shop.
type sender struct {
	o    *Outbox
	shop domain.Shop
	conn platform.Connector
}

// move stores an act's new state; ended states get their time.
func (s *sender) move(ctx context.Context, a domain.Act, from domain.ActState) (domain.Act, error) {
	now := s.o.d.Now()
	switch a.State {
	case domain.ActQueued:
		a.SentAt = 0
	case domain.ActSending:
		a.EndedAt = 0
	default:
		a.EndedAt = now
	}
	ctx = context.WithoutCancel(ctx) // what happened is written down even when the window closes
	return a, s.o.d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.MoveAct(ctx, a, from); err != nil {
			return err
		}
		if a.State == domain.ActQueued || a.State == domain.ActSending {
			return nil
		}
		return tx.PutAudit(ctx, audit(a, "act_sent", a.By, now))
	})
}

// end closes an act that is being sent.
func (s *sender) end(ctx context.Context, a domain.Act, state domain.ActState, code domain.Code, params ...string) error {
	a.State, a.Code = state, code
	p := map[string]string{}
	for k, v := range a.Params {
		p[k] = v
	}
	for i := 0; i+1 < len(params); i += 2 {
		if params[i+1] != "" {
			p[params[i]] = params[i+1]
		}
	}
	a.Params = p
	_, err := s.move(ctx, a, domain.ActSending)
	return err
}

// back returns an act to the queue and stops the flush with the cause.
func (s *sender) back(ctx context.Context, a domain.Act, cause error) error {
	a.State, a.Code = domain.ActQueued, domain.CodeOf(cause)
	if _, err := s.move(ctx, a, domain.ActSending); err != nil {
		return err
	}
	return cause
}

// waitFor reports whether err means that the same act may go later.
func waitFor(err error) bool {
	switch domain.CodeOf(err) {
	case domain.CodeUnavailable, domain.CodeRateLimited, domain.CodeUnauthorized:
		return true
	}
	return false
}

// one carries out one queued act and reports whether it reached the platform. An
// error stops the flush.
func (s *sender) one(ctx context.Context, a domain.Act) (sent bool, err error) {
	a.State, a.Code = domain.ActSending, ""
	a, err = s.move(ctx, a, domain.ActQueued)
	if domain.CodeOf(err) == domain.CodeConflict {
		return false, nil // undone meanwhile
	}
	if err != nil {
		return false, err
	}
	now, err := s.reread(ctx, a)
	switch {
	case err != nil && (waitFor(err) || ctx.Err() != nil):
		return false, s.back(ctx, a, err)
	case err != nil:
		return false, s.end(ctx, a, domain.ActFailed, domain.CodeOf(err), "reason", domain.ParamOf(err, "reason"))
	case a.Kind != domain.ActRemark && now.effect(a):
		return false, s.end(ctx, a, domain.ActDone, "", "reason", reasonAlready)
	}
	if what := now.changed(a); what != "" {
		return false, s.end(ctx, a, domain.ActSkipped, domain.CodeConflict, "reason", reasonChanged, "what", what)
	}
	why := ""
	switch {
	case a.Kind.Pays():
		why, err = s.fits(ctx, a, now.sale)
	case a.Kind == domain.ActShip:
		why, err = s.o.refundOpen(ctx, now.order)
	}
	if err != nil {
		return false, s.back(ctx, a, err)
	}
	if why != "" {
		return false, s.end(ctx, a, domain.ActFailed, domain.CodeConflict, "reason", why)
	}
	shop, err := s.o.d.Store.GetShop(ctx, s.shop.ID) // the switch may have been turned since
	if err != nil {
		return false, s.back(ctx, a, err)
	}
	if !shop.WritesOn {
		return false, s.end(ctx, a, domain.ActDry, "")
	}
	actor, ok := s.conn.(platform.Actor)
	if !ok {
		return false, s.end(ctx, a, domain.ActFailed, domain.CodeUnsupported, "reason", BlockedNoAct)
	}
	if a, err = s.upload(ctx, a); err != nil {
		if waitFor(err) || ctx.Err() != nil {
			return false, s.back(ctx, a, err)
		}
		return false, s.end(ctx, a, domain.ActFailed, domain.CodeOf(err), "reason", domain.ParamOf(err, "reason"), "field", domain.ParamOf(err, "field"))
	}
	return s.send(ctx, actor, a, now)
}

// send hands the act to the platform, once.
func (s *sender) send(ctx context.Context, actor platform.Actor, a domain.Act, now target) (bool, error) {
	sendCtx, stop := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	defer stop()
	call := platform.Call{Act: a, Case: now.sale, Order: now.order, Review: now.review, Proofs: []string{}}
	for _, p := range a.Proofs {
		call.Proofs = append(call.Proofs, p.Ref)
	}
	if call.Order.ID == "" && a.OrderID != "" { // acts on a case: as stored, where it is known
		if o, err := s.o.d.Store.GetOrder(sendCtx, a.OrderID); err == nil {
			call.Order = o
		}
	}
	// The mark that it may be on its way, before it is. Without it a killed run left
	// the act untouched, which settle knows then.
	a.SentAt = s.o.d.Now()
	a.Tries++
	a, err := s.move(sendCtx, a, domain.ActSending)
	if err != nil {
		return false, err
	}
	receipt, err := actor.Act(sendCtx, call)
	a.Receipt = receipt
	unsent := domain.ParamOf(err, "sent") == "no"
	switch code := domain.CodeOf(err); {
	case err == nil:
		if err := s.end(ctx, a, domain.ActDone, ""); err != nil {
			return true, err
		}
		_, _ = s.reread(sendCtx, a) // so that the window shows it; the next pull does too
		return true, nil
	case code == domain.CodeRateLimited, code == domain.CodeUnauthorized, unsent && code == domain.CodeUnavailable:
		return false, s.back(ctx, a, err)
	case code == domain.CodeUnavailable, code == domain.CodeInternal && !unsent:
		return false, s.settle(sendCtx, a) // timeout, broken answer: it may have arrived
	case code == domain.CodeConflict:
		what := domain.ParamOf(err, "reason")
		if what == "" {
			what = reasonChanged
		}
		_, _ = s.reread(sendCtx, a)
		return !unsent, s.end(ctx, a, domain.ActSkipped, code, "reason", what)
	default:
		return !unsent, s.end(ctx, a, domain.ActFailed, code, "reason", domain.ParamOf(err, "reason"), "field", domain.ParamOf(err, "field"),
			"remote_code", domain.ParamOf(err, "remote_code"))
	}
}

// settle finds out what became of an act that was handed out, or was about to be,
// when the answer was lost.
func (s *sender) settle(ctx context.Context, a domain.Act) error {
	if a.SentAt == 0 { // taken up, never handed out
		a.State = domain.ActQueued
		_, err := s.move(ctx, a, domain.ActSending)
		return err
	}
	now, err := s.reread(ctx, a)
	switch {
	case err != nil && waitFor(err):
		return err // still half sent; the next flush asks again
	case err != nil:
		return s.end(ctx, a, domain.ActFailed, domain.CodeUnavailable, "reason", reasonOutcome)
	case now.effect(a):
		return s.end(ctx, a, domain.ActDone, "", "reason", reasonResolved)
	}
	if what := now.changed(a); what != "" {
		return s.end(ctx, a, domain.ActSkipped, domain.CodeConflict, "reason", reasonChanged, "what", what)
	}
	able, ok := s.conn.Info().Ability(a.Kind)
	switch {
	case !ok || able.Replay == domain.ReplayUnsafe:
		return s.end(ctx, a, domain.ActFailed, domain.CodeUnavailable, "reason", reasonOutcome)
	case a.Tries >= maxTries:
		return s.end(ctx, a, domain.ActFailed, domain.CodeUnavailable, "reason", reasonTries)
	}
	// If the first request is still on its way, either it or the repeat is refused
	// or changes nothing.
	a.State, a.Code = domain.ActQueued, domain.CodeUnavailable
	_, err = s.move(ctx, a, domain.ActSending)
	return err
}

// fits checks the refund against what is left of the order, leaving this act out
// of what is on its way.
func (s *sender) fits(ctx context.Context, a domain.Act, c domain.AfterSale) (why string, err error) {
	b, err := s.o.newBooks(ctx)
	if err != nil {
		return "", err
	}
	delete(b.pays, a.AfterSaleID)
	acc, err := b.account(ctx, c.OrderID)
	if err != nil {
		return "", err
	}
	if acc.in[c.ID] { // goods came back: its refund is booked since the return was agreed
		if acc.spent.Minor > acc.paid.Minor {
			return BlockedPaid, nil
		}
		return "", nil
	}
	return b.spend(ctx, c, nil)
}
