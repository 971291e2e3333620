package sim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

type caseListParams struct {
	OrderID    flex     `json:"order_id"`
	CaseID     flex     `json:"aftersale_id"`
	Type       flex     `json:"aftersale_type"`
	Status     []flex   `json:"standard_aftersale_status"`
	Arbitrate  []flex   `json:"arbitrate_status"`
	From       flex     `json:"start_time"`
	To         flex     `json:"end_time"`
	UpdateFrom flex     `json:"update_start_time"`
	UpdateTo   flex     `json:"update_end_time"`
	OrderBy    []string `json:"order_by"`
	Page       flex     `json:"page"`
	Size       flex     `json:"size"`
}

type caseListAnswer struct {
	Page    int64       `json:"page"`
	Size    int64       `json:"size"`
	Total   wnum        `json:"total"`
	HasMore bool        `json:"has_more"`
	Items   []caseShape `json:"items"`
}

type caseShape struct {
	Info  caseInfo  `json:"aftersale_info"`
	Order caseOrder `json:"order_info"`
	Text  caseText  `json:"text_part"`
	Logs  []any     `json:"seller_logs"`
}

type caseInfo struct {
	ID          string      `json:"aftersale_id"`
	Related     string      `json:"related_id"`
	OrderType   int         `json:"aftersale_order_type"`
	Type        int         `json:"aftersale_type"`
	SubType     int         `json:"aftersale_sub_type"`
	Status      int         `json:"aftersale_status"`
	Refund      int         `json:"refund_status"`
	Applied     wnum        `json:"apply_time"`
	Created     int64       `json:"create_time"`
	Updated     wnum        `json:"update_time"`
	Deadline    wnum        `json:"status_deadline"`
	Final       int64       `json:"aftersale_status_to_final_time"`
	Amount      wnum        `json:"refund_amount"`
	Post        int64       `json:"refund_post_amount"`
	Num         wnum        `json:"aftersale_num"`
	Part        int         `json:"part_type"`
	Got         int         `json:"got_pkg"`
	RefundType  int         `json:"aftersale_refund_type"`
	Fast        int         `json:"refund_type"`
	Arbitrate   int         `json:"arbitrate_status"`
	Blame       int         `json:"arbitrate_blame"`
	Return      string      `json:"return_logistics_code"`
	ReturnName  string      `json:"return_logistics_company_name"`
	Exchange    string      `json:"exchange_logistics_company_name"`
	Risk        int         `json:"risk_decision_code"`
	Labels      []codeName  `json:"reason_second_labels"`
	Tags        []any       `json:"aftersale_tags"`
	Logistics   []caseRoute `json:"order_logistics"`
	AutoBits    []int       `json:"auto_audit_bits"`
	RefuseSign  int         `json:"is_agree_refuse_sign"`
	UrgeSMSLeft int         `json:"left_urge_sms_count"`
}

type codeName struct {
	Code int64  `json:"code"`
	Name string `json:"name"`
}

type caseRoute struct {
	No    string `json:"tracking_no"`
	Name  string `json:"company_name"`
	Code  string `json:"company_code"`
	Time  int64  `json:"logistics_time"`
	State int    `json:"logistics_state"`
}

type caseOrder struct {
	ShopOrder string     `json:"shop_order_id"`
	Flag      int        `json:"order_flag"`
	Lines     []caseLine `json:"related_order_info"`
}

type caseLine struct {
	ID        string   `json:"sku_order_id"`
	Status    int      `json:"order_status"`
	Pay       wnum     `json:"pay_amount"`
	Post      int64    `json:"post_amount"`
	Num       int64    `json:"item_num"`
	Created   int64    `json:"create_time"`
	Name      string   `json:"product_name"`
	Product   int64    `json:"product_id"`
	Picture   string   `json:"product_image"`
	SKUCode   string   `json:"shop_sku_code"`
	AfterPay  int64    `json:"aftersale_pay_amount"`
	AfterNum  int64    `json:"aftersale_item_num"`
	Price     int64    `json:"price"`
	GivenSKUs []string `json:"given_sku_order_ids"`
}

type caseText struct {
	Status    string `json:"aftersale_status_text"`
	Type      string `json:"aftersale_type_text"`
	Reason    string `json:"reason_text"`
	Arbitrate string `json:"arbitrate_status_text"`
	Logistics string `json:"logistics_text"`
	Return    string `json:"return_logistics_text"`
	Refund    string `json:"aftersale_refund_type_text"`
	BadItem   string `json:"bad_item_text"`
}

