package evidence

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// place is where a file belongs.
type place struct {
	orderID, caseID, waybill string
}

// target resolves what a person said about an offer; nil when nobody said anything.
func (d *Desk) target(ctx context.Context, o Offer) (*place, error) {
	if o.OrderID == "" && o.AfterSaleID == "" && o.Waybill == "" {
		return nil, nil
	}
	p := place{waybill: o.Waybill}
	if o.AfterSaleID != "" {
		c, err := d.d.Store.GetAfterSale(ctx, o.AfterSaleID)
		if err != nil {
			return nil, notFound(err, "afterSaleId")
		}
		p.caseID, p.orderID = c.ID, c.OrderID
	}
	if o.Waybill != "" && p.orderID == "" && o.OrderID == "" {
		places, err := d.placesOf(ctx, []string{o.Waybill}, true)
		if err != nil {
			return nil, err
		}
		if len(places) != 1 {
			return nil, oneOf(len(places), "waybill")
		}
		return &places[0], nil
	}
	if o.OrderID != "" {
		id, err := d.orderID(ctx, o.OrderID)
		if err != nil {
			return nil, err
		}
		if p.caseID != "" && id != p.orderID {
			return nil, domain.E(domain.CodeInvalid, errors.New("the case belongs to another order"), "field", "orderId")
		}
		p.orderID = id
	}
	return &p, nil
}

// orderID resolves our id or a platform's order number.
func (d *Desk) orderID(ctx context.Context, id string) (string, error) {
	if _, _, err := domain.SplitKey(id); err == nil {
		o, err := d.d.Store.GetOrder(ctx, id)
		if err == nil {
			return o.ID, nil
		}
		if domain.CodeOf(err) != domain.CodeNotFound {
			return "", err
		}
	}
	found, err := d.d.Store.OrdersByRemoteID(ctx, []string{id})
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", oneOf(len(found), "orderId")
	}
	return found[0].ID, nil
}

func notFound(err error, field string) error {
	if domain.CodeOf(err) == domain.CodeNotFound {
		return domain.E(domain.CodeNotFound, err, "field", field)
	}
	return err
}

func oneOf(n int, field string) error {
	if n == 0 {
		return domain.E(domain.CodeNotFound, errors.New("nothing matches"), "field", field)
	}
	return domain.E(domain.CodeConflict, errors.New("several match"), "field", field)
}

// links returns the links of a file: what a person said, else what its name and its
// codes say when that is exactly one order, else none.
func (d *Desk) links(ctx context.Context, id string, told *place, o Offer, name string, codes []string) ([]domain.EvidenceLink, error) {
	link := func(p place, m domain.LinkMethod) []domain.EvidenceLink {
		return []domain.EvidenceLink{{EvidenceID: id, OrderID: p.orderID, AfterSaleID: p.caseID, Waybill: p.waybill, Method: m, By: o.Operator, At: d.d.Now()}}
	}
	if told != nil {
		if o.Source == domain.SourceDrop {
			return link(*told, domain.LinkDrop), nil
		}
		if o.Source == domain.SourceBench {
			return link(*told, domain.LinkScan), nil
		}
		return link(*told, domain.LinkManual), nil
	}
	byName, err := d.placesOf(ctx, tokens(name), false)
	if err != nil {
		return nil, err
	}
	byCode, err := d.placesOf(ctx, codeTokens(codes), false)
	if err != nil {
		return nil, err
	}
	all := merge(byName, byCode)
	switch {
	case len(all) != 1: // nothing, or two stories: a person decides
		return nil, nil
	case len(byName) > 0:
		return link(all[0], domain.LinkName), nil
	}
	return link(all[0], domain.LinkBarcode), nil
}

