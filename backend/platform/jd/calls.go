package jd

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// No rates are published; five a second per call is what this house allows itself.
const (
	perSecond = 5
	burst     = 5
	// A token can be renewed in its last day only, and not when it is over.
	renewAhead = 12 * domain.Hour
)

// call reads: it may be repeated, also once with a renewed token.
func (c *Connector) call(ctx context.Context, api string, p map[string]any, into any) error {
	data, err := grant.Read(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, p, token, "sync", false) })
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return platform.BadShape(err, "answer")
	}
	return nil
}

// write sends once.
func (c *Connector) write(ctx context.Context, api string, p map[string]any) (json.RawMessage, error) {
	return grant.Write(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, p, token, "write", true) })
}

func (c *Connector) request(api, purpose string, write bool) httpx.Request {
	r := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: flex.Beijing(), Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.d.BaseURL != "" {
		r.Rate = httpx.Rate{} // a loopback server has no quota
	}
	return r
}

// send signs and sends one call of routerjson and returns the inside of its
// answer, whose code is 0.
func (c *Connector) send(ctx context.Context, api string, p map[string]any, token, purpose string, write bool) (json.RawMessage, error) {
	text, err := compact(p)
	if err != nil {
		return nil, err
	}
	var data json.RawMessage
	req := c.request(api, purpose, write)
	req.Build = func() (httpx.Wire, error) {
		all := map[string]string{"method": api, "app_key": c.keys.Get("app_key"), grant.Access: token, "v": "2.0", "360buy_param_json": text,
			"timestamp": c.d.Now().In(flex.Beijing()).Format("2006-01-02 15:04:05.000-0700")}
		form := url.Values{"sign": {Sign(c.keys.Get("app_secret"), all)}}
		for k, v := range all {
			form.Set(k, v)
		}
		return httpx.Wire{URL: c.router, Body: []byte(form.Encode()),
			Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}}, nil
	}
	req.Judge = func(r httpx.Response) error {
		var failed *wireError
		if data, failed = unwrap(r.Body); failed != nil {
			return failure(api, string(failed.Code), failed.ZH+failed.EN+failed.Text)
		}
		if data == nil && r.Status < 300 {
			return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
		}
		return nil
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return nil, err
	}
	return data, nil
}

// unwrap finds the inside of an answer: the one key that ends in responce, as the
// platform spells it, or response. nil: not this platform's answer.
func unwrap(body []byte) (json.RawMessage, *wireError) {
	var outer map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil {
		return nil, nil
	}
	raw, failed := outer["error_response"]
	if !failed {
		for key, inner := range outer {
			if !strings.HasSuffix(key, "_responce") && !strings.HasSuffix(key, "_response") {
				continue
			}
			var e wireError
			if json.Unmarshal(inner, &e) != nil || inner[0] != '{' {
				return nil, nil
			}
			if e.Code != "" && e.Code != "0" {
				return nil, &e
			}
			return inner, nil
		}
		raw = body // seen: {"code":"10500001","errorMessage":"…"}
	}
	var e wireError
	if json.Unmarshal(raw, &e) != nil || e.Code == "" {
		return nil, nil
	}
	return nil, &e
}

// failure turns a code into an error. The text only helps to notice a limit: it
// may repeat what was sent.
func failure(api, code, text string) error {
	v := verdict(code, text)
	kv := []string{}
	if s := platform.SafeCode(code); s != "" {
		kv = append(kv, "remote_code", s)
	}
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}

// worked judges a business result inside a good answer; a missing one is no
// success.
func worked(api string, r *wireResult) error {
	switch {
	case r == nil || r.Success == nil || !r.Success.Set:
		return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
	case r.Success.Is:
		return nil
	}
	code := platform.First(r.Number.ID(), r.Code.ID())
	if v := verdict(code, r.Msg+r.Chinese); v.code != domain.CodeUnavailable {
		return failure(api, code, r.Msg+r.Chinese)
	}
	kv := []string{"reason", "refused_by_platform"}
	if s := platform.SafeCode(code); s != "" {
		kv = append(kv, "remote_code", s)
	}
	return domain.E(domain.CodeInvalid, errors.New("call "+api), kv...)
}

