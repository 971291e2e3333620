package pinduoduo

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
)

// Platform is this folder's id.
const Platform = "pinduoduo"

// The calls that are used.
const (
	apiOrders      = "pdd.order.number.list.increment.get"
	apiOrdersMade  = "pdd.order.list.get"
	apiOrder       = "pdd.order.information.get"
	apiNote        = "pdd.order.note.update"
	apiCases       = "pdd.refund.list.increment.get"
	apiCase        = "pdd.refund.information.get"
	apiAgree       = "pdd.refund.agree"
	apiAgreeReturn = "pdd.refund.returngoods.agree"
	apiReship      = "pdd.refund.exchange.shipping"
	apiAddresses   = "pdd.refund.address.list.get"
	apiShip        = "pdd.logistics.online.send"
	apiCompanies   = "pdd.logistics.companies.get"
	apiTrace       = "pdd.logistics.ordertrace.get"
	apiGrant       = "pdd.pop.auth.token.create"
	apiRenew       = "pdd.pop.auth.token.refresh"
)

const (
	host       = "gw-api.pinduoduo.com"
	realURL    = "https://" + host
	consentURL = "https://fuwu.pinduoduo.com/service-market/auth"
	renewAhead = domain.Hour // a token with less life left is renewed before use
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d    platform.Deps
	base string
	keys *grant.Keeper

	mu        sync.Mutex
	companies []wireCompany // as read once; they hardly change
}

var (
	_ platform.Connector   = (*Connector)(nil)
	_ platform.Ranger      = (*Connector)(nil)
	_ platform.Detailer    = (*Connector)(nil)
	_ platform.OrderReader = (*Connector)(nil)
	_ platform.Tracer      = (*Connector)(nil)
	_ platform.Actor       = (*Connector)(nil)
	_ platform.Addresser   = (*Connector)(nil)
	_ platform.Shipper     = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Authorizer  = (*Connector)(nil)
	_ platform.Rederiver   = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when app_key,
// app_secret or redirect_uri is missing, or BaseURL is neither empty nor
// loopback.
func New(d platform.Deps) (*Connector, error) {
	cred, err := platform.Fill(d, fields())
	if err != nil {
		return nil, err
	}
	base, err := platform.Base(d, realURL)
	if err != nil {
		return nil, err
	}
	return &Connector{d: d, base: base, keys: grant.New(d, cred, renewAhead)}, nil
}

// fields: app_key is the platform's client_id and app_secret its client_secret.
func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true},
		{Name: "redirect_uri", Required: true, Example: "https://example.com/callback"}, {Name: platform.FieldAuthCode, Secret: true},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthOAuth, Zone: "Asia/Shanghai", PageSize: pageSize, MaxHistory: reach,
		Hosts: []string{host}, Fields: fields(),
		Capabilities: platform.Matrix(domain.Shop{}, false, cells()), Acts: acts(domain.Shop{}, false),
	}
}

// Info describes this shop.
func (c *Connector) Info() platform.Info {
	i := Info()
	i.Capabilities, i.Acts = platform.Matrix(c.d.Shop, true, cells()), acts(c.d.Shop, true)
	return i
}

// cells says what the platform offers and what that claim rests on.
func cells() map[string]platform.Cell {
	yes := platform.Yes(domain.ProofFixture)
	return map[string]platform.Cell{
		"orders": yes, "after_sales": yes, "after_sale_detail": yes, "deadlines": yes, "traces": yes, "act": yes,
		"live":            platform.No("no_live_fields"),
		"reviews":         platform.No("no_review_api"),
		"contacts":        platform.No("decrypt_inside_platform_cloud_only"),
		"push":            platform.No("unsigned_push"), // a socket whose messages carry no signature
		"evidence_upload": platform.No("no_evidence_api"),
		"score":           platform.No("no_score_api"),
	}
}

func (c *Connector) reader() reader { return reader{platform.NewReader(Platform, c.d)} }

// AuthorizeURL is the page on which the shop's main account consents; its
// answer is a code that lives ten minutes.
func (c *Connector) AuthorizeURL(state string) (string, error) {
	q := url.Values{"response_type": {"code"}, "client_id": {c.keys.Get("app_key")}, "redirect_uri": {c.keys.Get("redirect_uri")}, "state": {state}}
	return consentURL + "?" + q.Encode(), nil
}

// Orders reads the next page of orders.
func (c *Connector) Orders(ctx context.Context, cur platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiOrders, Items: []platform.Item[domain.Order]{}}
	got, err := orderPlan().Next(ctx, c.d.Now(), cur, c.fetchOrders)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID("order_sn"))
	return page, nil
}

