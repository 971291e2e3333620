package kuaishou

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderStatus maps orderBaseInfo.status. 40 is set as soon as one piece was
// sent and 30 does not say whether the order may be sent; see reader.order. 50
// (signed for) is shipped to us: the buyer has not confirmed.
func orderStatus(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "10":
		return domain.OrderUnpaid, true
	case "30":
		return domain.OrderToShip, true
	case "40", "50":
		return domain.OrderShipped, true
	case "70":
		return domain.OrderFinished, true
	case "80":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false // 0 is the platform's own "unknown"
}

// caseType maps handlingWay. shipped says whether the goods were on their way
// when the case was asked for; it matters for a refund without return only.
func caseType(way string, shipped bool) (domain.CaseType, bool) {
	switch way {
	case "1":
		return domain.CaseReturnRefund, true
	case "10":
		if shipped {
			return domain.CaseRefundShipped, true
		}
		return domain.CaseRefundUnshipped, true
	case "3":
		return domain.CaseExchange, true
	case "4":
		return domain.CaseReship, true
	case "5":
		return domain.CaseRepair, true
	}
	return domain.CaseUnknown, false
}

// caseStatus maps the union of both published generations of a case's status:
// until 2024-03 and since. In the older one 20, 21 and 22 say that the platform
// has the case; in the newer one 20 says so. 50 is agreed and being paid:
// nothing is left to do for anybody.
func caseStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "10", "11":
		return domain.StatusAwaitMerchant, true
	case "12", "20", "21":
		return domain.StatusRefused, true
	case "30":
		return domain.StatusAwaitReturn, true
	case "22", "40":
		return domain.StatusAwaitReceipt, true
	case "45":
		return domain.StatusAwaitConfirm, true
	case "50", "60":
		return domain.StatusSucceeded, true
	case "70":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// arbitration reads the platform's part from a case's status: there is no
// field of its own, no deadline for proof and no verdict.
func arbitration(status string) domain.Arbitration {
	switch status {
	case "20", "21", "22":
		return domain.ArbRunning
	}
	return domain.ArbNone
}

// negotiated maps negotiateStatus: whether the merchant refused and the buyer
// is to change the request.
func negotiated(raw string) (refused, known bool) {
	switch raw {
	case "", "0", "1", "2":
		return false, true
	case "3":
		return true, true
	}
	return false, false
}

// received maps receiptStatus.
func received(raw string) (is, known bool) {
	switch raw {
	case "", "0", "1":
		return false, true
	case "2":
		return true, true
	}
	return false, false
}

// source is where a buyer came from.
type source int

const (
	fromElsewhere source = iota
	fromRoom             // carrierId is a live room
	fromVideo            // carrierId is a short video
	fromReplay           // a recorded room: live, but which room is not told
)

// carrier maps carrierType. 10000–20000 are shares in WeChat, save 10008, the
// search page.
func carrier(raw string) (source, bool) {
	switch raw {
	case "", "0", "3", "29", "201", "311", "478":
		return fromElsewhere, true
	case "2":
		return fromRoom, true
	case "1":
		return fromVideo, true
	case "7", "100010":
		return fromReplay, true
	}
	if n, err := strconv.ParseInt(raw, 10, 64); err == nil && n >= 10000 && n <= 20000 {
		return fromElsewhere, true
	}
	return fromElsewhere, false
}

// channel maps cpsType with what else the order says. 2 is sold by a creator
// for a commission; the rest is the shop's own, in a room or on the shelf.
func channel(cps string, live bool) (domain.Channel, bool) {
	switch cps {
	case "2":
		return domain.ChannelAlliance, true
	case "", "0", "1":
		if live {
			return domain.ChannelSelf, true
		}
		return domain.ChannelShelf, true
	}
	return domain.ChannelUnknown, false
}

// actor reads who wrote a negotiation entry from its title: the numbers of role
// are not published.
func actor(title string) (domain.Actor, bool) {
	for _, w := range [...]struct {
		prefix string
		who    domain.Actor
	}{
		{"平台", domain.ActorPlatform}, {"客服", domain.ActorPlatform}, {"快手", domain.ActorPlatform}, {"系统", domain.ActorSystem},
		{"商家", domain.ActorMerchant}, {"卖家", domain.ActorMerchant}, {"店铺", domain.ActorMerchant},
		{"买家", domain.ActorBuyer}, {"用户", domain.ActorBuyer}, {"消费者", domain.ActorBuyer},
	} {
		if strings.HasPrefix(strings.TrimSpace(title), w.prefix) {
			return w.who, true
		}
	}
	return domain.ActorUnknown, false
}

