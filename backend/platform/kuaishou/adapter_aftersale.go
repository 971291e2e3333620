package kuaishou

import (
	"encoding/json"
	"sort"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// afterSale reads a stored case: a row of the refund list or, with api
// apiCase, a detail with its negotiation. Both say the same in the same words.
func (r reader) afterSale(raw []byte, api string) (domain.AfterSale, error) {
	var k kept
	if err := json.Unmarshal(raw, &k); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	var w wireCase
	if err := json.Unmarshal(k.Refund, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "refund")
	}
	id, order := w.RefundID.ID(), w.OID.ID()
	if id == "" {
		return domain.AfterSale{}, platform.Bad("refundId")
	}
	if order == "" {
		return domain.AfterSale{}, platform.Bad("oid")
	}
	a := r.NewCase(id, order, api)
	a.LineRemoteIDs = append(a.LineRemoteIDs, order) // one order is one line
	a.RawType, a.RawStatus = w.Way.Raw(), w.Status.Raw()
	a.AppliedAt, a.UpdatedAt, a.Deadline = w.CreateTime.Millis(), w.UpdateTime.Millis(), w.ExpireTime.Millis()
	if a.AppliedAt.IsZero() {
		a.AppliedAt = w.SubmitTime.Millis()
	}
	a.Version = version(w.UpdateTime)
	a.FirstReasonText, a.ReasonText, a.BuyerRemark = w.Reason, w.Reason, domain.Private(w.Desc)
	a.Asked, a.Qty = w.Fee.Minor("CNY"), w.Qty.N
	a.Type = r.typeOf(&w, &k, a.AppliedAt)
	a.Status = r.caseStatus(&w)
	if a.Arbitration = arbitration(a.RawStatus); a.Arbitration != domain.ArbNone {
		a.RawArbitration = a.RawStatus
	}
	pays := a.Type == domain.CaseReturnRefund || a.Type == domain.CaseRefundShipped || a.Type == domain.CaseRefundUnshipped || a.Type == domain.CasePriceAdjust
	if w.Status.N == 60 && pays { // an exchange that succeeds pays nothing
		a.Refunded = w.Fee.Minor("CNY")
	}
	// 22 and 40 say that the goods are on their way back; they are back when the
	// merchant went on from there.
	if comes := a.Type == domain.CaseReturnRefund || a.Type == domain.CaseExchange; comes && w.LogisticsID.ID() != "" {
		a.GoodsBack = w.Status.N == 45 || w.Status.N == 50 || w.Status.N == 60
	}
	platform.Close(&a, w.EndTime.Millis())
	a.Images = append(a.Images, pictures(string(w.Pictures))...)
	if no := w.Returned.No.ID(); no != "" {
		a.ReturnWaybill, a.ReturnCarrier = no, w.Returned.Code.Raw()
		a.Parcels = r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: no, CarrierCode: a.ReturnCarrier,
			CarrierName: carrierName(a.ReturnCarrier), Direction: domain.DirectionBack})
	}
	if k.Asked {
		a.Events = r.events(a.ID, k.Comments)
	}
	return a, nil
}

// version is the optimistic version that a write carries: the case's updateTime
// as it came, "" without one.
func version(n flex.Num) string {
	if n.N <= 0 {
		return ""
	}
	return n.Raw()
}

// typeOf reads what is asked for. Whether a refund without return is one of
// shipped goods stands in the order: it counts what was so when it was asked
// for. Where the order is not known it is taken for shipped, so that nobody pays
// without having looked for the parcel.
func (r reader) typeOf(w *wireCase, k *kept, applied domain.Instant) domain.CaseType {
	if w.Special.N == 1 {
		return domain.CasePriceAdjust // 价保
	}
	has, known := received(w.Receipt.Raw())
	shipped := r.Yes(has, known, fieldReceipt, w.Receipt.Raw())
	if !shipped {
		shipped = k.Order == nil || k.Order.SendTime > 0 && domain.Instant(k.Order.SendTime) <= applied
	}
	t, ok := caseType(w.Way.Raw(), shipped)
	return platform.Pick(r.Reader, t, ok, fieldCaseType, w.Way.Raw(), domain.CaseTypes, domain.CaseUnknown)
}

