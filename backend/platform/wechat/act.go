package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	_ "image/jpeg" // sizes of what is uploaded
	_ "image/png"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// Limits of a complaint's proof.
const (
	proofWords = 500
	proofMax   = 20 // pictures in one complaint
)

// acts says which writes the platform has. There is no version and no idempotency
// key: a decision and a shipment are allowed in one state only, which the first
// one leaves. A note is written over the order's notes, so that the same text
// twice is the same; proof is added each time it is sent.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplayRefused, Asks: []string{"reason", "reason_code"}},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActReship, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
		domain.ActAbility{Kind: domain.ActEvidence, Replay: domain.ReplayUnsafe, Asks: []string{"note"},
			Proofs: domain.ProofLimit{Max: proofMax, MIME: []string{"image/jpeg", "image/png"}}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplaySame, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayRefused, Asks: []string{"waybill", "carrier_code"}},
	)
}

// Act sends one act. The platform gives no receipt.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	act, a := call.Act, call.Case
	switch act.Kind {
	case domain.ActShip:
		return c.ship(ctx, call)
	case domain.ActRemark:
		return c.remark(ctx, call)
	case domain.ActEvidence:
		return c.proof(ctx, call)
	case domain.ActAgree, domain.ActRefuse, domain.ActAgreeRefund, domain.ActReship:
	default:
		return "", platform.NoAct("no_such_act")
	}
	if a.RemoteID == "" {
		return "", platform.Lacks("after_sale_order_id")
	}
	first, back := a.RawStatus == "MERCHANT_PROCESSING" || a.RawStatus == "MERCHANT_OVERDUE_REFUND", a.RawStatus == "MERCHANT_WAIT_RECEIPT"
	if !first && !back {
		return "", platform.NotNow("not_merchants_turn")
	}
	if act.Version != "" && act.Version != a.Version {
		return "", platform.NotNow("case_changed")
	}
	switch act.Kind {
	case domain.ActRefuse:
		return c.refuse(ctx, call, back)
	case domain.ActReship:
		return c.resend(ctx, call, back)
	case domain.ActAgreeRefund:
		switch {
		case a.Type != domain.CaseReturnRefund:
			return "", platform.NoAct("nothing_comes_back")
		case !back:
			return "", platform.NotNow("goods_not_back")
		}
	}
	return c.accept(ctx, call, back)
}

// Values of accept_type.
const (
	acceptReturn = 1 // the return or the exchange
	acceptRefund = 2 // the refund, or that the goods arrived
)

// accept agrees to what the case asks for, and says which of the two it means:
// left out, the platform would decide by a status that may have moved on.
func (c *Connector) accept(ctx context.Context, call platform.Call, back bool) (string, error) {
	a := call.Case
	p := map[string]any{"after_sale_order_id": a.RemoteID}
	switch {
	case back && a.Type == domain.CaseReturnRefund,
		!back && (a.Type == domain.CaseRefundShipped || a.Type == domain.CaseRefundUnshipped || a.Type == domain.CasePriceAdjust):
		p["accept_type"] = acceptRefund
	case back && a.Type == domain.CaseExchange, a.Type == domain.CaseReship:
		return "", platform.NoAct("needs_waybill") // agreed by sending: reship
	case !back && (a.Type == domain.CaseReturnRefund || a.Type == domain.CaseExchange):
		at := platform.First(call.Act.AddressID, c.keys.Get("return_address_id"))
		if at == "" {
			return "", platform.Lacks("address_id") // the platform fails later steps of a return without one
		}
		p["accept_type"], p["address_id"] = acceptReturn, at
	default:
		return "", platform.NoAct("operation_unpublished")
	}
	_, err := c.write(ctx, apiAccept, p)
	return "", err
}

// refuse refuses an application, returned goods, or to send an exchange.
func (c *Connector) refuse(ctx context.Context, call platform.Call, back bool) (string, error) {
	a, words := call.Case, platform.First(call.Act.Note.Reveal(), call.Act.Reason)
	if words == "" {
		return "", platform.Lacks("reason")
	}
	kind, err := strconv.ParseInt(call.Act.ReasonCode, 10, 64)
	if err != nil {
		return "", platform.Lacks("reason_code")
	}
	api := apiReject
	if back && a.Type == domain.CaseExchange {
		api = apiNoResend
	}
	_, err = c.write(ctx, api, map[string]any{"after_sale_order_id": a.RemoteID, "reject_reason": words, "reject_reason_type": kind})
	return "", err
}

