package medusa

import (
	"net/http"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

func TestAnAddressIsHttpsOrLoopbackAndNothingElse(t *testing.T) {
	for typed, want := range map[string]string{
		"shop.example": "https://shop.example", "https://shop.example/": "https://shop.example", "https://shop.example/app": "https://shop.example",
		"https://shop.example:9000/admin/": "https://shop.example:9000", "https://shop.example/store": "https://shop.example/store", "http://127.0.0.1:9000": "http://127.0.0.1:9000",
	} {
		if got, _, err := address(typed); got != want || err != nil {
			t.Errorf("%s: %s, %v", typed, got, err)
		}
	}
	for typed, reason := range map[string]string{"http://shop.example": "needs_https", "ftp://shop.example": "bad_address", "https://": "bad_address",
		"https://a:b@shop.example": "bad_address", "https://shop.example/?x=1": "bad_address", "https://shop.example/%zz": "bad_address"} {
		if _, _, err := address(typed); domain.ParamOf(err, "reason") != reason || domain.ParamOf(err, "field") != keySite || strings.Contains(err.Error(), "a:b") {
			t.Errorf("%s: %v", typed, err)
		}
	}
}

func TestConnectingTellsPreciselyWhatIsWrong(t *testing.T) {
	with := func(cred platform.Credentials) func(*platform.Deps) {
		return func(d *platform.Deps) { cred[keySite] = "shop.example"; d.Credentials = cred }
	}
	s := fixtures(t)
	res, err := connect(t, s, with(platform.Credentials{keyAPI: testKey})).Probe(t.Context())
	if err != nil || res.RemoteID != "store_01DEMO" || res.ShopName != "示例店" || res.Currency != "CNY" || !res.TokenExpires.IsZero() {
		t.Errorf("%+v, %v", res, err)
	}
	if c := connect(t, s, with(platform.Credentials{keyAPI: testKey})); c.Info().Hosts[0] != "shop.example" {
		t.Errorf("hosts %v", c.Info().Hosts)
	}
	for reason, cred := range map[string]platform.Credentials{"bad_key": {keyAPI: "sk_other"}, "bad_secret": {keyEmail: "a@shop.example", keyPassword: "x"}, "missing": {keyEmail: "a@shop.example"}} {
		if _, err := connect(t, s, with(cred)).Probe(t.Context()); domain.ParamOf(err, "reason") != reason {
			t.Errorf("%s: %v", reason, err)
		}
	}
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>another program</html>")) })
	for name, h := range map[string]http.Handler{"a web page": page, "nothing": http.NotFoundHandler(),
		"other JSON": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"hello":1}`)) }),
		"elsewhere":  http.RedirectHandler("https://shop.example/login", http.StatusFound)} {
		if _, err := connect(t, h, with(platform.Credentials{keyAPI: testKey})).Probe(t.Context()); domain.ParamOf(err, "reason") != "bad_address" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// SY-10: a token that died is renewed once by the password; the read goes on.
func TestADeadTokenIsRenewedByTheLogin(t *testing.T) {
	s := fixtures(t)
	saved := 0
	c := connect(t, s, func(d *platform.Deps) {
		d.Credentials["access_token"] = "token-old"
		d.SaveCredentials = saver(&saved)
	})
	if got, _ := pull(t, c.Orders, ""); len(got) == 0 || saved != 1 {
		t.Errorf("%d orders, saved %d times", len(got), saved)
	}
}

// The trap of this server: a refund moves no order's time.
func TestARefundIsFoundAlthoughTheOrderDidNotMove(t *testing.T) {
	s := newShop(t)
	s.add("0001", testNow()-20*domain.Day, false)
	now := testNow() - domain.Day
	c := connect(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	_, orderAt := pull(t, c.Orders, "")
	cases, caseAt := pull(t, c.AfterSales, "")
	if len(cases) != 0 {
		t.Fatalf("%d cases of nothing", len(cases))
	}
	now = testNow()
	at := (now - domain.Hour).Time().Format(iso)
	col := s.lists["orders"][0]["payment_collections"].([]any)[0].(map[string]any)
	col["updated_at"] = at
	col["payments"].([]any)[0].(map[string]any)["refunds"] = []any{map[string]any{"id": "ref_1", "created_at": at, "raw_amount": map[string]any{"value": "12.34"}}}
	orders, _ := pull(t, c.Orders, orderAt)
	if o, ok := orders["order_0001"]; !ok || o.UpdatedAt != now-domain.Hour {
		t.Errorf("the order came %v, changed at %s", ok, o.UpdatedAt)
	}
	cases, _ = pull(t, c.AfterSales, caseAt)
	if a := cases["order_0001:ref_1"]; a.Refunded != domain.CNY(1234) || a.Status != domain.StatusSucceeded {
		t.Errorf("the refund is %+v", a)
	}
}

// The other trap: a return that changes after its order, and an exchange that
// does not move with it.
func TestAReturnIsFoundAlthoughNeitherItsOrderNorItsExchangeMoved(t *testing.T) {
	s := fixtures(t)
	now := testNow()
	s.lists["returns"][4]["status"], s.lists["returns"][4]["received_at"] = "requested", nil
	s.lists["returns"][4]["items"].([]any)[0].(map[string]any)["received_quantity"] = 0
	c := connect(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	cases, at := pull(t, c.AfterSales, "")
	if a := cases["oexc_01C"]; a.Status != domain.StatusAwaitReturn {
		t.Fatalf("the exchange is %s", a.Status)
	}
	now += domain.Day
	s.lists["returns"][4]["status"], s.lists["returns"][4]["updated_at"] = "received", (now - domain.Minute).Time().Format(iso)
	cases, _ = pull(t, c.AfterSales, at)
	if a := cases["oexc_01C"]; a.Status != domain.StatusAwaitShip || len(cases) == 0 {
		t.Errorf("the exchange is %q", a.Status)
	}
}

// Several cases of one order: a refund is the last one's that had been asked for.
func TestARefundBelongsToTheLastCaseAskedForBeforeIt(t *testing.T) {
	asked := []askedFor{{"return_a", 1000}, {"return_b", 5000}}
	for at, want := range map[string]string{"1970-01-01T00:00:00.500Z": "ref", "1970-01-01T00:00:01Z": "return_a", "1970-01-01T00:00:04Z": "return_a", "1970-01-01T00:00:09Z": "return_b"} {
		f := wireRefund{ID: "ref"}
		f.CreatedAt = flexText(at)
		if got := ownerOf(f, asked); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

func TestAmountsAreReadByTheirDigits(t *testing.T) {
	for in, want := range map[string]int64{`{"value":"66.333333333333333333","precision":20}`: 6633, `{"value":"0.005"}`: 1, `{"value":"-0.005"}`: -1, `0.1`: 10, `"12.345"`: 1235,
		`9007199254740993.01`: 900719925474099301, `1e-16`: 0, `{"value":"1e-20"}`: 0} {
		var a amount
		if err := a.UnmarshalJSON([]byte(in)); err != nil {
			t.Fatal(err)
		}
		if m, ok := a.in("CNY"); !ok || m.Minor != want {
			t.Errorf("%s: %d, %v, want %d", in, m.Minor, ok, want)
		}
	}
	for _, in := range []string{`"abc"`, `"1/3"`, `"1e999999999"`, `"0x10"`, `99999999999999999999`} {
		var a amount
		if err := a.UnmarshalJSON([]byte(in)); err != nil {
			t.Fatal(err)
		}
		if m, ok := a.in("CNY"); ok {
			t.Errorf("%s became %+v", in, m)
		}
	}
	var none amount
	if m, ok := none.in("CNY"); !ok || m.Known() {
		t.Error("missing is not zero")
	}
}

func TestAReceiptIsDraftedAndThenConfirmedOnce(t *testing.T) {
	s := fixtures(t)
	c := connect(t, s, nil)
	item, err := c.AfterSale(t.Context(), "return_01B")
	if err != nil {
		t.Fatal(err)
	}
	call := platform.Call{Act: domain.Act{Kind: domain.ActConfirmReceipt, AfterSaleID: item.Value.ID, Version: item.Value.Version}, Case: item.Value}
	if _, err := c.Act(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	want := "POST /admin/returns/return_01B/receive POST /admin/returns/return_01B/receive-items POST /admin/returns/return_01B/receive/confirm"
	if got := strings.Join(s.writes, " "); got != want || !strings.Contains(s.bodies[1], `{"id":"ordli_01B","quantity":1}`) {
		t.Errorf("sent %s with %s", got, s.bodies)
	}
	s.writes, s.draft = nil, "somebody's"
	if _, err := c.Act(t.Context(), call); domain.ParamOf(err, "reason") != "being_edited" || domain.ParamOf(err, "sent") != "no" || len(s.writes) != 0 {
		t.Errorf("while a person edits: %v, sent %v", err, s.writes)
	}
	s.draft = draftMark + item.Value.ID
	if _, err := c.Act(t.Context(), call); err != nil || len(s.writes) != 4 || s.writes[0] != "DELETE /admin/returns/return_01B/receive" {
		t.Errorf("after an attempt that died: %v, sent %v", err, s.writes)
	}
	call.Act.Version = "4.0"
	if _, err := c.Act(t.Context(), call); domain.ParamOf(err, "reason") != "case_changed" {
		t.Errorf("a case that changed: %v", err)
	}
}

func TestARefundIsWrittenInDigits(t *testing.T) {
	s := fixtures(t)
	c := connect(t, s, nil)
	item, err := c.AfterSale(t.Context(), "claim_01D")
	if err != nil {
		t.Fatal(err)
	}
	call := platform.Call{Act: domain.Act{Kind: domain.ActAgree, Note: "破损"}, Case: item.Value}
	if _, err := c.Act(t.Context(), call); err != nil || s.writes[0] != "POST /admin/payments/pay_01D/refund" || s.bodies[0] != `{"amount":199,"note":"破损"}` {
		t.Errorf("%v, %v %v", err, s.writes, s.bodies)
	}
	for id, kind := range map[string]domain.ActKind{"return_01B": domain.ActAgree, "return_01A": domain.ActAgreeRefund, "oexc_01C": domain.ActConfirmReceipt, "return_01A ": domain.ActRefuse,
		"return_01B ": domain.ActReship, "return_01B  ": domain.ActReply} {
		item, err := c.AfterSale(t.Context(), strings.TrimSpace(id))
		if err != nil {
			t.Fatal(err)
		}
		n := len(s.writes)
		if _, err := c.Act(t.Context(), platform.Call{Act: domain.Act{Kind: kind}, Case: item.Value}); err == nil || domain.ParamOf(err, "sent") != "no" || len(s.writes) != n {
			t.Errorf("%s on %s: %v", kind, id, err)
		}
	}
}

// A shop of thousands of payments is read down to the mark, not to its end.
func TestPaymentsAreReadDownToTheMark(t *testing.T) {
	s := busy(t, 160)
	asked := 0
	s.before = func(path string) {
		if path == apiPayments {
			asked++
		}
	}
	now := testNow()
	c := connect(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	_, at := pull(t, c.Orders, "")
	if asked < 3 {
		t.Fatalf("a first run asked %d times", asked)
	}
	asked, now = 0, now+domain.Hour*2
	if _, _ = pull(t, c.Orders, at); asked != 1 {
		t.Errorf("the next run asked %d times", asked)
	}
}

func TestANewClientMayReachTheShopsHostOnly(t *testing.T) {
	seen := map[string]bool{}
	client := httpx.New(httpx.Options{Now: testNow, MaxWait: 1, Offline: func() bool { return true }, OnContact: func(host, _ string, blocked bool) { seen[host] = blocked }})
	d := testDeps("", client)
	c, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Orders(t.Context(), ""); domain.ParamOf(err, "reason") != "offline" || !seen["shop.example"] {
		t.Errorf("%v, seen %v", err, seen)
	}
}
