package domain

// Severity orders findings.
type Severity string

const (
	SeverityInfo Severity = "info"
	SeverityWarn Severity = "warn" // a limit comes near
	SeverityRed  Severity = "red"  // a limit is passed
)

// Severities lists every Severity.
var Severities = []Severity{SeverityInfo, SeverityWarn, SeverityRed}

// FindingState is whether a finding still holds.
type FindingState string

const (
	FindingOpen      FindingState = "open"
	FindingResolved  FindingState = "resolved"  // a later run no longer found it
	FindingDismissed FindingState = "dismissed" // a person said so
)

// FindingStates lists every FindingState.
var FindingStates = []FindingState{FindingOpen, FindingResolved, FindingDismissed}

// SubjectKind is what a finding, task or audit entry is about.
type SubjectKind string

const (
	SubjectOrder     SubjectKind = "order"
	SubjectAfterSale SubjectKind = "after_sale"
	SubjectParcel    SubjectKind = "parcel"
	SubjectReview    SubjectKind = "review"
	SubjectShop      SubjectKind = "shop"
	SubjectEvidence  SubjectKind = "evidence"
	SubjectSystem    SubjectKind = "system"
)

// SubjectKinds lists every SubjectKind.
var SubjectKinds = []SubjectKind{SubjectOrder, SubjectAfterSale, SubjectParcel, SubjectReview, SubjectShop, SubjectEvidence, SubjectSystem}

// Finding is what a scheduled check found. Key is stable, so that a rerun
// replaces instead of repeating.
type Finding struct {
	ID         string            `json:"id"`
	Key        string            `json:"key"`   // check + ":" + subject id
	Check      string            `json:"check"` // id of the check
	ShopID     string            `json:"shopId"`
	Subject    SubjectKind       `json:"subject"`
	SubjectID  string            `json:"subjectId"`
	OrderID    string            `json:"orderId"`
	Severity   Severity          `json:"severity"`
	State      FindingState      `json:"state"`
	RuleID     string            `json:"ruleId"` // dated rule that judged
	Params     map[string]string `json:"params"`
	Since      Instant           `json:"since"`  // start of the clock that ran
	DueAt      Instant           `json:"dueAt"`  // when the platform's limit falls
	AtRisk     Money             `json:"atRisk"` // fine by the rule
	NextAct    string            `json:"nextAct"`
	Owner      string            `json:"owner"`
	FirstSeen  Instant           `json:"firstSeen"`
	LastSeen   Instant           `json:"lastSeen"`
	ResolvedAt Instant           `json:"resolvedAt"`
}

// NextActs lists every Finding.NextAct and Task.NextAct.
var NextActs = []string{"answer_case", "submit_evidence", "confirm_receipt", "ship", "call_courier", "work_order", "check_proof", "reply_review", "start_recovery",
	"reauthorize", "retry_sync", "map_value", "free_space", "back_up", "link_evidence"}

// FindingQuery filters findings; open ones by due time, others newest first.
type FindingQuery struct {
	ShopIDs []string       `json:"shopIds"`
	Checks  []string       `json:"checks"`
	States  []FindingState `json:"states"`
	Subject SubjectKind    `json:"subject"`
	OrderID string         `json:"orderId"`
	Cursor  string         `json:"cursor"`
	Limit   int            `json:"limit"`
}

// FindingRow is a finding with the words a list needs.
type FindingRow struct {
	Finding       Finding    `json:"finding"`
	OrderRemoteID string     `json:"orderRemoteId"`
	Waybill       string     `json:"waybill"`
	CarrierName   string     `json:"carrierName"`
	ParcelState   TrackState `json:"parcelState"`
	Title         string     `json:"title"`
	LastText      string     `json:"lastText"`
	LastAt        Instant    `json:"lastAt"`
}

// FindingPage is one page of findings.
type FindingPage struct {
	Items []FindingRow `json:"items"`
	Next  string       `json:"next"`
}

// CheckReceipt proves that a check ran (LG-05): what, how many, found.
type CheckReceipt struct {
	ID        string  `json:"id"`
	Check     string  `json:"check"`
	DueAt     Instant `json:"dueAt"` // the tick it answers; for missed ticks the latest one
	Missed    int64   `json:"missed"`
	StartedAt Instant `json:"startedAt"`
	EndedAt   Instant `json:"endedAt"`
	Examined  int64   `json:"examined"`
	Found     int64   `json:"found"`
	Fresh     int64   `json:"fresh"`    // found for the first time
	Resolved  int64   `json:"resolved"` // no longer found
	Code      Code    `json:"code"`     // "" = ended well
}

// CheckInfo is one row of the schedule.
type CheckInfo struct {
	ID      string        `json:"id"`
	Spec    string        `json:"spec"` // cron expression, five fields, shop-local
	Enabled bool          `json:"enabled"`
	NextAt  Instant       `json:"nextAt"`
	Running bool          `json:"running"`
	Last    *CheckReceipt `json:"last"`
}

// Task is one row of the Today queue: anything that wants an act.
type Task struct {
	ID        string            `json:"id"`
	Kind      string            `json:"kind"` // one of TaskKinds
	ShopID    string            `json:"shopId"`
	Subject   SubjectKind       `json:"subject"`
	SubjectID string            `json:"subjectId"`
	OrderID   string            `json:"orderId"`
	Title     string            `json:"title"` // product or shop name
	Params    map[string]string `json:"params"`
	Since     Instant           `json:"since"`
	DueAt     Instant           `json:"dueAt"`
	AtRisk    Money             `json:"atRisk"`
	NextAct   string            `json:"nextAct"`
	Score     float64           `json:"score"` // time left × money, higher first
}

// TaskKinds lists every Task.Kind.
var TaskKinds = []string{"case_due", "evidence_wanted", "logistics", "bad_review", "sync_fault", "unlinked_evidence", "backup"}

// TodaySummary is the five numbers and the head of the queue.
type TodaySummary struct {
	AsOf          Instant          `json:"asOf"` // oldest DataAsOf among live shops
	Favourable    MetricValue      `json:"favourable"`
	Target        float64          `json:"target"`
	GoodNeeded    int64            `json:"goodNeeded"` // genuine good reviews needed to reach the target (RV-06)
	ReturnRate    MetricValue      `json:"returnRate"`
	Answered30    MetricValue      `json:"answered30"` // first handling of cases within 30 minutes
	DueSoon       int64            `json:"dueSoon"`    // open deadlines < 4 h
	AtRisk        Money            `json:"atRisk"`
	Queue         int64            `json:"queue"`
	ByKind        map[string]int64 `json:"byKind"`
	Shops         []Shop           `json:"shops"`
	Unattributed  MetricValue      `json:"unattributed"` // share of orders with no session
	LastCheckedAt Instant          `json:"lastCheckedAt"`
}

// TaskPage is the queue.
type TaskPage struct {
	Items []Task `json:"items"`
	Total int64  `json:"total"`
}
