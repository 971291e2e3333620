package medusa

import (
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// AS-01: every value of the server's own types has a meaning. The lists are
// written down here a second time so that a line lost in codes.go shows.
func TestEveryPublishedEnumValueIsMapped(t *testing.T) {
	for field, c := range map[string]struct {
		values string
		known  func(raw string) bool
	}{
		"order.status without pending": {"completed draft archived canceled requires_action", func(r string) bool { _, ok := closedOrder(r); return ok }},
		"order.payment_status": {"not_paid awaiting authorized partially_authorized captured partially_captured partially_refunded refunded canceled requires_action",
			func(r string) bool { _, ok := moneyIn(r); return ok }},
		"order.fulfillment_status": {"not_fulfilled partially_fulfilled fulfilled partially_shipped shipped partially_delivered delivered canceled",
			func(r string) bool { _, ok := goodsOut(r); return ok }},
		"return.status": {"open requested received partially_received canceled", func(r string) bool { _, ok := returnStatus(r); return ok }},
		"claim.type":    {"refund replace", func(r string) bool { _, a := claimType(r, true); _, b := claimType(r, false); return a && b }},
	} {
		for _, v := range strings.Fields(c.values) {
			if !c.known(v) {
				t.Errorf("%s %s is not mapped", field, v)
			}
		}
		if c.known("4711") {
			t.Errorf("%s claims to know 4711", field)
		}
	}
}

func TestMeaningsThatAreEasyToConfuse(t *testing.T) {
	if s, _ := goodsOut("fulfilled"); s != domain.OrderToShip {
		t.Errorf("fulfilled is %s: it is packed only", s)
	}
	if s, _ := closedOrder("pending"); s != domain.OrderUnknown {
		t.Error("pending decides nothing alone")
	}
	if in, _ := moneyIn("authorized"); !in {
		t.Error("an authorised card ships")
	}
	if who("user_1") != domain.ActorMerchant || who("cus_1") != domain.ActorBuyer || who("") != domain.ActorUnknown {
		t.Error("who did it")
	}
}

func TestServerErrorsGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		status int
		kind   string
		want   domain.Code
	}{
		{404, "not_found", domain.CodeNotFound}, {400, "invalid_data", domain.CodeInvalid}, {400, "not_allowed", domain.CodeConflict},
		{409, "conflict", domain.CodeConflict}, {422, "duplicate_error", domain.CodeInvalid}, {200, "invalid_data", ""}, {401, "unauthorized", ""}, {404, "", ""},
		{429, "", ""}, {400, "something new", ""},
	} {
		if got := domain.CodeOf(failure("x", c.status, c.kind)); got != c.want {
			t.Errorf("%d %s: %s, want %s", c.status, c.kind, got, c.want)
		}
	}
}