// resend sends the goods of an exchange that came back, or of a reship.
func (c *Connector) resend(ctx context.Context, call platform.Call, back bool) (string, error) {
	switch a := call.Case; {
	case a.Type != domain.CaseExchange && a.Type != domain.CaseReship:
		return "", platform.NoAct("nothing_to_send")
	case a.Type == domain.CaseExchange && !back:
		return "", platform.NotNow("goods_not_back")
	case call.Act.Waybill == "":
		return "", platform.Lacks("waybill")
	case call.Act.CarrierCode == "":
		return "", platform.Lacks("carrier_code")
	}
	api := apiResend
	if call.Case.Type == domain.CaseReship {
		api = apiReship
	}
	_, err := c.write(ctx, api, map[string]any{"after_sale_order_id": call.Case.RemoteID, "waybill_id": call.Act.Waybill, "delivery_id": call.Act.CarrierCode})
	return "", err
}

// proof adds a statement with pictures to the case's complaint: as proof while
// the platform waits for it, else as material while the platform works.
func (c *Connector) proof(ctx context.Context, call platform.Call) (string, error) {
	words := strings.TrimSpace(call.Act.Note.Reveal())
	switch {
	case words == "" || len([]rune(words)) > proofWords:
		return "", platform.Lacks("note")
	case len(call.Proofs) > proofMax:
		return "", platform.Lacks("proofs")
	}
	body, err := c.call(ctx, apiCase, map[string]any{"after_sale_order_id": call.Case.RemoteID}, "write")
	if err != nil {
		return "", platform.NotSent(err)
	}
	raw, err := member(body, "after_sale_order")
	if err != nil {
		return "", platform.NotSent(err)
	}
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return "", platform.NotSent(platform.BadShape(err, "case"))
	}
	if w.ComplaintID.ID() == "" {
		return "", platform.NotNow("no_dispute")
	}
	if body, err = c.call(ctx, apiComplaint, map[string]any{"complaint_id": w.ComplaintID.ID()}, "write"); err != nil {
		return "", platform.NotSent(err)
	}
	var now wireComplaint
	if err := json.Unmarshal(body, &now); err != nil {
		return "", platform.NotSent(platform.BadShape(err, "complaint"))
	}
	api := apiProof
	switch now.Status.N {
	case 106, 108:
	case 103:
		api = apiMaterial
	default:
		return "", platform.NotNow("no_proof_wanted")
	}
	proofs := call.Proofs
	if proofs == nil {
		proofs = []string{}
	}
	_, err = c.write(ctx, api, map[string]any{"complaint_id": w.ComplaintID.ID(), "content": words, "media_id_list": proofs})
	return "", err
}

// remark adds a line to the notes of the case's order. The platform replaces
// them as a whole, so they are read first; a line that stands there already is
// not added again.
func (c *Connector) remark(ctx context.Context, call platform.Call) (string, error) {
	note := strings.TrimSpace(call.Act.Note.Reveal())
	_, order, err := domain.SplitKey(call.Case.OrderID)
	switch {
	case note == "":
		return "", platform.Lacks("note")
	case err != nil:
		return "", platform.Lacks("order_id")
	}
	raw, err := c.orderDetail(ctx, order)
	if err != nil {
		return "", platform.NotSent(err)
	}
	var o wireOrder
	if err := json.Unmarshal(raw, &o); err != nil {
		return "", platform.NotSent(platform.BadShape(err, "order"))
	}
	lines := []string{}
	for l := range strings.Lines(o.Detail.Ext.MerchantNotes) {
		lines = append(lines, strings.TrimSpace(l))
	}
	_, err = c.write(ctx, apiNotes, map[string]any{"order_id": order, "merchant_notes": strings.Join(platform.Unique(append(lines, note)), "\n")})
	return "", err
}

