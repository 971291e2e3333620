package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// wechat speaks the WeChat shops' API: JSON bodies, the token in the query and
// no signature, lists of ids whose rows are read one by one.
type wechat struct{ *simulator }

func (s wechat) name(c *call) string { return c.path }

func (s wechat) token(name string) bool { return name == "/cgi-bin/stable_token" }

func (s wechat) keys() map[string]string {
	return map[string]string{"app_key": s.o.ShopID, "app_secret": s.o.AppSecret}
}

type wxAnswer = map[string]any

func wxBad(code int, text string) wxAnswer { return wxAnswer{"errcode": code, "errmsg": text} }

func (s wechat) answer(c *call) (int, []byte) {
	a := s.serve(c)
	if a["errcode"] == nil {
		a["errcode"], a["errmsg"] = 0, "ok"
	}
	b, err := json.Marshal(a)
	if err != nil {
		return http.StatusInternalServerError, []byte("{}")
	}
	return http.StatusOK, b
}

// wxParam is the union of the parameters that the calls know.
type wxParam struct {
	AppID   string `json:"appid"`
	Secret  string `json:"secret"`
	Created *struct {
		From int64 `json:"start_time"`
		To   int64 `json:"end_time"`
	} `json:"create_time_range"`
	Updated *struct {
		From int64 `json:"start_time"`
		To   int64 `json:"end_time"`
	} `json:"update_time_range"`
	CreateFrom int64    `json:"begin_create_time"`
	CreateTo   int64    `json:"end_create_time"`
	UpdateFrom int64    `json:"begin_update_time"`
	UpdateTo   int64    `json:"end_update_time"`
	Size       int      `json:"page_size"`
	Key        string   `json:"next_key"`
	Order      flex     `json:"order_id"`
	Case       flex     `json:"after_sale_order_id"`
	Complaint  flex     `json:"complaint_id"`
	Accept     flex     `json:"accept_type"`
	Reason     string   `json:"reject_reason"`
	ReasonType flex     `json:"reject_reason_type"`
	Waybill    string   `json:"waybill_id"`
	Delivery   string   `json:"delivery_id"`
	Content    string   `json:"content"`
	Media      []string `json:"media_id_list"`
	Notes      string   `json:"merchant_notes"`
}

func (s wechat) serve(c *call) wxAnswer {
	var p wxParam
	if c.verb == http.MethodPost && !c.read(&p) {
		return wxBad(47001, "data format error")
	}
	if s.token(c.method) {
		return s.stable(c, &p)
	}
	t, ok := s.readToken(c.query.Get("access_token"), "at")
	switch {
	case !ok:
		return wxBad(40001, "invalid credential")
	case t.expires <= c.now || s.worn(c.query.Get("access_token"), c.fault == faultToken):
		return wxBad(42001, "access_token expired")
	case c.fault == faultStorm:
		return wxBad(45011, "api minute-quota reach limit")
	}
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	s.x.moveTo(c.now)
	switch c.method {
	case "/channels/ec/basics/info/get":
		return wxAnswer{"info": wxAnswer{"nickname": s.w.cfg.ShopName, "headimg_url": "", "subject_type": "企业", "status": "open_finished", "username": s.o.ShopID}}
	case "/channels/ec/order/list/get":
		return s.orderIDs(&p)
	case "/channels/ec/order/get":
		var l life
		if !s.loadOrder(&l, p.Order.int()) {
			return wxBad(100002, "order not found")
		}
		return wxAnswer{"order": s.order(c, &l)}
	case "/channels/ec/aftersale/getaftersalelist":
		return s.caseIDs(&p)
	case "/channels/ec/aftersale/rejectreason/get":
		var out []any
		for _, r := range refuseReasons {
			out = append(out, wxAnswer{"reject_reason_type": r.Code, "reject_reason_type_text": r.Reason, "reject_reason": r.Reason, "reject_scene": 1})
		}
		return wxAnswer{"reject_reason_list": out}
	case "/channels/ec/order/deliverycompanylist/get":
		var out []any
		for _, k := range couriers {
			out = append(out, wxAnswer{"delivery_id": k.code, "delivery_name": k.name})
		}
		return wxAnswer{"company_list": out}
	case "/channels/ec/basics/img/upload":
		return wxAnswer{"pic_file": wxAnswer{"media_id": fmt.Sprintf("demo-media-%d", c.nth)}}
	case "/channels/ec/order/merchantnotes/update":
		var l life
		if !s.loadOrder(&l, p.Order.int()) {
			return wxBad(100002, "order not found")
		}
		if s.keep(op{At: s.x.now, Order: l.id, Kind: opRemark, Note: p.Notes}) != nil {
			return wxBad(-1, "system error")
		}
		return wxAnswer{}
	case "/channels/ec/aftersale/getcomplaintorder", "/channels/ec/aftersale/addcomplaintproof", "/channels/ec/aftersale/addcomplaintmaterial":
		return s.complaint(c, &p)
	}
	return s.onCase(c, &p)
}

