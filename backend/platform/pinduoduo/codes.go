package pinduoduo

import (
	"strings"

	"afterdesk/backend/domain"
)

// The tables below are functions, not variables: the house keeps no mutable
// package state. codes_test.go compares their keys with the published enums.

// orderStatus maps order_status. Lists hold orders whose deal is made, so an
// unpaid one never appears.
func orderStatus(raw string) (domain.OrderStatus, bool) {
	switch raw {
	case "1":
		return domain.OrderToShip, true
	case "2":
		return domain.OrderShipped, true
	case "3":
		return domain.OrderFinished, true
	}
	return domain.OrderUnknown, false
}

// refundStatus maps the order's refund_status: running is a refund under way,
// done one that was paid.
func refundStatus(raw string) (running, done, known bool) {
	switch raw {
	case "", "1":
		return false, false, true
	case "2", "3":
		return true, false, true
	case "4":
		return false, true, true
	}
	return false, false, false
}

// A deal is not made while its group forms, and never will be when the group
// failed or the order was cancelled.
const (
	dealWaits = "waits"
	dealMade  = "made"
	dealDead  = "dead"
)

// deal maps confirm_status and group_status, which number the same three stages.
func deal(raw string) (string, bool) {
	switch raw {
	case "0":
		return dealWaits, true
	case "", "1":
		return dealMade, true
	case "2":
		return dealDead, true
	}
	return dealMade, false
}

// caseType maps after_sales_type as the list numbers it; the detail's number is
// one less. shipped tells the two kinds of refund without return apart.
func caseType(raw string, shipped bool) (domain.CaseType, bool) {
	switch raw {
	case "2":
		if shipped {
			return domain.CaseRefundShipped, true
		}
		return domain.CaseRefundUnshipped, true
	case "3":
		return domain.CaseReturnRefund, true
	case "4":
		return domain.CaseExchange, true
	case "5":
		return domain.CaseReship, true
	case "6":
		return domain.CaseRepair, true
	}
	return domain.CaseUnknown, false
}

// caseStatus maps after_sales_status; returned says that the buyer gave a
// waybill of the way back, which turns the merchant's first decision into the
// next step: to look at the goods, or to send the exchanged ones. 4 and 5 are agreed and being paid: the merchant has no part in it any
// more, and the money counts at 10 only. 8 waits for the platform.
func caseStatus(raw string, returned bool) (domain.CaseStatus, bool) {
	switch raw {
	case "2", "21", "33":
		return domain.StatusAwaitMerchant, true
	case "3":
		if returned {
			return domain.StatusAwaitReceipt, true
		}
		return domain.StatusAwaitMerchant, true
	case "14":
		if returned {
			return domain.StatusAwaitShip, true
		}
		return domain.StatusAwaitMerchant, true
	case "4", "5", "10", "16", "25":
		return domain.StatusSucceeded, true
	case "6", "8":
		return domain.StatusRefused, true
	case "7", "15", "22", "31":
		return domain.StatusAwaitReturn, true
	case "18", "27":
		return domain.StatusAwaitConfirm, true
	case "32":
		return domain.StatusAwaitShip, true
	case "0", "9", "11", "12", "13", "17", "24":
		return domain.StatusClosed, true
	}
	return domain.StatusUnknown, false
}

// listStatuses are the values that the list of cases is asked for one by one:
// the published enum without 0, "no after-sales".
func listStatuses() []string {
	return strings.Fields("2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 21 22 24 25 27 31 32 33")
}

// arbitration reads the platform's part in a case: the status says it first,
// then whether there was a dispute. What the platform decided in a case that
// went on is not told: it ended.
func arbitration(status string, dispute, open bool) domain.Arbitration {
	switch status {
	case "8":
		return domain.ArbRunning
	case "5":
		return domain.ArbForBuyer
	case "9":
		return domain.ArbForMerchant
	}
	switch {
	case !dispute:
		return domain.ArbNone
	case open:
		return domain.ArbRunning
	}
	return domain.ArbEnded
}

// mark maps a 0-or-1 field: dispute_refund_status, join_or_not (the platform
// stepped in), shipping_status.
func mark(raw string) (is, known bool) {
	switch raw {
	case "", "0":
		return false, true
	case "1":
		return true, true
	}
	return false, false
}

// userShipping maps user_shipping_status: what the buyer says about the goods.
// A buyer is asked only when they were sent.
func userShipping(raw string) (shipped, known bool) {
	switch raw {
	case "", "0":
		return false, true
	case "1", "2":
		return true, true
	}
	return false, false
}

// traceState maps action of a trace node; the words of the carrier go first,
// because they tell more (which hub, which city).
func traceState(action string) (domain.TrackState, bool) {
	switch action {
	case "GOT":
		return domain.TrackPickedUp, true
	case "ARRIVAL", "DEPARTURE", "STAY_IN_WAREHOUSE":
		return domain.TrackInTransit, true
	case "SEND":
		return domain.TrackOutForDelivery, true
	case "IN_CABINET":
		return domain.TrackAtStation, true
	case "SIGN", "OUT_CABINET":
		return domain.TrackSigned, true
	case "SIGN_ON_BEHALF":
		return domain.TrackSignedByOther, true
	case "REJECTION":
		return domain.TrackRefused, true
	case "RETURN":
		return domain.TrackReturning, true
	case "FAIL":
		return domain.TrackProblem, true
	case "OTHER":
		return domain.TrackUnknown, true
	}
	return domain.TrackUnknown, false
}