var (
	caseTypeText   = map[int8]string{typeReturn: "退货退款", typeShipped: "已发货仅退款", typeUnshipped: "未发货仅退款", typeExchange: "换货", typePrice: "价保", typeReship: "补寄", typeRepair: "维修"}
	caseStatusText = map[int8]string{stApplied: "待商家处理", stSendBack: "待买家退货", stShipAgain: "待商家发货", stReturned: "待商家收货", stDone: "售后成功", stSentAgain: "待买家收货",
		stDoneAgain: "售后成功", stRefused: "商家已拒绝", stFailed: "售后关闭", stRefusedTwo: "商家拒绝退款"}
	arbText = map[int16]string{arbNone: "", arbRunning: "平台处理中", arbBuyer: "支持买家", arbMerchant: "支持商家", arbEvidence: "待商家举证", arbTalks: "待与买家协商", arbEnded: "仲裁结束"}
)

func (s *simulator) caseList(c *call) answer {
	var p caseListParams
	if !c.read(&p) {
		return bad(40004, "isv.parameter-invalid:11000", "参数错误")
	}
	from, to, a, ok := paging(p.Page, p.Size)
	if !ok {
		return a
	}
	for _, by := range p.OrderBy {
		name, dir, _ := strings.Cut(by, " ")
		if name != "update_time" && name != "apply_time" && name != "status_deadline" || dir != "asc" && dir != "desc" {
			return bad(40004, "isv.parameter-invalid:11000", "排序参数错误")
		}
	}
	s.shift(c, p.Page.int(), func() (int64, int64, bool) {
		list := s.casesIn(&p, c.now)
		if len(list) == 0 {
			return 0, 0, false
		}
		m := &s.x.cases[list[0]]
		o := &s.x.orders[m.order]
		return s.w.orderID(int(o.day), int(o.idx)), s.w.caseID(int(o.day), int(o.idx), int(m.k)), true
	})
	list := s.casesIn(&p, c.now)
	out := caseListAnswer{Page: p.Page.int(), Size: p.Size.int(), Total: wnum{int64(len(list)), c.nth%9 == 1}, HasMore: to < len(list), Items: []caseShape{}}
	var l life
	for i := from; i < to && i < len(list); i++ {
		m := &s.x.cases[list[i]]
		s.x.load(&l, m.order)
		out.Items = append(out.Items, l.caseShape(c, &l.cases[m.k], s.x.now))
	}
	if c.fault == faultDuplicate && len(out.Items) > 0 {
		out.Items = append(out.Items, out.Items[len(out.Items)-1])
		m := &s.x.cases[list[from]]
		s.x.load(&l, m.order)
		cs := &l.cases[m.k]
		if cs.at(m.upd-1) != nil {
			out.Items = append(out.Items, l.caseShape(c, cs, m.upd-1))
		}
	}
	return good(out)
}

func has(list []flex, v int64) bool {
	if len(list) == 0 {
		return true
	}
	for _, f := range list {
		if f.int() == v {
			return true
		}
	}
	return false
}

func (s *simulator) casesIn(p *caseListParams, now int64) []int32 {
	x := s.x
	list := window(x.bySecC, p.UpdateFrom.int(), p.UpdateTo.int(), func(i int32) int64 { return x.cases[i].upd })
	out := make([]int32, 0, len(list))
	applied := p.From.int()
	if applied == 0 && p.UpdateFrom.int() == 0 && !p.CaseID.set && !p.OrderID.set {
		applied = now - caseReach - reachSlack
	}
	for _, at := range list {
		m := &x.cases[at]
		if m.apply < applied || p.To.int() > 0 && m.apply > p.To.int() || !has(p.Status, int64(m.status)) || !has(p.Arbitrate, int64(m.arb)) {
			continue
		}
		if p.Type.set && p.Type.int() != int64(m.typ) {
			continue
		}
		if p.OrderID.set || p.CaseID.set {
			o := &x.orders[m.order]
			if p.CaseID.set && s.w.caseID(int(o.day), int(o.idx), int(m.k)) != p.CaseID.int() {
				continue
			}
			if d, i, ok := s.w.findOrder(p.OrderID.int()); p.OrderID.set && (!ok || d != int(o.day) || i != int(o.idx)) {
				continue
			}
		}
		out = append(out, at)
	}
	by := "update_time desc"
	if len(p.OrderBy) > 0 {
		by = p.OrderBy[0]
	}
	key := func(m *caseMark) int64 { return m.upd }
	switch {
	case strings.HasPrefix(by, "apply"):
		key = func(m *caseMark) int64 { return m.apply }
	case strings.HasPrefix(by, "status"):
		key = func(m *caseMark) int64 { return m.deadline }
	}
	if !strings.HasPrefix(by, "update") {
		slices.SortFunc(out, func(a, b int32) int {
			if c := cmp.Compare(key(&x.cases[a]), key(&x.cases[b])); c != 0 {
				return c
			}
			return cmp.Compare(a, b)
		})
	}
	if strings.HasSuffix(by, "desc") {
		slices.Reverse(out)
	}
	return out
}

