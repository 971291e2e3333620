package tiktok

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
const Platform = "tiktok"

// The calls that are used; a version is part of each path and pinned.
const (
	apiOrders        = "/order/202309/orders/search"
	apiOrder         = "/order/202309/orders"
	apiReturns       = "/return_refund/202309/returns/search"
	apiReturn        = "/return_refund/202309/returns/"
	apiRecords       = "/return_refund/202309/returns/records" // the id stands before the last word
	apiCancellations = "/return_refund/202309/cancellations/search"
	apiCancellation  = "/return_refund/202309/cancellations/"
	apiReasons       = "/return_refund/202309/reject_reasons"
	apiTracking      = "/fulfillment/202309/orders/tracking" // the id stands before the last word
	apiShip          = "/fulfillment/202309/packages/ship"   // likewise
	apiShops         = "/authorization/202309/shops"
	apiTokenGet      = "/api/v2/token/get"
	apiTokenRefresh  = "/api/v2/token/refresh"
)

const (
	host     = "open-api.tiktokglobalshop.com"
	authHost = "auth.tiktok-shops.com"
	realURL  = "https://" + host
	authURL  = "https://" + authHost

	orderPage = 100 // most of orders/search
	casePage  = 50  // most of returns/search and cancellations/search
	reach     = 180 * 24 * time.Hour
)

// Credentials beside those of package grant.
const (
	keyCipher = "shop_cipher"
	keyShopID = "shop_id"
	keyRegion = "shop_region"
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d          platform.Deps
	base, auth string
	keys       *grant.Keeper
}

var (
	_ platform.Connector   = (*Connector)(nil)
	_ platform.Ranger      = (*Connector)(nil)
	_ platform.Detailer    = (*Connector)(nil)
	_ platform.OrderReader = (*Connector)(nil)
	_ platform.Tracer      = (*Connector)(nil)
	_ platform.Actor       = (*Connector)(nil)
	_ platform.Refuser     = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Authorizer  = (*Connector)(nil)
	_ platform.Pusher      = (*Connector)(nil)
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
	auth, err := platform.Base(d, authURL)
	if err != nil {
		return nil, err
	}
	return &Connector{d: d, base: base, auth: auth, keys: grant.New(d, cred, renewAhead)}, nil
}

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true},
		{Name: "service_id"}, {Name: platform.FieldAuthCode, Secret: true}, {Name: keyShopID},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthOAuth, PageSize: orderPage, MaxHistory: reach, Hosts: []string{host, authHost},
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
	doc := platform.Yes(domain.ProofFixture)
	return map[string]platform.Cell{
		"orders": doc, "after_sales": doc, "after_sale_detail": doc, "deadlines": doc, "traces": doc, "act": doc,
		"push":            {State: domain.CapDisabled, Needs: platform.NeedsPublic, Proof: domain.ProofFixture},
		"live":            platform.No("no_live_fields"), // an order has none; the affiliate list covers commission sales only
		"reviews":         platform.No("no_review_api"),  // import calls only
		"contacts":        platform.No("masked_by_platform"),
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
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID("id"))
	return page, nil
}

// AfterSales reads the next page of cases: returns, then cancellations, each in
// the order of its last change.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiReturns, Items: []platform.Item[domain.AfterSale]{}}
	got, list, err := c.caseLists().Next(ctx, c.d.Now(), at)
	if err != nil {
		return page, err
	}
	if list == listCancellations {
		page.API = apiCancellations
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseCaseID)
	return page, nil
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

// looseCaseID does as looseID for a case of either list.
func looseCaseID(raw []byte) string {
	if id := looseID("cancel_id")(raw); id != "" {
		return cancelMark + id
	}
	return looseID("return_id")(raw)
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
