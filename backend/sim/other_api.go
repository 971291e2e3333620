package sim

import "strconv"

type routeNode struct {
	Content   string `json:"content"`
	Timestamp string `json:"timestamp"`
	State     string `json:"state"`
	StateText string `json:"state_description"`
	Site      string `json:"site_name"`
}

// track is the route of one waybill, oldest scan first.
func (s *simulator) track(c *call) answer {
	var p struct {
		Code string `json:"logistics_code"`
		No   string `json:"track_no"`
	}
	if !c.read(&p) || p.Code == "" || p.No == "" {
		return bad(40002, "isv.missing-parameter:track_no", "缺少物流公司或运单号")
	}
	var l life
	pc, ok := s.x.parcelOf(&l, p.Code, p.No)
	if !ok || !pc.tracked {
		return bad(50002, "isv.business-failed:10015", "仅支持查询通过电子面单取号的运单")
	}
	_, n := pc.state(s.x.now)
	if n == 0 {
		return bad(50002, "isv.business-failed:-10004", "暂无轨迹")
	}
	nodes := make([]routeNode, n)
	for i := range n {
		sc := &pc.scans[i]
		nodes[i] = routeNode{pc.text(i), strconv.FormatInt(sc.at, 10), stateWords[sc.kind].code, stateWords[sc.kind].text, pc.site(i)}
	}
	if c.fault == faultDuplicate && n > 1 {
		nodes = append(nodes, nodes[0])
	}
	return good(map[string]any{"route__node_list": nodes, "track_info": map[string]string{"track_no": p.No, "express": p.Code}})
}

type company struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
	Code string `json:"code"`
}

func companies() []company {
	out := make([]company, len(couriers))
	for i, c := range couriers {
		out[i] = company{i + 7, c.name, c.code}
	}
	return out
}

type scoreNode struct {
	Node   string `json:"node_score"`
	Weight string `json:"node_score_weight"`
	Score  string `json:"score"`
}

// score is the shop's experience score; the figures stand for the whole world.
func (s *simulator) score() map[string]any {
	node := func(v, w, p string) scoreNode { return scoreNode{v, w, p} }
	prod := "4.86"
	if s.w.cfg.Careless {
		prod = "4.52"
	}
	return map[string]any{
		"prod_dsr": node(prod, "0.5", "92"), "quality_return_rate": node("1.9%", "0.5", "85"), "lgt_qreturn_rate": node("0.4%", "0.3", "90"),
		"collect_ontime_rate": node("97.6%", "0.4", "90"), "delivery_accomplish_rate": node("93.8%", "0.3", "88"),
		"average_feedback_time": node("41", "0.4", "95"), "aftersale_deal_reach_rate": node("88.3%", "0.4", "85"),
		"seller_rating_info": map[string]string{"score": "91", "score_weight": "0.2"},
	}
}
