package domain

// EvidenceKind is what a file shows.
type EvidenceKind string

const (
	EvidencePackingVideo  EvidenceKind = "packing_video"
	EvidencePackingPhoto  EvidenceKind = "packing_photo"
	EvidenceWeightPhoto   EvidenceKind = "weight_photo"
	EvidenceHandoff       EvidenceKind = "handoff"
	EvidenceLabel         EvidenceKind = "label"
	EvidenceReturnUnpack  EvidenceKind = "return_unpack"
	EvidenceChat          EvidenceKind = "chat"
	EvidencePageSnapshot  EvidenceKind = "page_snapshot"
	EvidenceCourierLetter EvidenceKind = "courier_letter"
	EvidenceBuyerImage    EvidenceKind = "buyer_image"
	EvidenceDocument      EvidenceKind = "document"
	EvidenceOther         EvidenceKind = "other"
)

// EvidenceKinds lists every EvidenceKind.
var EvidenceKinds = []EvidenceKind{EvidencePackingVideo, EvidencePackingPhoto, EvidenceWeightPhoto, EvidenceHandoff, EvidenceLabel, EvidenceReturnUnpack,
	EvidenceChat, EvidencePageSnapshot, EvidenceCourierLetter, EvidenceBuyerImage, EvidenceDocument, EvidenceOther}

// EvidenceSource is the door a file came through.
type EvidenceSource string

const (
	SourceDrop   EvidenceSource = "drop"
	SourcePicker EvidenceSource = "picker"
	SourceWatch  EvidenceSource = "watch"
	SourceCLI    EvidenceSource = "cli"
	SourceDemo   EvidenceSource = "demo"
	SourceBench  EvidenceSource = "bench" // recorded at the packing bench
	SourcePhone  EvidenceSource = "phone" // taken with a paired phone
)

// EvidenceSources lists every EvidenceSource.
var EvidenceSources = []EvidenceSource{SourceDrop, SourcePicker, SourceWatch, SourceCLI, SourceDemo, SourceBench, SourcePhone}

// EvidenceItem is one file in the vault. The bytes never change; the row says
// what they are and how they came (EV-03).
type EvidenceItem struct {
	ID           string         `json:"id"` // "sha256-" + 64 hex
	Size         int64          `json:"size"`
	MediaType    string         `json:"mediaType"` // sniffed, never the sender's word
	Name         string         `json:"name"`      // original base name, control characters removed
	Kind         EvidenceKind   `json:"kind"`
	Source       EvidenceSource `json:"source"`
	Operator     string         `json:"operator"`
	CapturedAt   Instant        `json:"capturedAt"`   // claim of the device (EXIF, mvhd); 0 = none
	CapturedFrom string         `json:"capturedFrom"` // "exif", "exif_no_zone", "mvhd", "file_time", "workstation" (our clock when recording began), ""
	AddedAt      Instant        `json:"addedAt"`      // our clock
	Width        int64          `json:"width"`
	Height       int64          `json:"height"`
	DurationMs   int64          `json:"durationMs"`
	Codes        []string       `json:"codes"` // barcodes read in the picture
	LogIndex     int64          `json:"logIndex"`
	LogHash      string         `json:"logHash"`    // custody leaf hash, hex
	Incomplete   bool           `json:"incomplete"` // the program ended before the recording did
	Device       string         `json:"device"`     // phone it came from, as it was called then; "" = not known
}

// LinkMethod is how a file found its order.
type LinkMethod string

const (
	LinkName    LinkMethod = "name"    // waybill or order id in the file's name
	LinkBarcode LinkMethod = "barcode" // waybill read in the picture
	LinkManual  LinkMethod = "manual"  // a person said so
	LinkDrop    LinkMethod = "drop"    // dropped on that case or order
	LinkScan    LinkMethod = "scan"    // its waybill was scanned while it was recorded
)

// LinkMethods lists every LinkMethod.
var LinkMethods = []LinkMethod{LinkName, LinkBarcode, LinkManual, LinkDrop, LinkScan}

