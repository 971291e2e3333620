package evidence

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"afterdesk/backend/domain"
)

// VerifyPack checks a pack's ZIP or an unpacked pack without any data folder: what
// a pack says of itself is enough. Codes: not_found, invalid (field path) for
// anything that is no pack, unavailable.
func VerifyPack(ctx context.Context, path string) (domain.VerifyReport, error) {
	st, err := os.Stat(path)
	if err != nil {
		return domain.VerifyReport{}, domain.E(domain.CodeNotFound, errors.New("nothing at this path"), "field", "path")
	}
	if st.IsDir() {
		return verifyFolder(ctx, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return domain.VerifyReport{}, domain.E(domain.CodeInvalid, errors.New("file cannot be opened"), "field", "path")
	}
	defer discardClose(f)
	if !st.Mode().IsRegular() || !isPackZip(f, st.Size(), path) {
		return domain.VerifyReport{}, domain.E(domain.CodeInvalid, errors.New("not a pack"), "field", "path")
	}
	return verifyZip(ctx, f, st.Size(), filepath.Base(path))
}
