package xiaohongshu

import (
	"context"
	"encoding/json"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
)

// Platform is this folder's id.
const Platform = "xiaohongshu"

// The calls that are used.
const (
	apiOrders       = "order.getOrderList"
	apiOrder        = "order.getOrderDetail"
	apiShip         = "order.orderDeliver"
	apiMark         = "order.modifySellerMarkInfo"
	apiCases        = "afterSale.listAfterSaleInfos"
	apiCase         = "afterSale.getAfterSaleInfo"
	apiAudit        = "afterSale.auditReturns"
	apiReceive      = "afterSale.confirmReceive"
	apiReship       = "afterSale.receiveAndShip"
	apiReasons      = "afterSale.rejectReasons"
	apiAddresses    = "common.getAddressRecord"
	apiCompanies    = "common.getExpressCompanyList"
	apiTokenCreate  = "oauth.getAccessToken" //nolint:gosec // a call, not a credential
	apiTokenRefresh = "oauth.refreshToken"   //nolint:gosec // a call, not a credential
)

const (
	host     = "ark.xiaohongshu.com"
	realURL  = "https://" + host
	path     = "/ark/open_api/v3/common_controller"
	pageSize = 50
	reach    = 90 * 24 * time.Hour // how far lists go back is not published
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
	_ platform.Addresser   = (*Connector)(nil)
	_ platform.Shipper     = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Authorizer  = (*Connector)(nil)
	_ platform.Rederiver   = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when app_key or
// app_secret is missing, or BaseURL is neither empty nor loopback.
func New(d platform.Deps) (*Connector, error) {
	cred, err := platform.Fill(d, fields())
	if err != nil {
		return nil, err
	}
	base, err := platform.Base(d, realURL)
	if err != nil {
		return nil, err
	}
	ahead := renewAhead
	if cred[grant.Refresh] == "" {
		ahead = 0 // cannot be renewed, so it is used to its end
	}
	return &Connector{d: d, base: base, keys: grant.New(d, cred, ahead)}, nil
}

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true},
		{Name: "redirect_uri", Example: "https://example.com/callback"}, {Name: platform.FieldAuthCode, Secret: true},
		{Name: "return_address_id"},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthOAuth, Zone: "Asia/Shanghai", PageSize: pageSize, MaxHistory: reach,
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
	yes := platform.Yes(domain.ProofFixture)
	return map[string]platform.Cell{
		"orders": yes, "after_sales": yes, "after_sale_detail": yes, "deadlines": yes, "act": yes,
		"live":            platform.No("creator_without_room"),     // a line names a creator, never a room
		"traces":          platform.No("trace_fields_unpublished"), // the call exists, its answer is not published in full
		"reviews":         platform.No("no_review_api"),
		"contacts":        platform.No("not_read_yet"), // decrypting is audited, one order at a time
		"evidence_upload": platform.No("no_evidence_api"),
		"push":            platform.No("push_body_unsigned"), // the signature leaves the content out
		"score":           platform.No("no_score_api"),
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
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID("orderId"))
	return page, nil
}

// AfterSales reads the next page of cases in the order of their last change.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiCases, Items: []platform.Item[domain.AfterSale]{}}
	got, err := casePlan().Next(ctx, c.d.Now(), at, c.fetchCases)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseID("returnsId"))
	return page, nil
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
