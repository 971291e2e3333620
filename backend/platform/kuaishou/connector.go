package kuaishou

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
const Platform = "kuaishou"

// The calls that are used.
const (
	apiOrders   = "open.order.cursor.list"
	apiOrder    = "open.order.detail"
	apiCases    = "open.seller.order.refund.pcursor.list"
	apiCase     = "open.seller.order.refund.detail"
	apiComments = "open.refund.comment.basic.list"
	apiReviews  = "open.comment.list.get"
	apiReplies  = "open.subcomment.list.get"
	apiSeller   = "open.user.seller.get"
	apiReasons  = "open.refund.reject.reason"
	apiAddress  = "open.address.seller.list"

	apiApprove = "open.seller.order.refund.approve"
	apiReturn  = "open.seller.order.refund.returngoods.approve"
	apiReceive = "open.seller.order.refund.confirm.receipt"
	apiReject  = "open.refund.reject"
	apiResend  = "open.refund.confirm.and.send"
	apiNote    = "open.seller.order.note.add"
	apiDeliver = "open.seller.order.goods.deliver"
	apiReply   = "open.comment.add"
)

const (
	host         = "openapi.kwaixiaodian.com"
	realURL      = "https://" + host
	authorizeURL = "https://open.kwaixiaodian.com/oauth/authorize" // opened in a browser only
	zone         = "Asia/Shanghai"
	scopes       = "user_info,merchant_user,merchant_order,merchant_refund,merchant_logistics,merchant_comment"
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d    platform.Deps
	base string
	keys *grant.Keeper
}

var (
	_ platform.Connector    = (*Connector)(nil)
	_ platform.Ranger       = (*Connector)(nil)
	_ platform.Detailer     = (*Connector)(nil)
	_ platform.OrderReader  = (*Connector)(nil)
	_ platform.Reviewer     = (*Connector)(nil)
	_ platform.ReviewReader = (*Connector)(nil)
	_ platform.Actor        = (*Connector)(nil)
	_ platform.Refuser      = (*Connector)(nil)
	_ platform.Addresser    = (*Connector)(nil)
	_ platform.Shipper      = (*Connector)(nil)
	_ platform.Prober       = (*Connector)(nil)
	_ platform.Authorizer   = (*Connector)(nil)
	_ platform.Confirmer    = (*Connector)(nil)
	_ platform.Pusher       = (*Connector)(nil)
	_ platform.Rederiver    = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when app_key,
// app_secret, sign_secret or redirect_uri is missing, or BaseURL is neither
// empty nor loopback.
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
		{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true}, {Name: "sign_secret", Secret: true, Required: true},
		{Name: "redirect_uri", Required: true}, {Name: platform.FieldAuthCode, Secret: true}, {Name: "return_address_id"}, {Name: "message_key", Secret: true},
	}
}

// Info describes the platform; capabilities are those of a fresh shop.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthOAuth, Zone: zone, PageSize: orderPage, MaxHistory: reach, Hosts: []string{host},
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
		"orders": sim, "after_sales": sim, "after_sale_detail": sim, "deadlines": sim, "live": sim, "reviews": sim, "act": sim,
		"push":            {State: domain.CapDisabled, Needs: platform.NeedsPublic, Proof: domain.ProofFixture},
		"traces":          platform.No("no_trace_api"),
		"contacts":        platform.No("masked_only"),
		"evidence_upload": platform.No("upload_host_unpublished"),
		"score":           platform.No("not_read_yet"),
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
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID("orderBaseInfo", "oid"))
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
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseID("refund", "refundId"))
	return page, nil
}

// Reviews reads the next page of reviews in the order of their creation.
func (c *Connector) Reviews(ctx context.Context, at platform.Cursor) (platform.Page[domain.Review], error) {
	page := platform.Page[domain.Review]{API: apiReviews, Items: []platform.Item[domain.Review]{}}
	got, err := reviewPlan().Next(ctx, c.d.Now(), at, c.fetchReviews)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readReview, platform.ReviewKey, looseID("root", "commentId"))
	return page, nil
}

// AfterSale reads one case with its return parcel, pictures and negotiation
// log. not_found when the platform knows no such case.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	none := platform.Item[domain.AfterSale]{}
	id, err := number(remoteID, "refundId")
	if err != nil {
		return none, err
	}
	data, err := c.call(ctx, apiCase, map[string]any{"refundId": id}, "sync")
	if err != nil {
		return none, err
	}
	k := kept{Refund: data}
	log, err := c.call(ctx, apiComments, map[string]any{"refundId": id}, "sync")
	switch code := domain.CodeOf(err); {
	case err == nil:
		if json.Unmarshal(log, &k.Comments) != nil {
			return none, platform.Bad("comments")
		}
		k.Asked = true
	case code == domain.CodeNotFound, code == domain.CodeInvalid, domain.ParamOf(err, "reason") == "no_permission": // the case is worth reading without it
	default:
		return none, err
	}
	raw, err := c.keep(ctx, k)
	if err != nil {
		return none, err
	}
	a, err := c.reader().afterSale(raw, apiCase)
	if err != nil {
		return none, err
	}
	if a.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "refundId")
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
		err = domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "oid")
	}
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raw}, nil
}

// Review reads one review as it is now, found by its order. not_found when the
// platform lists it there no more.
func (c *Connector) Review(ctx context.Context, r domain.Review) (platform.Item[domain.Review], error) {
	none := platform.Item[domain.Review]{}
	_, order, err := domain.SplitKey(r.OrderID)
	if err != nil {
		return none, domain.E(domain.CodeInvalid, errors.New("read review"), "field", "order_id")
	}
	root, err := c.findReview(ctx, order, r.RemoteID)
	if err != nil {
		return none, err
	}
	raw, err := c.keepReview(ctx, root)
	if err != nil {
		return none, err
	}
	v, err := c.reader().review(raw)
	return platform.Item[domain.Review]{Value: v, RemoteID: v.RemoteID, Raw: raw}, err
}

// findReview finds one review among those of its order.
func (c *Connector) findReview(ctx context.Context, order, id string) (json.RawMessage, error) {
	for page := int64(0); ; page++ {
		l, err := c.reviewList(ctx, reviewListParams{Offset: page * reviewPage, Limit: reviewPage, Order: order})
		if err != nil {
			return nil, err
		}
		for _, root := range l.List {
			if looseID("commentId")(root) == id {
				return root, nil
			}
		}
		if len(l.List) < reviewPage {
			return nil, domain.E(domain.CodeNotFound, errors.New("read review"), "reason", "no_data")
		}
	}
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
	api, ok := map[string]string{platform.RawAfterSale: apiCases, platform.RawAfterSaleDetail: apiCase}[kind]
	if !ok {
		return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
	}
	r := c.reader()
	a, err := r.afterSale(raw, api)
	return a, r.Unmapped(c.d.Now()), err
}

// DeriveReview makes a review from its raw JSON again.
func (c *Connector) DeriveReview(raw []byte) (domain.Review, []domain.Unmapped, error) {
	r := c.reader()
	v, err := r.review(raw)
	return v, r.Unmapped(c.d.Now()), err
}

func readOrder(r *platform.Reader, raw []byte) (domain.Order, error) { return reader{r}.order(raw) }
func readCase(r *platform.Reader, raw []byte) (domain.AfterSale, error) {
	return reader{r}.afterSale(raw, apiCases)
}
func readReview(r *platform.Reader, raw []byte) (domain.Review, error) { return reader{r}.review(raw) }

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
