package store

import (
	"context"
	"sort"
	"strconv"

	"afterdesk/backend/domain"
)

// timeline collects the single ordered history of an order or case. Entries
// without a moment are left out: a history cannot say when they happened.
type timeline struct {
	list []domain.TimelineEntry
}

func (t *timeline) add(e domain.TimelineEntry) {
	if e.At == 0 {
		return
	}
	if e.Params == nil {
		e.Params = map[string]string{}
	}
	if e.Images == nil {
		e.Images = []string{}
	}
	if e.ID == "" {
		e.ID = e.Kind + ":" + e.Ref + ":" + strconv.Itoa(len(t.list))
	}
	t.list = append(t.list, e)
}

func (t *timeline) sorted() []domain.TimelineEntry {
	sort.SliceStable(t.list, func(i, j int) bool { return t.list[i].At < t.list[j].At })
	if t.list == nil {
		return []domain.TimelineEntry{}
	}
	return t.list
}

const (
	sourceDesk    = "workstation"
	sourceCarrier = "carrier"
)

// sourceOf says in the words of TimelineEntry.Source where a synced row came from.
func sourceOf(s domain.Source) string {
	if len(s.API) >= 5 && s.API[:5] == "file:" {
		return "file"
	}
	return "platform"
}

func (t *timeline) order(o *domain.Order) {
	src := sourceOf(o.Source)
	t.add(domain.TimelineEntry{ID: "ordered:" + o.ID, At: o.CreatedAt, Actor: domain.ActorBuyer, Kind: "ordered", Source: src, Text: o.BuyerWords, Ref: o.ID})
	t.add(domain.TimelineEntry{ID: "paid:" + o.ID, At: o.PaidAt, Actor: domain.ActorBuyer, Kind: "paid", Source: src, Ref: o.ID,
		Params: map[string]string{"amount": o.Paid.Decimal(), "currency": o.Paid.Currency}})
	t.add(domain.TimelineEntry{ID: "shipped:" + o.ID, At: o.ShippedAt, Actor: domain.ActorMerchant, Kind: "shipped", Source: src, Ref: o.ID})
}

func (t *timeline) promises(list []domain.Promise) {
	for _, p := range list {
		t.add(domain.TimelineEntry{ID: "promised:" + p.ID, At: p.SaidAt, Actor: domain.ActorMerchant, Kind: "promised", Source: "platform",
			Text: domain.Private(p.Wording), Params: map[string]string{"kind": string(p.Kind)}, Ref: p.SessionID})
	}
}

func (t *timeline) parcels(list []domain.ParcelDetail) {
	for i := range list {
		p := &list[i].Parcel
		params := func() map[string]string {
			return map[string]string{"waybill": p.Waybill, "carrier": p.CarrierName, "direction": string(p.Direction)}
		}
		signed := false
		for k, e := range list[i].Traces {
			kind := "trace"
			if e.State == domain.TrackSigned || e.State == domain.TrackSignedByOther {
				kind, signed = "signed", true
			}
			m := params()
			m["state"] = string(e.State)
			t.add(domain.TimelineEntry{ID: kind + ":" + p.ID + ":" + strconv.Itoa(k), At: e.At, Actor: domain.ActorCourier, Kind: kind, Source: sourceCarrier,
				Text: domain.Private(e.Text), Params: m, Ref: p.ID})
		}
		if !signed {
			t.add(domain.TimelineEntry{ID: "signed:" + p.ID, At: p.SignedAt, Actor: domain.ActorCourier, Kind: "signed", Source: sourceCarrier, Params: params(), Ref: p.ID})
		}
	}
}

func (t *timeline) afterSale(c *domain.AfterSale) {
	src := sourceOf(c.Source)
	t.add(domain.TimelineEntry{ID: "case_applied:" + c.ID, At: c.AppliedAt, Actor: domain.ActorBuyer, Kind: "case_applied", Source: src, Text: c.BuyerRemark,
		Params: map[string]string{"type": string(c.Type), "reason": string(c.FirstReason), "amount": c.Asked.Decimal(), "currency": c.Asked.Currency}, Ref: c.ID, Images: c.Images})
	for i, e := range c.Events {
		t.add(domain.TimelineEntry{ID: "negotiation:" + c.ID + ":" + strconv.Itoa(i), At: e.At, Actor: e.Actor, Kind: "negotiation", Source: src, Text: e.Text,
			Params: map[string]string{"action": e.Action}, Ref: c.ID, Images: e.Images})
	}
	t.add(domain.TimelineEntry{ID: "case_closed:" + c.ID, At: c.ClosedAt, Actor: domain.ActorSystem, Kind: "case_closed", Source: src,
		Params: map[string]string{"status": string(c.Status)}, Ref: c.ID})
	if c.Status.Open() {
		for i, at := range []domain.Instant{c.Deadline, c.EvidenceDue} {
			of := [2]string{"deadline", "evidence"}[i]
			t.add(domain.TimelineEntry{ID: "deadline:" + c.ID + ":" + of, At: at, Actor: domain.ActorPlatform, Kind: "deadline", Source: src,
				Params: map[string]string{"of": of}, Ref: c.ID})
		}
	}
}

