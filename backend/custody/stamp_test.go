package custody

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"math/big"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/sim/tsa"
)

func newTSA(t *testing.T) *tsa.Authority {
	t.Helper()
	a, err := tsa.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// query asks for the digest of data with a nonce.
func query(t *testing.T, data string, hash crypto.Hash, nonce int64) []byte {
	t.Helper()
	h := hash.New()
	h.Write([]byte(data))
	q, err := (&timestamp.Request{HashAlgorithm: hash, HashedMessage: h.Sum(nil), Certificates: true, Nonce: big.NewInt(nonce)}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestEachWrongTokenIsRefusedByName(t *testing.T) {
	a, stranger := newTSA(t), newTSA(t)
	reply := func(q []byte, signer string) []byte {
		r, err := a.Reply(q, signer)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	// openssl refuses to sign with a certificate that is not for stamping; the library does not look.
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	forged := func(use bool, inside bool) []byte {
		cert, err := a.Issue("forged", key, time.Now().AddDate(1, 0, 0), use)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte("head"))
		ts := timestamp.Timestamp{HashAlgorithm: crypto.SHA256, HashedMessage: sum[:], Time: time.Now(), Nonce: big.NewInt(7), Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: inside}
		r, err := ts.CreateResponseWithOpts(cert, key, crypto.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	refused, err := timestamp.CreateErrorResponse(timestamp.Rejection, timestamp.BadRequest)
	if err != nil {
		t.Fatal(err)
	}
	good := reply(query(t, "head", crypto.SHA256, 7), tsa.Good)
	noCerts := func() []byte {
		q, err := (&timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: sumOf("head"), Nonce: big.NewInt(7)}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		return reply(q, tsa.Good)
	}()
	flipped := bytes.Clone(good)
	flipped[bytes.Index(good, sumOf("head"))+3] ^= 1
	cases := []struct {
		name   string
		reply  []byte
		root   string // PEM; "" = none pinned
		data   string
		nonce  int64
		reason string // "" = accepted
	}{
		{"a good one by RSA", good, a.Root, "head", 7, ""},
		{"a good one on P-256", reply(query(t, "head", crypto.SHA256, 7), tsa.EC), a.Root, "head", 7, ""},
		{"a good one without a pinned root", good, "", "head", 7, ""},
		{"one by the library", forged(true, true), a.Root, "head", 7, ""},
		{"an expired certificate", reply(query(t, "head", crypto.SHA256, 7), tsa.Expired), a.Root, "head", 7, "stamp_expired"},
		{"another root", good, stranger.Root, "head", 7, "stamp_root"},
		{"a certificate that is not for stamping", forged(false, true), a.Root, "head", 7, "stamp_use"},
		{"another nonce", good, a.Root, "head", 8, "stamp_nonce"},
		{"other data", good, a.Root, "tail", 7, "stamp_imprint"},
		{"a flipped byte under the signature", flipped, a.Root, "head", 7, "stamp_signature"},
		{"no certificate", noCerts, a.Root, "head", 7, "stamp_no_certificate"},
		{"a forged one without a certificate", forged(true, false), a.Root, "head", 7, "stamp_no_certificate"},
		{"another digest", reply(query(t, "head", crypto.SHA512, 7), tsa.Good), a.Root, "head", 7, "stamp_digest"},
		{"a refusal", refused, a.Root, "head", 7, "stamp_refused"},
		{"a web page", []byte("<html>"), a.Root, "head", 7, "stamp_form"},
		{"nothing", nil, a.Root, "head", 7, "stamp_form"},
		{"a cut one", good[:len(good)/2], a.Root, "head", 7, "stamp_form"},
		{"one with more behind it", append(bytes.Clone(good), 0), a.Root, "head", 7, "stamp_form"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := Want{Digest: [32]byte(sumOf(c.data)), Nonce: big.NewInt(c.nonce)}
			if c.root != "" {
				var err error
				if want.Roots, err = Roots(c.root); err != nil {
					t.Fatal(err)
				}
			}
			tok, err := CheckToken(c.reply, want)
			if got := domain.ParamOf(err, "reason"); got != c.reason || (err == nil) != (c.reason == "") {
				t.Fatalf("got %v", err)
			}
			if err == nil && (!strings.HasPrefix(tok.Signer, "Test TSA") || tok.Serial == "" || tok.At.IsZero()) {
				t.Errorf("token %+v", tok)
			}
		})
	}
	// Whatever byte is flipped, nothing passes that says something else than before.
	want := Want{Digest: [32]byte(sumOf("head")), Nonce: big.NewInt(7)}
	before, err := CheckToken(good, want)
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if after, err := CheckToken(bad, want); err == nil && after != before {
			t.Fatalf("byte %d: %+v became %+v", i, before, after)
		}
	}
}

func sumOf(s string) []byte { sum := sha256.Sum256([]byte(s)); return sum[:] }

func FuzzCheckToken(f *testing.F) {
	f.Add([]byte("0\x03\x02\x01\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := CheckToken(b, Want{}); err == nil {
			t.Fatal("a token over nothing was made up")
		}
	})
}

func TestARootIsReadFromPEMOrRefused(t *testing.T) {
	a := newTSA(t)
	if _, err := Roots("-- comment --\n" + a.Root + a.Root); err != nil {
		t.Error(err)
	}
	key, err := os.ReadFile(filepath.Join(a.Dir, tsa.Good+".key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "hello", string(key), strings.Replace(a.Root, "A", "B", 5)} {
		if _, err := Roots(bad); domain.ParamOf(err, "field") != "root" {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

// stamped opens a log with n records and an authority that serves.
func stamped(t *testing.T, n int) (*Log, *tsa.Authority, Authority, *httpx.Client) {
	t.Helper()
	a := newTSA(t)
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	l := openLog(t, t.TempDir())
	fill(t, l, n)
	return l, a, Authority{StampAuthority: domain.StampAuthority{ID: "test", Name: "测试时间戳", URL: srv.URL, Root: a.Root}}, httpx.New(httpx.Options{})
}

func TestAHeadIsStampedKeptLoggedAndBelievedByOpenSSL(t *testing.T) {
	ctx := context.Background()
	l, a, who, client := stamped(t, 5)
	head, err := l.HeadAt(3)
	if err != nil {
		t.Fatal(err)
	}
	s, err := l.Stamp(ctx, client, who, 3)
	if err != nil {
		t.Fatal(err)
	}
	if s.Size != 3 || !s.Verified || s.LogIndex != 5 || s.HeadHash != sumHex([]byte(head.Note)) || s.Signer != "Test TSA good" || l.Head().Size != 6 {
		t.Errorf("stamp %+v", s)
	}
	r, err := l.Record(s.LogIndex)
	if err != nil || StampOf(r) != s {
		t.Errorf("record says %+v %v", StampOf(r), err)
	}
	files, err := l.StampFiles(s.LogIndex)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"head": []byte(head.Note), "q.tsq": files.Query, "r.tsr": files.Reply, "root.pem": files.Root} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, with := range []string{"-data head", "-queryfile q.tsq", "-digest " + s.HeadHash} {
		cmd := exec.Command("openssl", append([]string{"ts", "-verify", "-in", "r.tsr", "-CAfile", "root.pem"}, strings.Fields(with)...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "Verification: OK") {
			t.Errorf("openssl %s: %v %s", with, err, out)
		}
	}
	who.Root = ""
	if s, err := l.Stamp(ctx, client, who, 6); err != nil || s.Verified {
		t.Errorf("without a root: %+v %v", s, err)
	}
	if err := l.Verify(ctx); err != nil {
		t.Errorf("verify: %v", err)
	}
	to := filepath.Join(t.TempDir(), "copy")
	if err := l.BackupTo(ctx, to); err != nil {
		t.Fatal(err)
	}
	if _, err := CheckFolder(ctx, to); err != nil {
		t.Errorf("the copy: %v", err)
	}
	n := 0
	if err := l.Stamps(ctx, 0, func(domain.Stamp) error { n++; return nil }); err != nil || n != 2 || a.Asked() != 2 {
		t.Errorf("%d stamps, %d asked, %v", n, a.Asked(), err)
	}
}

func TestAnAnswerThatDoesNotHoldLeavesNothingBehind(t *testing.T) {
	ctx := context.Background()
	l, a, who, client := stamped(t, 2)
	stranger := newTSA(t)
	old := query(t, "another time", crypto.SHA256, 1)
	cases := []struct {
		name   string
		set    func()
		code   domain.Code
		reason string
	}{
		{"an answer to an older question", func() {
			a.Spoil = func([]byte, []byte) []byte { r, _ := stranger.Reply(old, tsa.Good); return r }
		}, domain.CodeCorrupt, "stamp_imprint"},
		{"another root", func() { who.Root = stranger.Root }, domain.CodeCorrupt, "stamp_root"},
		{"an expired certificate", func() { a.Signer = tsa.Expired }, domain.CodeCorrupt, "stamp_expired"},
		{"a login that is missing", func() { a.User, a.Password = "desk", "right" }, domain.CodeUnauthorized, ""},
		{"a wrong login", func() { a.User, a.Password, who.User, who.Password = "desk", "right", "desk", "wrong" }, domain.CodeUnauthorized, ""},
		{"a root that is none", func() { who.Root = "x" }, domain.CodeInvalid, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a.Spoil, a.Signer, a.User, a.Password, who.Root, who.User, who.Password = nil, "", "", "", a.Root, "", ""
			c.set()
			_, err := l.Stamp(ctx, client, who, 2)
			if domain.CodeOf(err) != c.code || domain.ParamOf(err, "reason") != c.reason {
				t.Errorf("got %v", err)
			}
			if strings.Contains(err.Error(), "wrong") || strings.Contains(err.Error(), who.URL) {
				t.Errorf("the error tells %v", err)
			}
			if left, _ := os.ReadDir(filepath.Join(l.dir, stampFolder)); len(left) > 0 || l.Head().Size != 2 {
				t.Errorf("left %v, %d records", left, l.Head().Size)
			}
		})
	}
	a.Spoil, a.Signer, a.User, a.Password = nil, "", "desk", "right"
	who.Root, who.User, who.Password = a.Root, "desk", "right"
	if _, err := l.Stamp(ctx, client, who, 2); err != nil {
		t.Errorf("with the right login: %v", err)
	}
	who.URL = strings.Replace(who.URL, "127.0.0.1", "tsa.example", 1)
	if _, err := l.Stamp(ctx, client, who, 2); domain.ParamOf(err, "reason") != "host_not_allowed" {
		t.Errorf("a host that nobody allowed: %v", err)
	}
}

func TestEveryFlippedByteOfATokensFilesIsNamed(t *testing.T) {
	ctx := context.Background()
	l, _, who, client := stamped(t, 2)
	s, err := l.Stamp(ctx, client, who, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{replySuffix, querySuffix, rootSuffix} {
		path := filepath.Join(l.dir, stampFolder, s.ID+suffix)
		item := "custody/stamps/" + s.ID + suffix
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string) {
			t.Helper()
			for _, err := range []error{l.Verify(ctx), errOf(CheckFolder(ctx, l.dir)), errOf(l.StampFiles(s.LogIndex))} {
				if domain.CodeOf(err) != domain.CodeCorrupt || domain.ParamOf(err, "item") != item || domain.ParamOf(err, "what") != what {
					t.Fatalf("%s %s: %v", suffix, what, err)
				}
			}
		}
		for i := 0; i < len(good); i += 7 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << (i % 8)
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			check("changed")
		}
		remove(t, filepath.Dir(path), filepath.Base(path))
		check("missing")
		if err := os.WriteFile(path, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Verify(ctx); err != nil {
		t.Errorf("restored: %v", err)
	}
}

func errOf[T any](_ T, err error) error { return err }
