package taobao

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Limits of the writes, as the metadata gives them.
const (
	refuseProofBytes = 130_000
	messageBytes     = 500_000 // of a picture
	messageText      = 400     // bytes of a message
	memoText         = 1000    // bytes of a memo
	replyText        = 500     // characters of a reply
)

func pictureKinds() []string { return []string{"image/jpeg", "image/png", "image/gif"} }

// acts says which writes the platform has. Decisions on a case carry its
// version (the time of its last change), so a second one is refused; a shipped
// order is not shipped twice; a memo that holds the remark already is written
// over with itself. A message and a reply may count twice.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayRefused, Asks: []string{"address_id"}},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplayRefused, Asks: []string{"reason_code"},
			Proofs: domain.ProofLimit{Max: 1, MaxBytes: refuseProofBytes, MIME: pictureKinds()}},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActEvidence, Replay: domain.ReplayUnsafe, Asks: []string{"note", "proofs"},
			Proofs: domain.ProofLimit{Max: 1, MaxBytes: messageBytes, MIME: pictureKinds()}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplaySame, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActReply, Replay: domain.ReplayUnsafe, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
	)
}

// Act sends one act; the receipt is the platform's request id. A decision is
// preceded by a read of the case: the platform wants its phase, and says there
// what it will not take from here.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	switch call.Act.Kind {
	case domain.ActAgree, domain.ActAgreeRefund:
		return c.agree(ctx, call)
	case domain.ActRefuse:
		return c.refuse(ctx, call)
	case domain.ActEvidence:
		return c.message(ctx, call)
	case domain.ActRemark:
		return c.memo(ctx, call)
	case domain.ActReply:
		return c.reply(ctx, call)
	case domain.ActShip:
		return c.ship(ctx, call)
	}
	return "", platform.NoAct("no_such_act")
}

// current reads the case that is about to be decided and refuses one that has
// changed since it was looked at.
func (c *Connector) current(ctx context.Context, call platform.Call) (wireRefund, error) {
	var w wireRefund
	if !call.Case.Status.MerchantsTurn() || call.Case.Status == domain.StatusUnknown {
		return w, platform.NotNow("not_merchants_turn")
	}
	if call.Case.Version == "" {
		return w, platform.Lacks("version")
	}
	if call.Act.Version != "" && call.Act.Version != call.Case.Version {
		return w, platform.NotNow("case_changed")
	}
	_, w, err := c.refund(ctx, call.Case.RemoteID)
	switch {
	case err != nil:
		return w, platform.NotSent(err)
	case w.Version.ID() != call.Case.Version:
		return w, platform.NotNow("case_changed")
	case w.Constraint == "refund_onweb":
		return w, platform.NoAct("back_office_only")
	}
	return w, nil
}

func (c *Connector) agree(ctx context.Context, call platform.Call) (string, error) {
	a := call.Case
	first, back := a.Status == domain.StatusAwaitMerchant, a.Status == domain.StatusAwaitReceipt
	pays := a.Type == domain.CaseRefundShipped || a.Type == domain.CaseRefundUnshipped
	switch {
	case call.Act.Kind == domain.ActAgreeRefund && pays:
		return "", platform.NoAct("nothing_comes_back")
	case a.Type == domain.CaseReturnRefund && first && call.Act.Kind == domain.ActAgreeRefund:
		return "", platform.NotNow("goods_not_back")
	case a.Type != domain.CaseReturnRefund && !pays:
		return "", platform.NoAct("operation_unpublished") // exchanges, repairs and parcels sent once more
	case pays && !first, !first && !back:
		return "", platform.NotNow("not_merchants_turn")
	}
	w, err := c.current(ctx, call)
	if err != nil {
		return "", err
	}
	if a.Type == domain.CaseReturnRefund && first {
		return c.agreeReturn(ctx, call, w)
	}
	fee, err := yuan(w.RefundFee, "refund_fee")
	if err != nil || !fee.Known() || fee.Minor <= 0 {
		return "", platform.Lacks("refund_fee")
	}
	if call.Act.Amount.Known() && call.Act.Amount != fee {
		return "", platform.NotNow("case_changed")
	}
	info := strings.Join([]string{a.RemoteID, strconv.FormatInt(fee.Minor, 10), w.Version.ID(), w.Phase}, "|")
	return c.finish(ctx, apiAgreeRefund, map[string]string{"refund_infos": info}, nil, func(d done) bool {
		if !d.Succ.Is && d.MsgCode != "OP_SUCC" {
			return false
		}
		for _, r := range d.Results.Result {
			if !r.Succ.Is {
				return false
			}
		}
		return true
	})
}

