package evidence

import (
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// BenchFacts are the rows of the local copy by which a parcel at the bench is judged.
type BenchFacts struct {
	Parcel   domain.Parcel       // zero: no parcel has this number
	Waybill  string              // as scanned; "" while the label is not there yet
	Order    *domain.Order       // nil: not known
	Several  bool                // the number belongs to several orders
	Cases    []domain.AfterSale  // of the order
	Before   []domain.PackRecord // of this waybill and this order
	RecordID string              // the record that is judged; it is no duplicate of itself
}

// JudgeParcel returns why a parcel must not be packed, most urgent first, none when it
// may. It looks at nothing but its argument.
func JudgeParcel(f BenchFacts, mode domain.PackMode) []domain.PackStop {
	out := []domain.PackStop{}
	add := func(kind domain.PackStopKind, item string, kv ...string) {
		out = append(out, stop(kind, item, kv...))
	}
	if mode == domain.PackBack {
		for _, r := range f.Before {
			if r.ID != f.RecordID && r.Mode == domain.PackBack && r.Waybill == f.Waybill && r.State == domain.PackDone {
				add(domain.StopDuplicate, r.ID, "by", r.Packer, "at", at(r.ClosedAt), "station", r.Station)
			}
		}
		return out
	}
	switch {
	case f.Several:
		add(domain.StopSeveral, f.Waybill)
	case f.Order == nil && f.Waybill != "":
		add(domain.StopUnknown, f.Waybill)
	}
	if f.Order == nil {
		return out
	}
	out = append(out, refundStops(f)...)
	switch f.Order.Status {
	case domain.OrderCancelled:
		if len(out) == 0 { // a refund that closed the order says it better
			add(domain.StopCancelled, f.Order.ID)
		}
	case domain.OrderUnpaid, domain.OrderPaid:
		add(domain.StopHeld, f.Order.ID, "status", string(f.Order.Status))
	}
	for _, r := range f.Before {
		same := r.Waybill == f.Waybill && f.Waybill != "" || f.Waybill == "" && f.Order.ID == r.OrderID
		if same && r.ID != f.RecordID && r.Mode == domain.PackOut && r.State == domain.PackDone {
			add(domain.StopDuplicate, r.ID, "by", r.Packer, "at", at(r.ClosedAt), "station", r.Station)
		}
	}
	if f.Parcel.PickedAt != 0 {
		add(domain.StopLeft, f.Waybill, "at", at(f.Parcel.PickedAt))
	}
	if f.Waybill != "" && f.Parcel.Waybill == "" && f.Order.Status == domain.OrderToShip {
		add(domain.StopNotUploaded, f.Waybill)
	}
	return out
}

// refundStops judges the cases of the order. A refusal by the merchant, a withdrawn case
// and money back without goods (价格补差) do not stop; a type or status that we do
// not know does (SY-04).
func refundStops(f BenchFacts) (out []domain.PackStop) {
	for i := range f.Cases {
		c := &f.Cases[i]
		if f.Parcel.AfterSaleID != "" && c.ID == f.Parcel.AfterSaleID {
			continue // this parcel is what the case sends
		}
		switch c.Type {
		case domain.CaseExchange, domain.CaseReship, domain.CaseRepair, domain.CasePriceAdjust:
			continue
		}
		kind := domain.StopRefundAsked
		switch c.Status {
		case domain.StatusClosed, domain.StatusRefused:
			continue
		case domain.StatusSucceeded:
			kind = domain.StopRefunded
		}
		kv := []string{"case", c.ID, "type", string(c.Type)}
		if goods := part(f.Order, c.LineRemoteIDs); goods != "" {
			kv = append(kv, "goods", goods)
		}
		out = append(out, stop(kind, c.ID, kv...))
	}
	return out
}

// part names the goods of a case that is not about the whole order, "" when it is.
func part(o *domain.Order, lines []string) string {
	named, goods := []string{}, 0
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.Gift {
			continue
		}
		goods++
		for _, id := range lines {
			if id == l.RemoteID {
				named = append(named, strings.TrimSpace(l.ProductName+" "+l.Spec))
				break
			}
		}
	}
	if len(named) == 0 || len(named) == goods {
		return ""
	}
	return strings.Join(named, " · ")
}

