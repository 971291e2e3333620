package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Phones opens the door for phones, pairs them and asks them for pictures.
type Phones struct{ h *house }

// State describes the door, its phones and whom it refused.
func (p *Phones) State() (domain.PhoneDoor, error) {
	return call(p.h, "phones.state", quick, func(ctx context.Context, _ *desk.Desk) (domain.PhoneDoor, error) {
		return p.h.phoneDoor().State(ctx)
	})
}

// Open opens the door and remembers where; it stays open until Close, until its
// hours are over or the window closes.
func (p *Phones) Open(r domain.PhoneDoorRequest) (domain.PhoneDoor, error) {
	return call(p.h, "phones.open", quick, func(ctx context.Context, d *desk.Desk) (domain.PhoneDoor, error) {
		s := d.Settings()
		s.PhoneAddress, s.PhonePort, s.PhoneHours = r.Address, r.Port, r.Hours
		if err := p.h.phoneDoor().Open(ctx, r); err != nil {
			return domain.PhoneDoor{}, err
		}
		if s.PhoneAddress != d.Settings().PhoneAddress || s.PhonePort != d.Settings().PhonePort || s.PhoneHours != d.Settings().PhoneHours {
			if _, err := d.PutSettings(ctx, s); err != nil {
				return domain.PhoneDoor{}, err
			}
		}
		return p.h.phoneDoor().State(ctx)
	})
}

// Close closes the door; phones stay paired.
func (p *Phones) Close() (none, error) {
	return call(p.h, "phones.close", quick, func(context.Context, *desk.Desk) (none, error) {
		p.h.phoneDoor().Close()
		return true, nil
	})
}

// Pair makes the address of a QR code that lets one phone in, once, for two minutes.
func (p *Phones) Pair() (domain.PairingInvite, error) {
	return call(p.h, "phones.pair", quick, func(context.Context, *desk.Desk) (domain.PairingInvite, error) {
		return p.h.phoneDoor().Pair()
	})
}

// Revoke takes a phone's right back at once.
func (p *Phones) Revoke(id string) (none, error) {
	return call(p.h, "phones.revoke", quick, func(ctx context.Context, _ *desk.Desk) (none, error) {
		return done(p.h.phoneDoor().Revoke(ctx, id))
	})
}

// Ask shows a case, or an order when afterSaleID is "", on every phone whose page is
// open, and returns how many those are.
func (p *Phones) Ask(orderID, afterSaleID string) (int64, error) {
	return call(p.h, "phones.ask", quick, func(ctx context.Context, _ *desk.Desk) (int64, error) {
		return p.h.phoneDoor().Ask(ctx, orderID, afterSaleID)
	})
}
