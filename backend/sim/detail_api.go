package sim

import "strconv"

type caseDetail struct {
	Process struct {
		Info      detailInfo      `json:"after_sale_info"`
		Arbitrate detailArbitrate `json:"arbitrate_info"`
		Logistics detailLogistics `json:"logistics_info"`
		Records   []record        `json:"record_logs_list"`
		Remarks   []shopRemark    `json:"after_sale_shop_remarks"`
		Tags      struct {
			List []any `json:"after_sale_service_tag"`
		} `json:"after_sale_service_tag"`
	} `json:"process_info"`
	Order struct {
		ShopOrder int64        `json:"shop_order_id"`
		Lines     []detailLine `json:"sku_order_infos"`
	} `json:"order_info"`
}

type detailInfo struct {
	ID         int64      `json:"after_sale_id"`
	Status     int        `json:"after_sale_status"`
	StatusText string     `json:"after_sale_status_desc"`
	Type       int        `json:"after_sale_type"`
	TypeText   string     `json:"after_sale_type_text"`
	OrderType  int        `json:"after_sale_order_type"`
	Refund     int        `json:"refund_status"`
	Total      wnum       `json:"refund_total_amount"`
	Post       int64      `json:"refund_post_amount"`
	Real       int64      `json:"real_refund_amount"`
	Applied    wnum       `json:"apply_time"`
	Updated    wnum       `json:"update_time"`
	Final      int64      `json:"aftersale_status_to_final_time"`
	Deadline   wnum       `json:"status_deadline"`
	Reason     string     `json:"reason"`
	ReasonCode int64      `json:"reason_code"`
	Remark     string     `json:"reason_remark"`
	Evidence   []string   `json:"evidence"`
	Count      wnum       `json:"after_sale_apply_count"`
	NeedBack   int64      `json:"need_return_count"`
	Got        int        `json:"got_pkg"`
	Address    idlessAddr `json:"return_address"`
	AddressID  int64      `json:"return_address_id"`
	Labels     []codeName `json:"reason_second_labels"`
	FailReason string     `json:"refund_fail_reason"`
	Risk       int        `json:"risk_decsison_code"`
	Part       int        `json:"part_type"`
}

type idlessAddr struct {
	Province idName `json:"province"`
	City     idName `json:"city"`
	Town     idName `json:"town"`
	Detail   string `json:"detail"`
}

type detailArbitrate struct {
	ID         string `json:"arbitrate_id"`
	Status     int    `json:"arbitrate_status"`
	Required   bool   `json:"is_required_evidence"`
	Deadline   string `json:"arbitrate_status_deadline"`
	Opinion    string `json:"arbitrate_opinion"`
	Conclusion int    `json:"arbitrate_conclusion"`
	Created    int64  `json:"arbitrate_create_time"`
	Updated    int64  `json:"arbitrate_update_time"`
	Template   struct {
		Images   []string `json:"images"`
		Describe string   `json:"describe"`
		Deadline int64    `json:"dead_line"`
	} `json:"arbitrate_evidence_tmpl"`
	Evidence struct {
		Images   []string `json:"images"`
		Describe string   `json:"describe"`
	} `json:"arbitrate_evidence"`
	Blame int `json:"arbitrate_blame"`
}

type trip struct {
	No   string `json:"tracking_no"`
	Name string `json:"company_name"`
	Code string `json:"company_code"`
	Time int64  `json:"logistics_time"`
}

type detailLogistics struct {
	Return   trip        `json:"return"`
	Exchange trip        `json:"exchange"`
	Resend   trip        `json:"resend"`
	Order    []caseRoute `json:"order"`
}

type record struct {
	Operator string     `json:"operator"`
	Role     int        `json:"role"`
	Time     string     `json:"time"`
	Text     string     `json:"text"`
	Action   string     `json:"action"`
	Images   []string   `json:"images"`
	Pairs    []pair     `json:"desc_kvs"`
	All      []evidence `json:"all_evidence"`
}

