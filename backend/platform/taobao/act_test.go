package taobao

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func TestWritesCarryWhatThePlatformAsksFor(t *testing.T) {
	for _, c := range []struct {
		name string
		call func() platform.Call
		api  string
		want map[string]string
	}{
		{"a return is agreed to with the merchant's address in full", func() platform.Call { return wish(domain.ActAgree, domain.StatusAwaitMerchant) }, apiAgreeReturn,
			map[string]string{"refund_id": "98765432101234567", "refund_version": "1788400000000", "refund_phase": "onsale", "seller_address_id": "5001", "name": "李仓管",
				"address": "浙江省杭州市余杭区仓前街道示例路1号", "post": "311100", "tel": "13800000000", "mobile": "13800000000", "remark": "已核对"}},
		{"without a number it is the usual address", func() platform.Call {
			w := wish(domain.ActAgree, domain.StatusAwaitMerchant)
			w.Act.AddressID = ""
			return w
		}, apiAgreeReturn, map[string]string{"seller_address_id": "5001"}},
		{"a refund is agreed to in fen, with version and phase", func() platform.Call { return wish(domain.ActAgreeRefund, domain.StatusAwaitReceipt) }, apiAgreeRefund,
			map[string]string{"refund_infos": "98765432101234567|5980|1788400000000|onsale"}},
		{"a refusal has words, a reason and a picture", func() platform.Call {
			w := wish(domain.ActRefuse, domain.StatusAwaitMerchant)
			w.Proofs = []string{picturePNG}
			return w
		}, apiRefuse, map[string]string{"refund_id": "98765432101234567", "refuse_message": "已核对", "refuse_reason_id": "101", "refund_phase": "onsale", "refund_version": "1788400000000"}},
		{"a statement goes with its picture", func() platform.Call { return wish(domain.ActEvidence, domain.StatusAwaitMerchant) }, apiMessageAdd,
			map[string]string{"refund_id": "98765432101234567", "content": "已核对"}},
		{"a remark goes behind what the memo says", func() platform.Call { return wish(domain.ActRemark, domain.StatusAwaitMerchant) }, apiMemo,
			map[string]string{"tid": "4012345678901234567", "memo": "老客户\n已核对"}},
		{"a reply names the line", func() platform.Call { return wish(domain.ActReply, "") }, apiExplain, map[string]string{"oid": "4012345678901234601", "reply": "已核对"}},
		{"a shipment has waybill and company", func() platform.Call { return wish(domain.ActShip, "") }, apiShip,
			map[string]string{"tid": "4012345678901234567", "out_sid": "SF0000000000009", "company_code": "SF"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t).load()
			receipt, err := open(t, s, nil).Act(t.Context(), c.call())
			if err != nil || !strings.HasSuffix(receipt, "example") {
				t.Fatalf("%q, %v", receipt, err)
			}
			sent := s.sent(c.api)
			if len(sent) != 1 {
				t.Fatalf("sent %d times", len(sent))
			}
			for k, v := range c.want {
				if sent[0].params[k] != v {
					t.Errorf("%s is %q, want %q", k, sent[0].params[k], v)
				}
			}
			if picture := c.api == apiMessageAdd || c.api == apiRefuse; picture != (string(sent[0].file) == "\x89PNG\r\n\x1a\n") {
				t.Errorf("the file %q was sent as %q", sent[0].file, sent[0].name)
			}
		})
	}
}

func TestARemarkThatIsThereAlreadyChangesNothing(t *testing.T) {
	s := newShop(t).load()
	s.trades["4012345678901234567"]["seller_memo"] = "老客户\n已核对\n寄错"
	if _, err := open(t, s, nil).Act(t.Context(), wish(domain.ActRemark, "")); err != nil || s.sent(apiMemo)[0].params["memo"] != "老客户\n已核对\n寄错" {
		t.Fatalf("%v, %+v", err, s.sent(apiMemo))
	}
}

