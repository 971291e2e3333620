package evidence

import (
	"fmt"
	"strings"

	"afterdesk/backend/domain"
)

// drawPDF lays the dossier out. It fills s.rare.
func (s *dossier) drawPDF() ([]byte, error) {
	face, err := openTypeface()
	if err != nil {
		return nil, err
	}
	c := s.detail.Case
	p := newPaper(face, s.w.Title+" "+c.RemoteID, s.asOf, s.noteRare)
	s.cover(p)
	p.page()
	s.order(p)
	s.live(p)
	s.traces(p)
	s.history(p)
	s.list(p)
	s.show(p)
	s.integrity(p)
	foot := s.w.Case + " " + c.RemoteID + "   " + s.w.Head + " " + s.head.Root[:16]
	return p.finish(foot, s.w.Page)
}

func (s *dossier) noteRare(r rune) {
	if !s.collected[r] {
		s.collected[r] = true
		s.rare = append(s.rare, r)
	}
}

func (s *dossier) cover(p *paper) {
	c, w := s.detail.Case, s.w
	p.box(0, 0, pageW, 150, accent)
	p.y = 52
	p.put(p.clean(w.Title), marginX, p.y, 26, shade{255, 255, 255})
	p.y += 26*leading + 2
	p.put(p.clean(w.Subtitle), marginX, p.y, 10.5, shade{214, 226, 240})
	p.y = 176
	status := w.Statuses[c.Status]
	if c.RawStatus != "" && c.Status == domain.StatusUnknown {
		status += " (" + c.RawStatus + ")"
	}
	kind := w.Types[c.Type]
	if c.RawType != "" && c.Type == domain.CaseUnknown {
		kind += " (" + c.RawType + ")"
	}
	orderNo := c.OrderID
	if _, remote, err := domain.SplitKey(c.OrderID); err == nil {
		orderNo = remote
	}
	list := []fact{{w.Shop, s.or(s.shop)}, {w.Case, c.RemoteID}, {w.Order, s.or(orderNo)}, {w.Type, kind}, {w.Status, status},
		{w.Arbitration, w.Arbs[c.Arbitration]}, {w.Reason, w.Reasons[c.Reason]}}
	if c.ReasonText != "" {
		list = append(list, fact{w.ReasonText, s.redact(c.ReasonText)})
	}
	list = append(list, fact{w.Asked, s.money(c.Asked)})
	if c.Refunded.Known() {
		list = append(list, fact{w.Refunded, s.money(c.Refunded)})
	}
	list = append(list, fact{w.Applied, s.date(c.AppliedAt)})
	if !c.Deadline.IsZero() {
		list = append(list, fact{w.Deadline, s.date(c.Deadline)})
	}
	if !c.EvidenceDue.IsZero() {
		list = append(list, fact{w.EvidenceDue, s.date(c.EvidenceDue)})
	}
	list = append(append([]fact{{w.Edition, w.Editions[s.edition]}}, list...), s.buyer()...)
	list = append(list, fact{w.Exhibits, s.byKind()}, fact{w.AsOf, s.date(s.asOf) + " (" + s.zoneName() + ")"})
	p.facts(list, 11)
	if said := s.free(c.BuyerRemark); strings.TrimSpace(said) != "" {
		p.subhead(w.BuyerSays)
		p.text(clip(said, 600), bodySize, ink)
	}
}

// buyer lists what the platform masked, masked again in case it did not.
func (s *dossier) buyer() []fact {
	o, w := s.detail.Order, s.w
	if o == nil {
		return nil
	}
	region := strings.Join(strings.Fields(o.Province+" "+o.City+" "+o.District), " ")
	if c := s.contact; c != nil {
		return []fact{{w.Buyer, s.or(o.BuyerNick.Reveal())}, {w.Receiver, s.or(c.Name.Reveal())}, {w.Phone, s.or(c.Phone.Reveal())}, {w.Region, s.or(region)}, {w.Address, s.or(c.Address.Reveal())}}
	}
	list := []fact{{w.Buyer, s.or(domain.MaskName(o.BuyerNick.Reveal()))}, {w.Receiver, s.or(domain.MaskName(o.MaskedName))},
		{w.Phone, s.or(domain.MaskPhone(o.MaskedPhone))}, {w.Region, s.or(region)}}
	if a := domain.MaskAddress(o.MaskedAddress); a != "" {
		list = append(list, fact{w.Address, a})
	}
	return list
}

