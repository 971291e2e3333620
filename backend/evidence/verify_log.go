package evidence

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/vault"
)

// verifyLeaves finds log records of files whose row is gone from the store.
func (d *Desk) verifyLeaves(ctx context.Context, r *report) error {
	err := d.d.Custody.Each(ctx, 0, func(rec custody.Record) error {
		if rec.Kind != custody.KindAdded {
			return nil
		}
		_, err := d.d.Store.GetEvidence(ctx, rec.Subject)
		if domain.CodeOf(err) == domain.CodeNotFound {
			r.bad(rec.Subject+" row", whatMissing)
			return nil
		}
		return err
	})
	if domain.CodeOf(err) == domain.CodeCorrupt {
		r.bad(domain.ParamOf(err, "item"), or(domain.ParamOf(err, "what"), whatChanged))
		return nil
	}
	return err
}

// Folders of a data folder that this room knows.
const (
	vaultFolder   = "vault"
	custodyFolder = "custody"
)

func isDataFolder(path string) bool {
	st, err := os.Stat(filepath.Join(path, custodyFolder))
	return err == nil && st.IsDir()
}

// verifyData checks a data folder or a backup from outside: the log by its public key,
// and for every file that was ever logged whether its bytes are there. Nothing is
// opened for writing. The rows of its database are another room's to check.
func verifyData(ctx context.Context, root string) (domain.VerifyReport, error) {
	r := newReport("folder")
	dir := filepath.Join(root, custodyFolder)
	head, err := custody.CheckFolder(ctx, dir)
	switch domain.CodeOf(err) {
	case "":
	case domain.CodeCorrupt:
		r.bad(domain.ParamOf(err, "item"), or(domain.ParamOf(err, "what"), whatChanged))
	case domain.CodeNotFound: // a house without evidence yet
		return r.done(), nil
	default:
		return domain.VerifyReport{}, err
	}
	r.Head = head.Root
	v := vault.View(filepath.Join(root, vaultFolder))
	err = custody.EachLine(ctx, dir, func(rec custody.Record) error {
		if rec.Kind != custody.KindAdded {
			return nil
		}
		r.Checked++
		f, size, err := v.Open(ctx, rec.Subject)
		if err == nil {
			r.Bytes += size
			_ = f.Close()
			err = v.Verify(ctx, rec.Subject)
		}
		switch domain.CodeOf(err) {
		case "":
		case domain.CodeNotFound:
			r.bad(rec.Subject, whatMissing)
		case domain.CodeCorrupt, domain.CodeInvalid:
			r.bad(rec.Subject, whatChanged)
		case domain.CodeUnavailable:
			r.bad(rec.Subject, whatUnreadable)
		default:
			return fmt.Errorf("verify file: %w", err)
		}
		return nil
	})
	var known *domain.Error
	if errors.As(err, &known) && known.Code == domain.CodeCorrupt {
		r.bad(known.Params["item"], or(known.Params["what"], whatChanged))
		err = nil
	}
	if err != nil {
		return domain.VerifyReport{}, err
	}
	return r.done(), nil
}
