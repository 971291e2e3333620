package doudian

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

// Platform is this folder's id.
const Platform = "doudian"

// The calls that are used.
const (
	apiOrders       = "order.searchList"
	apiCases        = "afterSale.List"
	apiCase         = "afterSale.Detail"
	apiOperate      = "afterSale.operate"
	apiRemark       = "afterSale.addOrderRemark"
	apiReasons      = "afterSale.rejectReasonCodeList"
	apiTrace        = "logistics.trackNoRouteDetail"
	apiTokenCreate  = "token.create"
	apiTokenRefresh = "token.refresh"
)

const (
	host       = "openapi-fxg.jinritemai.com"
	realURL    = "https://" + host
	pageSize   = 100
	maxRows    = 50000 // page*size of both lists
	orderReach = 90 * 24 * time.Hour
	caseReach  = 180 * 24 * time.Hour
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d    platform.Deps
	base string

	renew sync.Mutex // held while a token is asked for: one caller asks, the others wait

	mu   sync.Mutex // guards cred
	cred platform.Credentials
}

var (
	_ platform.Connector = (*Connector)(nil)
	_ platform.Ranger    = (*Connector)(nil)
	_ platform.Detailer  = (*Connector)(nil)
	_ platform.Tracer    = (*Connector)(nil)
	_ platform.Actor     = (*Connector)(nil)
	_ platform.Prober    = (*Connector)(nil)
	_ platform.Rederiver = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when app_key,
// app_secret or shop_id is missing, or BaseURL is neither empty nor loopback.
func New(d platform.Deps) (*Connector, error) {
	if d.HTTP == nil || d.Now == nil {
		return nil, domain.E(domain.CodeInternal, errors.New("open doudian: no client or clock"))
	}
	c := &Connector{d: d, base: realURL, cred: d.Credentials.Clone()}
	for _, f := range Info().Fields {
		v := strings.TrimSpace(c.cred[f.Name])
		if v == "" && f.Required {
			return nil, domain.E(domain.CodeInvalid, errors.New("open doudian"), "field", f.Name, "reason", "missing")
		}
		c.cred[f.Name] = v
	}
	if d.BaseURL != "" {
		u, err := url.Parse(d.BaseURL)
		if err != nil || !httpx.Loopback(u.Hostname()) {
			return nil, domain.E(domain.CodeInvalid, errors.New("open doudian"), "field", "base_url")
		}
		c.base = strings.TrimSuffix(d.BaseURL, "/")
	}
	return c, nil
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: "self_use_app", Zone: "Asia/Shanghai", PageSize: pageSize, MaxHistory: orderReach,
		Hosts: []string{host},
		Fields: []domain.CredentialField{
			{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true},
			{Name: "shop_id", Required: true}, {Name: "return_address_id"},
		},
		Capabilities: capabilities(domain.Shop{}, domain.CapDisabled, "credentials"),
	}
}

// Info describes this shop.
func (c *Connector) Info() platform.Info {
	i := Info()
	i.Capabilities = capabilities(c.d.Shop, domain.CapEnabled, "")
	return i
}

// capabilities fills the matrix: one state and at most one missing step each.
func capabilities(s domain.Shop, reading domain.CapabilityState, needs string) []domain.Capability {
	if reading == domain.CapEnabled && s.State == domain.ShopUnauthorized {
		reading, needs = domain.CapDisabled, "reauthorise"
	}
	out := make([]domain.Capability, 0, len(domain.Abilities))
	for _, a := range domain.Abilities {
		c := domain.Capability{Ability: a, State: reading, Needs: needs}
		switch a {
		case "reviews": // the comment API answers 70000 since its notice of switching off
			c.State, c.Needs = domain.CapUnsupported, "api_switched_off"
		case "contacts":
			c.State, c.Needs = domain.CapUnsupported, "decrypt_inside_platform_cloud_only"
		case "push":
			c.State, c.Needs = domain.CapUnsupported, "needs_public_address"
		case "evidence_upload":
			c.State, c.Needs = domain.CapUnsupported, "upload_host_unpublished"
		case "score":
			c.State, c.Needs = domain.CapUnsupported, "not_read_yet"
		case "act":
			if reading == domain.CapEnabled && !s.WritesOn {
				c.State, c.Needs = domain.CapDisabled, "writes_off"
			}
		}
		out = append(out, c)
	}
	return out
}