func (s *dossier) order(p *paper) {
	w, o := s.w, s.detail.Order
	p.section(w.OrderPart)
	if o == nil {
		p.text(w.OrderMissing, bodySize, muted)
		return
	}
	p.facts([]fact{{w.Order, o.RemoteID}, {w.Created, s.date(o.CreatedAt)}, {w.PaidAt, s.date(o.PaidAt)}, {w.PromisedShip, s.date(o.PromisedShipAt)},
		{w.Shipped, s.date(o.ShippedAt)}, {w.Total, s.money(o.Total)}, {w.Paid, s.money(o.Paid)}}, bodySize)
	p.y += 4
	var rows [][]string
	for _, l := range o.Lines {
		name := l.ProductName
		if l.Gift {
			name += " (" + w.Gift + ")"
		}
		rows = append(rows, []string{clip(name, 200), clip(l.Spec, 80), clip(l.SKUCode, 60), fmt.Sprint(l.Qty), s.money(l.Paid)})
	}
	if len(rows) > 0 {
		p.table([]string{w.Product, w.Spec, w.SKU, w.Qty, w.Paid}, []float64{0.40, 0.18, 0.17, 0.11, 0.14}, rows, bodySize-0.5)
	}
}

func (s *dossier) live(p *paper) {
	w := s.w
	p.section(w.LivePart)
	if len(s.detail.Sessions) == 0 {
		p.text(w.NoSession, bodySize, muted)
	}
	for _, l := range s.detail.Sessions {
		span := s.date(l.StartAt) + " – " + s.date(l.EndAt)
		if l.Inferred {
			span += w.Inferred
		}
		p.facts([]fact{{w.Host, s.or(l.HostName)}, {w.Session, s.or(l.Title)}, {w.Room, s.or(l.RoomID)}, {w.SessionTime, span}}, bodySize)
	}
	if len(s.detail.Promises) == 0 {
		if len(s.detail.Sessions) > 0 {
			p.text(w.NoPromises, bodySize, muted)
		}
		return
	}
	var rows [][]string
	for _, m := range s.detail.Promises {
		rows = append(rows, []string{s.date(m.SaidAt), w.PromiseKind[m.Kind], clip(m.Wording, 400)})
	}
	p.y += 4
	p.table([]string{w.Said, w.Kind, w.Promises}, []float64{0.25, 0.13, 0.62}, rows, bodySize-0.5)
}

// picLimit is the height of a picture that lets two exhibits share a page.
const picLimit = 212

// maxTraces bounds one parcel's list; a parcel that circles for weeks proves no more
// with its five-hundredth scan.
const maxTraces = 120

func (s *dossier) traces(p *paper) {
	w := s.w
	p.section(w.TracePart)
	if len(s.detail.Parcels) == 0 {
		p.text(w.NoParcels, bodySize, muted)
	}
	for _, d := range s.detail.Parcels {
		way := w.Outbound
		if d.Parcel.Direction == domain.DirectionBack {
			way = w.Return
		}
		p.subhead(way + " · " + s.or(d.Parcel.CarrierName) + " · " + d.Parcel.Waybill + " · " + w.States[d.Parcel.State])
		if len(d.Traces) == 0 {
			p.text(w.NoTraces, bodySize, muted)
			continue
		}
		var rows [][]string
		for i, e := range d.Traces {
			if i == maxTraces {
				break
			}
			rows = append(rows, []string{s.date(e.At), w.States[e.State], s.redact(clip(e.Text, 300))})
		}
		p.table([]string{w.When, w.State, w.What}, []float64{0.24, 0.15, 0.61}, rows, bodySize-0.5)
		if more := len(d.Traces) - maxTraces; more > 0 {
			p.text(fmt.Sprintf(w.MoreTraces, more), smallSize, muted)
		}
	}
}

