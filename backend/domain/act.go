package domain

// ActKind is a write to a platform.
type ActKind string

const (
	ActAgree          ActKind = "agree"           // agree the refund or the return, whichever the case asks; a return names an address
	ActRefuse         ActKind = "refuse"          // with reason and proof
	ActAgreeRefund    ActKind = "agree_refund"    // the goods came back: confirm receipt and refund
	ActConfirmReceipt ActKind = "confirm_receipt" // the goods came back: confirm it, no refund (exchange, or platforms that part both)
	ActReship         ActKind = "reship"          // send the exchanged, repaired or missing goods: a waybill
	ActEvidence       ActKind = "submit_evidence" // proof for a dispute, with a statement
	ActRemark         ActKind = "remark"          // note at the platform that the buyer does not see
	ActReply          ActKind = "reply_review"    // public answer to a review
	ActShip           ActKind = "ship"            // the order's waybill
)

// ActKinds lists every ActKind.
var ActKinds = []ActKind{ActAgree, ActRefuse, ActAgreeRefund, ActConfirmReceipt, ActReship, ActEvidence, ActRemark, ActReply, ActShip}

// Subject says what an act is about: a case, an order or a review.
func (k ActKind) Subject() SubjectKind {
	switch k {
	case ActShip:
		return SubjectOrder
	case ActReply:
		return SubjectReview
	}
	return SubjectAfterSale
}

// Pays reports whether an act leads to money going back to the buyer.
func (k ActKind) Pays() bool { return k == ActAgree || k == ActAgreeRefund }

// Replay says what happens when the same write reaches a platform twice. It
// decides whether a write whose answer was lost may be sent again.
type Replay string

const (
	ReplayRefused Replay = "refused" // the second one is refused: its version or state has moved on
	ReplaySame    Replay = "same"    // the second one changes nothing: an idempotency key, or the same text over itself
	ReplayUnsafe  Replay = "unsafe"  // it may count twice; a person decides
)

// Replays lists every Replay.
var Replays = []Replay{ReplayRefused, ReplaySame, ReplayUnsafe}

// ActAbility is one kind of act that a platform has, for one shop.
type ActAbility struct {
	Kind   ActKind         `json:"kind"`
	State  CapabilityState `json:"state"`
	Needs  string          `json:"needs"` // the one missing step or the reason, "" when enabled
	Replay Replay          `json:"replay"`
	Asks   []string        `json:"asks"` // fields of ActAsks that must be filled, before it can be queued
	Proofs ProofLimit      `json:"proofs"`
}

// ActAsks lists what an ActAbility can ask for.
var ActAsks = []string{"reason", "reason_code", "note", "address_id", "waybill", "carrier_code", "proofs"}

// ProofLimit is what a platform takes as proof with an act; Max 0 = none.
type ProofLimit struct {
	Max      int64    `json:"max"`      // files
	MaxBytes int64    `json:"maxBytes"` // of one file, 0 = not published
	MIME     []string `json:"mime"`     // accepted kinds, empty = not published
}

// ReturnAddress is a merchant's address at the platform, masked.
type ReturnAddress struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Usual bool   `json:"usual"` // the platform's preset
}

// CarrierName is a courier company as a platform calls it.
type CarrierName struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// ActProof is one file of an act: which evidence, and what the platform calls
// the copy that was uploaded ("" until then).
type ActProof struct {
	EvidenceID string `json:"evidenceId"`
	Ref        string `json:"ref"`
}

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
	ReviewID    string            `json:"reviewId"`
	Kind        ActKind           `json:"kind"`
	State       ActState          `json:"state"`
	Amount      Money             `json:"amount"`
	Reason      string            `json:"reason"`
	ReasonCode  string            `json:"reasonCode"`
	Note        Private           `json:"note"`
	AddressID   string            `json:"addressId"`   // where the buyer sends goods back to
	Waybill     string            `json:"waybill"`     // of a shipment
	CarrierCode string            `json:"carrierCode"` // the platform's code
	Proofs      []ActProof        `json:"proofs"`
	Version     string            `json:"version"` // the case's version that the person saw
	By          string            `json:"by"`
	QueuedAt    Instant           `json:"queuedAt"`
	SentAt      Instant           `json:"sentAt"` // when it was last handed to the platform, 0 = never
	EndedAt     Instant           `json:"endedAt"`
	Tries       int64             `json:"tries"`
	Code        Code              `json:"code"`
	Params      map[string]string `json:"params"`
	Receipt     string            `json:"receipt"` // platform's log id
}

// ActRequest is a person's wish to act on cases, orders or reviews: IDs are of
// the kind that Kind.Subject names.
type ActRequest struct {
	IDs         []string `json:"ids"`
	Kind        ActKind  `json:"kind"`
	Reason      string   `json:"reason"`
	ReasonCode  string   `json:"reasonCode"`
	Note        Private  `json:"note"`
	AddressID   string   `json:"addressId"`
	Waybill     string   `json:"waybill"`
	CarrierCode string   `json:"carrierCode"`
	EvidenceIDs []string `json:"evidenceIds"`
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
	States  []ActState `json:"states"`
	ShopIDs []string   `json:"shopIds"`
	OrderID string     `json:"orderId"` // acts on an order, its cases and its reviews
	Cursor  string     `json:"cursor"`
	Limit   int        `json:"limit"`
}

// ActPage is one page of the outbox.
type ActPage struct {
	Items []Act  `json:"items"`
	Next  string `json:"next"`
}
