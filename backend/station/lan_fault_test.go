package station

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"afterdesk/backend/domain"
)

// childFolder makes the test binary a workstation with an open door on that folder,
// until it is killed. It says where it listens and lets one phone in.
const childFolder = "AFTERDESK_TEST_DOOR_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		workstation(dir)
	}
	keyring.MockInit() // a sealed file costs a second of scrypt for each folder; the child has one all the same, since its secrets must outlive it
	os.Exit(m.Run())
}

// childT lets the helpers run outside of a test.
type childT struct{ testing.TB }

func (childT) Helper()                   {}
func (childT) Cleanup(func())            {}
func (childT) Fatal(a ...any)            { fmt.Fprintln(os.Stderr, a...); os.Exit(3) }
func (childT) Fatalf(f string, a ...any) { fmt.Fprintf(os.Stderr, f+"\n", a...); os.Exit(3) }

func workstation(dir string) {
	t := childT{}
	d := openDesk(t, dir, nil)
	if _, err := d.Store.GetOrder(context.Background(), anOrder); domain.CodeOf(err) == domain.CodeNotFound {
		seed(t, d)
	}
	l := NewLan(d)
	if err := l.Open(context.Background(), domain.PhoneDoorRequest{Address: "127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	s, err := l.State(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(s.URL, s.Fingerprint, codeOf(t, l))
	select {}
}

// startWorkstation runs the child and returns what it said and how to kill it.
func startWorkstation(t *testing.T, dir string) (base, print, code string, kill func()) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(line, &base, &print, &code); err != nil {
		t.Fatal(err)
	}
	return base, print, code, kill
}

// The workstation is killed while a phone sends. After the next start the phone
// goes on with its old token, with what was confirmed, to the same bytes.
func TestAnUploadOutlivesAKilledWorkstation(t *testing.T) {
	dir := t.TempDir()
	base, print, code, kill := startWorkstation(t, dir)
	p := newPhone(t, base, print)
	if a := p.say(http.MethodPost, "/api/pair", pairing{Code: code, Name: "手机"}); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	body := bytes.Repeat([]byte("0123456789abcdef"), 30_000)
	third := len(body) / 3
	p.begin("k1", len(body))
	if a := p.put("k1", 0, body[:third]); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	kill()
	if _, err := p.try(http.MethodGet, "/api/uploads/k1", nil); err == nil {
		t.Fatal("a killed workstation answers")
	}
	base2, print2, _, kill2 := startWorkstation(t, dir)
	if print2 != print {
		t.Error("the certificate is another after the start")
	}
	old, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	cookies := p.http.Jar.Cookies(old)
	p.base = base2
	now, err := url.Parse(base2)
	if err != nil {
		t.Fatal(err)
	}
	p.http.Jar.SetCookies(now, cookies)
	at := int(p.begin("k1", len(body)))
	if at != third {
		t.Fatalf("%d bytes are left of %d that were confirmed", at, third)
	}
	if a := p.put("k1", at, body[at:]); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := p.finish("k1", body); a.status != http.StatusOK || !strings.Contains(a.body, hexSum(body)) {
		t.Fatalf("%d %s", a.status, a.body)
	}
	kill2()
	d := openDesk(t, dir, nil)
	det, err := d.Store.GetAfterSaleDetail(t.Context(), aCase)
	if err != nil || len(det.Evidence) != 1 || det.Evidence[0].Item.ID != "sha256-"+hexSum(body) {
		t.Errorf("after the kill the case has %+v %v", det.Evidence, err)
	}
	if rep, err := d.VerifyFolder(t.Context()); err != nil || !rep.OK {
		t.Errorf("the folder: %+v %v", rep, err)
	}
}

// The link drops in the middle of a piece: nothing of that piece counts, and the
// phone is told where to go on.
func TestAPieceThatIsCutOffIsSentAgain(t *testing.T) {
	d, l := openLan(t, nil)
	p := paired(t, l, "手机")
	body := bytes.Repeat([]byte("abcdefgh"), 20_000)
	p.begin("k1", len(body))
	p.put("k1", 0, body[:40_000])
	raw := dialDoor(t, p)
	head := "PUT /api/uploads/k1?at=40000 HTTP/1.1\r\nHost: " + strings.TrimPrefix(p.base, "https://") + "\r\nOrigin: " + p.base + "\r\nPiece-Sha256: " + hexSum(body[40_000:]) +
		"\r\nCookie: " + cookieLine(p) + "\r\nContent-Length: 120000\r\n\r\n"
	if _, err := io.WriteString(raw, head+string(body[40_000:90_000])); err != nil {
		t.Fatal(err)
	}
	_ = raw.Close()
	if at := p.begin("k1", len(body)); at != 40_000 {
		t.Fatalf("%d bytes are there, 40000 were confirmed", at)
	}
	if a := p.put("k1", 40_000, body[40_000:]); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	a := p.put("k1", 40_000, body[40_000:]) // the answer to it was lost
	if a.status != http.StatusConflict || !strings.Contains(a.body, `"size":"160000"`) {
		t.Errorf("a piece that is there already: %d %s", a.status, a.body)
	}
	if a := p.finish("k1", body); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if rows, err := d.Store.ListEvidence(t.Context(), domain.EvidenceQuery{CaseID: aCase}); err != nil || len(rows.Items) != 1 {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestBytesThatAreNotWhatThePhoneHashedAreNotKept(t *testing.T) {
	d, l := openLan(t, nil)
	p := paired(t, l, "手机")
	body := bytes.Repeat([]byte("pixel"), 2_000)
	p.begin("k1", len(body))
	bad := bytes.Clone(body)
	bad[77] ^= 1
	if a := p.do(http.MethodPut, "/api/uploads/k1?at=0", bad, piece(body)); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a piece with another digest: %d %s", a.status, a.body)
	}
	if a := p.do(http.MethodPut, "/api/uploads/k1?at=0", body); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a piece without a digest: %d %s", a.status, a.body)
	}
	if at := p.begin("k1", len(body)); at != 0 {
		t.Fatalf("%d bytes of it were written", at)
	}
	p.put("k1", 0, body[:4000])
	if a := p.finish("k1", body); a.status != http.StatusConflict {
		t.Errorf("finishing half a file: %d %s", a.status, a.body)
	}
	p.put("k1", 4000, body[4000:])
	if a := p.finish("k1", bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "wrong_hash") {
		t.Errorf("another whole: %d %s", a.status, a.body)
	}
	if at := p.begin("k1", len(body)); at != 0 {
		t.Errorf("%d bytes of a file that was not the phone's are kept", at)
	}
	if rows, err := d.Store.ListEvidence(t.Context(), domain.EvidenceQuery{}); err != nil || len(rows.Items) != 0 {
		t.Errorf("evidence: %+v %v", rows, err)
	}
	if n := refusals(t, l)[domain.RefusalHash]; n != 3 {
		t.Errorf("%d wrong digests are counted, want 3", n)
	}
}

func TestOversizedBodiesAreRefused(t *testing.T) {
	_, l := openLan(t, func(m *limits) { m.piece, m.question = 10_000, 500 })
	p := paired(t, l, "手机")
	p.begin("k1", 50_000)
	large := make([]byte, 10_001)
	endless := func(r *http.Request) { r.ContentLength, r.Body = -1, io.NopCloser(bytes.NewReader(large)) }
	for name, a := range map[string]answer{
		"a piece":                p.put("k1", 0, large),
		"a piece without a size": p.do(http.MethodPut, "/api/uploads/k1?at=0", large, piece(large), endless),
		"a question":             p.do(http.MethodPost, "/api/uploads", bytes.Repeat([]byte(" "), 501)),
	} {
		if a.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := p.put("k1", 0, large[:10_000]); a.status != http.StatusOK {
		t.Errorf("a piece of the largest size: %d %s", a.status, a.body)
	}
	if a := p.put("k1", 10_000, large[:10_000]); a.status != http.StatusOK {
		t.Errorf("%d", a.status)
	}
	p.begin("k2", 5)
	if a := p.put("k2", 0, large[:6]); a.status != http.StatusBadRequest {
		t.Errorf("more than was announced: %d %s", a.status, a.body)
	}
	for _, size := range []int64{0, -1, 1 << 60} {
		if a := p.say(http.MethodPost, "/api/uploads", map[string]any{"key": "k3", "name": "a", "size": size}); a.status != http.StatusBadRequest {
			t.Errorf("a file of %d bytes: %d", size, a.status)
		}
	}
	if n := refusals(t, l)[domain.RefusalLarge]; n != 3 {
		t.Errorf("%d large bodies are counted, want 3", n)
	}
}

// dialDoor opens a TLS connection past the client of the phone.
func dialDoor(t testing.TB, p *phone) net.Conn {
	t.Helper()
	c, err := tls.Dial("tcp", strings.TrimPrefix(p.base, "https://"), &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func cookieLine(p *phone) string {
	at, err := url.Parse(p.base)
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, c := range p.http.Jar.Cookies(at) {
		out = append(out, c.Name+"="+c.Value)
	}
	return strings.Join(out, "; ")
}

// Slow-loris, three ways: the door ends the connection by itself, and counts it.
func TestWhoSendsTooSlowlyIsCutOff(t *testing.T) {
	_, l := openLan(t, func(m *limits) { m.header, m.body = 150*time.Millisecond, 150*time.Millisecond })
	p := paired(t, l, "手机")
	p.begin("k1", 50_000)
	host := strings.TrimPrefix(p.base, "https://")
	mute, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	header, body, ahead := dialDoor(t, p), dialDoor(t, p), dialDoor(t, p)
	if _, err := io.WriteString(header, "GET / HTTP/1.1\r\nHost: "+host+"\r\nX-A: "); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(body, "PUT /api/uploads/k1?at=0 HTTP/1.1\r\nHost: "+host+"\r\nOrigin: "+p.base+"\r\nCookie: "+cookieLine(p)+"\r\nContent-Length: 40000\r\n\r\nabc"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]net.Conn{"says nothing": mute, "half a head": header, "half a body": body, "a browser that connects ahead": ahead} {
		said, err := io.ReadAll(c)
		if name == "half a body" && (err != nil || !strings.HasPrefix(string(said), "HTTP/1.1 408")) {
			t.Errorf("%s: answered %q %v", name, said, err)
		}
		if strings.Contains(string(said), "200 OK") {
			t.Errorf("%s: %q", name, said)
		}
	}
	deadline := time.After(20 * time.Second)
	for refusals(t, l)[domain.RefusalSlow] < 3 {
		select {
		case <-deadline:
			t.Fatalf("counted: %v", refusals(t, l))
		case <-time.After(20 * time.Millisecond):
		}
	}
	if n := refusals(t, l)[domain.RefusalSlow]; n != 3 {
		t.Errorf("%d are counted as slow: one of them was a browser", n)
	}
	if a := p.do(http.MethodGet, "/api/me", nil); a.status != http.StatusOK {
		t.Errorf("the next request of the phone: %d", a.status)
	}
}

func TestMoreRequestsThanAPhoneMakesAreRefused(t *testing.T) {
	var now atomic.Int64
	now.Store(int64(domain.SystemNow()))
	_, l := openLanAt(t, func(m *limits) { m.perSec, m.burst = 1, 16 }, func() domain.Instant { return domain.Instant(now.Load()) })
	p := paired(t, l, "手机")
	limited := 0
	for range 20 {
		if a := p.do(http.MethodGet, "/api/me", nil); a.status == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited != 4 {
		t.Errorf("%d of 20 requests at once were refused, want 4", limited)
	}
	now.Add(int64(2 * domain.Second))
	if a := p.do(http.MethodGet, "/api/me", nil); a.status != http.StatusOK {
		t.Errorf("two seconds later: %d", a.status)
	}
	guesses := 0
	for range 6 {
		if a := visitor(t, l).say(http.MethodPost, "/api/pair", pairing{Code: "guess", Name: "x"}); a.status == http.StatusTooManyRequests {
			guesses++
		}
	}
	if guesses == 0 {
		t.Error("codes may be guessed without end")
	}
	if refusals(t, l)[domain.RefusalRate] == 0 {
		t.Error("nothing was counted")
	}
}

func TestTooManyConnectionsAreClosedAtOnce(t *testing.T) {
	_, l := openLan(t, func(m *limits) { m.conns = 3 })
	s, err := l.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(s.URL, "https://")
	var held []net.Conn
	for range 4 {
		c, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		held = append(held, c)
	}
	if _, err := io.ReadAll(held[3]); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Errorf("the fourth connection: %v", err)
	}
	_ = held[0].Close()
	p := newPhone(t, s.URL, s.Fingerprint)
	for tries := 0; ; tries++ {
		if a, err := p.try(http.MethodGet, "/", nil); err == nil && a.status == http.StatusOK {
			break
		}
		if tries == 500 {
			t.Fatal("a freed place is not given out")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Whatever a paired phone sends to the uploads, the door answers, keeps its promises
// about sizes and makes no evidence of bytes that were not announced and hashed.
func FuzzUpload(f *testing.F) {
	d, l := openLan(f, func(m *limits) { m.perSec, m.burst = 1e9, 1e9 })
	p := paired(f, l, "手机")
	f.Add("POST", "/api/uploads", `{"key":"k1","name":"a.jpg","size":3,"orderId":"`+anOrder+`"}`, "")
	f.Add("PUT", "/api/uploads/k1?at=0", "abc", hexSum([]byte("abc")))
	f.Add("POST", "/api/uploads/k1/finish", `{"sha256":"`+hexSum([]byte("abc"))+`"}`, "")
	f.Add("DELETE", "/api/uploads/k1", "", "")
	f.Add("POST", "/api/uploads", `{"key":"../../k","name":"..\\..\\x","size":-1,"kind":"?"}`, "")
	f.Add("PUT", "/api/uploads/%2e%2e?at=9223372036854775807", "abc", hexSum([]byte("abc")))
	f.Fuzz(func(t *testing.T, method, path, body, digest string) {
		target, err := url.Parse(path)
		if err != nil || !strings.HasPrefix(path, "/api/uploads") || strings.ContainsAny(method+digest, " \r\n\t\x00") || method == "" {
			return
		}
		req, err := http.NewRequestWithContext(context.Background(), method, p.base+target.RequestURI(), strings.NewReader(body))
		if err != nil {
			return
		}
		req.Header.Set("Origin", p.base)
		req.Header.Set("Piece-Sha256", digest)
		res, err := p.http.Do(req)
		if err != nil {
			return // not a request that a client sends
		}
		said, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode >= 500 && res.StatusCode != http.StatusInsufficientStorage {
			t.Errorf("%s %q %q: %d %s %v", method, path, body, res.StatusCode, said, err)
		}
		rows, err := d.Store.ListEvidence(context.Background(), domain.EvidenceQuery{Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows.Items {
			if r.Item.Source != domain.SourcePhone || r.Item.Size == 0 {
				t.Errorf("evidence that nobody announced: %+v", r.Item)
			}
		}
	})
}
