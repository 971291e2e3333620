package domain

// CaseType is the kind of an after-sales case.
type CaseType string

const (
	CaseRefundShipped   CaseType = "refund_only_shipped"
	CaseRefundUnshipped CaseType = "refund_only_unshipped"
	CaseReturnRefund    CaseType = "return_refund"
	CaseExchange        CaseType = "exchange"
	CaseReship          CaseType = "reship"
	CaseRepair          CaseType = "repair"
	CaseRefused         CaseType = "refused_return"
	CasePriceAdjust     CaseType = "price_adjustment"
	CaseCancel          CaseType = "order_cancel" // the platform lists a cancellation as a case
	CaseUnknown         CaseType = "unknown"
)

// CaseTypes lists every CaseType.
var CaseTypes = []CaseType{CaseRefundShipped, CaseRefundUnshipped, CaseReturnRefund, CaseExchange, CaseReship, CaseRepair, CaseRefused, CasePriceAdjust, CaseCancel, CaseUnknown}

// CaseStatus says whose turn it is.
type CaseStatus string

const (
	StatusAwaitMerchant CaseStatus = "awaiting_merchant"         // first decision
	StatusAwaitReturn   CaseStatus = "awaiting_buyer_return"     // buyer must send goods back
	StatusAwaitReceipt  CaseStatus = "awaiting_merchant_receipt" // goods came back, second decision
	StatusAwaitShip     CaseStatus = "awaiting_merchant_ship"    // reship, exchange, repair to be sent
	StatusAwaitConfirm  CaseStatus = "awaiting_buyer_confirm"    // sent, buyer must confirm
	StatusRefused       CaseStatus = "merchant_refused"          // buyer may change it or call the platform
	StatusSucceeded     CaseStatus = "succeeded"
	StatusClosed        CaseStatus = "closed" // failed, withdrawn, cancelled
	StatusUnknown       CaseStatus = "unknown"
)

// CaseStatuses lists every CaseStatus.
var CaseStatuses = []CaseStatus{StatusAwaitMerchant, StatusAwaitReturn, StatusAwaitReceipt, StatusAwaitShip, StatusAwaitConfirm, StatusRefused, StatusSucceeded, StatusClosed, StatusUnknown}

// Open reports whether the case still runs. Unknown is open: what we do not
// know is never auto-closed (SY-04).
func (s CaseStatus) Open() bool { return s != StatusSucceeded && s != StatusClosed }

// MerchantsTurn reports whether the merchant must act next.
func (s CaseStatus) MerchantsTurn() bool {
	return s == StatusAwaitMerchant || s == StatusAwaitReceipt || s == StatusAwaitShip || s == StatusUnknown
}

// Arbitration is the platform's part in a case.
type Arbitration string

const (
	ArbNone        Arbitration = "none"
	ArbRunning     Arbitration = "in_progress"
	ArbEvidence    Arbitration = "awaiting_merchant_evidence" // 待商家举证
	ArbNegotiating Arbitration = "negotiating"
	ArbForBuyer    Arbitration = "for_buyer"
	ArbForMerchant Arbitration = "for_merchant"
	ArbEnded       Arbitration = "ended"
	ArbCancelled   Arbitration = "cancelled"
	ArbUnknown     Arbitration = "unknown"
)

// Arbitrations lists every Arbitration.
var Arbitrations = []Arbitration{ArbNone, ArbRunning, ArbEvidence, ArbNegotiating, ArbForBuyer, ArbForMerchant, ArbEnded, ArbCancelled, ArbUnknown}

// Reason is our small tree of why a buyer asks; platform texts map onto it by
// rule data. The first reason decides quality rates (AN-06).
type Reason string

const (
	ReasonQuality     Reason = "quality"
	ReasonDamaged     Reason = "damaged"
	ReasonWrongItem   Reason = "wrong_item"
	ReasonMissing     Reason = "missing_part"
	ReasonNotAsShown  Reason = "not_as_described"
	ReasonFake        Reason = "counterfeit"
	ReasonSize        Reason = "size"
	ReasonDislike     Reason = "dislike"
	ReasonNotReceived Reason = "not_received"
	ReasonLate        Reason = "late"
	ReasonPrice       Reason = "price"
	ReasonChangedMind Reason = "changed_mind"
	ReasonNoReason    Reason = "seven_day_no_reason"
	ReasonOther       Reason = "other"
	ReasonUnknown     Reason = "unknown"
)

// Reasons lists every Reason.
var Reasons = []Reason{ReasonQuality, ReasonDamaged, ReasonWrongItem, ReasonMissing, ReasonNotAsShown, ReasonFake, ReasonSize, ReasonDislike,
	ReasonNotReceived, ReasonLate, ReasonPrice, ReasonChangedMind, ReasonNoReason, ReasonOther, ReasonUnknown}

// IsQuality reports whether the reason counts in a quality-return rate.
func (r Reason) IsQuality() bool {
	switch r {
	case ReasonQuality, ReasonDamaged, ReasonWrongItem, ReasonMissing, ReasonNotAsShown, ReasonFake:
		return true
	}
	return false
}

