//go:build real

package medusa

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

// The tests of this tag run against a real server; build/test-real.sh starts one.
var (
	realURL      = flag.String("medusa", "", "address of a Medusa server on loopback")
	realEmail    = flag.String("email", "admin@example.com", "its user")
	realPassword = flag.String("password", "", "that user's password")
	realOrders   = flag.Int("orders", 12, "how many orders to make")
)

// office is the merchant's side of the server, through its Admin API; it shares
// no struct with the connector.
type office struct {
	t     *testing.T
	token string
}

// row is any JSON object.
type row map[string]any

func (r row) text(k string) string { s, _ := r[k].(string); return s }
func (r row) row(k string) row     { m, _ := r[k].(map[string]any); return m }
func (r row) rows(k string) []row {
	list, _ := r[k].([]any)
	out := []row{}
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// num is a number by its digits.
func (r row) num(k string) string {
	if n, ok := r[k].(json.Number); ok {
		return n.String()
	}
	return ""
}

func (o *office) try(method, path string, body any) (row, int) {
	var send io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			o.t.Fatal(err)
		}
		send = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, *realURL+path, send)
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if o.token != "" {
		req.Header.Set("Authorization", "Bearer "+o.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	got := row{}
	d := json.NewDecoder(res.Body)
	d.UseNumber()
	if err := d.Decode(&got); err != nil && err != io.EOF {
		o.t.Fatalf("%s %s: %d, %v", method, path, res.StatusCode, err)
	}
	return got, res.StatusCode
}

func (o *office) must(method, path string, body any) row {
	o.t.Helper()
	got, status := o.try(method, path, body)
	if status >= 300 {
		o.t.Fatalf("%s %s: %d %v", method, path, status, got)
	}
	return got
}

func (o *office) post(path string, body row) row {
	o.t.Helper()
	if body == nil {
		body = row{}
	}
	return o.must(http.MethodPost, path, body)
}
func (o *office) get(path string) row { o.t.Helper(); return o.must(http.MethodGet, path, nil) }

// all reads a whole list.
func (o *office) all(name, query string) []row {
	o.t.Helper()
	var out []row
	for {
		got := o.get(fmt.Sprintf("/admin/%s?limit=100&offset=%d&order=id&%s", name, len(out), query)).rows(name)
		out = append(out, got...)
		if len(got) < 100 {
			return out
		}
	}
}

func openReal(t *testing.T, cred platform.Credentials) *Connector {
	t.Helper()
	cred[keySite] = *realURL
	c, err := New(platform.Deps{Shop: domain.Shop{ID: "s1", Platform: Platform, WritesOn: true}, Credentials: cred, HTTP: httpx.New(httpx.Options{}), Now: domain.SystemNow})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// book keeps what was pulled, as the store does: a row is replaced by one that
// is not older.
type book struct {
	t           *testing.T
	c           *Connector
	orders      map[string]domain.Order
	cases       map[string]domain.AfterSale
	orderAt     platform.Cursor
	caseAt      platform.Cursor
	runs, pages int
}

// pull makes one run of both streams.
func (b *book) pull() {
	b.t.Helper()
	b.runs++
	for done := false; !done; b.pages++ {
		p, err := b.c.Orders(b.t.Context(), b.orderAt)
		if err != nil {
			b.t.Fatal(err)
		}
		b.check(p.Problems, p.Unmapped)
		for _, i := range p.Items {
			if old, ok := b.orders[i.RemoteID]; !ok || i.Value.UpdatedAt >= old.UpdatedAt {
				b.orders[i.RemoteID] = i.Value
			}
		}
		b.orderAt, done = p.Next, p.Done
	}
	for done := false; !done; b.pages++ {
		p, err := b.c.AfterSales(b.t.Context(), b.caseAt)
		if err != nil {
			b.t.Fatal(err)
		}
		b.check(p.Problems, p.Unmapped)
		for _, i := range p.Items {
			if old, ok := b.cases[i.RemoteID]; !ok || i.Value.UpdatedAt >= old.UpdatedAt {
				b.cases[i.RemoteID] = i.Value
			}
		}
		b.caseAt, done = p.Next, p.Done
	}
}

func (b *book) check(problems []platform.Problem, unmapped []domain.Unmapped) {
	b.t.Helper()
	if len(problems)+len(unmapped) > 0 {
		b.t.Fatalf("problems %+v, unknown values %+v", problems, unmapped)
	}
}

// TestARealServerSaysTheSame makes orders, returns, exchanges, claims, refunds and
// cancellations on a real server while the connector pulls, and then compares every
// row with what the server says of it.
func TestARealServerSaysTheSame(t *testing.T) {
	if *realURL == "" {
		t.Fatal("no server: run build/test-real.sh")
	}
	o := &office{t: t}
	o.token = o.post("/auth/user/emailpass", row{"email": *realEmail, "password": *realPassword}).text("token")
	key := o.post("/admin/api-keys", row{"title": "AfterDesk", "type": "secret"}).row("api_key").text("token")
	c := openReal(t, platform.Credentials{keyAPI: key})
	c.overlap = 5 * time.Second // so short that a change which moves no time of its order is not found by chance
	b := &book{t: t, c: c, orders: map[string]domain.Order{}, cases: map[string]domain.AfterSale{}}
	b.pull()

	start := time.Now()
	w := &world{office: o}
	w.furnish()
	made := make(chan struct{})
	go func() {
		defer close(made)
		w.live(*realOrders)
	}()
	for busy := true; busy; {
		select {
		case <-made:
			busy = false
		case <-time.After(time.Second): // a desk does not pull without a pause either
		}
		b.pull()
	}
	if t.Failed() {
		return
	}
	t.Logf("%d orders made in %s while %d runs read %d pages", *realOrders, time.Since(start).Round(time.Millisecond), b.runs, b.pages)
	b.pull()
	t.Run("every row is as the server has it", func(t *testing.T) { compare(t, o, b) })
	t.Run("a refund that moved no order's time was found", func(t *testing.T) { w.lateRefund(t, b) })
	t.Run("an exchange whose return came back later was found", func(t *testing.T) { w.lateReturn(t, b) })
	t.Run("acts do what they say, once", func(t *testing.T) { w.acts(t, b) })
	b.pull()
	t.Run("after the acts every row is as the server has it", func(t *testing.T) { compare(t, o, b) })
	t.Run("a first run from nothing reads the same rows", func(t *testing.T) {
		fresh := &book{t: t, c: openReal(t, platform.Credentials{keyEmail: *realEmail, keyPassword: *realPassword}), orders: map[string]domain.Order{}, cases: map[string]domain.AfterSale{}}
		fresh.pull()
		for what, pair := range map[string][2]any{"orders": {fresh.orders, b.orders}, "cases": {fresh.cases, b.cases}} {
			one, _ := json.Marshal(pair[0])
			two, _ := json.Marshal(pair[1])
			if !bytes.Equal(one, two) {
				t.Errorf("%s of a first run differ from those pulled bit by bit", what)
			}
		}
	})
	t.Run("a range by creation reads the same rows", func(t *testing.T) {
		between(t, c, b)
	})
	t.Run("connecting tells precisely what is wrong", func(t *testing.T) { probing(t, key) })
}

// between reads everything by creation and compares ids.
func between(t *testing.T, c *Connector, b *book) {
	at, n := c.OrdersBetween(domain.SystemNow()-domain.Day, domain.SystemNow()+domain.Hour), map[string]bool{}
	for done := false; !done; {
		p, err := c.Orders(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			n[i.RemoteID] = true
		}
		at, done = p.Next, p.Done
	}
	if len(n) != len(b.orders) {
		t.Errorf("%d orders by creation, %d by change", len(n), len(b.orders))
	}
}

func probing(t *testing.T, key string) {
	res, err := openReal(t, platform.Credentials{keyAPI: key}).Probe(t.Context())
	if err != nil || res.RemoteID == "" || res.ShopName == "" || len(res.Currency) != 3 {
		t.Errorf("good key: %+v, %v", res, err)
	}
	if _, err := openReal(t, platform.Credentials{keyEmail: *realEmail, keyPassword: *realPassword}).Probe(t.Context()); err != nil {
		t.Errorf("good login: %v", err)
	}
	for reason, cred := range map[string]platform.Credentials{"bad_key": {keyAPI: "sk_0000"}, "bad_secret": {keyEmail: *realEmail, keyPassword: "wrong"}, "missing": {}} {
		if _, err := openReal(t, cred).Probe(t.Context()); domain.ParamOf(err, "reason") != reason {
			t.Errorf("%s: %v", reason, err)
		}
	}
	u, _ := url.Parse(*realURL)
	c, err := New(platform.Deps{Credentials: platform.Credentials{keySite: u.String() + "/nowhere", keyAPI: key}, HTTP: httpx.New(httpx.Options{}), Now: domain.SystemNow})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Probe(t.Context()); domain.ParamOf(err, "reason") != "bad_address" {
		t.Errorf("a path that is no server: %v", err)
	}
	if strings.Contains(fmt.Sprint(err), key) {
		t.Error("the key is in an error")
	}
}
