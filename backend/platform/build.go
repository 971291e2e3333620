package platform

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/httpx"
)

// Fill copies the credentials of d with white space trimmed. invalid (field,
// reason missing) when a required one is empty; internal without client or
// clock.
func Fill(d Deps, fields []domain.CredentialField) (Credentials, error) {
	if d.HTTP == nil || d.Now == nil {
		return nil, domain.E(domain.CodeInternal, errors.New("open connector: no client or clock"))
	}
	out := d.Credentials.Clone()
	for _, f := range fields {
		v := strings.TrimSpace(out[f.Name])
		if v == "" && f.Required {
			return nil, domain.E(domain.CodeInvalid, errors.New("open connector"), "field", f.Name, "reason", "missing")
		}
		out[f.Name] = v
	}
	return out, nil
}

// Base is where a connector calls: real, or the loopback address that demo and
// tests set. invalid (field base_url) for any other address.
func Base(d Deps, real string) (string, error) {
	if d.BaseURL == "" {
		return real, nil
	}
	u, err := url.Parse(d.BaseURL)
	if err != nil || !httpx.Loopback(u.Hostname()) {
		return "", domain.E(domain.CodeInvalid, errors.New("open connector"), "field", "base_url")
	}
	return strings.TrimSuffix(d.BaseURL, "/"), nil
}

// NotSent marks an error of the steps before a write: nothing left this machine.
func NotSent(err error) error {
	e, ok := domain.AsError(err)
	if !ok {
		return err
	}
	kv := []string{"sent", "no"}
	for k, v := range e.Params {
		if k != "sent" {
			kv = append(kv, k, v)
		}
	}
	return domain.E(e.Code, fmt.Errorf("prepare write: %w", e.Err), kv...)
}

// NoAct is the error for an act that the platform does not have (unsupported,
// reason), and NotNow for one that the case does not wait for (conflict,
// reason). Nothing was sent.
func NoAct(reason string) error {
	return domain.E(domain.CodeUnsupported, errors.New("choose operation"), "reason", reason, "sent", "no")
}

// NotNow is described at NoAct.
func NotNow(reason string) error {
	return domain.E(domain.CodeConflict, errors.New("choose operation"), "reason", reason, "sent", "no")
}

// Lacks is the error for an act without a field that it needs (invalid, field).
func Lacks(field string) error {
	return domain.E(domain.CodeInvalid, errors.New("write act"), "field", field, "sent", "no")
}
