package domain

// Scenario is a kind of dispute or of violation appeal, as a platform's written
// standard of proof parts them.
type Scenario string

const (
	ScenarioContent      Scenario = "missing_content"    // 少件、空包
	ScenarioWrongGoods   Scenario = "wrong_goods"        // 发错货
	ScenarioDamaged      Scenario = "damaged"            // 破损
	ScenarioNotReceived  Scenario = "not_received"       // 未收到货
	ScenarioStation      Scenario = "left_at_station"    // 未经同意放驿站
	ScenarioQuality      Scenario = "visible_quality"    // 可见质量
	ScenarioFakeDispute  Scenario = "counterfeit_claim"  // 买家称假货
	ScenarioDescription  Scenario = "not_as_described"   // 描述不符
	ScenarioNoReason     Scenario = "no_reason_return"   // 七天无理由、影响二次销售
	ScenarioReturn       Scenario = "return_mismatch"    // 退回商品不符、掉包
	ScenarioLateClaim    Scenario = "late_claim"         // 买家称发货慢
	ScenarioShoeBox      Scenario = "shoe_box"           // 鞋盒破损
	ScenarioJewellery    Scenario = "jewellery_weight"   // 珠宝克重
	ScenarioDevice       Scenario = "device_damage"      // 3C 人为损坏
	ScenarioFresh        Scenario = "fresh_goods"        // 生鲜
	ScenarioGeneral      Scenario = "general"            // 其他争议
	ScenarioFraud        Scenario = "fraud_shipping"     // 欺诈发货
	ScenarioFalseSales   Scenario = "false_sales"        // 虚假交易
	ScenarioLogistics    Scenario = "logistics_breach"   // 发货、揽收、中转超时（不可抗力）
	ScenarioService      Scenario = "service_breach"     // 未按约定服务
	ScenarioChanged      Scenario = "order_changed"      // 取消、改订单
	ScenarioFakeGoods    Scenario = "counterfeit_goods"  // 售假
	ScenarioPicture      Scenario = "picture_theft"      // 盗用图片
	ScenarioFreight      Scenario = "freight_overcharge" // 邮费高于市场价
	ScenarioSilence      Scenario = "service_silence"    // 客服不响应
	ScenarioSpotCheck    Scenario = "spot_check"         // 质量抽检
	ScenarioReviewAppeal Scenario = "review_complaint"   // 评价投诉
)

// Scenarios lists every Scenario.
var Scenarios = []Scenario{ScenarioContent, ScenarioWrongGoods, ScenarioDamaged, ScenarioNotReceived, ScenarioStation, ScenarioQuality, ScenarioFakeDispute,
	ScenarioDescription, ScenarioNoReason, ScenarioReturn, ScenarioLateClaim, ScenarioShoeBox, ScenarioJewellery, ScenarioDevice, ScenarioFresh, ScenarioGeneral,
	ScenarioFraud, ScenarioFalseSales, ScenarioLogistics, ScenarioService, ScenarioChanged, ScenarioFakeGoods, ScenarioPicture, ScenarioFreight, ScenarioSilence,
	ScenarioSpotCheck, ScenarioReviewAppeal}

// ProofKind is one exhibit as the written standard names it. Several may be
// shown by the same EvidenceKind: a courier's letter of the head office and one
// of a branch office have to say different things.
type ProofKind string

const (
	ProofPackingFilm   ProofKind = "packing_film"
	ProofPackingPhoto  ProofKind = "packing_photo"
	ProofProtection    ProofKind = "protection_photo"
	ProofPiece         ProofKind = "piece_photo"
	ProofPackingList   ProofKind = "packing_list"
	ProofWeighing      ProofKind = "weighing_photo"
	ProofThreeWeights  ProofKind = "three_weights"
	ProofPrecise       ProofKind = "precise_weighing"
	ProofSlip          ProofKind = "dispatch_slip"
	ProofWeighedSlip   ProofKind = "weighed_slip"
	ProofCarrierScreen ProofKind = "carrier_screen"
	ProofSignedSlip    ProofKind = "signed_slip"
	ProofHQLetter      ProofKind = "hq_letter"
	ProofBranchLetter  ProofKind = "branch_letter"
	ProofIntactLetter  ProofKind = "intact_letter"
	ProofNotice        ProofKind = "official_notice"
	ProofContract      ProofKind = "supply_contract"
	ProofChatWhole     ProofKind = "whole_chat"
	ProofChatAdmits    ProofKind = "admitting_chat"
	ProofChatAgreed    ProofKind = "agreement_chat"
	ProofBrand         ProofKind = "brand_papers"
	ProofInvoice       ProofKind = "purchase_invoice"
	ProofReport        ProofKind = "test_report"
	ProofPage          ProofKind = "page_at_order"
	ProofUnpacking     ProofKind = "unpacking_film"
	ProofCloseUp       ProofKind = "damage_closeup"
	ProofHandoff       ProofKind = "handoff_record"
	ProofPromotion     ProofKind = "promotion_proof"
	ProofRefund        ProofKind = "refund_proof"
	ProofOriginal      ProofKind = "camera_original"
	ProofFreightBill   ProofKind = "freight_bill"
	ProofServiceReport ProofKind = "service_report"
	ProofBoxNotice     ProofKind = "box_notice"
	ProofReviewCapture ProofKind = "review_capture"
)