// agreeReturn repeats the merchant's address, which the platform wants in full
// beside its number.
func (c *Connector) agreeReturn(ctx context.Context, call platform.Call, w wireRefund) (string, error) {
	all, err := c.addresses(ctx)
	if err != nil {
		return "", platform.NotSent(err)
	}
	want := platform.First(call.Act.AddressID, c.keys.Get("return_address_id"))
	i := slices.IndexFunc(all, func(x wireAddress) bool { return x.ContactID.ID() == want || want == "" && x.ReturnDef.Is })
	if i < 0 {
		return "", platform.Lacks("address_id")
	}
	x := all[i]
	return c.finish(ctx, apiAgreeReturn, map[string]string{"refund_id": call.Case.RemoteID, "refund_version": w.Version.ID(), "refund_phase": w.Phase,
		"seller_address_id": x.ContactID.ID(), "name": x.Name, "address": x.Province + x.City + x.District + x.Street, "post": string(x.ZipCode),
		"tel": platform.First(string(x.Phone), string(x.Mobile)), "mobile": platform.First(string(x.Mobile), string(x.Phone)),
		"remark": call.Act.Note.Reveal()}, nil, func(d done) bool { return d.Success.Is })
}

func (c *Connector) refuse(ctx context.Context, call platform.Call) (string, error) {
	a, act := call.Case, call.Act
	if a.Status == domain.StatusAwaitReceipt || a.Type == domain.CaseExchange || a.Type == domain.CaseRepair || a.Type == domain.CaseReship {
		return "", platform.NoAct("back_office_only")
	}
	if a.Type == domain.CaseRefundUnshipped {
		return "", platform.NoAct("ship_to_refuse")
	}
	text := platform.First(act.Note.Reveal(), act.Reason)
	if n := utf8.RuneCountInString(text); n < 2 || n > 200 {
		return "", platform.Lacks("reason")
	}
	if act.ReasonCode == "" {
		return "", platform.Lacks("reason_code")
	}
	file, err := proofOf(call, "refuse_proof", refuseProofBytes)
	if err != nil {
		return "", err
	}
	w, err := c.current(ctx, call)
	if err != nil {
		return "", err
	}
	if w.Constraint == "cannot_refuse" {
		return "", platform.NoAct("cannot_refuse")
	}
	return c.finish(ctx, apiRefuse, map[string]string{"refund_id": a.RemoteID, "refuse_message": text, "refuse_reason_id": act.ReasonCode,
		"refund_phase": w.Phase, "refund_version": w.Version.ID()}, file, func(d done) bool { return d.Success.Is })
}

// message adds a statement with a picture to the talk of a case, which both
// the buyer and the platform's staff see.
func (c *Connector) message(ctx context.Context, call platform.Call) (string, error) {
	text := strings.TrimSpace(call.Act.Note.Reveal())
	if text == "" || len(text) > messageText {
		return "", platform.Lacks("note")
	}
	file, err := proofOf(call, "image", messageBytes)
	if err != nil {
		return "", err
	}
	if file == nil {
		return "", platform.Lacks("proofs")
	}
	return c.finish(ctx, apiMessageAdd, map[string]string{"refund_id": call.Case.RemoteID, "content": text}, file, func(d done) bool { return d.Message.ID.ID() != "" })
}

// memo writes the remark behind what the order's memo says already; the
// platform has one memo an order and would forget the rest.
func (c *Connector) memo(ctx context.Context, call platform.Call) (string, error) {
	note := strings.TrimSpace(call.Act.Note.Reveal())
	if note == "" {
		return "", platform.Lacks("note")
	}
	_, tid, err := domain.SplitKey(call.Case.OrderID)
	if err != nil {
		return "", platform.Lacks("order_id")
	}
	raw, err := c.trade(ctx, tid, "write")
	if err != nil {
		return "", platform.NotSent(err)
	}
	var t wireTrade
	if err := json.Unmarshal(raw, &t); err != nil {
		return "", platform.NotSent(platform.BadShape(err, "trade"))
	}
	memo := strings.TrimSpace(t.SellerMemo)
	if !strings.Contains("\n"+memo+"\n", "\n"+note+"\n") {
		memo = strings.TrimPrefix(memo+"\n"+note, "\n")
	}
	if len(memo) > memoText {
		return "", platform.Lacks("note")
	}
	return c.finish(ctx, apiMemo, map[string]string{"tid": tid, "memo": memo}, nil, func(d done) bool { return d.Trade.TID.ID() != "" })
}

