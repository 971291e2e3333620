package act

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// reread asks the platform for the case, order or review as it is now and stores
// it. unsupported (reason cannot_be_checked) when the platform cannot say: such
// an act is not sent.
func (s *sender) reread(ctx context.Context, a domain.Act) (t target, err error) {
	t = target{shop: s.shop, kind: a.Kind}
	remote := ""
	if a.Kind.Subject() != domain.SubjectReview {
		if _, remote, err = domain.SplitKey(subjectID(a)); err != nil {
			return t, err
		}
	}
	keep := context.WithoutCancel(ctx)
	blind := domain.E(domain.CodeUnsupported, errors.New("read again"), "reason", BlockedNoCheck)
	switch a.Kind.Subject() {
	case domain.SubjectOrder:
		r, ok := s.conn.(platform.OrderReader)
		if !ok {
			return t, blind
		}
		item, err := r.Order(ctx, remote)
		if err != nil {
			return t, err
		}
		t.order = item.Value
		raw := s.stamp(platform.RawOrder, remote, item.Raw, &t.order.Source)
		return t, s.keep(keep, raw, func(tx *store.Tx) error {
			_, err := tx.PutOrders(keep, []domain.Order{t.order})
			return err
		})
	case domain.SubjectReview:
		r, ok := s.conn.(platform.ReviewReader)
		if !ok {
			return t, blind
		}
		stored, err := s.o.d.Store.GetReview(ctx, a.ReviewID)
		if err != nil {
			return t, err
		}
		item, err := r.Review(ctx, stored.Review)
		if err != nil {
			return t, err
		}
		t.review = item.Value
		t.review.Band, t.review.ReplyBy = stored.Review.Band, stored.Review.ReplyBy // judged by the rules when it was pulled
		raw := s.stamp(platform.RawReview, item.RemoteID, item.Raw, &t.review.Source)
		return t, s.keep(keep, raw, func(tx *store.Tx) error {
			_, err := tx.PutReviews(keep, []domain.Review{t.review})
			return err
		})
	}
	d, ok := s.conn.(platform.Detailer)
	if !ok {
		return t, blind
	}
	item, err := d.AfterSale(ctx, remote)
	if err != nil {
		return t, err
	}
	t.sale = item.Value
	raw := s.stamp(platform.RawAfterSaleDetail, remote, item.Raw, &t.sale.Source)
	stored, err := s.o.d.Store.GetAfterSale(ctx, a.AfterSaleID)
	if err == nil {
		t.sale = t.sale.FilledFrom(stored)
		if t.sale.ReasonText == stored.ReasonText { // the rules judged this text before
			t.sale.Reason = stored.Reason
		}
	} else if domain.CodeOf(err) != domain.CodeNotFound {
		return t, err
	}
	return t, s.keep(keep, raw, func(tx *store.Tx) error {
		_, err := tx.PutAfterSales(keep, []domain.AfterSale{t.sale})
		return err
	})
}

// stamp writes when and where from into a row's source and returns the payload.
func (s *sender) stamp(kind, remote string, body []byte, src *domain.Source) domain.RawPayload {
	h := sha256.Sum256(body)
	*src = domain.Source{API: src.API, FetchedAt: s.o.d.Now(), PayloadHash: hex.EncodeToString(h[:])}
	return domain.RawPayload{ShopID: s.shop.ID, Kind: kind, RemoteID: remote, API: src.API, FetchedAt: src.FetchedAt, Hash: src.PayloadHash, Body: body}
}

func (s *sender) keep(ctx context.Context, raw domain.RawPayload, row func(tx *store.Tx) error) error {
	return s.o.d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := row(tx); err != nil {
			return err
		}
		return tx.PutRaw(ctx, []domain.RawPayload{raw})
	})
}

// effect reports whether the target is where the act wanted it.
func (t target) effect(a domain.Act) bool {
	switch a.Kind {
	case domain.ActShip:
		return hasWaybill(t.order.Parcels, a.Waybill)
	case domain.ActReply:
		return said(t.review.ReplyText, a.Note)
	case domain.ActReship:
		return hasWaybill(t.sale.Parcels, a.Waybill)
	case domain.ActRemark, domain.ActEvidence:
		for _, e := range t.sale.Events {
			if said(e.Text, a.Note) && e.At >= a.QueuedAt-domain.Minute && e.Actor != domain.ActorBuyer {
				return true
			}
		}
		return false
	case domain.ActAgreeRefund:
		return t.sale.Status == domain.StatusSucceeded
	case domain.ActRefuse:
		return t.sale.Status == domain.StatusRefused
	}
	was := domain.CaseStatus(a.Params[seenStatus])
	switch t.sale.Status {
	case domain.StatusSucceeded:
		return true
	case domain.StatusAwaitReturn:
		return was == domain.StatusAwaitMerchant && (t.sale.Type == domain.CaseReturnRefund || t.sale.Type == domain.CaseExchange || t.sale.Type == domain.CaseRepair)
	case domain.StatusAwaitReceipt:
		return was == domain.StatusAwaitMerchant
	case domain.StatusAwaitShip, domain.StatusAwaitConfirm:
		return !refunds(t.sale.Type)
	}
	return false
}

// said compares what a platform shows with what was sent; platforms trim.
func said(shown, sent domain.Private) bool {
	return sent != "" && strings.TrimSpace(shown.Reveal()) == strings.TrimSpace(sent.Reveal())
}

func hasWaybill(parcels []domain.Parcel, waybill string) bool {
	for _, p := range parcels {
		if p.Direction == domain.DirectionOut && p.Waybill == waybill {
			return true
		}
	}
	return false
}

// changed names what is no longer as the person saw it, "" when all is.
func (t target) changed(a domain.Act) string {
	switch a.Kind.Subject() {
	case domain.SubjectOrder:
		if string(t.order.Status) != a.Params[seenStatus] {
			return "status"
		}
		return ""
	case domain.SubjectReview:
		if t.review.ReplyText != "" {
			return "reply"
		}
		return ""
	}
	switch c := t.sale; {
	case a.Kind == domain.ActRemark:
		return ""
	case string(c.Status) != a.Params[seenStatus]:
		return "status"
	case string(c.Type) != a.Params[seenType]:
		return "type"
	case c.Asked != a.Amount:
		return "amount"
	case c.Version != a.Version:
		return "version"
	}
	return ""
}
