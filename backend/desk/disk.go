package desk

import (
	"context"
	"errors"
	"fmt"

	"afterdesk/backend/domain"
	"afterdesk/backend/vault"
)

// diskErr gives an error of the file system its code (unavailable, reason
// disk_full, read_only or disk_error), so that a full disk reads the same at
// every door. The house's own errors and the end of a context keep theirs.
func diskErr(verb string, err error) error {
	if err == nil {
		return nil
	}
	if _, ours := domain.AsError(err); ours || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", verb, err)
	}
	return vault.DiskError(verb, err)
}

// folderErr says why the data folder cannot be used: it is full, or it may not be
// written.
func folderErr(verb, dir string, err error) error {
	reason := "folder_not_writable"
	if domain.ParamOf(vault.DiskError(verb, err), "reason") == "disk_full" {
		reason = "disk_full"
	}
	return domain.E(domain.CodeUnavailable, fmt.Errorf("%s: %w", verb, err), "reason", reason, "folder", dir)
}
