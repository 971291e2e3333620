package tiktok

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
)

func TestConnectingTradesTheCodeOnceAndFindsTheShop(t *testing.T) {
	s := fixtures(t)
	var saved platform.Credentials
	c := connect(t, s, func(d *platform.Deps) {
		d.Shop.RemoteID = ""
		d.Credentials = platform.Credentials{"app_key": testKey, "app_secret": testSecret, platform.FieldAuthCode: "code-0001", keyShopID: testShopID}
		d.SaveCredentials = func(_ context.Context, c platform.Credentials) error { saved = c; return nil }
	})
	res, err := c.Probe(t.Context())
	if err != nil || res.RemoteID != testShopID || res.ShopName != "Demo shop" || res.Currency != "GBP" || res.Zone != "Europe/London" || res.TokenExpires != domain.FromUnix(epoch+604800) {
		t.Fatalf("%+v, %v", res, err)
	}
	if saved[platform.FieldAuthCode] != "" || saved[grant.Access] != "TTP_first_0001" || saved[grant.Refresh] != "TTR_first_0001" || saved[keyCipher] != "ROW_testCipher01" ||
		saved[grant.RefreshExpires] != grant.Millis(domain.FromUnix(epoch+31536000)) {
		t.Errorf("saved names and values are wrong")
	}
}

func TestConnectingTellsPreciselyWhatIsWrong(t *testing.T) {
	good := platform.Credentials{"app_key": testKey, "app_secret": testSecret, keyShopID: testShopID, grant.Access: "TTP_first_0001", grant.Refresh: "TTR_first_0001"}
	for reason, change := range map[string]map[string]string{
		"bad_key":        {"app_key": "other", grant.Access: "TTP_first_0001"},
		"bad_secret":     {"app_secret": "other"},
		"wrong_shop":     {keyShopID: "1"},
		"not_authorised": {grant.Access: "", grant.Refresh: "", platform.FieldAuthCode: "old"},
	} {
		_, err := connect(t, fixtures(t), func(d *platform.Deps) {
			d.Credentials = good.Clone()
			for k, v := range change {
				d.Credentials[k] = v
			}
		}).Probe(t.Context())
		if domain.CodeOf(err) != domain.CodeUnauthorized || domain.ParamOf(err, "reason") != reason {
			t.Errorf("%s: %v", reason, err)
		}
	}
	late := connect(t, fixtures(t), func(d *platform.Deps) { d.Now = func() domain.Instant { return testNow() + domain.Hour } })
	if _, err := late.Probe(t.Context()); domain.ParamOf(err, "reason") != "clock_skew" {
		t.Errorf("a wrong clock: %v", err)
	}
	// two shops and nobody said which
	both := connect(t, fixtures(t), func(d *platform.Deps) { d.Credentials[keyShopID], d.Shop.RemoteID = "", "" })
	if _, err := both.Probe(t.Context()); domain.ParamOf(err, "reason") != "wrong_shop" {
		t.Errorf("two shops: %v", err)
	}
}

// SY-10: a token that died is renewed once, the new refresh token is saved before
// the read goes on.
func TestADeadTokenIsRenewedAndBothTokensAreSaved(t *testing.T) {
	s := fixtures(t)
	s.tokens = []string{"TTP_second_0002"}
	saves := 0
	c := connect(t, s, func(d *platform.Deps) {
		d.SaveCredentials = func(_ context.Context, c platform.Credentials) error {
			if saves++; c[grant.Access] != "TTP_second_0002" || c[grant.Refresh] != "TTR_second_0002" {
				t.Error("the old tokens were saved")
			}
			return nil
		}
	})
	if got, _ := run(t, c.Orders, ""); len(got.Rows) == 0 || saves != 1 {
		t.Errorf("%d rows, saved %d times", len(got.Rows), saves)
	}
}

func TestTheConsentPageIsTheMarketsOwn(t *testing.T) {
	for want, cred := range map[string]platform.Credentials{
		"https://auth.tiktok-shops.com/oauth/authorize?app_key=6abc123def&state=s1": {},
		"https://services.tiktokshop.com/open/authorize?service_id=77&state=s1":     {"service_id": "77"},
		"https://services.tiktokshops.us/open/authorize?service_id=77&state=s1":     {"service_id": "77", keyRegion: "US"},
	} {
		c := connect(t, http.NotFoundHandler(), func(d *platform.Deps) {
			for k, v := range cred {
				d.Credentials[k] = v
			}
		})
		if got, err := c.AuthorizeURL("s1"); got != want || err != nil {
			t.Errorf("%s, %v", got, err)
		}
	}
}

