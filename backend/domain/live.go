package domain

// LiveSession is one broadcast (场次), start to end. Where a platform names only
// the room, the session is the room and its times are those of its orders.
type LiveSession struct {
	ID       string  `json:"id"` // RemoteKey(shop, room)
	ShopID   string  `json:"shopId"`
	RoomID   string  `json:"roomId"`
	Title    string  `json:"title"`
	HostID   string  `json:"hostId"`
	HostName string  `json:"hostName"`
	StartAt  Instant `json:"startAt"`
	EndAt    Instant `json:"endAt"`
	Inferred bool    `json:"inferred"` // times come from orders, not from a schedule
}

// PromiseKind is what a host promised.
type PromiseKind string

const (
	PromiseGift     PromiseKind = "gift"
	PromisePrice    PromiseKind = "price"
	PromiseSize     PromiseKind = "size"
	PromiseShipBy   PromiseKind = "ship_by"
	PromiseWarranty PromiseKind = "warranty"
	PromiseOther    PromiseKind = "other"
)

// PromiseKinds lists every PromiseKind.
var PromiseKinds = []PromiseKind{PromiseGift, PromisePrice, PromiseSize, PromiseShipBy, PromiseWarranty, PromiseOther}

// Promise is a sentence said or shown in a session about a SKU (承诺).
type Promise struct {
	ID        string      `json:"id"`
	ShopID    string      `json:"shopId"`
	SessionID string      `json:"sessionId"`
	ProductID string      `json:"productId"` // "" = the whole session
	SKUID     string      `json:"skuId"`     // "" = every SKU of the product
	Kind      PromiseKind `json:"kind"`
	Wording   string      `json:"wording"`
	SaidAt    Instant     `json:"saidAt"`
}
