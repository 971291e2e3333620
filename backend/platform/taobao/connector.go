package taobao

import (
	"context"
	"encoding/json"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
)

// Platform is this folder's id. It speaks for Taobao and Tmall shops alike.
const Platform = "taobao"

// The calls that are used.
const (
	apiSeller       = "taobao.user.seller.get"
	apiTradesNew    = "taobao.trades.sold.get"
	apiTrades       = "taobao.trades.sold.increment.get"
	apiTrade        = "taobao.trade.fullinfo.get"
	apiRefunds      = "taobao.refunds.receive.get"
	apiRefund       = "taobao.refund.get"
	apiMessages     = "taobao.refund.messages.get"
	apiReasons      = "taobao.refund.refusereason.get"
	apiRates        = "taobao.traderates.get"
	apiTrace        = "taobao.logistics.trace.search"
	apiCompanies    = "taobao.logistics.companies.get"
	apiAddresses    = "taobao.logistics.address.search"
	apiAgreeRefund  = "taobao.rp.refunds.agree"
	apiAgreeReturn  = "taobao.rp.returngoods.agree"
	apiRefuse       = "taobao.refund.refuse"
	apiMessageAdd   = "taobao.refund.message.add"
	apiMemo         = "taobao.trade.memo.update"
	apiExplain      = "taobao.traderate.explain.add"
	apiShip         = "taobao.logistics.offline.send"
	apiTokenCreate  = "taobao.top.auth.token.create"
	apiTokenRefresh = "taobao.top.auth.token.refresh"
)

const (
	host        = "eco.taobao.com"
	realURL     = "https://" + host
	path        = "/router/rest"
	pageSize    = 50   // 40 to 50 rows are advised; every changed order costs one more call
	maxRows     = 5000 // our own limit: deep pages are slow there
	ratePage    = 150
	rateRows    = 1499 // a window of reviews tells at most 1,500
	orderReach  = 90 * 24 * time.Hour
	caseReach   = 90 * 24 * time.Hour
	reviewReach = 180 * 24 * time.Hour
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d    platform.Deps
	base string
	keys *grant.Keeper
	zone *time.Location
}

var (
	_ platform.Connector    = (*Connector)(nil)
	_ platform.Ranger       = (*Connector)(nil)
	_ platform.Detailer     = (*Connector)(nil)
	_ platform.OrderReader  = (*Connector)(nil)
	_ platform.Reviewer     = (*Connector)(nil)
	_ platform.ReviewReader = (*Connector)(nil)
	_ platform.Tracer       = (*Connector)(nil)
	_ platform.Actor        = (*Connector)(nil)
	_ platform.Refuser      = (*Connector)(nil)
	_ platform.Addresser    = (*Connector)(nil)
	_ platform.Shipper      = (*Connector)(nil)
	_ platform.Uploader     = (*Connector)(nil)
	_ platform.Prober       = (*Connector)(nil)
	_ platform.Authorizer   = (*Connector)(nil)
	_ platform.Pusher       = (*Connector)(nil)
	_ platform.Rederiver    = (*Connector)(nil)
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
	return &Connector{d: d, base: base, keys: grant.New(d, cred, ahead), zone: flex.Beijing()}, nil
}

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true},
		{Name: "redirect_uri", Example: "https://example.com/callback"}, {Name: platform.FieldAuthCode, Secret: true},
		{Name: grant.Access, Secret: true}, {Name: grant.Refresh, Secret: true},
		{Name: "return_address_id"},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthOAuth, Zone: "Asia/Shanghai", PageSize: pageSize, MaxHistory: orderReach,
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
		"orders": sim, "after_sales": sim, "after_sale_detail": sim, "deadlines": sim, "traces": sim, "reviews": sim, "act": sim, "evidence_upload": platform.Yes(domain.ProofFixture),
		"live":     platform.No("no_live_fields"),
		"contacts": platform.No("decrypt_inside_platform_cloud_only"),
		"push":     {State: domain.CapDisabled, Needs: platform.NeedsPublic, Proof: domain.ProofFixture},
		"score":    platform.No("no_score_api"),
	}
}

func (c *Connector) reader() reader { return reader{platform.NewReader(Platform, c.d), c.zone} }

// Orders reads the next page of orders in the order of their last change.
func (c *Connector) Orders(ctx context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiTrade, Items: []platform.Item[domain.Order]{}}
	got, err := orderPlan().Next(ctx, c.d.Now(), at, c.fetchOrders)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, c.readOrder, platform.OrderKey, looseID("tid"))
	return page, nil
}

// AfterSales reads the next page of cases in the order of their last change.
// The list knows no deadline and no intervention; AfterSale does.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiRefunds, Items: []platform.Item[domain.AfterSale]{}}
	got, err := casePlan().Next(ctx, c.d.Now(), at, c.fetchCases)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, c.readCase, platform.CaseKey, looseID("refund_id"))
	return page, nil
}

// Reviews reads the next page of reviews that the shop received.
func (c *Connector) Reviews(ctx context.Context, at platform.Cursor) (platform.Page[domain.Review], error) {
	page := platform.Page[domain.Review]{API: apiRates, Items: []platform.Item[domain.Review]{}}
	got, err := reviewPlan().Next(ctx, c.d.Now(), at, c.fetchReviews)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, c.readReview, platform.ReviewKey, looseID("oid"))
	return page, nil
}

func (c *Connector) readOrder(r *platform.Reader, raw []byte) (domain.Order, error) {
	return reader{r, c.zone}.order(raw)
}

func (c *Connector) readCase(r *platform.Reader, raw []byte) (domain.AfterSale, error) {
	return reader{r, c.zone}.listed(raw)
}

func (c *Connector) readReview(r *platform.Reader, raw []byte) (domain.Review, error) {
	return reader{r, c.zone}.review(raw)
}

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