// sp calls the newer gateway with GET and returns its data. Header values, query
// and the values in the path are signed alike.
func (c *Connector) sp(ctx context.Context, api, path string, query map[string]string) (json.RawMessage, error) {
	return grant.Read(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) {
		var data json.RawMessage
		req := c.request(api, "sync", false)
		req.Method = http.MethodGet
		req.Build = func() (httpx.Wire, error) {
			head := map[string]string{"X-JOS-App-Key": c.keys.Get("app_key"), "X-JOS-Access-Token": token, "X-JOS-Timestamp": strconv.FormatInt(int64(c.d.Now()), 10)}
			signed, q := map[string]string{}, url.Values{}
			for k, v := range head {
				signed[k] = v
			}
			for k, v := range query {
				if v != "" {
					signed[k] = v
					q.Set(k, v)
				}
			}
			head["X-JOS-Sign"] = Sign(c.keys.Get("app_secret"), signed)
			head["X-JOS-Request-Identity"], head["Accept"] = "vender", "application/json"
			return httpx.Wire{URL: c.rest + path + "?" + q.Encode(), Header: head}, nil
		}
		req.Judge = func(r httpx.Response) error {
			var w wireSP
			if json.Unmarshal(r.Body, &w) != nil {
				return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
			}
			if w.Outer != nil {
				w = *w.Outer
			}
			switch {
			case len(w.Errors) > 0:
				return failure(api, string(w.Errors[0].Code), w.Errors[0].Message)
			case w.Success == nil && r.Status < 300:
				return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
			case w.Success != nil && !*w.Success:
				return failure(api, "", "")
			}
			data = w.Data
			return nil
		}
		if _, err := c.d.HTTP.Do(ctx, req); err != nil {
			return nil, err
		}
		return data, nil
	})
}

// renew gets another token by the refresh token.
func (c *Connector) renew(ctx context.Context) error {
	refresh := c.keys.Get(grant.Refresh)
	if refresh == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "not_authorised")
	}
	return c.obtain(ctx, "oauth2/refresh_token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
}

// obtain asks for a token and saves it. The secret travels in the address, as
// the platform wants it; httpx names no address in an error. It is sent once: a
// code and a refresh token may be good for one use only.
func (c *Connector) obtain(ctx context.Context, api string, q url.Values) error {
	q.Set("app_key", c.keys.Get("app_key"))
	q.Set("app_secret", c.keys.Get("app_secret"))
	req := c.request(api, "connect", true)
	req.Method = http.MethodGet
	req.Build = func() (httpx.Wire, error) { return httpx.Wire{URL: c.oauth + "/" + api + "?" + q.Encode()}, nil }
	var t wireToken
	req.Judge = func(r httpx.Response) error {
		t = wireToken{}
		if json.Unmarshal(r.Body, &t) == nil && t.AccessToken != "" {
			return nil
		}
		var e wireError
		if _, failed := unwrap(r.Body); failed != nil {
			e = *failed
		}
		if v := verdict(string(e.Code), e.ZH+e.EN+e.Text); v.code == domain.CodeRateLimited || v.reason == "bad_key" || v.reason == "bad_secret" {
			return failure(api, string(e.Code), e.ZH+e.EN+e.Text)
		}
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return err
	}
	change := map[string]string{grant.Access: t.AccessToken, platform.FieldAuthCode: "", grant.Expires: ""} // "" = not told
	if t.ExpiresIn.N > 0 {
		change[grant.Expires] = grant.Millis(c.d.Now().Add(time.Duration(min(t.ExpiresIn.N, 10*365*86400)) * time.Second))
	}
	if t.RefreshToken != "" {
		change[grant.Refresh] = t.RefreshToken
	}
	return c.keys.Put(ctx, change)
}
