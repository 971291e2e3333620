package shopify

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// payment maps displayFinancialStatus: paid says that the order may be shipped,
// over that the money is gone or never came.
func payment(raw string) (paid, over, known bool) {
	switch raw {
	case "PAID", "PARTIALLY_REFUNDED", "AUTHORIZED":
		return true, false, true
	case "PENDING", "PARTIALLY_PAID":
		return false, false, true
	case "REFUNDED", "VOIDED", "EXPIRED":
		return false, true, true
	}
	return false, false, false
}

// orderStatus maps displayFulfillmentStatus with displayFinancialStatus. done
// says that a fulfilled order was archived or delivered.
func orderStatus(financial, fulfilled string, cancelled, done bool) (domain.OrderStatus, bool) {
	if cancelled {
		return domain.OrderCancelled, true
	}
	paid, over, known := payment(financial)
	switch fulfilled {
	case "FULFILLED":
		if done {
			return domain.OrderFinished, true
		}
		return domain.OrderShipped, true
	case "PARTIALLY_FULFILLED":
		return domain.OrderPartlyShipped, true
	case "FULFILLMENT_NOT_REQUIRED":
		if !known {
			return domain.OrderUnknown, false
		}
		if over {
			return domain.OrderCancelled, true
		}
		if paid {
			return domain.OrderFinished, true
		}
		return domain.OrderUnpaid, true
	case "UNFULFILLED", "OPEN", "IN_PROGRESS", "PENDING_FULFILLMENT", "REQUEST_DECLINED", "RESTOCKED", "ON_HOLD", "SCHEDULED":
	default:
		return domain.OrderUnknown, false
	}
	switch {
	case !known:
		return domain.OrderUnknown, false
	case over || fulfilled == "RESTOCKED":
		return domain.OrderCancelled, true
	case !paid:
		return domain.OrderUnpaid, true
	case fulfilled == "ON_HOLD" || fulfilled == "SCHEDULED":
		return domain.OrderPaid, true
	}
	return domain.OrderToShip, true
}

// orderReturns maps an order's returnStatus to "its returns were inspected".
func orderReturns(raw string) (inspected, known bool) {
	switch raw {
	case "", "NO_RETURN", "RETURN_REQUESTED", "IN_PROGRESS", "RETURNED", "RETURN_FAILED":
		return false, true
	case "INSPECTION_COMPLETE":
		return true, true
	}
	return false, false
}