// AfterSales reads the next page of cases in the order of their last change.
func (c *Connector) AfterSales(ctx context.Context, cur platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiCases, Items: []platform.Item[domain.AfterSale]{}}
	got, err := casePlan().Next(ctx, c.d.Now(), cur, c.fetchCases)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseID("id"))
	return page, nil
}

// AfterSale reads one case with its deadline, pictures and the buyer's words:
// the list's element of its order, whose amounts have a documented unit, then
// the detail. not_found when the platform knows no such case; invalid (field
// order_sn, reason order_unknown) when nobody can say which order it belongs
// to, because the platform finds a case by its order only.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	none := platform.Item[domain.AfterSale]{}
	order := ""
	if c.d.OrderOf != nil {
		var err error
		if order, err = c.d.OrderOf(ctx, remoteID); err != nil {
			return none, err
		}
	}
	if order == "" {
		return none, domain.E(domain.CodeInvalid, errors.New("read case"), "field", "order_sn", "reason", "order_unknown")
	}
	var both bothCases
	var err error
	if both.Listed, err = c.listedCase(ctx, order, remoteID); err != nil {
		return none, err
	}
	if both.Detail, err = c.call(ctx, apiCase, params{"order_sn": order, "after_sales_id": remoteID}); err != nil {
		return none, err
	}
	raw, err := json.Marshal(both)
	if err != nil {
		return none, domain.E(domain.CodeInternal, err)
	}
	a, err := c.reader().detailed(raw)
	if err != nil {
		return none, err
	}
	if a.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "after_sales_id")
	}
	return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
}

// listedCase finds a case in the list of its order's cases. With an order number
// every other filter is ignored, but must be sent.
func (c *Connector) listedCase(ctx context.Context, order, remoteID string) (json.RawMessage, error) {
	now := int64(c.d.Now()) / 1000
	data, err := c.call(ctx, apiCases, params{"order_sn": order, "after_sales_status": allStatuses, "after_sales_type": "1",
		"start_updated_at": seconds(now - 60), "end_updated_at": seconds(now), "page": "1", "page_size": seconds(pageSize)})
	if err != nil {
		return nil, err
	}
	var l wireCases
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "refund_list")
	}
	id := looseID("id")
	for _, raw := range l.List {
		if id(raw) == remoteID {
			return raw, nil
		}
	}
	return nil, domain.E(domain.CodeNotFound, errors.New("read case"), "reason", "no_data")
}

// Order reads one order as it is now. not_found when it is not the shop's.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	_, raw, err := c.orderInfo(ctx, remoteID)
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	o, err := c.reader().order(raw)
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raw}, nil
}

func (c *Connector) orderInfo(ctx context.Context, remoteID string) (w wireOrder, raw json.RawMessage, err error) {
	data, err := c.call(ctx, apiOrder, params{"order_sn": remoteID})
	if err != nil {
		return w, nil, err
	}
	var info wireOrderInfo
	if err := json.Unmarshal(data, &info); err != nil {
		return w, nil, platform.BadShape(err, "order_info")
	}
	if len(info.Order) == 0 || string(info.Order) == "null" {
		return w, nil, domain.E(domain.CodeNotFound, errors.New("read order"), "reason", "no_data")
	}
	if err := json.Unmarshal(info.Order, &w); err != nil {
		return w, nil, platform.BadShape(err, "order_info")
	}
	if w.OrderSN.ID() != remoteID {
		return w, nil, domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "order_sn")
	}
	return w, info.Order, nil
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
	r := c.reader()
	switch kind {
	case platform.RawAfterSale:
		a, err := r.listed(raw)
		return a, r.Unmapped(c.d.Now()), err
	case platform.RawAfterSaleDetail:
		a, err := r.detailed(raw)
		return a, r.Unmapped(c.d.Now()), err
	}
	return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
}

func readOrder(r *platform.Reader, raw []byte) (domain.Order, error)    { return reader{r}.order(raw) }
func readCase(r *platform.Reader, raw []byte) (domain.AfterSale, error) { return reader{r}.listed(raw) }

// looseID finds the id of an item that could not be read as a whole.
func looseID(field string) func(raw []byte) string {
	return func(raw []byte) string {
		var flat map[string]json.RawMessage
		var id flex.Text
		if json.Unmarshal(raw, &flat) != nil || json.Unmarshal(flat[field], &id) != nil {
			return ""
		}
		return platform.SafeCode(id.ID())
	}
}