// stable hands out the same token until it is about to end.
func (s wechat) stable(c *call, p *wxParam) wxAnswer {
	switch {
	case p.AppID != s.o.ShopID:
		return wxBad(40013, "invalid appid")
	case p.Secret != s.o.AppSecret:
		return wxBad(40125, "invalid appsecret")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	life := min(int64(s.o.TokenLife.Seconds()), 7200)
	return wxAnswer{"access_token": s.makeToken("at", c.now+life), "expires_in": life}
}

func (s wechat) orderIDs(p *wxParam) wxAnswer {
	var list []int32
	var by func(int32) int64
	var from, to int64
	switch {
	case p.Updated != nil:
		from, to = p.Updated.From, p.Updated.To
		list, by = s.x.changedOrders(from, to)
	case p.Created != nil:
		from, to = p.Created.From, p.Created.To
		list, by = s.x.createdOrders(from, to)
	default:
		return wxBad(44002, "a time range is required")
	}
	if to-from > 7*day || p.Size < 1 || p.Size > 100 {
		return wxBad(31042, "range or page_size too large")
	}
	page, next, ok := after(list, p.Key, p.Size, by)
	if !ok {
		return wxBad(606006, "next_key does not fit")
	}
	ids := []any{}
	for _, at := range page {
		m := &s.x.orders[at]
		ids = append(ids, strconv.FormatInt(s.w.orderID(int(m.day), int(m.idx)), 10))
	}
	return wxAnswer{"order_id_list": ids, "next_key": next, "has_more": next != ""}
}

func (s wechat) caseIDs(p *wxParam) wxAnswer {
	from, to := p.UpdateFrom, p.UpdateTo
	list, by := s.x.changedCases(from, to)
	if p.CreateTo > 0 {
		from, to = p.CreateFrom, p.CreateTo
		list, by = s.x.appliedCases(from, to)
	}
	if to == 0 || to-from > day {
		return wxBad(9700224, "time range must be within 24h")
	}
	page, next, ok := after(list, p.Key, 50, by)
	if !ok {
		return wxBad(606006, "next_key does not fit")
	}
	ids := []any{}
	for _, at := range page {
		m := &s.x.cases[at]
		o := &s.x.orders[m.order]
		ids = append(ids, strconv.FormatInt(s.w.caseID(int(o.day), int(o.idx), int(m.k)), 10))
	}
	return wxAnswer{"after_sale_order_id_list": ids, "next_key": next, "has_more": next != ""}
}

// wxOrderStatus maps the world's states: 10 to pay, 20 to ship, 21 partly
// shipped, 30 to receive, 100 done, 200 refunded whole, 250 cancelled.
func wxOrderStatus(st int) int {
	switch st {
	case 1:
		return 10
	case 105, 2:
		return 20
	case 101:
		return 21
	case 3:
		return 30
	case 5:
		return 100
	case 21, 22, 39:
		return 200
	}
	return 250
}

func (s wechat) order(c *call, l *life) wxAnswer {
	now := s.x.now
	st, _ := l.status(now)
	status := wxOrderStatus(st)
	if unknownNow(c, l.id) {
		status = strangeOrder
	}
	goods, paid := l.total()
	scene, finder, live := 5, "", ""
	var lines, sources []any
	open := 0
	for i := range l.lines {
		x := &l.lines[i]
		pr := &s.w.goods[x.product]
		v := pr.variant(x.variant)
		if x.live {
			ses := &l.p.sessions[l.p.segs[x.seg].session]
			h := &s.w.hosts[ses.host]
			scene, finder, live = 2, "sph"+strconv.FormatInt(h.id, 10), "export/"+ses.roomText()
			channel := 0
			if !h.own {
				channel = 100
			}
			sources = append(sources, wxAnswer{"sku_id": strconv.FormatInt(v.id, 10), "account_type": 1, "account_id": finder, "account_nickname": h.name, "sale_channel": channel, "content_type": 0})
		}
		attrs := []any{wxAnswer{"attr_key": "颜色", "attr_value": v.colour}}
		if v.size != "" {
			attrs = append(attrs, wxAnswer{"attr_key": "尺码", "attr_value": v.size})
		}
		shipBy := int64(0)
		if l.paid > 0 && l.paid <= now {
			shipBy = l.shipBy
		}
		lines = append(lines, wxAnswer{"product_id": strconv.FormatInt(pr.id, 10), "sku_id": strconv.FormatInt(v.id, 10), "sku_cnt": x.qty, "title": pr.name, "thumb_img": pr.picture(),
			"sale_price": pr.price, "market_price": pr.price, "real_price": x.paid, "sku_code": v.code(pr), "sku_attrs": attrs, "delivery_deadline": shipBy, "is_free_gift": x.gift,
			"on_aftersale_sku_cnt": 0, "finish_aftersale_sku_cnt": 0})
	}
	var parcels, after []any
	for i := range l.parcels {
		pc := &l.parcels[i]
		if pc.back || pc.again || !l.shown(pc, now) {
			continue
		}
		var in []any
		for k := pc.first; k < pc.last; k++ {
			pr := &s.w.goods[l.lines[k].product]
			in = append(in, wxAnswer{"product_id": strconv.FormatInt(pr.id, 10), "sku_id": strconv.FormatInt(pr.variant(l.lines[k].variant).id, 10), "product_cnt": l.lines[k].qty})
		}
		parcels = append(parcels, wxAnswer{"waybill_id": pc.waybill(), "delivery_id": couriers[pc.courier].code, "delivery_name": couriers[pc.courier].name,
			"delivery_time": pc.uploaded, "deliver_type": 1, "product_infos": in})
	}
	for i := range l.cases {
		if k := l.cases[i].at(now); k != nil {
			after = append(after, wxAnswer{"aftersale_order_id": l.cases[i].idText(), "status": 2})
			if k.status != stDone && k.status != stFailed && k.status != stDoneAgain {
				open++
			}
		}
	}
	notes := ""
	for i := range l.ops {
		if o := &l.ops[i]; o.Kind == opRemark && o.Case == 0 && o.At <= now {
			notes = o.Note
		}
	}
	prov := &provinces[l.b.prov]
	cty := &prov.cities[l.b.city]
	done := int64(0)
	if st == 5 {
		done = untilNow(l.finished, now)
	}
	return wxAnswer{"order_id": strconv.FormatInt(l.id, 10), "status": status, "create_time": l.created, "update_time": l.updated(now), "openid": l.b.openID(),
		"order_detail": wxAnswer{"product_infos": lines,
			"pay_info":   wxAnswer{"pay_time": untilNow(l.paid, now), "prepay_time": l.created, "payment_method": 1},
			"price_info": wxAnswer{"product_price": goods, "order_price": paid + l.freight, "freight": l.freight, "discounted_price": goods - paid, "is_discounted": goods > paid},
			"delivery_info": wxAnswer{"address_info": wxAnswer{"user_name": l.b.maskedName(), "province_name": prov.name, "city_name": cty.name, "county_name": cty.towns[l.b.town],
				"detail_info": l.b.maskedAddress(), "tel_number": l.b.maskedPhone()}, "delivery_product_info": parcels, "ship_done_time": untilNow(l.uploaded, now), "deliver_method": 0},
			"ext_info":     wxAnswer{"customer_notes": l.buyerWords(), "merchant_notes": notes, "confirm_receipt_time": done, "finder_id": finder, "live_id": live, "order_scene": scene},
			"source_infos": sources},
		"aftersale_detail": wxAnswer{"on_aftersale_order_cnt": open, "aftersale_order_list": after}}
}

// wxType names a case's type; the platform has no repairs: the goods are sent
// again.
func wxType(typ int8) (name, sub string) {
	switch typ {
	case typeReturn:
		return "RETURN", "DEFAULT"
	case typeExchange:
		return "EXCHANGE", "DEFAULT"
	case typeReship, typeRepair:
		return "RESHIP", "DEFAULT"
	case typePrice:
		return "REFUND", "REFUND_PRICE_DIFF"
	}
	return "REFUND", "DEFAULT"
}

func wxCaseStatus(st *step) string {
	name, _ := wxType(st.typ)
	switch st.status {
	case stApplied:
		return "MERCHANT_PROCESSING"
	case stSendBack:
		return "USER_WAIT_RETURN"
	case stReturned, stShipAgain:
		return "MERCHANT_WAIT_RECEIPT"
	case stSentAgain:
		return "USER_WAIT_RECEIPT"
	case stDone, stDoneAgain:
		switch name {
		case "RETURN":
			return "MERCHANT_RETURN_SUCCESS"
		case "REFUND":
			return "MERCHANT_REFUND_SUCCESS"
		}
		return "MERCHANT_EXCHANGE_SUCCESS"
	case stRefused, stRefusedTwo:
		return "MERCHANT_REJECT_" + name
	}
	if st.act == actWithdraw {
		return "USER_CANCELD" // spelled so
	}
	return "MERCHANT_FAIL"
}

// wxReasons are the platform's words for the world's reasons.
var wxReasons = map[int64]string{101: "INCORRECT_SELECTION", 102: "INCORRECT_SELECTION", 105: "NOT_DELIVERED_TOO_LONG", 201: "NOT_DELIVERED_TOO_LONG", 202: "NO_EXPRESS_INFO", 203: "EMPTY_PACKAGE",
	206: "NO_LONGER_WANT", 301: "NO_REASON_7_DAYS", 303: "QUALITY_ISSUE", 304: "NOT_MATCH_PRODUCT_DESC", 305: "SEND_WRONG_GOODS", 306: "QUALITY_ISSUE", 307: "FAKE_PRODUCT"}

func (s wechat) aftersale(c *call, l *life, cs *kase) wxAnswer {
	st := cs.at(s.x.now)
	name, sub := wxType(st.typ)
	x := &l.lines[max(cs.line, 0)]
	pr := &s.w.goods[x.product]
	status := wxCaseStatus(st)
	if unknownNow(c, cs.id) {
		status = "STATE_" + strconv.Itoa(strangeCase)
	}
	out := wxAnswer{"after_sale_order_id": cs.idText(), "status": status, "order_id": strconv.FormatInt(l.id, 10), "openid": l.b.openID(), "type": name, "sub_type": sub,
		"reason": or(wxReasons[reasons[st.reason].code], "OTHERS"), "reason_text": reasons[st.reason].text,
		"product_info": wxAnswer{"product_id": strconv.FormatInt(pr.id, 10), "sku_id": strconv.FormatInt(pr.variant(x.variant).id, 10), "count": cs.qty},
		"details":      wxAnswer{"desc": "", "receive_product": cs.got, "media_id_list": pictures(cs.id, int(cs.pictures))},
		"refund_info":  wxAnswer{"amount": cs.asked}, "create_time": cs.applied, "update_time": st.at, "gen_scene": 1}
	if cs.ret >= 0 && l.shown(&l.parcels[cs.ret], s.x.now) {
		pc := &l.parcels[cs.ret]
		out["return_info"] = wxAnswer{"waybill_id": pc.waybill(), "delivery_id": couriers[pc.courier].code, "delivery_name": couriers[pc.courier].name}
	}
	switch st.status {
	case stApplied, stReturned, stShipAgain:
		out["deadline"] = st.deadline
	case stDone, stDoneAgain, stFailed:
		out["complete_time"] = st.at
	}
	if st.arb != arbNone {
		out["complaint_id"] = strconv.FormatInt(cs.id-caseBase+8_000_000_000_000_000_000, 10)
	}
	return out
}

// onCase answers what is about one case.
func (s wechat) onCase(c *call, p *wxParam) wxAnswer {
	var l life
	cs, ok := s.findVisible(&l, p.Case.text)
	if !ok {
		return wxBad(10021050, "after-sale order not found")
	}
	st := cs.at(s.x.now)
	var kinds []int
	note := ""
	switch c.method {
	case "/channels/ec/aftersale/getaftersaleorder":
		return wxAnswer{"after_sale_order": s.aftersale(c, &l, cs)}
	case "/channels/ec/aftersale/acceptapply":
		kinds = []int{101, 111, 201, 301, 401}
	case "/channels/ec/aftersale/rejectapply":
		if kinds, note = []int{102, 112, 202, 302, 312}, p.Reason; p.Reason == "" || !s.reasonExists(p.ReasonType.int(), st) {
			return wxBad(9700224, "reject_reason_type is required")
		}
	case "/channels/ec/aftersale/acceptexchangereship", "/channels/ec/aftersale/merchantreship":
		if kinds = []int{311}; p.Waybill == "" || p.Delivery == "" {
			return wxBad(9700224, "waybill is required")
		}
	default:
		return wxBad(40066, "invalid url")
	}
	if !s.decide(&l, cs, kinds, note, p.Waybill, p.Delivery, 0) {
		return wxBad(10020001, "status does not allow")
	}
	return wxAnswer{}
}

// complaint is the platform's part of a case, and what the merchant adds to it.
func (s wechat) complaint(c *call, p *wxParam) wxAnswer {
	id := p.Complaint.int() - 8_000_000_000_000_000_000 + caseBase
	var l life
	cs, ok := s.findVisible(&l, strconv.FormatInt(id, 10))
	if !ok || cs.at(s.x.now).arb == arbNone {
		return wxBad(10021500, "complaint not found")
	}
	st := cs.at(s.x.now)
	if c.method != "/channels/ec/aftersale/getcomplaintorder" {
		if st.arb != arbEvidence || p.Content == "" {
			return wxBad(10021504, "not in a proof stage")
		}
		o := op{At: max(s.x.now, st.at+1), Case: cs.id, Order: l.id, Kind: opEvidence, Note: p.Content, Images: len(p.Media)}
		s.x.moveTo(o.At)
		if s.keep(o) != nil {
			return wxBad(-1, "system error")
		}
		return wxAnswer{}
	}
	status := map[int16]int{arbRunning: 103, arbTalks: 100, arbEvidence: 106, arbBuyer: 116, arbMerchant: 116, arbEnded: 112}[st.arb]
	var history []any
	for k := range cs.steps {
		x := &cs.steps[k]
		kind := map[act]int{actIntervene: 1, actAskEvidence: 16, actEvidence: 8, actEvidenceLapse: 6, actForBuyer: 31, actForMerchant: 30, actSettled: 22}[x.act]
		if x.at <= s.x.now && kind > 0 {
			history = append(history, wxAnswer{"item_type": kind, "time": x.at, "content": l.stepText(cs, k), "media_infos": []any{}})
		}
	}
	slices.Reverse(history)
	return wxAnswer{"order_id": strconv.FormatInt(l.id, 10), "after_sale_order_id": cs.idText(), "status": status, "history": history, "complaint_type": 1}
}
