package domain

// ActKind is a write to a platform.
type ActKind string

const (
	ActAgree       ActKind = "agree"        // agree the refund or the return, whichever the case asks
	ActRefuse      ActKind = "refuse"       // with reason and proof
	ActAgreeRefund ActKind = "agree_refund" // goods came back: refund
	ActRemark      ActKind = "remark"       // note on the order at the platform
)

// ActKinds lists every ActKind.
var ActKinds = []ActKind{ActAgree, ActRefuse, ActAgreeRefund, ActRemark}

// ActState is where a write stands.
type ActState string

const (
	ActQueued  ActState = "queued"  // not sent yet
	ActSending ActState = "sending" // handed to the platform, answer not known
	ActDone    ActState = "done"
	ActSkipped ActState = "skipped" // the preflight found the case changed
	ActFailed  ActState = "failed"
	ActUndone  ActState = "undone" // taken back before it was sent
	ActDry     ActState = "dry"    // dry run: preflight passed, nothing was sent
)

// ActStates lists every ActState.
var ActStates = []ActState{ActQueued, ActSending, ActDone, ActSkipped, ActFailed, ActUndone, ActDry}

// Act is one outbox row.
type Act struct {
	ID          string            `json:"id"` // also the idempotency key
	ShopID      string            `json:"shopId"`
	AfterSaleID string            `json:"afterSaleId"`
	OrderID     string            `json:"orderId"`
	Kind        ActKind           `json:"kind"`
	State       ActState          `json:"state"`
	Amount      Money             `json:"amount"`
	Reason      string            `json:"reason"`
	ReasonCode  string            `json:"reasonCode"`
	Note        Private           `json:"note"`
	Version     string            `json:"version"` // the case's version that the person saw
	By          string            `json:"by"`
	QueuedAt    Instant           `json:"queuedAt"`
	SentAt      Instant           `json:"sentAt"`
	EndedAt     Instant           `json:"endedAt"`
	Tries       int64             `json:"tries"`
	Code        Code              `json:"code"`
	Params      map[string]string `json:"params"`
	Receipt     string            `json:"receipt"` // platform's log id
}

// ActRequest is a person's wish to act on cases.
type ActRequest struct {
	AfterSaleIDs []string `json:"afterSaleIds"`
	Kind         ActKind  `json:"kind"`
	Reason       string   `json:"reason"`
	ReasonCode   string   `json:"reasonCode"`
	Note         Private  `json:"note"`
}

// ActPreview says what an ActRequest would do, before it is done.
type ActPreview struct {
	Cases    int64             `json:"cases"`
	Total    Money             `json:"total"`
	DryRun   bool              `json:"dryRun"` // the shop's write switch is off
	Offline  bool              `json:"offline"`
	Blocked  map[string]string `json:"blocked"` // case id → reason code
	Writable []string          `json:"writable"`
}

// ActQuery filters the outbox, newest first.
type ActQuery struct {
	States []ActState `json:"states"`
	Cursor string     `json:"cursor"`
	Limit  int        `json:"limit"`
}

// ActPage is one page of the outbox.
type ActPage struct {
	Items []Act  `json:"items"`
	Next  string `json:"next"`
}
