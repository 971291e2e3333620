package domain

// Phone is a paired phone that may bring photos and clips (EV-16). Its token is
// known to the phone alone; the book keeps a hash.
type Phone struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`     // what its owner calls it
	Operator  string  `json:"operator"` // who takes pictures with it; "" = the operator of the desk
	PairedAt  Instant `json:"pairedAt"`
	SeenAt    Instant `json:"seenAt"`    // last request, to the minute
	RevokedAt Instant `json:"revokedAt"` // 0 = may come in
	Files     int64   `json:"files"`     // files it brought
	Bytes     int64   `json:"bytes"`
}

// Device is the name that evidence and custody log carry for the phone: its name
// and the end of its id, because two phones may have one name.
func (p Phone) Device() string { return p.Name + " #" + p.ID[max(0, len(p.ID)-4):] }

// DoorRefusal is why the door for phones sent somebody away.
type DoorRefusal string

const (
	RefusalHost     DoorRefusal = "wrong_host"   // asked for by another name than our address
	RefusalOrigin   DoorRefusal = "cross_site"   // another page's request
	RefusalUnpaired DoorRefusal = "unpaired"     // no token, or one that nobody has
	RefusalRevoked  DoorRefusal = "revoked"      // token of a phone that was removed
	RefusalCode     DoorRefusal = "bad_code"     // pairing code that is wrong, old or used
	RefusalPath     DoorRefusal = "unknown_path" // nothing is served there
	RefusalMethod   DoorRefusal = "bad_method"   // or an unreadable request
	RefusalLarge    DoorRefusal = "too_large"    // body past its limit
	RefusalRate     DoorRefusal = "too_many"     // more requests than a phone makes
	RefusalSlow     DoorRefusal = "too_slow"     // body that does not come in time
	RefusalHash     DoorRefusal = "wrong_hash"   // bytes that are not those the phone hashed
)

// DoorRefusals lists every DoorRefusal.
var DoorRefusals = []DoorRefusal{RefusalHost, RefusalOrigin, RefusalUnpaired, RefusalRevoked, RefusalCode, RefusalPath, RefusalMethod, RefusalLarge,
	RefusalRate, RefusalSlow, RefusalHash}

// RefusalCount is how often the door for phones refused, and when last.
type RefusalCount struct {
	Reason DoorRefusal `json:"reason"`
	Count  int64       `json:"count"`
	LastAt Instant     `json:"lastAt"`
}

// PhoneDoor is the door for phones as the window shows it.
type PhoneDoor struct {
	Open        bool           `json:"open"`
	URL         string         `json:"url"`         // "https://192.168.1.5:8443"; "" while closed
	Fingerprint string         `json:"fingerprint"` // SHA-256 of the certificate, pairs of hex with ":"; "" while closed
	ClosesAt    Instant        `json:"closesAt"`    // 0 = when the window closes
	Addresses   []string       `json:"addresses"`   // private addresses of this machine, and loopback last
	Online      int64          `json:"online"`      // phones whose page is open now
	Phones      []Phone        `json:"phones"`
	Refusals    []RefusalCount `json:"refusals"`
}

// PhoneDoorRequest opens the door: at one private address of this machine, for
// so many hours (0 = until the window closes).
type PhoneDoorRequest struct {
	Address string `json:"address"`
	Port    int64  `json:"port"` // 0 = any free one
	Hours   int64  `json:"hours"`
}

// PairingInvite is what the QR code holds. The code in it opens once, for two minutes.
type PairingInvite struct {
	URL       string  `json:"url"`
	ExpiresAt Instant `json:"expiresAt"`
}

// PhoneOffer is a parcel or case that a phone may bring pictures for. It says what
// the packer must see to find it and nothing of the buyer.
type PhoneOffer struct {
	OrderID     string  `json:"orderId"`
	AfterSaleID string  `json:"afterSaleId"` // "" = the order
	RemoteID    string  `json:"remoteId"`    // the platform's number of the case or order
	Title       string  `json:"title"`
	Spec        string  `json:"spec"`
	Waybill     string  `json:"waybill"`
	DueAt       Instant `json:"dueAt"` // 0 = no time limit
	Files       int64   `json:"files"` // evidence it has
}