func (s *dossier) history(p *paper) {
	w := s.w
	p.section(w.TimelinePart)
	if len(s.timeline) == 0 {
		p.text(w.NoTimeline, bodySize, muted)
		return
	}
	numbers := map[string]int{}
	for _, x := range s.exhibits {
		numbers[x.item.ID] = x.no
	}
	var rows [][]string
	for _, e := range s.timeline {
		if e.Kind == "evidence_added" && numbers[e.Ref] == 0 {
			continue // of another case
		}
		rows = append(rows, []string{s.date(e.At), w.Actors[e.Actor], s.sentence(e, numbers)})
	}
	p.table([]string{w.When, w.Who, w.What}, []float64{0.24, 0.11, 0.65}, rows, bodySize-0.5)
}

// sentence puts one entry of the timeline into words.
func (s *dossier) sentence(e domain.TimelineEntry, numbers map[string]int) string {
	w := s.w
	parts := []string{w.Timeline[e.Kind]}
	add := func(t string) {
		if strings.TrimSpace(t) != "" {
			parts = append(parts, t)
		}
	}
	switch e.Kind {
	case "case_applied":
		add(w.Types[domain.CaseType(e.Params["type"])])
		add(w.Reasons[domain.Reason(e.Params["reason"])])
	case "evidence_added":
		add(fmt.Sprintf("%s %d", w.Exhibit, numbers[e.Ref]))
		add(w.Kinds[domain.EvidenceKind(e.Params["kind"])])
	case "trace", "signed":
		add(e.Params["waybill"])
	case "negotiation":
		add(e.Params["action"])
	case "promised":
		add(w.PromiseKind[domain.PromiseKind(e.Params["kind"])])
	case "case_closed":
		add(w.Statuses[domain.CaseStatus(e.Params["status"])])
	case "deadline":
		if e.Params["of"] == "evidence" {
			parts[0] = w.EvidenceDue
		}
	}
	if e.Params["amount"] != "" {
		m, err := domain.ParseMoney(e.Params["amount"], e.Params["currency"])
		if err == nil && m.Known() {
			add(s.money(m))
		}
	}
	add(clip(s.free(e.Text), 500))
	if len(e.Images) > 0 {
		add(fmt.Sprintf("%d %s", len(e.Images), w.Pictures))
	}
	return strings.Join(parts, " · ")
}

func (s *dossier) list(p *paper) {
	w := s.w
	p.section(w.ListPart)
	if len(s.exhibits) == 0 {
		p.text(w.NoExhibits, bodySize, muted)
		return
	}
	var rows [][]string
	for _, x := range s.exhibits {
		rows = append(rows, []string{fmt.Sprint(x.no), w.Kinds[x.item.Kind], s.date(x.item.CapturedAt), strings.TrimPrefix(x.file, "data/"), bytesText(x.item.Size)})
	}
	p.table([]string{w.No, w.Kind, w.Captured, w.File, w.Size}, []float64{0.08, 0.20, 0.24, 0.36, 0.12}, rows, bodySize-0.5)
}

// show draws each exhibit with its picture, two or more to a page.
func (s *dossier) show(p *paper) {
	if len(s.exhibits) == 0 {
		return
	}
	p.page()
	p.section(s.w.ExhibitPart)
	p.text(s.w.CopyNote, smallSize, muted)
	group := domain.EvidenceKind("")
	for i := range s.exhibits {
		x := &s.exhibits[i]
		facts := s.exhibitFacts(x)
		picH := 0.0
		if x.pic.w > 0 {
			picH = min(picLimit, textW*float64(x.pic.h)/float64(x.pic.w))
		}
		need := 20 + 2*captionGap + picH + float64(len(facts))*(smallSize*leading+rowGap)
		if x.item.Kind != group {
			group = x.item.Kind
			p.room(need + 24)
			p.subhead(s.w.Kinds[group])
		}
		p.room(need)
		s.caption(p, x)
		if picH > 0 {
			p.image(x.pic, textW, picH)
			p.y += captionGap
		}
		p.facts(facts, smallSize)
		p.y += 10
	}
}

