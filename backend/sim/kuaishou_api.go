package sim

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// kuaishou speaks the Kuaishou shops' open platform: form parameters with the
// business JSON in param, GET for reads and POST for writes, an order a line.
type kuaishou struct{ *simulator }

const ksSignSecret = "afterdesk-demo-sign-secret"

func (s kuaishou) name(c *call) string {
	name := strings.Trim(c.path, "/")
	if strings.HasPrefix(name, "oauth2/") {
		return name
	}
	return strings.ReplaceAll(name, "/", ".")
}

func (s kuaishou) token(name string) bool { return strings.HasPrefix(name, "oauth2/") }

// keys: the grant's code lives as long as the demo, since nobody consents in a
// browser here, and the refresh token stands for a consent that was given.
func (s kuaishou) keys() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	end := int64(s.o.Now())/1000 + 180*day
	return map[string]string{"app_key": s.o.AppKey, "app_secret": s.o.AppSecret, "sign_secret": ksSignSecret,
		"redirect_uri": "https://localhost/callback", "auth_code": s.makeToken("co", end), "refresh_token": s.makeToken("rt", end)}
}

// ksAnswer is an answer's envelope and payload.
type ksAnswer map[string]any

func ksGood(data any) ksAnswer {
	return ksAnswer{"result": 1, "error_msg": "SUCCESS", "code": "1", "msg": "SUCCESS", "sub_code": "", "sub_msg": "", "data": data}
}

func ksBad(result int, text string) ksAnswer {
	return ksAnswer{"result": result, "error_msg": text, "code": strconv.Itoa(result), "msg": text, "sub_code": "", "sub_msg": ""}
}

func (s kuaishou) answer(c *call) (int, []byte) {
	form := c.query
	if c.verb == http.MethodPost {
		form, _ = url.ParseQuery(string(c.body))
	}
	var a ksAnswer
	switch {
	case s.token(c.method):
		a = s.grantToken(c, form)
	default:
		if a = s.gate(c, form); a == nil {
			a = s.serve(c, form)
		}
	}
	b, err := json.Marshal(a)
	if err != nil {
		return http.StatusInternalServerError, []byte("{}")
	}
	return http.StatusOK, b
}

