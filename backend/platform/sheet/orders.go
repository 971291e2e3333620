package sheet

import (
	"math"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// orderRows gathers the rows of one order while they stand together.
type orderRows struct {
	row      Row
	order    domain.Order
	skus     map[string]int
	ids      map[string]bool
	raw      [][]string
	statuses []domain.OrderStatus
}

// takeOrder puts an order row where it belongs and reports whether it did; false
// leaves a bad row to the caller.
func (r *Reader) takeOrder(c *cells) bool {
	id := c.id("order_id", true)
	qty := c.int("qty", 1)
	if c.bad != nil {
		return false
	}
	if qty < 0 {
		if r.m.Values["qty=<0"] != "return" {
			c.fail("qty", "negative_qty")
			return false
		}
		return r.takeReturn(c, id, -qty)
	}
	o, line := c.order(id, qty)
	if c.bad != nil {
		return false
	}
	if r.order == nil || r.order.order.RemoteID != id || !r.m.Lines {
		r.flush()
		r.order = &orderRows{order: o, skus: map[string]int{}, ids: map[string]bool{}, row: Row{Line: c.rec.line}}
	} else {
		fillOrder(&r.order.order, o)
	}
	g := r.order
	if line.RemoteID == "" {
		key := lineKey(line)
		if g.skus[key]++; g.skus[key] > 1 {
			key += "#" + strconv.Itoa(g.skus[key])
		}
		line.RemoteID = id + ":" + key
	}
	// Repeats inside the order, or the same line again further down: taking both
	// would sell it twice, taking the last would hide the first.
	if g.ids[line.RemoteID] || (r.m.Lines && !r.seen.add(id+"\x1f"+line.RemoteID)) {
		c.fail("line_id", "duplicate_line")
		return false
	}
	g.ids[line.RemoteID] = true
	line.ID, line.OrderID = domain.RemoteKey(r.o.Shop.ID, line.RemoteID), o.ID
	g.order.Lines = append(g.order.Lines, line)
	g.raw = append(g.raw, c.rec.cells)
	g.statuses = append(g.statuses, line.Status)
	g.row.Rows++
	g.row.Unmapped = append(g.row.Unmapped, c.unmapped...)
	return true
}

// lineKey names a line of an order that has no id of its own.
func lineKey(l domain.OrderLine) string {
	switch {
	case l.SKUCode != "":
		return l.SKUCode
	case l.SKUID != "":
		return l.SKUID
	case l.ProductID != "" || l.ProductName != "" || l.Spec != "":
		return derivedID(l.ProductID, l.ProductName, l.Spec)
	}
	return "1"
}

// flush ends the order that is being gathered.
func (r *Reader) flush() {
	g := r.order
	r.order = nil
	if g == nil || len(g.order.Lines) == 0 {
		return
	}
	o := g.order
	o.Status = joinStatus(g.statuses)
	r.addUp(&o)
	o.Source = domain.Source{API: "file:orders", PayloadHash: hashCells(g.raw...)}
	g.row.Order = &o
	r.queue = append(r.queue, g.row)
}

// addUp fills amounts that the file gives only per line or only per order.
func (r *Reader) addUp(o *domain.Order) {
	var sum, list domain.Money
	for i := range o.Lines {
		l := &o.Lines[i]
		price := times(l.UnitPrice, l.Qty)
		if !l.Paid.Known() {
			l.Paid = price
			if len(o.Lines) == 1 && o.Paid.Known() {
				l.Paid = o.Paid
			}
		}
		if s, err := sum.Plus(l.Paid); err == nil {
			sum = s
		}
		if s, err := list.Plus(price); err == nil {
			list = s
		}
	}
	if !o.Paid.Known() && o.Status != domain.OrderUnpaid {
		o.Paid = sum
	}
	if !o.Total.Known() {
		o.Total = list
	}
}

// times multiplies an amount; unknown when it is, or when the product does not fit.
func times(m domain.Money, n int64) domain.Money {
	if !m.Known() || (n != 0 && (m.Minor > math.MaxInt64/2/max(n, 1) || m.Minor < -math.MaxInt64/2/max(n, 1))) {
		return domain.Money{}
	}
	return domain.Money{Minor: m.Minor * n, Currency: m.Currency}
}

// joinStatus makes the order's status from its lines': a cancelled line does not
// count beside live ones; shipped beside unshipped is partly shipped.
func joinStatus(list []domain.OrderStatus) domain.OrderStatus {
	rank := map[domain.OrderStatus]int{domain.OrderUnknown: 0, domain.OrderUnpaid: 1, domain.OrderPaid: 2, domain.OrderToShip: 3,
		domain.OrderPartlyShipped: 4, domain.OrderShipped: 5, domain.OrderFinished: 6}
	low, high := domain.OrderStatus(""), domain.OrderStatus("")
	for _, s := range list {
		if s == domain.OrderCancelled {
			continue
		}
		if low == "" || rank[s] < rank[low] {
			low = s
		}
		if high == "" || rank[s] > rank[high] {
			high = s
		}
	}
	switch {
	case low == "":
		return domain.OrderCancelled
	case low == domain.OrderUnknown || rank[high] < 4:
		return low
	case rank[low] < 4:
		return domain.OrderPartlyShipped
	}
	return low
}

// firstOf returns the order of the rows above when this row goes on with it. Some
// exports (Shopify's) fill the order's own columns on its first row only.
func (r *Reader) firstOf(id string) *domain.Order {
	if r.m.Lines && r.order != nil && r.order.order.RemoteID == id {
		return &r.order.order
	}
	return nil
}

// order reads the order's fields and its line of one row.
func (c *cells) order(id string, qty int64) (domain.Order, domain.OrderLine) {
	shop := c.r.o.Shop.ID
	status, raw := c.word("status", "order.status", string(domain.OrderUnknown))
	first := c.r.firstOf(id)
	if first != nil && raw == "" {
		status, raw = string(first.Status), first.RawStatus
	}
	o := domain.Order{ID: domain.RemoteKey(shop, id), ShopID: shop, RemoteID: id, Status: domain.OrderStatus(status), RawStatus: raw,
		CreatedAt: c.time("created_at", first == nil), PaidAt: c.time("paid_at", false), ShippedAt: c.time("shipped_at", false),
		PromisedShipAt: c.time("promised_ship_at", false), FinishedAt: c.time("finished_at", false), UpdatedAt: c.time("updated_at", false),
		Total: c.money("total"), Paid: c.money("paid"), Freight: c.money("freight"), Discount: c.money("discount"),
		BuyerKey: c.id("buyer_key", false), BuyerNick: domain.Private(c.text("buyer_nick")),
		Province: c.text("province"), City: c.text("city"), District: c.text("district"),
		BuyerWords: domain.Private(c.text("buyer_words")), SellerWords: domain.Private(c.text("seller_words"))}
	if !c.has("status") { // a file without states lists sales that took place
		o.Status = domain.OrderFinished
	}
	if !c.has("paid_at") && o.Status != domain.OrderUnpaid && o.Status != domain.OrderUnknown && o.Status != domain.OrderCancelled {
		o.PaidAt = o.CreatedAt
	}
	c.contact(&o)
	c.parcels(&o)
	line := domain.OrderLine{RemoteID: c.id("line_id", false), Status: o.Status, RawStatus: raw, ProductID: c.id("product_id", false),
		ProductName: c.text("product_name"), SKUID: c.id("sku_id", false), SKUCode: c.id("sku_code", false), Spec: c.text("spec"),
		Size: c.text("size"), Category: c.text("category"), Picture: c.text("picture"), Qty: qty, UnitPrice: c.money("unit_price"), Paid: c.money("line_paid")}
	if line.SKUID == "" {
		line.SKUID = line.SKUCode
	}
	if line.Size == "" {
		line.Size = sizeOf(line.Spec)
	}
	if v, _ := c.word("gift", "order.gift", "false"); v == "true" {
		line.Gift = true
	}
	if c.r.m.Values["sku_code="+line.SKUCode] == "charge" {
		line.Category = "charge"
	}
	for _, m := range []struct {
		field string
		m     domain.Money
	}{{"total", o.Total}, {"paid", o.Paid}, {"unit_price", line.UnitPrice}, {"line_paid", line.Paid}} {
		if m.m.Minor < 0 {
			c.fail(m.field, "negative_amount")
		}
	}
	line.Live = c.live()
	return o, line
}

func (c *cells) live() domain.LiveRef {
	l := domain.LiveRef{RoomID: c.id("room_id", false), HostID: c.id("host_id", false), HostName: c.text("host_name"), VideoID: c.id("video_id", false)}
	if l.RoomID != "" {
		l.SessionID = domain.RemoteKey(c.r.o.Shop.ID, l.RoomID)
	}
	channel, _ := c.word("channel", "order.channel", string(domain.ChannelUnknown))
	l.Channel = domain.Channel(channel)
	if l.Channel == domain.ChannelUnknown && c.has("room_id") && l.RoomID == "" && l.HostID == "" && l.HostName == "" && l.VideoID == "" {
		l.Channel = domain.ChannelShelf
	}
	return l
}

// contact splits the receiver: plain text goes to Contact, the order keeps masks.
func (c *cells) contact(o *domain.Order) {
	name, phone, address := c.text("name"), c.text("phone"), c.text("address")
	o.MaskedName, o.MaskedPhone, o.MaskedAddress = domain.MaskName(name), domain.MaskPhone(phone), domain.MaskAddress(address)
	if o.MaskedName == name && o.MaskedPhone == phone && o.MaskedAddress == address {
		return // masked by the platform already, or nothing there
	}
	o.Contact = &domain.Contact{Name: domain.Private(name), Phone: domain.Private(phone), Address: domain.Private(address)}
}

func (c *cells) parcels(o *domain.Order) {
	col := c.raw("waybill")
	if missing(tidy(col)) {
		return
	}
	code, name := c.text("carrier_code"), c.text("carrier_name")
	for _, w := range splitList(tidy(col)) {
		id, why := readID(w, c.r.fa.serial)
		if why != "" {
			c.fail("waybill", why)
			return
		}
		if id == "" || hasParcel(o.Parcels, id) {
			continue
		}
		o.Parcels = append(o.Parcels, domain.Parcel{ID: domain.ParcelID(o.ShopID, code, id), ShopID: o.ShopID, OrderID: o.ID, Waybill: id,
			CarrierCode: code, CarrierName: name, Direction: domain.DirectionOut, State: domain.TrackNone, UploadedAt: o.ShippedAt,
			ToProvince: o.Province, ToCity: o.City})
	}
}

func hasParcel(list []domain.Parcel, waybill string) bool {
	for _, p := range list {
		if p.Waybill == waybill {
			return true
		}
	}
	return false
}

// sizeOf finds a garment or shoe size among the parts of a spec.
func sizeOf(spec string) string {
	parts := strings.FieldsFunc(spec, func(r rune) bool {
		return strings.ContainsRune("/;；,，:：|+ []【】()（）", r)
	})
	for _, p := range parts {
		up := strings.ToUpper(strings.TrimSuffix(p, "码"))
		switch up {
		case "XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "2XL", "3XL", "4XL", "5XL", "均":
			return strings.ReplaceAll(up, "均", "均码")
		}
		if n, err := strconv.Atoi(up); err == nil && (n >= 33 && n <= 46 || n >= 80 && n <= 190 && n%5 == 0) && len(parts) > 1 {
			return up
		}
	}
	return ""
}

// fillOrder takes from a further row what the rows before it left out.
func fillOrder(o *domain.Order, more domain.Order) {
	for _, p := range []struct{ to, from *domain.Money }{{&o.Total, &more.Total}, {&o.Paid, &more.Paid}, {&o.Freight, &more.Freight}, {&o.Discount, &more.Discount}} {
		if !p.to.Known() {
			*p.to = *p.from
		}
	}
	for _, p := range []struct{ to, from *domain.Instant }{{&o.PaidAt, &more.PaidAt}, {&o.ShippedAt, &more.ShippedAt},
		{&o.PromisedShipAt, &more.PromisedShipAt}, {&o.FinishedAt, &more.FinishedAt}} {
		if *p.to == 0 {
			*p.to = *p.from
		}
	}
	o.UpdatedAt = max(o.UpdatedAt, more.UpdatedAt)
	if o.Contact == nil && more.Contact != nil {
		o.Contact, o.MaskedName, o.MaskedPhone, o.MaskedAddress = more.Contact, more.MaskedName, more.MaskedPhone, more.MaskedAddress
	}
	for _, p := range more.Parcels {
		if !hasParcel(o.Parcels, p.Waybill) {
			o.Parcels = append(o.Parcels, p)
		}
	}
}

// takeReturn makes a case of a row with a negative quantity.
func (r *Reader) takeReturn(c *cells, doc string, qty int64) bool {
	o, line := c.order(doc, qty)
	if c.bad != nil {
		return false
	}
	paid := line.Paid
	if !paid.Known() {
		paid = times(line.UnitPrice, qty)
	}
	if !paid.Known() || paid.Minor == 0 {
		c.fail("unit_price", "no_refund") // stock that was written off, not a buyer's return
		return false
	}
	key := line.RemoteID
	if key == "" {
		key = doc + ":" + lineKey(line)
		for n := 2; !r.seen.add("return\x1f" + key); n++ {
			key = doc + ":" + lineKey(line) + "#" + strconv.Itoa(n)
		}
	}
	a := domain.AfterSale{ID: domain.RemoteKey(r.o.Shop.ID, key), ShopID: r.o.Shop.ID, RemoteID: key, Type: domain.CaseReturnRefund, RawType: "qty<0",
		Status: domain.StatusSucceeded, Arbitration: domain.ArbNone, Qty: qty, Asked: paid, Refunded: paid, GoodsBack: true,
		AppliedAt: o.CreatedAt, UpdatedAt: o.CreatedAt, ClosedAt: o.CreatedAt, ReasonText: "", Source: c.source()}
	if line.Category == "charge" {
		a.Type, a.GoodsBack = domain.CasePriceAdjust, false
	}
	r.flush() // the orders above it are handed out first
	r.queue = append(r.queue, Row{Line: c.rec.line, Rows: 1, Unmapped: c.unmapped,
		Return: &Return{Case: a, BuyerKey: o.BuyerKey, SKUID: line.SKUID}})
	return true
}
