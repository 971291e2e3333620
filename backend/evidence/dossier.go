package evidence

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
)

// dossier is all that a pack is made of. It holds nothing that a later run on the
// same rows would see differently: no clock, no random id, no head of the growing log.
type dossier struct {
	w         *words
	lang      string
	zone      *time.Location
	shop      string
	detail    domain.AfterSaleDetail
	timeline  []domain.TimelineEntry
	exhibits  []exhibit
	asOf      domain.Instant // newest moment of case and evidence
	head      custody.Head   // over the last exhibit's record
	verifier  string
	rare      []rune // characters that the font lacks, in order of appearance
	redact    func(string) string
	collected map[rune]bool
	edition   domain.PackEdition
	contact   *domain.Contact // plain receiver, court edition only; nil = not on hand
	stamps    []packStamp     // tokens that cover the head
	lost      []string        // authorities whose token's files are damaged
}

// exhibit is one file of a case with its number and its place in the log.
type exhibit struct {
	no    int
	item  domain.EvidenceItem
	file  string // path in the ZIP
	bills string // waybills of its links
	proof custody.Proof
	line  []byte
	pic   picture
	note  string // why there is no picture
}

// exhibitOrder groups exhibits: outbound first, then hand-over, return, talk, rest.
var exhibitOrder = []domain.EvidenceKind{domain.EvidencePackingVideo, domain.EvidencePackingPhoto, domain.EvidenceWeightPhoto, domain.EvidenceLabel,
	domain.EvidenceHandoff, domain.EvidenceCourierLetter, domain.EvidenceReturnUnpack, domain.EvidenceBuyerImage, domain.EvidenceChat,
	domain.EvidencePageSnapshot, domain.EvidenceDocument, domain.EvidenceOther}

// packEntries are the kinds of timeline entries that concern the dispute; what the
// desk did for itself (packs, reveals, findings, queued acts) stays at home.
var packEntries = map[string]bool{"ordered": true, "paid": true, "promised": true, "shipped": true, "trace": true, "signed": true, "case_applied": true,
	"negotiation": true, "case_closed": true, "deadline": true, "evidence_added": true, "review": true, "review_reply": true}

// turningPoints are the courier's scans that a timeline needs; the trace has them all.
var turningPoints = map[domain.TrackState]bool{domain.TrackPickedUp: true, domain.TrackOutForDelivery: true, domain.TrackAtStation: true, domain.TrackSigned: true,
	domain.TrackSignedByOther: true, domain.TrackRefused: true, domain.TrackReturning: true, domain.TrackReturnedSigned: true, domain.TrackIntercepted: true,
	domain.TrackProblem: true}

// gather reads a case. Codes: not_found, corrupt when an exhibit's log record is gone.
func (d *Desk) gather(ctx context.Context, afterSaleID, lang string) (*dossier, error) {
	detail, err := d.d.Store.GetAfterSaleDetail(ctx, afterSaleID)
	if err != nil {
		return nil, err
	}
	s := &dossier{detail: detail, edition: domain.EditionPlatform, zone: d.zone(), redact: d.d.Redact, collected: map[rune]bool{}, verifier: d.d.Custody.VerifierKey()}
	s.w, s.lang = wordsOf(lang)
	if shop, err := d.d.Store.GetShop(ctx, detail.Case.ShopID); err == nil {
		s.shop = shop.Name
		if loc, err := time.LoadLocation(shop.Zone); err == nil && shop.Zone != "" {
			s.zone = loc
		}
	} else if domain.CodeOf(err) != domain.CodeNotFound { // a removed shop's cases may still be packed
		return nil, err
	}
	s.pickTimeline()
	s.pickExhibits()
	s.asOf = s.newest()
	if err := d.prove(s); err != nil {
		return nil, err
	}
	return s, d.takeStamps(ctx, s)
}

func (s *dossier) pickTimeline() {
	for _, e := range s.detail.Timeline {
		if !packEntries[e.Kind] || e.Kind == "trace" && !turningPoints[domain.TrackState(e.Params["state"])] {
			continue
		}
		s.timeline = append(s.timeline, e)
	}
	sort.SliceStable(s.timeline, func(i, j int) bool {
		if s.timeline[i].At != s.timeline[j].At {
			return s.timeline[i].At < s.timeline[j].At
		}
		return s.timeline[i].ID < s.timeline[j].ID
	})
}

