package evidence

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// maxReads is how many pictures of one case are searched for barcodes before a
// review; each may cost Deps.CodeBudget.
const maxReads = 40

// Checklist says what the platform's written standard asks for in a case and how
// its files meet it, judged by the rules of the day. Codes: not_found.
func (d *Desk) Checklist(ctx context.Context, caseID string) (domain.Checklist, error) {
	f, err := d.proofFacts(ctx, caseID)
	if err != nil {
		return domain.Checklist{}, err
	}
	return d.d.Rules().Checklist(f), nil
}

// ChooseScenario keeps what a person says a case is argued as, with the moment of
// the notice when it is an appeal. Scenario "" goes back to the program's choice.
// Codes: not_found, invalid (field scenario: the platform has no such words; noticeAt: an appeal
// needs it, a moment that has not come is none).
func (d *Desk) ChooseScenario(ctx context.Context, c domain.CaseScenario) (domain.Checklist, error) {
	f, err := d.proofFacts(ctx, c.CaseID)
	if err != nil {
		return domain.Checklist{}, err
	}
	c.At = d.d.Now()
	if c.Scenario != "" {
		f.Chosen = c
		list := d.d.Rules().Checklist(f)
		switch {
		case list.Scenario != c.Scenario:
			return list, domain.E(domain.CodeInvalid, errors.New("no such scenario here"), "field", "scenario")
		case c.NoticeAt > c.At || list.Appeal && c.NoticeAt == 0:
			return list, domain.E(domain.CodeInvalid, errors.New("an appeal needs its notice"), "field", "noticeAt")
		}
		if !list.Appeal {
			c.NoticeAt = 0
		}
	}
	if err := d.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutScenario(ctx, c) }); err != nil {
		return domain.Checklist{}, fmt.Errorf("keep scenario: %w", err)
	}
	return d.Checklist(ctx, c.CaseID)
}

// Answer keeps what a person said about a point of a file, by name and time. Codes:
// not_found (case or file), invalid (field point, value).
func (d *Desk) Answer(ctx context.Context, a domain.ProofAnswer) (domain.Checklist, error) {
	if _, err := d.d.Store.GetAfterSale(ctx, a.CaseID); err != nil {
		return domain.Checklist{}, err
	}
	a.Value = strings.TrimSpace(a.Value)
	if len(a.Value) > 200 {
		return domain.Checklist{}, domain.E(domain.CodeInvalid, errors.New("answer is too long"), "field", "value")
	}
	a.At = d.d.Now()
	if err := d.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutAnswer(ctx, a) }); err != nil {
		return domain.Checklist{}, fmt.Errorf("keep answer: %w", err)
	}
	return d.Checklist(ctx, a.CaseID)
}

// proofFacts reads everything that the standard is judged by.
func (d *Desk) proofFacts(ctx context.Context, caseID string) (rules.ProofFacts, error) {
	detail, err := d.d.Store.GetAfterSaleDetail(ctx, caseID)
	if err != nil {
		return rules.ProofFacts{}, err
	}
	f := rules.ProofFacts{Case: detail.Case, Order: detail.Order, Zone: d.zone()}
	shop, err := d.d.Store.GetShop(ctx, detail.Case.ShopID)
	if err != nil && domain.CodeOf(err) != domain.CodeNotFound { // a removed shop's cases can still be argued
		return f, err
	}
	f.Platform, f.ShipProvince = shop.Platform, shop.ShipProvince
	for _, p := range detail.Parcels {
		f.Parcels = append(f.Parcels, p.Parcel)
		if p.Parcel.Direction != domain.DirectionBack && f.CarrierGrams == 0 {
			f.CarrierGrams = weighedBy(p.Traces)
		}
	}
	if f.Chosen, f.Answers, err = d.d.Store.ProofNotes(ctx, caseID); err != nil {
		return f, fmt.Errorf("read answers: %w", err)
	}
	var ids []string
	for _, r := range detail.Evidence {
		ids = append(ids, r.Item.ID)
	}
	read, err := d.d.Store.Readings(ctx, ids)
	if err != nil {
		return f, fmt.Errorf("read barcodes: %w", err)
	}
	elsewhere, err := d.d.Store.ProvesElsewhere(ctx, detail.Case.OrderID, ids)
	if err != nil {
		return f, fmt.Errorf("read links: %w", err)
	}
	for _, r := range detail.Evidence {
		later, done := read[r.Item.ID]
		f.Files = append(f.Files, rules.ProofFile{Item: r.Item, Codes: slices.Concat(r.Item.Codes, later), CodesRead: done || len(r.Item.Codes) > 0,
			Elsewhere: elsewhere[r.Item.ID]})
	}
	return f, nil
}

var weightWords = regexp.MustCompile(`(?i)(?:重量|称重|weight)\D{0,6}(\d{1,4})(?:\.(\d{1,3}))?\s*(千克|公斤|kg|克|g)`)

// weighedBy returns the weight in grams that a courier's scan names, 0 when none does.
func weighedBy(traces []domain.TraceEvent) int64 {
	for _, t := range traces {
		m := weightWords.FindStringSubmatch(t.Text)
		if m == nil {
			continue
		}
		whole, _ := strconv.ParseInt(m[1], 10, 64)
		switch strings.ToLower(m[3]) {
		case "克", "g":
			return whole
		}
		part, _ := strconv.ParseInt((m[2] + "000")[:3], 10, 64)
		return whole*1000 + part
	}
	return 0
}

// ReadNumbers looks for barcodes in the pictures of a case that nobody has searched
// yet: intake searches a picture only while it does not know where it belongs.
// Returns how many pictures were searched. Codes: not_found.
func (d *Desk) ReadNumbers(ctx context.Context, caseID string) (int, error) {
	f, err := d.proofFacts(ctx, caseID)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, file := range f.Files {
		if file.CodesRead || !pictureTypes[file.Item.MediaType] || n == maxReads {
			continue
		}
		n++
		codes := []string{}
		if img, err := d.decodePicture(ctx, file.Item.ID, file.Item.MediaType); err == nil {
			codes = append(codes, readCodes(ctx, img, d.d.CodeBudget)...)
		}
		if err := ctx.Err(); err != nil {
			return n, fmt.Errorf("read picture: %w", err)
		}
		if err := d.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutReading(ctx, file.Item.ID, codes) }); err != nil {
			return n, fmt.Errorf("keep barcodes: %w", err)
		}
	}
	return n, nil
}

// published is the rule book without a merchant's corrections. The files are
// embedded and checked by the tests of package rules, so they load or the build is wrong.
func published() *rules.Book {
	b, err := rules.Load(nil)
	if err != nil {
		panic(err)
	}
	return b
}
