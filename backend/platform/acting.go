package platform

import (
	"context"

	"afterdesk/backend/domain"
)

// Call is one write with what the platform needs for it.
type Call struct {
	Act    domain.Act
	Case   domain.AfterSale // as just re-read; its Version goes with the write. Zero for acts on an order or a review
	Order  domain.Order     // as just re-read for ActShip, as stored for acts on a case; zero when it is not known
	Review domain.Review    // as just re-read, for ActReply
	Proofs []string         // what Upload returned, in the order of Act.Proofs
}

// Actor writes to the platform. Act sends exactly one request and never
// repeats it. conflict: the case changed; invalid: a field is missing or
// refused (field); unsupported: this platform has no such act for this case
// (reason). Param sent=no on an error means that nothing left this machine.
//
// Which acts a platform has, what each needs and whether it may be sent again
// stands in Info.Acts.
type Actor interface {
	Act(ctx context.Context, call Call) (receipt string, err error)
}

// Refuser lists the platform's reasons for refusing a case. Where it is
// missing, a refusal carries free text only.
type Refuser interface {
	RefuseReasons(ctx context.Context, afterSaleRemoteID string) ([]domain.RefuseReason, error)
}

// Addresser lists the addresses that a buyer can be told to send goods to.
type Addresser interface {
	ReturnAddresses(ctx context.Context) ([]domain.ReturnAddress, error)
}

// Shipper lists the courier companies whose code a shipment may name.
type Shipper interface {
	Carriers(ctx context.Context) ([]domain.CarrierName, error)
}

// Proof is one file that goes with a write.
type Proof struct {
	Name   string // a plain file name with its extension
	MIME   string // "image/jpeg" …
	SHA256 string // hex
	Body   []byte
}

// Uploader brings a file to the platform and returns what a write refers to
// it by. Uploading twice is harmless. invalid (field proofs, reason too_large
// or wrong_type) when the platform would refuse it.
type Uploader interface {
	Upload(ctx context.Context, p Proof) (ref string, err error)
}

// Ability finds the ability of a kind; ok false when the platform has none.
func (i Info) Ability(kind domain.ActKind) (a domain.ActAbility, ok bool) {
	for _, a := range i.Acts {
		if a.Kind == kind {
			return a, true
		}
	}
	return domain.ActAbility{}, false
}
