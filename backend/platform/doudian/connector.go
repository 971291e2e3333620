package doudian

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
)

// Platform is this folder's id.
const Platform = "doudian"

// The calls that are used.
const (
	apiOrders       = "order.searchList"
	apiOrder        = "order.orderDetail"
	apiShip         = "order.logisticsAdd"
	apiCarriers     = "order.logisticsCompanyList"
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
	keys *grant.Keeper
}

var (
	_ platform.Connector   = (*Connector)(nil)
	_ platform.Ranger      = (*Connector)(nil)
	_ platform.Detailer    = (*Connector)(nil)
	_ platform.Tracer      = (*Connector)(nil)
	_ platform.Actor       = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Refuser     = (*Connector)(nil)
	_ platform.Rederiver   = (*Connector)(nil)
	_ platform.OrderReader = (*Connector)(nil)
	_ platform.Shipper     = (*Connector)(nil)
	_ platform.Pusher      = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when app_key,
// app_secret or shop_id is missing, or BaseURL is neither empty nor loopback.
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
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true},
		{Name: "shop_id", Required: true}, {Name: "return_address_id"},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthSelfUse, Zone: "Asia/Shanghai", PageSize: pageSize, MaxHistory: orderReach,
		Hosts:  []string{host},
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
		"orders": sim, "after_sales": sim, "after_sale_detail": sim, "deadlines": sim, "live": sim, "traces": sim, "act": sim,
		"reviews":         platform.No("api_switched_off"), // the comment API answers 70000 since its notice of switching off
		"contacts":        platform.No("decrypt_inside_platform_cloud_only"),
		"push":            {State: domain.CapDisabled, Needs: platform.NeedsPublic, Proof: domain.ProofFixture},
		"evidence_upload": platform.No("upload_host_unpublished"),
		"score":           platform.No("not_read_yet"),
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
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID("order_id"))
	return page, nil
}

// AfterSales reads the next page of cases in the order of their last change.
// Reason is ReasonUnknown with ReasonText set: which of our reasons a text
// means is rule data, and the puller asks the rules.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiCases, Items: []platform.Item[domain.AfterSale]{}}
	got, err := casePlan().Next(ctx, c.d.Now(), at, c.fetchCases)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseID("aftersale_id"))
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
		if json.Unmarshal(raw, &flat) != nil {
			return ""
		}
		if inner, ok := flat["aftersale_info"]; ok {
			flat = nil
			if json.Unmarshal(inner, &flat) != nil {
				return ""
			}
		}
		var id flex.Text
		if json.Unmarshal(flat[field], &id) != nil {
			return ""
		}
		return platform.SafeCode(id.ID())
	}
}
