package medusa

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// acts says which writes the server has. A return that was received or cancelled
// refuses the second time, and so does a shipped parcel; a note lies over itself;
// a refund is paid as often as it is sent.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected,
		domain.ActAbility{Kind: domain.ActAgree, Replay: domain.ReplayUnsafe},
		domain.ActAbility{Kind: domain.ActRefuse, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActAgreeRefund, Replay: domain.ReplayUnsafe},
		domain.ActAbility{Kind: domain.ActConfirmReceipt, Replay: domain.ReplayRefused},
		domain.ActAbility{Kind: domain.ActReship, Replay: domain.ReplayRefused, Asks: []string{"waybill"}},
		domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplaySame, Asks: []string{"note"}},
		domain.ActAbility{Kind: domain.ActShip, Replay: domain.ReplayRefused, Asks: []string{"waybill"}},
	)
}

// Act sends one act. Two of them need a step before: a receipt is begun and its
// pieces are named in a draft that takes effect with its confirmation, and goods
// are packed before they are shipped. The step before is found again by the next
// attempt, so that the one request which takes effect is sent once. The receipt
// is empty: an answer names no log.
func (c *Connector) Act(ctx context.Context, call platform.Call) (string, error) {
	act, a := call.Act, call.Case
	if act.Kind != domain.ActShip && act.Kind != domain.ActRemark && act.Version != "" && act.Version != a.Version {
		return "", platform.NotNow("case_changed")
	}
	switch act.Kind {
	case domain.ActRemark:
		return "", c.note(ctx, call)
	case domain.ActShip:
		return "", c.ship(ctx, call.Order.RemoteID, act.Waybill, nil)
	case domain.ActRefuse:
		return "", c.cancel(ctx, a)
	case domain.ActConfirmReceipt:
		return "", c.receive(ctx, act, a)
	case domain.ActAgree:
		if a.Status != domain.StatusAwaitMerchant || a.Type != domain.CaseRefundShipped {
			return "", platform.NoAct("nothing_to_agree") // a return is agreed when it is entered
		}
		return "", c.refund(ctx, act, a)
	case domain.ActAgreeRefund:
		if a.Status != domain.StatusAwaitReceipt || !a.GoodsBack {
			return "", platform.NotNow("goods_not_back")
		}
		return "", c.refund(ctx, act, a)
	case domain.ActReship:
		return "", c.reship(ctx, act, a)
	}
	return "", platform.NoAct("no_such_act")
}

// now reads the parts of a case as they are; errors say that nothing was sent.
func (c *Connector) now(ctx context.Context, remoteID string) (*opened, error) {
	item, err := c.AfterSale(ctx, remoteID)
	if err != nil {
		return nil, platform.NotSent(err)
	}
	o, err := open(item.Raw)
	if err != nil {
		return nil, platform.NotSent(err)
	}
	return o, nil
}

// note writes the merchant's words under one name into the order's metadata, whose
// other names the server keeps.
func (c *Connector) note(ctx context.Context, call platform.Call) error {
	if call.Act.Note == "" {
		return platform.Lacks("note")
	}
	_, order, err := domain.SplitKey(call.Case.OrderID)
	if err != nil {
		return platform.Lacks("order_id")
	}
	_, err = c.post(ctx, apiNote, apiOrders+"/"+url.PathEscape(order), map[string]any{"metadata": map[string]string{"merchant_note": call.Act.Note.Reveal()}})
	return err
}

// cancel refuses a case whose goods have not come back: the server's word is to
// cancel it. It refuses by itself (conflict) while a parcel of it is on its way.
func (c *Connector) cancel(ctx context.Context, a domain.AfterSale) error {
	api := apiReturns
	switch {
	case a.GoodsBack || !a.Status.Open():
		return platform.NotNow("goods_came_back")
	case strings.HasPrefix(a.RemoteID, "oexc_"):
		api = apiExchanges
	case strings.HasPrefix(a.RemoteID, "claim_"):
		api = apiClaims
	case !strings.HasPrefix(a.RemoteID, "return_"):
		return platform.NoAct("no_such_act")
	}
	_, err := c.post(ctx, apiCancel, api+"/"+url.PathEscape(a.RemoteID)+"/cancel", map[string]any{})
	return err
}

