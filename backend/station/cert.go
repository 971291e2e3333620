package station

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"strings"
	"time"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

const (
	// certSecret is where the key and the certificate lie in the secret room.
	certSecret = "station/phones"
	// certDays stays below the 825 days that Apple's systems take at most.
	certDays  = 800
	certRenew = 30 * 24 * time.Hour
)

// certificate returns the certificate of an address, made on this machine and
// signed by itself. It stays the same until another address is chosen or its time
// is nearly over, so that a person compares the fingerprint once per phone. The
// codes are those of the secret room: unauthorized while it is locked.
func certificate(ctx context.Context, d *desk.Desk, ip net.IP) (tls.Certificate, string, error) {
	now := d.Now().Time()
	kept, err := d.Secrets.Get(ctx, certSecret)
	if err == nil {
		if cert, err := tls.X509KeyPair(kept, kept); err == nil && serves(cert.Leaf, ip, now) {
			return cert, fingerprint(cert.Leaf), nil
		}
	} else if domain.CodeOf(err) != domain.CodeNotFound {
		return tls.Certificate{}, "", fmt.Errorf("read certificate: %w", err)
	}
	made, err := makeCertificate(ip, now)
	if err != nil {
		return tls.Certificate{}, "", domain.E(domain.CodeInternal, fmt.Errorf("make certificate: %w", err))
	}
	if err := d.Secrets.Put(ctx, certSecret, made); err != nil {
		return tls.Certificate{}, "", fmt.Errorf("keep certificate: %w", err)
	}
	cert, err := tls.X509KeyPair(made, made)
	if err != nil {
		return tls.Certificate{}, "", domain.E(domain.CodeInternal, errors.New("read certificate that was just made"))
	}
	return cert, fingerprint(cert.Leaf), nil
}

func serves(c *x509.Certificate, ip net.IP, now time.Time) bool {
	return c.VerifyHostname(ip.String()) == nil && now.After(c.NotBefore) && now.Add(certRenew).Before(c.NotAfter)
}

// makeCertificate returns key and certificate in PEM. It signs nothing but itself:
// a phone that trusts it trusts no other site.
func makeCertificate(ip net.IP, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	draft := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "AfterDesk"}, IPAddresses: []net.IP{ip},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(certDays * 24 * time.Hour), // an hour back: a phone's clock may be behind
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, draft, draft, key.Public(), key)
	if err != nil {
		return nil, err
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})...), nil
}

// fingerprint is what browsers show as the certificate's SHA-256.
func fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}
