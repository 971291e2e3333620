package sim

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

// taobao speaks the Taobao open platform: one address, a form, the method among
// the parameters, every answer under a key of its own, lists newest first.
type taobao struct{ *simulator }

// form reads the parameters of a call, which may lie in the query, in the form or
// in both; files of a multipart body are left out, for they are not signed.
func (s taobao) form(c *call) url.Values {
	out := url.Values{}
	for k, v := range c.query {
		out[k] = v
	}
	kind, params, _ := mime.ParseMediaType(c.header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		body, _ := url.ParseQuery(string(c.body))
		for k, v := range body {
			out[k] = v
		}
		return out
	}
	r := multipart.NewReader(strings.NewReader(string(c.body)), params["boundary"])
	for {
		p, err := r.NextPart()
		if err != nil {
			return out
		}
		if b, err := io.ReadAll(p); err == nil && p.FileName() == "" {
			out.Set(p.FormName(), string(b))
		}
	}
}

func (s taobao) name(c *call) string { return s.form(c).Get("method") }

func (s taobao) token(name string) bool { return strings.HasPrefix(name, "taobao.top.auth.token.") }

func (s taobao) keys() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := int64(s.o.Now()) / 1000
	return map[string]string{"app_key": s.o.AppKey, "app_secret": s.o.AppSecret, "redirect_uri": "https://localhost/callback",
		"auth_code": s.makeToken("co", now+180*day), "refresh_token": s.makeToken("rt", now+180*day)}
}

type tbAnswer = map[string]any

// tbError is an answer's refusal.
type tbError struct {
	code     int
	sub, msg string
}

func (e *tbError) body() tbAnswer {
	return tbAnswer{"error_response": tbAnswer{"code": e.code, "msg": e.msg, "sub_code": e.sub, "sub_msg": e.msg, "request_id": "demo"}}
}

func (s taobao) answer(c *call) (int, []byte) {
	form := s.form(c)
	out, err := s.gate(c, form)
	if err == nil && out == nil {
		out, err = s.serve(c, form)
	}
	body := tbAnswer{}
	if err != nil {
		body = err.body()
	} else {
		out["request_id"] = "demo"
		body[strings.ReplaceAll(strings.TrimPrefix(c.method, "taobao."), ".", "_")+"_response"] = out
	}
	b, merr := json.Marshal(body)
	if merr != nil {
		return http.StatusInternalServerError, []byte("{}")
	}
	return http.StatusOK, b
}

// tbSign signs the parameters as the call guide says: by name, without
// separators, keyed by the secret or wrapped in it.
func tbSign(secret string, form url.Values) string {
	var names []string
	for k := range form {
		if k != "sign" && k != "" && form.Get(k) != "" {
			names = append(names, k)
		}
	}
	sort.Strings(names)
	var b strings.Builder
	for _, k := range names {
		b.WriteString(k + form.Get(k))
	}
	var sum []byte
	switch form.Get("sign_method") {
	case "hmac-sha256":
		m := hmac.New(sha256.New, []byte(secret))
		m.Write([]byte(b.String()))
		sum = m.Sum(nil)
	case "hmac":
		m := hmac.New(md5.New, []byte(secret))
		m.Write([]byte(b.String()))
		sum = m.Sum(nil)
	default:
		d := md5.Sum([]byte(secret + b.String() + secret))
		sum = d[:]
	}
	return strings.ToUpper(hex.EncodeToString(sum))
}

var tbZone = time.FixedZone("GMT+8", 8*3600)

func tbTime(sec int64) string {
	if sec <= 0 {
		return ""
	}
	return time.Unix(sec, 0).In(tbZone).Format(time.DateTime)
}

func tbUnix(text string) int64 {
	t, err := time.ParseInLocation(time.DateTime, text, tbZone)
	if err != nil {
		return 0
	}
	return t.Unix()
}

