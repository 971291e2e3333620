package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Orders finds an order and shows its whole life.
type Orders struct{ h *house }

// List returns one page of orders, newest first.
func (o *Orders) List(q domain.OrderQuery) (domain.OrderPage, error) {
	return call(o.h, "orders.list", quick, func(ctx context.Context, d *desk.Desk) (domain.OrderPage, error) {
		return d.Store.ListOrders(ctx, q)
	})
}

// Get returns everything about one order.
func (o *Orders) Get(id string) (domain.OrderDetail, error) {
	return call(o.h, "orders.get", quick, func(ctx context.Context, d *desk.Desk) (domain.OrderDetail, error) {
		return d.Store.GetOrderDetail(ctx, id)
	})
}

// ExportList writes all rows of q to a CSV file and returns its path.
func (o *Orders) ExportList(q domain.OrderQuery) (string, error) {
	return call(o.h, "orders.exportList", slow, func(ctx context.Context, d *desk.Desk) (string, error) {
		return d.ExportOrders(ctx, q)
	})
}
