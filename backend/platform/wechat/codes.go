package wechat

import (
	"errors"
	"strconv"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderStatus maps order.status. 5 is one public client's value for an order
// that was just placed; 12 is a gift that waits to be accepted and 13 a joint
// purchase that is forming: both are paid and must not be sent.
func orderStatus(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "5", "10":
		return domain.OrderUnpaid, true
	case "12", "13":
		return domain.OrderPaid, true
	case "20":
		return domain.OrderToShip, true
	case "21":
		return domain.OrderPartlyShipped, true
	case "30":
		return domain.OrderShipped, true
	case "100":
		return domain.OrderFinished, true
	case "190", "200", "250":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false
}

// caseType maps type and sub_type. shipped says whether the goods were on their
// way when the case was asked for; it matters for a refund without return only.
func caseType(raw, sub string, shipped bool) (domain.CaseType, bool) {
	switch raw {
	case "REFUND":
		switch {
		case sub == "REFUND_PRICE_DIFF":
			return domain.CasePriceAdjust, true
		case shipped:
			return domain.CaseRefundShipped, true
		}
		return domain.CaseRefundUnshipped, true
	case "RETURN":
		return domain.CaseReturnRefund, true
	case "EXCHANGE":
		return domain.CaseExchange, true
	case "RESHIP":
		return domain.CaseReship, true
	}
	return domain.CaseUnknown, false
}

// subType maps sub_type: whether the value is known at all.
func subType(raw string) bool { return raw == "" || raw == "DEFAULT" || raw == "REFUND_PRICE_DIFF" }

// caseStatus maps status. A refund that failed waits for the merchant, who must
// look at it; one that the platform is paying is decided. Two spellings of
// USER_CANCELD exist.
func caseStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "MERCHANT_PROCESSING", "MERCHANT_OVERDUE_REFUND", "PLATFORM_REFUND_FAIL", "MERCHANT_REFUND_RETRY_FAIL":
		return domain.StatusAwaitMerchant, true
	case "USER_WAIT_RETURN", "WAIT_PACKAGE_INTERCEPT":
		return domain.StatusAwaitReturn, true
	case "MERCHANT_WAIT_RECEIPT":
		return domain.StatusAwaitReceipt, true
	case "USER_WAIT_CONFIRM", "USER_WAIT_CONFIRM_UPDATE", "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE", "USER_WAIT_RECEIPT":
		return domain.StatusAwaitConfirm, true
	case "MERCHANT_REJECT_REFUND", "MERCHANT_REJECT_RETURN", "MERCHANT_REJECT_EXCHANGE", "MERCHANT_REJECT_RESHIP":
		return domain.StatusRefused, true
	case "MERCHANT_REFUND_SUCCESS", "MERCHANT_RETURN_SUCCESS", "MERCHANT_EXCHANGE_SUCCESS", "PLATFORM_REFUNDING":
		return domain.StatusSucceeded, true
	case "USER_CANCELD", "USER_CANCELED", "RETURN_CLOSED", "MERCHANT_FAIL":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// arbitration maps the status of a complaint (纠纷单); "" is a case without one.
func arbitration(raw string) (domain.Arbitration, bool) {
	switch raw {
	case "":
		return domain.ArbNone, true
	case "100":
		return domain.ArbNegotiating, true
	case "106", "108", "400":
		return domain.ArbEvidence, true
	case "101", "103", "104", "105", "107", "109", "111", "113", "114", "305", "307":
		return domain.ArbRunning, true
	case "112", "115", "116":
		return domain.ArbEnded, true
	case "102":
		return domain.ArbCancelled, true
	}
	return domain.ArbUnknown, false
}

// verdictOf maps the entries of a complaint's history that say who is liable; ok
// is false for an entry that says nothing of it.
func verdictOf(item string) (domain.Arbitration, bool) {
	switch item {
	case "30": // the buyer is
		return domain.ArbForMerchant, true
	case "31":
		return domain.ArbForBuyer, true
	case "32", "33": // both, nobody
		return domain.ArbEnded, true
	}
	return domain.ArbUnknown, false
}

// step is an entry of a complaint's history: whose it is and what it says.
type step struct {
	who  domain.Actor
	word string
}

// historyItem maps item_type. 50 to 64 repeat the steps of the case itself.
func historyItem(raw string) (step, bool) {
	b, m, p, s := domain.ActorBuyer, domain.ActorMerchant, domain.ActorPlatform, domain.ActorSystem
	switch raw {
	case "1":
		return step{b, "申请平台介入"}, true
	case "2":
		return step{b, "买家留言"}, true
	case "3":
		return step{m, "商家留言"}, true
	case "4":
		return step{b, "提交纠纷"}, true
	case "5":
		return step{b, "撤销纠纷"}, true
	case "6":
		return step{s, "商家超时"}, true
	case "7":
		return step{b, "买家举证"}, true
	case "8":
		return step{m, "商家举证"}, true
	case "10":
		return step{p, "待商家处理"}, true
	case "11":
		return step{p, "待平台处理"}, true
	case "12":
		return step{b, "取消介入"}, true
	case "13":
		return step{p, "平台处理中"}, true
	case "14":
		return step{p, "待买家补证"}, true
	case "16":
		return step{p, "待商家补证"}, true
	case "18":
		return step{p, "待双方补证"}, true
	case "20":
		return step{p, "待商家确认"}, true
	case "21":
		return step{m, "商家申诉中"}, true
	case "22":
		return step{p, "已调解"}, true
	case "23":
		return step{p, "平台核实中"}, true
	case "24":
		return step{p, "再次退款"}, true
	case "26":
		return step{p, "纠纷关闭"}, true
	case "30":
		return step{p, "判买家责任"}, true
	case "31":
		return step{p, "判商家责任"}, true
	case "32":
		return step{p, "判双方责任"}, true
	case "33":
		return step{p, "判双方无责"}, true
	case "34":
		return step{p, "申诉无效"}, true
	case "35":
		return step{p, "申诉有效"}, true
	case "36":
		return step{p, "退款有效"}, true
	case "37":
		return step{p, "退款无效"}, true
	}
	if n, err := strconv.ParseInt(raw, 10, 64); err == nil && n >= 50 && n <= 64 {
		return step{s, "售后进度"}, true
	}
	return step{domain.ActorUnknown, ""}, false
}

// scene maps ext_info.order_scene: whether the order was placed in a live room.
func scene(raw string) (live, known bool) {
	switch raw {
	case "2":
		return true, true
	case "", "0", "1", "3", "4", "5", "6":
		return false, true
	}
	return false, false
}

// channel maps source_infos.sale_channel with what else the order says: 0, 1 and
// 2 are accounts of the shop, its partners and those it authorised, 100 and 101
// promotion for a commission, 102 others.
func channel(raw string, live bool) (domain.Channel, bool) {
	switch raw {
	case "100", "101":
		return domain.ChannelAlliance, true
	case "", "0", "1", "2":
		if live {
			return domain.ChannelSelf, true
		}
		return domain.ChannelShelf, true
	case "102":
		return domain.ChannelUnknown, true
	}
	return domain.ChannelUnknown, false
}

// remote is a platform error reduced to what we act on.
type remote struct {
	code   domain.Code
	reason string                              // param reason, words in i18n
	wait   func(domain.Instant) domain.Instant // until when the call is closed; nil: not told
	again  string                              // of walk: what to do with the window
}

// verdict maps errcode (the platform's table of common codes and the error
// tables of the pages of each call).
func verdict(code int64) remote {
	no := func(reason string) remote { return remote{code: domain.CodeUnauthorized, reason: reason} }
	switch code {
	case -1, 9700223, 10021044:
		return remote{code: domain.CodeUnavailable, reason: "server"}
	case 40001, 40014, 41001, 42001:
		return no("token_expired")
	case 40013:
		return no("bad_key")
	case 40125:
		return no("bad_secret")
	case 40164, 45035, 61004:
		return no("ip_not_allowed")
	case 48001, 48004:
		return no("no_permission")
	case 50001, 50002, 10080000, 10080001:
		return no("not_authorised")
	case 10021043:
		return no("wrong_shop")
	case 40066, 40097, 43001, 43002, 43003, 44002, 47001, 9700224:
		return remote{code: domain.CodeInternal, reason: "bad_parameter"}
	case 45002, 6060456, 10021500, 10021501, 10021504:
		return remote{code: domain.CodeInvalid, reason: "refused_by_platform"}
	case 45009:
		return remote{code: domain.CodeRateLimited, wait: midnight}
	case 45011:
		return remote{code: domain.CodeRateLimited, wait: minute}
	case 31042:
		return remote{code: domain.CodeInvalid, reason: "range_too_wide", again: "half"}
	case 606006:
		return remote{code: domain.CodeInvalid, reason: "cursor_refused", again: "window"}
	case 100002, 10021050, 10021057, 10020000:
		return remote{code: domain.CodeNotFound, reason: "no_data"}
	case 10020001, 10021041:
		return remote{code: domain.CodeConflict, reason: "case_changed"}
	}
	return remote{code: domain.CodeUnavailable, reason: "server"}
}

// midnight is the end of the platform's day, when a day's quota begins anew.
func midnight(now domain.Instant) domain.Instant {
	t := now.Time().In(flex.Beijing())
	return domain.InstantOf(time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, flex.Beijing()))
}

// minute is the start of the next minute.
func minute(now domain.Instant) domain.Instant { return now - now%domain.Minute + domain.Minute }

// failure turns an answer that is not a success into an error. Its text is left
// out: it may repeat what was sent.
func failure(api string, code flex.Num, now domain.Instant) error {
	v := verdict(code.N)
	kv := []string{"remote_code", platform.SafeCode(code.Raw())}
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	if v.wait != nil {
		kv = append(kv, "retry_after_ms", strconv.FormatInt(int64(v.wait(now)-now), 10))
	}
	if v.again != "" {
		kv = append(kv, "again", v.again)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}
