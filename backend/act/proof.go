package act

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// maxProof is the largest file that is read into memory for an upload, in bytes.
const maxProof = 32 << 20

// files reads the rows of the evidence that goes with a request. not_found when
// one is gone.
func (o *Outbox) files(ctx context.Context, ids []string) ([]domain.EvidenceRow, error) {
	out := make([]domain.EvidenceRow, 0, len(ids))
	for _, id := range ids {
		row, err := o.d.Store.GetEvidence(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// upload brings the files of an act to the platform, each once: what a file is
// called there is stored before the next one goes. The act must be sending.
func (s *sender) upload(ctx context.Context, a domain.Act) (domain.Act, error) {
	if len(a.Proofs) == 0 {
		return a, nil
	}
	up, ok := s.conn.(platform.Uploader)
	if !ok {
		return a, domain.E(domain.CodeUnsupported, errors.New("upload proof"), "reason", "no_evidence_api")
	}
	for i, p := range a.Proofs {
		if p.Ref != "" {
			continue
		}
		proof, err := s.proof(ctx, p.EvidenceID)
		if err != nil {
			return a, err
		}
		ref, err := up.Upload(ctx, proof)
		if err != nil {
			return a, err
		}
		proofs := append([]domain.ActProof{}, a.Proofs...)
		proofs[i].Ref = ref
		a.Proofs = proofs
		keep := context.WithoutCancel(ctx)
		if err := s.o.d.Store.Write(keep, func(tx *store.Tx) error { return tx.MoveAct(keep, a, domain.ActSending) }); err != nil {
			return a, err
		}
	}
	return a, nil
}

// proof reads one file out of the vault. invalid (field proofs) when it is too
// large to be sent.
func (s *sender) proof(ctx context.Context, id string) (platform.Proof, error) {
	row, err := s.o.d.Store.GetEvidence(ctx, id)
	if err != nil {
		return platform.Proof{}, err
	}
	if s.o.d.Vault == nil {
		return platform.Proof{}, domain.E(domain.CodeInternal, errors.New("read proof: no vault"))
	}
	f, size, err := s.o.d.Vault.Open(ctx, id)
	if err != nil {
		return platform.Proof{}, err
	}
	defer f.Close()
	if size > maxProof {
		return platform.Proof{}, domain.E(domain.CodeInvalid, errors.New("read proof"), "field", "proofs", "reason", BlockedTooLarge)
	}
	body, err := io.ReadAll(io.LimitReader(f, maxProof))
	if err != nil {
		return platform.Proof{}, fmt.Errorf("read proof: %w", err)
	}
	hash := strings.TrimPrefix(id, "sha256-")
	ext := ".bin"
	if list, _ := mime.ExtensionsByType(row.Item.MediaType); len(list) > 0 {
		ext = list[0]
	}
	return platform.Proof{Name: hash[:min(12, len(hash))] + ext, MIME: row.Item.MediaType, SHA256: hash, Body: body}, nil
}
