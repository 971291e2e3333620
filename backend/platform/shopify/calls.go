package shopify

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// version of the Admin API that the documents were checked against.
const version = "2026-10"

// The platform counts points, not requests; a page of orders costs some sixty
// of the hundred a second that the smallest plan refills. All calls draw on one
// bucket, so they share a lane.
const (
	perSecond  = 2
	burst      = 10
	lane       = "admin"
	renewAhead = domain.Hour // a token with less life left is renewed before use
)

// ask is one query or mutation.
type ask struct {
	api, purpose string
	document     string
	variables    map[string]any
	write        bool
}

// read asks, once more with a renewed token.
func (c *Connector) read(ctx context.Context, a ask) (envelope, error) {
	return grant.Read(ctx, c.keys, c.renew, func(token string) (envelope, error) { return c.send(ctx, a, token) })
}

// write asks once.
func (c *Connector) write(ctx context.Context, a ask) (envelope, error) {
	a.write, a.purpose = true, "write"
	return grant.Write(ctx, c.keys, c.renew, func(token string) (envelope, error) { return c.send(ctx, a, token) })
}

// send makes one call.
func (c *Connector) send(ctx context.Context, a ask, token string) (envelope, error) {
	body, err := json.Marshal(struct {
		Query     string         `json:"query"`
		Variables map[string]any `json:"variables"`
	}{a.document, a.variables})
	if err != nil {
		return envelope{}, domain.E(domain.CodeInternal, errors.New("write request of "+a.api), "sent", "no")
	}
	var e envelope
	r := httpx.Request{ShopID: c.d.Shop.ID, API: a.api, Purpose: a.purpose, Write: a.write, Lane: lane, Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.base != c.real() {
		r.Rate = httpx.Rate{} // a loopback server has no bucket
	}
	r.Build = func() (httpx.Wire, error) {
		return httpx.Wire{URL: c.base + "/admin/api/" + version + "/graphql.json", Body: body,
			Header: map[string]string{"Content-Type": "application/json", "X-Shopify-Access-Token": token}}, nil
	}
	r.Judge = func(r httpx.Response) error {
		if v, refused := byStatus(r.Status); refused {
			if r.Status == http.StatusUnauthorized && c.renews() {
				v.reason = "token_expired"
			}
			return fail(a.api, v, "")
		}
		if r.Status >= http.StatusMultipleChoices {
			return nil // the status decides
		}
		e = envelope{}
		if json.Unmarshal(r.Body, &e) != nil {
			return domain.E(domain.CodeUnavailable, errors.New("read answer of "+a.api), "reason", "cut")
		}
		return failure(a.api, e)
	}
	if _, err := c.http.Do(ctx, r); err != nil {
		return envelope{}, err
	}
	return e, nil
}

// field decodes one field of an answer's data. not_found (no_data) when it is
// null.
func field[T any](e envelope, api, name string) (T, error) {
	var v T
	raw := e.Data[name]
	if len(raw) == 0 || string(raw) == "null" {
		return v, fail(api, verdict{domain.CodeNotFound, "no_data"}, "")
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, platform.BadShape(err, name)
	}
	return v, nil
}

// get asks and decodes one field.
func get[T any](ctx context.Context, c *Connector, a ask, name string) (T, error) {
	e, err := c.read(ctx, a)
	if err != nil {
		var none T
		return none, err
	}
	return field[T](e, a.api, name)
}

// pageOf reads one page of a connection with as many rows as the platform takes
// in one piece: a page that is too costly is asked again with half, down to one.
// size keeps what worked.
func (c *Connector) pageOf(ctx context.Context, size *atomic.Int64, a ask, name string) (connection, error) {
	for {
		n := size.Load()
		a.variables["first"] = n
		got, err := get[connection](ctx, c, a, name)
		if domain.ParamOf(err, "reason") != "too_costly" || n <= 1 {
			return got, err
		}
		size.CompareAndSwap(n, n/2)
	}
}

// mutate writes and checks the mutation's own errors, which come with status 200.
func (c *Connector) mutate(ctx context.Context, a ask, name string) (json.RawMessage, error) {
	e, err := c.write(ctx, a)
	if err != nil {
		return nil, err
	}
	raw := e.Data[name]
	var u userErrors
	if len(raw) == 0 || json.Unmarshal(raw, &u) != nil {
		return nil, domain.E(domain.CodeUnavailable, errors.New("read receipt of "+a.api), "reason", "cut")
	}
	if len(u.Errors) > 0 {
		kv := []string{}
		if f := u.Errors[0].Field; len(f) > 0 {
			if s := platform.SafeCode(f[len(f)-1]); s != "" {
				kv = append(kv, "field", s)
			}
		}
		return nil, fail(a.api, byCode(u.Errors[0].Code), u.Errors[0].Code, kv...)
	}
	if string(raw) == "null" {
		return nil, domain.E(domain.CodeUnavailable, errors.New("read receipt of "+a.api), "reason", "cut")
	}
	return raw, nil
}
