package jd

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
)

// Platform is this folder's id.
const Platform = "jd"

// The calls that are used.
const (
	apiOrders          = "jingdong.pop.order.search"
	apiOrder           = "jingdong.pop.order.get"
	apiRemark          = "jingdong.pop.order.modifyVenderRemark"
	apiRefunds         = "jingdong.pop.afs.soa.refundapply.queryPageList"
	apiReplyRefund     = "jingdong.pop.afs.soa.refundapply.replyRefund"
	apiServices        = "jingdong.asc.query.list"
	apiServicesChanged = "jingdong.asc.sync.list"
	apiReviews         = "jingdong.pop.PopCommentJsfService.getVenderCommentsForJos"
	apiShop            = "jingdong.vender.shop.query"
	apiTraces          = "sp-order/v0/waybill-traces"
	apiCarriers        = "sp-order/v0/carriers"
)

const (
	routerHost = "api.jd.com"
	restHost   = "api-cn.jd.com"
	oauthHost  = "open-oauth.jd.com"
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d                   platform.Deps
	router, rest, oauth string
	keys                *grant.Keeper
}

var (
	_ platform.Connector   = (*Connector)(nil)
	_ platform.Ranger      = (*Connector)(nil)
	_ platform.Detailer    = (*Connector)(nil)
	_ platform.OrderReader = (*Connector)(nil)
	_ platform.Reviewer    = (*Connector)(nil)
	_ platform.Tracer      = (*Connector)(nil)
	_ platform.Actor       = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Confirmer   = (*Connector)(nil)
	_ platform.Authorizer  = (*Connector)(nil)
	_ platform.Rederiver   = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when app_key,
// app_secret or redirect_uri is missing, or BaseURL is neither empty nor loopback.
func New(d platform.Deps) (*Connector, error) {
	cred, err := platform.Fill(d, fields())
	if err != nil {
		return nil, err
	}
	c := &Connector{d: d, router: "https://" + routerHost + "/routerjson", rest: "https://" + restHost + "/rest", oauth: "https://" + oauthHost, keys: grant.New(d, cred, renewAhead)}
	base, err := platform.Base(d, "")
	if err != nil {
		return nil, err
	}
	if base != "" {
		c.router, c.rest, c.oauth = base+"/routerjson", base+"/rest", base
	}
	return c, nil
}

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true},
		{Name: "redirect_uri", Required: true, Example: "https://example.com/callback"}, {Name: platform.FieldAuthCode, Secret: true},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthOAuth, Zone: "Asia/Shanghai", PageSize: orderPage, MaxHistory: orderReach,
		Hosts: []string{routerHost, restHost, oauthHost}, Fields: fields(),
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
		"orders": yes, "after_sales": yes, "after_sale_detail": yes, "act": yes,
		"traces":          platform.Doubtful(domain.ProofFixture), // the newer gateway may refuse a desktop
		"reviews":         platform.Doubtful(domain.ProofFixture), // whether score means stars is not published
		"deadlines":       platform.No("no_deadline_field"),
		"live":            platform.No("no_live_fields"),
		"contacts":        platform.No("masked_only"),
		"push":            platform.No("no_webhooks"),
		"evidence_upload": platform.No("no_evidence_api"),
		"score":           platform.No("no_score_api"),
	}
}

func (c *Connector) reader() reader { return reader{platform.NewReader(Platform, c.d)} }

// vender is the shop's id, which service calls name.
func (c *Connector) vender() string {
	return platform.First(c.keys.Get("shop_id"), c.d.Shop.RemoteID)
}

// AuthorizeURL is the page on which the merchant consents.
func (c *Connector) AuthorizeURL(state string) (string, error) {
	q := url.Values{"app_key": {c.keys.Get("app_key")}, "response_type": {"code"}, "redirect_uri": {c.keys.Get("redirect_uri")}, "state": {state}, "scope": {"snsapi_base"}}
	return "https://" + oauthHost + "/oauth2/to_login?" + q.Encode(), nil
}

// Orders reads the next page of orders in the order of their last change.
func (c *Connector) Orders(ctx context.Context, cur platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiOrders, Items: []platform.Item[domain.Order]{}}
	got, err := orderPlan().Next(ctx, c.d.Now(), cur, c.fetchOrders)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID("orderId", ""))
	return page, nil
}

// AfterSales reads the next page of cases: first the applications to cancel,
// then the service orders.
func (c *Connector) AfterSales(ctx context.Context, cur platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiServicesChanged, Items: []platform.Item[domain.AfterSale]{}}
	got, list, err := c.caseLists().Next(ctx, c.d.Now(), cur)
	if err != nil {
		return page, err
	}
	loose := looseID("serviceId", "")
	if list == listRefund {
		page.API, loose = apiRefunds, looseID("id", cancels)
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, loose)
	return page, nil
}

