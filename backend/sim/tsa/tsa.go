// Package tsa is a time-stamp authority for tests: its own root, certificates that are
// right and wrong, and answers that openssl signs, so that what is tested is not what
// answers.
package tsa

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// Signers of an Authority.
const (
	Good    = "good"    // RSA, for time-stamping
	EC      = "ec"      // the same on P-256
	Expired = "expired" // its certificate ended yesterday
)

// Authority answers time-stamp queries over HTTP. Set its fields before it serves.
type Authority struct {
	Dir    string // with root.pem and, for each signer, its .pem and .key
	Root   string // PEM of the root
	Signer string // who signs; "" = Good

	// User and Password, when set, are demanded by HTTP Basic.
	User, Password string
	// Spoil changes an answer on its way; nil = none.
	Spoil func(query, reply []byte) []byte
	// Down makes it answer 503.
	Down bool

	mu    sync.Mutex
	asked int

	rootCert *x509.Certificate
	rootKey  crypto.Signer
}

// New makes an authority in dir.
func New(dir string) (*Authority, error) {
	a := &Authority{Dir: dir}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test Time Root"}, NotBefore: now.AddDate(-2, 0, 0), NotAfter: now.AddDate(10, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	der, err := x509.CreateCertificate(rand.Reader, root, root, key.Public(), key)
	if err != nil {
		return nil, err
	}
	if a.rootCert, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	a.rootKey, a.Root = key, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	if err := os.WriteFile(filepath.Join(dir, "root.pem"), []byte(a.Root), 0o600); err != nil {
		return nil, err
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	for _, s := range []struct {
		name string
		key  crypto.Signer
		ends time.Time
	}{{Good, rsaKey, now.AddDate(5, 0, 0)}, {EC, ecKey, now.AddDate(5, 0, 0)}, {Expired, ecKey, now.AddDate(0, 0, -1)}} {
		if _, err := a.Issue(s.name, s.key, s.ends, true); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// Issue signs a certificate and writes it with its key; stamps gives it the critical
// extended use timeStamping, otherwise serverAuth.
func (a *Authority) Issue(name string, key crypto.Signer, ends time.Time, stamps bool) (*x509.Certificate, error) {
	use := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	if !stamps {
		use = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
	}
	value, err := asn1.Marshal([]asn1.ObjectIdentifier{use})
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "Test TSA " + name},
		NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: ends, KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: value}}}, a.rootCert, key.Public(), a.rootKey)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	for ext, block := range map[string]*pem.Block{".pem": {Type: "CERTIFICATE", Bytes: der}, ".key": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(a.Dir, name+ext), pem.EncodeToMemory(block), 0o600); err != nil {
			return nil, err
		}
	}
	return x509.ParseCertificate(der)
}

const config = `[tsa]
serial = %[1]s/serial
crypto_device = builtin
signer_cert = %[1]s/%[2]s.pem
certs = %[1]s/root.pem
signer_key = %[1]s/%[2]s.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`

// Reply has openssl answer a query (DER).
func (a *Authority) Reply(query []byte, signer string) ([]byte, error) {
	a.mu.Lock() // openssl counts serial numbers in a file
	defer a.mu.Unlock()
	a.asked++
	dir := filepath.ToSlash(a.Dir)
	name := filepath.Join(a.Dir, fmt.Sprintf("q%d", a.asked))
	if err := os.WriteFile(name+".cnf", fmt.Appendf(nil, config, dir, signer), 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(name+".tsq", query, 0o600); err != nil {
		return nil, err
	}
	if out, err := exec.Command("openssl", "ts", "-reply", "-config", name+".cnf", "-section", "tsa", "-queryfile", name+".tsq", "-out", name+".tsr").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("openssl ts -reply: %w: %s", err, out)
	}
	return os.ReadFile(name + ".tsr")
}

// Asked is how many queries were answered.
func (a *Authority) Asked() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked
}

// ServeHTTP answers as RFC 3161 §3.4 says.
func (a *Authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if user, pass, _ := r.BasicAuth(); user != a.User || pass != a.Password {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if a.Down || r.Header.Get("Content-Type") != "application/timestamp-query" {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	query, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	signer := a.Signer
	if signer == "" {
		signer = Good
	}
	var reply []byte
	if err == nil {
		reply, err = a.Reply(query, signer)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if a.Spoil != nil {
		reply = a.Spoil(query, reply)
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(reply)
}