// placesOf finds the orders that waybills, order numbers or case numbers name, each
// once, sorted. only restricts it to waybills.
func (d *Desk) placesOf(ctx context.Context, words []string, only bool) ([]place, error) {
	if len(words) == 0 {
		return nil, nil
	}
	var out []place
	parcels, err := d.d.Store.ParcelsByWaybill(ctx, words)
	if err != nil {
		return nil, fmt.Errorf("look up waybill: %w", err)
	}
	for _, p := range parcels {
		if p.OrderID != "" {
			out = append(out, place{orderID: p.OrderID, caseID: p.AfterSaleID, waybill: p.Waybill})
		}
	}
	if only {
		return merge(out), nil
	}
	orders, err := d.d.Store.OrdersByRemoteID(ctx, words)
	if err != nil {
		return nil, fmt.Errorf("look up order: %w", err)
	}
	for _, o := range orders {
		out = append(out, place{orderID: o.ID})
	}
	cases, err := d.casesOf(ctx, words)
	if err != nil {
		return nil, err
	}
	return merge(append(out, cases...)), nil
}

// casesOf finds cases by the platform's number in any shop.
func (d *Desk) casesOf(ctx context.Context, words []string) ([]place, error) {
	shops, err := d.d.Store.ListShops(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up case: %w", err)
	}
	var out []place
	for _, w := range words {
		if len(w) < 12 { // platforms number cases with 15 digits and more; spares most lookups
			continue
		}
		for _, s := range shops {
			c, err := d.d.Store.GetAfterSale(ctx, domain.RemoteKey(s.ID, w))
			if domain.CodeOf(err) == domain.CodeNotFound {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("look up case: %w", err)
			}
			if c.OrderID != "" {
				out = append(out, place{orderID: c.OrderID, caseID: c.ID})
			}
		}
	}
	return out, nil
}

// merge joins places by order: a case or waybill that one of them knows is kept, and
// two different cases of one order leave the order alone.
func merge(lists ...[]place) []place {
	byOrder := map[string]place{}
	for _, list := range lists {
		for _, p := range list {
			have, ok := byOrder[p.orderID]
			if !ok {
				byOrder[p.orderID] = p
				continue
			}
			if have.waybill == "" {
				have.waybill = p.waybill
			}
			switch {
			case have.caseID == "":
				have.caseID = p.caseID
			case p.caseID != "" && p.caseID != have.caseID:
				have.caseID = ""
			}
			byOrder[p.orderID] = have
		}
	}
	out := make([]place, 0, len(byOrder))
	for _, p := range byOrder {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].orderID < out[j].orderID })
	return out
}

// maxTokens bounds the lookups for one hostile name.
const maxTokens = 16

// tokens are the words of a file name that may be a waybill, an order or a case
// number: runs of Latin letters and digits with at least six digits, as written and in
// capitals, and a run of ten or more digits glued to a word. Dates and times
// that cameras write ("IMG_20261122_101112") are left out, because an imported
// shop may have short order numbers that look like them.
func tokens(name string) []string {
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 6 {
		name = name[:i]
	}
	var out []string
	seen := map[string]bool{}
	add := func(w string) {
		if !seen[w] && len(out) < maxTokens {
			seen[w] = true
			out = append(out, w)
		}
	}
	afterDate := false
	for _, w := range strings.FieldsFunc(name, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		digits, run, longest, start, best := 0, 0, 0, 0, ""
		for i := range len(w) {
			if w[i] < '0' || w[i] > '9' {
				run = 0
				continue
			}
			if run == 0 {
				start = i
			}
			digits, run = digits+1, run+1
			if run > longest {
				longest, best = run, w[start:i+1]
			}
		}
		date := digits == len(w) && isDate(w)
		if digits < 6 || len(w) > 40 || date || (afterDate && digits == len(w) && len(w) == 6) {
			afterDate = date
			continue
		}
		afterDate = false
		add(w)
		add(strings.ToUpper(w))
		if longest >= 10 && len(w)-digits >= 5 { // "order692…"; fewer letters are a carrier's own prefix
			add(best)
		}
	}
	return out
}