// ProofKinds lists every ProofKind.
var ProofKinds = []ProofKind{ProofPackingFilm, ProofPackingPhoto, ProofProtection, ProofPiece, ProofPackingList, ProofWeighing, ProofThreeWeights, ProofPrecise,
	ProofSlip, ProofWeighedSlip, ProofCarrierScreen, ProofSignedSlip, ProofHQLetter, ProofBranchLetter, ProofIntactLetter, ProofNotice, ProofContract,
	ProofChatWhole, ProofChatAdmits, ProofChatAgreed, ProofBrand, ProofInvoice, ProofReport, ProofPage, ProofUnpacking, ProofCloseUp, ProofHandoff,
	ProofPromotion, ProofRefund, ProofOriginal, ProofFreightBill, ProofServiceReport, ProofBoxNotice, ProofReviewCapture}

// ProofPoint is one property that the standard asks of an exhibit.
type ProofPoint string

const (
	PointNumber      ProofPoint = "number_legible"        // the parcel's waybill can be read
	PointBackNumber  ProofPoint = "return_number_legible" // the return's waybill can be read
	PointContents    ProofPoint = "contents_visible"
	PointWhole       ProofPoint = "whole_process"
	PointUncut       ProofPoint = "uncut"
	PointAsOrdered   ProofPoint = "goods_as_ordered"
	PointInTime      ProofPoint = "taken_in_time"      // between payment and pickup
	PointAfterReturn ProofPoint = "taken_after_return" // once the return was on its way
	PointAfterOrder  ProofPoint = "shown_at_order_time"
	PointWeight      ProofPoint = "weight_shown"
	PointThreeFiles  ProofPoint = "three_pictures"
	PointWeightsFit  ProofPoint = "weights_agree"
	PointScale       ProofPoint = "scale_precise"
	PointProtected   ProofPoint = "protection_visible"
	PointSigner      ProofPoint = "signer_named"
	PointLetterNo    ProofPoint = "letter_number"
	PointLetterGoods ProofPoint = "letter_contents"
	PointLetterSign  ProofPoint = "letter_signing"
	PointLetterDate  ProofPoint = "letter_dated"
	PointStamp       ProofPoint = "stamp_city"
	PointIntact      ProofPoint = "intact_stated"
	PointPlace       ProofPoint = "covers_place"
	PointPeriod      ProofPoint = "covers_time"
	PointWholeTalk   ProofPoint = "whole_talk"
	PointAdmits      ProofPoint = "buyer_admits"
	PointAgreed      ProofPoint = "agreement_visible"
	PointTalkNumber  ProofPoint = "evidence_number"
	PointCorners     ProofPoint = "corners_visible"
	PointParties     ProofPoint = "parties_match"
	PointBeforeSale  ProofPoint = "before_first_sale"
	PointModel       ProofPoint = "model_matches"
	PointQuantity    ProofPoint = "quantity_covers"
	PointPrice       ProofPoint = "price_below"
	PointInstitute   ProofPoint = "institute_listed"
	PointWithinYear  ProofPoint = "within_year"
	PointOuter       ProofPoint = "outer_intact"
	PointDefect      ProofPoint = "defect_visible"
	PointHandSigned  ProofPoint = "handoff_signed"
	PointThisOrder   ProofPoint = "names_this_order"
	PointUnedited    ProofPoint = "unedited"
	PointSamePicture ProofPoint = "same_picture"
	PointAmount      ProofPoint = "amount_named"
	PointUserDamage  ProofPoint = "user_damage_stated"
	PointBoxValue    ProofPoint = "box_value_told"
)

