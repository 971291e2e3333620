package sim

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

type operateParams struct {
	Type  flex          `json:"type"`
	Items []operateItem `json:"items"`
}

type operateItem struct {
	ID        flex       `json:"aftersale_id"`
	Reason    string     `json:"reason"`
	Remark    string     `json:"remark"`
	Code      flex       `json:"reject_reason_code"`
	Evidence  []evidence `json:"evidence"`
	Updated   flex       `json:"update_time"`
	Logistics struct {
		Address flex   `json:"receiver_address_id"`
		Company string `json:"company_code"`
		Waybill string `json:"logistics_code"`
	} `json:"logistics"`
}

type operated struct {
	Items []operatedItem `json:"items"`
}

type operatedItem struct {
	ID      string `json:"aftersale_id"`
	Code    int64  `json:"status_code"`
	Message string `json:"status_msg"`
}

// operations says which operate types fit which state.
var operations = map[int64]struct {
	types    []int8
	statuses []int8
	refuse   bool
	address  bool
	waybill  bool
}{
	101: {types: []int8{typeReturn}, statuses: []int8{stApplied}, address: true},
	102: {types: []int8{typeReturn}, statuses: []int8{stApplied}, refuse: true},
	111: {types: []int8{typeReturn}, statuses: []int8{stReturned, stRefusedTwo}},
	112: {types: []int8{typeReturn}, statuses: []int8{stReturned}, refuse: true},
	121: {types: []int8{typeReturn}, statuses: []int8{stApplied, stReturned}},
	201: {types: []int8{typeShipped}, statuses: []int8{stApplied, stRefused}},
	202: {types: []int8{typeShipped}, statuses: []int8{stApplied}, refuse: true},
	301: {types: []int8{typeExchange}, statuses: []int8{stApplied}, address: true},
	302: {types: []int8{typeExchange}, statuses: []int8{stApplied}, refuse: true},
	311: {types: []int8{typeExchange}, statuses: []int8{stReturned}, waybill: true},
	312: {types: []int8{typeExchange}, statuses: []int8{stReturned}, refuse: true},
	321: {types: []int8{typeExchange}, statuses: []int8{stApplied, stReturned}},
	401: {types: []int8{typeUnshipped}, statuses: []int8{stApplied}},
}

func (s *simulator) operate(c *call) answer {
	var p operateParams
	if !c.read(&p) || !p.Type.set || len(p.Items) == 0 {
		return bad(40002, "isv.missing-parameter:type", "缺少type或items")
	}
	if len(p.Items) > 20 {
		return bad(40004, "isv.parameter-invalid:11000", "一次最多20条")
	}
	rule, known := operations[p.Type.int()]
	if !known {
		return bad(40004, "isv.parameter-invalid:11000", "不支持的操作类型")
	}
	var ops []op
	for _, it := range p.Items {
		var l life
		cs, ok := s.findVisible(&l, it.ID.text)
		if !ok {
			return bad(40004, "isv.parameter-invalid:11003", "售后单不存在")
		}
		st := cs.at(s.x.now)
		switch {
		case st.typ == typePrice || st.typ == typeReship || st.typ == typeRepair:
			return bad(50002, "isv.business-failed:11001", "仅支持商家后台操作")
		case it.Updated.set && it.Updated.int() != st.at,
			!slices.Contains(rule.types, st.typ) || !slices.Contains(rule.statuses, st.status):
			return bad(50002, "isv.business-failed:20309541", "售后单状态已变更，请刷新")
		case rule.refuse && (it.Reason == "" || it.Remark == "" || !s.reasonExists(it.Code.int(), st)):
			return bad(40002, "isv.missing-parameter:reject_reason_code", "拒绝时必须填写原因、说明和原因编码")
		case rule.address && it.Logistics.Address.int() <= 0:
			return bad(40002, "isv.missing-parameter:receiver_address_id", "缺少退货地址")
		case rule.waybill && (it.Logistics.Waybill == "" || it.Logistics.Company == ""):
			return bad(40002, "isv.missing-parameter:logistics_code", "缺少物流单号")
		}
		note := it.Remark
		if rule.refuse {
			note = it.Reason + "：" + it.Remark
		}
		at := max(s.x.now, st.at+1)
		ops = append(ops, op{At: at, Case: cs.id, Order: l.id, Kind: int(p.Type.int()), Note: note, Ship: it.Logistics.Waybill, Code: it.Logistics.Company, Images: len(it.Evidence)})
	}
	out := operated{Items: []operatedItem{}}
	for _, o := range ops {
		s.x.moveTo(o.At)
		if s.keep(o) != nil {
			return bad(20000, "isp.service-error:12000", "服务暂不可用")
		}
		out.Items = append(out.Items, operatedItem{ID: strconv.FormatInt(o.Case, 10), Message: "操作成功"})
	}
	return good(out)
}