// ItemsOf lists what belongs into the parcel of an order: its lines, then the gifts that
// were promised in their sessions. A promise that was made in the same words several
// times is one gift.
func ItemsOf(o *domain.Order, promises []domain.Promise) []domain.PackItem {
	out := []domain.PackItem{}
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.Status == domain.OrderCancelled {
			continue
		}
		out = append(out, domain.PackItem{ID: l.ID, SKUID: l.SKUID, SKUCode: l.SKUCode, Name: l.ProductName, Spec: l.Spec, Size: l.Size, Qty: max(l.Qty, 1), Gift: l.Gift})
	}
	said := map[string]bool{}
	for _, p := range promises {
		if p.Kind != domain.PromiseGift || said[p.Wording] {
			continue
		}
		said[p.Wording] = true
		out = append(out, domain.PackItem{ID: "gift:" + p.ID, Name: p.Wording, Qty: 1, Gift: true})
	}
	return out
}

// CountCode counts a scanned code of goods to the item it belongs to. at is its place,
// -1 when no item has this code; full says that all pieces of it are in already. Codes
// are compared without case and punctuation.
func CountCode(items []domain.PackItem, code string) (at int, full bool) {
	want, at := plainCode(code), -1
	if want == "" {
		return -1, false
	}
	for i := range items {
		if plainCode(items[i].SKUCode) != want && plainCode(items[i].SKUID) != want {
			continue
		}
		if items[i].Done < items[i].Qty {
			return i, false
		}
		at, full = i, true
	}
	return at, full
}

// plainCode is a code in capitals, letters and digits only.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 0x7f:
			return r
		}
		return -1
	}, code)
}

// JudgeClosing returns what a parcel still lacks. Promised gifts are always asked for;
// lines are asked for once one piece of the parcel was scanned or ticked, because a
// bench that only films never ticks. A return needs its counts and a photo (EV-15).
func JudgeClosing(r domain.PackRecord) []domain.PackStop {
	out := []domain.PackStop{}
	if r.Mode == domain.PackBack {
		if !r.Counted {
			out = append(out, stop(domain.StopCounts, ""))
		}
		if len(r.Photos) == 0 {
			out = append(out, stop(domain.StopPhoto, ""))
		}
		return out
	}
	begun := false
	for _, it := range r.Items {
		begun = begun || it.Done > 0 && !it.Gift
	}
	for _, it := range r.Items {
		switch {
		case it.Done >= it.Qty:
		case it.Gift:
			out = append(out, stop(domain.StopGift, it.ID, "goods", it.Name))
		case begun:
			out = append(out, stop(domain.StopItem, it.ID, "goods", strings.TrimSpace(it.Name+" "+it.Spec), "n", strconv.FormatInt(it.Qty-it.Done, 10)))
		}
	}
	return out
}

// mergeStops joins the stops of a record with a fresh verdict: what somebody went past
// stays, what is new stands, and what was missing and is there now is gone.
func mergeStops(have, fresh []domain.PackStop, closing bool, now domain.Instant) []domain.PackStop {
	out := []domain.PackStop{}
	seen := map[string]bool{}
	still := map[string]bool{}
	for _, s := range fresh {
		still[s.ID] = true
	}
	for _, s := range have {
		if s.Reason == "" && closing && s.Kind.AtClosing() && !still[s.ID] {
			continue
		}
		seen[s.ID] = true
		out = append(out, s)
	}
	for _, s := range fresh {
		if !seen[s.ID] {
			s.At = now
			out = append(out, s)
		}
	}
	return out
}

func stop(kind domain.PackStopKind, item string, kv ...string) domain.PackStop {
	s := domain.PackStop{ID: string(kind) + ":" + item, Kind: kind, Params: map[string]string{}}
	for i := 0; i+1 < len(kv); i += 2 {
		s.Params[kv[i]] = kv[i+1]
	}
	return s
}

func at(i domain.Instant) string { return strconv.FormatInt(int64(i), 10) }

// readWaybill cleans a code as couriers write numbers: capitals and digits, at most 32;
// "" when it has the form of none. A number has at least eight digits; thirteen
// that are a valid EAN of a Chinese maker (GS1 prefixes 690–699) are goods.
func readWaybill(code string) string {
	c := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(code)))
	digits := 0
	for i := range len(c) {
		switch {
		case c[i] >= '0' && c[i] <= '9':
			digits++
		case c[i] < 'A' || c[i] > 'Z':
			return ""
		}
	}
	if len(c) > 32 || digits < 8 || isEAN(c) {
		return ""
	}
	return c
}

// isEAN reports whether a code is a valid EAN-13 with a prefix of China (GS1 General
// Specifications, check digit of §7.9).
func isEAN(c string) bool {
	if len(c) != 13 || c[:2] != "69" {
		return false
	}
	sum := 0
	for i := range 12 {
		if c[i] < '0' || c[i] > '9' {
			return false
		}
		sum += int(c[i]-'0') * (1 + 2*(i%2))
	}
	return int(c[12]-'0') == (10-sum%10)%10
}
