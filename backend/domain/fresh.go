package domain

// FreshClaim is what a buyer of fresh food says is wrong; each has its own time
// for the buyer's proof.
type FreshClaim string

const (
	FreshLive     FreshClaim = "live_or_frozen" // live or frozen goods dead or thawed
	FreshRot      FreshClaim = "rot"            // visible from outside
	FreshWeight   FreshClaim = "short_weight"
	FreshSize     FreshClaim = "wrong_size"
	FreshOrigin   FreshClaim = "wrong_origin"
	FreshHidden   FreshClaim = "hidden_rot" // seen only when cut open
	FreshRipening FreshClaim = "unripe"     // fruit that has to ripen
)

// FreshClaims lists every FreshClaim.
var FreshClaims = []FreshClaim{FreshLive, FreshRot, FreshWeight, FreshSize, FreshOrigin, FreshHidden, FreshRipening}

// FreshAgreement is what buyer and seller agreed on one order; it goes before any
// rule. Zero fields were not agreed.
type FreshAgreement struct {
	OrderID string  `json:"orderId"`
	Hours   int64   `json:"hours"`  // for the buyer's proof, after signing
	Points  int64   `json:"points"` // paid, in hundredths of a per cent of the price
	Words   Private `json:"words"`  // what was agreed, as it was written
	By      string  `json:"by"`     // who noted it
	At      Instant `json:"at"`
}

// FreshQuery asks whether a claim about an order's fresh goods is in time and what
// it pays.
type FreshQuery struct {
	CaseID    string     `json:"caseId"`
	Claim     FreshClaim `json:"claim"`
	SignedAt  Instant    `json:"signedAt"`  // 0 = from the parcel
	PhotoAt   Instant    `json:"photoAt"`   // when the buyer's picture was made; 0 = not known
	RipenDays int64      `json:"ripenDays"` // ripening time that the page names
	Bad       int64      `json:"bad"`       // pieces
	Pieces    int64      `json:"pieces"`
}

// FreshResult is the judgement of such a claim.
type FreshResult struct {
	SignedAt  Instant        `json:"signedAt"`
	Until     Instant        `json:"until"`  // 0 = no window is known
	InTime    bool           `json:"inTime"` // the claim, and its picture where its time is known
	PhotoLate bool           `json:"photoLate"`
	Pays      Money          `json:"pays"` // unknown while pieces or price are
	RuleID    string         `json:"ruleId"`
	LadderID  string         `json:"ladderId"`
	Source    string         `json:"source"`
	Since     ShopDay        `json:"since"`
	Agreement FreshAgreement `json:"agreement"` // zero = none; otherwise it decided
}

// TasteReportRow is a return that counts as quality though its buyer wrote only
// about taste, size or second thoughts (EV-14).
type TasteReportRow struct {
	CaseID    string   `json:"caseId"`
	RemoteID  string   `json:"remoteId"`
	ShopID    string   `json:"shopId"`
	Platform  string   `json:"platform"`
	Reason    Reason   `json:"reason"`
	AppliedAt Instant  `json:"appliedAt"`
	Asked     Money    `json:"asked"`
	Text      Private  `json:"text"`    // the buyer's words
	Matched   []string `json:"matched"` // words in it
	RuleID    string   `json:"ruleId"`
}