// receive confirms that all pieces of a case came back. A draft of a receipt that
// an earlier attempt of this program left is taken up again from its beginning; one
// that a person is writing refuses this one (conflict).
func (c *Connector) receive(ctx context.Context, act domain.Act, a domain.AfterSale) error {
	if a.Status != domain.StatusAwaitReturn && a.Status != domain.StatusAwaitReceipt {
		return platform.NotNow("not_merchants_turn")
	}
	o, err := c.now(ctx, a.RemoteID)
	if err != nil {
		return err
	}
	if o.back == nil {
		return platform.NoAct("nothing_comes_back")
	}
	var goods []quantity
	for _, i := range o.back.Items {
		if n := i.Quantity.whole() - i.Received.whole(); n > 0 {
			goods = append(goods, quantity{i.Line, n})
		}
	}
	if len(goods) == 0 {
		return platform.NotNow("goods_came_back")
	}
	path := apiReturns + "/" + url.PathEscape(o.back.ID) + "/receive"
	mine := draftMark + act.AfterSaleID
	if err := c.dropDraft(ctx, o.order.ID, mine, path); err != nil {
		return platform.NotSent(err)
	}
	if _, err := c.post(ctx, apiReceive, path, map[string]string{"internal_note": mine}); err != nil {
		return platform.NotSent(err)
	}
	if _, err := c.post(ctx, apiReceive+"-items", apiReturns+"/"+url.PathEscape(o.back.ID)+"/receive-items", map[string]any{"items": goods}); err != nil {
		return platform.NotSent(err)
	}
	_, err = c.post(ctx, apiConfirm, path+"/confirm", map[string]bool{"no_notification": true})
	return err
}

// draftMark begins the note of a draft that this program made.
const draftMark = "AfterDesk "

// dropDraft takes back a draft of this program on an order.
func (c *Connector) dropDraft(ctx context.Context, order, mine, path string) error {
	got, err := c.get(ctx, apiOrders+"/changes", apiOrders+"/"+url.PathEscape(order)+"/changes", "write", url.Values{"status[]": {"pending", "requested"}})
	if err != nil {
		return err
	}
	var w struct {
		Changes []struct {
			Status string `json:"status"`
			Note   string `json:"internal_note"`
		} `json:"order_changes"`
	}
	if err := json.Unmarshal(got, &w); err != nil {
		return platform.BadShape(err, "order_changes")
	}
	for _, x := range w.Changes {
		switch {
		case x.Status != "pending" && x.Status != "requested":
		case x.Note != mine:
			return platform.NotNow("being_edited")
		default:
			_, err := c.send(ctx, call{api: apiReceive, path: path, purpose: "write", method: http.MethodDelete, write: true})
			return err
		}
	}
	return nil
}

// refund pays back what a case asks, at most what the order owes, from the one
// payment that still holds it.
func (c *Connector) refund(ctx context.Context, act domain.Act, a domain.AfterSale) error {
	o, err := c.now(ctx, a.RemoteID)
	if err != nil {
		return err
	}
	owed, ok := o.order.Summary.Pending.rat()
	if !ok || owed.Sign() >= 0 {
		return platform.NotNow("nothing_owed")
	}
	owed.Neg(owed)
	sum, ok := money(owed, o.cur)
	if !ok {
		return platform.NotNow("nothing_owed")
	}
	if left := a.Asked.Minor - a.Refunded.Minor; a.Asked.Known() && left < sum.Minor {
		sum.Minor = left
	}
	if sum.Minor <= 0 {
		return platform.NotNow("nothing_owed")
	}
	payment := ""
	for _, col := range o.order.Collections {
		for _, p := range col.Payments {
			left := new(big.Rat)
			for _, x := range p.Captures {
				if r, ok := x.Amount.rat(); ok {
					left.Add(left, r)
				}
			}
			for _, x := range p.Refunds {
				if r, ok := x.Amount.rat(); ok {
					left.Sub(left, r)
				}
			}
			if m, ok := money(left, o.cur); ok && m.Minor >= sum.Minor {
				payment = p.ID
			}
		}
	}
	if payment == "" {
		return platform.NoAct("several_payments")
	}
	body := map[string]any{"amount": json.Number(sum.Decimal())}
	if act.Note != "" {
		body["note"] = act.Note.Reveal()
	}
	_, err = c.post(ctx, apiRefund, apiPayments+"/"+url.PathEscape(payment)+"/refund", body)
	return err
}

