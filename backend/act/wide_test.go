package act

import (
	"context"
	"errors"
	"slices"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// shop puts an order that waits for a parcel, and a review of it, on the platform
// and in the store.
func (b *bench) shopOf(status domain.OrderStatus) (orderID, reviewID string) {
	b.t.Helper()
	b.f.order = domain.Order{ID: "s1.o7", ShopID: "s1", RemoteID: "o7", Status: status, CreatedAt: epoch, PaidAt: epoch, UpdatedAt: epoch, Paid: domain.CNY(10000),
		Lines: []domain.OrderLine{{ID: "s1.o7L", OrderID: "s1.o7", RemoteID: "o7L", Qty: 1, Paid: domain.CNY(10000)}}, Parcels: []domain.Parcel{}}
	b.f.review = domain.Review{ID: "s1.v7", ShopID: "s1", RemoteID: "v7", OrderID: "s1.o7", Rating: 1, Band: domain.ReviewNegative, Text: "差", Images: []string{}, CreatedAt: epoch}
	b.write(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{b.f.order}); err != nil {
			return err
		}
		_, err := tx.PutReviews(ctx, []domain.Review{b.f.review})
		return err
	})
	return "s1.o7", "s1.v7"
}

func (b *bench) why(r domain.ActRequest) string {
	b.t.Helper()
	p, err := b.o.Preview(context.Background(), r)
	if err != nil {
		b.t.Fatal(err)
	}
	return p.Blocked[r.IDs[0]]
}

func (b *bench) ask(r domain.ActRequest) domain.Act {
	b.t.Helper()
	acts, err := b.o.Queue(context.Background(), r, "小王")
	if err != nil {
		b.t.Fatal(err)
	}
	return acts[0]
}

func TestAnOrderIsShippedOnceAfterItWasReadAgain(t *testing.T) {
	b := newBench(t)
	order, _ := b.shopOf(domain.OrderToShip)
	ship := domain.ActRequest{IDs: []string{order}, Kind: domain.ActShip, Waybill: " YT1 ", CarrierCode: "yuantong"}
	for want, r := range map[string]domain.ActRequest{
		BlockedWaybill: {IDs: []string{order}, Kind: domain.ActShip, CarrierCode: "yuantong"},
		BlockedOne:     {IDs: []string{order, "s1.none"}, Kind: domain.ActShip, Waybill: "1", CarrierCode: "x"},
		"":             ship,
	} {
		if got := b.why(r); got != want {
			t.Errorf("blocked %q, want %q", got, want)
		}
	}
	bare := ship
	bare.CarrierCode = ""
	if got := b.why(bare); got != BlockedWaybill {
		t.Errorf("a courier that the platform asks for is left out: %q", got)
	}
	if got := lacking(bare, target{}, domain.ActAbility{Asks: []string{"waybill"}}, nil); got != "" {
		t.Errorf("a platform that knows no couriers still wants one: %q", got)
	}
	b.f.fail["answer"] = domain.E(domain.CodeUnavailable, errors.New("timeout"))
	a := b.ask(ship)
	if b.why(ship) != BlockedQueued {
		t.Error("a second shipment of the order fits")
	}
	if n := b.flush(); n != 0 || b.state(a).State != domain.ActDone || b.state(a).Params["reason"] != reasonResolved || len(b.f.sent) != 1 {
		t.Fatalf("%d sent, %+v", n, b.state(a))
	}
	if got := b.f.sent[0]; got.Act.Waybill != "YT1" || got.Order.ID != order {
		t.Errorf("sent %+v", got.Act)
	}
	if o, _ := b.st.GetOrder(context.Background(), order); o.Status != domain.OrderShipped || len(o.Parcels) != 1 {
		t.Errorf("the window still shows %s", o.Status)
	}
}

// AS-12: goods are not sent after money that is asked back.
func TestAnOrderWithAnOpenRefundIsNotShipped(t *testing.T) {
	b := newBench(t)
	order, _ := b.shopOf(domain.OrderToShip)
	ship := domain.ActRequest{IDs: []string{order}, Kind: domain.ActShip, Waybill: "YT1", CarrierCode: "yuantong"}
	a := b.ask(ship)
	r := remote{ID: "77", Order: "o7", Status: domain.StatusAwaitMerchant, Type: domain.CaseRefundUnshipped, Fen: 10000}
	b.write(func(ctx context.Context, tx *store.Tx) error { // the refund arrives after the act was queued
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{row(r)})
		return err
	})
	b.flush()
	if got := b.state(a); got.State != domain.ActFailed || got.Params["reason"] != BlockedRefund || len(b.f.sent) != 0 {
		t.Fatalf("%+v", got)
	}
	if b.why(ship) != BlockedRefund {
		t.Error("the preview lets it through")
	}
}

