package platform

import (
	"context"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/httpx"
)

// Cursor says where reading continues. It is opaque to everybody but the
// connector that made it; "" starts from the beginning (Info.MaxHistory ago).
type Cursor string

// Item is one normalised row with the JSON it came from.
type Item[T any] struct {
	Value    T
	RemoteID string
	Raw      []byte // the item's own JSON, from which Rederiver makes Value again
}

// Problem is one item that could not be read, or one field of it. The item is
// left out of the page; the page itself survives.
type Problem struct {
	RemoteID string // "" when not even the id could be read
	Field    string
	Code     domain.Code
}

// Page is what one request of a stream gave. Next is set on every page, also
// on the last one: it is where the next run begins. Done says that the stream
// has caught up; asking again with Next starts the next run.
type Page[T any] struct {
	Items    []Item[T]
	Next     Cursor
	Done     bool
	API      string // the platform's name of the call, for Source.API
	Problems []Problem
	Unmapped []domain.Unmapped // ShopID, Platform, Field, Raw, Count, FirstAt, LastAt
}

// Connector reads one shop. Both streams give rows in the order of their last
// change, with overlap between runs, so that nothing is lost when a page is
// replayed; the same row may arrive more than once. A foreign or damaged
// cursor is an invalid error with param field=cursor.
type Connector interface {
	Info() Info
	Orders(ctx context.Context, at Cursor) (Page[domain.Order], error)
	AfterSales(ctx context.Context, at Cursor) (Page[domain.AfterSale], error)
}

// Reviewer reads the buyers' reviews as a third stream, under the same rules.
// Band is left ReviewUnrated: which stars are good is dated rule data.
type Reviewer interface {
	Reviews(ctx context.Context, at Cursor) (Page[domain.Review], error)
	DeriveReview(raw []byte) (domain.Review, []domain.Unmapped, error)
}

// Ranger makes cursors that read rows created (applied for) in [from, to)
// whatever happened to them later, and then end. Reconciling uses it.
type Ranger interface {
	OrdersBetween(from, to domain.Instant) Cursor
	AfterSalesBetween(from, to domain.Instant) Cursor
}

// Detailer reads one case with everything a list leaves out: the negotiation
// log, the evidence deadline, pictures. Source.API of such a row is the detail
// call; its raw payload has kind "after_sale_detail".
type Detailer interface {
	AfterSale(ctx context.Context, remoteID string) (Item[domain.AfterSale], error)
}

// OrderReader reads one order as it is now; the preflight of a shipment.
type OrderReader interface {
	Order(ctx context.Context, remoteID string) (Item[domain.Order], error)
}

// ReviewReader reads one review as it is now; the preflight of a reply. r is
// the stored row: some platforms find a review by its order or product only.
type ReviewReader interface {
	Review(ctx context.Context, r domain.Review) (Item[domain.Review], error)
}

// Tracer reads the trace of a parcel from the platform, oldest event first.
// not_found: no record; unsupported: the platform does not trace this number.
// DeriveTraces makes the same events again from the raw answer.
type Tracer interface {
	Traces(ctx context.Context, p domain.Parcel) (events []domain.TraceEvent, raw []byte, err error)
	DeriveTraces(raw []byte) ([]domain.TraceEvent, error)
}

// Rederiver makes a row again from its stored JSON, without the network.
// The result equals the row of the page it came from, field by field. kind is
// RawAfterSale or RawAfterSaleDetail.
type Rederiver interface {
	DeriveOrder(raw []byte) (domain.Order, []domain.Unmapped, error)
	DeriveAfterSale(kind string, raw []byte) (domain.AfterSale, []domain.Unmapped, error)
}

// Kinds of raw payloads.
const (
	RawOrder           = "order"
	RawAfterSale       = "after_sale"
	RawAfterSaleDetail = "after_sale_detail"
	RawReview          = "review"
	RawTrace           = "trace"
)

// Prober tests credentials for the connect wizard. An error names the precise
// failure in param reason: bad_key, bad_secret, not_authorised, wrong_shop,
// no_permission, ip_not_allowed, clock_skew, offline, timeout, network.
type Prober interface {
	Probe(ctx context.Context) (domain.ProbeResult, error)
}

