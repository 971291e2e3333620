package kuaishou

import (
	"net/http"
	"slices"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func TestActsBecomeTheseCalls(t *testing.T) {
	const none = domain.CaseStatus("")
	for _, c := range []struct {
		name string
		kind domain.ActKind
		typ  domain.CaseType
		st   domain.CaseStatus
		apis []string
		code domain.Code
	}{
		{"agree to a refund only", domain.ActAgree, domain.CaseRefundShipped, domain.StatusAwaitMerchant, []string{apiApprove}, ""},
		{"agree before shipping", domain.ActAgree, domain.CaseRefundUnshipped, domain.StatusAwaitMerchant, []string{apiApprove}, ""},
		{"agree to a price adjustment", domain.ActAgree, domain.CasePriceAdjust, domain.StatusAwaitMerchant, []string{apiApprove}, ""},
		{"agree to a return", domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitMerchant, []string{apiReturn}, ""},
		{"agree to an exchange", domain.ActAgree, domain.CaseExchange, domain.StatusAwaitMerchant, []string{apiReturn}, ""},
		{"agree after the goods came back", domain.ActAgree, domain.CaseReturnRefund, domain.StatusAwaitReceipt, []string{apiCase, apiReceive}, ""},
		{"receive and refund", domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt, []string{apiCase, apiReceive}, ""},
		{"refund before the goods came back", domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitMerchant, nil, domain.CodeConflict},
		{"nothing comes back of a refund only", domain.ActAgreeRefund, domain.CaseRefundShipped, domain.StatusAwaitMerchant, nil, domain.CodeUnsupported},
		{"refuse an application", domain.ActRefuse, domain.CaseRefundShipped, domain.StatusAwaitMerchant, []string{apiReject}, ""},
		{"refuse the goods that came back", domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitReceipt, []string{apiReject}, ""},
		{"send the new goods of an exchange", domain.ActReship, domain.CaseExchange, domain.StatusAwaitReceipt, []string{apiResend}, ""},
		{"send them before the old ones came", domain.ActReship, domain.CaseExchange, domain.StatusAwaitMerchant, nil, domain.CodeConflict},
		{"an exchange that came back needs a waybill", domain.ActAgree, domain.CaseExchange, domain.StatusAwaitReceipt, nil, domain.CodeUnsupported},
		{"a reship has no published call", domain.ActAgree, domain.CaseReship, domain.StatusAwaitMerchant, nil, domain.CodeUnsupported},
		{"nor has sending one", domain.ActReship, domain.CaseReship, domain.StatusAwaitMerchant, nil, domain.CodeUnsupported},
		{"a closed case", domain.ActAgree, domain.CaseRefundShipped, domain.StatusClosed, nil, domain.CodeConflict},
		{"a case of unknown status is left alone", domain.ActAgree, domain.CaseRefundShipped, domain.StatusUnknown, nil, domain.CodeConflict},
		{"a remark goes to the order", domain.ActRemark, domain.CaseRefundShipped, domain.StatusClosed, []string{apiNote}, ""},
		{"ship", domain.ActShip, "", none, []string{apiDeliver}, ""},
		{"answer a review", domain.ActReply, "", none, []string{apiReviews, apiReply}, ""},
		{"an act nobody knows", "dance", "", none, nil, domain.CodeUnsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			s.addReview("5500000000000000001", epoch-1000)
			receipt, err := open(t, s, nil).Act(t.Context(), sample(c.kind, c.typ, c.st))
			if domain.CodeOf(err) != c.code || !slices.Equal(s.apis(), append([]string{}, c.apis...)) {
				t.Fatalf("%v after %v", err, s.apis())
			}
			if c.code != "" {
				if domain.ParamOf(err, "sent") != "no" {
					t.Fatalf("something may have left: %v", err)
				}
				return
			}
			if receipt != "R-2026-1" {
				t.Errorf("receipt %q", receipt)
			}
			want := map[string]map[string]string{
				apiApprove: {"refundId": "2630000000000008", "refundAmount": "11900", "status": "10", "refundHandingWay": "10"},
				apiReturn:  {"refundId": "2630000000000008", "refundAmount": "11900", "addressId": "5001"},
				apiReceive: {"refundId": "2630000000000008"},
				apiReject:  {"refundId": "2630000000000008", "reasonCode": "101", "refundVersion": "1788300005000", "rejectDesc": "已核对"},
				apiResend:  {"refundId": "2630000000000008", "expressNo": "SF0000000000077", "expressCode": "4"},
				apiNote:    {"orderId": "2620000000000001", "note": "已核对"},
				apiDeliver: {"orderId": "2620000000000001", "expressNo": "SF0000000000077", "expressCode": "4", "returnAddressId": "5001"},
				apiReply:   {"replyToCommentId": "5500000000000000001", "content": "已核对"},
			}
			api, p := s.calls[len(s.calls)-1].api, s.calls[len(s.calls)-1].params
			for k, v := range want[api] {
				if c.typ == domain.CaseExchange && k == "refundAmount" {
					v = "0"
				}
				if got := text(p[k]); got != v {
					t.Errorf("%s.%s is %q, want %q", api, k, got, v)
				}
			}
			if api == apiReply {
				if o, ok := p["option"].(map[string]any); !ok || text(o["sourceType"]) != "7" {
					t.Errorf("sent %v", p)
				}
			} else if len(p) != len(want[api]) {
				t.Errorf("sent %v", p)
			}
		})
	}
}

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	if n, ok := v.(interface{ String() string }); ok {
		return n.String()
	}
	return ""
}

