package domain

// ShopState says whether a shop is being pulled.
type ShopState string

const (
	ShopActive       ShopState = "active"
	ShopPaused       ShopState = "paused"       // the merchant paused it
	ShopUnauthorized ShopState = "unauthorized" // token expired or refused; pauses alone (SY-10)
)

// ShopStates lists every ShopState.
var ShopStates = []ShopState{ShopActive, ShopPaused, ShopUnauthorized}

// Shop is one store on one platform, or a file-only shop (Platform "sheet").
type Shop struct {
	ID           string    `json:"id"` // ours, short, without a dot: "s1"
	Platform     string    `json:"platform"`
	RemoteID     string    `json:"remoteId"`
	Name         string    `json:"name"`
	ShortName    string    `json:"shortName"`
	Color        string    `json:"color"` // #rrggbb mark
	Currency     string    `json:"currency"`
	Zone         string    `json:"zone"`         // IANA name; days and service hours are in it
	ShipProvince string    `json:"shipProvince"` // where parcels start; "" unknown
	State        ShopState `json:"state"`
	Demo         bool      `json:"demo"`
	WritesOn     bool      `json:"writesOn"`  // writes to the platform are allowed; off by default
	Confirmed    string    `json:"confirmed"` // abilities that a live call confirmed, comma-separated
	TokenExpires Instant   `json:"tokenExpires"`
	DataAsOf     Instant   `json:"dataAsOf"` // end of the last complete pull
	LastError    Code      `json:"lastError"`
	CreatedAt    Instant   `json:"createdAt"`
}

// CapabilityState is what a shop can do now.
type CapabilityState string

const (
	CapEnabled     CapabilityState = "enabled"
	CapDisabled    CapabilityState = "disabled"    // possible; Needs names the one missing step
	CapUnsupported CapabilityState = "unsupported" // the platform does not offer it; Needs says why
)

// CapabilityStates lists every CapabilityState.
var CapabilityStates = []CapabilityState{CapEnabled, CapDisabled, CapUnsupported}

// Abilities lists the capability names of the matrix (SY-01).
var Abilities = []string{"orders", "after_sales", "after_sale_detail", "deadlines", "live", "traces", "reviews",
	"contacts", "act", "evidence_upload", "push", "score"}

// CapabilityProof says what an ability's claim rests on.
type CapabilityProof string

const (
	ProofNone      CapabilityProof = ""
	ProofFixture   CapabilityProof = "fixture"     // documented or constructed answers of the platform
	ProofSimulator CapabilityProof = "simulator"   // and a simulator that speaks its API
	ProofServer    CapabilityProof = "real_server" // the platform's own program, run by us
	ProofLive      CapabilityProof = "live"        // a real shop
)

// CapabilityProofs lists every CapabilityProof.
var CapabilityProofs = []CapabilityProof{ProofNone, ProofFixture, ProofSimulator, ProofServer, ProofLive}

// Capability is one cell of the capability matrix (SY-01).
type Capability struct {
	Ability string          `json:"ability"`
	State   CapabilityState `json:"state"`
	Needs   string          `json:"needs"` // reason code, "" when enabled; words live in i18n
	Proof   CapabilityProof `json:"proof"`
}

// Source says where a row came from (SY-05).
type Source struct {
	API         string  `json:"api"` // "order.searchList", "file:orders"
	FetchedAt   Instant `json:"fetchedAt"`
	PayloadHash string  `json:"payloadHash"` // sha256 hex of the raw item
}
