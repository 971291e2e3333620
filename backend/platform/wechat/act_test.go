package wechat

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func TestActsBecomeTheseCalls(t *testing.T) {
	const first, back = "MERCHANT_PROCESSING", "MERCHANT_WAIT_RECEIPT"
	for _, c := range []struct {
		name string
		kind domain.ActKind
		typ  domain.CaseType
		raw  string
		apis []string
		body string
		code domain.Code
	}{
		{"agree to a refund only", domain.ActAgree, domain.CaseRefundShipped, first, []string{apiAccept}, `{"accept_type":2,"after_sale_order_id":"2000000000000006"}`, ""},
		{"agree to a refund that is overdue", domain.ActAgree, domain.CaseRefundUnshipped, "MERCHANT_OVERDUE_REFUND", []string{apiAccept}, `{"accept_type":2,"after_sale_order_id":"2000000000000006"}`, ""},
		{"agree to a return", domain.ActAgree, domain.CaseReturnRefund, first, []string{apiAccept}, `{"accept_type":1,"address_id":"5001","after_sale_order_id":"2000000000000006"}`, ""},
		{"agree to an exchange", domain.ActAgree, domain.CaseExchange, first, []string{apiAccept}, `{"accept_type":1,"address_id":"5001","after_sale_order_id":"2000000000000006"}`, ""},
		{"receive and refund", domain.ActAgreeRefund, domain.CaseReturnRefund, back, []string{apiAccept}, `{"accept_type":2,"after_sale_order_id":"2000000000000006"}`, ""},
		{"agree after the goods came back", domain.ActAgree, domain.CaseReturnRefund, back, []string{apiAccept}, `{"accept_type":2,"after_sale_order_id":"2000000000000006"}`, ""},
		{"refund before the goods came back", domain.ActAgreeRefund, domain.CaseReturnRefund, first, nil, "", domain.CodeConflict},
		{"nothing comes back of a refund only", domain.ActAgreeRefund, domain.CaseRefundShipped, first, nil, "", domain.CodeUnsupported},
		{"an exchange that came back needs a waybill", domain.ActAgree, domain.CaseExchange, back, nil, "", domain.CodeUnsupported},
		{"refuse", domain.ActRefuse, domain.CaseRefundShipped, first, []string{apiReject}, `{"after_sale_order_id":"2000000000000006","reject_reason":"已核对","reject_reason_type":1}`, ""},
		{"refuse to send an exchange", domain.ActRefuse, domain.CaseExchange, back, []string{apiNoResend}, `{"after_sale_order_id":"2000000000000006","reject_reason":"已核对","reject_reason_type":1}`, ""},
		{"send an exchange", domain.ActReship, domain.CaseExchange, back, []string{apiResend}, `{"after_sale_order_id":"2000000000000006","delivery_id":"SF","waybill_id":"SF0000000000077"}`, ""},
		{"send a reship", domain.ActReship, domain.CaseReship, first, []string{apiReship}, `{"after_sale_order_id":"2000000000000006","delivery_id":"SF","waybill_id":"SF0000000000077"}`, ""},
		{"send an exchange before the goods came back", domain.ActReship, domain.CaseExchange, first, nil, "", domain.CodeConflict},
		{"there is nothing to send for a refund", domain.ActReship, domain.CaseRefundShipped, first, nil, "", domain.CodeUnsupported},
		{"a closed case", domain.ActAgree, domain.CaseRefundShipped, "USER_CANCELD", nil, "", domain.CodeConflict},
		{"a refund that failed is for a person", domain.ActAgree, domain.CaseRefundShipped, "PLATFORM_REFUND_FAIL", nil, "", domain.CodeConflict},
		{"proof while it is wanted", domain.ActEvidence, domain.CaseReturnRefund, back, []string{apiCase, apiComplaint, apiProof}, `{"complaint_id":"9001","content":"已核对","media_id_list":["media-0001"]}`, ""},
		{"a note is added to the order's notes", domain.ActRemark, domain.CaseReturnRefund, "USER_CANCELD", []string{apiOrder, apiNotes}, `{"merchant_notes":"老客户\n已核对","order_id":"3700000000000000001"}`, ""},
		{"ship", domain.ActShip, "", "", []string{apiShip}, `{"delivery_list":[{"deliver_type":1,"delivery_id":"SF","product_infos":[{"product_cnt":2,"product_id":"10000000001","sku_id":"20000000001"}],"waybill_id":"SF0000000000077"}],"order_id":"3700000000000000001"}`, ""},
		{"no answer to reviews", domain.ActReply, "", "", nil, "", domain.CodeUnsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := busyShop(t, 0, 0)
			_, err := open(t, s, nil).Act(t.Context(), sample(c.kind, c.typ, c.raw))
			if domain.CodeOf(err) != c.code || !slices.Equal(s.apis(), append([]string{}, c.apis...)) {
				t.Fatalf("%v after %v", err, s.apis())
			}
			if c.code != "" {
				if domain.ParamOf(err, "sent") != "no" {
					t.Fatalf("something may have left: %v", err)
				}
				return
			}
			if got := string(s.calls[len(s.calls)-1].body); got != c.body {
				t.Errorf("sent\n %s\nwant\n %s", got, c.body)
			}
		})
	}
}