// ProofPoints lists every ProofPoint.
var ProofPoints = []ProofPoint{PointNumber, PointBackNumber, PointContents, PointWhole, PointUncut, PointAsOrdered, PointInTime, PointAfterReturn, PointAfterOrder,
	PointWeight, PointThreeFiles, PointWeightsFit, PointScale, PointProtected, PointSigner, PointLetterNo, PointLetterGoods, PointLetterSign, PointLetterDate,
	PointStamp, PointIntact, PointPlace, PointPeriod, PointWholeTalk, PointAdmits, PointAgreed, PointTalkNumber, PointCorners, PointParties, PointBeforeSale,
	PointModel, PointQuantity, PointPrice, PointInstitute, PointWithinYear, PointOuter, PointDefect, PointHandSigned, PointThisOrder, PointUnedited,
	PointSamePicture, PointAmount, PointUserDamage, PointBoxValue}

// AnswerForm is how a person answers the question about a point.
type AnswerForm string

const (
	FormNone   AnswerForm = ""       // the program judges it alone
	FormTick   AnswerForm = "tick"   // yes or no
	FormGrams  AnswerForm = "grams"  // the reading of the scale, whole grams
	FormPeriod AnswerForm = "period" // "2026-10-01/2026-10-05", both days included
	FormPlace  AnswerForm = "place"  // the area as the paper names it
	FormText   AnswerForm = "text"   // a number that a platform gives
)

// AnswerForms lists every AnswerForm.
var AnswerForms = []AnswerForm{FormNone, FormTick, FormGrams, FormPeriod, FormPlace, FormText}

// PointState is how well a point is met.
type PointState string

const (
	PointShown  PointState = "shown"  // the program can show it from bytes and rows
	PointSaid   PointState = "said"   // a person says so; never counted as verified
	PointOpen   PointState = "open"   // only a person can say, nobody has
	PointDoubt  PointState = "doubt"  // it may be met, the data is too thin to say
	PointFailed PointState = "failed" // it is not met
)

// PointStates lists every PointState.
var PointStates = []PointState{PointShown, PointSaid, PointOpen, PointDoubt, PointFailed}

// ProofState is how an asked-for exhibit stands.
type ProofState string

const (
	ProofThere   ProofState = "there"
	ProofOpen    ProofState = "open" // a file is there, questions about it are not answered
	ProofWeak    ProofState = "weak" // a file is there and fails a point
	ProofMissing ProofState = "missing"
)

// ProofStates lists every ProofState.
var ProofStates = []ProofState{ProofThere, ProofOpen, ProofWeak, ProofMissing}

// ProofWhys lists why a point is open, in doubt or failed ("" = nothing to say).
var ProofWhys = []string{"", "said_no", "not_read", "other_parcel", "before_payment", "after_pickup", "after_signing", "after_claim", "after_notice", "before_return",
	"late_unpacking", "after_order", "clock_ahead", "time_from_file", "time_unknown", "too_short", "length_unknown", "too_few", "weights_differ", "one_weight", "period_outside",
	"place_outside", "no_camera_data", "no_bounds", "bad_answer"}

// StandardLevels lists how much an asked-for exhibit weighs: without "must" a
// claim is lost as a rule, "strong" turns doubtful cases.
var StandardLevels = []string{"must", "strong", "help"}

// SubmitDoors lists where proof is handed in: with the platform's interface, as a
// message through it, or by hand in its console.
var SubmitDoors = []string{"api", "message", "console"}

// PointVerdict is one property of one exhibit, judged.
type PointVerdict struct {
	Point  ProofPoint        `json:"point"`
	State  PointState        `json:"state"`
	Why    string            `json:"why"` // one of ProofWhys
	Form   AnswerForm        `json:"form"`
	Value  string            `json:"value"` // what a person gave besides yes: grams, period, place, number
	By     string            `json:"by"`    // who said it, "" = nobody
	At     Instant           `json:"at"`
	Params map[string]string `json:"params"` // facts of the verdict: waybill, seconds, grams
}

// ProofPart is one exhibit of the standard with the file that shows it best.
type ProofPart struct {
	Proof      ProofKind      `json:"proof"`
	State      ProofState     `json:"state"`
	Kinds      []EvidenceKind `json:"kinds"` // which files may show it, the usual one first
	EvidenceID string         `json:"evidenceId"`
	Name       string         `json:"name"`
	Files      int64          `json:"files"` // how many candidates there are
	Points     []PointVerdict `json:"points"`
	RuleID     string         `json:"ruleId"`
}