func TestActsThatMustNotLeave(t *testing.T) {
	first := func(change func(c *platform.Call)) platform.Call {
		c := sample(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitMerchant)
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		call platform.Call
		code domain.Code
	}{
		"the person saw another version":  {first(func(c *platform.Call) { c.Act.Version = "99" }), domain.CodeConflict},
		"a refusal without a version":     {first(func(c *platform.Call) { c.Case.Version = "" }), domain.CodeInvalid},
		"a refusal without a reason code": {first(func(c *platform.Call) { c.Act.ReasonCode = "" }), domain.CodeInvalid},
		"an amount that is not known":     {first(func(c *platform.Call) { c.Act.Kind, c.Case.Asked = domain.ActAgree, domain.Money{} }), domain.CodeInvalid},
		"an address that is not a number": {first(func(c *platform.Call) { c.Act.Kind, c.Act.AddressID = domain.ActAgree, "x" }), domain.CodeInvalid},
		"an empty remark":                 {first(func(c *platform.Call) { c.Act.Kind, c.Act.Note = domain.ActRemark, " " }), domain.CodeInvalid},
		"a remark of 201 characters": {first(func(c *platform.Call) {
			c.Act.Kind, c.Act.Note = domain.ActRemark, domain.Private(slices.Repeat([]byte("a"), 201))
		}), domain.CodeInvalid},
		"an order in risk check":       {first(func(c *platform.Call) { c.Act.Kind, c.Order.Status = domain.ActShip, domain.OrderPaid }), domain.CodeConflict},
		"an order that was shipped":    {first(func(c *platform.Call) { c.Act.Kind, c.Order.Status = domain.ActShip, domain.OrderShipped }), domain.CodeConflict},
		"an order with a gift":         {first(func(c *platform.Call) { c.Act.Kind, c.Order.Lines = domain.ActShip, []domain.OrderLine{{Gift: true}} }), domain.CodeUnsupported},
		"a shipment without a waybill": {first(func(c *platform.Call) { c.Act.Kind, c.Act.Waybill = domain.ActShip, "" }), domain.CodeInvalid},
		"a shipment without a courier": {first(func(c *platform.Call) { c.Act.Kind, c.Act.CarrierCode = domain.ActShip, "SF" }), domain.CodeInvalid},
		"a review that was answered":   {first(func(c *platform.Call) { c.Act.Kind, c.Review.RepliedAt = domain.ActReply, 5 }), domain.CodeConflict},
	} {
		s := newShop(t)
		if _, err := open(t, s, nil).Act(t.Context(), c.call); domain.CodeOf(err) != c.code || domain.ParamOf(err, "sent") != "no" || len(s.apis()) != 0 {
			t.Errorf("%s: %v after %v", name, err, s.apis())
		}
	}
}

func TestAClaimOfReturnFreightIsLeftToAPerson(t *testing.T) {
	s := newShop(t)
	h := over(s, map[string]http.HandlerFunc{apiCase: func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"result":1,"data":{"refundId":2630000000000008,"updateTime":1788300005000,"returnFreightInfo":{"returnFreightAmount":800,"returnFreightStatus":10}}}`))
	}})
	_, err := open(t, h, nil).Act(t.Context(), sample(domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt))
	if domain.ParamOf(err, "reason") != "return_freight_open" || domain.ParamOf(err, "sent") != "no" || len(s.apis()) != 0 {
		t.Fatalf("%v after %v", err, s.apis())
	}
}

func TestAChangedCaseIsAConflict(t *testing.T) {
	h := over(newShop(t), map[string]http.HandlerFunc{apiReject: file(t, "error.conflict.json")})
	_, err := open(t, h, nil).Act(t.Context(), sample(domain.ActRefuse, domain.CaseReturnRefund, domain.StatusAwaitMerchant))
	if domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "reason") != "case_changed" {
		t.Fatalf("got %v", err)
	}
	s := newShop(t) // receiving carries no version: the case is read once more before
	call := sample(domain.ActAgreeRefund, domain.CaseReturnRefund, domain.StatusAwaitReceipt)
	call.Case.Version = "1788300004999"
	if _, err := open(t, s, nil).Act(t.Context(), call); domain.CodeOf(err) != domain.CodeConflict || slices.Contains(s.apis(), apiReceive) {
		t.Fatalf("%v after %v", err, s.apis())
	}
}

func TestAnswersAreConfirmedByLookingAtAnswers(t *testing.T) {
	s := newShop(t)
	c := open(t, s, nil)
	if err := c.Confirm(t.Context(), "reply_review"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("no reviews: %v", err)
	}
	s.addReview("5500000000000000001", epoch-1000)
	s.reviews["5500000000000000001"]["replied"] = true
	if err := c.Confirm(t.Context(), "reply_review"); err != nil {
		t.Errorf("an answer like its review: %v", err)
	}
	s.reviews["5500000000000000001"]["sourceType"] = 8
	if err := c.Confirm(t.Context(), "reply_review"); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Errorf("an answer unlike its review: %v", err)
	}
	if err := c.Confirm(t.Context(), "orders"); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Errorf("nothing to confirm: %v", err)
	}
	for _, a := range acts(domain.Shop{WritesOn: true}, true) {
		if (a.Kind == domain.ActReply) != (a.State == domain.CapDisabled) {
			t.Errorf("%s is %s before anybody confirmed", a.Kind, a.State)
		}
	}
}
