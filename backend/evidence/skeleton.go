package evidence

import (
	"context"

	"afterdesk/backend/domain"
)

func (d *Desk) Verify(ctx context.Context, path string) (domain.VerifyReport, error) {
	return domain.VerifyReport{}, errNotYet
}
func (d *Desk) VerifyAll(ctx context.Context, full bool) (domain.VerifyReport, error) {
	return domain.VerifyReport{}, errNotYet
}

var errNotYet = domain.E(domain.CodeUnsupported, nil)