// AfterSale is one request of a buyer on an order (after_sales_case).
type AfterSale struct {
	ID              string           `json:"id"` // RemoteKey(shop, remote)
	ShopID          string           `json:"shopId"`
	RemoteID        string           `json:"remoteId"`
	OrderID         string           `json:"orderId"` // RemoteKey; the order may not have been pulled yet
	LineRemoteIDs   []string         `json:"lineRemoteIds"`
	Type            CaseType         `json:"type"`
	RawType         string           `json:"rawType"`
	Status          CaseStatus       `json:"status"`
	RawStatus       string           `json:"rawStatus"`
	Arbitration     Arbitration      `json:"arbitration"`
	RawArbitration  string           `json:"rawArbitration"`
	FirstReason     Reason           `json:"firstReason"` // kept by the store when a later pull changes the reason
	FirstReasonText string           `json:"firstReasonText"`
	Reason          Reason           `json:"reason"`
	ReasonText      string           `json:"reasonText"`
	BuyerRemark     Private          `json:"buyerRemark"`
	Qty             int64            `json:"qty"`
	Asked           Money            `json:"asked"`    // refund asked
	Refunded        Money            `json:"refunded"` // refund paid; unknown until it is
	GoodsBack       bool             `json:"goodsBack"`
	AppliedAt       Instant          `json:"appliedAt"`
	UpdatedAt       Instant          `json:"updatedAt"`
	ClosedAt        Instant          `json:"closedAt"`
	StepSince       Instant          `json:"stepSince"` // start of the current step, for the clock's window
	Deadline        Instant          `json:"deadline"`  // platform's own, of the current step (AS-02)
	EvidenceDue     Instant          `json:"evidenceDue"`
	Version         string           `json:"version"` // platform's optimistic version, sent back with a write
	ReturnWaybill   string           `json:"returnWaybill"`
	ReturnCarrier   string           `json:"returnCarrier"`
	Images          []string         `json:"images"`
	Events          []AfterSaleEvent `json:"events"` // negotiation; nil when not fetched
	Parcels         []Parcel         `json:"parcels"`
	Source          Source           `json:"source"`
}

// Actor is who did something.
type Actor string

const (
	ActorBuyer    Actor = "buyer"
	ActorMerchant Actor = "merchant"
	ActorPlatform Actor = "platform"
	ActorCourier  Actor = "courier"
	ActorStaff    Actor = "staff" // a person at this workstation
	ActorSystem   Actor = "system"
	ActorUnknown  Actor = "unknown"
)

// Actors lists every Actor.
var Actors = []Actor{ActorBuyer, ActorMerchant, ActorPlatform, ActorCourier, ActorStaff, ActorSystem, ActorUnknown}

// AfterSaleEvent is one entry of the negotiation log.
type AfterSaleEvent struct {
	ID       string   `json:"id"`
	At       Instant  `json:"at"`
	Actor    Actor    `json:"actor"`
	RawActor string   `json:"rawActor"`
	Action   string   `json:"action"` // platform's word for the step
	Text     Private  `json:"text"`
	Images   []string `json:"images"`
}

// TimelineEntry is one line of the single ordered history of a case or order
// (AS-14). At is UTC; the window shows it in the shop's and the local zone.
type TimelineEntry struct {
	ID     string            `json:"id"`
	At     Instant           `json:"at"`
	Actor  Actor             `json:"actor"`
	Kind   string            `json:"kind"`   // one of TimelineKinds; words in i18n
	Source string            `json:"source"` // platform id, "file", "workstation", "carrier"
	Text   Private           `json:"text"`
	Params map[string]string `json:"params"`
	Ref    string            `json:"ref"` // id of the row it came from
	Images []string          `json:"images"`
}

// TimelineKinds lists every TimelineEntry.Kind.
var TimelineKinds = []string{"ordered", "paid", "promised", "shipped", "trace", "signed", "case_applied", "negotiation",
	"case_closed", "deadline", "evidence_added", "pack_built", "review", "review_reply", "act_queued", "act_sent", "act_failed", "contact_revealed", "finding", "packed", "unboxed"}

// AfterSaleQuery filters the inbox. Empty fields do not filter.
type AfterSaleQuery struct {
	ShopIDs      []string      `json:"shopIds"`
	View         string        `json:"view"` // "open" (default, by time left), "merchant" (our turn), "evidence" (待举证), "closed", "all"
	Types        []CaseType    `json:"types"`
	Statuses     []CaseStatus  `json:"statuses"`
	Arbitrations []Arbitration `json:"arbitrations"`
	Reasons      []Reason      `json:"reasons"`
	HostID       string        `json:"hostId"`
	SessionID    string        `json:"sessionId"`
	SKUID        string        `json:"skuId"`
	OrderID      string        `json:"orderId"`
	DueFrom      Instant       `json:"dueFrom"`   // from this moment on; 0 = any
	DueBefore    Instant       `json:"dueBefore"` // before this moment; 0 = any
	Text         string        `json:"text"`
	Cursor       string        `json:"cursor"`
	Limit        int           `json:"limit"`
}

