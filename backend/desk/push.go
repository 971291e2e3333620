package desk

import (
	"context"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// PushRequest is a delivery of a platform, as a door received it.
type PushRequest = platform.PushRequest

// pushAbility is remembered in Shop.Confirmed once a signed delivery came.
const pushAbility = "push"

// Push verifies a platform's delivery for a shop and, when it says that
// something changed, pulls that shop: a delivery is a hint and never data
// (SY-02). Many hints while a shop is being pulled make one more pull. It
// returns what the platform wants to hear. unauthorized: the signature is
// wrong; unsupported: the platform does not push; conflict: the shop is paused.
func (d *Desk) Push(ctx context.Context, shopID string, r PushRequest) (reply []byte, contentType string, err error) {
	shop, err := d.Store.GetShop(ctx, shopID)
	if err != nil {
		return nil, "", err
	}
	if shop.State == domain.ShopPaused {
		return nil, "", domain.E(domain.CodeConflict, errors.New("take delivery"), "reason", "paused")
	}
	conn, err := d.connector(ctx, shop)
	if err != nil {
		return nil, "", err
	}
	p, ok := conn.(platform.Pusher)
	if !ok {
		return nil, "", domain.E(domain.CodeUnsupported, errors.New("take delivery"), "reason", "no_push")
	}
	got, err := p.Push(r)
	if err != nil {
		return nil, "", err
	}
	if len(got.Hints) == 0 {
		return got.Reply, got.ContentType, nil
	}
	if !platform.Confirmed(shop, pushAbility) {
		if _, err := d.confirm(ctx, shopID, pushAbility); err != nil {
			return nil, "", err
		}
	}
	d.hint(shopID)
	return got.Reply, got.ContentType, nil
}

// hint pulls a shop soon. Hints that come while it is being pulled make one
// more pull, which begins after the last of them.
func (d *Desk) hint(shopID string) {
	d.mu.Lock()
	_, runs := d.hinted[shopID]
	d.hinted[shopID] = runs // true: once more
	d.mu.Unlock()
	if runs {
		return
	}
	d.background(func(ctx context.Context) {
		for again := true; again; {
			if _, err := d.Sync(ctx, shopID); err != nil {
				d.Log.Warn("pull after a delivery failed", "shop", shopID, "code", string(domain.CodeOf(err)))
			}
			d.mu.Lock()
			if again = d.hinted[shopID] && ctx.Err() == nil; again {
				d.hinted[shopID] = false
			} else {
				delete(d.hinted, shopID)
			}
			d.mu.Unlock()
		}
	})
}