// EvidenceLink ties a file to an order and, when known, a case and a waybill.
type EvidenceLink struct {
	EvidenceID  string     `json:"evidenceId"`
	OrderID     string     `json:"orderId"`
	AfterSaleID string     `json:"afterSaleId"` // "" = belongs to the order as a whole
	Waybill     string     `json:"waybill"`
	Method      LinkMethod `json:"method"`
	By          string     `json:"by"`
	At          Instant    `json:"at"`
}

// EvidenceRow is a file with its links.
type EvidenceRow struct {
	Item  EvidenceItem   `json:"item"`
	Links []EvidenceLink `json:"links"`
}

// EvidenceQuery filters evidence, newest added first.
type EvidenceQuery struct {
	Linked  string         `json:"linked"` // "", "yes", "no" (the unlinked tray)
	Kinds   []EvidenceKind `json:"kinds"`
	OrderID string         `json:"orderId"`
	CaseID  string         `json:"caseId"`
	From    Instant        `json:"from"`
	To      Instant        `json:"to"`
	Text    string         `json:"text"` // waybill, order id, file name
	Cursor  string         `json:"cursor"`
	Limit   int            `json:"limit"`
}

// EvidencePage is one page of evidence.
type EvidencePage struct {
	Items []EvidenceRow `json:"items"`
	Next  string        `json:"next"`
}

// EvidenceGuess is an order that an unlinked file may belong to, best first.
type EvidenceGuess struct {
	Order OrderRow `json:"order"`
	Score float64  `json:"score"` // 0–1
	Why   []string `json:"why"`   // "name_digits", "barcode", "captured_near_shipping", "captured_near_packing"
}

// EvidenceCoverageDay is the share of shipped orders with evidence (EV-11, first version).
type EvidenceCoverageDay struct {
	Day     ShopDay `json:"day"`
	Shipped int64   `json:"shipped"`
	Covered int64   `json:"covered"`
}

// IntakeResult says what became of one offered file.
type IntakeResult struct {
	Path   string            `json:"path"`
	ID     string            `json:"id"` // "" when refused
	Known  bool              `json:"known"`
	Links  []EvidenceLink    `json:"links"`
	Code   Code              `json:"code"` // "" when taken
	Params map[string]string `json:"params"`
}

// EvidencePack is one sealed PDF and ZIP of a case.
type EvidencePack struct {
	ID          string  `json:"id"`
	AfterSaleID string  `json:"afterSaleId"`
	OrderID     string  `json:"orderId"`
	CreatedAt   Instant `json:"createdAt"`
	By          string  `json:"by"`
	PDFPath     string  `json:"pdfPath"`
	ZIPPath     string  `json:"zipPath"`
	PDFHash     string  `json:"pdfHash"` // sha256 hex
	ZIPHash     string  `json:"zipHash"`
	Bytes       int64   `json:"bytes"`
	Exhibits    int64   `json:"exhibits"`
	Language    string  `json:"language"`

	Edition  PackEdition `json:"edition"`
	TreeSize int64       `json:"treeSize"` // records below the head that the pack carries; 0 = no exhibits
	Tokens   int64       `json:"tokens"`   // time-stamp tokens inside
	Stamp    PackStamp   `json:"stamp"`    // told when packs are listed, not stored
}

// VerifyReport is the verdict over a pack, a file or a data folder.
type VerifyReport struct {
	Kind    string          `json:"kind"` // "pack", "folder", "file"
	OK      bool            `json:"ok"`
	Checked int64           `json:"checked"`
	Bytes   int64           `json:"bytes"`
	Damaged []VerifyProblem `json:"damaged"`
	Head    string          `json:"head"`   // custody tree head that was checked, hex
	Stamps  int64           `json:"stamps"` // time-stamp tokens in the pack that hold; the pinned root is the reader's to compare
}

// VerifyProblem names one damaged item.
type VerifyProblem struct {
	Item string `json:"item"`
	What string `json:"what"` // "missing", "changed", "extra", "gap", "unreadable"
}
