package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Evidence keeps proof and builds packs.
type Evidence struct{ h *house }

// List returns one page of evidence, newest first.
func (e *Evidence) List(q domain.EvidenceQuery) (domain.EvidencePage, error) {
	return call(e.h, "evidence.list", quick, func(ctx context.Context, d *desk.Desk) (domain.EvidencePage, error) {
		return d.Store.ListEvidence(ctx, q)
	})
}

// Get returns one file with its links.
func (e *Evidence) Get(id string) (domain.EvidenceRow, error) {
	return call(e.h, "evidence.get", quick, func(ctx context.Context, d *desk.Desk) (domain.EvidenceRow, error) {
		return d.Store.GetEvidence(ctx, id)
	})
}

// AddFiles takes dropped or picked files into the vault. Each file has its own
// verdict; one bad file never stops the others.
func (e *Evidence) AddFiles(r domain.AddFilesRequest) ([]domain.IntakeResult, error) {
	return call(e.h, "evidence.addFiles", slow, func(ctx context.Context, d *desk.Desk) ([]domain.IntakeResult, error) {
		return d.AddFiles(ctx, r, domain.SourceDrop)
	})
}

// Link ties a file to an order and, when given, a case.
func (e *Evidence) Link(id, orderID, afterSaleID string) (none, error) {
	return call(e.h, "evidence.link", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.Evidence.Link(ctx, id, orderID, afterSaleID, d.Operator(ctx)))
	})
}

// Unlink takes a link back; the file stays.
func (e *Evidence) Unlink(id, orderID string) (none, error) {
	return call(e.h, "evidence.unlink", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.Evidence.Unlink(ctx, id, orderID, d.Operator(ctx)))
	})
}

// SetKind says what a file shows.
func (e *Evidence) SetKind(id, kind string) (none, error) {
	return call(e.h, "evidence.setKind", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.Evidence.SetKind(ctx, id, domain.EvidenceKind(kind), d.Operator(ctx)))
	})
}

// Guess returns the orders an unlinked file may belong to, best first.
func (e *Evidence) Guess(id string) ([]domain.EvidenceGuess, error) {
	return call(e.h, "evidence.guess", quick, func(ctx context.Context, d *desk.Desk) ([]domain.EvidenceGuess, error) {
		return d.Evidence.Guess(ctx, id)
	})
}

// Coverage returns the share of shipped orders with evidence, day by day.
func (e *Evidence) Coverage(shopIDs []string, from, to string) ([]domain.EvidenceCoverageDay, error) {
	return call(e.h, "evidence.coverage", quick, func(ctx context.Context, d *desk.Desk) ([]domain.EvidenceCoverageDay, error) {
		return d.Store.Coverage(ctx, shopIDs, domain.ShopDay(from), domain.ShopDay(to))
	})
}

// BuildPack writes the PDF and the ZIP of a case, offline.
func (e *Evidence) BuildPack(afterSaleID string) (domain.EvidencePack, error) {
	return call(e.h, "evidence.buildPack", slow, func(ctx context.Context, d *desk.Desk) (domain.EvidencePack, error) {
		return d.BuildPack(ctx, afterSaleID, "")
	})
}

// BuildCourtPack writes the court edition: buyer data as it is, for a purpose and after
// a second confirmation, both logged.
func (e *Evidence) BuildCourtPack(r domain.PackRequest) (domain.EvidencePack, error) {
	return call(e.h, "evidence.buildCourtPack", slow, func(ctx context.Context, d *desk.Desk) (domain.EvidencePack, error) {
		r.Edition = domain.EditionCourt
		return d.BuildPackFor(ctx, r, "")
	})
}

// Packs returns the newest packs, of one case when given.
func (e *Evidence) Packs(afterSaleID string) ([]domain.EvidencePack, error) {
	return call(e.h, "evidence.packs", quick, func(ctx context.Context, d *desk.Desk) ([]domain.EvidencePack, error) {
		return d.Packs(ctx, afterSaleID)
	})
}

// VerifyPath checks a pack or a single file.
func (e *Evidence) VerifyPath(path string) (domain.VerifyReport, error) {
	return call(e.h, "evidence.verifyPath", slow, func(ctx context.Context, d *desk.Desk) (domain.VerifyReport, error) {
		return d.Evidence.Verify(ctx, path)
	})
}

// VerifyAll checks every file of the vault, the custody log and their rows.
func (e *Evidence) VerifyAll() (domain.VerifyReport, error) {
	return call(e.h, "evidence.verifyAll", slow, func(ctx context.Context, d *desk.Desk) (domain.VerifyReport, error) {
		return d.Evidence.VerifyAll(ctx, true)
	})
}
