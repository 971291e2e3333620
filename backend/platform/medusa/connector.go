package medusa

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// Platform is this folder's id.
const Platform = "medusa"

// The calls that are used; ids stand before the last word.
const (
	apiOrders    = "/admin/orders"
	apiReturns   = "/admin/returns"
	apiExchanges = "/admin/exchanges"
	apiClaims    = "/admin/claims"
	apiPayments  = "/admin/payments"
	apiStores    = "/admin/stores"
	apiLogin     = "/auth/user/emailpass"
	apiCases     = "/admin/orders+returns+exchanges+claims" // a case is joined from these
	apiCase      = apiCases + "/one"
	apiReceive   = "/admin/returns/receive"
	apiConfirm   = "/admin/returns/receive/confirm"
	apiCancel    = "/admin/returns/cancel"
	apiRefund    = "/admin/payments/refund"
	apiFulfill   = "/admin/orders/fulfillments"
	apiShipment  = "/admin/orders/fulfillments/shipments"
	apiNote      = "/admin/orders/metadata"
)

const (
	pageSize = 50
	reach    = 365 * 24 * time.Hour // how far back this program looks; the server keeps all
	overlap  = 10 * time.Minute
)

// Credential names beside those of package grant.
const (
	keySite     = "site_url"
	keyAPI      = "api_key"
	keyEmail    = "email"
	keyPassword = "password"
)

// Connector reads and writes one shop. It is safe for concurrent use.
type Connector struct {
	d    platform.Deps
	base string // without a slash at its end
	host string // "" when BaseURL stands in for it
	http *httpx.Client
	keys *grant.Keeper

	overlap time.Duration // read again before the mark of the last run
}

var (
	_ platform.Connector   = (*Connector)(nil)
	_ platform.Ranger      = (*Connector)(nil)
	_ platform.Detailer    = (*Connector)(nil)
	_ platform.OrderReader = (*Connector)(nil)
	_ platform.Actor       = (*Connector)(nil)
	_ platform.Prober      = (*Connector)(nil)
	_ platform.Rederiver   = (*Connector)(nil)
)

// New builds the connector of one shop. invalid (field, reason): site_url is
// missing, is no address (bad_address) or would send the key in the clear
// (needs_https); loopback may be plain.
func New(d platform.Deps) (*Connector, error) {
	cred, err := platform.Fill(d, fields())
	if err != nil {
		return nil, err
	}
	site, host, err := address(cred[keySite])
	if err != nil {
		return nil, err
	}
	base, err := platform.Base(d, site)
	if err != nil {
		return nil, err
	}
	return &Connector{d: d, base: base, host: host, http: d.HTTP.With(host), keys: grant.New(d, cred, 0), overlap: overlap}, nil
}

// address reads where a shop's server is: an https address, with or without a
// path before /admin; a bare host means https.
func address(typed string) (base, host string, err error) {
	bad := func(reason string) (string, string, error) {
		return "", "", domain.E(domain.CodeInvalid, errors.New("read address"), "field", keySite, "reason", reason)
	}
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return bad("bad_address")
	case u.Scheme == "http" && !httpx.Loopback(u.Hostname()):
		return bad("needs_https")
	case u.Scheme != "https" && u.Scheme != "http":
		return bad("bad_address")
	}
	path := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/app"), "/admin") // of the back office's window
	return u.Scheme + "://" + u.Host + path, u.Hostname(), nil
}

func fields() []domain.CredentialField {
	return []domain.CredentialField{
		{Name: keySite, Required: true, Example: "https://shop.example.com"}, {Name: keyAPI, Secret: true}, {Name: keyEmail}, {Name: keyPassword, Secret: true},
	}
}

// Info describes the platform; capabilities are those of a fresh shop. It has no
// host of its own: each shop's server is its merchant's.
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

// cells says what the platform offers. What it offers was tried on the server
// itself (build/test-real.sh).
func cells() map[string]platform.Cell {
	real := platform.Yes(domain.ProofServer)
	return map[string]platform.Cell{
		"orders": real, "after_sales": real, "after_sale_detail": real, "act": real,
		"deadlines":       platform.No("no_deadline_field"),
		"live":            platform.No("no_live_fields"),
		"traces":          platform.No("no_trace_api"),
		"reviews":         platform.No("no_review_api"),
		"contacts":        platform.No("contacts_not_asked"), // the server would tell; this program does not ask
		"push":            platform.No("no_webhooks"),
		"evidence_upload": platform.No("no_evidence_api"),
		"score":           platform.No("no_score_api"),
	}
}

func (c *Connector) reader() reader { return reader{platform.NewReader(Platform, c.d)} }

// Orders reads the next page of orders: those whose goods changed, then those
// whose money did.
func (c *Connector) Orders(ctx context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	page := platform.Page[domain.Order]{API: apiOrders, Items: []platform.Item[domain.Order]{}}
	got, _, err := c.orderLists().Next(ctx, c.d.Now(), at)
	if err != nil {
		return page, err
	}
	page.Next, page.Done = got.Next, got.Done
	platform.Collect(&page, platform.NewReader(Platform, c.d), c.d.Now(), got.Items, readOrder, platform.OrderKey, looseOrderID)
	return page, nil
}

// AfterSales reads the next page of cases, found by the orders, the returns and
// the payments that changed.
func (c *Connector) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	page := platform.Page[domain.AfterSale]{API: apiCases, Items: []platform.Item[domain.AfterSale]{}}
	got, _, err := c.caseLists().Next(ctx, c.d.Now(), at)
	if err != nil {
		return page, err
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
		a, _, err := r.afterSale(raw)
		return a, r.Unmapped(c.d.Now()), err
	case platform.RawAfterSaleDetail:
		a, err := r.detailed(raw)
		return a, r.Unmapped(c.d.Now()), err
	}
	return domain.AfterSale{}, nil, domain.E(domain.CodeInvalid, errors.New("derive case"), "field", "kind")
}

func readOrder(r *platform.Reader, raw []byte) (domain.Order, error) { return reader{r}.order(raw) }

func readCase(r *platform.Reader, raw []byte) (domain.AfterSale, error) {
	a, _, err := reader{r}.afterSale(raw)
	return a, err
}

// looseOrderID finds the id of an order that could not be read as a whole.
func looseOrderID(raw []byte) string {
	var flat map[string]json.RawMessage
	var id string
	if json.Unmarshal(raw, &flat) != nil || json.Unmarshal(flat["id"], &id) != nil {
		return ""
	}
	return platform.SafeCode(id)
}

// looseCaseID does so for a case: the id of the part that leads it.
func looseCaseID(raw []byte) string {
	var w wireCase
	if json.Unmarshal(raw, &w) != nil {
		return ""
	}
	for _, part := range []json.RawMessage{w.Exchange, w.Claim, w.Return} {
		if len(part) > 0 {
			return looseOrderID(part)
		}
	}
	return platform.SafeCode(looseOrderID(w.Order) + refundMark + w.Refund)
}
