package medusa

import (
	"errors"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// The tables are functions: the house keeps no mutable package state.
// codes_test.go compares them with the enums of the server's types.

// closedOrder maps the values of order.status that decide alone.
func closedOrder(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "canceled":
		return domain.OrderCancelled, true
	case "completed", "archived":
		return domain.OrderFinished, true
	case "draft", "requires_action":
		return domain.OrderUnpaid, true
	}
	return domain.OrderUnknown, false
}

// moneyIn maps payment_status of an order that runs: whether goods may go out.
// authorized is a card's promise, on which a shop ships.
func moneyIn(raw string) (in, ok bool) {
	switch raw {
	case "authorized", "partially_authorized", "captured", "partially_captured", "refunded", "partially_refunded":
		return true, true
	case "not_paid", "awaiting", "canceled", "requires_action":
		return false, true
	}
	return false, false
}

// goodsOut maps fulfillment_status. fulfilled means packed: nothing left the
// house. partially_delivered has parts that may not even be packed.
func goodsOut(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "not_fulfilled", "partially_fulfilled", "fulfilled", "canceled":
		return domain.OrderToShip, true
	case "partially_shipped", "partially_delivered":
		return domain.OrderPartlyShipped, true
	case "shipped", "delivered":
		return domain.OrderShipped, true
	}
	return domain.OrderUnknown, false
}

// returnStatus maps return.status. open is a draft in the merchant's hands and is
// no case yet (reading.go leaves it out). After received the refund decides.
func returnStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "open":
		return domain.StatusAwaitMerchant, true
	case "requested":
		return domain.StatusAwaitReturn, true
	case "partially_received":
		return domain.StatusAwaitReceipt, true
	case "received":
		return domain.StatusSucceeded, true
	case "canceled":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// claimType maps claim.type.
func claimType(raw string, comesBack bool) (domain.CaseType, bool) {
	switch {
	case raw == "refund" && comesBack:
		return domain.CaseReturnRefund, true
	case raw == "refund":
		return domain.CaseRefundShipped, true
	case raw == "replace" && comesBack:
		return domain.CaseExchange, true
	case raw == "replace":
		return domain.CaseReship, true
	}
	return domain.CaseUnknown, false
}

// who maps created_by by the prefix of the id: a user of the back office or a
// customer. An API key acts for the shop.
func who(id string) domain.Actor {
	switch {
	case strings.HasPrefix(id, "user_"), strings.HasPrefix(id, "apk_"):
		return domain.ActorMerchant
	case strings.HasPrefix(id, "cus_"):
		return domain.ActorBuyer
	}
	return domain.ActorUnknown
}

// failure turns an answer that is no success into an error; its message stays
// out, because it may repeat what was sent. nil: the status alone decides.
// Source: the error types of the server's framework.
func failure(api string, status int, kind string) error {
	if status < 300 || status == 401 || status == 403 || status == 429 {
		return nil
	}
	code, reason := domain.CodeInvalid, "refused_by_platform"
	switch kind {
	case "not_found":
		code, reason = domain.CodeNotFound, "no_data"
	case "conflict", "not_allowed":
		code, reason = domain.CodeConflict, "refused_by_platform"
	case "invalid_data", "invalid_argument", "duplicate_error", "payment_authorization_error", "unexpected_state":
	default:
		return nil
	}
	kv := []string{"reason", reason}
	if s := platform.SafeCode(kind); s != "" {
		kv = append(kv, "remote_code", s)
	}
	return domain.E(code, errors.New("call "+api), kv...)
}
