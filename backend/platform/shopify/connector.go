package shopify

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"sort"
	"strings"
	"sync/atomic"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// Platform is this folder's id.
const Platform = "shopify"

// The calls that are used, by the schema's names.
const (
	apiOrders   = "orders"
	apiLines    = "order.lineItems"
	apiTouched  = "orders.touched"
	apiCases    = "order.cases"
	apiDisputes = "disputes"
	apiDispute  = "dispute"
	apiTrace    = "order.fulfillments"
	apiShop     = "shop"
	apiNote     = "orderUpdate"
	apiShip     = "fulfillmentCreate"
	apiApprove  = "returnApproveRequest"
	apiDecline  = "returnDeclineRequest"
	apiEvidence = "disputeEvidenceUpdate"
	apiToken    = "oauth.access_token"
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d    platform.Deps
	http *httpx.Client
	base string
	host string
	keys *grant.Keeper

	orderSize, touchedSize, disputeSize atomic.Int64 // rows of a page that the platform took
}

var (
	_ platform.Connector   = (*Connector)(nil)
	_ platform.Ranger      = (*Connector)(nil)
	_ platform.Detailer    = (*Connector)(nil)
	_ platform.OrderReader = (*Connector)(nil)
	_ platform.Tracer      = (*Connector)(nil)
	_ platform.Rederiver   = (*Connector)(nil)
	_ platform.Actor       = (*Connector)(nil)
	_ platform.Refuser     = (*Connector)(nil)
	_ platform.Shipper     = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Authorizer  = (*Connector)(nil)
	_ platform.Pusher      = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field shop_domain, reason
// bad_address) when the shop's name is not one of the platform's.
func New(d platform.Deps) (*Connector, error) {
	cred, err := platform.Fill(d, fields())
	if err != nil {
		return nil, err
	}
	host, ok := shopHost(cred["shop_domain"])
	if !ok {
		return nil, domain.E(domain.CodeInvalid, errors.New("read address of shop"), "field", "shop_domain", "reason", "bad_address")
	}
	c := &Connector{d: d, host: host, http: d.HTTP.With(host), keys: grant.New(d, cred, renewAhead)}
	if c.base, err = platform.Base(d, c.real()); err != nil {
		return nil, err
	}
	c.orderSize.Store(orderPage)
	c.touchedSize.Store(touchedPage)
	c.disputeSize.Store(disputePage)
	return c, nil
}

// shopHost reads what a person typed as the shop: its name, its domain at the
// platform, or the address of one of its pages there.
func shopHost(typed string) (string, bool) {
	s := strings.ToLower(strings.TrimSpace(typed))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	if !strings.Contains(s, ".") {
		s += ".myshopify.com"
	}
	return s, regexp.MustCompile(`^[a-z0-9][a-z0-9-]*\.myshopify\.com$`).MatchString(s)
}

func (c *Connector) real() string { return "https://" + c.host }

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "shop_domain", Required: true, Example: "your-shop.myshopify.com"}, {Name: "access_token", Secret: true},
		{Name: "app_key"}, {Name: "app_secret", Secret: true},
		{Name: "redirect_uri", Example: "https://example.com/callback"}, {Name: platform.FieldAuthCode, Secret: true},
	}
}

// Info describes the platform; capabilities are those of a fresh shop. Hosts is
// empty: every shop has its own.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthKey, PageSize: orderPage, MaxHistory: reach, Hosts: []string{},
		Fields: fields(), Capabilities: platform.Matrix(domain.Shop{}, false, cells()), Acts: acts(domain.Shop{}, false),
	}
}

// Info describes this shop.
func (c *Connector) Info() platform.Info {
	i := Info()
	i.Hosts = []string{c.host}
	i.Capabilities, i.Acts = platform.Matrix(c.d.Shop, true, cells()), acts(c.d.Shop, true)
	return i
}

// cells says what the platform offers and what that claim rests on.
func cells() map[string]platform.Cell {
	fixture := platform.Yes(domain.ProofFixture)
	return map[string]platform.Cell{
		"orders": fixture, "after_sales": fixture, "after_sale_detail": fixture, "deadlines": fixture, "traces": fixture, "act": fixture,
		"push":            {State: domain.CapDisabled, Needs: platform.NeedsPublic, Proof: domain.ProofFixture},
		"live":            platform.No("no_live_fields"),
		"reviews":         platform.No("no_review_api"),
		"contacts":        platform.No("needs_data_approval"),
		"evidence_upload": platform.No("upload_host_unpublished"),
		"score":           platform.No("no_score_api"),
	}
}

func (c *Connector) reader() reader { return reader{platform.NewReader(Platform, c.d)} }

// Orders reads the next page of orders in the order of their last change.
func (c *Connector) Orders(ctx context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiOrders, Items: []platform.Item[domain.Order]{}}
	got, err := orderPlan().Next(ctx, c.d.Now(), at, c.fetchOrders)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseOrder)
	return page, nil
}

// AfterSales reads the returns and refunds of the next page of orders that
// changed, and after them the disputes; a page may have none.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiCases, Items: []platform.Item[domain.AfterSale]{}}
	got, list, err := c.caseLists().Next(ctx, c.d.Now(), at)
	if err != nil {
		return page, err
	}
	if list == "disputes" {
		page.API = apiDisputes
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseCase)
	return page, nil
}

// AfterSale reads one case. invalid (field id) for an id that is not of a case,
// not_found when the order or the case is gone.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	var none platform.Item[domain.AfterSale]
	gone := fail(apiCases, verdict{domain.CodeNotFound, "no_data"}, "")
	raw, err := c.caseRaw(ctx, remoteID)
	if err != nil {
		return none, err
	}
	if raw == nil {
		return none, gone
	}
	a, err := c.reader().aftersale(raw, true)
	if err != nil {
		return none, err
	}
	if a.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "id")
	}
	return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
}