// returnStatus maps Return.status. back says that the goods are on their way
// back or were inspected, settled that money or goods changed hands.
func returnStatus(raw string, back, settled bool) (domain.CaseStatus, bool) {
	switch raw {
	case "REQUESTED":
		return domain.StatusAwaitMerchant, true
	case "OPEN":
		if back {
			return domain.StatusAwaitReceipt, true
		}
		return domain.StatusAwaitReturn, true
	case "CLOSED":
		if settled {
			return domain.StatusSucceeded, true
		}
		return domain.StatusClosed, true
	case "DECLINED", "CANCELED":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// disputeStatus maps a dispute's status to whose turn it is and to the bank's
// part. An answered one waits for the bank.
func disputeStatus(raw string) (domain.CaseStatus, domain.Arbitration, bool) {
	switch raw {
	case "NEEDS_RESPONSE":
		return domain.StatusAwaitMerchant, domain.ArbEvidence, true
	case "UNDER_REVIEW":
		return domain.StatusRefused, domain.ArbRunning, true
	case "WON":
		return domain.StatusClosed, domain.ArbForMerchant, true
	case "PREVENTED":
		return domain.StatusClosed, domain.ArbCancelled, true
	case "LOST", "ACCEPTED", "CHARGE_REFUNDED":
		return domain.StatusSucceeded, domain.ArbForBuyer, true
	}
	return domain.StatusUnknown, domain.ArbUnknown, false
}

// disputeType maps a dispute's type: an inquiry asks before money is taken.
func disputeType(raw string) (domain.CaseType, bool) {
	switch raw {
	case "CHARGEBACK", "INQUIRY":
		return domain.CaseRefundShipped, true
	}
	return domain.CaseUnknown, false
}

// sent maps Fulfillment.status to "a parcel left".
func sent(raw string) (is, known bool) {
	switch raw {
	case "SUCCESS", "OPEN", "PENDING":
		return true, true
	case "CANCELLED", "ERROR", "FAILURE":
		return false, true
	}
	return false, false
}

// trackState maps FulfillmentEvent.status.
func trackState(raw string) (domain.TrackState, bool) {
	switch raw {
	case "LABEL_PURCHASED", "LABEL_PRINTED", "CONFIRMED":
		return domain.TrackCreated, true
	case "CARRIER_PICKED_UP":
		return domain.TrackPickedUp, true
	case "IN_TRANSIT":
		return domain.TrackInTransit, true
	case "OUT_FOR_DELIVERY":
		return domain.TrackOutForDelivery, true
	case "READY_FOR_PICKUP":
		return domain.TrackAtStation, true
	case "DELIVERED":
		return domain.TrackSigned, true
	case "ATTEMPTED_DELIVERY", "DELAYED", "FAILURE":
		return domain.TrackProblem, true
	}
	return domain.TrackUnknown, false
}

// declineReasons are the values of ReturnDeclineReason.
func declineReasons() []domain.RefuseReason {
	return []domain.RefuseReason{{Code: "RETURN_PERIOD_ENDED", Text: "Return period ended"}, {Code: "FINAL_SALE", Text: "Final sale"}, {Code: "OTHER", Text: "Other"}}
}

// verdict is a refusal reduced to what we act on.
type verdict struct {
	code   domain.Code
	reason string
}

// byCode maps extensions.code of an error, and the codes of mutations' own.
func byCode(code string) verdict {
	switch code {
	case "THROTTLED":
		return verdict{domain.CodeRateLimited, ""}
	case "MAX_COST_EXCEEDED":
		return verdict{domain.CodeInvalid, "too_costly"}
	case "ACCESS_DENIED", "MISSING_PERMISSION":
		return verdict{domain.CodeUnauthorized, "no_permission"}
	case "SHOP_INACTIVE":
		return verdict{domain.CodeUnauthorized, "shop_frozen"}
	case "INTERNAL_SERVER_ERROR", "INTERNAL_ERROR", "TIMEOUT":
		return verdict{domain.CodeUnavailable, "server"}
	case "NOT_FOUND", "DISPUTE_EVIDENCE_NOT_FOUND":
		return verdict{domain.CodeNotFound, "no_data"}
	case "INVALID_STATE", "NOT_EDITABLE", "ALREADY_EXISTS", "TAKEN":
		return verdict{domain.CodeConflict, "case_changed"}
	case "EVIDENCE_ALREADY_ACCEPTED":
		return verdict{domain.CodeConflict, "already_sent"}
	case "EVIDENCE_PAST_DUE_DATE":
		return verdict{domain.CodeConflict, "too_late"}
	}
	return verdict{domain.CodeInvalid, "refused_by_platform"}
}

// byStatus maps HTTP statuses that come with an answer other than a query's.
func byStatus(status int) (verdict, bool) {
	switch status {
	case http.StatusUnauthorized:
		return verdict{domain.CodeUnauthorized, "not_authorised"}, true
	case http.StatusPaymentRequired:
		return verdict{domain.CodeUnauthorized, "shop_frozen"}, true
	case http.StatusForbidden:
		return verdict{domain.CodeUnauthorized, "no_permission"}, true
	case http.StatusNotFound:
		return verdict{domain.CodeInvalid, "bad_address"}, true
	case http.StatusLocked:
		return verdict{domain.CodeUnauthorized, "shop_frozen"}, true
	}
	return verdict{}, false
}

// fail makes the error of a verdict, without any text of the answer.
func fail(api string, v verdict, code string, more ...string) error {
	kv := append([]string{}, more...)
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	if v.reason == "bad_address" {
		kv = append(kv, "field", "shop_domain")
	}
	if s := platform.SafeCode(code); s != "" {
		kv = append(kv, "remote_code", s)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}

// failure finds the error of an answer with status 200: one that left nothing
// of the data. Where only fields are missing (a scope that the app lacks), what
// came is used. nil: it is an answer.
func failure(api string, e envelope) error {
	if len(e.Errors) == 0 || string(e.Errors) == "null" || string(e.Errors) == "[]" {
		if e.Data == nil {
			return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
		}
		return nil
	}
	for _, v := range e.Data {
		if string(v) != "null" {
			return nil
		}
	}
	var list []wireError
	if json.Unmarshal(e.Errors, &list) != nil || len(list) == 0 { // a text: the query was not looked at
		return fail(api, verdict{domain.CodeInvalid, "refused_by_platform"}, "")
	}
	code := list[0].Extensions.Code
	if v := byCode(code); v.code == domain.CodeRateLimited {
		return fail(api, v, code, "retry_after_ms", strconv.FormatInt(e.wait(), 10))
	}
	return fail(api, byCode(code), code)
}

// wait is the platform's own advice in ms: (asked - left) / refill. 0 when the
// answer does not say.
func (e envelope) wait() int64 {
	c := &e.Extensions.Cost
	asked, err1 := strconv.ParseFloat(string(c.Requested), 64)
	left, err2 := strconv.ParseFloat(string(c.Throttle.Available), 64)
	refill, err3 := strconv.ParseFloat(string(c.Throttle.Restore), 64)
	if err1 != nil || err2 != nil || err3 != nil || refill <= 0 || asked <= left {
		return 0
	}
	return int64(min((asked-left)/refill*1000+1, 3600_000))
}
