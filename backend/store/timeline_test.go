package store

import (
	"slices"
	"testing"

	"afterdesk/backend/domain"
)

// AS-14: everything that happened around a case stands in one list by time, each
// entry with its kind, its source and the row it came from.
func TestOneListHoldsEverythingThatHappenedAroundACase(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	at := func(h int) domain.Instant { return testNow - 10*domain.Day + domain.Instant(h)*domain.Hour }
	order, id := "s1.6900000000000000001", "s1.7200000000000000001"
	src := domain.Source{API: "order.searchList", FetchedAt: testNow, PayloadHash: "a"}
	write(t, s, func(tx *Tx) error {
		o := domain.Order{ID: order, ShopID: "s1", RemoteID: "6900000000000000001", Status: domain.OrderShipped, CreatedAt: at(1), PaidAt: at(2), ShippedAt: at(10), UpdatedAt: at(10),
			Paid: domain.CNY(11900), BuyerWords: "快点发", Source: src, Contact: &domain.Contact{Name: "张三", Phone: "13800000000", Address: "某街"},
			Lines:   []domain.OrderLine{{RemoteID: "1", ProductID: "p1", ProductName: "卫衣", SKUID: "k1", Live: domain.LiveRef{RoomID: "9"}}},
			Parcels: []domain.Parcel{{Waybill: "YT1", CarrierCode: "yto", CarrierName: "圆通", UploadedAt: at(9)}}}
		if _, err := tx.PutOrders(ctx, []domain.Order{o}); err != nil {
			return err
		}
		if _, err := tx.PutTraces(ctx, domain.ParcelID("s1", "yto", "YT1"), []domain.TraceEvent{{At: at(12), State: domain.TrackPickedUp, Text: "已揽收", Reporter: "platform"},
			{At: at(60), State: domain.TrackSigned, Text: "已签收", Reporter: "platform"}}, at(61)); err != nil {
			return err
		}
		if _, err := tx.PutPromises(ctx, []domain.Promise{{ID: "s1.p", ShopID: "s1", SessionID: "s1.9", ProductID: "p1", Kind: domain.PromiseGift, Wording: "送袜子", SaidAt: at(0)}}); err != nil {
			return err
		}
		c := domain.AfterSale{ID: id, ShopID: "s1", RemoteID: "7200000000000000001", OrderID: order, Type: domain.CaseReturnRefund, Status: domain.StatusAwaitMerchant,
			Arbitration: domain.ArbEvidence, FirstReason: domain.ReasonMissing, Asked: domain.CNY(11900), AppliedAt: at(70), UpdatedAt: at(80), Deadline: testNow + domain.Hour,
			EvidenceDue: testNow + 2*domain.Hour, Source: domain.Source{API: "afterSale.Detail", FetchedAt: testNow, PayloadHash: "b"},
			Events: []domain.AfterSaleEvent{{ID: "1", At: at(71), Actor: domain.ActorBuyer, Action: "申请", Text: "少了袜子"}, {ID: "2", At: at(75), Actor: domain.ActorMerchant, Action: "留言"}}}
		old := domain.AfterSale{ID: "s1.7200000000000000000", ShopID: "s1", RemoteID: "7200000000000000000", OrderID: order, Type: domain.CaseRefundUnshipped,
			Status: domain.StatusClosed, AppliedAt: at(3), ClosedAt: at(4), UpdatedAt: at(4), Source: src}
		if _, err := tx.PutAfterSales(ctx, []domain.AfterSale{c, old}); err != nil {
			return err
		}
		if _, err := tx.PutReviews(ctx, []domain.Review{{ID: "s1.r", ShopID: "s1", RemoteID: "r", OrderID: order, ProductID: "p1", Rating: 1, Band: domain.ReviewNegative, Text: "差",
			CreatedAt: at(90), RepliedAt: at(95), ReplyText: "抱歉", Source: domain.Source{API: "file:reviews.csv"}}}); err != nil {
			return err
		}
		if _, err := tx.PutEvidence(ctx, domain.EvidenceItem{ID: "sha256-1", Kind: domain.EvidencePackingPhoto, Name: "a.jpg", Operator: "阿珍", AddedAt: at(100)}); err != nil {
			return err
		}
		if err := tx.PutLink(ctx, domain.EvidenceLink{EvidenceID: "sha256-1", OrderID: order, AfterSaleID: id, Method: domain.LinkDrop, At: at(100)}); err != nil {
			return err
		}
		if err := tx.PutPack(ctx, domain.EvidencePack{ID: "pk", AfterSaleID: id, OrderID: order, CreatedAt: at(110), By: "阿珍", Exhibits: 1}); err != nil {
			return err
		}
		for i, mode := range []domain.PackMode{domain.PackOut, domain.PackBack} {
			if err := tx.PutPackRecord(ctx, domain.PackRecord{ID: "p" + string(mode), Mode: mode, State: domain.PackDone, ShopID: "s1", OrderID: order, Packer: "阿珍", Station: "1",
				StartedAt: at(10 + 70*i), ClosedAt: at(11 + 70*i)}); err != nil {
				return err
			}
		}
		for i, a := range []domain.Act{{State: domain.ActDone, QueuedAt: at(120), SentAt: at(121)}, {State: domain.ActFailed, QueuedAt: at(122), EndedAt: at(123), Code: domain.CodeConflict}} {
			a.ID, a.ShopID, a.AfterSaleID, a.OrderID, a.Kind, a.By, a.Params = []string{"a1", "a2"}[i], "s1", id, order, domain.ActAgree, "阿珍", map[string]string{}
			if err := tx.PutAct(ctx, a); err != nil {
				return err
			}
		}
		if _, _, err := tx.PutFindings(ctx, "awaiting_evidence", []domain.Finding{{Key: "awaiting_evidence:" + id, Check: "awaiting_evidence", ShopID: "s1", Subject: domain.SubjectAfterSale,
			SubjectID: id, OrderID: order, Severity: domain.SeverityWarn, State: domain.FindingOpen, Params: map[string]string{}}}); err != nil {
			return err
		}
		_, err := tx.RevealContact(ctx, order, "阿珍", "contact_buyer")
		return err
	})
	d := must[domain.AfterSaleDetail](t)(s.GetAfterSaleDetail(ctx, id))
	if !slices.IsSortedFunc(d.Timeline, func(a, b domain.TimelineEntry) int { return int(a.At - b.At) }) {
		t.Error("not in the order of time")
	}
	source := map[string]string{"promised": "platform", "ordered": "platform", "paid": "platform", "shipped": "platform", "trace": "carrier", "signed": "carrier", "case_applied": "platform",
		"negotiation": "platform", "case_closed": "platform", "deadline": "platform", "review": "file", "review_reply": "file", "evidence_added": "workstation", "pack_built": "workstation",
		"act_queued": "workstation", "act_sent": "workstation", "act_failed": "workstation", "finding": "workstation", "contact_revealed": "workstation",
		"packed": "workstation", "unboxed": "workstation"}
	seen, ids := map[string]int{}, map[string]bool{}
	for _, e := range d.Timeline {
		seen[e.Kind]++
		if e.Source != source[e.Kind] || e.At == 0 || e.Ref == "" || e.Actor == "" || ids[e.ID] {
			t.Errorf("entry %+v", e)
		}
		ids[e.ID] = true
	}
	for _, kind := range domain.TimelineKinds {
		if seen[kind] == 0 {
			t.Errorf("nothing of kind %s in %v", kind, seen)
		}
	}
	if seen["case_applied"] != 2 || seen["negotiation"] != 2 || seen["deadline"] != 2 || seen["act_queued"] != 2 {
		t.Errorf("kinds %v", seen)
	}
}
