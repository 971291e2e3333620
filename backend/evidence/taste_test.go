package evidence

import (
	"context"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func TestReturnsThatAreOnlyTasteAreListed(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	put := func(remote string, first domain.Reason, remark string, at domain.Instant, said string) {
		id := domain.RemoteKey(testShop, remote)
		if err := h.store.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: id, ShopID: testShop, RemoteID: remote, OrderID: domain.RemoteKey(testShop, "9"+remote), Type: domain.CaseReturnRefund,
				Status: domain.StatusSucceeded, Arbitration: domain.ArbNone, Reason: first, FirstReason: first, BuyerRemark: domain.Private(remark), AppliedAt: at, UpdatedAt: at, Asked: domain.CNY(5000),
				Events: []domain.AfterSaleEvent{{ID: "e", At: at, Actor: domain.ActorBuyer, Text: domain.Private(said)}}}})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	put("21", domain.ReasonQuality, "颜色不喜欢，穿着显胖", noon-domain.Day, "")
	put("22", domain.ReasonQuality, "颜色不喜欢", noon-domain.Day, "袖口还脱线了")
	put("23", domain.ReasonDislike, "颜色不喜欢", noon-domain.Day, "")
	put("24", domain.ReasonQuality, "颜色不喜欢", noon-40*domain.Day, "")
	put("25", domain.ReasonNotAsShown, "", noon-2*domain.Day, "尺码偏小")
	put("26", domain.ReasonQuality, "尺码偏大", noon-domain.Day, "")
	if err := h.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.PutReviews(ctx, []domain.Review{{ID: "s1.r1", ShopID: testShop, RemoteID: "r1", OrderID: domain.RemoteKey(testShop, "926"), ProductID: "p", Rating: 1, FirstRating: 1,
			Band: domain.ReviewNegative, CreatedAt: noon, Text: "洗一次就起球"}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	list, err := h.TasteReports(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].RemoteID != "21" || list[1].RemoteID != "25" || len(list[0].Matched) < 2 || list[0].RuleID == "" || list[0].Platform != "doudian" {
		t.Errorf("%+v", list)
	}
}

func TestAFreshClaimIsJudgedFromTheCaseAndItsAgreement(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	q := domain.FreshQuery{CaseID: testCase, Claim: domain.FreshRot, Bad: 3, Pieces: 10}
	got, err := h.JudgeFresh(ctx, q)
	signed := noon - 3*domain.Day + domain.Hour
	if err != nil || got.SignedAt != signed || got.Until != signed+2*domain.Day || !got.InTime || got.Pays != domain.CNY(7170) {
		t.Errorf("signed 47 h before the request, ¥239 paid, 30 %%: %+v %v", got, err)
	}
	if a, err := h.Agree(ctx, domain.FreshAgreement{OrderID: testOrder, Hours: 24, Words: "一天内有效", By: "小王"}); err != nil || a.By != "小王" || a.At == 0 {
		t.Fatalf("%+v %v", a, err)
	}
	if got, err = h.JudgeFresh(ctx, q); err != nil || got.InTime || got.Agreement.Hours != 24 || got.Pays.Known() {
		t.Errorf("24 h were agreed: %+v %v", got, err)
	}
	if _, err := h.Agree(ctx, domain.FreshAgreement{OrderID: testOrder, Points: 10001}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("more than the price: %v", err)
	}
	if _, err := h.Agree(ctx, domain.FreshAgreement{OrderID: testOrder}); err != nil {
		t.Fatal(err)
	}
	if got, err = h.JudgeFresh(ctx, q); err != nil || !got.InTime || got.Agreement.OrderID != "" {
		t.Errorf("taken back: %+v %v", got, err)
	}
}
