package jd

import (
	"context"
	"encoding/json"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// acts says which writes are documented well enough: to approve an application to
// cancel, and the shop's remark on the order. Refusing one wants a kind whose
// values have no published meaning, and the decisions on service orders, answers
// to reviews and shipments have parameters or answers that are not published.
// There is no version and no idempotency key; a remark writes the whole text again.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayUnsafe},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplaySame, Asks: []string{"note"}},
	)
}

// maxRemark is the longest remark of an order, in characters.
const maxRemark = 500

// Act sends one act. The platform gives no receipt; "" stands for it.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	var api string
	var p map[string]any
	var err error
	switch call.Act.Kind {
	case domain.ActAgree:
		api, p, err = approval(call)
	case domain.ActRemark:
		api, p, err = c.remark(ctx, call)
	default:
		return "", platform.NoAct("no_such_act")
	}
	if err != nil {
		return "", platform.NotSent(err)
	}
	data, err := c.write(ctx, api, p)
	if err != nil {
		return "", err
	}
	var w wireReplied
	if err := json.Unmarshal(data, &w); err != nil {
		return "", platform.BadShape(err, "answer")
	}
	if api == apiReplyRefund {
		return "", worked(api, w.Result)
	}
	return "", worked(api, w.Remark)
}

// approval approves an application to cancel that waits for the first decision.
func approval(call platform.Call) (string, map[string]any, error) {
	a := call.Case
	id, ok := strings.CutPrefix(a.RemoteID, cancels)
	if !ok {
		return "", nil, platform.NoAct("back_office_only") // a service order
	}
	if a.Status != domain.StatusAwaitMerchant || a.RawStatus != "0" {
		return "", nil, platform.NotNow("not_merchants_turn")
	}
	return apiReplyRefund, map[string]any{"id": id, "status": 1, "checkUserName": operator, "remark": platform.First(call.Act.Note.Reveal(), "同意取消")}, nil
}

// remark adds to the shop's remark on the case's order, which is one text: the
// remark as it is now is read and kept in front. One that ends in the same words
// already is sent as it is.
func (c *Connector) remark(ctx context.Context, call platform.Call) (string, map[string]any, error) {
	note := strings.TrimSpace(call.Act.Note.Reveal())
	if note == "" {
		return "", nil, platform.Lacks("note")
	}
	_, order, err := domain.SplitKey(call.Case.OrderID)
	if err != nil {
		return "", nil, platform.Lacks("orderId")
	}
	now, err := c.Order(ctx, order)
	if err != nil {
		return "", nil, err
	}
	switch have := strings.TrimSpace(now.Value.SellerWords.Reveal()); {
	case strings.HasSuffix(have, note):
		note = have
	case have != "":
		note = have + "；" + note
	}
	if len([]rune(note)) > maxRemark { // cutting it would lose somebody's words
		return "", nil, platform.Lacks("note")
	}
	return apiRemark, map[string]any{"order_id": order, "remark": note}, nil
}