// Authorizer is a platform whose token needs the merchant's consent in a
// browser. AuthorizeURL is the page to open; what it gives back is typed into
// the credential field FieldAuthCode, and Probe trades it for a token.
type Authorizer interface {
	AuthorizeURL(state string) (string, error)
}

// FieldAuthCode is the credential field of an Authorizer: used once by Probe,
// then forgotten.
const FieldAuthCode = "auth_code"

// Confirmer tries, with one harmless read, an ability that the published facts
// leave in doubt (Needs "unconfirmed"). nil: it answered as expected, and the
// caller keeps the ability's name in Shop.Confirmed.
type Confirmer interface {
	Confirm(ctx context.Context, ability string) error
}

// PushRequest is what a platform delivered to a merchant's address.
type PushRequest struct {
	Method string
	Header map[string]string // names in lower case
	Query  map[string]string
	Body   []byte
}

// Hint says that something may have changed. It is never data: the row is read
// through the API (SY-02). RemoteID "" means the whole stream.
type Hint struct {
	Stream   string // StreamOrders, StreamAfterSales, StreamReviews
	RemoteID string
	Topic    string // the platform's word
}

// Streams that a Hint names.
const (
	StreamOrders     = "orders"
	StreamAfterSales = "after_sales"
	StreamReviews    = "reviews"
)

// Pushed is a verified delivery. Reply is what the platform wants to hear.
type Pushed struct {
	Hints       []Hint
	Reply       []byte
	ContentType string
}

// Pusher verifies a delivery. unauthorized: the signature is wrong or missing;
// invalid (field): it is signed but cannot be read.
type Pusher interface {
	Push(r PushRequest) (Pushed, error)
}

// Kinds of access, for Info.AuthKind.
const (
	AuthSelfUse = "self_use_app" // the merchant's own app, no browser
	AuthOAuth   = "oauth"        // consent in a browser; the connector is an Authorizer
	AuthKey     = "api_key"      // a key from the shop's own settings
)

// Credentials are what a merchant typed and what the platform gave in return.
// They live in the keeper of secrets; nothing here may be logged.
type Credentials map[string]string

// Clone copies c so that a connector never writes into its caller's map.
func (c Credentials) Clone() Credentials {
	out := make(Credentials, len(c))
	for k, v := range c {
		out[k] = v
	}
	return out
}

// Deps is what a connector is built from.
type Deps struct {
	Shop            domain.Shop
	Credentials     Credentials
	SaveCredentials func(ctx context.Context, c Credentials) error // nil: new tokens live as long as the connector
	HTTP            *httpx.Client
	BaseURL         string // "" = the platform itself; a loopback address for demo and tests
	Now             domain.Now

	// Mappings returns a person's mapping of an unknown value ("" = none), such
	// as ("after_sale.status", "77") → "closed". nil: none.
	Mappings func(field, raw string) string

	// OrderOf returns the platform's order id of a case that was read before; some
	// platforms find a case by its order only. nil, or "" without an error: it is
	// not known, and such a connector cannot read one case.
	OrderOf func(ctx context.Context, afterSaleRemoteID string) (string, error)

	// Classify turns a trace code and text into a TrackState. The wording of
	// carriers is not a platform's vocabulary, so the builder of the house
	// passes carrier.Classify in. nil: traces cannot be read (internal).
	Classify func(source, code, text string) domain.TrackState
}

// Info describes a platform, or one shop's connector, for which Capabilities
// and Acts hold that shop's state.
type Info struct {
	Platform     string
	AuthKind     string // one of the Auth constants
	Zone         string // IANA name of the platform's days; "" = the shop's own, told by Probe
	PageSize     int
	MaxHistory   time.Duration // how far back orders can be read
	Hosts        []string      // every host a connector may contact; a shop's own host comes from its connector's Info
	Fields       []domain.CredentialField
	Capabilities []domain.Capability
	Acts         []domain.ActAbility
}