// carrierName names the courier companies whose numbers are published
// (物流公司编号); "" for others. The full table stands in the developer docs.
func carrierName(code string) string {
	switch code {
	case "2":
		return "EMS"
	case "3":
		return "申通快递"
	case "4":
		return "顺丰速运"
	case "6":
		return "圆通速递"
	case "8":
		return "邮政快递包裹"
	case "9":
		return "中通快递"
	case "11":
		return "韵达快递"
	case "14":
		return "京东快递"
	case "17":
		return "德邦物流"
	case "53":
		return "德邦快递"
	case "97":
		return "邮政标准快递"
	case "1", "109": // Best (1) became part of J&T
		return "极兔速递"
	case "113":
		return "菜鸟速递"
	case "127":
		return "丰网速运"
	case "139":
		return "邮政电商标快"
	case "9999":
		return "其他"
	}
	return ""
}

// carrierCodes are the numbers that a shipment may name, the common ones first.
const carrierCodes = "4 9 6 11 3 109 14 113 8 97 139 2 53 17 127 9999"

// remote is a platform error reduced to what we act on.
type remote struct {
	code   domain.Code
	reason string // param reason, words in i18n
	day    bool   // closed until the platform's next day
	again  string // of walk: what to do with the window
}

// verdict maps result and, where the numbers are not published, the texts of an
// answer (返回码说明, API限流说明 and the support notes K0002–K9003). The texts
// are looked at only; they go nowhere. Numbers from one public client alone: 15,
// 16, 17, 1016, 802000, 22, 25, 27, 28.
func verdict(result int64, text string) remote {
	lower := strings.ToLower(text)
	switch {
	case strings.Contains(lower, "exceed qps limit"):
		return remote{code: domain.CodeRateLimited}
	case strings.Contains(lower, "exceed quota limit"), result == 1017:
		return remote{code: domain.CodeRateLimited, day: true}
	case strings.Contains(lower, "token过期"), strings.Contains(text, "鉴权失败"):
		return remote{code: domain.CodeUnauthorized, reason: "token_expired"}
	case strings.Contains(text, "无scope权限"):
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case strings.Contains(text, "验签失败"), strings.Contains(text, "签名校验失败"):
		return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
	}
	switch result {
	case 11, 21:
		return remote{code: domain.CodeInvalid, reason: "refused_by_platform"}
	case 15, 16, 17, 1016, 802000:
		return remote{code: domain.CodeRateLimited}
	case 22, 25:
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case 24, 26:
		return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
	case 27, 28:
		return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
	case 300002, 300010, 300013, 300014, 300016, 300017, 300018: // not in this state, or no longer
		return remote{code: domain.CodeConflict, reason: "case_changed"}
	case 300003, 300005, 300006:
		return remote{code: domain.CodeInternal, reason: "bad_parameter"}
	case 300004, 300019:
		return remote{code: domain.CodeInvalid, reason: "range_too_wide", again: "half"}
	case 300007, 300008, 300009, 300015:
		return remote{code: domain.CodeInvalid, reason: "refused_by_platform"}
	case 300011:
		return remote{code: domain.CodeNotFound, reason: "no_data"}
	case 300012:
		return remote{code: domain.CodeUnauthorized, reason: "wrong_shop"}
	}
	return oauth(result)
}

// oauth maps the results of the two token calls (APP授权说明).
func oauth(result int64) remote {
	switch result {
	case 100200101:
		return remote{code: domain.CodeUnauthorized, reason: "bad_key"}
	case 100200102, 100200105, 100200107:
		return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
	case 100200106:
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case 100200100, 100200103, 100200104:
		return remote{code: domain.CodeInternal, reason: "bad_parameter"}
	}
	return remote{code: domain.CodeUnavailable, reason: "server"}
}

// failure turns an answer that is not a success into an error. Its texts are
// left out: they may repeat what was sent.
func failure(api string, e envelope, now domain.Instant) error {
	v := verdict(e.Result.N, e.ErrorMsg+" "+e.Msg+" "+e.SubMsg)
	kv := []string{"remote_code", e.Result.Raw()}
	if s := platform.SafeCode(string(e.SubCode)); s != "" {
		kv = append(kv, "sub_code", s)
	}
	if s := platform.SafeCode(string(e.RequestID)); s != "" {
		kv = append(kv, "log_id", s)
	}
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	if v.day {
		t := now.Time().In(flex.Beijing())
		midnight := time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, flex.Beijing())
		kv = append(kv, "retry_after_ms", strconv.FormatInt(int64(domain.InstantOf(midnight)-now), 10))
	}
	if v.again != "" {
		kv = append(kv, "again", v.again)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}