// AfterSaleRow is a case as the inbox shows it.
type AfterSaleRow struct {
	ID            string      `json:"id"`
	ShopID        string      `json:"shopId"`
	RemoteID      string      `json:"remoteId"`
	OrderID       string      `json:"orderId"`
	OrderRemoteID string      `json:"orderRemoteId"`
	Type          CaseType    `json:"type"`
	RawType       string      `json:"rawType"`
	Status        CaseStatus  `json:"status"`
	RawStatus     string      `json:"rawStatus"`
	Arbitration   Arbitration `json:"arbitration"`
	Reason        Reason      `json:"reason"`
	ReasonText    string      `json:"reasonText"`
	Asked         Money       `json:"asked"`
	AppliedAt     Instant     `json:"appliedAt"`
	UpdatedAt     Instant     `json:"updatedAt"`
	StepSince     Instant     `json:"stepSince"`
	Deadline      Instant     `json:"deadline"`
	EvidenceDue   Instant     `json:"evidenceDue"`
	DueAt         Instant     `json:"dueAt"`     // the earlier of Deadline and EvidenceDue that is still ours
	HandledAt     Instant     `json:"handledAt"` // first entry of merchant or staff; 0 = none known
	HouseDue      Instant     `json:"houseDue"`  // when the house promised its first answer; 0 = answered, another's turn or no promise
	Title         string      `json:"title"`
	Spec          string      `json:"spec"`
	SKUCode       string      `json:"skuCode"`
	BuyerNick     Private     `json:"buyerNick"`
	HostName      string      `json:"hostName"`
	SessionID     string      `json:"sessionId"`
	Waybill       string      `json:"waybill"`
	EvidenceCount int64       `json:"evidenceCount"`
	QueuedActs    int64       `json:"queuedActs"` // not sent yet
}

// AfterSalePage is one page of the inbox.
type AfterSalePage struct {
	Items []AfterSaleRow `json:"items"`
	Next  string         `json:"next"`
}

// AfterSaleCounts are the chip numbers above the inbox.
type AfterSaleCounts struct {
	Open      int64            `json:"open"`
	Merchant  int64            `json:"merchant"`
	Evidence  int64            `json:"evidence"`
	DueSoon   int64            `json:"dueSoon"` // our turn, due within 4 h and not overdue
	Overdue   int64            `json:"overdue"` // our turn, due before now
	ByType    map[string]int64 `json:"byType"`  // open cases
	QueuedAct int64            `json:"queuedAct"`
}

// AfterSaleDetail is everything about one case.
type AfterSaleDetail struct {
	Case       AfterSale       `json:"case"`
	Row        AfterSaleRow    `json:"row"`
	Order      *Order          `json:"order"` // nil: not pulled yet
	HasContact bool            `json:"hasContact"`
	Sessions   []LiveSession   `json:"sessions"`
	Promises   []Promise       `json:"promises"`
	Parcels    []ParcelDetail  `json:"parcels"`
	Evidence   []EvidenceRow   `json:"evidence"`
	Packs      []EvidencePack  `json:"packs"`
	Reviews    []Review        `json:"reviews"`
	Findings   []Finding       `json:"findings"`
	Acts       []Act           `json:"acts"`
	Siblings   []AfterSaleRow  `json:"siblings"` // other cases of the order
	Timeline   []TimelineEntry `json:"timeline"`
}

// FilledFrom returns a with what another reading of the same case knows and a's
// own source leaves out: a list has no negotiation, a detail call may lack what
// the list names. Only fields that are empty in a are taken. A deadline for
// evidence is taken only while both say that evidence is wanted.
func (a AfterSale) FilledFrom(o AfterSale) AfterSale {
	text := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	text(&a.OrderID, o.OrderID)
	text(&a.ReturnWaybill, o.ReturnWaybill)
	text(&a.ReturnCarrier, o.ReturnCarrier)
	text(&a.ReasonText, o.ReasonText)
	if a.BuyerRemark == "" {
		a.BuyerRemark = o.BuyerRemark
	}
	if a.Qty == 0 {
		a.Qty = o.Qty
	}
	if a.AppliedAt == 0 {
		a.AppliedAt = o.AppliedAt
	}
	if !a.Asked.Known() {
		a.Asked = o.Asked
	}
	if len(a.LineRemoteIDs) == 0 {
		a.LineRemoteIDs = o.LineRemoteIDs
	}
	if len(a.Images) == 0 {
		a.Images = o.Images
	}
	if a.Events == nil {
		a.Events = o.Events
	}
	if len(a.Parcels) == 0 {
		a.Parcels = o.Parcels
	}
	if a.EvidenceDue == 0 && a.Arbitration == o.Arbitration && a.Status == o.Status {
		a.EvidenceDue = o.EvidenceDue
	}
	return a
}
