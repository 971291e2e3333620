package custody

import (
	"bytes"
	"crypto"
	"crypto/sha1" //nolint:gosec // only to recognise the certificate that an old ESSCertID names
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/digitorus/pkcs7"

	"afterdesk/backend/domain"
)

// Object ids of RFC 5652, RFC 3161 and RFC 5816 that a token is checked by.
var (
	oidContentType      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidTSTInfo          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSigningCert      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertV2    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidExtendedKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidSHA256           = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384           = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512           = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
)

// Want is what a token must be about.
type Want struct {
	Digest [sha256.Size]byte // SHA-256 of what was stamped
	Nonce  *big.Int          // of the query; nil = not compared
	Roots  *x509.CertPool    // pinned roots; nil = the chain is not followed
}

// Token is what a time-stamp reply says once it was checked.
type Token struct {
	At     domain.Instant // the authority's time, to the millisecond
	Signer string         // common name of the signing certificate
	Serial string         // decimal
}

// CheckToken checks a time-stamp reply (RFC 3161, DER): granted; one signer whose
// certificate is inside and is the one that the signed attributes name; a signature
// by SHA-256 or better over a TSTInfo; that certificate for time-stamping only, and
// valid at the token's time; the imprint is SHA-256 and equals the digest; the nonce
// equals; with roots, the chain leads to one of them at the token's time. Revocation
// is not asked for. Code: corrupt with reason stamp_form, stamp_refused (status),
// stamp_no_certificate, stamp_signers, stamp_signature, stamp_certificate, stamp_use,
// stamp_expired, stamp_digest, stamp_imprint, stamp_nonce, stamp_root.
func CheckToken(reply []byte, want Want) (t Token, err error) {
	defer func() { // the parsers below read a stranger's bytes
		if p := recover(); p != nil {
			t, err = Token{}, badToken("stamp_form", fmt.Errorf("parser panicked: %v", p))
		}
	}()
	raw, err := tokenOf(reply)
	if err != nil {
		return Token{}, err
	}
	p7, err := pkcs7.Parse(raw)
	if err != nil {
		return Token{}, badToken("stamp_form", errors.New("not signed data"))
	}
	cert, err := checkSigner(p7)
	if err != nil {
		return Token{}, err
	}
	var info tstInfo
	if rest, err := asn1.Unmarshal(p7.Content, &info); err != nil || len(rest) > 0 || info.Version != 1 || info.Serial == nil {
		return Token{}, badToken("stamp_form", errors.New("not a time stamp"))
	}
	// Before the signature: the library refuses an expired signer as a bad signature.
	if info.Time.Before(cert.NotBefore) || info.Time.After(cert.NotAfter) {
		return Token{}, badToken("stamp_expired", errors.New("certificate was not valid at the token's time"))
	}
	if err := p7.Verify(); err != nil {
		return Token{}, badToken("stamp_signature", errors.New("signature does not hold"))
	}
	switch {
	case !info.Imprint.Algorithm.Algorithm.Equal(oidSHA256):
		return Token{}, badToken("stamp_digest", errors.New("imprint by another digest than was asked for"))
	case !bytes.Equal(info.Imprint.Hash, want.Digest[:]):
		return Token{}, badToken("stamp_imprint", errors.New("imprint is that of something else"))
	case want.Nonce != nil && (info.Nonce == nil || info.Nonce.Cmp(want.Nonce) != 0):
		return Token{}, badToken("stamp_nonce", errors.New("answer to another question"))
	}
	if want.Roots != nil {
		if err := checkChain(p7, cert, want.Roots, info.Time); err != nil {
			return Token{}, err
		}
	}
	return Token{At: domain.InstantOf(info.Time), Signer: or(cert.Subject.CommonName, cert.Subject.String()), Serial: info.Serial.String()}, nil
}

// tstInfo is the content of a token (RFC 3161 §2.4.2).
type tstInfo struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Hash      []byte
	}
	Serial   *big.Int
	Time     time.Time `asn1:"generalized"`
	Accuracy struct {
		Seconds int64 `asn1:"optional"`
		Millis  int64 `asn1:"optional,tag:0"`
		Micros  int64 `asn1:"optional,tag:1"`
	} `asn1:"optional"`
	Ordering   bool             `asn1:"optional"`
	Nonce      *big.Int         `asn1:"optional"`
	TSA        asn1.RawValue    `asn1:"optional,explicit,tag:0"`
	Extensions []pkix.Extension `asn1:"optional,tag:1"`
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func badToken(reason string, err error, more ...string) error {
	return domain.E(domain.CodeCorrupt, fmt.Errorf("check token: %w", err), append([]string{"reason", reason}, more...)...)
}

// tokenOf takes the token out of a reply and refuses one that was not granted as asked.
func tokenOf(reply []byte) ([]byte, error) {
	var r struct {
		Status struct {
			Status int
			Text   []asn1.RawValue `asn1:"optional"`
			Fail   asn1.BitString  `asn1:"optional"`
		}
		Token asn1.RawValue `asn1:"optional"`
	}
	rest, err := asn1.Unmarshal(reply, &r)
	if err != nil || len(rest) > 0 {
		return nil, badToken("stamp_form", errors.New("not a time-stamp reply"))
	}
	if r.Status.Status != 0 { // 1 is "with modifications", which nobody asked for
		return nil, badToken("stamp_refused", errors.New("not granted"), "status", strconv.Itoa(r.Status.Status))
	}
	if len(r.Token.FullBytes) == 0 {
		return nil, badToken("stamp_form", errors.New("granted without a token"))
	}
	return r.Token.FullBytes, nil
}

