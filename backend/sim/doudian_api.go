package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// doudian speaks the Douyin shops' open platform, POST /method/by/slashes.
type doudian struct{ *simulator }

func (s doudian) name(c *call) string {
	return strings.ReplaceAll(strings.Trim(c.path, "/"), "/", ".")
}

func (s doudian) token(name string) bool { return strings.HasPrefix(name, "token.") }

func (s doudian) keys() map[string]string {
	return map[string]string{"app_key": s.o.AppKey, "app_secret": s.o.AppSecret, "shop_id": s.o.ShopID}
}

func (s doudian) answer(c *call) (int, []byte) {
	if c.verb == http.MethodGet {
		c.body = []byte(c.query.Get("param_json"))
	}
	a, ok := s.gate(c)
	if ok && c.fault == faultStorm {
		a, ok = bad(60000, "isv.traffic-limited", "请求过于频繁"), false
	}
	if ok {
		a = s.route(c)
	}
	return http.StatusOK, s.wrap(c, a)
}

func (s doudian) wrap(c *call, a answer) []byte {
	e := envelope{Code: a.code, Msg: codeText[a.code], Sub: a.sub, SubMsg: a.subText, Data: a.data,
		LogID: time.Unix(c.now, 0).UTC().Format("20060102150405") + fmt.Sprintf("%018X", mix(uint64(c.nth))>>8)}
	if e.Data == nil {
		e.Data = struct{}{}
	}
	b, err := json.Marshal(e)
	if err != nil {
		return []byte(`{"code":90000,"msg":"` + strconv.Quote("unknown") + `","sub_code":"isp.unknown-error","data":{}}`)
	}
	return b
}

// route calls the method.
func (s doudian) route(c *call) answer {
	switch c.method {
	case "token.create":
		return s.tokenCreate(c)
	case "token.refresh":
		return s.tokenRefresh(c)
	case "shop.getExperienceScore":
		return good(s.score())
	case "order.logisticsCompanyList":
		return good(companies())
	case "product.comment", "comment.list", "comment.reply", "product.commentList":
		return bad(70000, "isp.comment-service-off", "评价接口已下线")
	}
	s.x.mu.Lock()
	defer s.x.mu.Unlock()
	s.x.moveTo(c.now)
	switch c.method {
	case "order.searchList":
		return s.orderList(c)
	case "order.orderDetail":
		return s.orderDetail(c)
	case "afterSale.List":
		return s.caseList(c)
	case "afterSale.Detail":
		return s.caseDetail(c)
	case "afterSale.rejectReasonCodeList":
		return s.refuseReasons(c)
	case "afterSale.operate":
		return s.operate(c)
	case "afterSale.submitEvidence":
		return s.submitEvidence(c)
	case "afterSale.addOrderRemark":
		return s.addRemark(c)
	case "logistics.trackNoRouteDetail":
		return s.track(c)
	}
	return bad(70000, "isp.api-service-off", "接口不存在或已下线")
}
