package evidence

import (
	"context"

	"afterdesk/backend/domain"
)

func (d *Desk) Pack(ctx context.Context, afterSaleID, outDir, lang, by string) (domain.EvidencePack, error) {
	return domain.EvidencePack{}, errNotYet
}
func (d *Desk) Verify(ctx context.Context, path string) (domain.VerifyReport, error) {
	return domain.VerifyReport{}, errNotYet
}
func (d *Desk) VerifyAll(ctx context.Context, full bool) (domain.VerifyReport, error) {
	return domain.VerifyReport{}, errNotYet
}

var errNotYet = domain.E(domain.CodeUnsupported, nil)