// ship gives the order's waybill to the platform, for all its lines.
func (c *Connector) ship(ctx context.Context, call platform.Call) (string, error) {
	o := call.Order
	switch {
	case o.Status == domain.OrderPaid:
		return "", platform.NotNow("must_not_ship")
	case o.Status != domain.OrderToShip:
		return "", platform.NotNow("not_to_ship")
	case o.RemoteID == "" || len(o.Lines) == 0:
		return "", platform.Lacks("order_id")
	case call.Act.Waybill == "":
		return "", platform.Lacks("waybill")
	case call.Act.CarrierCode == "":
		return "", platform.Lacks("carrier_code")
	}
	goods := make([]map[string]any, 0, len(o.Lines))
	for _, l := range o.Lines {
		goods = append(goods, map[string]any{"product_id": l.ProductID, "sku_id": l.SKUID, "product_cnt": l.Qty})
	}
	_, err := c.write(ctx, apiShip, map[string]any{"order_id": o.RemoteID, "delivery_list": []any{map[string]any{"deliver_type": 1,
		"delivery_id": call.Act.CarrierCode, "waybill_id": call.Act.Waybill, "product_infos": goods}}})
	return "", err
}

// Upload brings a picture to the platform and returns its media id. invalid
// (field proofs, reason wrong_type) for what is no JPEG or PNG.
func (c *Connector) Upload(ctx context.Context, p platform.Proof) (string, error) {
	size, kind, err := image.DecodeConfig(bytes.NewReader(p.Body))
	if err != nil || kind != "jpeg" && kind != "png" {
		return "", domain.E(domain.CodeInvalid, errors.New("upload proof"), "field", "proofs", "reason", "wrong_type")
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", `form-data; name="media"; filename="proof.`+kind+`"`) // not the person's file name
	head.Set("Content-Type", "image/"+kind)
	part, err := form.CreatePart(head)
	if err == nil {
		_, err = part.Write(p.Body)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return "", domain.E(domain.CodeInternal, errors.New("write upload"))
	}
	w := httpx.Wire{Body: body.Bytes(), Header: map[string]string{"Content-Type": form.FormDataContentType()}}
	answer, err := grant.Read(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) {
		q := url.Values{"upload_type": {"0"}, "resp_type": {"0"}, "height": {strconv.Itoa(size.Height)}, "width": {strconv.Itoa(size.Width)}}
		return c.post(ctx, apiUpload, q, w, token, "write", false)
	})
	if err != nil {
		return "", err
	}
	var u uploadAnswer
	if err := json.Unmarshal(answer, &u); err != nil || u.File.MediaID == "" {
		return "", platform.Bad("pic_file.media_id")
	}
	return u.File.MediaID, nil
}

// RefuseReasons lists the platform's reasons for refusing; they are the same for
// every case.
func (c *Connector) RefuseReasons(ctx context.Context, _ string) ([]domain.RefuseReason, error) {
	body, err := c.call(ctx, apiReasons, struct{}{}, "sync")
	if err != nil {
		return nil, err
	}
	var w reasonsAnswer
	if err := json.Unmarshal(body, &w); err != nil {
		return nil, platform.BadShape(err, "reject_reason_list")
	}
	out := []domain.RefuseReason{}
	for _, r := range append(w.List, w.Other...) {
		if r.Type != "" {
			out = append(out, domain.RefuseReason{Code: string(r.Type), Text: platform.First(r.TypeText, r.Text)})
		}
	}
	return out, nil
}

// Carriers lists the courier companies that a shipment may name.
func (c *Connector) Carriers(ctx context.Context) ([]domain.CarrierName, error) {
	body, err := c.call(ctx, apiCarriers, struct{}{}, "sync")
	if err != nil {
		return nil, err
	}
	var w carriersAnswer
	if err := json.Unmarshal(body, &w); err != nil {
		return nil, platform.BadShape(err, "company_list")
	}
	out := []domain.CarrierName{}
	for _, x := range w.List {
		if x.Code != "" {
			out = append(out, domain.CarrierName{Code: string(x.Code), Name: x.Name})
		}
	}
	return out, nil
}
