package sim

import (
	"strconv"

	"afterdesk/backend/domain"
)

// Truth is what the world knows and the product must never see; tests judge
// estimates by it.
type Truth struct {
	Products []ProductTruth
	Hosts    []HostTruth
}

// ProductTruth holds a product's hidden traits.
type ProductTruth struct {
	ProductID  string
	SizeOffset int // hundredths of a size: negative runs small
	Defect     int // in 10,000 pieces of an ordinary batch
	BadFrom    int // first day of a fortnight with a far worse batch, -1 none
	Flattered  int // in 10,000: buyers whom the pictures disappoint
}

// HostTruth holds a host's style, 0 to 100.
type HostTruth struct {
	HostID     string
	SizeAdvice int // how well sizes are advised
	Promises   int // how much is promised beyond the goods
}

// Truth returns the hidden traits of the whole world.
func (w *World) Truth() Truth {
	var t Truth
	for i := range w.goods {
		p := &w.goods[i]
		t.Products = append(t.Products, ProductTruth{strconv.FormatInt(p.id, 10), p.offset, p.defect, p.badBatch, p.pretty})
	}
	for i := range w.hosts {
		h := &w.hosts[i]
		t.Hosts = append(t.Hosts, HostTruth{strconv.FormatInt(h.id, 10), h.sizing, h.promise})
	}
	return t
}

// OrderTruth is why things happened to one order.
type OrderTruth struct {
	Abuser, Family, Wardrobe bool
	Damaged, Lost            bool              // its first parcel
	Causes                   map[string]string // case id → true cause, "" none in particular
	Returns                  map[string]string // case id → "empty", "swapped", "" as sent
	UnhappyWith              string            // what a review is about, "" nothing
}

// TruthOf returns the truth about an order by the platform's id. not_found:
// no such order in this world.
func (w *World) TruthOf(orderID string) (OrderTruth, error) {
	id, err := strconv.ParseInt(orderID, 10, 64)
	d, i, ok := w.findOrder(id)
	if err != nil || !ok {
		return OrderTruth{}, domain.E(domain.CodeNotFound, err, "field", "order_id")
	}
	var l life
	w.live(&l, d, i, nil)
	t := OrderTruth{Abuser: l.b.abuser, Family: l.b.family, Wardrobe: l.b.wardrobe, Causes: map[string]string{}, Returns: map[string]string{}, UnhappyWith: l.rev.cause}
	if len(l.parcels) > 0 {
		t.Damaged, t.Lost = l.parcels[0].damaged, l.parcels[0].lost
	}
	for k := range l.cases {
		c := &l.cases[k]
		t.Causes[c.idText()] = c.cause
		if c.ret >= 0 {
			t.Returns[c.idText()] = l.parcels[c.ret].hidden
		}
	}
	return t, nil
}
