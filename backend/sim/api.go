package sim

import (
	"afterdesk/backend/domain"
)

// Batch is a day's orders, or a part of them, with all that came of them until
// the moment asked for. The day is the one whose broadcasts sold the orders:
// those bought in the 24 h after a broadcast belong to it too.
type Batch struct {
	Day        domain.ShopDay
	Sessions   []domain.LiveSession
	Promises   []domain.Promise
	Orders     []domain.Order
	AfterSales []domain.AfterSale
	Parcels    []domain.ParcelDetail
	Reviews    []domain.Review
}
