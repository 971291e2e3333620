package platform

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// NewOrder is an empty order of the reader's shop with its keys and no nil
// list; an adapter fills in the rest. UpdatedAt must not stay 0.
func (r *Reader) NewOrder(remoteID, api string) domain.Order {
	return domain.Order{ID: domain.RemoteKey(r.Shop.ID, remoteID), ShopID: r.Shop.ID, RemoteID: remoteID, Status: domain.OrderUnknown,
		Lines: []domain.OrderLine{}, Parcels: []domain.Parcel{}, Source: domain.Source{API: api}}
}

// Unpaid corrects an order of which nothing was paid: platforms name what is to
// be paid where the money would stand.
func Unpaid(o *domain.Order) {
	if o.PaidAt != 0 || (o.Status != domain.OrderUnpaid && o.Status != domain.OrderCancelled) {
		return
	}
	if o.Paid.Known() {
		o.Paid.Minor = 0
	}
	for i := range o.Lines {
		if o.Lines[i].Paid.Known() {
			o.Lines[i].Paid.Minor = 0
		}
	}
}

// NewLine is an empty line of an order. Status follows the order until the
// adapter knows better.
func (r *Reader) NewLine(o domain.Order, remoteID string) domain.OrderLine {
	return domain.OrderLine{ID: domain.RemoteKey(r.Shop.ID, remoteID), OrderID: o.ID, RemoteID: remoteID, Status: o.Status, RawStatus: o.RawStatus,
		Live: domain.LiveRef{Channel: domain.ChannelUnknown}}
}

// NewCase is an empty case. Reasons stay unknown: which of our reasons a text
// means is rule data, and the puller asks the rules.
func (r *Reader) NewCase(remoteID, orderRemoteID, api string) domain.AfterSale {
	return domain.AfterSale{ID: domain.RemoteKey(r.Shop.ID, remoteID), ShopID: r.Shop.ID, RemoteID: remoteID,
		OrderID: domain.RemoteKey(r.Shop.ID, orderRemoteID), LineRemoteIDs: []string{}, Type: domain.CaseUnknown, Status: domain.StatusUnknown,
		Arbitration: domain.ArbNone, FirstReason: domain.ReasonUnknown, Reason: domain.ReasonUnknown,
		Images: []string{}, Parcels: []domain.Parcel{}, Source: domain.Source{API: api}}
}

// Close finishes a case: UpdatedAt falls back to AppliedAt; the current step
// began at the last change, the first step when the case was asked for; a
// closed case has a closing time (closed, else its last change) and no deadline.
func Close(a *domain.AfterSale, closed domain.Instant) {
	if a.UpdatedAt.IsZero() {
		a.UpdatedAt = a.AppliedAt
	}
	a.StepSince = a.UpdatedAt
	if a.Status == domain.StatusAwaitMerchant && !a.AppliedAt.IsZero() {
		a.StepSince = a.AppliedAt
	}
	if a.Status.Open() {
		return
	}
	if a.ClosedAt = closed; a.ClosedAt.IsZero() {
		a.ClosedAt = a.UpdatedAt
	}
	a.Deadline = 0
}

// AddParcel adds a parcel of an order or, with caseID, of a case, unless the
// waybill is empty or listed already. carrierCode must not be empty. Goods of
// the shop start in the shop's province; goods that come back end there.
func (r *Reader) AddParcel(list []domain.Parcel, p domain.Parcel) []domain.Parcel {
	if p.Waybill == "" {
		return list
	}
	if p.CarrierCode == "" {
		p.CarrierCode = "unknown"
	}
	p.ShopID, p.State = r.Shop.ID, domain.TrackNone
	p.ID = domain.ParcelID(r.Shop.ID, p.CarrierCode, p.Waybill)
	if p.Direction == domain.DirectionBack {
		p.ToProvince = r.Shop.ShipProvince
	} else {
		p.FromProvince = r.Shop.ShipProvince
	}
	for _, have := range list {
		if have.ID == p.ID {
			return list // one waybill may be listed once per line
		}
	}
	return append(list, p)
}

// EntryID makes the id of a negotiation entry that has none: a hash of what the
// entry says, so that the same entry keeps its id whatever comes after it.
// twins counts entries that say the same; pass the same map for one case.
func EntryID(caseID string, twins map[string]int, parts ...string) string {
	sum := sha256.New()
	for _, s := range parts {
		sum.Write([]byte(s))
		sum.Write([]byte{0})
	}
	h := hex.EncodeToString(sum.Sum(nil)[:8])
	id := caseID + "#" + h
	if n := twins[h]; n > 0 {
		id += "-" + strconv.Itoa(n)
	}
	twins[h]++
	return id
}

// First returns the first text that is not blank, trimmed.
func First(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

// Unique returns texts without blanks and repeats; never nil.
func Unique(texts []string) []string {
	out := make([]string, 0, len(texts))
	seen := map[string]bool{}
	for _, s := range texts {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// IsSize reports whether a property's name means a garment's or shoe's size. A
// word such as 颜色尺码 or 屏幕尺寸 ends in it; 颜色 does not.
func IsSize(name string) bool {
	n := strings.ToLower(strings.TrimSpace(name))
	for _, w := range [...]string{"尺码", "尺寸", "鞋码", "号型", "码数", "大小"} {
		if strings.Contains(n, w) {
			return true
		}
	}
	return n == "size" || n == "码" || strings.HasSuffix(n, " size")
}
