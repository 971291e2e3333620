package act

import (
	"context"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// RefuseReasons asks the platform which reasons it accepts for refusing a case.
// unsupported when it cannot say; otherwise as the connector.
func (o *Outbox) RefuseReasons(ctx context.Context, afterSaleID string) ([]domain.RefuseReason, error) {
	c, err := o.d.Store.GetAfterSale(ctx, afterSaleID)
	if err != nil {
		return nil, err
	}
	r, err := able[platform.Refuser](ctx, o, c.ShopID, "no_reason_list")
	if err != nil {
		return nil, err
	}
	return r.RefuseReasons(ctx, c.RemoteID)
}

// ReturnAddresses asks a shop's platform where goods may be sent back to.
// unsupported when it cannot say.
func (o *Outbox) ReturnAddresses(ctx context.Context, shopID string) ([]domain.ReturnAddress, error) {
	a, err := able[platform.Addresser](ctx, o, shopID, "no_address_list")
	if err != nil {
		return nil, err
	}
	return a.ReturnAddresses(ctx)
}

// Carriers asks a shop's platform which courier companies a shipment may name.
// unsupported when it cannot say.
func (o *Outbox) Carriers(ctx context.Context, shopID string) ([]domain.CarrierName, error) {
	s, err := able[platform.Shipper](ctx, o, shopID, "no_carrier_list")
	if err != nil {
		return nil, err
	}
	return s.Carriers(ctx)
}

// Abilities lists the acts of a shop, with what each asks for.
func (o *Outbox) Abilities(ctx context.Context, shopID string) ([]domain.ActAbility, error) {
	c, err := able[platform.Connector](ctx, o, shopID, "")
	if err != nil {
		return nil, err
	}
	list := c.Info().Acts
	if list == nil {
		list = []domain.ActAbility{}
	}
	return list, nil
}

// able opens a shop's connector as T; unsupported (reason) when it is none.
func able[T any](ctx context.Context, o *Outbox, shopID, reason string) (T, error) {
	var none T
	shop, err := o.d.Store.GetShop(ctx, shopID)
	if err != nil {
		return none, err
	}
	conn, err := o.d.Open(ctx, shop)
	if err != nil {
		return none, err
	}
	t, ok := conn.(T)
	if !ok {
		return none, domain.E(domain.CodeUnsupported, errors.New("ask platform"), "reason", reason)
	}
	return t, nil
}