type pair struct {
	Key       string `json:"key"`
	Value     string `json:"value"`
	Highlight bool   `json:"highlight"`
	Notice    string `json:"notice"`
}

type evidence struct {
	Type int      `json:"type"`
	URLs []string `json:"urls"`
	Desc string   `json:"desc"`
}

type shopRemark struct {
	Order    int64  `json:"order_id"`
	Case     int64  `json:"after_sale_id"`
	Remark   string `json:"remark"`
	Created  int64  `json:"create_time"`
	Operator string `json:"operator"`
}

type detailLine struct {
	ID      int64       `json:"sku_order_id"`
	Status  int         `json:"order_status"`
	Pay     int64       `json:"pay_amount"`
	Num     int64       `json:"item_quantity"`
	Created int64       `json:"create_time"`
	Name    string      `json:"product_name"`
	Product int64       `json:"product_id"`
	Picture string      `json:"product_image"`
	Spec    []nameValue `json:"sku_spec"`
	SKUCode string      `json:"shop_sku_code"`
	SKU     int64       `json:"sku_id"`
	After   int64       `json:"after_sale_item_count"`
}

var operators = map[uint8]string{roleBuyer: "买家", roleMerchant: "商家", rolePlatform: "平台客服", roleSystem: "系统"}

func (s *simulator) caseDetail(c *call) answer {
	var p struct {
		ID      flex `json:"after_sale_id"`
		Records bool `json:"need_operation_record"`
	}
	if !c.read(&p) || p.ID.text == "" {
		return bad(40002, "isv.missing-parameter:after_sale_id", "缺少售后单号")
	}
	var l life
	cs, ok := s.findVisible(&l, p.ID.text)
	if !ok {
		return bad(40004, "isv.parameter-invalid:11003", "售后单不存在")
	}
	now := s.x.now
	out := l.detail(c, cs, now)
	if p.Records {
		out.Process.Records = l.records(cs, now)
	}
	return good(out)
}

func (l *life) detail(c *call, cs *kase, now int64) caseDetail {
	w := l.w
	st := cs.at(now)
	row := l.caseShape(&call{}, cs, now)
	if unknownNow(c, cs.id) {
		row.Info.Status = strangeCase
	} else {
		row.Info.Status = int(st.status)
	}
	var out caseDetail
	r := reasons[st.reason]
	prov := &provinces[w.from]
	i := &out.Process.Info
	*i = detailInfo{ID: cs.id, Status: row.Info.Status, StatusText: row.Text.Status, Type: int(st.typ), TypeText: row.Text.Type, OrderType: row.Info.OrderType, Refund: int(st.refund),
		Total: row.Info.Amount, Post: cs.post, Real: st.refunded, Applied: row.Info.Applied, Updated: row.Info.Updated, Final: row.Info.Final, Deadline: row.Info.Deadline, Reason: r.text,
		ReasonCode: r.code, Remark: l.buyerRemark(cs), Evidence: pictures(cs.id, int(cs.pictures)), Count: row.Info.Num, Got: row.Info.Got, Labels: row.Info.Labels, Part: row.Info.Part,
		AddressID: 60_000_001, Address: idlessAddr{idName{prov.name, prov.code}, idName{prov.cities[0].name, prov.code + "01"}, idName{prov.cities[0].towns[0], prov.code + "0101"}, "示例产业园3号楼退货组"}}
	if i.Evidence == nil {
		i.Evidence = []string{}
	}
	if st.typ == typeReturn || st.typ == typeExchange {
		i.NeedBack = cs.qty
	}
	l.arbitrate(&out.Process.Arbitrate, cs, now)
	lg := &out.Process.Logistics
	lg.Order = row.Info.Logistics
	make1 := func(k int) trip {
		if k < 0 || l.parcels[k].uploaded > now {
			return trip{}
		}
		p := &l.parcels[k]
		return trip{p.waybill(), couriers[p.courier].name, couriers[p.courier].code, p.uploaded}
	}
	lg.Return = make1(cs.ret)
	if cs.typ == typeReship {
		lg.Resend = make1(cs.again)
	} else {
		lg.Exchange = make1(cs.again)
	}
	out.Process.Records, out.Process.Remarks, out.Process.Tags.List = []record{}, []shopRemark{}, []any{}
	for k := range cs.steps {
		if s := &cs.steps[k]; s.act == actRemark && s.at <= now && s.note != "" {
			out.Process.Remarks = append(out.Process.Remarks, shopRemark{l.id, cs.id, s.note, s.at, "商家"})
		}
	}
	out.Order.ShopOrder = l.id
	for k, x := range row.Order.Lines {
		ln := l.lines[max(cs.line, 0)]
		if cs.line < 0 {
			ln = l.lines[k]
		}
		pr := &w.goods[ln.product]
		v := pr.variant(ln.variant)
		id, _ := strconv.ParseInt(x.ID, 10, 64)
		spec := []nameValue{{"颜色分类", v.colour}}
		if v.size != "" {
			spec = append(spec, nameValue{"尺码", v.size})
		}
		out.Order.Lines = append(out.Order.Lines, detailLine{ID: id, Status: x.Status, Pay: ln.paid, Num: ln.qty, Created: l.created, Name: pr.name, Product: pr.id,
			Picture: pr.picture(), Spec: spec, SKUCode: x.SKUCode, SKU: v.id, After: cs.qty})
	}
	return out
}

