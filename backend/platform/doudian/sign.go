package doudian

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
)

// Sign returns the hmac-sha256 signature of one call, lower-case hex. The
// signed text is the five parts app_key, method, param_json, timestamp (Unix
// seconds) and v=2 in that order, with the secret before and behind; neither
// the access token nor sign_method takes part (Doudian API call guide,
// op.jinritemai.com/docs/guide-docs/10/23; the official Go SDK agrees).
// paramJSON must be the very text that is sent as the body; see CanonicalJSON.
func Sign(appKey, appSecret, method string, timestamp int64, paramJSON string) string {
	mac := hmac.New(sha256.New, []byte(appSecret))
	for _, part := range [...]string{appSecret, "app_key", appKey, "method", method, "param_json", paramJSON,
		"timestamp", strconv.FormatInt(timestamp, 10), "v2", appSecret} {
		_, _ = io.WriteString(mac, part)
	}
	return hex.EncodeToString(mac.Sum(nil))
}

// CanonicalJSON writes v as the platform signs it: keys of every object at
// every depth in byte order, arrays in their own order, no spaces, no HTML
// escapes, text as UTF-8, whole numbers without a fraction (1.0 becomes 1).
// nil becomes {}. A json.RawMessage is parsed and written anew. invalid when v
// cannot be written as JSON.
func CanonicalJSON(v any) ([]byte, error) {
	if v == nil {
		return []byte("{}"), nil
	}
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, domain.E(domain.CodeInvalid, fmt.Errorf("write params: %w", err), "field", "params")
	}
	dec := json.NewDecoder(bytes.NewReader(plain))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return nil, domain.E(domain.CodeInvalid, errors.New("read params back"), "field", "params")
	}
	if tree == nil {
		return []byte("{}"), nil
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(wholeNumbers(tree)); err != nil {
		return nil, domain.E(domain.CodeInvalid, errors.New("write params in order"), "field", "params")
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// wholeNumbers rewrites literals such as 1.0 and 1.50e1 without a fraction
// where they are whole, working on digits: a float would break 19-digit ids.
func wholeNumbers(v any) any {
	switch t := v.(type) {
	case map[string]any:
		for k, x := range t {
			t[k] = wholeNumbers(x)
		}
	case []any:
		for i, x := range t {
			t[i] = wholeNumbers(x)
		}
	case json.Number:
		return json.Number(flex.Whole(string(t)))
	}
	return v
}
