package domain

// PackMode is what is done at the bench.
type PackMode string

const (
	PackOut  PackMode = "pack"  // goods go out
	PackBack PackMode = "unbox" // a return is opened (EV-15)
)

// PackModes lists every PackMode.
var PackModes = []PackMode{PackOut, PackBack}

// PackState says how far a pack record has come.
type PackState string

const (
	PackOpen        PackState = "open"
	PackDone        PackState = "done"
	PackAside       PackState = "aside"       // stopped and put aside, not packed
	PackInterrupted PackState = "interrupted" // the program or its page ended before the parcel was closed
)

// PackStates lists every PackState.
var PackStates = []PackState{PackOpen, PackDone, PackAside, PackInterrupted}

// PackStopKind is why the bench stops a parcel.
type PackStopKind string

const (
	StopRefunded    PackStopKind = "refunded"
	StopRefundAsked PackStopKind = "refund_asked"
	StopCancelled   PackStopKind = "cancelled"
	StopHeld        PackStopKind = "held"         // unpaid, or paid and still in the platform's risk check
	StopDuplicate   PackStopKind = "duplicate"    // packed before
	StopLeft        PackStopKind = "already_left" // the courier has scanned it already
	StopNotUploaded PackStopKind = "not_uploaded" // a label that the platform does not know yet (AS-12)
	StopUnknown     PackStopKind = "unknown_waybill"
	StopUnreadable  PackStopKind = "unreadable"
	StopSeveral     PackStopKind = "ambiguous" // the number belongs to several orders
	StopWrongSKU    PackStopKind = "wrong_sku"
	StopTooMany     PackStopKind = "too_many"
	StopItem        PackStopKind = "item_missing"
	StopGift        PackStopKind = "gift_missing"
	StopCounts      PackStopKind = "counts_missing" // a return without good, bad and missing pieces
	StopPhoto       PackStopKind = "photo_missing"
)

// PackStopKinds lists every PackStopKind.
var PackStopKinds = []PackStopKind{StopRefunded, StopRefundAsked, StopCancelled, StopHeld, StopDuplicate, StopLeft, StopNotUploaded, StopUnknown, StopUnreadable,
	StopSeveral, StopWrongSKU, StopTooMany, StopItem, StopGift, StopCounts, StopPhoto}

// AtClosing reports whether a stop is about what is still missing, so that it ends by
// itself once that is done.
func (k PackStopKind) AtClosing() bool {
	return k == StopItem || k == StopGift || k == StopCounts || k == StopPhoto
}

// PackReason is the named reason for going on past a stop.
type PackReason string

const (
	ReasonBuyerAgreed PackReason = "buyer_agreed"  // the buyer wants it all the same
	ReasonOwnerSays   PackReason = "owner_decided" // the person in charge decided
	ReasonPackedAnew  PackReason = "packed_anew"   // opened and packed once more, or a new label
	ReasonCorrected   PackReason = "corrected"     // the wrong piece was taken out
	ReasonScanError   PackReason = "scan_error"    // the scanner read wrong
	ReasonNotSynced   PackReason = "not_synced"    // the order is newer than the local copy
	ReasonNoGift      PackReason = "gift_out"      // out of stock, agreed with the buyer
	ReasonSentApart   PackReason = "sent_apart"    // goes in another parcel
)

// PackReasons lists every PackReason.
var PackReasons = []PackReason{ReasonBuyerAgreed, ReasonOwnerSays, ReasonPackedAnew, ReasonCorrected, ReasonScanError, ReasonNotSynced, ReasonNoGift, ReasonSentApart}

// PackStop is one red stop, and the reason for which somebody went past it.
type PackStop struct {
	ID       string            `json:"id"` // kind and what it is about
	Kind     PackStopKind      `json:"kind"`
	Params   map[string]string `json:"params"` // facts for the sentence; never buyer text
	At       Instant           `json:"at"`
	Reason   PackReason        `json:"reason"` // "" = it stands
	By       string            `json:"by"`
	ReasonAt Instant           `json:"reasonAt"`
}