func (c *Connector) reader() *reader { return &reader{shop: c.d.Shop, mappings: c.d.Mappings} }

// Orders reads the next page of orders in the order of their last change.
func (c *Connector) Orders(ctx context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiOrders, Items: []platform.Item[domain.Order]{}}
	got, err := c.walk(ctx, streamOrders, at, c.fetchOrders)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.next, got.done
	collect(c, &page, got.items, (*reader).order, func(o domain.Order) (string, domain.Instant) { return o.RemoteID, o.UpdatedAt }, "order_id")
	return page, nil
}

// AfterSales reads the next page of cases in the order of their last change.
// Reason is ReasonUnknown with ReasonText set: which of our reasons a text
// means is rule data, and the puller asks the rules.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiCases, Items: []platform.Item[domain.AfterSale]{}}
	got, err := c.walk(ctx, streamCases, at, c.fetchCases)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.next, got.done
	collect(c, &page, got.items, (*reader).listed, func(a domain.AfterSale) (string, domain.Instant) { return a.RemoteID, a.UpdatedAt }, "aftersale_id")
	return page, nil
}

// AfterSale reads one case with its negotiation log and evidence deadline.
// Unknown values in it are not counted here; deriving the row from its raw
// JSON gives them. not_found when the platform knows no such case.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	data, _, err := c.call(ctx, apiCase, map[string]any{"after_sale_id": remoteID, "need_operation_record": true}, "sync")
	if err != nil {
		return platform.Item[domain.AfterSale]{}, err
	}
	a, err := c.reader().detailed(data)
	if err != nil {
		return platform.Item[domain.AfterSale]{}, err
	}
	if a.RemoteID != remoteID {
		return platform.Item[domain.AfterSale]{}, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "after_sale_id")
	}
	return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: data}, nil
}

// DeriveOrder makes an order from its raw JSON again.
func (c *Connector) DeriveOrder(raw []byte) (domain.Order, []domain.Unmapped, error) {
	r := c.reader()
	o, err := r.order(raw)
	return o, c.stamp(r.unmapped), err
}

// DeriveAfterSale makes a case from its raw JSON again; invalid for a kind
// that is not a case.
func (c *Connector) DeriveAfterSale(kind string, raw []byte) (domain.AfterSale, []domain.Unmapped, error) {
	r := c.reader()
	switch kind {
	case platform.RawAfterSale:
		a, err := r.listed(raw)
		return a, c.stamp(r.unmapped), err
	case platform.RawAfterSaleDetail:
		a, err := r.detailed(raw)
		return a, c.stamp(r.unmapped), err
	}
	return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
}

// collect reads raw items into a page: bad ones become problems, an item that
// stands twice in one page is kept once (its newer state), unknown values are
// summed.
func collect[T any](c *Connector, page *platform.Page[T], raws []json.RawMessage, read func(*reader, []byte) (T, error), key func(T) (string, domain.Instant), idField string) {
	r := c.reader()
	at := map[string]int{}
	for _, raw := range raws {
		v, err := read(r, raw)
		if err != nil {
			page.Problems = append(page.Problems, platform.Problem{RemoteID: looseID(raw, idField), Field: domain.ParamOf(err, "field"), Code: domain.CodeOf(err)})
			continue
		}
		id, updated := key(v)
		item := platform.Item[T]{Value: v, RemoteID: id, Raw: raw}
		if i, twice := at[id]; twice {
			if _, old := key(page.Items[i].Value); updated >= old {
				page.Items[i] = item
			}
			continue
		}
		at[id] = len(page.Items)
		page.Items = append(page.Items, item)
	}
	page.Unmapped = c.stamp(r.unmapped)
}

func (c *Connector) stamp(in []domain.Unmapped) []domain.Unmapped {
	now := c.d.Now()
	for i := range in {
		in[i].FirstAt, in[i].LastAt = now, now
	}
	return in
}

// looseID finds the id of an item that could not be read as a whole.
func looseID(raw []byte, field string) string {
	var flat map[string]json.RawMessage
	if json.Unmarshal(raw, &flat) != nil {
		return ""
	}
	if inner, ok := flat["aftersale_info"]; ok {
		flat = nil
		if json.Unmarshal(inner, &flat) != nil {
			return ""
		}
	}
	var id text
	if json.Unmarshal(flat[field], &id) != nil {
		return ""
	}
	return safeCode(id.id())
}
