package domain

// OrderStatus is the state of an order or of one of its lines.
type OrderStatus string

const (
	OrderUnpaid        OrderStatus = "unpaid"
	OrderPaid          OrderStatus = "paid" // paid, in risk check, not to be shipped yet
	OrderToShip        OrderStatus = "to_ship"
	OrderPartlyShipped OrderStatus = "partly_shipped"
	OrderShipped       OrderStatus = "shipped"
	OrderFinished      OrderStatus = "finished"
	OrderCancelled     OrderStatus = "cancelled"
	OrderUnknown       OrderStatus = "unknown" // RawStatus keeps what the platform said (SY-04)
)

// OrderStatuses lists every OrderStatus.
var OrderStatuses = []OrderStatus{OrderUnpaid, OrderPaid, OrderToShip, OrderPartlyShipped, OrderShipped, OrderFinished, OrderCancelled, OrderUnknown}

// Channel is how the buyer came to the line.
type Channel string

const (
	ChannelAlliance Channel = "alliance"  // 精选联盟, a creator sold it
	ChannelSelf     Channel = "self_sale" // 自卖, the shop's own room
	ChannelShelf    Channel = "shelf"     // no room
	ChannelUnknown  Channel = "unknown"
)

// Channels lists every Channel.
var Channels = []Channel{ChannelAlliance, ChannelSelf, ChannelShelf, ChannelUnknown}

// LiveRef ties a line to the broadcast it was sold in (LV-01). SessionID is
// ours ("" = unattributed, never hidden).
type LiveRef struct {
	RoomID    string  `json:"roomId"` // 19 digits, text
	SessionID string  `json:"sessionId"`
	HostID    string  `json:"hostId"` // author id of the platform
	HostName  string  `json:"hostName"`
	VideoID   string  `json:"videoId"`
	Channel   Channel `json:"channel"`
}

// Order is one purchase. Times are Instants, money in the shop's currency.
// Buyer and receiver fields hold only what the platform masked or we masked;
// the plain text of an imported file lies in Contact.
type Order struct {
	ID             string      `json:"id"` // RemoteKey(shop, remote)
	ShopID         string      `json:"shopId"`
	RemoteID       string      `json:"remoteId"`
	Status         OrderStatus `json:"status"`
	RawStatus      string      `json:"rawStatus"`
	CreatedAt      Instant     `json:"createdAt"`
	PaidAt         Instant     `json:"paidAt"`
	PromisedShipAt Instant     `json:"promisedShipAt"`
	ShippedAt      Instant     `json:"shippedAt"` // platform's ship time
	FinishedAt     Instant     `json:"finishedAt"`
	UpdatedAt      Instant     `json:"updatedAt"`
	Total          Money       `json:"total"`
	Paid           Money       `json:"paid"`
	Freight        Money       `json:"freight"`
	Discount       Money       `json:"discount"`
	BuyerKey       string      `json:"buyerKey"` // opaque id of the buyer on that platform
	BuyerNick      Private     `json:"buyerNick"`
	MaskedName     string      `json:"maskedName"`
	MaskedPhone    string      `json:"maskedPhone"`
	Province       string      `json:"province"`
	City           string      `json:"city"`
	District       string      `json:"district"`
	MaskedAddress  string      `json:"maskedAddress"`
	BuyerWords     Private     `json:"buyerWords"`
	SellerWords    Private     `json:"sellerWords"`
	Lines          []OrderLine `json:"lines"`
	Parcels        []Parcel    `json:"parcels"` // as the order names them, without traces
	Contact        *Contact    `json:"-"`       // only from files; stored apart, read only by a logged reveal (PI-01)
	Source         Source      `json:"source"`
}

// OrderLine is one SKU of an order.
type OrderLine struct {
	ID          string      `json:"id"`
	OrderID     string      `json:"orderId"`
	RemoteID    string      `json:"remoteId"`
	Status      OrderStatus `json:"status"`
	RawStatus   string      `json:"rawStatus"`
	ProductID   string      `json:"productId"`
	ProductName string      `json:"productName"`
	SKUID       string      `json:"skuId"`
	SKUCode     string      `json:"skuCode"` // merchant code
	Spec        string      `json:"spec"`    // "红 / M"
	Size        string      `json:"size"`    // "M", "" when the spec names none
	Category    string      `json:"category"`
	Picture     string      `json:"picture"`
	Qty         int64       `json:"qty"`
	UnitPrice   Money       `json:"unitPrice"`
	Paid        Money       `json:"paid"`
	Gift        bool        `json:"gift"`
	SignedAt    Instant     `json:"signedAt"` // courier signed
	Live        LiveRef     `json:"live"`
}

// Contact is the plain receiver of an order from a file import.
type Contact struct {
	Name    Private `json:"name"`
	Phone   Private `json:"phone"`
	Address Private `json:"address"`
}

// OrderQuery filters the order list. Empty fields do not filter. Text matches
// order id, waybill, SKU code, product words (two Chinese characters suffice),
// nickname or phone tail. Newest first.
type OrderQuery struct {
	ShopIDs   []string      `json:"shopIds"`
	Statuses  []OrderStatus `json:"statuses"`
	From      Instant       `json:"from"` // created, inclusive
	To        Instant       `json:"to"`   // created, exclusive
	SessionID string        `json:"sessionId"`
	HostID    string        `json:"hostId"`
	SKUID     string        `json:"skuId"`
	Text      string        `json:"text"`
	Cursor    string        `json:"cursor"` // Page.Next of the page before
	Limit     int           `json:"limit"`  // 0 = 50, at most 500
}

// OrderRow is an order as a list shows it.
type OrderRow struct {
	ID             string      `json:"id"`
	ShopID         string      `json:"shopId"`
	RemoteID       string      `json:"remoteId"`
	Status         OrderStatus `json:"status"`
	RawStatus      string      `json:"rawStatus"`
	CreatedAt      Instant     `json:"createdAt"`
	PaidAt         Instant     `json:"paidAt"`
	Paid           Money       `json:"paid"`
	Title          string      `json:"title"` // first line's product
	Spec           string      `json:"spec"`
	SKUCode        string      `json:"skuCode"`
	LineCount      int64       `json:"lineCount"`
	BuyerNick      Private     `json:"buyerNick"`
	MaskedName     string      `json:"maskedName"`
	MaskedPhone    string      `json:"maskedPhone"`
	Province       string      `json:"province"`
	City           string      `json:"city"`
	Waybill        string      `json:"waybill"`
	ParcelState    TrackState  `json:"parcelState"`
	HostName       string      `json:"hostName"`
	SessionID      string      `json:"sessionId"`
	AfterSaleCount int64       `json:"afterSaleCount"`
	EvidenceCount  int64       `json:"evidenceCount"`
}

// OrderPage is one page of OrderRow.
type OrderPage struct {
	Items []OrderRow `json:"items"`
	Next  string     `json:"next"` // "" at the end
}

// OrderDetail is everything about one order.
type OrderDetail struct {
	Order      Order           `json:"order"`
	HasContact bool            `json:"hasContact"`
	Sessions   []LiveSession   `json:"sessions"`
	Promises   []Promise       `json:"promises"`
	Parcels    []ParcelDetail  `json:"parcels"`
	AfterSales []AfterSaleRow  `json:"afterSales"`
	Reviews    []Review        `json:"reviews"`
	Evidence   []EvidenceRow   `json:"evidence"`
	Timeline   []TimelineEntry `json:"timeline"`
	Packing    []PackRecord    `json:"packing"` // what the bench did, oldest first
}
