package sheet

import "afterdesk/backend/domain"

// MergeOrder joins an order of a file with the same order as an earlier part of
// the file, or an earlier file, left it: lines of the new one replace those with
// the same id, the others stay. Amounts and status that the mapping takes from
// lines are made again from all of them. Both orders must come from files.
func MergeOrder(stored, fresh domain.Order, m domain.SheetMapping) domain.Order {
	at := map[string]int{}
	for i, l := range fresh.Lines {
		at[l.RemoteID] = i
	}
	var lines []domain.OrderLine
	used := map[string]bool{}
	kept := false
	for _, l := range stored.Lines {
		if i, ok := at[l.RemoteID]; ok {
			lines = append(lines, fresh.Lines[i])
			used[l.RemoteID] = true
			continue
		}
		l.SignedAt = 0 // found out by traces, not said by the file; the store keeps it
		lines = append(lines, l)
		kept = true
	}
	for _, l := range fresh.Lines {
		if !used[l.RemoteID] {
			lines = append(lines, l)
		}
	}
	fresh.Lines = lines
	if !kept {
		return fresh
	}
	for _, p := range stored.Parcels {
		if p.Direction == domain.DirectionOut && !hasParcel(fresh.Parcels, p.Waybill) {
			fresh.Parcels = append(fresh.Parcels, domain.Parcel{ID: p.ID, ShopID: p.ShopID, OrderID: p.OrderID, Waybill: p.Waybill, CarrierCode: p.CarrierCode,
				CarrierName: p.CarrierName, Direction: p.Direction, State: domain.TrackNone, UploadedAt: p.UploadedAt, ToProvince: p.ToProvince, ToCity: p.ToCity})
		}
	}
	var paid, list domain.Money
	statuses := make([]domain.OrderStatus, len(lines))
	for i, l := range lines {
		statuses[i] = l.Status
		if s, err := paid.Plus(l.Paid); err == nil {
			paid = s
		}
		if s, err := list.Plus(times(l.UnitPrice, l.Qty)); err == nil {
			list = s
		}
	}
	fresh.Status = joinStatus(statuses)
	if m.Columns["paid"] == "" && fresh.Status != domain.OrderUnpaid {
		fresh.Paid = paid
	}
	if m.Columns["total"] == "" {
		fresh.Total = list
	}
	return fresh
}
