package doudian

import (
	"errors"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderStatus maps order_status and the extra values of main_status. 105 is
// paid but still in risk check or group forming: it may not be shipped. 21 and
// 22 were closed by a refund before receipt, 39 after it.
func orderStatus(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "1", "103":
		return domain.OrderUnpaid, true
	case "105":
		return domain.OrderPaid, true
	case "2":
		return domain.OrderToShip, true
	case "101":
		return domain.OrderPartlyShipped, true
	case "3":
		return domain.OrderShipped, true
	case "5", "39", "255":
		return domain.OrderFinished, true
	case "4", "21", "22":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false
}

// caseType maps aftersale_type. 4 and 5 are cancellations by the system and by
// the buyer, seen in details and order views only.
func caseType(raw string) (domain.CaseType, bool) {
	switch raw {
	case "0":
		return domain.CaseReturnRefund, true
	case "1":
		return domain.CaseRefundShipped, true
	case "2":
		return domain.CaseRefundUnshipped, true
	case "3":
		return domain.CaseExchange, true
	case "4", "5":
		return domain.CaseCancel, true
	case "6":
		return domain.CasePriceAdjust, true
	case "7":
		return domain.CaseReship, true
	case "8":
		return domain.CaseRepair, true
	}
	return domain.CaseUnknown, false
}

// caseStatus maps aftersale_status. The list's documentation writes 3 where
// the detail's writes 13. 51 (order cancelled) and 53 (reverse deal finished)
// come from details only.
func caseStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "6":
		return domain.StatusAwaitMerchant, true
	case "7":
		return domain.StatusAwaitReturn, true
	case "8":
		return domain.StatusAwaitShip, true
	case "11":
		return domain.StatusAwaitReceipt, true
	case "3", "13":
		return domain.StatusAwaitConfirm, true
	case "12", "14", "53":
		return domain.StatusSucceeded, true
	case "27", "29":
		return domain.StatusRefused, true
	case "28", "51":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// arbitration maps arbitrate_status as answers use it. A value that only the
// filter documents (6) is read by the filter's table; 2 and 3 mean the same
// party in both.
func arbitration(raw string) (domain.Arbitration, bool) {
	switch raw {
	case "", "0":
		return domain.ArbNone, true
	case "1":
		return domain.ArbRunning, true
	case "2":
		return domain.ArbForBuyer, true
	case "3":
		return domain.ArbForMerchant, true
	case "4":
		return domain.ArbEvidence, true
	case "5":
		return domain.ArbNegotiating, true
	case "255":
		return domain.ArbEnded, true
	}
	return arbitrationFilter(raw)
}

// arbitrationFilter maps arbitrate_status as the list's filter documents it;
// there 255 means cancelled.
func arbitrationFilter(raw string) (domain.Arbitration, bool) {
	switch raw {
	case "0":
		return domain.ArbNone, true
	case "1":
		return domain.ArbRunning, true
	case "2":
		return domain.ArbForBuyer, true
	case "3":
		return domain.ArbForMerchant, true
	case "4":
		return domain.ArbEvidence, true
	case "5":
		return domain.ArbNegotiating, true
	case "6":
		return domain.ArbEnded, true
	case "255":
		return domain.ArbCancelled, true
	}
	return domain.ArbUnknown, false
}

// conclusion maps arbitrate_conclusion; "" and 0 mean there is none yet.
func conclusion(raw string) (domain.Arbitration, bool) {
	switch raw {
	case "1", "3":
		return domain.ArbForBuyer, true
	case "2":
		return domain.ArbForMerchant, true
	}
	return domain.ArbUnknown, raw == "" || raw == "0"
}

// refundPaid maps refund_status to "the buyer has the money". 5 is a refund
// that the platform paid and clawed back from the merchant.
func refundPaid(raw string) (paid, known bool) {
	switch raw {
	case "", "0", "1", "2", "4":
		return false, true
	case "3", "5":
		return true, true
	}
	return false, false
}

// liveTheme maps theme_type to "sold in a live room".
func liveTheme(raw string) (live, known bool) {
	switch raw {
	case "", "0":
		return false, true
	case "1":
		return true, true
	}
	return false, false
}

// channel maps c_biz with what else the line says. The shop's own sale (8) in
// a room is self_sale, without a room it is the shelf.
func channel(cbiz string, live bool) (domain.Channel, bool) {
	switch cbiz {
	case "2":
		return domain.ChannelAlliance, true
	case "8":
		if live {
			return domain.ChannelSelf, true
		}
		return domain.ChannelShelf, true
	case "", "0":
		if live {
			return domain.ChannelUnknown, true
		}
		return domain.ChannelShelf, true
	}
	return domain.ChannelUnknown, false
}

// gift maps given_product_type.
func gift(raw string) (is, known bool) {
	switch raw {
	case "", "MASTER":
		return false, true
	case "FREE":
		return true, true
	}
	return false, false
}

// actor reads who wrote a negotiation entry. The numbers of role are not
// published, so the words of operator and action decide; a number that no word
// explains is unknown. operator may be a nickname and is used for nothing else.
func actor(operator, action string) (domain.Actor, bool) {
	for _, s := range []string{operator, action} {
		switch {
		case s == "":
		case strings.Contains(s, "平台") || strings.Contains(s, "客服") || strings.Contains(s, "小二") || strings.Contains(s, "仲裁"):
			return domain.ActorPlatform, true
		case strings.Contains(s, "系统"):
			return domain.ActorSystem, true
		case strings.HasPrefix(s, "商家") || strings.HasPrefix(s, "卖家") || strings.HasPrefix(s, "店铺"):
			return domain.ActorMerchant, true
		case strings.HasPrefix(s, "买家") || strings.HasPrefix(s, "用户") || strings.HasPrefix(s, "消费者"):
			return domain.ActorBuyer, true
		}
	}
	return domain.ActorUnknown, false
}

// carrierCode names the carrier of a return parcel. Lists give a company name
// only and details add a code, so the name decides first: both must make the
// same parcel id. Codes are those of logistics_info.company.
func carrierCode(name, code string) string {
	for _, c := range [...][2]string{{"顺丰", "shunfeng"}, {"中通", "zhongtong"}, {"圆通", "yuantong"}, {"申通", "shentong"},
		{"韵达", "yunda"}, {"极兔", "jtexpress"}, {"EMS", "ems"}, {"邮政", "youzhengguonei"}, {"京东", "jd"}, {"德邦", "debangkuaidi"},
		{"菜鸟", "cainiao"}} {
		if strings.Contains(name, c[0]) {
			return c[1]
		}
	}
	if code != "" {
		return code
	}
	return name
}

// remote is a platform error reduced to what we act on.
type remote struct {
	code   domain.Code
	reason string // param reason, words in i18n
	renew  bool   // the access token is stale: get another and repeat once
	final  bool   // trying again cannot help although the code suggests it
}

// verdict maps code and sub_code of an answer (base error codes,
// op.jinritemai.com/docs/guide-docs/212/1427, and the per-call lists of the SDKs).
func verdict(code int64, sub string) remote {
	switch code {
	case 20000, 20001:
		return remote{code: domain.CodeUnavailable, reason: "server"}
	case 30001:
		if strings.Contains(sub, "authorization") {
			return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
		}
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case 30002:
		return remote{code: domain.CodeUnauthorized, reason: "ip_not_allowed"}
	case 40001, 40002:
		return remote{code: domain.CodeInternal, reason: "missing_parameter"}
	case 40003:
		return systemParameter(sub)
	case 40004:
		if r := business(sub); r.reason != "refused_by_platform" {
			return r
		}
		return remote{code: domain.CodeInvalid, reason: "bad_parameter"}
	case 50001:
		if strings.Contains(sub, "app-secret-invalid") {
			return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
		}
		return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
	case 50002:
		return business(sub)
	case 60000:
		return remote{code: domain.CodeRateLimited}
	case 70000:
		return remote{code: domain.CodeUnsupported, reason: "api_switched_off"}
	case 80000:
		return remote{code: domain.CodeUnauthorized, reason: "env_suspected"}
	}
	return remote{code: domain.CodeUnavailable, reason: "server"}
}

func systemParameter(sub string) remote {
	switch {
	case strings.Contains(sub, "signature"):
		return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
	case strings.Contains(sub, "timestamp"):
		return remote{code: domain.CodeUnavailable, reason: "clock_skew", final: true}
	case strings.Contains(sub, "access-token"):
		return remote{code: domain.CodeUnauthorized, reason: "token_expired", renew: true}
	case strings.Contains(sub, "app-id"):
		return remote{code: domain.CodeUnauthorized, reason: "bad_key"}
	case strings.Contains(sub, "authorization-type"):
		return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
	case strings.Contains(sub, "idempotent"):
		return remote{code: domain.CodeConflict, reason: "already_sent"}
	}
	return remote{code: domain.CodeInternal, reason: "bad_parameter"}
}

func business(sub string) remote {
	switch {
	case ends(sub, "20309541"):
		return remote{code: domain.CodeConflict, reason: "case_changed"}
	case ends(sub, "31009"):
		return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
	case ends(sub, "11001"):
		return remote{code: domain.CodeUnsupported, reason: "back_office_only"}
	case ends(sub, "10015"):
		return remote{code: domain.CodeUnsupported, reason: "not_an_e_waybill"}
	case ends(sub, "11003"), ends(sub, "20014"), ends(sub, "20001"), ends(sub, "20015"), ends(sub, "-10004"):
		return remote{code: domain.CodeNotFound, reason: "no_data"}
	case ends(sub, "20004"), ends(sub, "20005"), ends(sub, "20045"), ends(sub, "20055"), ends(sub, "12000"), ends(sub, "12001"), ends(sub, "10000"), ends(sub, "10002"):
		return remote{code: domain.CodeUnavailable, reason: "server"}
	}
	return remote{code: domain.CodeInvalid, reason: "refused_by_platform"}
}

// ends reports whether the inner number of a sub code is n:
// "isv.business-failed:20309541".
func ends(sub, n string) bool {
	i := strings.LastIndexByte(sub, ':')
	return strings.TrimSpace(sub[i+1:]) == n
}

// failure turns an answer that is not a success into an error. The texts msg
// and sub_msg are left out: they may repeat what was sent.
func failure(api string, e envelope) error {
	v := verdict(e.Code.N, string(e.SubCode))
	kv := []string{"remote_code", e.Code.Raw()}
	if s := platform.SafeCode(string(e.SubCode)); s != "" {
		kv = append(kv, "sub_code", s)
	}
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	if v.final {
		kv = append(kv, "final", "1")
	}
	if s := platform.SafeCode(string(e.LogID)); s != "" {
		kv = append(kv, "log_id", s)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}