func (c *Connector) reply(ctx context.Context, call platform.Call) (string, error) {
	text := strings.TrimSpace(call.Act.Note.Reveal())
	if text == "" || utf8.RuneCountInString(text) > replyText {
		return "", platform.Lacks("note")
	}
	if call.Review.ReplyText != "" {
		return "", platform.NotNow("already")
	}
	return c.finish(ctx, apiExplain, map[string]string{"oid": call.Review.RemoteID, "reply": text}, nil, func(d done) bool { return d.Success.Is })
}

// ship gives the platform an order's waybill. An order that the platform holds
// back is never shipped through its hold.
func (c *Connector) ship(ctx context.Context, call platform.Call) (string, error) {
	switch {
	case call.Act.Waybill == "":
		return "", platform.Lacks("waybill")
	case call.Act.CarrierCode == "":
		return "", platform.Lacks("carrier_code")
	case call.Order.Status != domain.OrderToShip:
		return "", platform.NotNow("order_not_shippable")
	}
	raw, err := c.trade(ctx, call.Order.RemoteID, "write")
	if err != nil {
		return "", platform.NotSent(err)
	}
	if held(raw) {
		return "", platform.NotNow("order_held")
	}
	return c.finish(ctx, apiShip, map[string]string{"tid": call.Order.RemoteID, "out_sid": call.Act.Waybill, "company_code": call.Act.CarrierCode}, nil,
		func(d done) bool { return d.Shipping.Success.Is })
}

// finish sends a write and reads from its answer whether it was done.
func (c *Connector) finish(ctx context.Context, api string, params map[string]string, file *picture, ok func(done) bool) (string, error) {
	a, err := c.write(ctx, api, params, file)
	if err != nil {
		return "", err
	}
	receipt := platform.SafeCode(a.requestID)
	var d done
	if err := json.Unmarshal(a.body, &d); err != nil {
		return receipt, domain.E(domain.CodeUnavailable, errors.New("read receipt"), "reason", "cut")
	}
	if !ok(d) {
		return receipt, domain.E(domain.CodeInvalid, errors.New("write "+api), "reason", "refused_by_platform", "remote_code", platform.SafeCode(string(d.MsgCode)))
	}
	return receipt, nil
}

// Upload turns a picture into the text that a write carries: the platform has
// no store of its own for proofs, they travel inside the write. invalid (field
// proofs) for what no write would take.
func (c *Connector) Upload(_ context.Context, p platform.Proof) (string, error) {
	reason := ""
	switch {
	case !slices.Contains(pictureKinds(), p.MIME):
		reason = "wrong_type"
	case len(p.Body) > messageBytes:
		reason = "too_large"
	case len(bytes.TrimSpace(p.Body)) == 0:
		reason = "missing"
	default:
		return "data:" + p.MIME + ";base64," + base64.StdEncoding.EncodeToString(p.Body), nil
	}
	return "", domain.E(domain.CodeInvalid, errors.New("take picture"), "field", "proofs", "reason", reason, "sent", "no")
}

// proofOf takes the one picture of a call apart; nil when there is none.
func proofOf(call platform.Call, field string, limit int) (*picture, error) {
	if len(call.Proofs) == 0 {
		return nil, nil
	}
	kind, rest, ok := strings.Cut(strings.TrimPrefix(call.Proofs[0], "data:"), ";base64,")
	body, err := base64.StdEncoding.DecodeString(rest)
	if len(call.Proofs) > 1 || !ok || err != nil || !slices.Contains(pictureKinds(), kind) {
		return nil, platform.Lacks("proofs")
	}
	if len(body) > limit {
		return nil, domain.E(domain.CodeInvalid, errors.New("take picture"), "field", "proofs", "reason", "too_large", "sent", "no")
	}
	return &picture{field: field, mime: kind, body: body}, nil
}