// arbitrate fills the platform's part. Its deadline is text, as documented.
func (l *life) arbitrate(a *detailArbitrate, cs *kase, now int64) {
	st := cs.at(now)
	a.Status = int(st.arb)
	a.Template.Images, a.Evidence.Images = []string{}, []string{}
	if st.arb == arbNone {
		return
	}
	a.ID = strconv.FormatInt(cs.id%1_000_000_000_000+8_000_000_000_000, 10)
	for k := range cs.steps {
		s := &cs.steps[k]
		if s.at > now {
			break
		}
		switch s.act {
		case actIntervene:
			a.Created = s.at
		case actEvidence:
			a.Evidence.Images, a.Evidence.Describe = pictures(cs.id+int64(k)*31, int(s.pictures)), l.stepText(cs, k)
		case actForBuyer:
			a.Conclusion, a.Blame, a.Opinion = 1, 1, l.stepText(cs, k)
		case actForMerchant:
			a.Conclusion, a.Blame, a.Opinion = 2, 2, l.stepText(cs, k)
		}
		if s.arb != arbNone {
			a.Updated = s.at
		}
	}
	if st.arb == arbEvidence {
		a.Required, a.Deadline = true, strconv.FormatInt(st.evDue, 10)
		a.Template.Describe, a.Template.Deadline = "请上传发货称重、打包过程与物流底单", st.evDue
	} else if st.arb == arbTalks && st.deadline > 0 {
		a.Deadline = strconv.FormatInt(st.deadline, 10)
	}
}

// records is the negotiation log, newest first as the console shows it.
func (l *life) records(cs *kase, now int64) []record {
	out := []record{}
	for k := len(cs.steps) - 1; k >= 0; k-- {
		s := &cs.steps[k]
		if s.at > now || s.act == actRemark {
			continue
		}
		r := record{Operator: operators[s.role], Role: int(s.role), Time: strconv.FormatInt(s.at, 10), Text: l.stepText(cs, k), Action: actWords[s.act].action,
			Images: pictures(cs.id+int64(k)*31, int(s.pictures)), Pairs: []pair{}, All: []evidence{}}
		if r.Images == nil {
			r.Images = []string{}
		}
		if s.act == actApply || s.act == actModify {
			r.Pairs = append(r.Pairs, pair{Key: "申请原因", Value: reasons[s.reason].text}, pair{Key: "申请金额", Value: "¥" + yuan(cs.asked)})
		}
		if len(r.Images) > 0 {
			r.All = append(r.All, evidence{1, r.Images, ""})
		}
		out = append(out, r)
	}
	return out
}
