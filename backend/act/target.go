package act

import (
	"context"
	"slices"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Reasons why a case, order or review cannot be acted on, as ActPreview.Blocked
// gives them.
const (
	BlockedNotFound  = "not_found"
	BlockedShop      = "shop_not_active"   // paused, unauthorized or fed by files
	BlockedClosed    = "closed"            // nothing runs any more
	BlockedUnknown   = "unknown_status"    // what we do not know is not acted on
	BlockedTurn      = "not_our_turn"      // the buyer or the platform is next
	BlockedGoods     = "goods_not_back"    // a refund for goods that did not come back
	BlockedReason    = "no_reason"         // a refusal needs one
	BlockedNote      = "no_note"           // a remark, a reply, a statement needs text
	BlockedWaybill   = "no_waybill"        // a shipment needs a number and a courier
	BlockedOne       = "one_at_a_time"     // a waybill belongs to one parcel
	BlockedProofs    = "no_proofs"         // the platform wants files
	BlockedTooMany   = "too_many_proofs"   // more files than the platform takes
	BlockedTooLarge  = "proof_too_large"   // a file larger than the platform takes
	BlockedWrongType = "proof_wrong_type"  // a kind of file that the platform does not take
	BlockedQueued    = "already_queued"    // another act on it waits
	BlockedPaid      = "over_paid"         // refunds of the order would exceed what was paid or bought
	BlockedOrder     = "order_not_pulled"  // what was paid is not known
	BlockedRefund    = "refund_open"       // the buyer asked the money back: shipping would lose goods and money
	BlockedShipped   = "not_to_be_shipped" // the order does not wait for a parcel
	BlockedDispute   = "no_dispute"        // nobody asks for proof
	BlockedReplied   = "already_replied"   // a review takes one answer
	BlockedNoAct     = "no_such_act"       // this platform has no such write
	BlockedNoCheck   = "cannot_be_checked" // it cannot be read again before the write
)

// target is what an act is about: a case, an order or a review of a shop.
type target struct {
	shop   domain.Shop
	kind   domain.ActKind
	sale   domain.AfterSale
	order  domain.Order
	review domain.Review
}

// target reads what an act is about from the store; not_found when it is gone.
func (o *Outbox) target(ctx context.Context, b *books, kind domain.ActKind, id string) (t target, err error) {
	t.kind = kind
	shopID := ""
	switch kind.Subject() {
	case domain.SubjectOrder:
		t.order, err = o.d.Store.GetOrder(ctx, id)
		shopID = t.order.ShopID
	case domain.SubjectReview:
		var d domain.ReviewDetail
		d, err = o.d.Store.GetReview(ctx, id)
		t.review, shopID = d.Review, d.Review.ShopID
	default:
		t.sale, err = o.d.Store.GetAfterSale(ctx, id)
		shopID = t.sale.ShopID
	}
	if err != nil {
		return t, err
	}
	t.shop, err = b.shop(ctx, shopID)
	return t, err
}

func (t target) id() string {
	return platform.First(t.sale.ID, t.order.ID, t.review.ID)
}

func (t target) amount() domain.Money {
	if t.kind.Subject() == domain.SubjectAfterSale {
		return t.sale.Asked
	}
	return domain.Money{}
}

// act makes the outbox row of a request.
func (t target) act(r domain.ActRequest, by string, now domain.Instant) domain.Act {
	a := domain.Act{ID: domain.NewID(now), ShopID: t.shop.ID, AfterSaleID: t.sale.ID, OrderID: platform.First(t.sale.OrderID, t.order.ID, t.review.OrderID),
		ReviewID: t.review.ID, Kind: r.Kind, State: domain.ActQueued, Amount: t.amount(), Reason: r.Reason, ReasonCode: r.ReasonCode, Note: r.Note,
		AddressID: r.AddressID, Waybill: strings.TrimSpace(r.Waybill), CarrierCode: r.CarrierCode, Proofs: []domain.ActProof{},
		Version: t.sale.Version, By: by, QueuedAt: now, Params: t.seen()}
	for _, id := range r.EvidenceIDs {
		a.Proofs = append(a.Proofs, domain.ActProof{EvidenceID: id})
	}
	return a
}

// What the person saw when the act was queued; kept in Act.Params.
const (
	seenStatus = "seen_status"
	seenType   = "seen_type"
)

func (t target) seen() map[string]string {
	switch t.kind.Subject() {
	case domain.SubjectOrder:
		return map[string]string{seenStatus: string(t.order.Status)}
	case domain.SubjectReview:
		return map[string]string{}
	}
	return map[string]string{seenStatus: string(t.sale.Status), seenType: string(t.sale.Type)}
}

// subjectID is the id of the row that an act is about.
func subjectID(a domain.Act) string {
	switch a.Kind.Subject() {
	case domain.SubjectOrder:
		return a.OrderID
	case domain.SubjectReview:
		return a.ReviewID
	}
	return a.AfterSaleID
}

// judge says why a request cannot be carried out on a target, "" when it can.
func (o *Outbox) judge(ctx context.Context, b *books, r domain.ActRequest, t target, files []domain.EvidenceRow) (why string, err error) {
	if t.shop.State != domain.ShopActive || t.shop.Platform == "sheet" {
		return BlockedShop, nil
	}
	able, why, err := o.ability(ctx, b, t.shop, r.Kind)
	if why != "" || err != nil {
		return why, err
	}
	if why = lacking(r, t, able, files); why != "" {
		return why, nil
	}
	if why = untimely(r.Kind, t); why != "" {
		return why, nil
	}
	if b.waits[t.id()] {
		return BlockedQueued, nil
	}
	switch {
	case r.Kind.Pays():
		return b.spend(ctx, t.sale, nil)
	case r.Kind == domain.ActShip:
		return o.refundOpen(ctx, t.order)
	}
	return "", nil
}

// ability asks the shop's connector whether it has an act. A switched-off write
// switch is no hindrance: the act will be a dry run.
func (o *Outbox) ability(ctx context.Context, b *books, shop domain.Shop, kind domain.ActKind) (domain.ActAbility, string, error) {
	info, ok := b.infos[shop.ID]
	if !ok {
		conn, err := o.d.Open(ctx, shop)
		if err != nil {
			return domain.ActAbility{}, "", err
		}
		info = conn.Info()
		b.infos[shop.ID] = info
	}
	a, ok := info.Ability(kind)
	switch {
	case !ok:
		return a, BlockedNoAct, nil
	case a.Needs != "" && a.Needs != platform.NeedsWritesOn:
		return a, a.Needs, nil
	}
	return a, "", nil
}

// lacking says what a request leaves out that the platform asks for.
func lacking(r domain.ActRequest, t target, able domain.ActAbility, files []domain.EvidenceRow) string {
	asks := func(what string) bool { return slices.Contains(able.Asks, what) }
	needsWaybill := r.Kind == domain.ActShip || r.Kind == domain.ActReship
	switch {
	case r.Kind == domain.ActRefuse && r.Reason == "", asks("reason_code") && r.ReasonCode == "":
		return BlockedReason
	case (r.Kind == domain.ActRemark || r.Kind == domain.ActReply || asks("note")) && strings.TrimSpace(r.Note.Reveal()) == "":
		return BlockedNote
	case needsWaybill && (strings.TrimSpace(r.Waybill) == "" || asks("carrier_code") && r.CarrierCode == ""):
		return BlockedWaybill
	case needsWaybill && len(r.IDs) > 1:
		return BlockedOne
	case asks("proofs") && len(files) == 0:
		return BlockedProofs
	case int64(len(files)) > able.Proofs.Max:
		return BlockedTooMany
	}
	for _, f := range files {
		if able.Proofs.MaxBytes > 0 && f.Item.Size > able.Proofs.MaxBytes {
			return BlockedTooLarge
		}
		if len(able.Proofs.MIME) > 0 && !slices.Contains(able.Proofs.MIME, f.Item.MediaType) {
			return BlockedWrongType
		}
	}
	return ""
}

// untimely says why a target does not wait for such an act.
func untimely(kind domain.ActKind, t target) string {
	switch kind.Subject() {
	case domain.SubjectOrder:
		switch t.order.Status {
		case domain.OrderToShip, domain.OrderPartlyShipped:
			return ""
		case domain.OrderUnknown:
			return BlockedUnknown
		}
		return BlockedShipped
	case domain.SubjectReview:
		if t.review.ReplyText != "" {
			return BlockedReplied
		}
		return ""
	}
	c := t.sale
	switch {
	case kind == domain.ActRemark:
		return ""
	case !c.Status.Open():
		return BlockedClosed
	case kind == domain.ActEvidence:
		if c.Arbitration != domain.ArbEvidence && c.Arbitration != domain.ArbRunning {
			return BlockedDispute
		}
		return ""
	case c.Status == domain.StatusUnknown || c.Type == domain.CaseUnknown:
		return BlockedUnknown
	case kind == domain.ActReship:
		if c.Status == domain.StatusAwaitShip || (c.Status == domain.StatusAwaitReceipt && c.Type == domain.CaseExchange) {
			return "" // some platforms confirm the goods that came back and name the new parcel in one step
		}
		return BlockedTurn
	case kind == domain.ActConfirmReceipt && c.Status == domain.StatusAwaitReturn:
		return "" // goods may arrive before anybody said that they are on their way; the platform has the last word
	case c.Status != domain.StatusAwaitMerchant && c.Status != domain.StatusAwaitReceipt:
		return BlockedTurn
	case kind == domain.ActConfirmReceipt && c.Status != domain.StatusAwaitReceipt,
		kind == domain.ActAgreeRefund && c.Type == domain.CaseReturnRefund && c.Status != domain.StatusAwaitReceipt:
		return BlockedGoods
	}
	return ""
}

// refundOpen reports a running request for the money of an order: what is shipped
// then is lost together with the refund (AS-12).
func (o *Outbox) refundOpen(ctx context.Context, order domain.Order) (string, error) {
	page, err := o.d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{ShopIDs: []string{order.ShopID}, OrderID: order.ID, View: "open", Limit: 100})
	if err != nil {
		return "", err
	}
	for _, c := range page.Items {
		if refunds(c.Type) && c.Status != domain.StatusRefused {
			return BlockedRefund, nil
		}
	}
	return "", nil
}