func TestActsThatMustNotLeave(t *testing.T) {
	of := func(kind domain.ActKind, change func(c *platform.Call)) platform.Call {
		c := sample(kind, domain.CaseReturnRefund, "MERCHANT_PROCESSING")
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		call platform.Call
		code domain.Code
	}{
		"the person saw another version":  {of(domain.ActAgree, func(c *platform.Call) { c.Act.Version = "99" }), domain.CodeConflict},
		"a return without an address":     {of(domain.ActAgree, func(c *platform.Call) { c.Act.AddressID = "" }), domain.CodeInvalid},
		"a refusal without words":         {of(domain.ActRefuse, func(c *platform.Call) { c.Act.Reason, c.Act.Note = "", "" }), domain.CodeInvalid},
		"a refusal without a reason code": {of(domain.ActRefuse, func(c *platform.Call) { c.Act.ReasonCode = "" }), domain.CodeInvalid},
		"proof without words":             {of(domain.ActEvidence, func(c *platform.Call) { c.Act.Note = "" }), domain.CodeInvalid},
		"proof of 501 characters":         {of(domain.ActEvidence, func(c *platform.Call) { c.Act.Note = domain.Private(strings.Repeat("字", 501)) }), domain.CodeInvalid},
		"proof with 21 pictures":          {of(domain.ActEvidence, func(c *platform.Call) { c.Proofs = make([]string, 21) }), domain.CodeInvalid},
		"an empty note":                   {of(domain.ActRemark, func(c *platform.Call) { c.Act.Note = " " }), domain.CodeInvalid},
		"an order that waits for a group": {of(domain.ActShip, func(c *platform.Call) { c.Order.Status = domain.OrderPaid }), domain.CodeConflict},
		"an order that is partly shipped": {of(domain.ActShip, func(c *platform.Call) { c.Order.Status = domain.OrderPartlyShipped }), domain.CodeConflict},
		"a shipment without a waybill":    {of(domain.ActShip, func(c *platform.Call) { c.Act.Waybill = "" }), domain.CodeInvalid},
		"a shipment without a courier":    {of(domain.ActShip, func(c *platform.Call) { c.Act.CarrierCode = "" }), domain.CodeInvalid},
		"an exchange without its waybill": {of(domain.ActReship, func(c *platform.Call) { c.Case.Type, c.Act.Waybill = domain.CaseReship, "" }), domain.CodeInvalid},
	} {
		s := newShop(t)
		if _, err := open(t, s, nil).Act(t.Context(), c.call); domain.CodeOf(err) != c.code || domain.ParamOf(err, "sent") != "no" || len(s.apis()) != 0 {
			t.Errorf("%s: %v after %v", name, err, s.apis())
		}
	}
}