// caseRaw reads the payload of a case; nil when its order has no such case.
func (c *Connector) caseRaw(ctx context.Context, remoteID string) (json.RawMessage, error) {
	if id, ok := strings.CutPrefix(remoteID, "d"); ok && number(id) {
		raw, err := get[json.RawMessage](ctx, c, ask{api: apiDispute, purpose: "sync", document: queryDispute,
			variables: map[string]any{"id": gid("ShopifyPaymentsDispute", id)}}, "dispute")
		if err != nil {
			return nil, err
		}
		return json.Marshal(wireCase{Dispute: raw})
	}
	order, rest, ok := strings.Cut(remoteID, "-")
	if !ok || !number(order) || len(rest) < 2 || !number(rest[1:]) || (rest[0] != 'r' && rest[0] != 'f') {
		return nil, domain.E(domain.CodeInvalid, errors.New("read case"), "field", "id")
	}
	raw, err := c.cases(ctx, gid("Order", order))
	if err != nil {
		return nil, err
	}
	list, err := split(raw)
	if err != nil {
		return nil, err
	}
	for _, one := range list {
		if one.id == remoteID {
			return one.raw, nil
		}
	}
	return nil, nil
}

// Order reads one order as it is now.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	var none platform.Item[domain.Order]
	if !number(remoteID) {
		return none, domain.E(domain.CodeInvalid, errors.New("read order"), "field", "id")
	}
	raw, err := get[json.RawMessage](ctx, c, ask{api: apiOrders, purpose: "sync", document: queryOrder, variables: map[string]any{"id": gid("Order", remoteID)}}, "order")
	if err != nil {
		return none, err
	}
	if raw, err = c.whole(ctx, raw); err != nil {
		return none, err
	}
	o, err := c.reader().order(raw)
	if err != nil {
		return none, err
	}
	if o.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "id")
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raw}, nil
}

// Traces reads a parcel's trace from its order's shipments. not_found (no_data)
// when the platform has no event of it.
func (c *Connector) Traces(ctx context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	_, order, err := domain.SplitKey(p.OrderID)
	if err != nil || !number(order) || p.Waybill == "" {
		return nil, nil, domain.E(domain.CodeInvalid, errors.New("read traces"), "field", "order")
	}
	raw, err := get[json.RawMessage](ctx, c, ask{api: apiTrace, purpose: "sync", document: queryTrace, variables: map[string]any{"id": gid("Order", order)}}, "order")
	if err != nil {
		return nil, nil, err
	}
	// The payload names all parcels of the order; the one that was asked for
	// stands beside it, so that the same events come out again.
	kept, err := json.Marshal(wireTrace{Waybill: p.Waybill, Order: raw})
	if err != nil {
		return nil, nil, platform.Bad("order")
	}
	events, err := c.DeriveTraces(kept)
	if err == nil && len(events) == 0 {
		err = fail(apiTrace, verdict{domain.CodeNotFound, "no_data"}, "")
	}
	if err != nil {
		return nil, nil, err
	}
	return events, kept, nil
}

type wireTrace struct {
	Waybill string          `json:"waybill"`
	Order   json.RawMessage `json:"order"`
}

// DeriveTraces makes the events of a trace from its raw answer again, oldest
// first.
func (c *Connector) DeriveTraces(raw []byte) ([]domain.TraceEvent, error) {
	var w wireTrace
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "trace")
	}
	if w.Waybill == "" {
		return nil, platform.Bad("waybill")
	}
	out, err := c.reader().traceOf(w.Order, w.Waybill)
	if err != nil {
		return nil, err
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out, nil
}

// DeriveOrder makes an order from its raw JSON again.
func (c *Connector) DeriveOrder(raw []byte) (domain.Order, []domain.Unmapped, error) {
	r := c.reader()
	o, err := r.order(raw)
	return o, r.Unmapped(c.d.Now()), err
}

// DeriveAfterSale makes a case from its raw JSON again; invalid for a kind
// that is not a case.
func (c *Connector) DeriveAfterSale(kind string, raw []byte) (domain.AfterSale, []domain.Unmapped, error) {
	if kind != platform.RawAfterSale && kind != platform.RawAfterSaleDetail {
		return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
	}
	r := c.reader()
	a, err := r.aftersale(raw, kind == platform.RawAfterSaleDetail)
	return a, r.Unmapped(c.d.Now()), err
}

func readOrder(r *platform.Reader, raw []byte) (domain.Order, error) { return reader{r}.order(raw) }
func readCase(r *platform.Reader, raw []byte) (domain.AfterSale, error) {
	return reader{r}.aftersale(raw, false)
}

// looseOrder finds the id of an order that could not be read as a whole.
func looseOrder(raw []byte) string {
	var flat map[string]json.RawMessage
	var id flex.Text
	if json.Unmarshal(raw, &flat) != nil || json.Unmarshal(flat["legacyResourceId"], &id) != nil {
		return ""
	}
	return platform.SafeCode(id.ID())
}

// looseCase does so for a case.
func looseCase(raw []byte) string {
	var w map[string]json.RawMessage
	if json.Unmarshal(raw, &w) != nil {
		return ""
	}
	if d := looseOrder(w["dispute"]); d != "" {
		return disputeID(d)
	}
	order := looseOrder(w["order"])
	for name, id := range map[string]func(order, id string) string{"return": returnID, "refund": refundID} {
		var part map[string]json.RawMessage
		var g string
		if json.Unmarshal(w[name], &part) == nil && json.Unmarshal(part["id"], &g) == nil && order != "" && tail(g) != "" {
			return id(order, tail(g))
		}
	}
	return ""
}
