package domain

// StampAuthority is a time-stamp authority (RFC 3161) that the owner of the desk
// added; there is none until then, and nothing is sent. Only hashes are sent to it.
type StampAuthority struct {
	ID   string `json:"id"`   // lower-case letters, digits, hyphens; at most 40
	Name string `json:"name"` // as people see it
	URL  string `json:"url"`  // http or https; http only without a login
	User string `json:"user"` // "" = no login; the password lies with package secret
	Root string `json:"root"` // PEM of the pinned root certificates; "" = tokens are kept, not verified
}

// StampPreset is a well-known authority that the window offers. It brings no root:
// the owner gets that from the authority itself.
type StampPreset struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	URL  string `json:"url"` // "" = given by the authority under contract
	Home string `json:"home"`
}

// StampReason is why a token is wanted.
type StampReason string

const (
	StampDay  StampReason = "day"  // once a day, over everything logged so far
	StampPack StampReason = "pack" // a pack of a case was sealed
)

// StampReasons lists every StampReason.
var StampReasons = []StampReason{StampDay, StampPack}

// Stamp is a token of an authority over a signed head of the custody log: the head,
// and every record below it, existed before At.
type Stamp struct {
	ID          string  `json:"id"` // sha256 hex of the token's file
	AuthorityID string  `json:"authorityId"`
	Authority   string  `json:"authority"` // its name then
	At          Instant `json:"at"`        // the authority's time
	AskedAt     Instant `json:"askedAt"`   // our clock
	Size        int64   `json:"size"`      // records below the head
	HeadHash    string  `json:"headHash"`  // sha256 hex of the head's text: what was stamped
	Signer      string  `json:"signer"`    // common name of the signing certificate
	Serial      string  `json:"serial"`    // of the token, decimal
	Verified    bool    `json:"verified"`  // its chain reached the pinned root when it came
	LogIndex    int64   `json:"logIndex"`
}

// StampWish is a token that is wanted and not there yet. It is dropped when a token
// of that authority covers Size.
type StampWish struct {
	AuthorityID string      `json:"authorityId"`
	Reason      StampReason `json:"reason"`
	Subject     string      `json:"subject"` // the day, or the case
	Size        int64       `json:"size"`    // records that the token must cover
	AskedAt     Instant     `json:"askedAt"`
	Tries       int64       `json:"tries"`
	TriedAt     Instant     `json:"triedAt"` // 0 = not tried yet
	Code        Code        `json:"code"`    // of the last failure
	Why         string      `json:"why"`     // reason of the last failure
}

// StampCard is an authority as the settings show it.
type StampCard struct {
	Authority StampAuthority `json:"authority"`
	Last      *Stamp         `json:"last"` // newest token, null = none yet
	Count     int64          `json:"count"`
	Waiting   int64          `json:"waiting"`
	Code      Code           `json:"code"` // of the last failure that still stands
	Why       string         `json:"why"`
}

// StampInfo is the time-stamp screen.
type StampInfo struct {
	Cards   []StampCard   `json:"cards"`
	Queue   []StampWish   `json:"queue"`
	Presets []StampPreset `json:"presets"`
}

// PackEdition is for whom a pack is made.
type PackEdition string

const (
	EditionPlatform PackEdition = "platform" // buyers masked; no link, no phone number
	EditionCourt    PackEdition = "court"    // texts as written and the plain receiver
)

// PackEditions lists every PackEdition.
var PackEditions = []PackEdition{EditionPlatform, EditionCourt}

// PackRequest asks for a pack. The court edition needs a Purpose and Confirmed: the
// person said twice that plain buyer data may leave.
type PackRequest struct {
	AfterSaleID string      `json:"afterSaleId"`
	Edition     PackEdition `json:"edition"` // "" = platform
	Purpose     string      `json:"purpose"`
	Confirmed   bool        `json:"confirmed"`
}

// PackStamp says whether time stamps cover a pack.
type PackStamp string

const (
	PackStampNone    PackStamp = "none"    // no authority was asked
	PackStampWaiting PackStamp = "waiting" // asked for, not there yet
	PackStampLater   PackStamp = "later"   // came after the pack was sealed; packing again takes it in
	PackStampInside  PackStamp = "inside"  // in the pack
)

// PackStamps lists every PackStamp.
var PackStamps = []PackStamp{PackStampNone, PackStampWaiting, PackStampLater, PackStampInside}
