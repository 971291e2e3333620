package taobao

import (
	"errors"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderStatus maps the status of a trade or of one of its lines.
// PAID_FORBID_CONSIGN is paid but may not be shipped yet; TRADE_CLOSED was
// closed by a refund after payment, TRADE_CLOSED_BY_TAOBAO before it.
func orderStatus(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "TRADE_NO_CREATE_PAY", "PAY_PENDING", "WAIT_BUYER_PAY", "WAIT_PRE_AUTH_CONFIRM":
		return domain.OrderUnpaid, true
	case "PAID_FORBID_CONSIGN":
		return domain.OrderPaid, true
	case "WAIT_SELLER_SEND_GOODS":
		return domain.OrderToShip, true
	case "SELLER_CONSIGNED_PART":
		return domain.OrderPartlyShipped, true
	case "WAIT_BUYER_CONFIRM_GOODS", "TRADE_BUYER_SIGNED":
		return domain.OrderShipped, true
	case "TRADE_FINISHED":
		return domain.OrderFinished, true
	case "TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false
}

// unshipped reports whether an order's status proves that nothing was sent, and
// whether the status tells at all: a closed order may have been sent or not.
func unshipped(orderStatus string) (is, tells bool) {
	switch orderStatus {
	case "WAIT_SELLER_SEND_GOODS", "PAID_FORBID_CONSIGN":
		return true, true
	case "TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO", "":
		return false, false
	}
	return false, true
}

// disputeType maps dispute_type. A refund without return is split by what the
// order's status says. OTHERS and a missing value leave it to has_good_return.
func disputeType(raw string, goesBack, before bool) (domain.CaseType, bool) {
	switch raw {
	case "REFUND_AND_RETURN":
		return domain.CaseReturnRefund, true
	case "TMALL_EXCHANGE", "TAOBAO_EXCHANGE":
		return domain.CaseExchange, true
	case "REPAIR":
		return domain.CaseRepair, true
	case "RESHIPPING":
		return domain.CaseReship, true
	case "REFUND":
	case "OTHERS", "":
		if goesBack {
			return domain.CaseReturnRefund, true
		}
	default:
		return domain.CaseUnknown, false
	}
	if before {
		return domain.CaseRefundUnshipped, true
	}
	return domain.CaseRefundShipped, true
}

// refundStatus maps the status of a refund. EXCHANGE_TRANSFORM_TO_REFUND is an
// exchange that goes on as a refund: it waits for the merchant.
func refundStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "WAIT_SELLER_AGREE", "EXCHANGE_TRANSFORM_TO_REFUND":
		return domain.StatusAwaitMerchant, true
	case "WAIT_BUYER_RETURN_GOODS":
		return domain.StatusAwaitReturn, true
	case "WAIT_SELLER_CONFIRM_GOODS":
		return domain.StatusAwaitReceipt, true
	case "WAIT_SELLER_CONSIGN_GOODS":
		return domain.StatusAwaitShip, true
	case "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS":
		return domain.StatusAwaitConfirm, true
	case "SELLER_REFUSE_BUYER":
		return domain.StatusRefused, true
	case "SUCCESS":
		return domain.StatusSucceeded, true
	case "CLOSED":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// goodStatus says whether good_status is known and whether the buyer sent the
// goods back.
func goodStatus(raw string) (sentBack, known bool) {
	switch raw {
	case "", "BUYER_NOT_RECEIVED", "BUYER_RECEIVED":
		return false, true
	case "BUYER_RETURNED_GOODS":
		return true, true
	}
	return false, false
}

// arbitration maps cs_status, which only a detail has; "" and 0 are none.
func arbitration(raw string) (domain.Arbitration, bool) {
	switch raw {
	case "", "0", "1":
		return domain.ArbNone, true
	case "2", "3", "4", "5", "11":
		return domain.ArbRunning, true
	case "6":
		return domain.ArbEnded, true
	case "7":
		return domain.ArbCancelled, true
	case "8":
		return domain.ArbForBuyer, true
	case "9":
		return domain.ArbForMerchant, true
	case "10":
		return domain.ArbEvidence, true
	}
	return domain.ArbUnknown, false
}

// actor maps owner_role of a message.
func actor(raw string) (domain.Actor, bool) {
	switch raw {
	case "1":
		return domain.ActorBuyer, true
	case "2":
		return domain.ActorMerchant, true
	case "3":
		return domain.ActorPlatform, true
	}
	return domain.ActorUnknown, false
}

// rating writes the three grades of a review as stars, so that the dated
// mapping of stars to bands gives the same three back.
func rating(raw string) (stars int64, ok bool) {
	switch raw {
	case "good":
		return 5, true
	case "neutral":
		return 3, true
	case "bad":
		return 1, true
	}
	return 0, false
}

// carrierCode names a courier by the platform's company code. Orders and
// returns give a name only, so both must make the same code of it; a name that
// is not listed stands for itself.
func carrierCode(name string) string {
	for _, c := range [...][2]string{{"顺丰", "SF"}, {"中通", "ZTO"}, {"圆通", "YTO"}, {"申通", "STO"}, {"韵达", "YUNDA"}, {"百世", "HTKY"},
		{"宅急送", "ZJS"}, {"EMS", "EMS"}} {
		if strings.Contains(name, c[0]) {
			return c[1]
		}
	}
	return strings.TrimSpace(name)
}

// remote is a platform error reduced to what we act on.
type remote struct {
	code   domain.Code
	reason string // param reason, words in i18n
	wait   int64  // milliseconds until the API opens again, 0 = not said
	final  bool   // trying again cannot help although the code suggests it
}

// verdict maps code and sub_code of an error (TOP error codes as restated by
// public lists and clients). ban is the text that tells how long a ban lasts.
func verdict(code int64, sub, ban string) remote {
	switch code {
	case 4, 5, 6, 7, 8:
		return remote{code: domain.CodeRateLimited, wait: banned(ban)}
	case 10, 52, 520:
		return remote{code: domain.CodeUnavailable, reason: "server"}
	case 11, 12, 13, 42:
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case 25:
		return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
	case 28, 29:
		return remote{code: domain.CodeUnauthorized, reason: "bad_key"}
	case 30, 31:
		return remote{code: domain.CodeUnavailable, reason: "clock_skew", final: true}
	case 26, 27:
		return remote{code: domain.CodeUnauthorized, reason: "token_expired"}
	case 3, 9, 21, 22, 23, 24, 32, 33, 34, 40, 43, 47:
		return remote{code: domain.CodeInternal, reason: "bad_parameter"}
	}
	return business(sub, ban)
}

// business maps the sub code of codes 15, 41 and those nobody lists. isv.* is
// the caller's, isp.* the platform's side.
func business(sub, ban string) remote {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(sub, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("isp.call-limited", "accesscontrol.limited"):
		return remote{code: domain.CodeRateLimited, wait: banned(ban)}
	case strings.HasPrefix(sub, "isp."):
		return remote{code: domain.CodeUnavailable, reason: "server"}
	case has("session-expired", "invalid-session", "missing-session"):
		return remote{code: domain.CodeUnauthorized, reason: "token_expired"}
	case has("isv.permission", "insufficient-isv-permissions", "insufficient-user-permissions"):
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case has("service-error:B04", "service-error:B02"):
		return remote{code: domain.CodeConflict, reason: "order_not_shippable"}
	case has("service-error:B60"):
		return remote{code: domain.CodeInvalid, reason: "waybill_refused"}
	case has("service-error:B01", "not-exist", "NOT_FOUND"):
		return remote{code: domain.CodeNotFound, reason: "no_data"}
	}
	return remote{code: domain.CodeInvalid, reason: "refused_by_platform"}
}

// longestBan bounds what a text may claim: a ban ends with the day.
const longestBan = 24 * 3600

// banned reads "This ban will last for N more seconds"; 0 when it does not say.
func banned(text string) int64 {
	_, rest, ok := strings.Cut(text, "last for ")
	if !ok {
		return 0
	}
	digits, _, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return min(max(n, 1), longestBan) * 1000
}

// failure turns an error answer into one of ours. msg and sub_msg are left out:
// they may repeat what was sent.
func failure(api string, e errorAnswer) error {
	v := verdict(e.Code.N, string(e.SubCode), e.SubMsg)
	kv := []string{"remote_code", e.Code.Raw()}
	if s := platform.SafeCode(string(e.SubCode)); s != "" {
		kv = append(kv, "sub_code", s)
	}
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	if v.wait > 0 {
		kv = append(kv, "retry_after_ms", strconv.FormatInt(v.wait, 10))
	}
	if v.final {
		kv = append(kv, "final", "1")
	}
	if s := platform.SafeCode(string(e.RequestID)); s != "" {
		kv = append(kv, "log_id", s)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}
