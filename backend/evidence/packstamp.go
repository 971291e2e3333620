package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// Files of time stamps in a pack.
const (
	tokenFolder = "tokens/"
	tokenIndex  = tokenFolder + "index.json"
)

// packStamp is a token that covers the pack's head, with what checks it.
type packStamp struct {
	stamp  domain.Stamp
	files  custody.StampFiles
	head   custody.Head // what was stamped: the pack's head or a later one
	growth []string     // path from the pack's head to a later one
}

// takeStamps finds the tokens that cover the pack's head: of each authority the one with
// the smallest head, whatever the settings say today, so that the same rows give the
// same pack. One whose files are damaged is left out and named: a deadline must not wait
// for it, and VerifyAll tells of it.
func (d *Desk) takeStamps(ctx context.Context, s *dossier) error {
	if len(s.exhibits) == 0 {
		return nil
	}
	list, err := d.d.Store.CoveringStamps(ctx, s.head.Size)
	if err != nil {
		return fmt.Errorf("find time stamps: %w", err)
	}
	for _, st := range list {
		p, err := d.stampOf(st, s.head)
		if domain.CodeOf(err) == domain.CodeCorrupt || domain.CodeOf(err) == domain.CodeNotFound || domain.CodeOf(err) == domain.CodeInvalid {
			d.d.Log.Warn("time stamp left out of a pack", "item", domain.ParamOf(err, "item"))
			s.lost = append(s.lost, st.Authority)
			continue
		}
		if err != nil {
			return err
		}
		s.stamps = append(s.stamps, p)
	}
	return nil
}

func (d *Desk) stampOf(st domain.Stamp, head custody.Head) (p packStamp, err error) {
	p = packStamp{stamp: st, head: head}
	if p.files, err = d.d.Custody.StampFiles(st.LogIndex); err != nil {
		return p, err
	}
	if st.Size != head.Size {
		if p.head, err = d.d.Custody.HeadAt(st.Size); err != nil {
			return p, err
		}
		if p.growth, err = d.d.Custody.ProveGrowth(head.Size, st.Size); err != nil {
			return p, err
		}
	}
	if sum := sha256.Sum256([]byte(p.head.Note)); hex.EncodeToString(sum[:]) != st.HeadHash {
		return p, domain.E(domain.CodeCorrupt, errors.New("token is over another head"), "item", st.ID+" row")
	}
	return p, nil
}

// packTokens is tokens/index.json.
type packTokens struct {
	Tokens []packToken `json:"tokens"`
}

type packToken struct {
	Token     string   `json:"token"` // the reply, RFC 3161 DER
	Query     string   `json:"query"`
	Data      string   `json:"data"` // the signed head that was stamped
	Root      string   `json:"root"` // "" = no root was pinned
	Authority string   `json:"authority"`
	At        string   `json:"at"`
	Size      int64    `json:"size"`
	Growth    []string `json:"growth"` // RFC 6962 consistency path from log-head.txt to data
	Verified  bool     `json:"verified"`
}

// tokenAt describes token i (from 0) by its file names.
func (s *dossier) tokenAt(i int) packToken {
	p := s.stamps[i]
	base := fmt.Sprintf("%s%02d", tokenFolder, i+1)
	t := packToken{Token: base + ".tsr", Query: base + ".tsq", Data: headFile, Authority: p.stamp.Authority, At: p.stamp.At.Time().UTC().Format(time.RFC3339),
		Size: p.stamp.Size, Growth: append([]string{}, p.growth...), Verified: p.stamp.Verified}
	if p.stamp.Size != s.head.Size {
		t.Data = base + "-head.txt"
	}
	if len(p.files.Root) > 0 {
		t.Root = base + "-root.pem"
	}
	return t
}

// stampFiles are the entries below tokens/; none without a token.
func (s *dossier) stampFiles() ([]bagEntry, error) {
	if len(s.stamps) == 0 {
		return nil, nil
	}
	ix := packTokens{}
	var out []bagEntry
	for i, p := range s.stamps {
		t := s.tokenAt(i)
		ix.Tokens = append(ix.Tokens, t)
		out = append(out, bagEntry{name: t.Token, data: p.files.Reply}, bagEntry{name: t.Query, data: p.files.Query})
		if t.Data != headFile {
			out = append(out, bagEntry{name: t.Data, data: []byte(p.head.Note)})
		}
		if t.Root != "" {
			out = append(out, bagEntry{name: t.Root, data: p.files.Root})
		}
	}
	text, err := jsonText(ix)
	if err != nil {
		return nil, err
	}
	return append([]bagEntry{{name: tokenIndex, data: text}}, out...), nil
}