// gate checks the system parameters; a token call is answered here.
func (s taobao) gate(c *call, form url.Values) (tbAnswer, *tbError) {
	skew := c.now - tbUnix(form.Get("timestamp"))
	switch {
	case form.Get("app_key") != s.o.AppKey:
		return nil, &tbError{29, "isv.invalid-app-key", "Invalid app Key"}
	case form.Get("format") != "json" || form.Get("v") != "2.0":
		return nil, &tbError{22, "isv.invalid-format", "Invalid Format"}
	case skew > maxSkew || skew < -maxSkew:
		return nil, &tbError{31, "isv.invalid-timestamp", "Invalid Timestamp"}
	case !hmac.Equal([]byte(tbSign(s.o.AppSecret, form)), []byte(form.Get("sign"))):
		return nil, &tbError{25, "isv.invalid-signature", "Invalid signature"}
	}
	if s.token(c.method) {
		return s.grantToken(c, form)
	}
	t, ok := s.readToken(form.Get("session"), "at")
	switch {
	case !ok:
		return nil, &tbError{27, "invalid-sessionkey", "Invalid session"}
	case t.expires <= c.now || s.worn(form.Get("session"), c.fault == faultToken):
		return nil, &tbError{27, "session-expired", "Invalid session"}
	case c.fault == faultStorm:
		return nil, &tbError{7, "accesscontrol.limited-by-api-access-count", "This ban will last for 1 more seconds"}
	}
	return nil, nil
}

