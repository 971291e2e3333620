package xiaohongshu

import (
	"errors"
	"strings"

	"afterdesk/backend/domain"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderStatus maps orderStatus. 2 is paid and still being processed, 3 in
// customs: neither may be shipped yet. 10, an exchange asked for, is an order
// that was delivered.
func orderStatus(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "1":
		return domain.OrderUnpaid, true
	case "2", "3":
		return domain.OrderPaid, true
	case "4":
		return domain.OrderToShip, true
	case "5":
		return domain.OrderPartlyShipped, true
	case "6", "10":
		return domain.OrderShipped, true
	case "7":
		return domain.OrderFinished, true
	case "8", "9":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false
}

// caseType maps returnType.
func caseType(raw string) (domain.CaseType, bool) {
	switch raw {
	case "1":
		return domain.CaseReturnRefund, true
	case "2":
		return domain.CaseExchange, true
	case "4":
		return domain.CaseRefundShipped, true
	case "5":
		return domain.CaseRefundUnshipped, true
	case "6":
		return domain.CasePriceAdjust, true
	}
	return domain.CaseUnknown, false
}

// caseStatus maps status. 9 was refused at the first look, 9001 when the goods
// came back. 14 is with the platform: the merchant refused before, so it stays
// open and is nobody's turn. 11 (an exchange that became a refund, older calls
// only) waits for the merchant.
func caseStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "1", "11":
		return domain.StatusAwaitMerchant, true
	case "2":
		return domain.StatusAwaitReturn, true
	case "3":
		return domain.StatusAwaitReceipt, true
	case "12":
		return domain.StatusAwaitShip, true
	case "13":
		return domain.StatusAwaitConfirm, true
	case "9", "9001", "14":
		return domain.StatusRefused, true
	case "4":
		return domain.StatusSucceeded, true
	case "5", "6":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// refundPaid maps refundStatus to "the buyer has the money", which 2 alone proves.
func refundPaid(raw string) (paid, known bool) {
	switch raw {
	case "", "0", "1", "3", "101", "108", "201", "301", "302", "401", "402":
		return false, true
	case "2":
		return true, true
	}
	return false, false
}

// gift maps skuTag.
func gift(raw string) (is, known bool) {
	switch raw {
	case "", "0":
		return false, true
	case "1":
		return true, true
	}
	return false, false
}

// actor reads who wrote an entry. The numbers of operatorRole are not
// published, so the name of the role decides.
func actor(role string) (domain.Actor, bool) {
	switch {
	case strings.Contains(role, "平台"), strings.Contains(role, "客服"), strings.Contains(role, "小二"):
		return domain.ActorPlatform, true
	case strings.Contains(role, "系统"):
		return domain.ActorSystem, true
	case strings.Contains(role, "商家"), strings.Contains(role, "卖家"):
		return domain.ActorMerchant, true
	case strings.Contains(role, "买家"), strings.Contains(role, "用户"), strings.Contains(role, "消费者"):
		return domain.ActorBuyer, true
	}
	return domain.ActorUnknown, false
}

// verdict maps an error code and what its text is about. The code of a dead
// token is not published: a text that speaks of the token means it.
func verdict(code int64, text string) (domain.Code, string) {
	lower := strings.ToLower(text)
	switch {
	case code == -9013:
		return domain.CodeRateLimited, ""
	case strings.Contains(lower, "token"), strings.Contains(text, "授权"):
		return domain.CodeUnauthorized, "token_expired"
	case strings.Contains(lower, "signature"), strings.Contains(lower, "sign error"), strings.Contains(lower, "invalid sign"), strings.Contains(text, "签名"):
		return domain.CodeUnauthorized, "bad_secret"
	case code == 401:
		return domain.CodeUnauthorized, "bad_key"
	case code == -2000400:
		return domain.CodeInvalid, "bad_parameter"
	case code == -2000101:
		return domain.CodeNotFound, "no_data"
	}
	return domain.CodeInvalid, "refused_by_platform"
}

// failure turns an answer that is not a success into an error. Its text is
// left out: it may repeat what was sent.
func failure(api string, e envelope) error {
	n, text := e.ErrorCode, e.ErrorMsg
	if n.N == 0 {
		n = e.Code
	}
	if text == "" {
		text = e.Msg
	}
	code, reason := verdict(n.N, text)
	kv := []string{"remote_code", n.Raw()}
	if reason != "" {
		kv = append(kv, "reason", reason)
	}
	return domain.E(code, errors.New("call "+api), kv...)
}