func TestAReviewIsAnsweredOnceAndAnUnknownOutcomeIsLeftToAPerson(t *testing.T) {
	b := newBench(t)
	_, review := b.shopOf(domain.OrderFinished)
	reply := domain.ActRequest{IDs: []string{review}, Kind: domain.ActReply, Note: "抱歉，已为您补发"}
	a := b.ask(reply)
	b.flush()
	if got := b.state(a); got.State != domain.ActDone || b.f.review.ReplyText != reply.Note {
		t.Fatalf("%+v", got)
	}
	if b.why(reply) != BlockedReplied {
		t.Error("a second answer fits")
	}
	c := newBench(t)
	_, review = c.shopOf(domain.OrderFinished)
	a = c.ask(domain.ActRequest{IDs: []string{review}, Kind: domain.ActReply, Note: "您好"})
	c.f.fail["act"] = domain.E(domain.CodeUnavailable, errors.New("broken answer"))
	c.flush()
	if got := c.state(a); got.State != domain.ActFailed || got.Params["reason"] != reasonOutcome {
		t.Fatalf("an answer that may count twice was sent again: %+v", got)
	}
	d := newBench(t)
	_, review = d.shopOf(domain.OrderFinished)
	a = d.ask(domain.ActRequest{IDs: []string{review}, Kind: domain.ActReply, Note: "您好"})
	d.f.review.ReplyText = "同事已经回复"
	d.flush()
	if got := d.state(a); got.State != domain.ActSkipped || got.Params["what"] != "reply" || len(d.f.sent) != 0 {
		t.Fatalf("%+v", got)
	}
}

func TestProofIsUploadedOnceAndGoesWithTheStatement(t *testing.T) {
	b := newBench(t)
	id := b.add(remote{ID: "1", Status: domain.StatusRefused})
	pic, other, big, doc := b.evidence("png one", "image/png"), b.evidence("png two", "image/png"), b.evidence(string(make([]byte, 1001)), "image/png"), b.evidence("%PDF", "application/pdf")
	req := domain.ActRequest{IDs: []string{id}, Kind: domain.ActEvidence, Note: "已完整发出", EvidenceIDs: []string{pic, other}}
	if b.why(req) != BlockedDispute {
		t.Fatalf("proof for a case without a dispute: %q", b.why(req))
	}
	b.f.dispute = true
	b.write(func(ctx context.Context, tx *store.Tx) error {
		r, _ := b.f.load("1")
		c := b.f.row(r)
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{c})
		return err
	})
	for want, ids := range map[string][]string{BlockedProofs: nil, BlockedTooMany: {pic, other, doc}, BlockedTooLarge: {big}, BlockedWrongType: {doc}} {
		r := req
		r.EvidenceIDs = ids
		if got := b.why(r); got != want {
			t.Errorf("blocked %q, want %q", got, want)
		}
	}
	a := b.ask(req)
	b.f.fail["upload"] = domain.E(domain.CodeUnavailable, errors.New("line broke"))
	if _, err := b.o.Flush(context.Background(), "s1"); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatalf("flush: %v", err)
	}
	if got := b.state(a); got.State != domain.ActQueued || got.Proofs[0].Ref == "" || got.Proofs[1].Ref != "" || len(b.f.sent) != 0 {
		t.Fatalf("%+v", got)
	}
	delete(b.f.fail, "upload")
	b.flush()
	if got := b.state(a); got.State != domain.ActDone || len(b.f.files) != 2 || !slices.Equal(b.f.sent[0].Proofs, []string{got.Proofs[0].Ref, got.Proofs[1].Ref}) {
		t.Fatalf("%+v, uploaded %v", got, b.f.files)
	}
}

func TestAnActThatThePlatformLacksOrDoubtsIsNotOffered(t *testing.T) {
	b := newBench(t)
	id := b.add(remote{ID: "1", Status: domain.StatusAwaitReceipt, Type: domain.CaseExchange})
	if got := b.why(domain.ActRequest{IDs: []string{id}, Kind: domain.ActConfirmReceipt}); got != "unconfirmed" {
		t.Errorf("blocked %q", got)
	}
	list, err := b.o.Abilities(context.Background(), "s1")
	if err != nil || len(list) != 9 {
		t.Errorf("%d abilities, %v", len(list), err)
	}
	if _, err := b.o.ReturnAddresses(context.Background(), "s1"); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Errorf("addresses: %v", err)
	}
}

// A lost answer is asked again only so often.
func TestAnActIsSentAgainAtMostSoOften(t *testing.T) {
	b := newBench(t)
	a := b.queue(domain.ActAgree, b.add(remote{ID: "1"}))[0]
	b.f.fail["act"] = domain.E(domain.CodeUnavailable, errors.New("timeout"))
	for range 10 {
		b.flush()
	}
	if got := b.state(a); got.State != domain.ActFailed || got.Params["reason"] != reasonTries || b.f.calls["act"] != maxTries {
		t.Fatalf("%s %v after %d requests", got.State, got.Params, b.f.calls["act"])
	}
}
