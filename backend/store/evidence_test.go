package store

import (
	"fmt"
	"testing"

	"afterdesk/backend/domain"
)

func TestEvidenceKeepsItsFirstRowAndItsLinks(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	o := domain.Order{ID: "s1.77", ShopID: "s1", RemoteID: "77", CreatedAt: testNow, ShippedAt: testNow, Lines: []domain.OrderLine{{RemoteID: "1", ProductName: "围巾"}}}
	c := domain.AfterSale{ID: "s1.c", ShopID: "s1", RemoteID: "c", OrderID: o.ID, Status: domain.StatusAwaitMerchant, AppliedAt: testNow}
	item := domain.EvidenceItem{ID: "sha256-a", Size: 5, Name: "IMG_77.jpg", Kind: domain.EvidencePackingPhoto, AddedAt: testNow, Codes: []string{"YT1"}, LogIndex: 3, LogHash: "ff"}
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{o, {ID: "s1.78", ShopID: "s1", RemoteID: "78", CreatedAt: testNow, ShippedAt: testNow + domain.Hour}}); err != nil {
			return err
		}
		if _, err := tx.PutAfterSales(ctx, []domain.AfterSale{c}); err != nil {
			return err
		}
		for _, e := range []domain.EvidenceItem{item, {ID: "sha256-b", Name: "clip.mp4", Kind: domain.EvidencePackingVideo, AddedAt: testNow + 1}} {
			if known, err := tx.PutEvidence(ctx, e); err != nil || known {
				return fmt.Errorf("known %v: %w", known, err)
			}
		}
		again := item
		again.Name = "other.jpg"
		known, err := tx.PutEvidence(ctx, again)
		if !known {
			t.Error("the same bytes again are not known")
		}
		return err
	})
	tray := must[domain.EvidencePage](t)(s.ListEvidence(ctx, domain.EvidenceQuery{Linked: "no", Limit: 1}))
	if len(tray.Items) != 1 || tray.Items[0].Item.ID != "sha256-b" || tray.Next == "" {
		t.Fatalf("tray %+v", tray)
	}
	write(t, s, func(tx *Tx) error {
		if err := tx.PutLink(ctx, domain.EvidenceLink{EvidenceID: item.ID, OrderID: o.ID, Waybill: "YT1", Method: domain.LinkBarcode, By: "阿珍"}); err != nil {
			return err
		}
		return tx.PutLink(ctx, domain.EvidenceLink{EvidenceID: item.ID, OrderID: o.ID, AfterSaleID: c.ID, Method: domain.LinkManual})
	})
	row := must[domain.EvidenceRow](t)(s.GetEvidence(ctx, item.ID))
	if row.Item.Name != "IMG_77.jpg" || row.Item.Codes[0] != "YT1" || len(row.Links) != 2 {
		t.Errorf("row %+v", row)
	}
	for name, q := range map[string]domain.EvidenceQuery{"waybill": {Text: "YT"}, "order id": {Text: "77"}, "part of a name": {Text: "img_"}, "linked": {Linked: "yes"},
		"order": {OrderID: o.ID}, "case": {CaseID: c.ID}, "kind": {Kinds: []domain.EvidenceKind{domain.EvidencePackingPhoto}}, "added before": {To: testNow + 1}} {
		if page := must[domain.EvidencePage](t)(s.ListEvidence(ctx, q)); len(page.Items) != 1 || page.Items[0].Item.ID != item.ID {
			t.Errorf("%s finds %d", name, len(page.Items))
		}
	}
	if rows := must[domain.OrderPage](t)(s.ListOrders(ctx, domain.OrderQuery{Text: "围巾"})).Items; rows[0].EvidenceCount != 1 || rows[0].AfterSaleCount != 1 {
		t.Errorf("one file counted as %d", rows[0].EvidenceCount)
	}
	if d := must[domain.AfterSaleDetail](t)(s.GetAfterSaleDetail(ctx, c.ID)); len(d.Evidence) != 1 || d.Row.EvidenceCount != 1 {
		t.Errorf("evidence of the case: %d, row says %d", len(d.Evidence), d.Row.EvidenceCount)
	}
	day := domain.DayOf(testNow, s.zone("Asia/Shanghai"))
	cover := must[[]domain.EvidenceCoverageDay](t)(s.Coverage(ctx, nil, day, day))
	if len(cover) != 1 || cover[0] != (domain.EvidenceCoverageDay{Day: day, Shipped: 2, Covered: 1}) {
		t.Errorf("coverage %+v", cover)
	}
	write(t, s, func(tx *Tx) error {
		if err := tx.SetEvidenceKind(ctx, item.ID, domain.EvidenceLabel); err != nil {
			return err
		}
		return tx.RemoveLink(ctx, item.ID, o.ID)
	})
	if row := must[domain.EvidenceRow](t)(s.GetEvidence(ctx, item.ID)); len(row.Links) != 0 || row.Item.Kind != domain.EvidenceLabel {
		t.Errorf("after unlinking %+v", row)
	}
	if page := must[domain.EvidencePage](t)(s.ListEvidence(ctx, domain.EvidenceQuery{Linked: "no"})); len(page.Items) != 2 {
		t.Errorf("tray holds %d", len(page.Items))
	}
	n := 0
	if err := s.EachEvidence(ctx, func(domain.EvidenceItem) error { n++; return nil }); err != nil || n != 2 {
		t.Errorf("each: %d %v", n, err)
	}
	for what, err := range map[string]error{
		"link of an unknown file": s.Write(ctx, func(tx *Tx) error { return tx.PutLink(ctx, domain.EvidenceLink{EvidenceID: "sha256-x", OrderID: o.ID}) }),
		"a link that is not":      s.Write(ctx, func(tx *Tx) error { return tx.RemoveLink(ctx, item.ID, o.ID) }),
	} {
		if domain.CodeOf(err) != domain.CodeNotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	write(t, s, func(tx *Tx) error {
		return tx.PutPack(ctx, domain.EvidencePack{ID: "p1", AfterSaleID: c.ID, OrderID: o.ID, CreatedAt: testNow, Exhibits: 2})
	})
	if list := must[[]domain.EvidencePack](t)(s.ListPacks(ctx, c.ID, 5)); len(list) != 1 || list[0].Exhibits != 2 {
		t.Errorf("packs %+v", list)
	}
}