// caseShape renders a case for the list.
func (l *life) caseShape(c *call, cs *kase, now int64) caseShape {
	s := cs.at(now)
	q := quirk{l.w.dice(rollWire, l.day, l.idx*16+cs.k+1_000_000)}
	r := reasons[s.reason]
	out := caseShape{Logs: []any{}}
	out.Info = caseInfo{ID: cs.idText(), Related: l.lineID(max(cs.line, 0)), OrderType: 1, Type: int(s.typ), Status: int(s.status), Refund: int(s.refund), Applied: q.n(cs.applied), Created: cs.applied,
		Updated: q.n(s.at), Deadline: q.n(s.deadline), Amount: q.n(cs.asked), Post: cs.post, Num: q.n(cs.qty), Got: int(b2i(cs.got)), Arbitrate: int(s.arb), Labels: []codeName{{r.code * 10, r.text}},
		Tags: []any{}, Logistics: []caseRoute{}, AutoBits: []int{}}
	if unknownNow(c, cs.id) {
		out.Info.Status = strangeCase
	} else if s.status == stSentAgain && cs.id%2 == 0 {
		out.Info.Status = 3 // the list's documentation says 3 where the detail's says 13
	}
	if cs.line < 0 {
		out.Info.OrderType, out.Info.Related = 2, l.lineID(0)
	}
	if cs.line >= 0 && cs.asked < l.lines[cs.line].paid {
		out.Info.Part = 1
	}
	if cs.ended > 0 && cs.ended <= now {
		out.Info.Final = cs.ended
	}
	if cs.auto && out.Info.Final > 0 {
		out.Info.AutoBits, out.Info.Fast = []int{3}, 3
	}
	switch s.arb {
	case arbBuyer:
		out.Info.Blame = 1
	case arbMerchant:
		out.Info.Blame = 2
	}
	out.Text = caseText{Status: caseStatusText[s.status], Type: caseTypeText[s.typ], Reason: r.text, Arbitrate: arbText[s.arb], Logistics: "未发货", Return: "未发货", Refund: "原路退款"}
	for i := range l.parcels {
		if p := &l.parcels[i]; !p.back && !p.again && l.shown(p, now) {
			out.Info.Logistics = append(out.Info.Logistics, l.route(p, now))
			out.Text.Logistics = "已发货"
		}
	}
	if cs.ret >= 0 && l.parcels[cs.ret].uploaded <= now {
		p := &l.parcels[cs.ret]
		out.Info.Return, out.Info.ReturnName, out.Text.Return = p.waybill(), couriers[p.courier].name, "已发货"
		if p.signed > 0 && p.signed <= now {
			out.Text.Return = "已签收"
		}
	}
	if cs.again >= 0 && l.parcels[cs.again].uploaded <= now {
		out.Info.Exchange = couriers[l.parcels[cs.again].courier].name
	}
	st, _ := l.status(now)
	out.Order = caseOrder{ShopOrder: l.lineID(0), Lines: []caseLine{}}
	for i := range l.lines {
		if cs.line >= 0 && cs.line != i {
			continue
		}
		x := &l.lines[i]
		pr := &l.w.goods[x.product]
		out.Order.Lines = append(out.Order.Lines, caseLine{ID: l.lineID(i), Status: l.lineStatus(i, now, st), Pay: q.n(x.paid), Num: x.qty, Created: l.created, Name: pr.name, Product: pr.id,
			Picture: pr.picture(), SKUCode: pr.variant(x.variant).code(pr), AfterPay: x.paid, AfterNum: x.qty, Price: x.unit, GivenSKUs: []string{}})
	}
	return out
}

// route is a parcel as cases name it; the state says 1 refused by the buyer, 2
// signed by the buyer, 3 coming back, 4 back at the merchant.
func (l *life) route(p *parcel, now int64) caseRoute {
	r := caseRoute{No: p.waybill(), Name: couriers[p.courier].name, Code: couriers[p.courier].code, Time: p.uploaded}
	st, n := p.state(now)
	switch st {
	case "signed", "signed_by_other":
		r.State = 2
	case "refused":
		r.State = 1
	case "returning", "intercepted":
		r.State = 3
	case "returned_signed":
		r.State = 4
	}
	if r.State > 0 {
		r.Time = p.scans[n-1].at
	}
	return r
}

// findVisible finds a case that exists by now.
func (s *simulator) findVisible(l *life, id string) (*kase, bool) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, false
	}
	d, i, k, ok := s.w.findCase(n)
	if !ok {
		return nil, false
	}
	at, ok := s.x.place(d, i)
	if !ok {
		return nil, false
	}
	s.x.load(l, at)
	if k >= len(l.cases) || l.cases[k].at(s.x.now) == nil {
		return nil, false
	}
	return &l.cases[k], true
}