func (t *timeline) reviews(list []domain.Review) {
	for i := range list {
		v := &list[i]
		src := sourceOf(v.Source)
		rating := map[string]string{"rating": strconv.FormatInt(v.Rating, 10)}
		t.add(domain.TimelineEntry{ID: "review:" + v.ID, At: v.CreatedAt, Actor: domain.ActorBuyer, Kind: "review", Source: src, Text: v.Text, Params: rating, Ref: v.ID, Images: v.Images})
		t.add(domain.TimelineEntry{ID: "review:" + v.ID + ":follow", At: v.FollowAt, Actor: domain.ActorBuyer, Kind: "review", Source: src, Text: v.FollowText, Ref: v.ID})
		t.add(domain.TimelineEntry{ID: "review_reply:" + v.ID, At: v.RepliedAt, Actor: domain.ActorMerchant, Kind: "review_reply", Source: src, Text: v.ReplyText, Ref: v.ID})
	}
}

func (t *timeline) evidence(list []domain.EvidenceRow) {
	for i := range list {
		e := &list[i].Item
		t.add(domain.TimelineEntry{ID: "evidence_added:" + e.ID, At: e.AddedAt, Actor: domain.ActorStaff, Kind: "evidence_added", Source: sourceDesk,
			Params: map[string]string{"kind": string(e.Kind), "name": e.Name, "operator": e.Operator}, Ref: e.ID})
	}
}

// desk adds what happened at this workstation: acts, packs, findings and
// reveals. cond selects acts and packs; subject is whose audit entries count.
func (t *timeline) desk(ctx context.Context, d db, cond string, arg, subject string) error {
	acts, err := bodies[domain.Act](ctx, d, `SELECT body FROM act WHERE `+cond, arg)
	if err != nil {
		return err
	}
	for i := range acts {
		a := &acts[i]
		params := func() map[string]string { return map[string]string{"kind": string(a.Kind), "by": a.By} }
		t.add(domain.TimelineEntry{ID: "act_queued:" + a.ID, At: a.QueuedAt, Actor: domain.ActorStaff, Kind: "act_queued", Source: sourceDesk, Text: a.Note, Params: params(), Ref: a.ID})
		switch a.State {
		case domain.ActDone, domain.ActSending:
			at := a.SentAt
			if at == 0 { // done without sending: the platform was there already
				at = a.EndedAt
			}
			if at == 0 { // taken up, not handed out yet
				continue
			}
			t.add(domain.TimelineEntry{ID: "act_sent:" + a.ID, At: at, Actor: domain.ActorStaff, Kind: "act_sent", Source: sourceDesk, Params: params(), Ref: a.ID})
		case domain.ActFailed:
			m := params()
			m["code"] = string(a.Code)
			t.add(domain.TimelineEntry{ID: "act_failed:" + a.ID, At: a.EndedAt, Actor: domain.ActorStaff, Kind: "act_failed", Source: sourceDesk, Params: m, Ref: a.ID})
		}
	}
	packs, err := bodies[domain.EvidencePack](ctx, d, `SELECT body FROM evidence_pack WHERE `+cond, arg)
	if err != nil {
		return err
	}
	for i := range packs {
		p := &packs[i]
		t.add(domain.TimelineEntry{ID: "pack_built:" + p.ID, At: p.CreatedAt, Actor: domain.ActorStaff, Kind: "pack_built", Source: sourceDesk,
			Params: map[string]string{"by": p.By, "exhibits": strconv.FormatInt(p.Exhibits, 10)}, Ref: p.ID})
	}
	if subject == "" {
		return nil
	}
	findings, err := bodies[domain.Finding](ctx, d, `SELECT body FROM finding WHERE order_id = ? AND order_id <> ''`, subject)
	if err != nil {
		return err
	}
	for i := range findings {
		f := &findings[i]
		t.add(domain.TimelineEntry{ID: "finding:" + f.ID, At: f.FirstSeen, Actor: domain.ActorSystem, Kind: "finding", Source: sourceDesk,
			Params: map[string]string{"check": f.Check, "state": string(f.State), "severity": string(f.Severity)}, Ref: f.ID})
	}
	audits, err := bodies[domain.AuditEntry](ctx, d, `SELECT body FROM audit WHERE subject_id = ?`, subject)
	if err != nil {
		return err
	}
	for i := range audits {
		if a := &audits[i]; a.What == "contact_revealed" {
			t.add(domain.TimelineEntry{ID: "contact_revealed:" + a.ID, At: a.At, Actor: domain.ActorStaff, Kind: "contact_revealed", Source: sourceDesk,
				Params: map[string]string{"by": a.By, "purpose": a.Purpose}, Ref: a.ID})
		}
	}
	return nil
}
