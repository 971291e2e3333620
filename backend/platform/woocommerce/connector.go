package woocommerce

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
	"afterdesk/backend/platform/httpx"
)

// Platform is this folder's id.
const Platform = "woocommerce"

// The calls that are used, by the documentation's names.
const (
	apiOrders   = "orders.list"
	apiOrder    = "orders.retrieve"
	apiRefunds  = "order-refunds.list"
	apiCase     = "order-refunds.detail" // order, refunds and notes together
	apiNotes    = "order-notes.list"
	apiNote     = "order-notes.create"
	apiReviews  = "product-reviews.list"
	apiCurrency = "data.currencies.current"
	apiIndex    = "wp-json"
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d     platform.Deps
	http  *httpx.Client
	base  string // the shop's home without a slash at its end
	host  string
	plain bool // http: requests are signed
	local bool // on this machine
	keys  *grant.Keeper
}

var (
	_ platform.Connector = (*Connector)(nil)
	_ platform.Ranger    = (*Connector)(nil)
	_ platform.Detailer  = (*Connector)(nil)
	_ platform.Reviewer  = (*Connector)(nil)
	_ platform.Rederiver = (*Connector)(nil)
	_ platform.Actor     = (*Connector)(nil)
	_ platform.Prober    = (*Connector)(nil)
	_ platform.Pusher    = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field) when site_url,
// consumer_key or consumer_secret is missing; site_url comes back with reason
// bad_address when it is no address, and needs_https when it is plain http and
// not on this machine.
func New(d platform.Deps) (*Connector, error) {
	cred, err := platform.Fill(d, fields())
	if err != nil {
		return nil, err
	}
	site, err := home(cred["site_url"])
	if err != nil {
		return nil, err
	}
	base, err := platform.Base(d, site.String())
	if err != nil {
		return nil, err
	}
	c := &Connector{d: d, base: base, host: site.Hostname(), http: d.HTTP.With(site.Hostname()), keys: grant.New(d, cred, 0)}
	if u, err := url.Parse(base); err == nil {
		c.plain, c.local = u.Scheme == "http", httpx.Loopback(u.Hostname())
	}
	return c, nil
}

// home reads what a person typed as the shop's address: https is the default,
// and pages below the home that people copy are cut off.
func home(typed string) (*url.URL, error) {
	bad := func(reason string) (*url.URL, error) {
		return nil, domain.E(domain.CodeInvalid, errors.New("read address of shop"), "field", "site_url", "reason", reason)
	}
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || u.Hostname() == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return bad("bad_address")
	}
	if u.Scheme == "http" && !httpx.Loopback(u.Hostname()) {
		return bad("needs_https")
	}
	path := u.Path
	for _, below := range [...]string{"/wp-json", "/wp-admin", "/wp-login.php"} {
		if i := strings.Index(path, below); i >= 0 {
			path = path[:i]
		}
	}
	return &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host), Path: strings.TrimRight(path, "/")}, nil
}

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: "site_url", Required: true, Example: "https://shop.example.com"}, {Name: "consumer_key", Required: true}, {Name: "consumer_secret", Secret: true, Required: true},
		{Name: "webhook_secret", Secret: true},
	}
}

// Info describes the platform; capabilities are those of a fresh shop. Hosts is
// empty: every shop has its own.
func Info() platform.Info {
	return platform.Info{
		Platform: Platform, AuthKind: platform.AuthKey, PageSize: pageSize, MaxHistory: reach, Hosts: []string{},
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
		"orders": fixture, "after_sales": fixture, "after_sale_detail": fixture, "reviews": fixture, "act": fixture,
		"push":            {State: domain.CapDisabled, Needs: platform.NeedsPublic, Proof: domain.ProofFixture},
		"deadlines":       platform.No("no_deadline_field"),
		"live":            platform.No("no_live_fields"),
		"traces":          platform.No("no_trace_api"),
		"contacts":        platform.No("masked_on_entry"),
		"evidence_upload": platform.No("no_evidence_api"),
		"score":           platform.No("no_score_api"),
	}
}

func (c *Connector) reader() reader { return reader{platform.NewReader(Platform, c.d)} }

// Orders reads the next page of orders that changed.
func (c *Connector) Orders(ctx context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiOrders, Items: []platform.Item[domain.Order]{}}
	got, err := orderPlan().Next(ctx, c.d.Now(), at, c.fetchOrders)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseID)
	return page, nil
}

// AfterSales reads the refunds of the next page of orders that changed; a page
// may have none.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiRefunds, Items: []platform.Item[domain.AfterSale]{}}
	got, err := casePlan().Next(ctx, c.d.Now(), at, c.fetchCases)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readCase, platform.CaseKey, looseCase)
	return page, nil
}

// Reviews reads the next page of approved reviews, oldest first.
func (c *Connector) Reviews(ctx context.Context, at platform.Cursor) (platform.Page[domain.Review], error) {
	page := platform.Page[domain.Review]{API: apiReviews, Items: []platform.Item[domain.Review]{}}
	got, err := reviewPlan().Next(ctx, c.d.Now(), at, c.fetchReviews)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readReview, platform.ReviewKey, looseID)
	return page, nil
}

// AfterSale reads one refund with its order's notes. invalid (field id) for an
// id that is not of a case, not_found when the order or the refund is gone.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	var none platform.Item[domain.AfterSale]
	order, refund, ok := strings.Cut(remoteID, "-")
	if !ok || !digits(order) || !digits(refund) {
		return none, domain.E(domain.CodeInvalid, errors.New("read case"), "field", "id")
	}
	below := "/wc/v3/orders/" + order
	o, err := get[json.RawMessage](ctx, c, call{api: apiOrder, purpose: "sync", path: below, query: url.Values{"dp": {c.decimals()}}})
	if err != nil {
		return none, err
	}
	all, err := c.refunds(ctx, order, "sync")
	if err != nil {
		return none, err
	}
	for _, f := range all {
		if looseID(f) != refund {
			continue
		}
		notes, _, err := c.list(ctx, call{api: apiNotes, purpose: "sync", path: below + "/notes"})
		if err != nil {
			return none, err
		}
		n, err := json.Marshal(notes)
		if err != nil {
			return none, platform.Bad("notes")
		}
		raw, err := compose(scrub(o), f, n)
		if err != nil {
			return none, err
		}
		a, err := c.reader().refund(raw, apiCase)
		if err != nil {
			return none, err
		}
		if a.RemoteID != remoteID {
			return none, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "id")
		}
		return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
	}
	return none, domain.E(domain.CodeNotFound, errors.New("read case"), "reason", "no_data")
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
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
	api, ok := map[string]string{platform.RawAfterSale: apiRefunds, platform.RawAfterSaleDetail: apiCase}[kind]
	if !ok {
		return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
	}
	r := c.reader()
	a, err := r.refund(raw, api)
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
	return reader{r}.refund(raw, apiRefunds)
}
func readReview(r *platform.Reader, raw []byte) (domain.Review, error) { return reader{r}.review(raw) }

// looseID finds the id of an item that could not be read as a whole.
func looseID(raw []byte) string {
	var flat map[string]json.RawMessage
	var id flex.Text
	if json.Unmarshal(raw, &flat) != nil || json.Unmarshal(flat["id"], &id) != nil {
		return ""
	}
	return platform.SafeCode(id.ID())
}

func looseCase(raw []byte) string {
	var w map[string]json.RawMessage
	if json.Unmarshal(raw, &w) != nil {
		return ""
	}
	order, refund := looseID(w["order"]), looseID(w["refund"])
	if order == "" || refund == "" {
		return ""
	}
	return caseID(order, refund)
}
