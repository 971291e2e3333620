package jd

import (
	"strings"

	"afterdesk/backend/domain"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderState maps orderState. A paused or locked order must not be shipped, most
// often because the buyer asked to cancel it.
func orderState(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "NOT_PAY":
		return domain.OrderUnpaid, true
	case "PAUSE", "POP_ORDER_PAUSE", "LOCKED":
		return domain.OrderPaid, true
	case "WAIT_SELLER_STOCK_OUT", "WAIT_SELLER_DELIVERY", "WAIT_SEND_CODE":
		return domain.OrderToShip, true
	case "WAIT_GOODS_RECEIVE_CONFIRM":
		return domain.OrderShipped, true
	case "FINISHED_L":
		return domain.OrderFinished, true
	case "TRADE_CANCELED", "DELIVERY_RETURN":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false
}

// refundStatus maps status of an application to cancel before delivery. 6, 7 and
// 10 wait for the parcel that was stopped on its way; 4 (finance refused) and 8
// (it could not be stopped) come back to the merchant. 12 and more are seen
// without a published meaning.
func refundStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "0", "4", "8":
		return domain.StatusAwaitMerchant, true
	case "1", "3", "5", "9":
		return domain.StatusSucceeded, true
	case "2":
		return domain.StatusRefused, true
	case "6", "7", "10":
		return domain.StatusAwaitReturn, true
	case "11":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// expectation maps customerExpect of a service order. 40, 50 and 60 are kinds of
// large appliances whose outcome is not published: they are listed as unknown.
func expectation(raw string) (domain.CaseType, bool) {
	switch raw {
	case "10", "100":
		return domain.CaseReturnRefund, true
	case "11":
		return domain.CaseRefundShipped, true
	case "20":
		return domain.CaseExchange, true
	case "30", "70":
		return domain.CaseRepair, true
	case "80":
		return domain.CaseReship, true
	case "90":
		return domain.CasePriceAdjust, true
	}
	return domain.CaseUnknown, false
}

// serviceStatus maps serviceStatus of a service order. 10012 and 10013 mean that
// the buyer answered; 10041 that the refund was ordered. 11000, 1100, 12000, 13000
// and 14000 are stations of repair and pick-up that the sources do not tell apart:
// they are listed as unknown and stay open.
func serviceStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "10000", "10001", "10012", "10013":
		return domain.StatusAwaitMerchant, true
	case "10005", "10006", "10007":
		return domain.StatusAwaitReceipt, true
	case "10002", "10009":
		return domain.StatusAwaitConfirm, true
	case "10010", "10041":
		return domain.StatusSucceeded, true
	case "10004", "10011":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// remote is a platform error reduced to what we act on.
type remote struct {
	code   domain.Code
	reason string // param reason, words in i18n
}

// verdict maps a code of either gateway. The full table is not published; texts
// are used for one thing only, to notice that calls come too often.
func verdict(code, text string) remote {
	switch code {
	case "5", "15":
		return remote{code: domain.CodeInternal, reason: "bad_parameter"}
	case "12":
		return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
	case "19":
		return remote{code: domain.CodeUnauthorized, reason: "token_expired"}
	case "21":
		return remote{code: domain.CodeUnauthorized, reason: "bad_key"}
	case "24":
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case "33", "65":
		return remote{code: domain.CodeUnavailable, reason: "server"}
	case "11100006":
		return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
	case "10500001":
		return remote{code: domain.CodeUnauthorized, reason: "wrong_shop"}
	case "10100021":
		return remote{code: domain.CodeConflict, reason: "order_changed"}
	case "99904030005":
		return remote{code: domain.CodeUnsupported, reason: "platform_cloud_only"}
	}
	for _, words := range []string{"超频", "频率", "稍后", "too many"} {
		if strings.Contains(strings.ToLower(text), words) {
			return remote{code: domain.CodeRateLimited}
		}
	}
	return remote{code: domain.CodeUnavailable, reason: "server"}
}