// stampPart tells in the PDF who stamped and when.
func (s *dossier) stampPart(p *paper) {
	w := s.w
	p.subhead(w.StampPart)
	for _, name := range s.lost {
		p.text(fmt.Sprintf(w.StampLost, name), smallSize, ink)
	}
	if len(s.stamps) == 0 {
		p.text(w.StampNone, smallSize, muted)
		return
	}
	p.text(w.StampText, smallSize, ink)
	p.y += 3
	var list []fact
	for i, t := range s.stamps {
		checked := w.StampKept
		if t.stamp.Verified {
			checked = w.StampChecked
		}
		list = append(list, fact{t.stamp.Authority, strings.Join([]string{s.date(t.stamp.At), t.stamp.Signer, checked, s.tokenAt(i).Token}, " · ")})
	}
	p.facts(list, smallSize)
}

// verifyStamps checks each token of a pack: over a head that the same key signed and
// that the pack's head is the beginning of. Whether the root in the pack is the
// authority's, the reader compares with what the authority publishes.
func (b *bagReader) verifyStamps(r *report, head custody.Head) {
	if !b.has(tokenIndex) {
		return
	}
	var ix packTokens
	if json.Unmarshal(b.small(tokenIndex), &ix) != nil {
		r.bad(tokenIndex, whatChanged)
		return
	}
	for _, t := range ix.Tokens {
		missing := false
		for _, name := range []string{t.Token, t.Query, t.Data, t.Root} {
			if name != "" && !b.has(name) {
				r.bad(name, whatMissing)
				missing = true
			}
		}
		if missing {
			continue
		}
		data := b.small(t.Data)
		over, err := custody.OpenHead(string(data), string(b.small(keyFile)))
		if err != nil {
			r.bad(t.Data, whatChanged)
			continue
		}
		if over.Size != t.Size || over.Size < head.Size || over.Size == head.Size && over.Root != head.Root ||
			over.Size > head.Size && custody.CheckGrowth(head, over, t.Growth) != nil {
			r.bad(tokenIndex, whatChanged)
			continue
		}
		want := custody.Want{Digest: sha256.Sum256(data)}
		if t.Root != "" {
			if want.Roots, err = custody.Roots(string(b.small(t.Root))); err != nil {
				r.bad(t.Root, whatChanged)
				continue
			}
		}
		got, err := custody.CheckToken(b.small(t.Token), want)
		if err != nil {
			r.bad(t.Token, whatChanged)
			continue
		}
		if got.At.Time().UTC().Format(time.RFC3339) != t.At {
			r.bad(tokenIndex, whatChanged)
			continue
		}
		r.Stamps++
	}
}

// unmask turns a dossier into the court edition, which needs a purpose and a second
// confirmation, and writes both to the custody log first.
func (d *Desk) unmask(ctx context.Context, s *dossier, r domain.PackRequest, by string) error {
	switch {
	case r.Edition == "" || r.Edition == domain.EditionPlatform:
		return nil
	case r.Edition != domain.EditionCourt:
		return domain.E(domain.CodeInvalid, errors.New("unknown edition"), "field", "edition")
	case strings.TrimSpace(r.Purpose) == "":
		return domain.E(domain.CodeInvalid, errors.New("plain data leaves for a purpose only"), "field", "purpose")
	case !r.Confirmed:
		return domain.E(domain.CodeInvalid, errors.New("plain data leaves after a second confirmation only"), "field", "confirmed")
	}
	s.edition, s.redact = domain.EditionCourt, func(text string) string { return text }
	if _, _, err := d.d.Custody.Append(ctx, custody.Event{At: d.d.Now(), By: by, Kind: custody.KindExported, Subject: r.AfterSaleID,
		Fields: map[string]string{"edition": string(s.edition), "order": s.detail.Case.OrderID, "purpose": clip(r.Purpose, 200)}}); err != nil {
		return fmt.Errorf("log plain export: %w", err)
	}
	err := d.d.Store.Write(ctx, func(tx *store.Tx) error {
		c, err := tx.RevealContact(ctx, s.detail.Case.OrderID, by, clip(r.Purpose, 200))
		if err == nil {
			s.contact = &c
		}
		return err
	})
	if domain.CodeOf(err) == domain.CodeNotFound { // many platforms never gave the plain one
		return nil
	}
	return err
}

// LogSize is how many records of the custody log a pack of a case rests on: those up to
// its newest exhibit's. 0 without exhibits. Code: not_found.
func (d *Desk) LogSize(ctx context.Context, afterSaleID string) (int64, error) {
	detail, err := d.d.Store.GetAfterSaleDetail(ctx, afterSaleID)
	if err != nil {
		return 0, err
	}
	s := &dossier{detail: detail}
	s.pickExhibits()
	size := int64(0)
	for _, x := range s.exhibits {
		size = max(size, x.item.LogIndex+1)
	}
	return size, nil
}
