package taobao

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// The platform publishes no request rates, they stand in each app's console;
// ten a second per call is what this house allows itself, and a ban is obeyed.
const (
	perSecond  = 10
	burst      = 10
	renewAhead = domain.Hour // a token with less life left is renewed before use
)

// picture is a file that goes with a write; it is not signed.
type picture struct {
	field, mime string
	body        []byte
}

// call reads: it may be repeated, also once with a renewed token.
func (c *Connector) call(ctx context.Context, api string, params map[string]string, purpose string) (json.RawMessage, error) {
	a, err := grant.Read(ctx, c.keys, c.renew, func(token string) (answer, error) { return c.send(ctx, api, params, nil, token, purpose, false) })
	return a.body, err
}

// write sends once.
func (c *Connector) write(ctx context.Context, api string, params map[string]string, file *picture) (answer, error) {
	return grant.Write(ctx, c.keys, c.renew, func(token string) (answer, error) { return c.send(ctx, api, params, file, token, "write", true) })
}

// send signs and sends one call: system parameters in the query, business
// parameters in the body, as the official client does.
func (c *Connector) send(ctx context.Context, api string, params map[string]string, file *picture, session, purpose string, write bool) (answer, error) {
	key, secret := c.keys.Get("app_key"), c.keys.Get("app_secret")
	var a answer
	req := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: c.zone, Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.base != realURL {
		req.Rate = httpx.Rate{} // a loopback server has no quota
	}
	req.Build = func() (httpx.Wire, error) {
		system := map[string]string{"method": api, "app_key": key, "timestamp": c.clock(int64(c.d.Now()) / 1000), "v": "2.0",
			"sign_method": signSHA256, "format": "json"}
		if session != "" {
			system["session"] = session
		}
		all := maps.Clone(system)
		form := url.Values{}
		for k, v := range params {
			if strings.TrimSpace(v) != "" {
				all[k] = v
				form.Set(k, v)
			}
		}
		query := url.Values{"sign": {Sign(secret, signSHA256, all)}}
		for k, v := range system {
			query.Set(k, v)
		}
		wire := httpx.Wire{URL: c.base + path + "?" + query.Encode(), Body: []byte(form.Encode()),
			Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}}
		if file == nil {
			return wire, nil
		}
		body, kind, err := multipartOf(form, file)
		if err != nil {
			return httpx.Wire{}, domain.E(domain.CodeInternal, err)
		}
		wire.Body, wire.Header["Content-Type"] = body, kind
		return wire, nil
	}
	req.Judge = func(r httpx.Response) (err error) {
		a, err = read(api, r)
		return err
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return answer{}, err
	}
	return a, nil
}

// multipartOf writes a form and its file.
func multipartOf(form url.Values, file *picture) (body []byte, kind string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k := range form {
		if err := w.WriteField(k, form.Get(k)); err != nil {
			return nil, "", err
		}
	}
	name := file.field + "." + strings.TrimPrefix(file.mime, "image/")
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {file.mime},
		"Content-Disposition": {`form-data; name="` + file.field + `"; filename="` + name + `"`}})
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(file.body); err != nil {
		return nil, "", err
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

// responseKey is the outer key of a call's answer.
func responseKey(api string) string {
	return strings.ReplaceAll(strings.TrimPrefix(api, "taobao."), ".", "_") + "_response"
}

// read takes an answer apart. The platform answers errors with status 200 too:
// the outer key decides.
func read(api string, r httpx.Response) (answer, error) {
	cut := domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
	var outer map[string]json.RawMessage
	if err := json.Unmarshal(r.Body, &outer); err != nil {
		return answer{}, cut
	}
	if raw, ok := outer["error_response"]; ok {
		var e errorAnswer
		if err := json.Unmarshal(raw, &e); err != nil || !e.Code.Set {
			return answer{}, cut
		}
		return answer{}, failure(api, e)
	}
	body, ok := outer[responseKey(api)]
	if !ok {
		if r.Status < 300 {
			return answer{}, cut
		}
		return answer{}, nil // not this platform's envelope; the status decides
	}
	var id struct {
		RequestID flex.Text `json:"request_id"`
	}
	_ = json.Unmarshal(body, &id) // where it is missing there is no receipt, nothing worse
	return answer{body: body, requestID: string(id.RequestID)}, nil
}