// ksSign signs the call guide's parameters in byte order of their names.
func ksSign(form url.Values) string {
	var parts []string
	for _, k := range []string{"access_token", "appkey", "method", "param", "signMethod", "timestamp", "version"} {
		if form.Has(k) {
			parts = append(parts, k+"="+form.Get(k))
		}
	}
	text := strings.Join(append(parts, "signSecret="+ksSignSecret), "&")
	if form.Get("signMethod") == "MD5" {
		sum := md5.Sum([]byte(text))
		return hex.EncodeToString(sum[:])
	}
	m := hmac.New(sha256.New, []byte(ksSignSecret))
	m.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// gate checks a call; nil lets it pass.
func (s kuaishou) gate(c *call, form url.Values) ksAnswer {
	stamp, err := strconv.ParseInt(form.Get("timestamp"), 10, 64)
	skew := c.now - stamp/1000
	switch {
	case form.Get("appkey") != s.o.AppKey || form.Get("method") != c.method || form.Get("version") != "1":
		return ksBad(27, "appkey或method无效")
	case err != nil || skew > maxSkew || skew < -maxSkew:
		return ksBad(27, "timestamp已过期")
	case !hmac.Equal([]byte(ksSign(form)), []byte(form.Get("sign"))):
		return ksBad(27, "验签失败")
	}
	t, ok := s.readToken(form.Get("access_token"), "at")
	if !ok || t.expires <= c.now || s.worn(form.Get("access_token"), c.fault == faultToken) {
		return ksBad(21, "鉴权失败, TOKEN过期")
	}
	if c.fault == faultStorm {
		return ksBad(15, "Exceed qps limit, KEY [apiId:1;appkey:x], MAX_QPS [100]")
	}
	return nil
}

func (s kuaishou) grantToken(c *call, form url.Values) ksAnswer {
	kind, given := "co", form.Get("code")
	if c.method == "oauth2/refresh_token" {
		kind, given = "rt", form.Get("refresh_token")
	}
	if form.Get("app_id") != s.o.AppKey || form.Get("app_secret") != s.o.AppSecret {
		return ksAnswer{"result": 100200101, "error": "unauthorized_client", "error_msg": "client check failed"}
	}
	t, ok := s.readToken(given, kind)
	if !ok || t.expires <= c.now {
		return ksAnswer{"result": 100200105, "error": "invalid_grant", "error_msg": "code or token is invalid"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	life := int64(s.o.TokenLife.Seconds())
	return ksAnswer{"result": 1, "access_token": s.makeToken("at", c.now+life), "expires_in": life, "refresh_token": s.makeToken("rt", t.expires),
		"refresh_token_expires_in": t.expires - c.now, "open_id": "f18d" + s.o.ShopID, "scopes": []string{"merchant_order", "merchant_refund"}}
}

// ksParam is the union of the business parameters that the calls know.
type ksParam struct {
	Begin     int64           `json:"beginTime"`
	End       int64           `json:"endTime"`
	QueryType int             `json:"queryType"`
	Size      int             `json:"pageSize"`
	Cursor    string          `json:"cursor"`
	PCursor   string          `json:"pcursor"`
	OID       flex            `json:"oid"`
	OrderID   flex            `json:"orderId"`
	RefundID  flex            `json:"refundId"`
	Amount    flex            `json:"refundAmount"`
	Version   flex            `json:"refundVersion"`
	Reason    flex            `json:"reasonCode"`
	Desc      string          `json:"rejectDesc"`
	Images    []string        `json:"rejectImages"`
	ExpressNo string          `json:"expressNo"`
	Express   flex            `json:"expressCode"`
	Note      string          `json:"note"`
	Offset    int             `json:"offset"`
	Limit     int             `json:"limit"`
	From      int64           `json:"createTimeFrom"`
	To        int64           `json:"createTimeTo"`
	OrderNo   flex            `json:"outOrderNo"`
	Root      flex            `json:"rootCommentId"`
	Out       json.RawMessage `json:"outInfo"`
}

func (s kuaishou) serve(c *call, form url.Values) ksAnswer {
	var p ksParam
	if json.Unmarshal([]byte(form.Get("param")), &p) != nil {
		return ksBad(10, "param格式错误")
	}
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	s.x.moveTo(c.now)
	switch c.method {
	case "open.user.seller.get":
		return ksGood(map[string]any{"sellerId": s.seller(), "openId": "f18d" + s.o.ShopID, "name": s.w.cfg.ShopName})
	case "open.order.cursor.list":
		return s.orderPage(c, &p)
	case "open.order.detail":
		var l life
		if !s.loadOrder(&l, p.OID.int()) {
			return ksBad(21, "order not found")
		}
		return ksGood(s.order(c, &l, true))
	case "open.seller.order.refund.pcursor.list":
		return s.refundPage(c, &p)
	case "open.comment.list.get", "open.subcomment.list.get":
		return s.comments(c, &p)
	case "open.refund.reject.reason":
		var out []any
		for _, r := range refuseReasons {
			out = append(out, map[string]any{"code": r.Code, "desc": r.Reason, "tip": r.Wanted, "requiredRejectDesc": true, "requiredRejectImage": r.Need == "Y"})
		}
		return ksGood(out)
	case "open.address.seller.list":
		return ksGood([]any{map[string]any{"addressId": 5001, "defaultAddress": true, "addressType": 2}})
	case "open.seller.order.note.add":
		var l life
		if p.Note == "" || !s.loadOrder(&l, p.OrderID.int()) {
			return ksBad(21, "order not found")
		}
		o := op{At: s.x.now, Order: l.id, Kind: opRemark, Note: p.Note}
		if s.keep(o) != nil {
			return ksBad(1, "service error")
		}
		return ksGood(nil)
	}
	return s.onCase(c, &p)
}

func (s kuaishou) seller() int64 { n, _ := strconv.ParseInt(s.o.ShopID, 10, 64); return n }

// window checks a list's bounds, in ms, against the widest that is allowed.
func ksWindow(p *ksParam, widest, now int64) (from, to int64, a ksAnswer) {
	from, to = p.Begin/1000, p.End/1000
	switch {
	case p.End < p.Begin:
		return 0, 0, ksBad(300003, "结束时间小于开始时间")
	case to-from > widest:
		return 0, 0, ksBad(300004, "查询时间范围过大")
	case from < now-90*day-reachSlack:
		return 0, 0, ksBad(300005, "仅支持查询90天内的数据")
	}
	return from, to, nil
}

func (s kuaishou) orderPage(c *call, p *ksParam) ksAnswer {
	from, to, a := ksWindow(p, 7*day, c.now)
	if a != nil {
		return a
	}
	list, by := s.x.changedOrders(from, to)
	if p.QueryType != 2 {
		list, by = s.x.createdOrders(from, to)
	}
	page, next, ok := after(list, p.Cursor, min(max(p.Size, 1), 50), by)
	if !ok {
		return ksBad(10, "cursor无效")
	}
	rows := []any{}
	var l life
	for _, at := range page {
		s.x.load(&l, at)
		rows = append(rows, s.order(c, &l, false))
	}
	if c.fault == faultDuplicate && len(rows) > 0 {
		rows = append(rows, rows[0])
	}
	return ksGood(map[string]any{"cursor": or(next, "nomore"), "pageSize": p.Size, "beginTime": p.Begin, "endTime": p.End, "orderList": rows})
}

// ksOrderStatus maps the world's states: 10 to pay, 30 paid, 40 shipped, 50
// signed for, 70 success, 80 failed.
func ksOrderStatus(st int, signed bool) int {
	switch st {
	case 1:
		return 10
	case 105, 2:
		return 30
	case 101, 3:
		if signed {
			return 50
		}
		return 40
	case 5:
		return 70
	}
	return 80
}

// ksCouriers are the platform's numbers of the world's couriers.
var ksCouriers = map[string]int{"zhongtong": 9, "yuantong": 6, "yunda": 11, "shentong": 3, "jtexpress": 109, "shunfeng": 4}

func ms(sec, now int64) int64 { return untilNow(sec, now) * 1000 }

// order renders an order as the list does, or with what only the detail has.
func (s kuaishou) order(c *call, l *life, detail bool) map[string]any {
	now := s.x.now
	st, _ := l.status(now)
	x := &l.lines[0]
	pr := &s.w.goods[x.product]
	v := pr.variant(x.variant)
	goods, paid := l.total()
	status := ksOrderStatus(st, x.signed > 0 && x.signed <= now)
	if unknownNow(c, l.id) {
		status = strangeOrder
	}
	shipBy, hold := int64(0), []int{}
	if l.paid > 0 && l.paid <= now {
		if shipBy = l.shipBy * 1000; st == 105 {
			hold = []int{2}
		}
	}
	role := map[string]any{"roleType": 1, "roleId": s.seller(), "roleName": s.w.cfg.ShopName}
	base := map[string]any{"oid": l.id, "status": status, "createTime": l.created * 1000, "payTime": ms(l.paid, now), "sendTime": ms(l.uploaded, now),
		"recvTime": ms(x.signed, now), "refundTime": 0, "updateTime": l.updated(now) * 1000, "totalFee": paid, "expressFee": l.freight, "discountFee": goods - paid,
		"payType": 2, "buyerOpenId": l.b.openID(), "buyerNick": "快**户", "sellerOpenId": "f18d" + s.o.ShopID, "sellerNick": s.w.cfg.ShopName,
		"remark": l.buyerWords(), "cpsType": 1, "coType": 0, "disableDeliveryReasonCode": hold, "validPromiseShipmentTimeStamp": shipBy, "sellerDelayPromiseTimeStamp": 0}
	if x.live {
		ses := &l.p.sessions[l.p.segs[x.seg].session]
		h := &s.w.hosts[ses.host]
		if !h.own {
			role, base["cpsType"] = map[string]any{"roleType": 2, "roleId": h.id, "roleName": h.name}, 2
		}
		if detail {
			base["carrierType"], base["carrierId"] = 2, ses.roomText()
		}
	} else if detail {
		base["carrierType"] = 10008
	}
	base["orderSellerRoleInfo"] = role
	prov := &provinces[l.b.prov]
	town := &prov.cities[l.b.city]
	out := map[string]any{"orderBaseInfo": base,
		"orderItemInfo": map[string]any{"orderItemId": l.id%1_000_000_000_000 + 2_620_000_000_000_000, "itemId": pr.id, "skuId": v.id, "relItemId": 0, "relSkuId": 0, "skuNick": v.code(pr),
			"skuDesc": strings.Trim(v.colour+";"+v.size, ";"), "itemTitle": pr.name, "itemPicUrl": pr.picture(), "num": x.qty, "originalPrice": pr.price, "price": x.unit,
			"discountFee": pr.price*x.qty - x.paid, "itemType": 1},
		"orderAddress": map[string]any{"province": prov.name, "city": town.name, "district": town.towns[l.b.town], "desensitiseConsignee": l.b.maskedName(),
			"desensitiseMobile": l.b.maskedPhone(), "desensitiseAddress": l.b.maskedAddress(), "encryptedConsignee": "cipher==", "encryptedMobile": "cipher==", "encryptedAddress": "cipher=="},
		"orderNote": map[string]any{"orderNoteInfo": s.notes(l)}, "orderRefundList": s.refundsOf(l), "subOrderInfo": []any{}}
	var parcels []any
	for i := range l.parcels {
		if pc := &l.parcels[i]; !pc.back && !pc.again && l.shown(pc, now) {
			parcels = append(parcels, map[string]any{"expressNo": pc.waybill(), "expressCode": ksCouriers[couriers[pc.courier].code], "logisticsId": l.id%1_000_000_000*10 + int64(i)})
		}
	}
	out["orderLogisticsInfo"] = parcels
	out["orderDeliveryInfo"] = map[string]any{"deliveryNum": x.qty * int64(min(len(parcels), 1)), "packageNum": len(parcels)}
	return out
}

func (s kuaishou) notes(l *life) []any {
	out := []any{}
	for i := range l.ops {
		if o := &l.ops[i]; o.Kind == opRemark && o.Case == 0 && o.At <= s.x.now {
			out = append(out, map[string]any{"note": o.Note, "createTime": o.At * 1000, "flagTagCode": "", "operatorName": "商家"})
		}
	}
	return out
}

func (s kuaishou) refundsOf(l *life) []any {
	out := []any{}
	for i := range l.cases {
		if cs := &l.cases[i]; cs.at(s.x.now) != nil {
			out = append(out, map[string]any{"refundId": cs.id, "refundStatus": ksCaseStatus(cs.at(s.x.now))})
		}
	}
	return out
}

// ksCaseStatus maps a step: an intervention of the platform hides the step.
func ksCaseStatus(st *step) int {
	switch st.arb {
	case arbRunning, arbEvidence, arbTalks:
		return 20
	}
	switch st.status {
	case stApplied:
		return 10
	case stSendBack:
		return 30
	case stReturned, stShipAgain:
		return 40
	case stSentAgain:
		return 45
	case stDone, stDoneAgain:
		return 60
	case stRefused, stRefusedTwo:
		return 12
	}
	return 70
}

func (s kuaishou) refundPage(c *call, p *ksParam) ksAnswer {
	from, to, a := ksWindow(p, day, c.now)
	if a != nil {
		return a
	}
	list, by := s.x.changedCases(from, to)
	if p.QueryType != 2 {
		list, by = s.x.appliedCases(from, to)
	}
	page, next, ok := after(list, p.PCursor, min(max(p.Size, 1), 100), by)
	if !ok {
		return ksBad(10, "pcursor无效")
	}
	rows := []any{}
	var l life
	for _, at := range page {
		m := &s.x.cases[at]
		s.x.load(&l, m.order)
		rows = append(rows, s.refund(c, &l, &l.cases[m.k]))
	}
	return ksGood(map[string]any{"pcursor": or(next, "nomore"), "pageSize": p.Size, "currentPage": 1, "totalPage": 1, "totalSize": len(list), "refundOrderInfoList": rows})
}

var ksWays = map[int8]int{typeReturn: 1, typeShipped: 10, typeUnshipped: 10, typePrice: 10, typeExchange: 3, typeReship: 4, typeRepair: 5}

func (s kuaishou) refund(c *call, l *life, cs *kase) map[string]any {
	st := cs.at(s.x.now)
	x := &l.lines[max(cs.line, 0)]
	pr := &s.w.goods[x.product]
	status := ksCaseStatus(st)
	if unknownNow(c, cs.id) {
		status = strangeCase
	}
	talk := 2
	switch status {
	case 10, 40:
		talk = 1
	case 12:
		talk = 3
	}
	special, receipt, ended := 0, 1, int64(0)
	if st.typ == typePrice {
		special = 1
	}
	if cs.got {
		receipt = 2
	}
	if status == 60 || status == 70 {
		ended = st.at * 1000
	}
	return map[string]any{"refundId": cs.id, "oid": l.id, "handlingWay": ksWays[st.typ], "refundType": 1, "status": status, "negotiateStatus": talk,
		"refundFee": cs.asked, "refundReason": reasons[st.reason].code, "refundReasonDesc": reasons[st.reason].text, "refundDesc": "", "receiptStatus": receipt,
		"itemId": pr.id, "skuId": pr.variant(x.variant).id, "skuNick": pr.variant(x.variant).code(pr), "sellerId": s.seller(), "createTime": cs.applied * 1000,
		"submitTime": cs.applied * 1000, "updateTime": st.at * 1000, "negotiateUpdateTime": st.at * 1000, "expireTime": st.deadline * 1000, "endTime": ended,
		"specialRefundType": special, "productNum": cs.qty}
}

// onCase answers what is about one case.
func (s kuaishou) onCase(c *call, p *ksParam) ksAnswer {
	var l life
	cs, ok := s.findVisible(&l, p.RefundID.text)
	if !ok {
		return ksBad(300011, "售后单不存在")
	}
	st := cs.at(s.x.now)
	if p.Version.set && p.Version.int() != st.at*1000 {
		return ksBad(300014, "售后单已变更，请刷新后重试")
	}
	var kinds []int
	switch c.method {
	case "open.seller.order.refund.detail":
		return ksGood(s.refundDetail(c, &l, cs))
	case "open.refund.comment.basic.list":
		return ksGood(s.talk(&l, cs))
	case "open.seller.order.refund.approve":
		kinds = []int{201, 401}
	case "open.seller.order.refund.returngoods.approve":
		kinds = []int{101, 301}
	case "open.seller.order.refund.confirm.receipt":
		kinds = []int{111}
	case "open.refund.confirm.and.send":
		if kinds = []int{311}; p.ExpressNo == "" || p.Express.int() == 0 {
			return ksBad(300002, "缺少运单号")
		}
	case "open.refund.reject":
		if kinds = []int{102, 112, 202, 302, 312}; p.Desc == "" || !s.reasonExists(p.Reason.int(), st) {
			return ksBad(300002, "拒绝原因无效")
		}
	default:
		return ksBad(10, "方法不存在")
	}
	if p.Amount.set && p.Amount.int() != cs.asked && st.typ != typeExchange {
		return ksBad(300009, "退款金额与售后单不一致")
	}
	code := ""
	for name, n := range ksCouriers {
		if int64(n) == p.Express.int() {
			code = name
		}
	}
	if !s.decide(&l, cs, kinds, p.Desc, p.ExpressNo, code, len(p.Images)) {
		return ksBad(300018, "当前状态不可操作")
	}
	return ksGood(nil)
}

func (s kuaishou) refundDetail(c *call, l *life, cs *kase) map[string]any {
	out := s.refund(c, l, cs)
	out["buyerOpenId"], out["pictures"] = l.b.openID(), strings.Join(pictures(cs.id, int(cs.pictures)), ",")
	if cs.ret >= 0 && l.shown(&l.parcels[cs.ret], s.x.now) {
		pc := &l.parcels[cs.ret]
		out["logisticsInfo"] = map[string]any{"expressNo": pc.waybill(), "expressCode": ksCouriers[couriers[pc.courier].code]}
	}
	return out
}

// talk is the negotiation log: titles and who, without a text's body.
func (s kuaishou) talk(l *life, cs *kase) []any {
	out := []any{}
	for k := range cs.steps {
		if st := &cs.steps[k]; st.at <= s.x.now {
			out = append(out, map[string]any{"title": l.stepText(cs, k), "role": int(st.role), "createTime": st.at * 1000, "staffAccountName": ""})
		}
	}
	slices.Reverse(out)
	return out
}

// comments lists reviews, or what was said below one.
func (s kuaishou) comments(c *call, p *ksParam) ksAnswer {
	var l life
	if c.method == "open.subcomment.list.get" {
		if !s.loadOrder(&l, p.Root.int()) {
			return ksBad(21, "comment not found")
		}
		return ksGood(s.below(&l))
	}
	from, to := p.From/1000, p.To/1000
	if to == 0 {
		to = s.x.now
	}
	places := s.reviews(from, to)
	if p.OrderNo.set {
		places = slices.DeleteFunc(places, func(i int32) bool { s.x.load(&l, i); return l.id != p.OrderNo.int() })
	}
	rows := []any{}
	for _, at := range places[min(p.Offset, len(places)):min(p.Offset+min(max(p.Limit, 1), 20), len(places))] {
		s.x.load(&l, at)
		v := l.reviewRow(s.x.now)
		rows = append(rows, map[string]any{"commentId": l.id, "orderId": l.id, "itemId": s.w.goods[l.lines[l.rev.line].product].id, "itemSkuId": s.w.goods[l.lines[l.rev.line].product].variant(l.lines[l.rev.line].variant).id,
			"content": v.Text.Reveal(), "creditScore": v.Rating, "qualityScore": v.Rating, "serviceScore": v.Rating, "logisticsScore": 5, "imageUrl": []string{}, "videoId": []string{},
			"anonymous": l.rev.hidden, "auto": false, "replied": v.RepliedAt > 0, "attached": v.FollowAt > 0, "createTime": int64(v.CreatedAt),
			"updateTime": int64(max(v.CreatedAt, v.FollowAt, v.RepliedAt))})
	}
	return ksGood(map[string]any{"rootComment": rows, "total": fmt.Sprint(len(places))})
}

// below is a review's follow-up and the shop's answer.
func (s kuaishou) below(l *life) []any {
	v := l.reviewRow(s.x.now)
	out := []any{}
	if v.FollowAt > 0 {
		out = append(out, map[string]any{"commentId": l.id + 1_000_000, "content": v.FollowText.Reveal(), "createTime": int64(v.FollowAt), "sellerReply": false})
	}
	if v.RepliedAt > 0 {
		out = append(out, map[string]any{"commentId": l.id + 2_000_000, "content": v.ReplyText.Reveal(), "createTime": int64(v.RepliedAt), "sellerReply": true})
	}
	return out
}