// caseStatus reads whose turn it is. The older generation of the status leaves a
// refusal to negotiateStatus.
func (r reader) caseStatus(w *wireCase) domain.CaseStatus {
	s, ok := caseStatus(w.Status.Raw())
	s = platform.Pick(r.Reader, s, ok, fieldCaseStatus, w.Status.Raw(), domain.CaseStatuses, domain.StatusUnknown)
	no, known := negotiated(w.Negotiate.Raw())
	if r.Yes(no, known, fieldNegotiation, w.Negotiate.Raw()) && s == domain.StatusAwaitMerchant {
		return domain.StatusRefused
	}
	return s
}

// pictures splits the one string in which the platform lists pictures. What
// stands between two addresses is not published, so the addresses themselves
// are looked for.
func pictures(s string) []string {
	out := []string{}
	for s = strings.ReplaceAll(s, `\/`, "/"); ; {
		i := strings.Index(s, "http")
		if i < 0 {
			return platform.Unique(out)
		}
		s = s[i:]
		end := len(s)
		if j := strings.Index(s[4:], "http://"); j >= 0 {
			end = j + 4
		}
		if j := strings.Index(s[4:], "https://"); j >= 0 && j+4 < end {
			end = j + 4
		}
		one := strings.TrimRight(s[:end], ",;|，；、[] \t\r\n\"'")
		if strings.HasPrefix(one, "http://") || strings.HasPrefix(one, "https://") {
			out = append(out, one)
		}
		s = s[end:]
	}
}

// events reads the negotiation log, oldest first. It has no texts beyond the
// title, and names of staff are not kept.
func (r reader) events(caseID string, in []json.RawMessage) []domain.AfterSaleEvent {
	out := make([]domain.AfterSaleEvent, 0, len(in))
	twins := map[string]int{}
	for _, raw := range in {
		var w wireComment
		if json.Unmarshal(raw, &w) != nil {
			continue // one entry that cannot be read does not cost the case
		}
		e := domain.AfterSaleEvent{At: w.CreateTime.Moment(flex.Beijing()), RawActor: string(w.Role), Action: w.Title, Images: []string{}}
		who, ok := actor(w.Title)
		e.Actor = platform.Pick(r.Reader, who, ok, fieldActor, e.RawActor, domain.Actors, domain.ActorUnknown)
		e.ID = platform.EntryID(caseID, twins, string(w.CreateTime), string(w.Role), w.Title)
		out = append(out, e)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out
}

// review reads a stored review: the buyer's words, the follow-up and the
// merchant's answer. qualityScore is the platform's own base of good and bad
// reviews; creditScore has two published meanings and is not used.
func (r reader) review(raw []byte) (domain.Review, error) {
	var k keptReview
	if err := json.Unmarshal(raw, &k); err != nil {
		return domain.Review{}, platform.BadShape(err, "item")
	}
	var w wireReview
	if err := json.Unmarshal(k.Root, &w); err != nil {
		return domain.Review{}, platform.BadShape(err, "root")
	}
	id := w.ID.ID()
	if id == "" {
		return domain.Review{}, platform.Bad("commentId")
	}
	v := domain.Review{ID: domain.RemoteKey(r.Shop.ID, id), ShopID: r.Shop.ID, RemoteID: id, ProductID: w.ItemID.ID(), SKUID: w.SKUID.ID(),
		Band: domain.ReviewUnrated, Text: domain.Private(w.Content), Images: platform.Unique(w.Images), CreatedAt: w.CreateTime.Millis(), Source: domain.Source{API: apiReviews}}
	if v.CreatedAt.IsZero() {
		return domain.Review{}, platform.Bad("createTime")
	}
	if o := w.OrderID.ID(); o != "" {
		v.OrderID = domain.RemoteKey(r.Shop.ID, o)
	}
	if w.Quality.N >= 1 && w.Quality.N <= 5 {
		v.Rating = w.Quality.N
	}
	for _, s := range k.Subs {
		var sub wireReview
		if json.Unmarshal(s, &sub) != nil {
			continue
		}
		switch at := sub.CreateTime.Millis(); {
		case sub.SellerReply:
			if v.RepliedAt.IsZero() || at < v.RepliedAt { // the first answer counts
				v.ReplyText, v.RepliedAt = domain.Private(sub.Content), at
			}
		case at >= v.FollowAt:
			v.FollowText, v.FollowAt = domain.Private(sub.Content), at
			v.Images = platform.Unique(append(v.Images, sub.Images...))
		}
	}
	return v, nil
}