func (s taobao) grantToken(c *call, form url.Values) (tbAnswer, *tbError) {
	kind, given := "co", form.Get("code")
	if strings.HasSuffix(c.method, "refresh") {
		kind, given = "rt", form.Get("refresh_token")
	}
	t, ok := s.readToken(given, kind)
	if !ok || t.expires <= c.now {
		return nil, &tbError{15, "isv.code-invalid", "code is invalid"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	life := int64(s.o.TokenLife.Seconds())
	doc, err := json.Marshal(tbAnswer{"access_token": s.makeToken("at", c.now+life), "token_type": "Bearer", "expires_in": life,
		"refresh_token": s.makeToken("rt", t.expires), "re_expires_in": t.expires - c.now, "taobao_user_id": s.o.ShopID, "taobao_user_nick": url.QueryEscape(s.w.cfg.ShopName)})
	if err != nil {
		return nil, &tbError{15, "isp.remote-service-error", "Remote service error"}
	}
	return tbAnswer{"token_result": string(doc)}, nil
}

// page cuts a page out of a list, newest first.
func tbPage(form url.Values, list []int32, most int) ([]int32, *tbError) {
	no, size := formInt(form, "page_no", 1), formInt(form, "page_size", 40)
	if no < 1 || size < 1 || size > most {
		return nil, &tbError{41, "isv.invalid-parameter:page_size", "Invalid Arguments"}
	}
	list = slices.Clone(list)
	slices.Reverse(list)
	from := (no - 1) * size
	return list[min(from, len(list)):min(from+size, len(list))], nil
}

func formInt(form url.Values, name string, none int) int {
	n, err := strconv.Atoi(form.Get(name))
	if err != nil {
		return none
	}
	return n
}

func (s taobao) serve(c *call, form url.Values) (tbAnswer, *tbError) {
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	s.x.moveTo(c.now)
	switch c.method {
	case "taobao.user.seller.get":
		return tbAnswer{"user": tbAnswer{"user_id": s.o.ShopID, "nick": s.w.cfg.ShopName, "type": "C"}}, nil
	case "taobao.trades.sold.increment.get", "taobao.trades.sold.get":
		return s.trades(c, form)
	case "taobao.refunds.receive.get":
		return s.refunds(c, form)
	case "taobao.traderates.get":
		return s.rates(form)
	case "taobao.logistics.companies.get":
		var out []any
		for _, k := range couriers {
			out = append(out, tbAnswer{"code": tbCouriers[k.code], "name": k.name})
		}
		return tbAnswer{"logistics_companies": tbAnswer{"logistics_company": out}}, nil
	case "taobao.logistics.address.search":
		return tbAnswer{"addresses": tbAnswer{"address_result": []any{tbAnswer{"contact_id": 5001, "contact_name": "仓", "province": s.w.cfg.ShipProvince, "city": "示例市", "country": "示例区",
			"addr": "示例路1号", "zip_code": "310000", "mobile_phone": "13800000000", "cancel_def": true}}}}, nil
	}
	if id := form.Get("refund_id") + strings.Split(form.Get("refund_infos"), "|")[0]; id != "" {
		return s.onRefund(c, form, id)
	}
	var l life
	id, _ := strconv.ParseInt(form.Get("tid")+form.Get("oid"), 10, 64)
	if !s.loadOrder(&l, id) {
		return nil, &tbError{15, "isv.trade-not-exist", "trade not exist"}
	}
	return s.onTrade(c, form, &l)
}

func (s taobao) trades(c *call, form url.Values) (tbAnswer, *tbError) {
	from, to := tbUnix(form.Get("start_modified")), tbUnix(form.Get("end_modified"))
	list, _ := s.x.changedOrders(from, to)
	if c.method == "taobao.trades.sold.get" {
		from, to = tbUnix(form.Get("start_created")), tbUnix(form.Get("end_created"))
		list, _ = s.x.createdOrders(from, to)
	} else if to-from > day {
		return nil, &tbError{41, "isv.invalid-parameter:end_modified", "at most one day"}
	}
	page, err := tbPage(form, list, 100)
	if err != nil {
		return nil, err
	}
	rows := []any{}
	var l life
	for _, at := range page {
		s.x.load(&l, at)
		rows = append(rows, s.trade(c, &l))
	}
	if c.fault == faultDuplicate && len(rows) > 0 {
		rows = append(rows, rows[0])
	}
	return tbAnswer{"total_results": len(list), "trades": tbAnswer{"trade": rows}}, nil
}

// tbStatus maps the world's states to the platform's.
func tbStatus(st int) string {
	switch st {
	case 1:
		return "WAIT_BUYER_PAY"
	case 105:
		return "PAID_FORBID_CONSIGN"
	case 2:
		return "WAIT_SELLER_SEND_GOODS"
	case 101:
		return "SELLER_CONSIGNED_PART"
	case 3:
		return "WAIT_BUYER_CONFIRM_GOODS"
	case 5:
		return "TRADE_FINISHED"
	case 4:
		return "TRADE_CLOSED_BY_TAOBAO"
	}
	return "TRADE_CLOSED"
}

var tbCouriers = map[string]string{"zhongtong": "ZTO", "yuantong": "YTO", "yunda": "YUNDA", "shentong": "STO", "jtexpress": "HTKY", "shunfeng": "SF"}

func (s taobao) trade(c *call, l *life) tbAnswer {
	now := s.x.now
	st, _ := l.status(now)
	goods, paid := l.total()
	status := tbStatus(st)
	if unknownNow(c, l.id) {
		status = "STATE_" + strconv.Itoa(strangeOrder)
	}
	var lines []any
	for i := range l.lines {
		x := &l.lines[i]
		pr := &s.w.goods[x.product]
		v := pr.variant(x.variant)
		spec := "颜色分类:" + v.colour
		if v.size != "" {
			spec += ";尺码:" + v.size
		}
		row := tbAnswer{"oid": l.lineID(i), "num_iid": pr.id, "sku_id": strconv.FormatInt(v.id, 10), "outer_sku_id": v.code(pr), "title": pr.name, "pic_path": pr.picture(), "sku_properties_name": spec,
			"num": x.qty, "price": yuan(pr.price), "total_fee": yuan(pr.price * x.qty), "discount_fee": yuan(pr.price*x.qty - x.paid), "payment": yuan(x.paid), "divide_order_fee": yuan(x.paid),
			"status": tbStatus(l.lineStatus(i, now, st)), "refund_status": "NO_REFUND", "cid": pr.cid[1]}
		if unknownNow(c, l.id) {
			row["status"] = status
		}
		for k := range l.parcels {
			pc := &l.parcels[k]
			if !pc.back && !pc.again && i >= pc.first && i < pc.last && l.shown(pc, now) {
				row["logistics_company"], row["invoice_no"], row["consign_time"] = couriers[pc.courier].name, pc.waybill(), tbTime(pc.uploaded)
			}
		}
		lines = append(lines, row)
	}
	memo := ""
	for i := range l.ops {
		if o := &l.ops[i]; o.Kind == opRemark && o.Case == 0 && o.At <= now {
			memo = o.Note
		}
	}
	prov := &provinces[l.b.prov]
	cty := &prov.cities[l.b.city]
	out := tbAnswer{"tid": l.lineID(0), "status": status, "type": "guarantee_trade", "seller_nick": s.w.cfg.ShopName, "buyer_nick": "买**家", "buyer_open_uid": l.b.openID(), "created": tbTime(l.created),
		"pay_time": tbTime(untilNow(l.paid, now)), "modified": tbTime(l.updated(now)), "consign_time": tbTime(untilNow(l.uploaded, now)), "payment": yuan(paid + l.freight), "total_fee": yuan(goods),
		"post_fee": yuan(l.freight), "discount_fee": yuan(goods - paid), "seller_memo": memo, "buyer_message": l.buyerWords(), "receiver_name": l.b.maskedName(), "receiver_mobile": l.b.maskedPhone(),
		"receiver_state": prov.name, "receiver_city": cty.name, "receiver_district": cty.towns[l.b.town], "orders": tbAnswer{"order": lines}}
	if l.paid > 0 && l.paid <= now {
		out["delivery_time"] = tbTime(l.shipBy)
	}
	if st == 5 {
		out["end_time"] = tbTime(untilNow(l.finished, now))
	}
	return out
}

func (s taobao) refunds(c *call, form url.Values) (tbAnswer, *tbError) {
	list, _ := s.x.changedCases(tbUnix(form.Get("start_modified")), tbUnix(form.Get("end_modified")))
	page, err := tbPage(form, list, 100)
	if err != nil {
		return nil, err
	}
	rows := []any{}
	var l life
	for _, at := range page {
		m := &s.x.cases[at]
		s.x.load(&l, m.order)
		rows = append(rows, s.refund(c, &l, &l.cases[m.k]))
	}
	return tbAnswer{"total_results": len(list), "refunds": tbAnswer{"refund": rows}}, nil
}

var tbTypes = map[int8]string{typeReturn: "REFUND_AND_RETURN", typeShipped: "REFUND", typeUnshipped: "REFUND", typePrice: "REFUND", typeExchange: "TAOBAO_EXCHANGE", typeReship: "RESHIPPING", typeRepair: "REPAIR"}

func tbCaseStatus(st *step) string {
	switch st.status {
	case stApplied:
		return "WAIT_SELLER_AGREE"
	case stSendBack:
		return "WAIT_BUYER_RETURN_GOODS"
	case stReturned:
		return "WAIT_SELLER_CONFIRM_GOODS"
	case stShipAgain:
		return "WAIT_SELLER_CONSIGN_GOODS"
	case stSentAgain:
		return "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS"
	case stDone, stDoneAgain:
		return "SUCCESS"
	case stRefused, stRefusedTwo:
		return "SELLER_REFUSE_BUYER"
	}
	return "CLOSED"
}

// tbService maps the platform's part in a case to cs_status.
var tbService = map[int16]int{arbNone: 1, arbRunning: 3, arbTalks: 2, arbEvidence: 10, arbBuyer: 8, arbMerchant: 9, arbEnded: 6}

func (s taobao) refund(c *call, l *life, cs *kase) tbAnswer {
	now := s.x.now
	st := cs.at(now)
	order, _ := l.status(now)
	status := tbCaseStatus(st)
	if unknownNow(c, cs.id) {
		status = "STATE_" + strconv.Itoa(strangeCase)
	}
	goods := "BUYER_NOT_RECEIVED"
	switch {
	case st.status == stReturned || cs.ret >= 0 && l.shown(&l.parcels[cs.ret], now):
		goods = "BUYER_RETURNED_GOODS"
	case cs.got:
		goods = "BUYER_RECEIVED"
	}
	out := tbAnswer{"refund_id": cs.idText(), "tid": l.lineID(0), "oid": l.lineID(max(cs.line, 0)), "status": status, "order_status": tbStatus(order), "good_status": goods,
		"has_good_return": st.typ == typeReturn || st.typ == typeExchange, "dispute_type": tbTypes[st.typ], "refund_phase": "onsale", "refund_version": st.at * 1000, "operation_contraint": "",
		"reason": reasons[st.reason].text, "desc": "", "refund_fee": yuan(cs.asked), "num": cs.qty, "created": tbTime(cs.applied), "modified": tbTime(st.at),
		"cs_status": tbService[st.arb]}
	if order == 5 {
		out["refund_phase"] = "aftersale"
	}
	if cs.ret >= 0 && l.shown(&l.parcels[cs.ret], now) {
		pc := &l.parcels[cs.ret]
		out["company_name"], out["sid"] = couriers[pc.courier].name, pc.waybill()
	}
	if st.deadline > 0 {
		out["refund_remind_timeout"] = tbAnswer{"exist_timeout": true, "timeout": tbTime(st.deadline), "remind_type": 1}
	}
	if st.status == stDone || st.status == stDoneAgain || st.status == stFailed {
		out["end_time"] = tbTime(st.at)
	}
	return out
}

// onRefund answers what is about one case.
func (s taobao) onRefund(c *call, form url.Values, id string) (tbAnswer, *tbError) {
	var l life
	cs, ok := s.findVisible(&l, id)
	if !ok {
		return nil, &tbError{15, "isv.refund-not-exist", "refund not exist"}
	}
	st := cs.at(s.x.now)
	version, note := form.Get("refund_version"), form.Get("refuse_message")
	var kinds []int
	switch c.method {
	case "taobao.refund.get":
		return tbAnswer{"refund": s.refund(c, &l, cs)}, nil
	case "taobao.refund.messages.get":
		return s.messages(&l, cs), nil
	case "taobao.refund.refusereason.get":
		var out []any
		for _, r := range refuseReasons {
			out = append(out, tbAnswer{"reason_id": r.Code, "reason_text": r.Reason, "reason_tips": r.Wanted})
		}
		return tbAnswer{"reasons": tbAnswer{"reason": out}, "total_results": len(out)}, nil
	case "taobao.rp.refunds.agree":
		parts := strings.Split(form.Get("refund_infos"), "|")
		if len(parts) < 3 || parts[1] != strconv.FormatInt(cs.asked, 10) {
			return nil, &tbError{15, "isv.refund-fee-not-match", "refund fee does not match"}
		}
		version, kinds = parts[2], []int{111, 201, 401}
	case "taobao.rp.returngoods.agree":
		kinds = []int{101, 301}
	case "taobao.refund.refuse":
		if kinds = []int{102, 112, 202, 302, 312}; note == "" || !s.reasonExists(int64(formInt(form, "refuse_reason_id", 0)), st) {
			return nil, &tbError{41, "isv.invalid-parameter:refuse_reason_id", "Invalid Arguments"}
		}
	case "taobao.refund.message.add":
		if st.arb != arbEvidence {
			return nil, &tbError{15, "isv.refund-status-error", "status does not allow"}
		}
		o := op{At: max(s.x.now, st.at+1), Case: cs.id, Order: l.id, Kind: opEvidence, Note: form.Get("content"), Images: 1}
		s.x.moveTo(o.At)
		if s.keep(o) != nil {
			return nil, &tbError{15, "isp.system-busy", "busy"}
		}
		return tbAnswer{"refund_message": tbAnswer{"id": c.nth}}, nil
	default:
		return nil, &tbError{21, "isv.invalid-method", "Invalid Method"}
	}
	if version != "" && version != strconv.FormatInt(st.at*1000, 10) {
		return nil, &tbError{15, "isv.refund-version-error", "the refund has changed"}
	}
	if !s.decide(&l, cs, kinds, note, "", "", 0) {
		return nil, &tbError{15, "isv.refund-status-error", "status does not allow"}
	}
	if c.method == "taobao.rp.refunds.agree" {
		return tbAnswer{"succ": true, "msg_code": "OP_SUCC", "message": "ok", "results": tbAnswer{"refund_mapping_result": []any{tbAnswer{"refund_id": id, "succ": true, "message": "ok"}}}}, nil
	}
	return tbAnswer{"is_success": true}, nil
}

// messages is the talk of a case, newest first.
func (s taobao) messages(l *life, cs *kase) tbAnswer {
	out := []any{}
	for k := len(cs.steps) - 1; k >= 0; k-- {
		st := &cs.steps[k]
		if st.at > s.x.now {
			continue
		}
		role := map[uint8]int{roleBuyer: 1, roleMerchant: 2}[st.role]
		if role == 0 {
			role = 3 // the platform and what it does by itself
		}
		pics := []any{}
		for _, u := range pictures(cs.id+int64(k)*31, int(st.pictures)) {
			pics = append(pics, tbAnswer{"url": u})
		}
		out = append(out, tbAnswer{"id": cs.id%1_000_000_000*100 + int64(k), "created": tbTime(st.at), "content": l.stepText(cs, k), "message_type": "NORMAL", "owner_role": role,
			"pic_urls": tbAnswer{"pic_url": pics}})
	}
	return tbAnswer{"total_results": len(out), "refund_messages": tbAnswer{"refund_message": out}}
}

// onTrade answers what is about one order.
func (s taobao) onTrade(c *call, form url.Values, l *life) (tbAnswer, *tbError) {
	switch c.method {
	case "taobao.trade.fullinfo.get":
		return tbAnswer{"trade": s.trade(c, l)}, nil
	case "taobao.trade.memo.update":
		if s.keep(op{At: s.x.now, Order: l.id, Kind: opRemark, Note: form.Get("memo")}) != nil {
			return nil, &tbError{15, "isp.system-busy", "busy"}
		}
		return tbAnswer{"trade": tbAnswer{"tid": l.lineID(0), "modified": tbTime(s.x.now)}}, nil
	case "taobao.logistics.trace.search":
		for i := range l.parcels {
			pc := &l.parcels[i]
			if pc.back || pc.again || !l.shown(pc, s.x.now) {
				continue
			}
			if sub := form.Get("sub_tid"); sub != "" && !slices.Contains(strings.Split(sub, ","), l.lineID(pc.first)) {
				continue
			}
			_, n := pc.state(s.x.now)
			steps := []any{}
			for k := range n {
				steps = append(steps, tbAnswer{"status_time": tbTime(pc.scans[k].at), "status_desc": pc.text(k), "action": ""})
			}
			return tbAnswer{"tid": l.lineID(0), "out_sid": pc.waybill(), "company_name": couriers[pc.courier].name, "status": "", "trace_list": tbAnswer{"transit_step_info": steps}}, nil
		}
		return nil, &tbError{15, "isv.logistics-order-not-exist", "no logistics order"}
	}
	return nil, &tbError{21, "isv.invalid-method", "Invalid Method"}
}

// rates lists what buyers wrote, newest first: good, neutral or bad.
func (s taobao) rates(form url.Values) (tbAnswer, *tbError) {
	places := s.reviews(tbUnix(form.Get("start_date")), tbUnix(form.Get("end_date")))
	var l life
	places = slices.DeleteFunc(places, func(i int32) bool {
		s.x.load(&l, i)
		return l.rev.stars == 0 || form.Get("tid") != "" && form.Get("tid") != l.lineID(0)
	})
	page, err := tbPage(form, places, 150)
	if err != nil {
		return nil, err
	}
	rows := []any{}
	for _, at := range page {
		s.x.load(&l, at)
		v := l.reviewRow(s.x.now)
		result := "good"
		switch {
		case l.rev.stars <= 2:
			result = "bad"
		case l.rev.stars == 3:
			result = "neutral"
		}
		rows = append(rows, tbAnswer{"tid": l.lineID(0), "oid": l.lineID(l.rev.line), "role": "buyer", "nick": "买**家", "result": result, "created": tbTime(int64(v.CreatedAt) / 1000),
			"item_title": v.ProductName, "content": v.Text.Reveal(), "reply": v.ReplyText.Reveal(), "num_iid": s.w.goods[l.lines[l.rev.line].product].id, "valid_score": true})
	}
	return tbAnswer{"total_results": len(places), "trade_rates": tbAnswer{"trade_rate": rows}}, nil
}
