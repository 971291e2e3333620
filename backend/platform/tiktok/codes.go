package tiktok

import (
	"errors"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// The tables are functions: the house keeps no mutable package state.
// codes_test.go compares them with the published enums.

// orderStatus maps status and display_status. ON_HOLD is the remorse period:
// paid, not to be shipped. AWAITING_COLLECTION is shipped in the platform's own
// reckoning: its ship deadline (rts_sla_time) is met once shipping is arranged.
func orderStatus(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "UNPAID":
		return domain.OrderUnpaid, true
	case "ON_HOLD":
		return domain.OrderPaid, true
	case "AWAITING_SHIPMENT":
		return domain.OrderToShip, true
	case "PARTIALLY_SHIPPING":
		return domain.OrderPartlyShipped, true
	case "AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED":
		return domain.OrderShipped, true
	case "COMPLETED":
		return domain.OrderFinished, true
	case "CANCELLED":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false
}

// caseType maps return_type and cancel_type. A cancellation is asked for before
// shipment, a return after it.
func caseType(raw string) (domain.CaseType, bool) {
	switch raw {
	case "REFUND":
		return domain.CaseRefundShipped, true
	case "RETURN_AND_REFUND":
		return domain.CaseReturnRefund, true
	case "REPLACEMENT":
		return domain.CaseExchange, true
	case "CANCEL", "BUYER_CANCEL":
		return domain.CaseCancel, true
	}
	return domain.CaseUnknown, false
}

// caseStatus maps return_status and cancel_status. The refusal of a return has
// two spellings in public sources. AWAITING_BUYER_RESPONSE (the seller offered
// something else) is the one state that waits for the buyer's word.
func caseStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "RETURN_OR_REFUND_REQUEST_PENDING", "REPLACEMENT_REQUEST_PENDING", "CANCELLATION_REQUEST_PENDING":
		return domain.StatusAwaitMerchant, true
	case "AWAITING_BUYER_SHIP":
		return domain.StatusAwaitReturn, true
	case "BUYER_SHIPPED_ITEM":
		return domain.StatusAwaitReceipt, true
	case "AWAITING_BUYER_RESPONSE":
		return domain.StatusAwaitConfirm, true
	case "REFUND_OR_RETURN_REQUEST_REJECT", "RETURN_OR_REFUND_REQUEST_REJECT", "REPLACEMENT_REQUEST_REJECT", "REJECT_RECEIVE_PACKAGE":
		return domain.StatusRefused, true
	case "RETURN_OR_REFUND_REQUEST_SUCCESS", "RETURN_OR_REFUND_REQUEST_COMPLETE", "REPLACEMENT_REQUEST_REFUND_SUCCESS", "REPLACEMENT_REQUEST_COMPLETE",
		"CANCELLATION_REQUEST_SUCCESS", "CANCELLATION_REQUEST_COMPLETE":
		return domain.StatusSucceeded, true
	case "RETURN_OR_REFUND_REQUEST_CANCEL", "REPLACEMENT_REQUEST_CANCEL", "CANCELLATION_REQUEST_CANCEL", "CANCELLATION_REQUEST_CANCELLED":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// paid reports whether a status says that the buyer has the money: SUCCESS is
// an approval that the refund will follow.
func paid(raw string) bool {
	switch raw {
	case "RETURN_OR_REFUND_REQUEST_COMPLETE", "REPLACEMENT_REQUEST_REFUND_SUCCESS", "CANCELLATION_REQUEST_COMPLETE":
		return true
	}
	return false
}

// arbitration maps arbitration_status.
func arbitration(raw string) (domain.Arbitration, bool) {
	switch raw {
	case "":
		return domain.ArbNone, true
	case "IN_PROGRESS":
		return domain.ArbRunning, true
	case "SUPPORT_BUYER":
		return domain.ArbForBuyer, true
	case "SUPPORT_SELLER":
		return domain.ArbForMerchant, true
	case "CLOSED":
		return domain.ArbEnded, true
	}
	return domain.ArbUnknown, false
}

// actor maps the role of a record.
func actor(raw string) (domain.Actor, bool) {
	switch raw {
	case "BUYER":
		return domain.ActorBuyer, true
	case "SELLER":
		return domain.ActorMerchant, true
	case "OPERATOR":
		return domain.ActorPlatform, true
	case "SYSTEM":
		return domain.ActorSystem, true
	}
	return domain.ActorUnknown, false
}

// sellersAction reports whether an action of seller_next_action_response is
// known; each of them is the seller's, and its deadline counts.
func sellersAction(raw string) bool {
	switch raw {
	case "SELLER_RESPOND_REFUND", "SELLER_RESPOND_RETURN", "SELLER_RESPOND_RECEIVE_PACKAGE", "SELLER_RESPOND_REPLACEMENT", "SELLER_RESPOND_CANCEL":
		return true
	}
	return false
}

// region tells the currency of a market and its zone where the market has one
// zone ("" else). ISO 3166 → ISO 4217, IANA.
func region(code string) (currency, zone string) {
	switch code {
	case "US":
		return "USD", ""
	case "GB":
		return "GBP", "Europe/London"
	case "DE":
		return "EUR", "Europe/Berlin"
	case "FR":
		return "EUR", "Europe/Paris"
	case "IT":
		return "EUR", "Europe/Rome"
	case "IE":
		return "EUR", "Europe/Dublin"
	case "ES":
		return "EUR", ""
	case "JP":
		return "JPY", "Asia/Tokyo"
	case "SG":
		return "SGD", "Asia/Singapore"
	case "MY":
		return "MYR", "Asia/Kuala_Lumpur"
	case "TH":
		return "THB", "Asia/Bangkok"
	case "VN":
		return "VND", "Asia/Ho_Chi_Minh"
	case "PH":
		return "PHP", "Asia/Manila"
	case "ID":
		return "IDR", ""
	case "MX":
		return "MXN", ""
	case "BR":
		return "BRL", ""
	}
	return "", ""
}

// remote is a platform error reduced to what we act on.
type remote struct {
	code   domain.Code
	reason string // words in the window
	final  bool   // trying again cannot help although the code suggests it
}

// verdict maps code of an answer; message is looked at for the one code that
// has four meanings. Source: error codes of the Partner Center.
func verdict(code int64, message string) remote {
	no := func(reason string) remote { return remote{code: domain.CodeUnauthorized, reason: reason} }
	switch code {
	case 105002:
		return no("token_expired")
	case 105005:
		return no("no_permission")
	case 105004, 36004001:
		return no("not_authorised")
	case 106001:
		return no("bad_secret")
	case 101000:
		return no("wrong_shop")
	case 36009033:
		return no("ip_not_allowed")
	case 36009004:
		return ambiguous(message)
	case 36009002, 36009037:
		return remote{code: domain.CodeRateLimited}
	case 45101004:
		return remote{code: domain.CodeRateLimited, reason: "day_quota", final: true}
	case 36009003, 36009007:
		return remote{code: domain.CodeUnavailable, reason: "server"}
	case 106013, 1010000, 36009009, 36009010, 36009014, 36009021, 36009022, 36009023:
		return remote{code: domain.CodeInternal, reason: "bad_parameter"}
	}
	return remote{code: domain.CodeInvalid, reason: "refused_by_platform"}
}

// ambiguous splits code 36009004: signature, token, app_key or timestamp.
func ambiguous(message string) remote {
	m := strings.ToLower(message)
	switch {
	case strings.Contains(m, "timestamp"):
		return remote{code: domain.CodeUnavailable, reason: "clock_skew", final: true}
	case strings.Contains(m, "app_key"), strings.Contains(m, "app key"):
		return remote{code: domain.CodeUnauthorized, reason: "bad_key"}
	case strings.Contains(m, "sign"):
		return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
	case strings.Contains(m, "token"):
		return remote{code: domain.CodeUnauthorized, reason: "token_expired"}
	}
	return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
}

// failure turns an answer that is not a success into an error; its message stays
// out, because it may repeat what was sent.
func failure(api string, e envelope) error {
	v := verdict(e.Code.N, e.Message)
	kv := []string{"remote_code", e.Code.Raw()}
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	if v.final {
		kv = append(kv, "final", "1")
	}
	if s := platform.SafeCode(string(e.RequestID)); s != "" {
		kv = append(kv, "log_id", s)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}