func TestProofGoesWhereTheComplaintStands(t *testing.T) {
	for status, want := range map[string]string{"103": apiMaterial, "106": apiProof, "108": apiProof, "100": "", "116": ""} {
		s := busyShop(t, 0, 0)
		s.complaints["9001"] = json.RawMessage(`{"errcode":0,"status":` + status + `}`)
		_, err := open(t, s, nil).Act(t.Context(), sample(domain.ActEvidence, domain.CaseReturnRefund, ""))
		last := s.apis()[len(s.apis())-1]
		if want == "" && (domain.ParamOf(err, "reason") != "no_proof_wanted" || isWrite(last)) || want != "" && (err != nil || last != want) {
			t.Errorf("status %s: %v, last call %s", status, err, last)
		}
	}
	s := busyShop(t, 0, 0)
	s.cases["2000000000000006"]["complaint_id"] = ""
	if _, err := open(t, s, nil).Act(t.Context(), sample(domain.ActEvidence, domain.CaseReturnRefund, "")); domain.ParamOf(err, "reason") != "no_dispute" {
		t.Errorf("without a dispute: %v", err)
	}
}

func TestTheSameNoteTwiceStandsOnce(t *testing.T) {
	s := busyShop(t, 0, 0)
	s.orders["3700000000000000001"]["order_detail"].(map[string]any)["ext_info"].(map[string]any)["merchant_notes"] = "老客户\n已核对"
	if _, err := open(t, s, nil).Act(t.Context(), sample(domain.ActRemark, "", "")); err != nil {
		t.Fatal(err)
	}
	if got := s.calls[1].params["merchant_notes"]; got != "老客户\n已核对" {
		t.Errorf("sent %q", got)
	}
}

func TestAChangedCaseIsAConflict(t *testing.T) {
	h := over(newShop(t), map[string]http.HandlerFunc{apiAccept: file(t, "error.conflict.json")})
	_, err := open(t, h, nil).Act(t.Context(), sample(domain.ActAgree, domain.CaseReturnRefund, "MERCHANT_PROCESSING"))
	if domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "reason") != "case_changed" {
		t.Fatalf("got %v", err)
	}
}

func TestAPictureIsUploadedWithItsSize(t *testing.T) {
	var body bytes.Buffer
	if err := png.Encode(&body, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	s := newShop(t)
	var kind string
	h := over(s, map[string]http.HandlerFunc{apiUpload: func(w http.ResponseWriter, r *http.Request) {
		kind = r.Header.Get("Content-Type")
		s.ServeHTTP(w, r)
	}})
	c := open(t, h, nil)
	ref, err := c.Upload(t.Context(), platform.Proof{Name: "张示例全名.png", MIME: "image/png", Body: body.Bytes()})
	if err != nil || ref != "media-0001" {
		t.Fatalf("%q %v", ref, err)
	}
	q := s.calls[0].query
	if q["upload_type"] != "0" || q["resp_type"] != "0" || q["width"] != "3" || q["height"] != "2" {
		t.Errorf("query %v", q)
	}
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(bytes.NewReader(s.calls[0].body), params["boundary"]).ReadForm(1 << 20)
	if err != nil || len(form.File["media"]) != 1 || form.File["media"][0].Filename != "proof.png" || form.File["media"][0].Size != int64(body.Len()) {
		t.Errorf("form %v %v", form, err)
	}
	if _, err := c.Upload(t.Context(), platform.Proof{Name: "a.pdf", MIME: "application/pdf", Body: []byte("%PDF-1.7")}); domain.ParamOf(err, "reason") != "wrong_type" || len(s.calls) != 1 {
		t.Errorf("a PDF: %v", err)
	}
}
