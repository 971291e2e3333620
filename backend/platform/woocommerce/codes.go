package woocommerce

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderStatus maps an order's status. on-hold waits for the payment to be
// confirmed; checkout-draft, which the documentation leaves out and the program
// lists with "any", is a checkout that somebody began. refunded says nothing of the goods: they went out if the order was
// completed before.
func orderStatus(raw string, completed bool) (domain.OrderStatus, bool) {
	switch raw {
	case "pending", "on-hold", "checkout-draft":
		return domain.OrderUnpaid, true
	case "processing":
		return domain.OrderToShip, true
	case "completed":
		return domain.OrderFinished, true
	case "refunded":
		if completed {
			return domain.OrderFinished, true
		}
		return domain.OrderCancelled, true
	case "cancelled", "failed", "trash":
		return domain.OrderCancelled, true
	}
	return domain.OrderUnknown, false
}

// refundStatus maps refunded_payment, the only thing a refund says of itself. A
// refund exists only once it was made, through the gateway (true) or by hand
// (false).
func refundStatus(raw string) (domain.CaseStatus, bool) {
	switch raw {
	case "", "true", "false":
		return domain.StatusSucceeded, true
	}
	return domain.StatusUnknown, false
}

// actor reads who wrote an order note. The program writes as "system", or under
// its own name where that was translated; everybody else who can write one
// works for the shop.
func actor(author string) domain.Actor {
	switch strings.ToLower(author) {
	case "system", "woocommerce":
		return domain.ActorSystem
	}
	return domain.ActorMerchant
}

// window is how far a request's timestamp may be off (class
// WC_REST_Authentication).
const window = 15 * time.Minute

// verdict is a refusal reduced to what we act on.
type verdict struct {
	code   domain.Code
	reason string
}

// judge maps an error answer: HTTP status, code, and for refused keys the text,
// because one code covers them all. The text is translated on many sites;
// where it is not recognised the answer's own clock tells a clock that is off,
// else the keys are not authorised. skew is how far our clock is from the
// server's, 0 when it did not say.
func judge(status int, e wireError, skew time.Duration) verdict {
	if e.Code == "woocommerce_rest_authentication_error" {
		return refusedKey(e.Message, skew)
	}
	if e.Code == "woocommerce_rest_authentication_missing_parameter" {
		return verdict{domain.CodeUnauthorized, "bad_key"}
	}
	switch status {
	case http.StatusUnauthorized: // nobody is logged in: the keys were not taken or did not arrive
		return verdict{domain.CodeUnauthorized, "not_authorised"}
	case http.StatusForbidden: // somebody is, who may not do this
		return verdict{domain.CodeUnauthorized, "no_permission"}
	case http.StatusNotFound:
		if e.Code == "rest_no_route" {
			return verdict{domain.CodeUnsupported, "no_woocommerce"}
		}
		return verdict{domain.CodeNotFound, "no_data"}
	case http.StatusConflict:
		return verdict{domain.CodeConflict, "already_sent"}
	case http.StatusBadRequest:
		if strings.HasPrefix(e.Code, "rest_invalid") || strings.HasPrefix(e.Code, "rest_missing") {
			return verdict{domain.CodeInvalid, "bad_parameter"}
		}
	}
	return verdict{domain.CodeInvalid, "refused_by_platform"}
}

func refusedKey(message string, skew time.Duration) verdict {
	m := strings.ToLower(message)
	switch {
	case strings.Contains(m, "consumer key"):
		return verdict{domain.CodeUnauthorized, "bad_key"}
	case strings.Contains(m, "consumer secret"), strings.Contains(m, "signature"):
		return verdict{domain.CodeUnauthorized, "bad_secret"}
	case strings.Contains(m, "timestamp"), skew > window, skew < -window:
		return verdict{domain.CodeUnavailable, "clock_skew"}
	case strings.Contains(m, "permission"):
		return verdict{domain.CodeUnauthorized, "no_permission"}
	}
	return verdict{domain.CodeUnauthorized, "not_authorised"}
}

// failure turns an error answer into an error without the answer's text.
func failure(api string, r httpx.Response, e wireError, now domain.Instant) error {
	var skew time.Duration
	if at, err := http.ParseTime(r.Header.Get("Date")); err == nil {
		skew = now.Time().Sub(at)
	}
	v := judge(r.Status, e, skew)
	kv := []string{"reason", v.reason, "status", strconv.Itoa(r.Status)}
	if s := platform.SafeCode(e.Code); s != "" {
		kv = append(kv, "sub_code", s)
	}
	if v.reason == "clock_skew" {
		kv = append(kv, "final", "1")
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}
