package station

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

const (
	anOrder   = "s1.6920000000000000001"
	aCase     = "s1.1450000000000000001"
	aWaybill  = "SF1234567890123"
	passWords = "correct horse battery"
)

func openDesk(t testing.TB, dir string, now domain.Now) *desk.Desk {
	t.Helper()
	d, err := desk.Open(context.Background(), desk.Options{Dir: dir, Now: now, Passphrase: func(context.Context, bool) (string, error) { return passWords, nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// seed puts one order to pack, with its parcel, and one case on it that waits for evidence.
func seed(t testing.TB, d *desk.Desk) {
	t.Helper()
	ctx, now := context.Background(), d.Now()
	src := domain.Source{API: "order.searchList", FetchedAt: now, PayloadHash: "00"}
	err := d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.PutShop(ctx, domain.Shop{ID: "s1", Platform: "doudian", Name: "青禾女装", Currency: "CNY", Zone: "Asia/Shanghai", State: domain.ShopActive}); err != nil {
			return err
		}
		if _, err := tx.PutOrders(ctx, []domain.Order{{ID: anOrder, ShopID: "s1", RemoteID: "6920000000000000001", Status: domain.OrderToShip, CreatedAt: now - domain.Hour,
			PaidAt: now - domain.Hour, UpdatedAt: now - domain.Hour, Total: domain.CNY(25900), Paid: domain.CNY(25900), BuyerKey: "b1", BuyerNick: "晚风和猫", MaskedName: "张*",
			MaskedPhone: "138****0000", Province: "浙江省", City: "杭州市", MaskedAddress: "文一西****", Source: src, Lines: []domain.OrderLine{{ID: "s1.l1", OrderID: anOrder,
				RemoteID: "l1", ProductName: "碎花连衣裙", SKUID: "k1", SKUCode: "QH-1", Spec: "红 / M", Qty: 1, Paid: domain.CNY(25900)}}}}); err != nil {
			return err
		}
		if _, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: aCase, ShopID: "s1", RemoteID: "1450000000000000001", OrderID: anOrder, Type: domain.CaseReturnRefund,
			Status: domain.StatusAwaitReceipt, Arbitration: domain.ArbEvidence, AppliedAt: now - domain.Hour, UpdatedAt: now - domain.Hour,
			EvidenceDue: now + 20*domain.Hour, Asked: domain.CNY(25900), Source: src}}); err != nil {
			return err
		}
		_, err := tx.PutParcels(ctx, []domain.Parcel{{ID: domain.ParcelID("s1", "SF", aWaybill), ShopID: "s1", OrderID: anOrder, Waybill: aWaybill, CarrierCode: "SF",
			CarrierName: "顺丰", Direction: domain.DirectionOut, UploadedAt: now - domain.Minute}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// openLan is a desk with one case and its door open on loopback.
func openLan(t testing.TB, small func(*limits)) (*desk.Desk, *Lan) {
	t.Helper()
	return openLanAt(t, small, nil)
}

// openLanAt is openLan by another clock.
func openLanAt(t testing.TB, small func(*limits), now domain.Now) (*desk.Desk, *Lan) {
	t.Helper()
	d := openDesk(t, t.TempDir(), now)
	seed(t, d)
	l := NewLan(d)
	if small != nil {
		small(&l.limits)
	}
	if err := l.Open(context.Background(), domain.PhoneDoorRequest{Address: "127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return d, l
}

// phone is a browser on a phone that pinned the certificate it was shown.
type phone struct {
	t    testing.TB
	http *http.Client
	base string
}

func newPhone(t testing.TB, base, print string) *phone {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	pinned := func(raw [][]byte, _ [][]*x509.Certificate) error {
		c, err := x509.ParseCertificate(raw[0])
		if err != nil || fingerprint(c) != print {
			return fmt.Errorf("another certificate: %w", errors.Join(err))
		}
		return nil
	}
	tr := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: pinned, MinVersion: tls.VersionTLS12}}
	t.Cleanup(tr.CloseIdleConnections)
	return &phone{t, &http.Client{Transport: tr, Jar: jar}, base}
}

// visitor is a phone that is not paired.
func visitor(t testing.TB, l *Lan) *phone {
	t.Helper()
	s, err := l.State(context.Background())
	if err != nil || !s.Open {
		t.Fatalf("the door is not open: %+v %v", s, err)
	}
	return newPhone(t, s.URL, s.Fingerprint)
}

// answer is what the door said.
type answer struct {
	status int
	body   string
	head   http.Header
}

func (a answer) read(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), v); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

func (p *phone) do(method, path string, body []byte, change ...func(*http.Request)) answer {
	p.t.Helper()
	a, err := p.try(method, path, body, change...)
	if err != nil {
		p.t.Fatal(err)
	}
	return a
}

func (p *phone) try(method, path string, body []byte, change ...func(*http.Request)) (answer, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, p.base+path, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if method != http.MethodGet {
		req.Header.Set("Origin", p.base)
	}
	for _, c := range change {
		c(req)
	}
	res, err := p.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, string(b), res.Header}, err
}

func (p *phone) say(method, path string, v any) answer {
	p.t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.do(method, path, b)
}

// codeOf is the code in the address of a QR.
func codeOf(t testing.TB, l *Lan) string {
	t.Helper()
	i, err := l.Pair()
	if err != nil {
		t.Fatal(err)
	}
	_, code, ok := strings.Cut(i.URL, "/#pair=")
	if !ok {
		t.Fatalf("no code in %q", i.URL)
	}
	return code
}

// paired is a phone that came in by a QR code.
func paired(t testing.TB, l *Lan, name string) *phone {
	t.Helper()
	p := visitor(t, l)
	if a := p.say(http.MethodPost, "/api/pair", pairing{Code: codeOf(t, l), Name: name, Operator: "小李"}); a.status != http.StatusOK {
		t.Fatalf("pairing was answered %d %s", a.status, a.body)
	}
	return p
}

func piece(b []byte) func(*http.Request) {
	sum := sha256.Sum256(b)
	return func(r *http.Request) { r.Header.Set("Piece-Sha256", hex.EncodeToString(sum[:])) }
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// begin announces a file for the case and returns how much of it is there.
func (p *phone) begin(key string, size int) int64 {
	p.t.Helper()
	a := p.say(http.MethodPost, "/api/uploads", map[string]any{"key": key, "name": "IMG 1.jpg", "size": size, "orderId": anOrder, "afterSaleId": aCase, "kind": "packing_photo"})
	if a.status != http.StatusOK {
		p.t.Fatalf("begin was answered %d %s", a.status, a.body)
	}
	var said struct{ Size int64 }
	a.read(p.t, &said)
	return said.Size
}

func (p *phone) put(key string, at int, b []byte) answer {
	p.t.Helper()
	return p.do(http.MethodPut, "/api/uploads/"+key+"?at="+strconv.Itoa(at), b, piece(b))
}

func (p *phone) finish(key string, whole []byte) answer {
	p.t.Helper()
	return p.say(http.MethodPost, "/api/uploads/"+key+"/finish", map[string]string{"sha256": hexSum(whole)})
}

// refusals are the counts that Settings shows.
func refusals(t testing.TB, l *Lan) map[domain.DoorRefusal]int64 {
	t.Helper()
	s, err := l.State(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := map[domain.DoorRefusal]int64{}
	for _, c := range s.Refusals {
		out[c.Reason] = c.Count
	}
	return out
}

// EV-16: paired by QR, a phone's picture is in the case with its device and its
// person, byte for byte, and the custody log says the same.
func TestAPairedPhoneBringsAPictureIntoTheCase(t *testing.T) {
	d, l := openLan(t, nil)
	p := paired(t, l, "小李的手机")
	body := append([]byte("\xff\xd8\xff\xe0 a photo "), bytes.Repeat([]byte("pixels "), 40_000)...)
	if at := p.begin("k1", len(body)); at != 0 {
		t.Fatalf("a new file has %d bytes", at)
	}
	half := len(body) / 2
	if a := p.put("k1", 0, body[:half]); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := p.put("k1", half, body[half:]); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	a := p.finish("k1", body)
	var said struct {
		ID     string
		Linked bool
	}
	a.read(t, &said)
	if a.status != http.StatusOK || said.ID != "sha256-"+hexSum(body) || !said.Linked {
		t.Fatalf("%d %s", a.status, a.body)
	}
	det, err := d.Store.GetAfterSaleDetail(t.Context(), aCase)
	if err != nil || len(det.Evidence) != 1 {
		t.Fatalf("evidence of the case: %+v %v", det.Evidence, err)
	}
	e := det.Evidence[0].Item
	if e.Source != domain.SourcePhone || e.Operator != "小李" || !strings.HasPrefix(e.Device, "小李的手机 #") || e.Kind != domain.EvidencePackingPhoto || e.Size != int64(len(body)) {
		t.Errorf("the row says %+v", e)
	}
	leaf, err := d.Custody.Record(e.LogIndex)
	if err != nil || leaf.Fields["device"] != e.Device || leaf.Fields["source"] != "phone" || leaf.By != "小李" || leaf.Subject != e.ID {
		t.Errorf("the leaf says %+v, %v", leaf, err)
	}
	f, _, err := d.Vault.Open(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, body) {
		t.Errorf("the bytes are others: %v", err)
	}
	again := p.finish("k1", body) // its answer was lost
	if again.status != http.StatusOK || !strings.Contains(again.body, said.ID) {
		t.Errorf("finishing once more: %d %s", again.status, again.body)
	}
	list, err := d.Store.ListPhones(t.Context())
	if err != nil || len(list) != 1 || list[0].Files != 1 || list[0].Bytes != int64(len(body)) {
		t.Errorf("phones: %+v %v", list, err)
	}
	var there struct{ Files []arrived }
	p.do(http.MethodGet, "/api/offer?order="+anOrder+"&case="+aCase, nil).read(t, &there)
	if len(there.Files) != 1 || there.Files[0].ID != e.ID {
		t.Errorf("the phone is not shown its file: %+v", there)
	}
}

func TestAPairingCodeOpensOnceAndForTwoMinutes(t *testing.T) {
	var now atomic.Int64
	now.Store(int64(domain.SystemNow()))
	d, l := openLanAt(t, nil, func() domain.Instant { return domain.Instant(now.Load()) })
	code := codeOf(t, l)
	v := visitor(t, l)
	if a := v.say(http.MethodPost, "/api/pair", pairing{Code: code + "x", Name: "手机"}); a.status != http.StatusForbidden {
		t.Errorf("a wrong code: %d", a.status)
	}
	if a := v.say(http.MethodPost, "/api/pair", pairing{Code: code, Name: " \u202e\n "}); a.status != http.StatusBadRequest {
		t.Errorf("a phone without a name: %d %s", a.status, a.body)
	}
	if a := v.say(http.MethodPost, "/api/pair", pairing{Code: code, Name: "手机"}); a.status != http.StatusOK {
		t.Fatalf("the code: %d %s", a.status, a.body)
	}
	if a := visitor(t, l).say(http.MethodPost, "/api/pair", pairing{Code: code, Name: "另一部"}); a.status != http.StatusForbidden {
		t.Errorf("the code once more: %d", a.status)
	}
	late := codeOf(t, l)
	now.Add(int64(inviteLife))
	if a := visitor(t, l).say(http.MethodPost, "/api/pair", pairing{Code: late, Name: "迟到"}); a.status != http.StatusForbidden {
		t.Errorf("a code of two minutes ago: %d", a.status)
	}
	first, second := codeOf(t, l), codeOf(t, l)
	if a := visitor(t, l).say(http.MethodPost, "/api/pair", pairing{Code: first, Name: "旧码"}); a.status != http.StatusForbidden {
		t.Errorf("a code that a newer one replaced: %d", a.status)
	}
	if a := v.say(http.MethodPost, "/api/pair", pairing{Code: second, Name: "同一部手机"}); a.status != http.StatusOK {
		t.Errorf("pairing anew: %d", a.status)
	}
	if list, err := d.Store.ListPhones(t.Context()); err != nil || len(list) != 1 || list[0].Name != "同一部手机" {
		t.Errorf("the same phone again is one row: %+v %v", list, err)
	}
	if n := refusals(t, l)[domain.RefusalCode]; n != 4 {
		t.Errorf("%d refused codes are counted, want 4", n)
	}
}

func TestNeitherAStrangerNorARevokedPhoneComesIn(t *testing.T) {
	d, l := openLan(t, nil)
	stranger := visitor(t, l)
	forged := func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: strings.Repeat("A", 43), Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	}
	for _, path := range []string{"/api/me", "/api/offers", "/api/find?number=" + aWaybill, "/api/offer?case=" + aCase, "/api/uploads/k1"} {
		if a := stranger.do(http.MethodGet, path, nil); a.status != http.StatusUnauthorized || strings.Contains(a.body, "连衣裙") {
			t.Errorf("%s without a token: %d %s", path, a.status, a.body)
		}
		if a := stranger.do(http.MethodGet, path, nil, forged); a.status != http.StatusUnauthorized {
			t.Errorf("%s with a token that nobody has: %d", path, a.status)
		}
	}
	p := paired(t, l, "手机")
	body := []byte("half of a photo")
	p.begin("k1", 2*len(body))
	list, err := d.Store.ListPhones(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	if err := l.Revoke(t.Context(), list[0].ID); err != nil {
		t.Fatal(err)
	}
	if a := p.put("k1", 0, body); a.status != http.StatusUnauthorized || !strings.Contains(a.body, "revoked") {
		t.Errorf("a piece of a revoked phone: %d %s", a.status, a.body)
	}
	if a := p.do(http.MethodGet, "/api/offers", nil); a.status != http.StatusUnauthorized {
		t.Errorf("the list for a revoked phone: %d", a.status)
	}
	got := refusals(t, l)
	if got[domain.RefusalUnpaired] != 10 || got[domain.RefusalRevoked] != 2 {
		t.Errorf("counted: %v", got)
	}
}

// One phone cannot reach into another's files, whatever key it names.
func TestAPhoneDoesNotReachAnothersUpload(t *testing.T) {
	_, l := openLan(t, nil)
	one, other := paired(t, l, "一号"), paired(t, l, "二号")
	body := []byte("the first phone's photo")
	one.begin("k1", len(body))
	one.put("k1", 0, body[:5])
	if a := other.do(http.MethodGet, "/api/uploads/k1", nil); a.status != http.StatusNotFound {
		t.Errorf("another's upload is shown: %d %s", a.status, a.body)
	}
	if a := other.do(http.MethodDelete, "/api/uploads/k1", nil); a.status != http.StatusNoContent {
		t.Errorf("%d", a.status)
	}
	if at := one.begin("k1", len(body)); at != 5 {
		t.Errorf("the other phone removed it: %d bytes are left", at)
	}
}

func TestOnlyOurOwnPageAndNameMayAsk(t *testing.T) {
	_, l := openLan(t, nil)
	p := paired(t, l, "手机")
	port := p.base[strings.LastIndex(p.base, ":"):]
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, k := range map[string]struct {
		method, path string
		change       func(*http.Request)
		status       int
	}{
		"our page":                      {http.MethodGet, "/api/me", set("Sec-Fetch-Site", "same-origin"), http.StatusOK},
		"another host name (rebinding)": {http.MethodGet, "/api/me", func(r *http.Request) { r.Host = "phones.example" + port }, http.StatusMisdirectedRequest},
		"our host, another port":        {http.MethodGet, "/api/me", func(r *http.Request) { r.Host = "127.0.0.1:1" }, http.StatusMisdirectedRequest},
		"localhost":                     {http.MethodGet, "/", func(r *http.Request) { r.Host = "localhost" + port }, http.StatusMisdirectedRequest},
		"another origin writes":         {http.MethodPost, "/api/uploads", set("Origin", "https://evil.example"), http.StatusForbidden},
		"an opaque origin writes":       {http.MethodPost, "/api/uploads", set("Origin", "null"), http.StatusForbidden},
		"no origin writes":              {http.MethodPost, "/api/uploads", func(r *http.Request) { r.Header.Del("Origin") }, http.StatusForbidden},
		"another site reads":            {http.MethodGet, "/api/offers", set("Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		"a site beside ours reads":      {http.MethodGet, "/api/offers", set("Sec-Fetch-Site", "same-site"), http.StatusForbidden},
		"another site loads a script":   {http.MethodGet, "/app.js", set("Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		"another site frames the page": {http.MethodGet, "/", func(r *http.Request) {
			set("Sec-Fetch-Site", "cross-site")(r)
			set("Sec-Fetch-Mode", "navigate")(r)
			set("Sec-Fetch-Dest", "iframe")(r)
		}, http.StatusForbidden},
		"a link in a chat opens the page": {http.MethodGet, "/", func(r *http.Request) {
			set("Sec-Fetch-Site", "cross-site")(r)
			set("Sec-Fetch-Mode", "navigate")(r)
			set("Sec-Fetch-Dest", "document")(r)
		}, http.StatusOK},
	} {
		if a := p.do(k.method, k.path, nil, k.change); a.status != k.status {
			t.Errorf("%s: answered %d %s, want %d", name, a.status, a.body, k.status)
		}
	}
	got := refusals(t, l)
	if got[domain.RefusalHost] != 3 || got[domain.RefusalOrigin] != 7 {
		t.Errorf("counted: %v", got)
	}
}

func TestNothingButThePagesOwnFilesIsServed(t *testing.T) {
	_, l := openLan(t, nil)
	p := paired(t, l, "手机")
	for path, kind := range map[string]string{"/": "text/html", "/app.js": "text/javascript", "/page.css": "text/css", "/words.json": "application/json"} {
		a := p.do(http.MethodGet, path, nil)
		if a.status != http.StatusOK || !strings.HasPrefix(a.head.Get("Content-Type"), kind) || a.head.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(a.head.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %v", path, a.status, a.head)
		}
	}
	for _, path := range []string{"/page/index.html", "/index.html", "/../page.go", "/..%2fpage.go", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/page.css/..", "/.git/config",
		"/api/uploads/../../me", "/api/uploads/..%2f..%2fdesk.db", "/api/uploads/%2e%2e%5c%2e%2e%5cdesk.db", "/words.json%00.html", "/api"} {
		a := p.do(http.MethodGet, "", nil, func(r *http.Request) {
			r.URL = &url.URL{Scheme: "https", Host: r.URL.Host, Opaque: "//" + r.URL.Host + path}
		})
		if a.status != http.StatusNotFound && a.status != http.StatusBadRequest {
			t.Errorf("%s: answered %d %.60s", path, a.status, a.body)
		}
		if strings.Contains(a.body, "root:") || strings.Contains(a.body, "package station") {
			t.Errorf("%s: a file of the machine came out", path)
		}
	}
	if refusals(t, l)[domain.RefusalPath] == 0 {
		t.Error("nothing was counted")
	}
}

func TestWhatAPhoneIsShownHasNoBuyerAndNoWholeNumber(t *testing.T) {
	_, l := openLan(t, nil)
	p := paired(t, l, "手机")
	list := p.do(http.MethodGet, "/api/offers?rev=-1", nil)
	found := p.do(http.MethodGet, "/api/find?number="+aWaybill, nil)
	one := p.do(http.MethodGet, "/api/offer?case="+aCase, nil)
	for name, a := range map[string]answer{"list": list, "search": found, "case": one} {
		if a.status != http.StatusOK || !strings.Contains(a.body, "碎花连衣裙") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		for _, private := range []string{"晚风和猫", "张*", "138****", "杭州", "文一西", aWaybill} {
			if strings.Contains(a.body, private) {
				t.Errorf("%s: shows %q", name, private)
			}
		}
	}
	var said offersAnswer
	list.read(t, &said)
	if len(said.Awaited) != 1 || said.Awaited[0].AfterSaleID != aCase || said.Awaited[0].DueAt == 0 || len(said.Packing) != 1 || said.Packing[0].OrderID != anOrder {
		t.Errorf("offered: %+v", said)
	}
	if a := p.do(http.MethodGet, "/api/find?number="+url.QueryEscape("晚风"), nil); a.status != http.StatusBadRequest {
		t.Errorf("a buyer's name is searched for: %d %s", a.status, a.body)
	}
}

func TestTheDoorIsClosedByDefaultAndOpensAtPrivateAddressesOnly(t *testing.T) {
	d := openDesk(t, t.TempDir(), nil)
	l := NewLan(d)
	if s, err := l.State(t.Context()); err != nil || s.Open || s.URL != "" {
		t.Fatalf("%+v %v", s, err)
	}
	if _, err := l.Pair(); domain.ParamOf(err, "reason") != "door_closed" {
		t.Errorf("pairing at a closed door: %v", err)
	}
	for _, addr := range []string{"", "0.0.0.0", "::", "8.8.8.8", "192.0.2.1", "localhost", "::1"} {
		if err := l.Open(t.Context(), domain.PhoneDoorRequest{Address: addr}); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%q: %v", addr, err)
		}
	}
	for _, r := range []domain.PhoneDoorRequest{{Address: "127.0.0.1", Port: 80}, {Address: "127.0.0.1", Hours: -1}, {Address: "127.0.0.1", Hours: 25}} {
		if err := l.Open(t.Context(), r); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%+v: %v", r, err)
		}
	}
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := int64(taken.Addr().(*net.TCPAddr).Port)
	if err := l.Open(t.Context(), domain.PhoneDoorRequest{Address: "127.0.0.1", Port: port}); domain.ParamOf(err, "reason") != "port_taken" {
		t.Errorf("a taken port: %v", err)
	}
	told := 0
	l.OnChange = func() { told++ }
	if err := l.Open(t.Context(), domain.PhoneDoorRequest{Address: "127.0.0.1", Hours: 2}); err != nil {
		t.Fatal(err)
	}
	s, err := l.State(t.Context())
	if err != nil || !s.Open || s.ClosesAt == 0 || len(s.Fingerprint) != 95 {
		t.Fatalf("%+v %v", s, err)
	}
	p := newPhone(t, s.URL, s.Fingerprint)
	p.do(http.MethodGet, "/", nil)
	l.Close()
	if _, err := p.try(http.MethodGet, "/", nil); err == nil {
		t.Error("a closed door answers")
	}
	l.Close()
	if told != 2 {
		t.Errorf("the window was told %d times of an opening and a closing", told)
	}
	if err := l.Open(t.Context(), domain.PhoneDoorRequest{Address: "127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	again, err := l.State(t.Context())
	if err != nil || again.Fingerprint != s.Fingerprint {
		t.Errorf("the certificate changed: a phone would have to be shown it again: %v", err)
	}
	audit, _, err := d.Store.ListAudit(t.Context(), 10, "")
	if err != nil || len(audit) != 3 || audit[0].What != "phone_door_opened" || audit[1].What != "phone_door_closed" || audit[1].Params["at"] == "" {
		t.Errorf("audit: %+v %v", audit, err)
	}
}

// "From the phone" on a case in the window: a page that waits is answered at once.
func TestWhatTheWindowAsksForReachesAPageThatWaits(t *testing.T) {
	_, l := openLan(t, nil)
	p := paired(t, l, "手机")
	var first offersAnswer
	p.do(http.MethodGet, "/api/offers?rev=-1", nil).read(t, &first)
	if first.Asked != nil {
		t.Fatalf("nobody asked: %+v", first.Asked)
	}
	got := make(chan answer, 1)
	go func() {
		a, _ := p.try(http.MethodGet, "/api/offers?rev="+strconv.FormatInt(first.Rev, 10), nil)
		got <- a
	}()
	n, err := l.Ask(t.Context(), "", aCase)
	if err != nil || n != 1 {
		t.Fatalf("%d phones, %v", n, err)
	}
	var second offersAnswer
	(<-got).read(t, &second)
	if second.Asked == nil || second.Asked.AfterSaleID != aCase || second.Asked.OrderID != anOrder || second.Rev == first.Rev {
		t.Errorf("%+v", second)
	}
	if _, err := l.Ask(t.Context(), "", "s1.nothing"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("an unknown case: %v", err)
	}
}
