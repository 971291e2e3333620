package store

import (
	"testing"

	"afterdesk/backend/domain"
)

func TestCoverageCountsWholeFilmsByDayPackerAndValue(t *testing.T) { // EV-11
	s := open(t)
	ctx := t.Context()
	zone := must[domain.Shop](t)(s.GetShop(ctx, "s1")).Zone
	at := testNow - domain.Hour
	day := domain.DayOf(at, s.zone(zone))
	order := func(remote string, paid int64) domain.Order {
		return domain.Order{ID: "s1." + remote, ShopID: "s1", RemoteID: remote, Status: domain.OrderShipped, CreatedAt: at, ShippedAt: at, UpdatedAt: at, Total: domain.CNY(paid), Paid: domain.CNY(paid),
			Source: domain.Source{API: "x", FetchedAt: at, PayloadHash: "00"}, Lines: []domain.OrderLine{{ID: "s1." + remote + "l", OrderID: "s1." + remote, RemoteID: remote + "l", ProductName: "衣", Qty: 1}}}
	}
	film := func(tx *Tx, id, remote string, incomplete bool, kind domain.EvidenceKind) error {
		if _, err := tx.PutEvidence(ctx, domain.EvidenceItem{ID: id, Kind: kind, Incomplete: incomplete, AddedAt: at}); err != nil {
			return err
		}
		return tx.PutLink(ctx, domain.EvidenceLink{EvidenceID: id, OrderID: "s1." + remote, Method: domain.LinkScan})
	}
	pack := func(tx *Tx, id, remote, packer string, state domain.PackState) error {
		return tx.PutPackRecord(ctx, domain.PackRecord{ID: id, Mode: domain.PackOut, State: state, OrderID: "s1." + remote, Packer: packer, StartedAt: at})
	}
	if err := s.Write(ctx, func(tx *Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{order("1", 30000), order("2", 29999), order("3", 50000), order("4", 40000), order("5", 100)}); err != nil {
			return err
		}
		for _, err := range []error{film(tx, "a", "1", false, domain.EvidencePackingVideo), film(tx, "b", "2", false, domain.EvidencePackingVideo), film(tx, "c", "3", true, domain.EvidencePackingVideo),
			film(tx, "d", "4", false, domain.EvidencePackingPhoto), pack(tx, "r1", "1", "韩梅", domain.PackDone), pack(tx, "r2", "2", "韩梅", domain.PackDone),
			pack(tx, "r3", "3", "李雷", domain.PackDone), pack(tx, "r4", "4", "李雷", domain.PackAside)} {
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	rows := must[[]domain.PackCoverageRow](t)(s.PackCoverage(ctx, nil, day, day, 30000))
	want := []domain.PackCoverageRow{{Day: day, Packer: "", High: false, Shipped: 1, Proven: 0}, {Day: day, Packer: "", High: true, Shipped: 1, Proven: 0}, {Day: day, Packer: "李雷", High: true, Shipped: 1, Proven: 0},
		{Day: day, Packer: "韩梅", High: false, Shipped: 1, Proven: 1}, {Day: day, Packer: "韩梅", High: true, Shipped: 1, Proven: 1}}
	if len(rows) != len(want) {
		t.Fatalf("%+v", rows)
	}
	for i := range want {
		if rows[i] != want[i] {
			t.Errorf("row %d: %+v, want %+v", i, rows[i], want[i])
		}
	}
	gaps := must[[]domain.OrderRow](t)(s.PackGaps(ctx, []string{"s1"}, day, day, 30000, 10))
	if len(gaps) != 2 || gaps[0].RemoteID+gaps[1].RemoteID != "34" && gaps[0].RemoteID+gaps[1].RemoteID != "43" {
		t.Errorf("%+v", gaps)
	}
}

func TestPackRecordsAreFoundByNumberAndOrder(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	if err := s.Write(ctx, func(tx *Tx) error {
		if err := tx.PutPackRecord(ctx, domain.PackRecord{}); domain.ParamOf(err, "field") != "id" {
			t.Errorf("a record without an id: %v", err)
		}
		for _, r := range []domain.PackRecord{{ID: "1", Waybill: "YT1", OrderID: "s1.1", State: domain.PackDone, StartedAt: 5}, {ID: "2", OrderID: "s1.1", State: domain.PackOpen, StartedAt: 7}, {ID: "3", State: domain.PackOpen, StartedAt: 6}} {
			if err := tx.PutPackRecord(ctx, r); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	ids := func(list []domain.PackRecord, err error) string {
		t.Helper()
		out := ""
		for _, r := range must[[]domain.PackRecord](t)(list, err) {
			out += r.ID
		}
		return out
	}
	for what, got := range map[string][2]string{"number": {ids(s.PackRecordsOf(ctx, "YT1", "")), "1"}, "order": {ids(s.PackRecordsOf(ctx, "", "s1.1")), "12"}, "nothing": {ids(s.PackRecordsOf(ctx, "", "")), ""},
		"open": {ids(s.OpenPackRecords(ctx)), "32"}, "newest": {ids(s.ListPackRecords(ctx, 6, 10)), "23"}} {
		if got[0] != got[1] {
			t.Errorf("%s: %s, want %s", what, got[0], got[1])
		}
	}
	if _, err := s.GetPackRecord(ctx, "9"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Error(err)
	}
}