// caption is the exhibit's bar: its number and one line.
func (s *dossier) caption(p *paper, x *exhibit) {
	p.box(marginX, p.y, textW, 20, tint)
	no := p.clean(fmt.Sprintf("%s %d", s.w.Exhibit, x.no))
	p.put(no, marginX+6, p.y+2.5, 10, accent)
	at := p.textWidth(no, 10) + 18
	when := s.date(x.item.CapturedAt)
	if x.item.CapturedAt.IsZero() {
		when = s.w.Added + " " + s.date(x.item.AddedAt)
	}
	parts := []string{s.w.Kinds[x.item.Kind], when}
	if x.bills != "" {
		parts = append(parts, s.w.Waybill+" "+x.bills)
	}
	lines := p.wrap(strings.Join(parts, " · "), bodySize, textW-at-6)
	line := lines[0]
	if len(lines) > 1 {
		line += "…"
	}
	p.put(line, marginX+at, p.y+3, bodySize, ink)
	p.y += 20 + captionGap
}

// exhibitFacts are the lines below a picture; few, so that two exhibits share a page.
func (s *dossier) exhibitFacts(x *exhibit) []fact {
	w, e := s.w, x.item
	taken := []string{s.date(e.CapturedAt) + " (" + w.From[e.CapturedFrom] + ")", w.Added + " " + s.date(e.AddedAt)}
	if e.Operator != "" {
		taken = append(taken, e.Operator+" ("+s.or(w.Sources[e.Source])+")")
	}
	about := []string{e.MediaType, bytesText(e.Size)}
	if e.Width > 0 {
		about = append(about, fmt.Sprintf("%d×%d", e.Width, e.Height))
	}
	if e.DurationMs > 0 {
		about = append(about, w.Duration+" "+durationText(e.DurationMs))
	}
	if len(e.Codes) > 0 {
		about = append(about, w.Codes+" "+s.redact(strings.Join(e.Codes, ", ")))
	}
	list := []fact{{w.Captured, strings.Join(taken, " · ")}, {w.MediaType, strings.Join(about, " · ")},
		{w.File, x.file + "  (" + w.OriginalName + " " + s.redact(clip(e.Name, 80)) + ")"}, {w.SHA256, strings.TrimPrefix(e.ID, "sha256-")},
		{w.LogEntry, fmt.Sprintf("#%d  %s", e.LogIndex, x.proof.Leaf)}}
	if x.note != "" {
		list = append(list, fact{"", x.note})
	}
	return list
}

// byKind counts exhibits for the cover.
func (s *dossier) byKind() string {
	var parts []string
	for _, k := range exhibitOrder {
		n := 0
		for _, x := range s.exhibits {
			if x.item.Kind == k {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", s.w.Kinds[k], n))
		}
	}
	if len(parts) == 0 {
		return s.w.None
	}
	return fmt.Sprintf("%d (%s)", len(s.exhibits), strings.Join(parts, " · "))
}

func (s *dossier) integrity(p *paper) {
	w := s.w
	p.section(w.ProofPart)
	p.text(w.ProofText, bodySize, ink)
	p.y += 6
	p.facts([]fact{{w.Head, s.head.Root}, {w.TreeSize, fmt.Sprint(s.head.Size)}, {w.Key, s.verifier}}, smallSize)
	s.stampPart(p)
	if len(s.rare) == 0 {
		return
	}
	p.subhead(w.Rare)
	points := make([]string, len(s.rare))
	for i, r := range s.rare {
		points[i] = fmt.Sprintf("U+%04X", r)
	}
	p.text(w.RareText+" "+strings.Join(points, ", "), smallSize, ink)
}

// clip bounds one text by characters; a remark of megabytes must not make a pack of a
// thousand pages. The full text stays in the house.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