// A row that leaves a window between two pages would push another past a token
// that is a position: a total that changed begins the window again.
func TestATotalThatChangesBeginsTheWindowAgain(t *testing.T) {
	s := busyShop(t, 0, 0)
	first := fixtures(t).rows[apiOrders][0]
	for i := range 250 {
		o := thing{}
		for k, v := range first {
			o[k] = v
		}
		o["id"], o["update_time"], o["create_time"] = "57600000000000"+string(rune('a'+i/26%26))+string(rune('a'+i%26)), int64(epoch-3600+i), int64(epoch-7200)
		s.rows[apiOrders] = append(s.rows[apiOrders], o)
	}
	moved := false
	s.before = func(path string, q map[string][]string) {
		if path == apiOrders && len(q["page_token"]) > 0 && !moved {
			moved = true // the oldest row changes now and leaves the first page
			s.rows[apiOrders][0]["update_time"] = int64(epoch + 60)
		}
	}
	c := connect(t, s, nil)
	got, _ := run(t, c.Orders, "")
	seen := map[string]bool{}
	for _, o := range got.Rows {
		seen[o.RemoteID] = true
	}
	if len(seen) < 249 || !moved {
		t.Errorf("%d of 250 orders were read", len(seen))
	}
}

func TestActsSendTheDecisionWithTheirKey(t *testing.T) {
	s := fixtures(t)
	var keys []string
	s.before = func(path string, q map[string][]string) {
		if strings.HasSuffix(path, "/approve") || strings.HasSuffix(path, "/reject") {
			keys = append(keys, q["idempotency_key"]...)
		}
	}
	c := connect(t, s, nil)
	for want, call := range map[string]platform.Call{
		`POST /return_refund/202309/returns/1/approve {"decision":"APPROVE_RETURN"}`:           {Act: domain.Act{Kind: domain.ActAgree}, Case: domain.AfterSale{RemoteID: "1", Type: domain.CaseReturnRefund, Status: domain.StatusAwaitMerchant}},
		`POST /return_refund/202309/returns/2/approve {"decision":"APPROVE_REFUND"}`:           {Act: domain.Act{Kind: domain.ActAgree}, Case: domain.AfterSale{RemoteID: "2", Type: domain.CaseRefundShipped, Status: domain.StatusAwaitMerchant}},
		`POST /return_refund/202309/returns/3/approve {"decision":"APPROVE_RECEIVED_PACKAGE"}`: {Act: domain.Act{Kind: domain.ActAgreeRefund}, Case: domain.AfterSale{RemoteID: "3", Type: domain.CaseReturnRefund, Status: domain.StatusAwaitReceipt}},
		`POST /return_refund/202309/returns/4/approve {"decision":"APPROVE_REPLACEMENT"}`:      {Act: domain.Act{Kind: domain.ActAgree}, Case: domain.AfterSale{RemoteID: "4", Type: domain.CaseExchange, Status: domain.StatusAwaitMerchant}},
		`POST /return_refund/202309/returns/5/reject {"decision":"REJECT_RECEIVED_PACKAGE","reject_reason":"r","comment":"n"}`: {Act: domain.Act{Kind: domain.ActRefuse, ReasonCode: "r", Note: "n"},
			Case: domain.AfterSale{RemoteID: "5", Type: domain.CaseReturnRefund, Status: domain.StatusAwaitReceipt}},
		`POST /return_refund/202309/cancellations/6/approve {}`: {Act: domain.Act{Kind: domain.ActAgree}, Case: domain.AfterSale{RemoteID: "C-6", Type: domain.CaseCancel, Status: domain.StatusAwaitMerchant}},
		`POST /return_refund/202309/cancellations/7/reject {"reject_reason":"r"}`: {Act: domain.Act{Kind: domain.ActRefuse, ReasonCode: "r"},
			Case: domain.AfterSale{RemoteID: "C-7", Type: domain.CaseCancel, Status: domain.StatusAwaitMerchant}},
		`POST /fulfillment/202309/packages/1152000000000000001/ship {"self_shipment":{"tracking_number":"RM1","shipping_provider_id":"7117"}}`: {Act: domain.Act{Kind: domain.ActShip, Waybill: "RM1", CarrierCode: "7117"},
			Order: domain.Order{RemoteID: "576000000000000001", Status: domain.OrderToShip}},
	} {
		call.Act.ID, s.calls = "01act", nil
		if _, err := c.Act(t.Context(), call); err != nil || s.calls[len(s.calls)-1] != want {
			t.Errorf("%v, sent %v\nwant %s", err, s.calls, want)
		}
	}
	for _, k := range keys {
		if k != "01act" {
			t.Errorf("key %q", k)
		}
	}
	if len(keys) != 7 {
		t.Errorf("%d keys", len(keys))
	}
}

