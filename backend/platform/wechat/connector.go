package wechat

import (
	"context"
	"encoding/json"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
)

// Platform is this folder's id.
const Platform = "wechat"

// The calls that are used.
const (
	apiGrant     = "/cgi-bin/stable_token"
	apiShop      = "/channels/ec/basics/info/get"
	apiOrders    = "/channels/ec/order/list/get"
	apiOrder     = "/channels/ec/order/get"
	apiCases     = "/channels/ec/aftersale/getaftersalelist"
	apiCase      = "/channels/ec/aftersale/getaftersaleorder"
	apiComplaint = "/channels/ec/aftersale/getcomplaintorder"
	apiReasons   = "/channels/ec/aftersale/rejectreason/get"
	apiCarriers  = "/channels/ec/order/deliverycompanylist/get"
	apiUpload    = "/channels/ec/basics/img/upload"

	apiAccept   = "/channels/ec/aftersale/acceptapply"
	apiReject   = "/channels/ec/aftersale/rejectapply"
	apiResend   = "/channels/ec/aftersale/acceptexchangereship"
	apiReship   = "/channels/ec/aftersale/merchantreship"
	apiNoResend = "/channels/ec/aftersale/rejectexchangereship"
	apiProof    = "/channels/ec/aftersale/addcomplaintproof"
	apiMaterial = "/channels/ec/aftersale/addcomplaintmaterial"
	apiNotes    = "/channels/ec/order/merchantnotes/update"
	apiShip     = "/channels/ec/order/delivery/send"
)

const (
	host    = "api.weixin.qq.com"
	realURL = "https://" + host
	zone    = "Asia/Shanghai"
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d    platform.Deps
	base string
	keys *grant.Keeper
}

var (
	_ platform.Connector   = (*Connector)(nil)
	_ platform.Ranger      = (*Connector)(nil)
	_ platform.Detailer    = (*Connector)(nil)
	_ platform.OrderReader = (*Connector)(nil)
	_ platform.Actor       = (*Connector)(nil)
	_ platform.Refuser     = (*Connector)(nil)
	_ platform.Shipper     = (*Connector)(nil)
	_ platform.Uploader    = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Pusher      = (*Connector)(nil)
	_ platform.Rederiver   = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when app_key (the AppID)
// or app_secret is missing, or BaseURL is neither empty nor loopback.
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

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true}, {Name: "return_address_id"},
		{Name: "message_token", Secret: true}, {Name: "message_key", Secret: true},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthSelfUse, Zone: zone, PageSize: pageSize, MaxHistory: reach, Hosts: []string{host},
		Fields: fields(), Capabilities: platform.Matrix(domain.Shop{}, false, cells()), Acts: acts(domain.Shop{}, false),
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
	sim := platform.Yes(domain.ProofSimulator)
	return map[string]platform.Cell{
		"orders": sim, "after_sales": sim, "after_sale_detail": sim, "deadlines": sim, "live": sim, "act": sim, "evidence_upload": platform.Yes(domain.ProofFixture),
		"push":     {State: domain.CapDisabled, Needs: platform.NeedsPublic, Proof: domain.ProofFixture},
		"traces":   platform.No("no_trace_api"),
		"reviews":  platform.No("no_review_api"),
		"contacts": platform.No("masked_only"),
		"score":    platform.No("no_score_api"),
	}
}

func (c *Connector) reader() reader { return reader{platform.NewReader(Platform, c.d)} }

// Orders reads the next page of orders in the order of their last change.
func (c *Connector) Orders(ctx context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiOrder, Items: []platform.Item[domain.Order]{}}
	got, err := orderPlan().Next(ctx, c.d.Now(), at, c.fetchOrders)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID("order_id"))
	return page, nil
}

// AfterSales reads the next page of cases in the order of their last change.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiCase, Items: []platform.Item[domain.AfterSale]{}}
	got, err := casePlan().Next(ctx, c.d.Now(), at, c.fetchCases)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseID("case", "after_sale_order_id"))
	return page, nil
}

// AfterSale reads one case with its complaint. not_found when the platform knows
// no such case.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	raw, err := c.caseDetail(ctx, remoteID)
	if err != nil {
		return platform.Item[domain.AfterSale]{}, err
	}
	a, err := c.reader().afterSale(raw)
	if err == nil && a.RemoteID != remoteID {
		err = domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "after_sale_order_id")
	}
	if err != nil {
		return platform.Item[domain.AfterSale]{}, err
	}
	return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
}

// Order reads one order as it is now.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	raw, err := c.orderDetail(ctx, remoteID)
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	o, err := c.reader().order(raw)
	if err == nil && o.RemoteID != remoteID {
		err = domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "order_id")
	}
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raw}, nil
}

// DeriveOrder makes an order from its raw JSON again.
func (c *Connector) DeriveOrder(raw []byte) (domain.Order, []domain.Unmapped, error) {
	r := c.reader()
	o, err := r.order(raw)
	return o, r.Unmapped(c.d.Now()), err
}

// DeriveAfterSale makes a case from its raw JSON again; both kinds have the same
// JSON. invalid for a kind that is not a case.
func (c *Connector) DeriveAfterSale(kind string, raw []byte) (domain.AfterSale, []domain.Unmapped, error) {
	if kind != platform.RawAfterSale && kind != platform.RawAfterSaleDetail {
		return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
	}
	r := c.reader()
	a, err := r.afterSale(raw)
	return a, r.Unmapped(c.d.Now()), err
}

func readOrder(r *platform.Reader, raw []byte) (domain.Order, error) { return reader{r}.order(raw) }
func readCase(r *platform.Reader, raw []byte) (domain.AfterSale, error) {
	return reader{r}.afterSale(raw)
}

// looseID finds the id of an item that could not be read as a whole, by the
// names that lead to it.
func looseID(path ...string) func(raw []byte) string {
	return func(raw []byte) string {
		for _, name := range path {
			var flat map[string]json.RawMessage
			if json.Unmarshal(raw, &flat) != nil {
				return ""
			}
			raw = flat[name]
		}
		var id flex.Text
		if json.Unmarshal(raw, &id) != nil {
			return ""
		}
		return platform.SafeCode(id.ID())
	}
}
