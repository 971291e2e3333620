package domain

// ReviewBand is good, neutral or negative by the platform's dated mapping (RV-01).
type ReviewBand string

const (
	ReviewGood     ReviewBand = "good"
	ReviewNeutral  ReviewBand = "neutral"
	ReviewNegative ReviewBand = "negative"
	ReviewUnrated  ReviewBand = "unrated"
)

// ReviewBands lists every ReviewBand.
var ReviewBands = []ReviewBand{ReviewGood, ReviewNeutral, ReviewNegative, ReviewUnrated}

// RecoveryStep is a column of the recovery board (RV-03).
type RecoveryStep string

const (
	RecoveryDetected  RecoveryStep = "detected"
	RecoveryOwner     RecoveryStep = "owner"
	RecoveryContacted RecoveryStep = "contacted"
	RecoveryCause     RecoveryStep = "cause"
	RecoveryRemedy    RecoveryStep = "remedy"
	RecoveryOutcome   RecoveryStep = "outcome"
)

// RecoverySteps lists every RecoveryStep in order.
var RecoverySteps = []RecoveryStep{RecoveryDetected, RecoveryOwner, RecoveryContacted, RecoveryCause, RecoveryRemedy, RecoveryOutcome}

// RecoveryProof is the evidence that a review was won back; "" means none, and
// without one a recovery is never counted (RV-03).
var RecoveryProofs = []string{"", "rating_changed", "follow_up", "settled"}

// Review is one rating with its text.
type Review struct {
	ID          string       `json:"id"` // RemoteKey(shop, remote)
	ShopID      string       `json:"shopId"`
	RemoteID    string       `json:"remoteId"`
	OrderID     string       `json:"orderId"` // "" when the export does not name it
	ProductID   string       `json:"productId"`
	ProductName string       `json:"productName"`
	SKUID       string       `json:"skuId"`
	Spec        string       `json:"spec"`
	Rating      int64        `json:"rating"` // 1–5, 0 = missing
	Band        ReviewBand   `json:"band"`
	BandRule    string       `json:"bandRule"` // filled on reading: the dated rule in force when it was written, "" without stars
	Text        Private      `json:"text"`
	Images      []string     `json:"images"`
	BuyerNick   Private      `json:"buyerNick"`
	CreatedAt   Instant      `json:"createdAt"`
	FollowText  Private      `json:"followText"`
	FollowAt    Instant      `json:"followAt"`
	ReplyText   Private      `json:"replyText"`
	RepliedAt   Instant      `json:"repliedAt"`
	ReplyBy     Instant      `json:"replyBy"` // end of the reply window by rule; 0 = no window known
	FirstRating int64        `json:"firstRating"`
	Step        RecoveryStep `json:"step"` // "" = not on the board
	Owner       string       `json:"owner"`
	Proof       string       `json:"proof"`
	HostName    string       `json:"hostName"`  // filled on reading
	SessionID   string       `json:"sessionId"` // filled on reading
	Source      Source       `json:"source"`
}

// RecoveryMove is a step on the recovery board, made by a person.
type RecoveryMove struct {
	ReviewID string       `json:"reviewId"`
	Step     RecoveryStep `json:"step"`
	Owner    string       `json:"owner"`
	Note     Private      `json:"note"`
	At       Instant      `json:"at"`
}

// ReviewQuery filters reviews, newest first.
type ReviewQuery struct {
	ShopIDs   []string       `json:"shopIds"`
	Bands     []ReviewBand   `json:"bands"`
	Steps     []RecoveryStep `json:"steps"`
	Replied   string         `json:"replied"` // "", "yes", "no"
	From      Instant        `json:"from"`
	To        Instant        `json:"to"`
	HostID    string         `json:"hostId"`
	SessionID string         `json:"sessionId"`
	SKUID     string         `json:"skuId"`
	OrderID   string         `json:"orderId"`
	Text      string         `json:"text"`
	Cursor    string         `json:"cursor"`
	Limit     int            `json:"limit"`
}

// ReviewPage is one page of reviews.
type ReviewPage struct {
	Items []Review `json:"items"`
	Next  string   `json:"next"`
}

// ReviewDetail is a review with its order, cases and moves.
type ReviewDetail struct {
	Review   Review         `json:"review"`
	Order    *OrderRow      `json:"order"`
	Cases    []AfterSaleRow `json:"cases"`
	Session  *LiveSession   `json:"session"`
	Promises []Promise      `json:"promises"`
	Moves    []RecoveryMove `json:"moves"`
	RuleID   string         `json:"ruleId"` // the dated mapping and window that were applied
}