// Reviews reads the next page of reviews, oldest first.
func (c *Connector) Reviews(ctx context.Context, cur platform.Cursor) (platform.Page[domain.Review], error) {
	page := platform.Page[domain.Review]{API: apiReviews, Items: []platform.Item[domain.Review]{}}
	got, err := reviewPlan().Next(ctx, c.d.Now(), cur, c.fetchReviews)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readReview, platform.ReviewKey, looseID("commentId", ""))
	return page, nil
}

// AfterSale reads one case as the list has it now: the platform's detail calls
// add nothing whose meaning is published. not_found when there is none; invalid
// (field orderId, reason order_unknown) when nobody can say which order a
// service order belongs to.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	none := platform.Item[domain.AfterSale]{}
	var list []json.RawMessage
	if id, ok := strings.CutPrefix(remoteID, cancels); ok {
		var w wireRefunds
		if err := c.call(ctx, apiRefunds, map[string]any{"ids": id, "pageIndex": 1, "pageSize": casePage}, &w); err != nil {
			return none, err
		}
		if err := worked(apiRefunds, &w.Result.wireResult); err != nil {
			return none, err
		}
		list = w.Result.List
	} else {
		order := ""
		if c.d.OrderOf != nil {
			var err error
			if order, err = c.d.OrderOf(ctx, remoteID); err != nil {
				return none, err
			}
		}
		if order == "" {
			return none, domain.E(domain.CodeInvalid, errors.New("read case"), "field", "orderId", "reason", "order_unknown")
		}
		var err error
		if list, _, err = c.services(ctx, apiServices, c.service(map[string]any{"serviceId": remoteID, "orderId": order, "pageNumber": 1, "pageSize": casePage})); err != nil {
			return none, err
		}
	}
	for _, raw := range list {
		if a, err := c.reader().detailed(raw); err == nil && a.RemoteID == remoteID {
			return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
		} else if err != nil && len(list) == 1 {
			return none, err
		}
	}
	return none, domain.E(domain.CodeNotFound, errors.New("read case"), "reason", "no_data")
}

// detailed reads a case that was asked for by its number.
func (r reader) detailed(raw []byte) (domain.AfterSale, error) {
	a, err := r.afterSale(raw)
	if a.Source.API == apiServicesChanged {
		a.Source.API = apiServices
	}
	return a, err
}

// Order reads one order as it is now. not_found when it is not the shop's.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	none := platform.Item[domain.Order]{}
	var w wireOrderDetail
	if err := c.call(ctx, apiOrder, map[string]any{"order_id": remoteID, "optional_fields": optional}, &w); err != nil {
		return none, err
	}
	if err := worked(apiOrder, &w.Detail.API); err != nil {
		return none, err
	}
	if len(w.Detail.Order) == 0 || string(w.Detail.Order) == "null" {
		return none, domain.E(domain.CodeNotFound, errors.New("read order"), "reason", "no_data")
	}
	o, err := c.reader().order(w.Detail.Order)
	if err != nil {
		return none, err
	}
	if o.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "orderId")
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: w.Detail.Order}, nil
}

func readOrder(r *platform.Reader, raw []byte) (domain.Order, error) { return reader{r}.order(raw) }
func readCase(r *platform.Reader, raw []byte) (domain.AfterSale, error) {
	return reader{r}.afterSale(raw)
}
func readReview(r *platform.Reader, raw []byte) (domain.Review, error) { return reader{r}.review(raw) }

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
		a, err := r.afterSale(raw)
		return a, r.Unmapped(c.d.Now()), err
	case platform.RawAfterSaleDetail:
		a, err := r.detailed(raw)
		return a, r.Unmapped(c.d.Now()), err
	}
	return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
}

// DeriveReview makes a review from its raw JSON again.
func (c *Connector) DeriveReview(raw []byte) (domain.Review, []domain.Unmapped, error) {
	r := c.reader()
	v, err := r.review(raw)
	return v, r.Unmapped(c.d.Now()), err
}

// looseID finds the id of an item that could not be read as a whole.
func looseID(field, prefix string) func(raw []byte) string {
	return func(raw []byte) string {
		var flat map[string]json.RawMessage
		var id flex.Text
		if json.Unmarshal(raw, &flat) != nil || json.Unmarshal(flat[field], &id) != nil || id.ID() == "" {
			return ""
		}
		return platform.SafeCode(prefix + id.ID())
	}
}