// ProofOption is a set of exhibits that together answer one demand.
type ProofOption struct {
	State ProofState  `json:"state"`
	Parts []ProofPart `json:"parts"`
}

// ChecklistItem is one demand of the standard; any of its options answers it.
type ChecklistItem struct {
	Key     string        `json:"key"` // "must.0", stable within a rule
	Level   string        `json:"level"`
	State   ProofState    `json:"state"` // of its best option
	Best    int64         `json:"best"`  // index of that option
	Options []ProofOption `json:"options"`
}

// Checklist is what the written standard asks in one case and how it stands.
type Checklist struct {
	CaseID        string          `json:"caseId"`
	Platform      string          `json:"platform"`
	Scenario      Scenario        `json:"scenario"`
	Appeal        bool            `json:"appeal"`   // of a violation, not a dispute with the buyer
	ChosenBy      string          `json:"chosenBy"` // "" = by the program, from the case
	ChosenAt      Instant         `json:"chosenAt"`
	NoticeAt      Instant         `json:"noticeAt"` // of the violation
	Choices       []Scenario      `json:"choices"`  // disputes that a person may choose here
	Appeals       []Scenario      `json:"appeals"`  // violation appeals likewise; they need the moment of the notice
	RuleID        string          `json:"ruleId"`
	EffectiveFrom ShopDay         `json:"effectiveFrom"`
	Source        string          `json:"source"`
	Confidence    string          `json:"confidence"`
	DueAt         Instant         `json:"dueAt"`
	DueFrom       string          `json:"dueFrom"` // "platform", "rule", "" = no clock runs
	Door          string          `json:"door"`    // one of SubmitDoors
	Proofs        ProofLimit      `json:"proofs"`
	MaxText       int64           `json:"maxText"`      // characters of the statement, 0 = not published
	MaxTextBytes  int64           `json:"maxTextBytes"` // bytes of it, 0 = not published
	Items         []ChecklistItem `json:"items"`
	Ready         bool            `json:"ready"` // every must is there, none of it open
	Missing       int64           `json:"missing"`
	Weak          int64           `json:"weak"`
	Open          int64           `json:"open"`
}

// CaseScenario is a person's choice of what a case is argued as.
type CaseScenario struct {
	CaseID   string   `json:"caseId"`
	Scenario Scenario `json:"scenario"` // "" takes the choice back
	NoticeAt Instant  `json:"noticeAt"` // when the platform told of the violation, 0 = not an appeal
	By       string   `json:"by"`
	At       Instant  `json:"at"`
}

// ProofAnswer is what a person said about one point of one file.
type ProofAnswer struct {
	CaseID     string     `json:"caseId"`
	EvidenceID string     `json:"evidenceId"`
	Point      ProofPoint `json:"point"`
	Yes        bool       `json:"yes"`
	Value      string     `json:"value"`
	By         string     `json:"by"`
	At         Instant    `json:"at"`
}

// ObjectionReasons lists the heads under which platforms turn proof down: it must
// be authentic, related, complete, exact and in time; the last two are ours.
var ObjectionReasons = []string{"authentic", "related", "complete", "exact", "timely", "missing", "format"}

// Objection is one attack of the reviewer on a pack.
type Objection struct {
	Reason     string            `json:"reason"` // one of ObjectionReasons
	Fatal      bool              `json:"fatal"`  // the standard demands it; otherwise a doubt
	Proof      ProofKind         `json:"proof"`
	Point      ProofPoint        `json:"point"`
	Why        string            `json:"why"` // one of ProofWhys or ObjectionWhys
	EvidenceID string            `json:"evidenceId"`
	Name       string            `json:"name"`
	Params     map[string]string `json:"params"`
}

// ObjectionWhys lists the reviewer's own grounds, beyond ProofWhys.
var ObjectionWhys = []string{"not_there", "used_elsewhere", "too_many_files", "file_too_large", "wrong_format", "films_by_hand", "no_scenario"}

// CaseResult is how a dispute or an appeal ended for the merchant.
type CaseResult string

const (
	ResultWon    CaseResult = "won"
	ResultLost   CaseResult = "lost"
	ResultPartly CaseResult = "partly"
)

// CaseResults lists every CaseResult.
var CaseResults = []CaseResult{ResultWon, ResultLost, ResultPartly}

// OutcomeOrigins lists who says how a case ended: a person, the platform's ruling,
// or the lapse of the time for evidence without an answer.
var OutcomeOrigins = []string{"person", "platform", "silence"}