// checkSigner checks who signed and with what.
func checkSigner(p7 *pkcs7.PKCS7) (*x509.Certificate, error) {
	if len(p7.Signers) != 1 {
		return nil, badToken("stamp_signers", fmt.Errorf("%d signers", len(p7.Signers)))
	}
	cert := p7.GetOnlySigner()
	if cert == nil {
		return nil, badToken("stamp_no_certificate", errors.New("signer's certificate is not inside"))
	}
	alg := p7.Signers[0].DigestAlgorithm.Algorithm
	if !alg.Equal(oidSHA256) && !alg.Equal(oidSHA384) && !alg.Equal(oidSHA512) {
		return nil, badToken("stamp_digest", errors.New("signed by a weak or unknown digest"))
	}
	var kind asn1.ObjectIdentifier
	if err := p7.UnmarshalSignedAttribute(oidContentType, &kind); err != nil || !kind.Equal(oidTSTInfo) {
		return nil, badToken("stamp_form", errors.New("what is signed is no time stamp"))
	}
	if !namesCertificate(p7, cert) {
		return nil, badToken("stamp_certificate", errors.New("signed attributes name another certificate"))
	}
	if !stampsOnly(cert) {
		return nil, badToken("stamp_use", errors.New("certificate is not for time-stamping alone"))
	}
	return cert, nil
}

// namesCertificate reports whether the signed attributes name the certificate that
// verified the signature (RFC 3161 §2.4.2, RFC 5816); the first of the list is the signer's.
func namesCertificate(p7 *pkcs7.PKCS7, cert *x509.Certificate) bool {
	type name struct {
		Hash   []byte
		Issuer asn1.RawValue `asn1:"optional"`
	}
	var old struct {
		Certs    []name
		Policies asn1.RawValue `asn1:"optional"`
	}
	var list struct {
		Certs    []asn1.RawValue
		Policies asn1.RawValue `asn1:"optional"`
	}
	if p7.UnmarshalSignedAttribute(oidSigningCertV2, &list) == nil && len(list.Certs) > 0 {
		return namedV2(list.Certs[0].Bytes, cert.Raw)
	}
	if p7.UnmarshalSignedAttribute(oidSigningCert, &old) == nil && len(old.Certs) > 0 {
		sum := sha1.Sum(cert.Raw) //nolint:gosec // what ESSCertID prescribes; the signature is checked by SHA-256 or better
		return bytes.Equal(old.Certs[0].Hash, sum[:])
	}
	return false
}

// namedV2 compares an ESSCertIDv2, whose algorithm is left out when it is SHA-256.
func namedV2(id, cert []byte) bool {
	var first asn1.RawValue
	rest, err := asn1.Unmarshal(id, &first)
	if err != nil {
		return false
	}
	alg, sum := oidSHA256, first.Bytes
	if first.Tag == asn1.TagSequence {
		if _, err := asn1.Unmarshal(first.Bytes, &alg); err != nil {
			return false
		}
		if _, err := asn1.Unmarshal(rest, &sum); err != nil {
			return false
		}
	}
	var h crypto.Hash
	switch {
	case alg.Equal(oidSHA256):
		h = crypto.SHA256
	case alg.Equal(oidSHA384):
		h = crypto.SHA384
	case alg.Equal(oidSHA512):
		h = crypto.SHA512
	default:
		return false
	}
	w := h.New()
	w.Write(cert)
	return bytes.Equal(sum, w.Sum(nil))
}

// stampsOnly reports whether a certificate has exactly the extended use timeStamping,
// marked critical (RFC 3161 §2.3).
func stampsOnly(cert *x509.Certificate) bool {
	if len(cert.ExtKeyUsage) != 1 || cert.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(cert.UnknownExtKeyUsage) > 0 {
		return false
	}
	for _, e := range cert.Extensions {
		if e.Id.Equal(oidExtendedKeyUsage) {
			return e.Critical
		}
	}
	return false
}

// checkChain follows the signer's certificate to a pinned root at the token's time.
func checkChain(p7 *pkcs7.PKCS7, cert *x509.Certificate, roots *x509.CertPool, at time.Time) error {
	between := x509.NewCertPool()
	for _, c := range p7.Certificates {
		between.AddCert(c)
	}
	_, err := cert.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
	var expired x509.CertificateInvalidError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &expired) && expired.Reason == x509.Expired:
		return badToken("stamp_expired", errors.New("a certificate of the chain was not valid at the token's time"))
	}
	return badToken("stamp_root", errors.New("chain does not lead to the pinned root"))
}

// Roots reads pinned root certificates in PEM. Code: invalid (field root) for a text
// that holds none, or anything but certificates.
func Roots(text string) (*x509.CertPool, error) {
	pool, n := x509.NewCertPool(), 0
	bad := func(why string) (*x509.CertPool, error) {
		return nil, domain.E(domain.CodeInvalid, errors.New(why), "field", "root")
	}
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if block.Type != "CERTIFICATE" || err != nil {
			return bad("not a certificate")
		}
		pool.AddCert(cert)
		n++
	}
	if n == 0 {
		return bad("no certificate in the text")
	}
	return pool, nil
}
