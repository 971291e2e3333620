package rules

import (
	"slices"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

var shanghai = time.FixedZone("", 8*3600)

func moment(text string) domain.Instant {
	v, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
	if err != nil {
		panic(err)
	}
	return domain.InstantOf(v)
}

const (
	outBill  = "SF1234567890123"
	backBill = "YT7788990011223"
)

// dispute is a case of October 2026: paid on the 1st, picked up on the 2nd, signed
// on the 4th, claimed on the 5th, sent back on the 6th and back on the 8th.
func dispute(reason domain.Reason) ProofFacts {
	return ProofFacts{Platform: "doudian", Zone: shanghai, ShipProvince: "浙江",
		Case: domain.AfterSale{ID: "s1.c1", OrderID: "s1.o1", Type: domain.CaseRefundShipped, Status: domain.StatusRefused, Arbitration: domain.ArbEvidence, Reason: reason,
			AppliedAt: moment("2026-10-05 09:00"), StepSince: moment("2026-10-06 09:00")},
		Order: &domain.Order{ID: "s1.o1", PaidAt: moment("2026-10-01 10:00"), PromisedShipAt: moment("2026-10-03 10:00"), Province: "四川省", City: "成都市", District: "武侯区"},
		Parcels: []domain.Parcel{{Waybill: outBill, Direction: domain.DirectionOut, PickedAt: moment("2026-10-02 18:00"), SignedAt: moment("2026-10-04 12:00")},
			{Waybill: backBill, Direction: domain.DirectionBack, UploadedAt: moment("2026-10-06 10:00"), SignedAt: moment("2026-10-08 15:00")}}}
}

// film is a packing clip made on the afternoon of the 2nd.
func film() ProofFile {
	return ProofFile{Item: domain.EvidenceItem{ID: "film", Name: "打包.mp4", Kind: domain.EvidencePackingVideo, MediaType: "video/mp4", DurationMs: 42_000,
		CapturedAt: moment("2026-10-02 15:00"), CapturedFrom: "mvhd", AddedAt: moment("2026-10-02 15:05")}}
}

// said answers points of a file with yes.
func said(f *ProofFacts, id string, points ...domain.ProofPoint) {
	for _, p := range points {
		f.Answers = append(f.Answers, domain.ProofAnswer{CaseID: f.Case.ID, EvidenceID: id, Point: p, Yes: true, By: "小王", At: moment("2026-10-06 10:00")})
	}
}

func answer(f *ProofFacts, id string, p domain.ProofPoint, yes bool, value string) {
	f.Answers = append(f.Answers, domain.ProofAnswer{CaseID: f.Case.ID, EvidenceID: id, Point: p, Yes: yes, Value: value, By: "小王", At: moment("2026-10-06 10:00")})
}

// verdict finds the judgement of one point of one exhibit.
func verdict(t *testing.T, c domain.Checklist, kind domain.ProofKind, p domain.ProofPoint) domain.PointVerdict {
	t.Helper()
	for _, item := range c.Items {
		for _, o := range item.Options {
			for _, part := range o.Parts {
				if part.Proof != kind {
					continue
				}
				for _, v := range part.Points {
					if v.Point == p {
						return v
					}
				}
			}
		}
	}
	t.Fatalf("%s has no %s of %s", c.Scenario, p, kind)
	return domain.PointVerdict{}
}

// EV-05: at least twelve scenarios of Douyin, each with its text's own day and source.
func TestDouyinHasTwelveScenariosAndMoreEachWithTheDayOfItsRule(t *testing.T) {
	b := book(t, nil)
	own := 0
	disputes, appeals := b.Scenarios("doudian", moment("2026-10-05 09:00"))
	for i, s := range slices.Concat(disputes, appeals) {
		f := dispute(domain.ReasonMissing)
		f.Chosen = domain.CaseScenario{CaseID: f.Case.ID, Scenario: s, By: "小王", At: 1, NoticeAt: moment("2026-10-05 09:00")}
		c := b.Checklist(f)
		if c.Scenario != s || c.RuleID == "" || c.EffectiveFrom == "" || c.Source == "" || len(c.Items) == 0 || c.Missing == 0 || c.Appeal != (i >= len(disputes)) {
			t.Errorf("%s: %+v", s, c)
		}
		if c.Confidence == "doc" {
			own++
		}
		for _, item := range c.Items {
			for _, o := range item.Options {
				for _, part := range o.Parts {
					if part.RuleID == "" || len(part.Points) == 0 || len(part.Kinds) == 0 {
						t.Errorf("%s: nobody says what %s must show", s, part.Proof)
					}
				}
			}
		}
	}
	if own < 12 {
		t.Errorf("%d scenarios by Douyin's own text, want at least 12", own)
	}
}

func TestEveryProofOfAStandardIsDescribed(t *testing.T) {
	b := book(t, nil)
	used := map[domain.ProofKind]bool{}
	for _, e := range b.entries[SubjectStandards] {
		for _, level := range domain.StandardLevels {
			for _, text := range e.list(level) {
				for _, way := range parseDemand(text) {
					for _, p := range way {
						used[p] = true
						if _, ok := b.proof(e.platform, p, moment("2026-10-05 09:00")); !ok {
							t.Errorf("%s asks for %s, which nothing describes", e.id, p)
						}
					}
				}
			}
		}
	}
	for _, k := range domain.ProofKinds {
		if !used[k] {
			t.Errorf("no standard asks for %s", k)
		}
	}
	points := map[string]bool{}
	for _, e := range b.entries[SubjectProofs] {
		for _, p := range e.list("points") {
			points[p] = true
		}
	}
	for _, p := range domain.ProofPoints {
		if !points[string(p)] {
			t.Errorf("no exhibit has to show %s", p)
		}
	}
}

func TestTheCaseItselfTellsItsScenario(t *testing.T) {
	b := book(t, nil)
	for name, c := range map[string]struct {
		platform string
		c        domain.AfterSale
		want     domain.Scenario
	}{
		"a missing part":                       {"doudian", domain.AfterSale{Reason: domain.ReasonMissing, Type: domain.CaseRefundShipped}, domain.ScenarioContent},
		"not received":                         {"doudian", domain.AfterSale{Reason: domain.ReasonNotReceived}, domain.ScenarioNotReceived},
		"a return at our door":                 {"doudian", domain.AfterSale{Reason: domain.ReasonQuality, Type: domain.CaseReturnRefund, Status: domain.StatusAwaitReceipt}, domain.ScenarioReturn},
		"a quality return that is not sent":    {"doudian", domain.AfterSale{Reason: domain.ReasonQuality, Type: domain.CaseReturnRefund, Status: domain.StatusAwaitMerchant}, domain.ScenarioQuality},
		"a size return":                        {"doudian", domain.AfterSale{Reason: domain.ReasonSize, Type: domain.CaseReturnRefund, Status: domain.StatusAwaitMerchant}, domain.ScenarioNoReason},
		"an unknown reason":                    {"doudian", domain.AfterSale{Reason: domain.ReasonUnknown}, domain.ScenarioGeneral},
		"a platform that publishes nothing":    {"pinduoduo", domain.AfterSale{Reason: domain.ReasonFake}, domain.ScenarioFakeDispute},
		"Taobao's own entries hide no general": {"taobao", domain.AfterSale{Reason: domain.ReasonDamaged}, domain.ScenarioDamaged},
	} {
		c.c.AppliedAt = moment("2026-10-05 09:00")
		if got := b.ScenarioOf(c.platform, c.c); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A case of before the text is judged by the program's default, never by a text that
// was not in force.
func TestACaseIsJudgedByTheTextOfItsDay(t *testing.T) {
	b := book(t, nil)
	f := dispute(domain.ReasonMissing)
	if c := b.Checklist(f); c.RuleID != "doudian-dispute-missing-content" || c.EffectiveFrom != "2026-06-13" || c.Confidence != "doc" {
		t.Errorf("October: %s from %s", c.RuleID, c.EffectiveFrom)
	}
	f.Case.AppliedAt = moment("2026-06-12 09:00")
	if c := b.Checklist(f); c.RuleID != "any-dispute-missing-content" || c.Confidence != "memory" {
		t.Errorf("the day before: %s", c.RuleID)
	}
}

func TestAnAppealIsDueSevenNaturalDaysAfterItsNotice(t *testing.T) {
	f := dispute(domain.ReasonLate)
	f.Chosen = domain.CaseScenario{CaseID: f.Case.ID, Scenario: domain.ScenarioFraud, NoticeAt: moment("2026-10-07 11:20"), By: "小王", At: 1}
	c := book(t, nil).Checklist(f)
	if !c.Appeal || c.DueAt != moment("2026-10-14 11:20") || c.DueFrom != "rule" || c.Door != "console" || c.Proofs.Max != 0 {
		t.Errorf("%+v", c)
	}
	f.Chosen.Scenario, f.Chosen.NoticeAt = "", 0
	f.Case.EvidenceDue = moment("2026-10-07 09:30")
	if c = book(t, nil).Checklist(f); c.Appeal || c.DueAt != f.Case.EvidenceDue || c.DueFrom != "platform" || c.Door != "api" || c.Proofs.Max != 4 {
		t.Errorf("a dispute keeps the platform's moment and limits: %+v", c)
	}
}

// EV-05: the exact missing item, and what is wrong with what is there.
func TestAPackingFilmIsJudgedPointByPoint(t *testing.T) {
	b := book(t, nil)
	none := b.Checklist(dispute(domain.ReasonMissing))
	if none.Items[0].State != domain.ProofMissing || none.Ready || none.Items[0].Options[0].Parts[0].Kinds[0] != domain.EvidencePackingVideo {
		t.Errorf("no file, yet %+v", none.Items[0])
	}
	all := []domain.ProofPoint{domain.PointNumber, domain.PointContents, domain.PointWhole, domain.PointUncut, domain.PointAsOrdered}
	for name, c := range map[string]struct {
		edit  func(*ProofFile)
		point domain.ProofPoint
		state domain.PointState
		why   string
		item  domain.ProofState
	}{
		"good": {func(*ProofFile) {}, domain.PointInTime, domain.PointShown, "", domain.ProofThere},
		"taken after the violation": {func(p *ProofFile) {
			p.Item.CapturedAt, p.Item.AddedAt = moment("2026-10-06 15:00"), moment("2026-10-06 15:05")
		}, domain.PointInTime, domain.PointFailed, "after_claim", domain.ProofWeak},
		"taken after signing": {func(p *ProofFile) {
			p.Item.CapturedAt, p.Item.AddedAt = moment("2026-10-04 15:00"), moment("2026-10-04 15:05")
		}, domain.PointInTime, domain.PointFailed, "after_signing", domain.ProofWeak},
		"taken after the pickup": {func(p *ProofFile) {
			p.Item.CapturedAt, p.Item.AddedAt = moment("2026-10-03 08:00"), moment("2026-10-03 08:05")
		}, domain.PointInTime, domain.PointFailed, "after_pickup", domain.ProofWeak},
		"taken before the order was paid":               {func(p *ProofFile) { p.Item.CapturedAt = moment("2026-09-28 15:00") }, domain.PointInTime, domain.PointFailed, "before_payment", domain.ProofWeak},
		"a device that runs ahead of our own intake":    {func(p *ProofFile) { p.Item.CapturedAt = moment("2026-10-02 17:00") }, domain.PointInTime, domain.PointFailed, "clock_ahead", domain.ProofWeak},
		"no time in it, but taken in before the pickup": {func(p *ProofFile) { p.Item.CapturedAt, p.Item.CapturedFrom = 0, "" }, domain.PointInTime, domain.PointShown, "", domain.ProofThere},
		"only the file system's time, taken in after the claim": {func(p *ProofFile) {
			p.Item.CapturedFrom, p.Item.AddedAt = "file_time", moment("2026-10-06 15:00")
		}, domain.PointInTime, domain.PointDoubt, "time_from_file", domain.ProofWeak},
		"shorter than a packing":                 {func(p *ProofFile) { p.Item.DurationMs = 6_000 }, domain.PointWhole, domain.PointFailed, "too_short", domain.ProofWeak},
		"another parcel's waybill is read in it": {func(p *ProofFile) { p.Codes, p.CodesRead = []string{"YT9900112233445"}, true }, domain.PointNumber, domain.PointFailed, "other_parcel", domain.ProofWeak},
		"the barcode of the goods is no waybill": {func(p *ProofFile) { p.Codes, p.CodesRead = []string{"6901234567892"}, true }, domain.PointNumber, domain.PointSaid, "", domain.ProofThere},
		"our waybill is read in it":              {func(p *ProofFile) { p.Codes, p.CodesRead = []string{outBill}, true }, domain.PointNumber, domain.PointShown, "", domain.ProofThere},
	} {
		f := dispute(domain.ReasonMissing)
		clip := film()
		c.edit(&clip)
		f.Files = []ProofFile{clip}
		said(&f, "film", all...)
		list := b.Checklist(f)
		if v := verdict(t, list, domain.ProofPackingFilm, c.point); v.State != c.state || v.Why != c.why {
			t.Errorf("%s: %+v", name, v)
		}
		if got := list.Items[0].State; got != c.item {
			t.Errorf("%s: the demand is %s", name, got)
		}
	}
}

func TestWhatOnlyAPersonCanSayIsAskedAndNeverCountsAsShown(t *testing.T) {
	b := book(t, nil)
	f := dispute(domain.ReasonMissing)
	f.Files = []ProofFile{film()}
	c := b.Checklist(f)
	if v := verdict(t, c, domain.ProofPackingFilm, domain.PointContents); v.State != domain.PointOpen || v.Form != domain.FormTick || c.Items[0].State != domain.ProofOpen || c.Ready {
		t.Errorf("nobody looked, yet %+v", v)
	}
	said(&f, "film", domain.PointContents)
	if v := verdict(t, b.Checklist(f), domain.ProofPackingFilm, domain.PointContents); v.State != domain.PointSaid || v.By != "小王" || v.At == 0 {
		t.Errorf("said by a person: %+v", v)
	}
	answer(&f, "film", domain.PointContents, false, "")
	if v := verdict(t, b.Checklist(f), domain.ProofPackingFilm, domain.PointContents); v.State != domain.PointFailed || v.Why != "said_no" {
		t.Errorf("the later answer counts: %+v", v)
	}
}

func TestAnyWayOfADemandAnswersIt(t *testing.T) {
	b := book(t, nil)
	f := dispute(domain.ReasonMissing)
	f.Chosen = domain.CaseScenario{CaseID: f.Case.ID, Scenario: domain.ScenarioFraud, NoticeAt: moment("2026-10-06 09:00"), By: "小王", At: 1}
	letter := ProofFile{Item: domain.EvidenceItem{ID: "letter", Kind: domain.EvidenceCourierLetter, MediaType: "image/jpeg", AddedAt: moment("2026-10-06 12:00")}}
	chat := ProofFile{Item: domain.EvidenceItem{ID: "chat", Kind: domain.EvidenceChat, MediaType: "image/png", AddedAt: moment("2026-10-06 12:00")}}
	f.Files = []ProofFile{chat}
	said(&f, "chat", domain.PointWholeTalk, domain.PointAgreed)
	c := b.Checklist(f)
	if c.Items[0].State != domain.ProofMissing {
		t.Errorf("an agreement without the new dispatch slip is half a way: %s", c.Items[0].State)
	}
	slip := ProofFile{Item: domain.EvidenceItem{ID: "slip", Kind: domain.EvidenceLabel, MediaType: "image/jpeg"}, Codes: []string{outBill}, CodesRead: true}
	f.Files = append(f.Files, slip)
	if c = b.Checklist(f); c.Items[0].State != domain.ProofThere || c.Items[0].Best != 3 || !c.Ready {
		t.Errorf("agreement and slip: %s by way %d", c.Items[0].State, c.Items[0].Best)
	}
	f.Files = []ProofFile{letter}
	said(&f, "letter", domain.PointLetterNo, domain.PointLetterGoods, domain.PointLetterSign, domain.PointLetterDate)
	if c = b.Checklist(f); c.Items[0].State != domain.ProofOpen || c.Items[0].Best != 1 {
		t.Errorf("a head office's letter whose stamp nobody looked at: %s by way %d", c.Items[0].State, c.Items[0].Best)
	}
	answer(&f, "letter", domain.PointStamp, false, "")
	if c = b.Checklist(f); c.Items[0].State != domain.ProofWeak || verdict(t, c, domain.ProofHQLetter, domain.PointStamp).Why != "said_no" {
		t.Errorf("its stamp names no city: %s", c.Items[0].State)
	}
}

func TestWeightsAndPapersAreComparedWithTheOrder(t *testing.T) {
	b := book(t, nil)
	f := dispute(domain.ReasonMissing)
	f.Chosen = domain.CaseScenario{CaseID: f.Case.ID, Scenario: domain.ScenarioFraud, NoticeAt: moment("2026-10-06 09:00"), By: "小王", At: 1}
	for _, id := range []string{"w1", "w2"} {
		f.Files = append(f.Files, ProofFile{Item: domain.EvidenceItem{ID: id, Kind: domain.EvidenceWeightPhoto, MediaType: "image/jpeg", AddedAt: moment("2026-10-02 15:00")}})
	}
	if v := verdict(t, b.Checklist(f), domain.ProofThreeWeights, domain.PointThreeFiles); v.State != domain.PointFailed || v.Why != "too_few" || v.Params["n"] != "2" {
		t.Errorf("two of three weights: %+v", v)
	}
	answer(&f, "w1", domain.PointWeight, true, "1250")
	answer(&f, "w2", domain.PointWeight, true, "1270")
	if v := verdict(t, b.Checklist(f), domain.ProofThreeWeights, domain.PointWeightsFit); v.State != domain.PointSaid {
		t.Errorf("1,250 g and 1,270 g agree: %+v", v)
	}
	f.CarrierGrams = 900
	if v := verdict(t, b.Checklist(f), domain.ProofThreeWeights, domain.PointWeightsFit); v.State != domain.PointFailed || v.Why != "weights_differ" || v.Params["low"] != "900" {
		t.Errorf("the courier weighed 900 g: %+v", v)
	}
	answer(&f, "w1", domain.PointWeight, true, "约1.2公斤")
	if v := verdict(t, b.Checklist(f), domain.ProofWeighing, domain.PointWeight); v.State == domain.PointSaid && v.Value == "约1.2公斤" {
		t.Errorf("a weight that is no number counts: %+v", v)
	}

	f = dispute(domain.ReasonLate)
	f.Chosen = domain.CaseScenario{CaseID: f.Case.ID, Scenario: domain.ScenarioLogistics, NoticeAt: moment("2026-10-06 09:00"), By: "小王", At: 1}
	f.Files = []ProofFile{{Item: domain.EvidenceItem{ID: "letter", Kind: domain.EvidenceCourierLetter, MediaType: "image/jpeg", AddedAt: moment("2026-10-06 12:00")}}}
	said(&f, "letter", domain.PointStamp, domain.PointLetterDate)
	for _, c := range []struct {
		period, place string
		time, where   domain.PointState
		why           string
	}{
		{"2026-10-02/2026-10-06", "浙江省义乌市", domain.PointSaid, domain.PointSaid, ""},
		{"2026-10-03", "成都市武侯区", domain.PointSaid, domain.PointSaid, ""},
		{"2026-10-04/2026-10-06", "浙江省义乌市", domain.PointFailed, domain.PointSaid, "period_outside"},
		{"2026-09-20/2026-10-02", "浙江", domain.PointFailed, domain.PointSaid, "period_outside"},
		{"十月上旬", "浙江", domain.PointFailed, domain.PointSaid, "bad_answer"},
		{"2026-10-02/2026-10-06", "广东省揭阳市", domain.PointSaid, domain.PointFailed, ""},
	} {
		answer(&f, "letter", domain.PointPeriod, true, c.period)
		answer(&f, "letter", domain.PointPlace, true, c.place)
		list := b.Checklist(f)
		if v := verdict(t, list, domain.ProofBranchLetter, domain.PointPeriod); v.State != c.time || v.Why != c.why {
			t.Errorf("a letter about %s: %+v", c.period, v)
		}
		if v := verdict(t, list, domain.ProofBranchLetter, domain.PointPlace); v.State != c.where {
			t.Errorf("a letter about %s: %+v", c.place, v)
		}
	}
}

func TestAReturnIsUnpackedAfterItCameBack(t *testing.T) {
	b := book(t, nil)
	for name, c := range map[string]struct {
		taken, from string
		added       string
		state       domain.PointState
		why         string
	}{
		"three hours after it was signed":        {"2026-10-08 18:00", "mvhd", "2026-10-08 18:10", domain.PointShown, ""},
		"before it was sent":                     {"2026-10-05 18:00", "mvhd", "2026-10-08 18:10", domain.PointFailed, "before_return"},
		"on its way":                             {"2026-10-07 18:00", "mvhd", "2026-10-08 18:10", domain.PointFailed, "before_return"},
		"five days later":                        {"2026-10-13 18:00", "mvhd", "2026-10-13 18:10", domain.PointDoubt, "late_unpacking"},
		"no time in it, taken in the same day":   {"", "", "2026-10-08 18:10", domain.PointShown, ""},
		"no time in it, taken in ten days later": {"", "", "2026-10-18 18:10", domain.PointDoubt, "time_unknown"},
		"taken in before it came back":           {"", "", "2026-10-05 18:10", domain.PointFailed, "before_return"},
	} {
		f := dispute(domain.ReasonDislike)
		clip := film()
		clip.Item.Kind, clip.Item.CapturedFrom, clip.Item.AddedAt, clip.Item.CapturedAt = domain.EvidenceReturnUnpack, c.from, moment(c.added), 0
		if c.taken != "" {
			clip.Item.CapturedAt = moment(c.taken)
		}
		f.Files = []ProofFile{clip}
		if v := verdict(t, b.Checklist(f), domain.ProofUnpacking, domain.PointAfterReturn); v.State != c.state || v.Why != c.why {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestThePhotoThatShowsMostIsTaken(t *testing.T) {
	f := dispute(domain.ReasonWrongItem)
	late, good := film(), film()
	late.Item.ID, late.Item.CapturedAt, late.Item.AddedAt = "late", moment("2026-10-06 15:00"), moment("2026-10-06 15:05")
	f.Files = []ProofFile{late, good}
	part := book(t, nil).Checklist(f).Items[0].Options[0].Parts[0]
	if part.EvidenceID != "film" || part.Files != 2 {
		t.Errorf("%+v", part)
	}
}

func TestAListSaysWhichKindsAreMissing(t *testing.T) {
	b := book(t, nil)
	c := dispute(domain.ReasonMissing).Case
	if got, must, rule := b.MissingKinds("doudian", c, nil); !must || rule != "doudian-dispute-missing-content" || !slices.Equal(got, []domain.EvidenceKind{domain.EvidencePackingVideo, domain.EvidenceWeightPhoto, domain.EvidenceDocument}) {
		t.Errorf("nothing linked: %v %v %s", got, must, rule)
	}
	have := map[domain.EvidenceKind]bool{domain.EvidencePackingPhoto: true, domain.EvidenceWeightPhoto: true}
	if got, must, _ := b.MissingKinds("doudian", c, have); must || !slices.Equal(got, []domain.EvidenceKind{domain.EvidenceDocument}) {
		t.Errorf("photo and weight are a way: %v %v", got, must)
	}
}