// PackItem is one thing that belongs into a parcel: an order line or a promised gift.
type PackItem struct {
	ID      string `json:"id"` // line id, or "gift:" and the promise
	SKUID   string `json:"skuId"`
	SKUCode string `json:"skuCode"`
	Name    string `json:"name"` // product, or the host's words for a promised gift
	Spec    string `json:"spec"`
	Size    string `json:"size"`
	Qty     int64  `json:"qty"`
	Done    int64  `json:"done"` // pieces scanned or ticked
	Gift    bool   `json:"gift"`
}

// PackRecord is one parcel before the bench's camera.
type PackRecord struct {
	ID          string     `json:"id"`
	Mode        PackMode   `json:"mode"`
	State       PackState  `json:"state"`
	ShopID      string     `json:"shopId"`
	OrderID     string     `json:"orderId"`
	AfterSaleID string     `json:"afterSaleId"`
	Waybill     string     `json:"waybill"` // "" while the label is not there yet
	CarrierName string     `json:"carrierName"`
	Packer      string     `json:"packer"`
	Station     string     `json:"station"`
	StartedAt   Instant    `json:"startedAt"`
	ClosedAt    Instant    `json:"closedAt"`
	Items       []PackItem `json:"items"`
	Scanned     []string   `json:"scanned"` // codes of goods that were scanned before the order was known
	Stops       []PackStop `json:"stops"`
	Photos      []string   `json:"photos"` // evidence ids
	Clips       []string   `json:"clips"`  // evidence ids
	Counted     bool       `json:"counted"`
	Good        int64      `json:"good"` // pieces of a return
	Bad         int64      `json:"bad"`
	Missing     int64      `json:"missing"`
}

// Standing returns the stops that nobody went past.
func (r PackRecord) Standing() []PackStop {
	out := []PackStop{}
	for _, s := range r.Stops {
		if s.Reason == "" {
			out = append(out, s)
		}
	}
	return out
}

// BenchScan says what a scan was.
type BenchScan string

const (
	ScanParcel BenchScan = "parcel" // Record is a new one; the one before it may be closed
	ScanBound  BenchScan = "bound"  // the open record got its order or its waybill
	ScanTick   BenchScan = "tick"   // goods of the open record
	ScanSame   BenchScan = "same"   // what is open already
	ScanHeld   BenchScan = "held"   // the open record lacks something, the new parcel waits
	ScanStop   BenchScan = "stop"   // nothing changed but a stop
)

// BenchScans lists every BenchScan.
var BenchScans = []BenchScan{ScanParcel, ScanBound, ScanTick, ScanSame, ScanHeld, ScanStop}

// BenchScanRequest is a code that was scanned, and the record that is open.
type BenchScanRequest struct {
	Code     string `json:"code"`
	RecordID string `json:"recordId"`
	Station  string `json:"station"`
}

// BenchScanResult is the answer of the local copy to a scan.
type BenchScanResult struct {
	What   BenchScan  `json:"what"`
	Code   string     `json:"code"` // as it was read
	ItemID string     `json:"itemId"`
	Stop   PackStop   `json:"stop"` // of What stop without an open record; ID "" = none
	Record PackRecord `json:"record"`
	Order  *Order     `json:"order"` // nil while it is not known
}

// BenchSample is a number of the local copy that may be scanned to try the bench out.
type BenchSample struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	Effect string `json:"effect"` // one of BenchEffects
}

// PackCoverageRow counts the shipped orders of one day, packer and value band, and those
// of them whose packing was filmed whole (EV-11). Packer "" did not pack at the bench.
type PackCoverageRow struct {
	Day     ShopDay `json:"day"`
	Packer  string  `json:"packer"`
	High    bool    `json:"high"`
	Shipped int64   `json:"shipped"`
	Proven  int64   `json:"proven"`
}

// BenchEffects lists every BenchSample.Effect.
var BenchEffects = []string{"packs", "stops", "unboxes"}