// reship sends out what an exchange or a claim replaces.
func (c *Connector) reship(ctx context.Context, act domain.Act, a domain.AfterSale) error {
	if a.Status != domain.StatusAwaitShip {
		return platform.NotNow("not_merchants_turn")
	}
	o, err := c.now(ctx, a.RemoteID)
	if err != nil {
		return err
	}
	if o.swap == nil || len(o.swap.Outbound) == 0 {
		return platform.NoAct("nothing_to_send")
	}
	lines := map[string]bool{}
	for _, x := range o.swap.Outbound {
		lines[x.Line] = true
	}
	return c.ship(ctx, o.order.ID, act.Waybill, lines)
}

// ship sends the pieces of an order that have not left yet, with one waybill: all
// of them, or those of the given lines. They are packed first unless they are.
func (c *Connector) ship(ctx context.Context, order, waybill string, lines map[string]bool) error {
	if waybill == "" {
		return platform.Lacks("waybill")
	}
	w, err := c.readOrder(ctx, order)
	if err != nil {
		return err
	}
	packed, toPack := pieces(w, lines)
	if packed == nil {
		if len(toPack) == 0 {
			return platform.NotNow("order_not_to_ship")
		}
		if _, err := c.post(ctx, apiFulfill, apiOrders+"/"+url.PathEscape(order)+"/fulfillments", map[string]any{"items": toPack, "no_notification": true}); err != nil {
			return platform.NotSent(err)
		}
		if w, err = c.readOrder(ctx, order); err != nil {
			return err
		}
		if packed, _ = pieces(w, lines); packed == nil {
			return platform.NotNow("order_not_to_ship")
		}
	}
	label := map[string]string{"tracking_number": waybill, "tracking_url": "", "label_url": ""}
	_, err = c.post(ctx, apiShipment, apiOrders+"/"+url.PathEscape(order)+"/fulfillments/"+url.PathEscape(packed.ID)+"/shipments",
		map[string]any{"items": quantities(packed), "labels": []any{label}})
	return err
}

func (c *Connector) readOrder(ctx context.Context, order string) (*wireOrder, error) {
	raws, err := c.ordersByID(ctx, []string{order}, "write")
	if err != nil {
		return nil, platform.NotSent(err)
	}
	if len(raws) != 1 {
		return nil, domain.E(domain.CodeNotFound, errors.New("read order"), "reason", "no_data", "sent", "no")
	}
	w, err := decodeOrder(raws[0])
	if err != nil {
		return nil, platform.NotSent(err)
	}
	return w, nil
}

// quantity is a line and a number of pieces, as the server takes them.
type quantity struct {
	ID       string `json:"id"`
	Quantity int64  `json:"quantity"`
}

func quantities(f *wireFulfillment) []quantity {
	out := []quantity{}
	for _, i := range f.Items {
		out = append(out, quantity{i.Line, i.Quantity.whole()})
	}
	return out
}

// pieces finds a parcel that is packed but not sent, and what is still to be
// packed, among some lines of an order (nil: all).
func pieces(w *wireOrder, lines map[string]bool) (packed *wireFulfillment, toPack []quantity) {
	for i := range w.Fulfillments {
		f := &w.Fulfillments[i]
		if f.ShippedAt != "" || f.CanceledAt != "" {
			continue
		}
		for _, x := range f.Items {
			if lines == nil || lines[x.Line] {
				packed = f
			}
		}
	}
	for i := range w.Items {
		item := &w.Items[i]
		if lines != nil && !lines[item.ID] {
			continue
		}
		if n := item.Quantity.whole() - item.Detail.Fulfilled.whole(); n > 0 {
			toPack = append(toPack, quantity{item.ID, n})
		}
	}
	return packed, toPack
}