type refuseReason struct {
	Code      int64  `json:"reject_reason_code"`
	Reason    string `json:"reason"`
	Wanted    string `json:"evidence_description"`
	Need      string `json:"evidence_need"`
	Image     string `json:"image"`
	OrderType int    `json:"order_type"`
	Pkg       int    `json:"pkg"`
}

var refuseReasons = []refuseReason{
	{Code: 1, Reason: "商品已签收且无质量问题", Wanted: "签收底单、发货称重", Need: "Y", OrderType: 3, Pkg: 1},
	{Code: 2, Reason: "快递正常运输中，请买家耐心等待", Wanted: "物流轨迹截图", Need: "N", OrderType: 3},
	{Code: 3, Reason: "商品影响二次销售（吊牌缺失/穿着痕迹）", Wanted: "开箱视频或照片", Need: "Y", OrderType: 3, Pkg: 1},
	{Code: 4, Reason: "退回商品与发出不一致/少件/空包", Wanted: "开箱视频、称重照片", Need: "Y", OrderType: 3, Pkg: 1},
	{Code: 5, Reason: "买家未按约定寄回商品", Wanted: "聊天记录", Need: "N", OrderType: 3},
	{Code: 6, Reason: "与买家协商一致不退款", Wanted: "聊天记录", Need: "N", OrderType: 3},
}

func (s *simulator) reasonExists(code int64, st *step) bool {
	return st.typ != typeUnshipped && code >= 1 && code <= int64(len(refuseReasons))
}

func (s *simulator) refuseReasons(c *call) answer {
	var p struct {
		ID flex `json:"aftersale_id"`
	}
	var l life
	if !c.read(&p) {
		return bad(40002, "isv.missing-parameter:aftersale_id", "缺少售后单号")
	}
	cs, ok := s.findVisible(&l, p.ID.text)
	if !ok {
		return bad(40004, "isv.parameter-invalid:11003", "售后单不存在")
	}
	out := map[string]any{"items": refuseReasons}
	if cs.at(s.x.now).typ == typeUnshipped {
		out["items"] = []refuseReason{}
	}
	return good(out)
}

func (s *simulator) submitEvidence(c *call) answer {
	var p struct {
		ID       flex     `json:"aftersale_id"`
		Comment  string   `json:"comment"`
		Evidence []string `json:"evidence"`
	}
	if !c.read(&p) || p.ID.text == "" || p.Comment == "" || len(p.Evidence) == 0 {
		return bad(40002, "isv.missing-parameter:evidence", "售后单号、说明与凭证必填")
	}
	if len(p.Evidence) > 4 {
		return bad(40004, "isv.parameter-invalid:11000", "凭证最多4张")
	}
	var l life
	cs, ok := s.findVisible(&l, p.ID.text)
	if !ok {
		return bad(40004, "isv.parameter-invalid:11003", "售后单不存在")
	}
	st := cs.at(s.x.now)
	if st.arb != arbEvidence {
		return bad(50002, "isv.business-failed:20309541", "当前无需举证")
	}
	o := op{At: max(s.x.now, st.at+1), Case: cs.id, Order: l.id, Kind: opEvidence, Note: p.Comment, Images: len(p.Evidence)}
	s.x.moveTo(o.At)
	if s.keep(o) != nil {
		return bad(20000, "isp.service-error:12000", "服务暂不可用")
	}
	return good(map[string]any{"success": true})
}

const maxRemark = 500

func (s *simulator) addRemark(c *call) answer {
	var p struct {
		Order  flex   `json:"order_id"`
		Case   flex   `json:"after_sale_id"`
		Remark string `json:"remark"`
	}
	if !c.read(&p) || p.Remark == "" || p.Order.text == "" && p.Case.text == "" {
		return bad(40002, "isv.missing-parameter:remark", "缺少备注或单号")
	}
	if utf8.RuneCountInString(p.Remark) > maxRemark {
		return bad(40004, "isv.parameter-invalid:11000", "备注过长")
	}
	var l life
	o := op{At: s.x.now, Kind: opRemark, Note: p.Remark}
	if p.Case.text != "" { // the case wins when both are given
		cs, ok := s.findVisible(&l, p.Case.text)
		if !ok {
			return bad(40004, "isv.parameter-invalid:11003", "售后单不存在")
		}
		o.Case, o.Order = cs.id, l.id
		o.At = max(o.At, cs.at(s.x.now).at+1)
	} else {
		d, i, ok := s.w.findOrder(p.Order.int())
		at, seen := s.x.place(d, i)
		if !ok || !seen {
			return bad(50002, "isv.business-failed:20014", "订单不存在")
		}
		s.x.load(&l, at)
		o.Order = l.id
	}
	s.x.moveTo(o.At)
	if s.keep(o) != nil {
		return bad(20000, "isp.service-error:12000", "服务暂不可用")
	}
	return good(map[string]any{})
}
