package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// client is a small, strict client of the envelope; it shares nothing with the
// connector.
type client struct {
	t     *testing.T
	url   string
	now   func() int64
	token string
	kind  string
}

type reply struct {
	Status int
	Code   int             `json:"code"`
	Sub    string          `json:"sub_code"`
	LogID  string          `json:"log_id"`
	Data   json.RawMessage `json:"data"`
	Broken bool            `json:"-"`
}

func (c *client) body(v map[string]any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		c.t.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

func (c *client) raw(method string, body []byte, change func(url.Values)) reply {
	c.t.Helper()
	stamp := strconv.FormatInt(c.now(), 10)
	kind := c.kind
	if kind == "" {
		kind = "hmac-sha256"
	}
	q := url.Values{"app_key": {DemoAppKey}, "method": {method}, "timestamp": {stamp}, "v": {"2"}, "sign_method": {kind},
		"sign": {sign(kind, DemoAppKey, DemoAppSecret, method, string(body), stamp)}}
	if c.token != "" {
		q.Set("access_token", c.token)
	}
	if change != nil {
		change(q)
	}
	resp, err := http.Post(c.url+"/"+strings.ReplaceAll(method, ".", "/")+"?"+q.Encode(), "application/json", bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	r := reply{Status: resp.StatusCode}
	r.Broken = json.Unmarshal(raw, &r) != nil
	return r
}

func (c *client) call(method string, v map[string]any) reply {
	c.t.Helper()
	return c.raw(method, c.body(v), nil)
}

func (c *client) login() {
	c.t.Helper()
	r := c.call("token.create", map[string]any{"code": "", "grant_type": "authorization_self", "shop_id": "1111111"})
	var d struct {
		Access string `json:"access_token"`
	}
	if r.Code != 10000 || json.Unmarshal(r.Data, &d) != nil || d.Access == "" {
		c.t.Fatalf("token.create: %d %s", r.Code, r.Sub)
	}
	c.token = d.Access
}

// start serves a small world and returns a client that has a token.
func start(t *testing.T, o ServeOptions) (*Server, *client, *World) {
	t.Helper()
	w := New(testConfig(21))
	clock := new(atomic.Int64)
	clock.Store(int64(testNow()))
	if o.Now == nil {
		o.Now = func() domain.Instant { return domain.Instant(clock.Load()) }
	}
	s, err := Serve(context.Background(), w, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	now := o.Now
	c := &client{t: t, url: s.URL, now: func() int64 { return int64(now()) / 1000 }}
	c.login()
	return s, c, w
}

func TestSignaturesMatchThePublishedVectors(t *testing.T) {
	const keyA, secretA = "1234567890123456789", "contract-app-secret"
	const keyB, secretB = "6839996111742895628", "a1b2c3d4-0000-4000-8000-abcdefabcdef"
	for _, v := range []struct{ key, secret, method, stamp, body, hmac, md5 string }{
		{keyA, secretA, "order.searchList", "1667899926", `{"a":[3,{"a":1,"b":2}],"nested":{"a":true,"汉":"<&"},"z":1}`, "cfb0c61c20926f758e13f4bd3d59a0de0e22f3c6059f1045cae36e6cea2bd417", "6a50fd3554490c8651eb774e4b12ff6d"},
		{keyB, secretB, "order.batchEncrypt", "1700000000", `{"batch_encrypt_list":[{"auth_id":"12345","is_support_index":false,"plain_text":"&<>='/ô汉😀","sensitive_type":2}]}`, "946d5573a61bdf7886727fc788f8b07e3677dd418aea9833e7da227c38592024", "8a05ad0e65e498c3b87498f180ce9d5f"},
		{keyB, secretB, "order.searchList", "1700000000", `{"order_asc":true,"order_by":"update_time","page":0,"size":100,"update_time_end":1700000000,"update_time_start":1699990000}`, "0f25fdfb5e25e795b659564b8c87d3ece4f98ec3570c77de9b3b05f511573d7a", "e87afb9262be539219ac305ba5ad2bd3"},
		{keyB, secretB, "afterSale.List", "1700000000", `{"need_special_type":true,"order_by":["update_time asc"],"page":0,"size":100,"update_end_time":1700000000,"update_start_time":1699990000}`, "e23b1bb240252c20f827980154c069824c489c65d80518b11f12619b93977364", "ee89dce281758066ea975775f2fa0543"},
		{keyB, secretB, "shop.getExperienceScore", "1700000000", `{}`, "11d38c3ee88d2315a667addb89571927b9d0d8ad0542acded56ca3804b25e35c", "48f8f66363b014313395e48ef6f59deb"},
	} {
		if got := sign("hmac-sha256", v.key, v.secret, v.method, v.body, v.stamp); got != v.hmac {
			t.Errorf("%s: hmac %s, want %s", v.method, got, v.hmac)
		}
		if got := sign("md5", v.key, v.secret, v.method, v.body, v.stamp); got != v.md5 {
			t.Errorf("%s: md5 %s, want %s", v.method, got, v.md5)
		}
		if !canonical([]byte(v.body)) {
			t.Errorf("%s: the vector's body is not canonical to us", v.method)
		}
	}
}

func TestTheGateRefusesWhatTheGuideRefuses(t *testing.T) {
	_, c, _ := start(t, ServeOptions{})
	empty := []byte("{}")
	for _, v := range []struct {
		name   string
		body   []byte
		change func(url.Values)
		code   int
		sub    string
	}{
		{"no app_key", empty, func(q url.Values) { q.Del("app_key") }, 40001, "isv.app-id-missing"},
		{"another app_key", empty, func(q url.Values) { q.Set("app_key", "1") }, 40003, "isv.app-id-invalid"},
		{"no signature", empty, func(q url.Values) { q.Del("sign") }, 40001, "isv.signature-missing"},
		{"a wrong signature", empty, func(q url.Values) { q.Set("sign", strings.Repeat("0", 64)) }, 40003, "isv.signature-invalid"},
		{"a signature of another body", []byte(`{"a":1}`), func(q url.Values) {
			q.Set("sign", sign("hmac-sha256", DemoAppKey, DemoAppSecret, "shop.getExperienceScore", "{}", q.Get("timestamp")))
		}, 40003, "isv.signature-invalid"},
		{"keys out of order", []byte(`{"b":1,"a":2}`), nil, 40003, "isv.signature-invalid"},
		{"spaces", []byte(`{"a": 1}`), nil, 40003, "isv.signature-invalid"},
		{"an old timestamp", empty, func(q url.Values) {
			old := strconv.FormatInt(c.now()-601, 10)
			q.Set("timestamp", old)
			q.Set("sign", sign("hmac-sha256", DemoAppKey, DemoAppSecret, "shop.getExperienceScore", "{}", old))
		}, 40003, "isv.timestamp-invalid"},
		{"a timestamp that is none", empty, func(q url.Values) { q.Set("timestamp", "soon") }, 40003, "isv.timestamp-format-error"},
		{"no token", empty, func(q url.Values) { q.Del("access_token") }, 40001, "isv.access-token-missing"},
		{"a forged token", empty, func(q url.Values) { q.Set("access_token", "YXQuOTk5OTk5OTk5OS4xLmFhYQ") }, 40003, "isv.access-token-no-existed"},
		{"another method in the path", empty, func(q url.Values) { q.Set("method", "order.searchList") }, 40003, "isv.parameter-format-invalid"},
	} {
		if r := c.raw("shop.getExperienceScore", v.body, v.change); r.Code != v.code || r.Sub != v.sub {
			t.Errorf("%s: %d %s, want %d %s", v.name, r.Code, r.Sub, v.code, v.sub)
		}
	}
	c.kind = "md5"
	if r := c.call("shop.getExperienceScore", map[string]any{}); r.Code != 10000 {
		t.Errorf("md5: %d %s", r.Code, r.Sub)
	}
	if r := c.call("comment.list", map[string]any{}); r.Code != 70000 || r.Sub != "isp.comment-service-off" {
		t.Errorf("reviews: %d %s", r.Code, r.Sub)
	}
}

func TestTokensExpireAndAreRenewed(t *testing.T) {
	at := int64(testNow())
	clock := &at
	_, c, _ := start(t, ServeOptions{Now: func() domain.Instant { return domain.Instant(*clock) }, TokenLife: time.Hour})
	r := c.call("token.create", map[string]any{"code": "", "grant_type": "authorization_self", "shop_id": "1111111"})
	var d struct {
		Refresh string `json:"refresh_token"`
	}
	if err := json.Unmarshal(r.Data, &d); err != nil {
		t.Fatal(err)
	}
	*clock += int64(61 * domain.Minute)
	if r := c.call("order.logisticsCompanyList", map[string]any{}); r.Sub != "isv.access-token-expired" {
		t.Fatalf("an hour later: %d %s", r.Code, r.Sub)
	}
	c.token = ""
	r = c.call("token.refresh", map[string]any{"grant_type": "refresh_token", "refresh_token": d.Refresh})
	var fresh struct {
		Access string `json:"access_token"`
	}
	if err := json.Unmarshal(r.Data, &fresh); err != nil || r.Code != 10000 {
		t.Fatalf("refresh: %d %s", r.Code, r.Sub)
	}
	c.token = fresh.Access
	if r := c.call("order.logisticsCompanyList", map[string]any{}); r.Code != 10000 {
		t.Fatalf("renewed token: %d %s", r.Code, r.Sub)
	}
	*clock += int64(3 * domain.Hour)
	for sub, v := range map[string]map[string]any{
		"dop.token-generate-failed:token-expired":      {"grant_type": "refresh_token", "refresh_token": d.Refresh},
		"dop.token-generate-failed:token-invalid":      {"grant_type": "refresh_token", "refresh_token": "x"},
		"dop.token-generate-failed:grant-type-invalid": {"grant_type": "password", "refresh_token": "x"},
	} {
		if r := c.call("token.refresh", v); r.Sub != sub || r.Code != 50001 {
			t.Errorf("want %s, got %d %s", sub, r.Code, r.Sub)
		}
	}
	if r := c.call("token.create", map[string]any{"code": "", "grant_type": "authorization_self", "shop_id": "2"}); r.Sub != "dop.token-generate-failed:no-authorization" {
		t.Errorf("a stranger's shop: %s", r.Sub)
	}
}

type orderItem struct {
	ID     string `json:"order_id"`
	Status int    `json:"order_status"`
	Update flex   `json:"update_time"`
	Create flex   `json:"create_time"`
	Pay    flex   `json:"pay_amount"`
}

// orders walks one window to its end and starts again when the total moves.
func (c *client) orders(from, to int64, restart bool) (map[string]orderItem, int) {
	c.t.Helper()
	again := 0
	for {
		out, total, moved := map[string]orderItem{}, int64(-1), false
		for page := 0; ; page++ {
			r := c.call("order.searchList", map[string]any{"order_asc": true, "order_by": "update_time", "page": page, "size": 50, "update_time_start": from, "update_time_end": to})
			var d struct {
				Total flex        `json:"total"`
				List  []orderItem `json:"shop_order_list"`
			}
			if r.Code != 10000 || json.Unmarshal(r.Data, &d) != nil {
				c.t.Fatalf("page %d: %d %s", page, r.Code, r.Sub)
			}
			if total >= 0 && d.Total.int() != total && restart {
				moved = true
				break
			}
			total = d.Total.int()
			for _, o := range d.List {
				out[o.ID] = o
			}
			if len(d.List) == 0 {
				break
			}
		}
		if !moved {
			return out, again
		}
		if again++; again > 100 {
			c.t.Fatal("the window never stands still")
		}
	}
}

func TestPagingByUpdateTimeMeetsEveryOrderOnce(t *testing.T) {
	s, c, w := start(t, ServeOptions{})
	got, _ := c.orders(c.now()-89*day, c.now(), false)
	want := map[string]domain.Order{}
	each(t, w, testNow(), func(b Batch) {
		for _, o := range b.Orders {
			want[o.RemoteID] = o
		}
	})
	if len(got) != len(want) {
		t.Fatalf("%d orders by API, %d in the world", len(got), len(want))
	}
	for id, o := range want {
		g := got[id]
		if strconv.Itoa(g.Status) != o.RawStatus || g.Update.int()*1000 != int64(o.UpdatedAt) || g.Pay.int() != o.Paid.Minor {
			t.Fatalf("order %s: API %+v, bulk %s %v %d", id, g, o.RawStatus, o.UpdatedAt, o.Paid.Minor)
		}
	}
	if n := s.Requests()["order.searchList"]; n != int64(len(want)/50+2) {
		t.Errorf("%d calls counted for %d orders", n, len(want))
	}
}

func TestRowsThatMoveWhilePagingAreSeenByWhoeverWatchesTheTotal(t *testing.T) {
	_, c, w := start(t, ServeOptions{Fault: faultShift})
	careless, _ := c.orders(c.now()-89*day, c.now(), false)
	careful, restarts := c.orders(c.now()-89*day, c.now(), true)
	touched, _ := c.orders(c.now()-1, c.now()+600, true)
	all := 0
	each(t, w, testNow(), func(b Batch) { all += len(b.Orders) })
	if len(careless) >= all {
		t.Fatalf("a walk that ignores the total met all %d orders: nothing moved", all)
	}
	for id, o := range touched {
		careful[id] = o
	}
	if len(careful) < all {
		t.Fatalf("%d of %d orders met after %d restarts and the next window", len(careful), all, restarts)
	}
}

func TestListsRefuseWhatIsDocumented(t *testing.T) {
	_, c, _ := start(t, ServeOptions{})
	from := c.now() - day
	for name, v := range map[string]struct {
		method string
		params map[string]any
		end    string
	}{
		"no page":             {"order.searchList", map[string]any{"size": 10, "update_time_start": from}, ":page"},
		"a negative page":     {"order.searchList", map[string]any{"page": -1, "size": 10, "update_time_start": from}, ":10035"},
		"size 101":            {"order.searchList", map[string]any{"page": 0, "size": 101, "update_time_start": from}, ":20008"},
		"row 50,001":          {"order.searchList", map[string]any{"page": 500, "size": 100, "update_time_start": from}, ":20013"},
		"no start":            {"order.searchList", map[string]any{"page": 0, "size": 10}, ":20011"},
		"91 days":             {"order.searchList", map[string]any{"page": 0, "size": 10, "update_time_start": c.now() - 91*day}, ":20022"},
		"two status filters":  {"order.searchList", map[string]any{"page": 0, "size": 10, "update_time_start": from, "combine_status": []any{map[string]any{"order_status": "2"}, map[string]any{"order_status": "3"}}}, ":20012"},
		"an unknown order":    {"order.orderDetail", map[string]any{"shop_order_id": "6900000000000000001"}, ":20014"},
		"an unknown case":     {"afterSale.Detail", map[string]any{"after_sale_id": "7200000000000000001"}, ":11003"},
		"a strange ordering":  {"afterSale.List", map[string]any{"page": 0, "size": 10, "order_by": []any{"colour asc"}}, ":11000"},
		"a foreign waybill":   {"logistics.trackNoRouteDetail", map[string]any{"logistics_code": "yuantong", "track_no": "YT0000000000001"}, ":10015"},
		"an unknown API":      {"order.teleport", map[string]any{}, "isp.api-service-off"},
		"a write without id":  {"afterSale.operate", map[string]any{"type": 201}, ":type"},
		"an unknown decision": {"afterSale.operate", map[string]any{"type": 999, "items": []any{map[string]any{"aftersale_id": "1"}}}, ":11000"},
	} {
		if r := c.call(v.method, v.params); r.Code == 10000 || !strings.HasSuffix(r.Sub, v.end) {
			t.Errorf("%s: %d %s, want …%s", name, r.Code, r.Sub, v.end)
		}
	}
}

func TestEachFaultShows(t *testing.T) {
	list := map[string]any{"order_asc": true, "order_by": "update_time", "page": 0, "size": 100, "update_time_start": int64(testNow())/1000 - 80*day}
	for _, fault := range Faults() {
		t.Run(fault, func(t *testing.T) {
			s, c, _ := start(t, ServeOptions{Slow: 30 * time.Millisecond})
			if err := s.SetFault("order.searchList", fault, 1); err != nil {
				t.Fatal(err)
			}
			before := time.Now()
			if fault == faultShift {
				list["page"] = 1
				defer func() { list["page"] = 0 }()
			}
			r := c.call("order.searchList", list)
			switch fault {
			case faultStorm:
				if r.Code != 60000 || r.Sub != "isv.traffic-limited" {
					t.Errorf("%+v", r)
				}
			case faultServer:
				if r.Status != 502 || !r.Broken {
					t.Errorf("%+v", r)
				}
			case faultCut:
				if !r.Broken || r.Status != 200 {
					t.Errorf("%+v", r)
				}
			case faultUnknown:
				if !bytes.Contains(r.Data, []byte(`"order_status":88`)) {
					t.Error("no strange status")
				}
			case faultToken:
				if r.Sub != "isv.access-token-expired" {
					t.Errorf("%+v", r)
				}
				if r := c.call("order.searchList", list); r.Sub != "isv.access-token-expired" {
					t.Error("the spent token lives on")
				}
				c.token = ""
				c.login()
			case faultSlow:
				if time.Since(before) < 30*time.Millisecond || r.Code != 10000 {
					t.Errorf("came at once: %+v", r)
				}
			case faultDuplicate:
				var d struct {
					List []orderItem `json:"shop_order_list"`
				}
				_ = json.Unmarshal(r.Data, &d)
				if n := len(d.List); n < 101 || d.List[99].ID != d.List[100].ID {
					t.Errorf("%d rows, none twice", n)
				}
			case faultShift:
				if r.Code != 10000 {
					t.Errorf("%+v", r)
				}
			case faultClock:
				if r.Sub != "isv.timestamp-invalid" {
					t.Errorf("%+v", r)
				}
			}
			if r := c.call("order.searchList", list); r.Code != 10000 {
				t.Errorf("after the fault: %d %s", r.Code, r.Sub)
			}
		})
	}
}

func TestAStandingFaultLetsThePatientThrough(t *testing.T) {
	for _, fault := range []string{faultStorm, faultServer, faultCut, faultToken} {
		t.Run(fault, func(t *testing.T) {
			w := New(testConfig(21))
			s, err := Serve(context.Background(), w, ServeOptions{Now: testNow, Fault: fault})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			c := &client{t: t, url: s.URL, now: func() int64 { return int64(testNow()) / 1000 }}
			ok, faulty := 0, 0
			for range 120 {
				if c.token == "" {
					r := c.call("token.create", map[string]any{"code": "", "grant_type": "authorization_self", "shop_id": "1111111"})
					var d struct {
						Access string `json:"access_token"`
					}
					if r.Code == 10000 && json.Unmarshal(r.Data, &d) == nil {
						c.token = d.Access
					}
					continue
				}
				r := c.call("order.logisticsCompanyList", map[string]any{})
				if r.Code == 10000 && !r.Broken {
					ok++
					continue
				}
				faulty++
				if strings.HasPrefix(r.Sub, "isv.access-token") {
					c.token = ""
				}
			}
			if ok < 30 || faulty == 0 {
				t.Errorf("%d calls went through, %d did not", ok, faulty)
			}
		})
	}
}

func TestServeRefusesBadOptions(t *testing.T) {
	w := New(testConfig(1))
	for name, v := range map[string]struct {
		o    ServeOptions
		code domain.Code
	}{
		"a fault nobody knows": {ServeOptions{Fault: "boom"}, domain.CodeInvalid},
		"an open address":      {ServeOptions{Addr: "0.0.0.0:0"}, domain.CodeInvalid},
		"a state folder":       {ServeOptions{StatePath: t.TempDir()}, domain.CodeUnavailable},
	} {
		if _, err := Serve(context.Background(), w, v.o); domain.CodeOf(err) != v.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	mars := testConfig(1)
	mars.Platform = "mars"
	if _, err := Serve(context.Background(), New(mars), ServeOptions{}); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Errorf("another platform: %v", err)
	}
	s, _, _ := start(t, ServeOptions{})
	if err := s.SetFault("", "boom", 1); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("SetFault: %v", err)
	}
	if _, err := Serve(context.Background(), w, ServeOptions{Addr: strings.TrimPrefix(s.URL, "http://")}); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Errorf("a taken port: %v", err)
	}
}

func TestTheServerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := Serve(ctx, New(testConfig(1)), ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-s.done
	if _, err := http.Get(s.URL); err == nil {
		t.Error("still answers")
	}
}

func stateFile(t *testing.T) string { return filepath.Join(t.TempDir(), "state.jsonl") }

func TestAStateFileCutByACrashIsReadUpToTheCut(t *testing.T) {
	path := stateFile(t)
	w := New(testConfig(21))
	o := op{At: 1, Order: w.orderID(3, 1), Kind: opRemark, Note: "a"}
	b, _ := json.Marshal(o)
	if err := os.WriteFile(path, append(append(b, '\n'), b[:len(b)/2]...), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := newSimulator(w, ServeOptions{StatePath: path})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.state.Close() }()
	if got := s.x.ops[o.Order]; len(got) != 1 || got[0].Note != "a" {
		t.Fatalf("ops read: %+v", got)
	}
}