// AS-10: what cannot be done is refused here, before anything is sent.
func TestActsThatCannotBeDoneAreNotSent(t *testing.T) {
	agree := func(change func(*platform.Call)) platform.Call {
		w := wish(domain.ActAgree, domain.StatusAwaitMerchant)
		change(&w)
		return w
	}
	refuse := func(change func(*platform.Call)) platform.Call {
		w := wish(domain.ActRefuse, domain.StatusAwaitMerchant)
		change(&w)
		return w
	}
	for name, c := range map[string]struct {
		call   platform.Call
		code   domain.Code
		reason string // or field
		shop   func(*shop)
	}{
		"it is the buyer's turn":      {agree(func(c *platform.Call) { c.Case.Status = domain.StatusAwaitReturn }), domain.CodeConflict, "not_merchants_turn", nil},
		"nobody knows the status":     {refuse(func(c *platform.Call) { c.Case.Status = domain.StatusUnknown }), domain.CodeConflict, "not_merchants_turn", nil},
		"the person saw another one":  {agree(func(c *platform.Call) { c.Act.Version = "1" }), domain.CodeConflict, "case_changed", nil},
		"it moved since the preview":  {agree(func(c *platform.Call) { c.Case.Version = "1788400000001" }), domain.CodeConflict, "case_changed", nil},
		"the goods are not back":      {wish(domain.ActAgreeRefund, domain.StatusAwaitMerchant), domain.CodeConflict, "goods_not_back", nil},
		"nothing comes back":          {agree(func(c *platform.Call) { c.Act.Kind, c.Case.Type = domain.ActAgreeRefund, domain.CaseRefundShipped }), domain.CodeUnsupported, "nothing_comes_back", nil},
		"an exchange":                 {agree(func(c *platform.Call) { c.Case.Type = domain.CaseExchange }), domain.CodeUnsupported, "operation_unpublished", nil},
		"another amount was seen":     {agree(func(c *platform.Call) { c.Case.Type, c.Act.Amount = domain.CaseRefundShipped, domain.CNY(1) }), domain.CodeConflict, "case_changed", nil},
		"an address of nobody":        {agree(func(c *platform.Call) { c.Act.AddressID = "5999" }), domain.CodeInvalid, "address_id", nil},
		"no version":                  {agree(func(c *platform.Call) { c.Case.Version = "" }), domain.CodeInvalid, "version", nil},
		"a refusal without a reason":  {refuse(func(c *platform.Call) { c.Act.ReasonCode = "" }), domain.CodeInvalid, "reason_code", nil},
		"a refusal of one letter":     {refuse(func(c *platform.Call) { c.Act.Note, c.Act.Reason = "否", "" }), domain.CodeInvalid, "reason", nil},
		"returned goods":              {refuse(func(c *platform.Call) { c.Case.Status = domain.StatusAwaitReceipt }), domain.CodeUnsupported, "back_office_only", nil},
		"an unshipped refund":         {refuse(func(c *platform.Call) { c.Case.Type = domain.CaseRefundUnshipped }), domain.CodeUnsupported, "ship_to_refuse", nil},
		"the platform forbids it":     {refuse(func(*platform.Call) {}), domain.CodeUnsupported, "cannot_refuse", func(s *shop) { s.refunds["98765432101234567"]["operation_contraint"] = "cannot_refuse" }},
		"only on the web page":        {agree(func(*platform.Call) {}), domain.CodeUnsupported, "back_office_only", func(s *shop) { s.refunds["98765432101234567"]["operation_contraint"] = "refund_onweb" }},
		"a statement without picture": {func() platform.Call { c := wish(domain.ActEvidence, ""); c.Proofs = nil; return c }(), domain.CodeInvalid, "proofs", nil},
		"a statement too long": {func() platform.Call {
			c := wish(domain.ActEvidence, "")
			c.Act.Note = domain.Private(strings.Repeat("证", 134))
			return c
		}(), domain.CodeInvalid, "note", nil},
		"two pictures":               {refuse(func(c *platform.Call) { c.Proofs = []string{picturePNG, picturePNG} }), domain.CodeInvalid, "proofs", nil},
		"a picture too large for it": {refuse(func(c *platform.Call) { c.Proofs = []string{"data:image/png;base64," + strings.Repeat("AAAA", 50_000)} }), domain.CodeInvalid, "proofs", nil},
		"a picture that is none":     {refuse(func(c *platform.Call) { c.Proofs = []string{"picture-7"} }), domain.CodeInvalid, "proofs", nil},
		"answered before":            {func() platform.Call { c := wish(domain.ActReply, ""); c.Review.ReplyText = "谢谢"; return c }(), domain.CodeConflict, "already", nil},
		"a reply too long": {func() platform.Call {
			c := wish(domain.ActReply, "")
			c.Act.Note = domain.Private(strings.Repeat("谢", 501))
			return c
		}(), domain.CodeInvalid, "note", nil},
		"shipped before":        {func() platform.Call { c := wish(domain.ActShip, ""); c.Order.Status = domain.OrderShipped; return c }(), domain.CodeConflict, "order_not_shippable", nil},
		"the platform holds it": {wish(domain.ActShip, ""), domain.CodeConflict, "order_held", func(s *shop) { s.trades["4012345678901234567"]["team_buy_hold"] = "true" }},
		"no waybill":            {func() platform.Call { c := wish(domain.ActShip, ""); c.Act.Waybill = ""; return c }(), domain.CodeInvalid, "waybill", nil},
		"an act nobody has":     {wish(domain.ActConfirmReceipt, domain.StatusAwaitReceipt), domain.CodeUnsupported, "no_such_act", nil},
		"a memo that is full":   {wish(domain.ActRemark, ""), domain.CodeInvalid, "note", func(s *shop) { s.trades["4012345678901234567"]["seller_memo"] = strings.Repeat("满", 333) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t).load()
			if c.shop != nil {
				c.shop(s)
			}
			_, err := open(t, s, nil).Act(t.Context(), c.call)
			if domain.CodeOf(err) != c.code || (domain.ParamOf(err, "reason") != c.reason && domain.ParamOf(err, "field") != c.reason) || domain.ParamOf(err, "sent") != "no" {
				t.Errorf("%v, want %s %s, sent=no", err, c.code, c.reason)
			}
			for api := range writes {
				if len(s.sent(api)) > 0 {
					t.Errorf("%s was sent", api)
				}
			}
		})
	}
}

