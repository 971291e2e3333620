package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

const (
	packSide    = 1200 // pixels of a picture's longer side in the PDF: 300 per inch and more
	packQuality = 82
	packWorkers = 2
)

// Pack is PackFor in the platform edition.
func (d *Desk) Pack(ctx context.Context, afterSaleID, outDir, lang, by string) (domain.EvidencePack, error) {
	return d.PackFor(ctx, domain.PackRequest{AfterSaleID: afterSaleID}, outDir, lang, by)
}

// PackFor writes the PDF and the ZIP of a case into outDir ("" = the pack folder) and
// records them. lang is "zh-CN" or "en". The same rows give the same bytes, and so the same
// names: packing twice writes the same two files; a time stamp that came meanwhile is a
// row and makes other ones. A case without files is packed too. The court edition is
// logged in the custody log, with its purpose, before anything is written. Codes:
// not_found, invalid (field edition, purpose, confirmed), corrupt (item names the original
// or record that is damaged; nothing is written then), unavailable (reason disk_full,
// disk_reserve, read_only).
func (d *Desk) PackFor(ctx context.Context, r domain.PackRequest, outDir, lang, by string) (domain.EvidencePack, error) {
	s, err := d.gather(ctx, r.AfterSaleID, lang)
	if err != nil {
		return domain.EvidencePack{}, err
	}
	if err := d.unmask(ctx, s, r, by); err != nil {
		return domain.EvidencePack{}, err
	}
	if err := d.drawCopies(ctx, s); err != nil {
		return domain.EvidencePack{}, err
	}
	pdf, err := s.drawPDF()
	if err != nil {
		return domain.EvidencePack{}, err
	}
	entries, err := d.bag(ctx, s, pdf)
	if err != nil {
		return domain.EvidencePack{}, err
	}
	if outDir == "" {
		outDir = d.d.PackDir
	}
	if outDir == "" {
		return domain.EvidencePack{}, domain.E(domain.CodeInvalid, errors.New("no folder for packs"), "field", "outDir")
	}
	if outDir, err = filepath.Abs(outDir); err != nil {
		return domain.EvidencePack{}, domain.E(domain.CodeInvalid, fmt.Errorf("pack folder: %w", err), "field", "outDir")
	}
	total := int64(len(pdf))
	for _, e := range entries {
		total += e.size
	}
	if inside(d.d.PackDir, outDir) { // on the volume whose reserve is kept
		if err := d.d.Vault.Room(total); err != nil {
			return domain.EvidencePack{}, err
		}
	}
	sum := sha256.Sum256(pdf)
	base := filepath.Join(outDir, packName(s, hex.EncodeToString(sum[:])))
	pack := domain.EvidencePack{ID: domain.NewID(d.d.Now()), AfterSaleID: r.AfterSaleID, OrderID: s.detail.Case.OrderID, CreatedAt: d.d.Now(), By: by,
		PDFPath: base + ".pdf", ZIPPath: base + ".zip", PDFHash: hex.EncodeToString(sum[:]), Exhibits: int64(len(s.exhibits)), Language: s.lang,
		Edition: s.edition, TreeSize: s.head.Size, Tokens: int64(len(s.stamps))}
	if err := writeWhole(pack.PDFPath, bytes.NewReader(pdf)); err != nil {
		return domain.EvidencePack{}, err
	}
	if pack.ZIPHash, pack.Bytes, err = writePackZip(ctx, pack.ZIPPath, entries, s.asOf); err != nil {
		return domain.EvidencePack{}, err
	}
	pack.Bytes += int64(len(pdf))
	return pack, d.recordPack(ctx, pack)
}

func inside(parent, child string) bool {
	p, err := filepath.Abs(parent)
	if err != nil || parent == "" {
		return false
	}
	rel, err := filepath.Rel(p, child)
	return err == nil && filepath.IsLocal(rel)
}

// writePackZip streams the ZIP to its place and returns its hash and size.
func writePackZip(ctx context.Context, path string, entries []bagEntry, at domain.Instant) (string, int64, error) {
	r, w := io.Pipe()
	h := sha256.New()
	counter := &countWriter{}
	done := make(chan error, 1)
	go func() {
		err := writeZip(ctx, io.MultiWriter(w, h, counter), entries, at)
		_ = w.CloseWithError(err)
		done <- err
	}()
	err := writeWhole(path, r)
	_ = r.CloseWithError(io.ErrClosedPipe) // lets the writer end when the disk refused
	if werr := <-done; werr != nil && !errors.Is(werr, io.ErrClosedPipe) {
		return "", 0, werr
	}
	if err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), counter.n, nil
}

type countWriter struct{ n int64 }

// Write counts.
func (c *countWriter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

// recordPack logs the hashes of a pack and lists it.
func (d *Desk) recordPack(ctx context.Context, p domain.EvidencePack) error {
	if _, _, err := d.d.Custody.Append(ctx, custody.Event{At: p.CreatedAt, By: p.By, Kind: custody.KindPacked, Subject: p.AfterSaleID,
		Fields: map[string]string{"pdf": p.PDFHash, "zip": p.ZIPHash, "exhibits": num(int(p.Exhibits)), "language": p.Language, "edition": string(p.Edition), "tokens": num(int(p.Tokens))}}); err != nil {
		return fmt.Errorf("log pack: %w", err)
	}
	return d.d.Store.Write(ctx, func(tx *store.Tx) error {
		tx.Topic("packs")
		return tx.PutPack(ctx, p)
	})
}

// drawCopies makes the small pictures of all exhibits. One that cannot be shown gets
// a note; its original is in the ZIP in any case.
func (d *Desk) drawCopies(ctx context.Context, s *dossier) error {
	next := make(chan *exhibit)
	var wg sync.WaitGroup
	for range packWorkers {
		wg.Go(func() {
			for x := range next {
				d.drawCopy(ctx, s.w, x)
			}
		})
	}
	for i := range s.exhibits {
		next <- &s.exhibits[i]
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("draw exhibits: %w", err)
	}
	return nil
}

func (d *Desk) drawCopy(ctx context.Context, w *words, x *exhibit) {
	pic, err := d.copyOf(ctx, x.item, packSide, packQuality)
	switch {
	case err == nil:
		x.pic = pic
	case len(x.item.MediaType) > 6 && x.item.MediaType[:6] == "video/":
		x.note = w.VideoNote
	case domain.ParamOf(err, "reason") == "megapixels":
		x.note = w.TooLarge
	default:
		x.note = w.NotShown
	}
}

// removeLeftovers deletes the unfinished files that a crash left in the pack folder.
func (d *Desk) removeLeftovers() {
	left, err := filepath.Glob(filepath.Join(d.d.PackDir, ".afterdesk-*.tmp"))
	if err != nil || d.d.PackDir == "" {
		return
	}
	for _, path := range left {
		_ = os.Remove(path)
	}
}