func TestAnActThatCannotBeMeantIsNotSent(t *testing.T) {
	s := fixtures(t)
	c := connect(t, s, nil)
	sale := func(typ domain.CaseType, st domain.CaseStatus) domain.AfterSale {
		return domain.AfterSale{RemoteID: "1", Type: typ, Status: st, Version: "7"}
	}
	for reason, call := range map[string]platform.Call{
		"not_merchants_turn":    {Act: domain.Act{ID: "a", Kind: domain.ActAgree}, Case: sale(domain.CaseReturnRefund, domain.StatusAwaitReturn)},
		"goods_not_back":        {Act: domain.Act{ID: "a", Kind: domain.ActAgreeRefund}, Case: sale(domain.CaseReturnRefund, domain.StatusAwaitMerchant)},
		"nothing_comes_back":    {Act: domain.Act{ID: "a", Kind: domain.ActAgreeRefund}, Case: sale(domain.CaseRefundShipped, domain.StatusAwaitMerchant)},
		"operation_unpublished": {Act: domain.Act{ID: "a", Kind: domain.ActAgree}, Case: sale(domain.CaseExchange, domain.StatusAwaitReceipt)},
		"case_changed":          {Act: domain.Act{ID: "a", Kind: domain.ActAgree, Version: "6"}, Case: sale(domain.CaseReturnRefund, domain.StatusAwaitMerchant)},
		"no_such_act":           {Act: domain.Act{ID: "a", Kind: domain.ActRemark}, Case: sale(domain.CaseReturnRefund, domain.StatusAwaitMerchant)},
		"order_not_to_ship":     {Act: domain.Act{ID: "a", Kind: domain.ActShip, Waybill: "1", CarrierCode: "2"}, Order: domain.Order{RemoteID: "5", Status: domain.OrderShipped}},
	} {
		if _, err := c.Act(t.Context(), call); domain.ParamOf(err, "reason") != reason || domain.ParamOf(err, "sent") != "no" {
			t.Errorf("%s: %v", reason, err)
		}
	}
	s.rows[apiOrders][0]["shipping_type"] = "TIKTOK"
	if _, err := c.Act(t.Context(), platform.Call{Act: domain.Act{ID: "a", Kind: domain.ActShip, Waybill: "1", CarrierCode: "2"}, Order: domain.Order{RemoteID: "576000000000000001", Status: domain.OrderToShip}}); domain.ParamOf(err, "reason") != "platform_ships" {
		t.Errorf("a parcel of the platform: %v", err)
	}
}

func TestPushesOfOtherTopicsSayNothing(t *testing.T) {
	c := connect(t, http.NotFoundHandler(), nil)
	body := []byte(`{"type":5,"data":{}}`)
	got, err := c.Push(platform.PushRequest{Header: map[string]string{"authorization": SignPush(testKey, testSecret, body)}, Body: body})
	if err != nil || len(got.Hints) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := c.Push(platform.PushRequest{Header: map[string]string{"authorization": "00"}, Body: body}); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Errorf("a wrong signature: %v", err)
	}
	bad := []byte(`[]`)
	if _, err := c.Push(platform.PushRequest{Header: map[string]string{"authorization": SignPush(testKey, testSecret, bad)}, Body: bad}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("signed nonsense: %v", err)
	}
}