// pickExhibits takes the files of this case and of its order as a whole, grouped by
// kind and in time order within a group.
func (s *dossier) pickExhibits() {
	rank := map[domain.EvidenceKind]int{}
	for i, k := range exhibitOrder {
		rank[k] = i
	}
	for _, r := range s.detail.Evidence {
		x := exhibit{item: r.Item}
		mine := len(r.Links) == 0
		var bills []string
		for _, l := range r.Links {
			if l.OrderID == s.detail.Case.OrderID && (l.AfterSaleID == "" || l.AfterSaleID == s.detail.Case.ID) || l.AfterSaleID == s.detail.Case.ID {
				mine = true
				if l.Waybill != "" {
					bills = append(bills, l.Waybill)
				}
			}
		}
		if !mine {
			continue // of another case of the same order
		}
		sort.Strings(bills)
		x.bills = strings.Join(bills, ", ")
		s.exhibits = append(s.exhibits, x)
	}
	sort.Slice(s.exhibits, func(i, j int) bool {
		a, b := s.exhibits[i].item, s.exhibits[j].item
		if rank[a.Kind] != rank[b.Kind] {
			return rank[a.Kind] < rank[b.Kind]
		}
		if ta, tb := shownTime(a), shownTime(b); ta != tb {
			return ta < tb
		}
		return a.ID < b.ID
	})
	for i := range s.exhibits {
		x := &s.exhibits[i]
		x.no = i + 1
		x.file = fmt.Sprintf("data/%04d-%s%s", x.no, strings.ReplaceAll(string(x.item.Kind), "_", "-"), extensionOf(x.item.MediaType))
	}
}

func shownTime(e domain.EvidenceItem) domain.Instant {
	if e.CapturedAt.IsZero() {
		return e.AddedAt
	}
	return e.CapturedAt
}

// newest is the pack's date. Deadlines lie ahead and do not count.
func (s *dossier) newest() domain.Instant {
	c := s.detail.Case
	at := max(c.AppliedAt, c.UpdatedAt, c.ClosedAt)
	if o := s.detail.Order; o != nil {
		at = max(at, o.CreatedAt, o.UpdatedAt)
	}
	for _, e := range s.timeline {
		if e.Kind != "deadline" && e.Kind != "promised" {
			at = max(at, e.At)
		}
	}
	for _, x := range s.exhibits {
		at = max(at, x.item.AddedAt)
	}
	return at
}

// prove takes the head over the newest exhibit's record, and each record's proof
// under it. That head never changes, however far the log grows.
func (d *Desk) prove(s *dossier) error {
	size := int64(0)
	for _, x := range s.exhibits {
		size = max(size, x.item.LogIndex+1)
	}
	head, err := d.d.Custody.HeadAt(size)
	if domain.CodeOf(err) == domain.CodeInvalid {
		return domain.E(domain.CodeCorrupt, fmt.Errorf("prove exhibits: %w", err), "item", "custody", "what", "gap")
	}
	if err != nil {
		return err
	}
	s.head = head
	for i := range s.exhibits {
		x := &s.exhibits[i]
		r, err := d.d.Custody.Record(x.item.LogIndex)
		if err != nil {
			return err
		}
		if r.Subject != x.item.ID || r.Kind != custody.KindAdded {
			return domain.E(domain.CodeCorrupt, fmt.Errorf("log record %d is not this file's", r.Index), "item", x.item.ID)
		}
		x.line = r.Line
		if x.proof, err = d.d.Custody.ProveAt(r.Index, size); err != nil {
			return err
		}
	}
	return nil
}

// extensionOf names the usual extension of a media type.
func extensionOf(mediaType string) string {
	switch mediaType {
	case "image/jpeg":
		return ".jpg"
	case "image/svg+xml", "text/plain":
		return ".txt"
	case "video/quicktime":
		return ".mov"
	case "video/3gpp":
		return ".3gp"
	case "video/3gpp2":
		return ".3g2"
	case "video/x-msvideo":
		return ".avi"
	case "audio/mp4":
		return ".m4a"
	case "audio/mpeg":
		return ".mp3"
	case "application/gzip":
		return ".gz"
	case "application/x-7z-compressed":
		return ".7z"
	case "application/vnd.rar":
		return ".rar"
	case "application/x-ole-storage", unknownType:
		return ".bin"
	}
	_, sub, _ := strings.Cut(mediaType, "/")
	return "." + sub
}

// date prints a moment in the shop's zone, with its offset once on the cover.
func (s *dossier) date(at domain.Instant) string {
	if at.IsZero() {
		return s.w.Unknown
	}
	return at.In(s.zone).Format("2006-01-02 15:04:05")
}

// zoneName is the offset that all times of the pack are in.
func (s *dossier) zoneName() string {
	at := s.asOf
	if at.IsZero() {
		return "UTC"
	}
	return "UTC" + at.In(s.zone).Format("-07:00")
}

func (s *dossier) money(m domain.Money) string {
	switch {
	case !m.Known():
		return s.w.Unknown
	case m.Currency == "CNY":
		return "¥" + m.Decimal()
	}
	return m.Decimal() + " " + m.Currency
}

func (s *dossier) or(text string) string {
	if strings.TrimSpace(text) == "" {
		return s.w.Unknown
	}
	return text
}

// free is text that a person wrote, without the numbers that name people.
func (s *dossier) free(text domain.Private) string { return s.redact(text.Reveal()) }

func bytesText(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.2f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.0f KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d B", n)
}

func durationText(ms int64) string {
	sec := (ms + 500) / 1000
	if sec >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", sec/3600, sec/60%60, sec%60)
	}
	return fmt.Sprintf("%d:%02d", sec/60, sec%60)
}