func TestAWriteThatThePlatformTurnsDownIsNotDone(t *testing.T) {
	for api, answer := range map[string]struct {
		body string
		kind domain.ActKind
		at   domain.CaseStatus
	}{
		apiAgreeRefund: {"", domain.ActAgreeRefund, domain.StatusAwaitReceipt},
		apiAgreeReturn: {`{"rp_returngoods_agree_response":{"is_success":false}}`, domain.ActAgree, domain.StatusAwaitMerchant},
		apiRefuse:      {`{"refund_refuse_response":{"is_success":"false"}}`, domain.ActRefuse, domain.StatusAwaitMerchant},
		apiMessageAdd:  {`{"refund_message_add_response":{}}`, domain.ActEvidence, ""},
		apiMemo:        {`{"trade_memo_update_response":{}}`, domain.ActRemark, ""},
		apiExplain:     {`{"traderate_explain_add_response":{}}`, domain.ActReply, ""},
		apiShip:        {`{"logistics_offline_send_response":{"shipping":{"is_success":false}}}`, domain.ActShip, ""},
	} {
		s := newShop(t).load()
		c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Query().Get("method") != api:
				s.ServeHTTP(w, r)
			case answer.body == "":
				file(t, "agreed.failed.json")(w, r)
			default:
				_, _ = w.Write([]byte(answer.body))
			}
		}), nil)
		if _, err := c.Act(t.Context(), wish(answer.kind, answer.at)); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "reason") != "refused_by_platform" {
			t.Errorf("%s: %v", api, err)
		}
	}
}

func TestAnOrderShippedTwiceIsAConflict(t *testing.T) {
	s := newShop(t).load()
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("method") == apiShip {
			refuse(w, 15, "isv.logistics-offline-service-error:B04")
			return
		}
		s.ServeHTTP(w, r)
	}), nil)
	if _, err := c.Act(t.Context(), wish(domain.ActShip, "")); domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "sent") == "no" {
		t.Errorf("%v", err)
	}
}

func TestUploadTakesWhatAWriteCanCarry(t *testing.T) {
	c := open(t, newShop(t), nil)
	ref, err := c.Upload(t.Context(), platform.Proof{Name: "a.png", MIME: "image/png", Body: []byte("\x89PNG\r\n\x1a\n")})
	if err != nil || ref != picturePNG {
		t.Fatalf("%q, %v", ref, err)
	}
	for reason, p := range map[string]platform.Proof{"wrong_type": {MIME: "video/mp4", Body: []byte("x")}, "too_large": {MIME: "image/jpeg", Body: make([]byte, messageBytes+1)},
		"missing": {MIME: "image/gif"}} {
		if _, err := c.Upload(context.Background(), p); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != "proofs" || domain.ParamOf(err, "reason") != reason {
			t.Errorf("%s: %v", reason, err)
		}
	}
}