// CaseOutcome is how a case ended, and by whose word.
type CaseOutcome struct {
	CaseID string     `json:"caseId"`
	Result CaseResult `json:"result"` // "" = not known; a person takes a word back with it
	Origin string     `json:"origin"` // one of OutcomeOrigins, "" = not known
	PackID string     `json:"packId"`
	By     string     `json:"by"`
	At     Instant    `json:"at"`
}

// OutcomeRow counts ended cases of one platform and scenario, and how they went
// with and without one kind of file. Partly won counts apart, never as won.
type OutcomeRow struct {
	Platform string       `json:"platform"`
	Scenario Scenario     `json:"scenario"`
	Kind     EvidenceKind `json:"kind"` // "" = the whole scenario; then the Without fields are 0
	Won      int64        `json:"won"`
	Partly   int64        `json:"partly"`
	Total    int64        `json:"total"`
	WonNot   int64        `json:"wonNot"` // won without such a file
	PartNot  int64        `json:"partNot"`
	TotalNot int64        `json:"totalNot"`
}

// OutcomeReport is the win rate by platform, scenario and exhibit (EV-13).
type OutcomeReport struct {
	Rows      []OutcomeRow `json:"rows"`
	Cases     int64        `json:"cases"`     // ended cases that were counted
	Silent    int64        `json:"silent"`    // of them lost because nobody answered in time
	SilentSum Money        `json:"silentSum"` // what was asked for in those
}

// RefusalTraps lists grounds for refusing a request that a platform counts as
// refusing without cause (无故拒绝售后).
var RefusalTraps = []string{"force_reason_change", "already_signed", "buyer_mistake", "settled", "return_not_received", "change_amount", "other_address", "already_shipped",
	"signed_no_return", "time_limited", "warehouse_moved", "holiday", "no_other_way"}

// RefusalNeeds lists what makes such a ground good after all.
var RefusalNeeds = []string{"chat", "pickup_before", "offer", "nothing"}

// RefusalTrap is one such ground that a refusal rests on.
type RefusalTrap struct {
	Trap          string  `json:"trap"`  // one of RefusalTraps
	Words         string  `json:"words"` // what was matched; "" = the kind of case alone
	Needs         string  `json:"needs"` // one of RefusalNeeds
	Met           bool    `json:"met"`   // what it needs is there
	RuleID        string  `json:"ruleId"`
	Source        string  `json:"source"`
	Confidence    string  `json:"confidence"`
	EffectiveFrom ShopDay `json:"effectiveFrom"`
}

// RefusalRequest asks what refusing would mean, as the refusal stands on the form.
type RefusalRequest struct {
	IDs         []string `json:"ids"` // cases
	Reason      string   `json:"reason"`
	Note        Private  `json:"note"`
	EvidenceIDs []string `json:"evidenceIds"` // what goes with it
	Attachable  bool     `json:"attachable"`  // files can go with it at all
}

// RefusalAdvice is what a person should know before refusing one case (MS-20).
type RefusalAdvice struct {
	CaseID    string        `json:"caseId"`
	RemoteID  string        `json:"remoteId"`
	Traps     []RefusalTrap `json:"traps"`
	Unproven  bool          `json:"unproven"` // no file at all supports it
	Scenario  Scenario      `json:"scenario"`
	RuleID    string        `json:"ruleId"` // of the standard that asks
	Since     ShopDay       `json:"since"`  // in force from
	Source    string        `json:"source"`
	Needed    []ProofKind   `json:"needed"` // demanded and not there, the first way of each demand
	Weak      []ProofKind   `json:"weak"`   // demanded, there, and failing
	There     []ProofKind   `json:"there"`
	Fine      Money         `json:"fine"` // of a refusal without cause; unknown where no amount is published
	FineRule  string        `json:"fineRule"`
	FineSince ShopDay       `json:"fineSince"`
	Won       int64         `json:"won"`   // our own ended cases of this scenario on this platform
	Ended     int64         `json:"ended"` // 0 = none yet, no chance can be told
}

// EndedCaseRow is a dispute whose end is known, with what a win rate is counted by.
type EndedCaseRow struct {
	Case     AfterSale      `json:"case"` // only what tells its scenario, its time and its sum
	Chosen   Scenario       `json:"chosen"`
	NoticeAt Instant        `json:"noticeAt"`
	Result   CaseResult     `json:"result"`
	Origin   string         `json:"origin"`
	Kinds    []EvidenceKind `json:"kinds"` // of the files that were linked to it
}