// isDate reports whether digits read as YYYYMMDD or YYYYMMDDhhmmss of this century.
func isDate(w string) bool {
	if len(w) != 8 && len(w) != 14 && len(w) != 17 {
		return false
	}
	return w[:2] == "20" && w[4:6] >= "01" && w[4:6] <= "12" && w[6:8] >= "01" && w[6:8] <= "31" &&
		(len(w) == 8 || w[8:10] <= "23" && w[10:12] <= "59")
}

// codeTokens are the words of barcodes. A waybill's own code is the word itself; a QR
// code may carry it inside a text or an address.
func codeTokens(codes []string) []string {
	var out []string
	for _, c := range codes {
		out = append(out, tokens(c)...)
	}
	return out
}

// isReturn reports whether all links lead to a return parcel.
func (d *Desk) isReturn(ctx context.Context, links []domain.EvidenceLink) (bool, error) {
	for _, l := range links {
		if l.Waybill == "" {
			return false, nil
		}
		parcels, err := d.d.Store.ParcelsByWaybill(ctx, []string{l.Waybill})
		if err != nil {
			return false, err
		}
		for _, p := range parcels {
			if p.Direction != domain.DirectionBack {
				return false, nil
			}
		}
	}
	return len(links) > 0, nil
}

// Link ties a file to an order, or to a case and its order, because a person said
// so. Codes: not_found, invalid when the case belongs to another order.
func (d *Desk) Link(ctx context.Context, evidenceID, orderID, afterSaleID, by string) error {
	p, err := d.target(ctx, Offer{OrderID: orderID, AfterSaleID: afterSaleID})
	if err != nil {
		return err
	}
	if p == nil {
		return domain.E(domain.CodeInvalid, errors.New("link needs an order or a case"), "field", "orderId")
	}
	if _, err := d.d.Store.GetEvidence(ctx, evidenceID); err != nil {
		return err
	}
	return d.putLinks(ctx, []domain.EvidenceLink{{EvidenceID: evidenceID, OrderID: p.orderID, AfterSaleID: p.caseID,
		Method: domain.LinkManual, By: by, At: d.d.Now()}})
}

// putLinks logs links and stores them.
func (d *Desk) putLinks(ctx context.Context, links []domain.EvidenceLink) error {
	events := make([]custody.Event, len(links))
	for i, l := range links {
		events[i] = custody.Event{At: l.At, By: l.By, Kind: custody.KindLinked, Subject: l.EvidenceID,
			Fields: map[string]string{"order": l.OrderID, "case": l.AfterSaleID, "waybill": l.Waybill, "method": string(l.Method)}}
	}
	if _, _, err := d.d.Custody.AppendAll(ctx, events); err != nil {
		return fmt.Errorf("log link: %w", err)
	}
	return d.d.Store.Write(ctx, func(tx *store.Tx) error {
		for _, l := range links {
			if err := tx.PutLink(ctx, l); err != nil {
				return err
			}
		}
		tx.Topic("evidence")
		return nil
	})
}

// Unlink takes a file from an order; the file and its history stay.
func (d *Desk) Unlink(ctx context.Context, evidenceID, orderID, by string) error {
	if _, err := d.d.Store.GetEvidence(ctx, evidenceID); err != nil {
		return err
	}
	if _, _, err := d.d.Custody.Append(ctx, custody.Event{By: by, Kind: custody.KindUnlinked, Subject: evidenceID,
		Fields: map[string]string{"order": orderID}}); err != nil {
		return fmt.Errorf("log unlink: %w", err)
	}
	return d.d.Store.Write(ctx, func(tx *store.Tx) error {
		tx.Topic("evidence")
		return tx.RemoveLink(ctx, evidenceID, orderID)
	})
}

// SetKind says what a file shows. The custody leaf keeps the first word.
func (d *Desk) SetKind(ctx context.Context, evidenceID string, kind domain.EvidenceKind, by string) error {
	if !validKind(kind) {
		return domain.E(domain.CodeInvalid, errors.New("unknown evidence kind"), "field", "kind")
	}
	return d.d.Store.Write(ctx, func(tx *store.Tx) error {
		tx.Topic("evidence")
		return tx.SetEvidenceKind(ctx, evidenceID, kind)
	})
}
