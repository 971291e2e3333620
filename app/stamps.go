package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Stamps is about time-stamp authorities (RFC 3161) and their tokens.
type Stamps struct{ h *house }

// Info returns the authorities with their last tokens, the queue and the presets.
func (s *Stamps) Info() (domain.StampInfo, error) {
	return call(s.h, "stamps.info", quick, func(ctx context.Context, d *desk.Desk) (domain.StampInfo, error) {
		return d.StampInfo(ctx)
	})
}

// Put adds an authority or changes one; invalid names the field. The password goes to
// the keychain and never comes back.
func (s *Stamps) Put(a domain.StampAuthority, password string) (domain.StampAuthority, error) {
	return call(s.h, "stamps.put", quick, func(ctx context.Context, d *desk.Desk) (domain.StampAuthority, error) {
		return d.PutStamper(ctx, a, password)
	})
}

// Remove forgets an authority; its tokens stay.
func (s *Stamps) Remove(id string) (none, error) {
	return call(s.h, "stamps.remove", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.RemoveStamper(ctx, id))
	})
}

// StampNow asks an authority for a token over the newest head and keeps it.
func (s *Stamps) StampNow(id string) (domain.Stamp, error) {
	return call(s.h, "stamps.stampNow", slow, func(ctx context.Context, d *desk.Desk) (domain.Stamp, error) {
		return d.StampNow(ctx, id)
	})
}

// SendQueue sends what waits and returns how many tokens came.
func (s *Stamps) SendQueue() (int64, error) {
	return call(s.h, "stamps.sendQueue", slow, func(ctx context.Context, d *desk.Desk) (int64, error) {
		return d.SendStamps(ctx)
	})
}
