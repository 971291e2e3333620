package check

import (
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
)

func book(t *testing.T) *rules.Book {
	t.Helper()
	b, err := rules.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// at reads a moment of Shanghai.
func at(text string) domain.Instant {
	v, err := time.ParseInLocation("2006-01-02 15:04", text, time.FixedZone("", 8*3600))
	if err != nil {
		panic(err)
	}
	return domain.InstantOf(v)
}

func parcel(edit func(*domain.ParcelFact)) domain.ParcelFact {
	f := domain.ParcelFact{Parcel: domain.Parcel{ID: "s1.yto:YT1", ShopID: "s1", OrderID: "s1.9", Waybill: "YT1", Direction: domain.DirectionOut,
		State: domain.TrackWaitPickup, UploadedAt: at("2026-09-01 20:00"), FromProvince: "浙江", ToProvince: "广东", TraceCheckedAt: at("2026-09-01 21:00")},
		OrderRemoteID: "9", OrderPaid: domain.CNY(20000), OrderPaidAt: at("2026-09-01 19:00"), PromisedShipAt: at("2026-09-03 19:00")}
	if edit != nil {
		edit(&f)
	}
	return f
}

func TestNoPickup(t *testing.T) {
	b := book(t)
	for name, c := range map[string]struct {
		edit     func(*domain.ParcelFact)
		now      string
		found    bool
		severity domain.Severity
		stage    string
		due      string
		risk     int64
		act      string
	}{
		"calm until six hours before the limit":   {nil, "2026-09-02 13:59", false, "", "", "", 0, ""},
		"warned six hours before the limit":       {nil, "2026-09-02 14:00", true, domain.SeverityWarn, "near", "2026-09-02 20:00", 300, "call_courier"},
		"a minute before the limit":               {nil, "2026-09-02 19:59", true, domain.SeverityWarn, "near", "2026-09-02 20:00", 300, "call_courier"},
		"at the limit the abnormal step is next":  {nil, "2026-09-02 20:00", true, domain.SeverityRed, "late", "2026-09-03 20:00", 5000, "work_order"},
		"closed when it was due, opened at 09:00": {nil, "2026-09-03 09:00", true, domain.SeverityRed, "late", "2026-09-03 20:00", 5000, "work_order"},
		"48 h without pickup, auto-refund risk":   {nil, "2026-09-03 20:00", true, domain.SeverityRed, "abnormal", "2026-09-03 20:00", 5000, "work_order"},
		"picked up": {func(f *domain.ParcelFact) {
			f.Parcel.PickedAt = at("2026-09-02 08:00")
			f.Parcel.State = domain.TrackPickedUp
		}, "2026-09-04 09:00", false, "", "", "", 0, ""},
		"moving without a pickup scan":              {func(f *domain.ParcelFact) { f.Parcel.State = domain.TrackInTransit }, "2026-09-04 09:00", false, "", "", "", 0, ""},
		"no event and traces were read":             {func(f *domain.ParcelFact) { f.Parcel.State = domain.TrackNone }, "2026-09-02 15:00", true, domain.SeverityWarn, "near", "2026-09-02 20:00", 300, "call_courier"},
		"no event because traces were never read":   {func(f *domain.ParcelFact) { f.Parcel.State = domain.TrackNone; f.Parcel.TraceCheckedAt = 0 }, "2026-09-04 09:00", false, "", "", "", 0, ""},
		"no waybill number at the platform yet":     {func(f *domain.ParcelFact) { f.Parcel.UploadedAt = 0 }, "2026-09-04 09:00", false, "", "", "", 0, ""},
		"a return parcel is the buyer's to hand in": {func(f *domain.ParcelFact) { f.Parcel.Direction = domain.DirectionBack }, "2026-09-04 09:00", false, "", "", "", 0, ""},
		"a parcel to Hong Kong":                     {func(f *domain.ParcelFact) { f.Parcel.ToProvince = "香港" }, "2026-09-04 09:00", false, "", "", "", 0, ""},
		"a promise of five days costs more":         {func(f *domain.ParcelFact) { f.PromisedShipAt = at("2026-09-06 19:00") }, "2026-09-02 14:00", true, domain.SeverityWarn, "near", "2026-09-02 20:00", 1000, "call_courier"},
	} {
		got, ok := judgePickup(b, "doudian", parcel(c.edit), at(c.now))
		if ok != c.found {
			t.Errorf("%s: found %v", name, ok)
			continue
		}
		if !ok {
			continue
		}
		if got.Severity != c.severity || got.Params["stage"] != c.stage || got.DueAt != at(c.due) || got.AtRisk != domain.CNY(c.risk) || got.NextAct != c.act {
			t.Errorf("%s: %s %s due %s risk %v act %s", name, got.Severity, got.Params["stage"], got.DueAt, got.AtRisk, got.NextAct)
		}
		if got.Key != "no_pickup:s1.yto:YT1" || got.RuleID != "doudian-no-pickup-2026-07" || got.Since != at("2026-09-01 20:00") || got.Params["fine_rule"] == "" {
			t.Errorf("%s: key %q rule %q since %s", name, got.Key, got.RuleID, got.Since)
		}
	}
	old := parcel(func(f *domain.ParcelFact) { f.OrderPaidAt = at("2026-07-08 23:59") })
	if got, _ := judgePickup(b, "doudian", old, at("2026-09-02 15:00")); got.RuleID != "doudian-no-pickup-2020" {
		t.Errorf("an order paid under the old text is judged by %q", got.RuleID)
	}
	if got, ok := judgePickup(b, "kuaishou", parcel(nil), at("2026-09-02 15:00")); !ok || got.AtRisk.Known() || got.RuleID != "any-no-pickup" {
		t.Errorf("a platform without published hours: %v %+v", ok, got)
	}
}

func TestStalled(t *testing.T) {
	b := book(t)
	moving := func(edit func(*domain.Parcel)) domain.ParcelFact {
		return parcel(func(f *domain.ParcelFact) {
			p := &f.Parcel
			p.State, p.PickedAt, p.HubAt, p.LastAt = domain.TrackInTransit, at("2026-09-02 08:00"), at("2026-09-02 14:00"), at("2026-09-03 10:00")
			if edit != nil {
				edit(p)
			}
		})
	}
	for name, c := range map[string]struct {
		f        domain.ParcelFact
		platform string
		now      string
		found    bool
		clock    string
		route    string
		due      string
		severity domain.Severity
	}{
		"calm until 66 h":                         {moving(nil), "doudian", "2026-09-06 03:59", false, "", "", "", ""},
		"warned six hours before 72 h":            {moving(nil), "doudian", "2026-09-06 04:00", true, "stalled", "cross_province", "2026-09-06 10:00", domain.SeverityWarn},
		"red at 72 h":                             {moving(nil), "doudian", "2026-09-06 10:00", true, "stalled", "cross_province", "2026-09-06 10:00", domain.SeverityRed},
		"closed when it was due":                  {moving(nil), "doudian", "2026-09-07 09:00", true, "stalled", "cross_province", "2026-09-06 10:00", domain.SeverityRed},
		"same region 48 h":                        {moving(func(p *domain.Parcel) { p.ToProvince = "上海市" }), "doudian", "2026-09-05 10:00", true, "stalled", "same_region", "2026-09-05 10:00", domain.SeverityRed},
		"remote 120 h is still calm at 72 h":      {moving(func(p *domain.Parcel) { p.ToProvince = "新疆" }), "doudian", "2026-09-06 10:00", false, "", "", "", ""},
		"out for delivery stops the clock":        {moving(func(p *domain.Parcel) { p.DeliveryAt = p.LastAt; p.State = domain.TrackOutForDelivery }), "doudian", "2026-09-20 10:00", false, "", "", "", ""},
		"no hub 24 h after the pickup":            {moving(func(p *domain.Parcel) { p.HubAt = 0; p.LastAt = p.PickedAt; p.State = domain.TrackPickedUp }), "doudian", "2026-09-03 03:00", true, "no_hub", "cross_province", "2026-09-03 08:00", domain.SeverityWarn},
		"past the hub limit the abnormal one":     {moving(func(p *domain.Parcel) { p.HubAt = 0; p.LastAt = p.PickedAt; p.State = domain.TrackPickedUp }), "doudian", "2026-09-03 08:00", true, "no_hub", "cross_province", "2026-09-04 08:00", domain.SeverityRed},
		"Taobao has no hub clock but an update's": {moving(func(p *domain.Parcel) { p.HubAt = 0; p.LastAt = p.PickedAt; p.State = domain.TrackPickedUp }), "taobao", "2026-09-03 03:00", true, "no_update", "cross_province", "2026-09-03 08:00", domain.SeverityWarn},
		"Taobao after an update, by route":        {moving(func(p *domain.Parcel) { p.HubAt = 0 }), "taobao", "2026-09-06 05:00", true, "stalled", "cross_province", "2026-09-06 10:00", domain.SeverityWarn},
		"signed":                                  {moving(func(p *domain.Parcel) { p.SignedAt = p.LastAt; p.State = domain.TrackSigned }), "doudian", "2026-09-20 10:00", false, "", "", "", ""},
		"not picked up yet":                       {parcel(nil), "doudian", "2026-09-20 10:00", false, "", "", "", ""},
	} {
		got, ok := judgeStall(b, c.platform, c.f, at(c.now))
		if ok != c.found {
			t.Errorf("%s: found %v %+v", name, ok, got.Params)
			continue
		}
		if ok && (got.Params["clock"] != c.clock || got.Params["route"] != c.route || got.DueAt != at(c.due) || got.Severity != c.severity || got.Key != "stalled:s1.yto:YT1" || !got.AtRisk.Known()) {
			t.Errorf("%s: %v due %s %s risk %v", name, got.Params, got.DueAt, got.Severity, got.AtRisk)
		}
	}
	if got, _ := judgeStall(b, "doudian", moving(nil), at("2026-09-09 10:00")); got.Params["lost"] != "likely" {
		t.Error("a parcel that stands twice its limit is not called lost")
	}
}

func TestSignedButRefundAsked(t *testing.T) {
	b := book(t)
	signed := func(edit func(*domain.ParcelFact)) domain.ParcelFact {
		return parcel(func(f *domain.ParcelFact) {
			f.Parcel.State, f.Parcel.SignedAt = domain.TrackSigned, at("2026-09-04 12:00")
			f.OpenCaseID, f.OpenCaseType, f.OpenCaseStatus = "s1.77", domain.CaseRefundShipped, domain.StatusAwaitMerchant
			f.CaseAppliedAt, f.CaseDeadline, f.CaseAsked = at("2026-09-05 09:00"), at("2026-09-07 09:00"), domain.CNY(19900)
			if edit != nil {
				edit(f)
			}
		})
	}
	for name, c := range map[string]struct {
		f           domain.ParcelFact
		notReceived bool
		now         string
		found       bool
		severity    domain.Severity
		claim       string
	}{
		"refund only after signing":               {signed(nil), false, "2026-09-05 10:00", true, domain.SeverityWarn, "refund_only"},
		"not received although signed":            {signed(func(f *domain.ParcelFact) { f.OpenCaseType = domain.CaseReturnRefund }), true, "2026-09-05 10:00", true, domain.SeverityWarn, "not_received"},
		"closed when it was due":                  {signed(nil), false, "2026-09-08 09:00", true, domain.SeverityRed, "refund_only"},
		"a return of signed goods is ordinary":    {signed(func(f *domain.ParcelFact) { f.OpenCaseType = domain.CaseReturnRefund }), false, "2026-09-05 10:00", false, "", ""},
		"the case has ended":                      {signed(func(f *domain.ParcelFact) { f.OpenCaseStatus = domain.StatusSucceeded }), false, "2026-09-05 10:00", false, "", ""},
		"no case":                                 {signed(func(f *domain.ParcelFact) { f.OpenCaseID = "" }), false, "2026-09-05 10:00", false, "", ""},
		"still on its way":                        {signed(func(f *domain.ParcelFact) { f.Parcel.State = domain.TrackInTransit; f.Parcel.SignedAt = 0 }), true, "2026-09-05 10:00", false, "", ""},
		"signed by somebody else is worth a look": {signed(func(f *domain.ParcelFact) { f.Parcel.State = domain.TrackSignedByOther }), true, "2026-09-05 10:00", true, domain.SeverityWarn, "not_received"},
	} {
		got, ok := judgeSignedRefund(b, "doudian", c.f, c.notReceived, at(c.now))
		if ok != c.found {
			t.Errorf("%s: found %v", name, ok)
			continue
		}
		if ok && (got.Severity != c.severity || got.Params["claim"] != c.claim || got.AtRisk != domain.CNY(19900) || got.NextAct != "check_proof" || got.DueAt != at("2026-09-07 09:00") || got.RuleID == "") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestDeadlineNear(t *testing.T) {
	b := book(t)
	row := domain.AfterSaleRow{ID: "s1.77", ShopID: "s1", Status: domain.StatusAwaitMerchant, Type: domain.CaseReturnRefund, StepSince: at("2026-09-05 09:00"),
		Deadline: at("2026-09-07 09:00"), Asked: domain.CNY(100)}
	for name, c := range map[string]struct {
		edit     func(*domain.AfterSaleRow)
		now      string
		found    bool
		severity domain.Severity
		act      string
	}{
		"calm":                             {nil, "2026-09-06 20:59", false, "", ""},
		"the last quarter of 48 h":         {nil, "2026-09-06 21:01", true, domain.SeverityWarn, "answer_case"},
		"the last tenth is red":            {nil, "2026-09-07 04:13", true, domain.SeverityRed, "answer_case"},
		"closed when it was due":           {nil, "2026-09-08 04:13", true, domain.SeverityRed, "answer_case"},
		"six hours before a short window":  {func(r *domain.AfterSaleRow) { r.StepSince = at("2026-09-07 01:00") }, "2026-09-07 03:00", true, domain.SeverityWarn, "answer_case"},
		"goods came back":                  {func(r *domain.AfterSaleRow) { r.Status = domain.StatusAwaitReceipt }, "2026-09-07 00:00", true, domain.SeverityWarn, "confirm_receipt"},
		"a reship waits":                   {func(r *domain.AfterSaleRow) { r.Status = domain.StatusAwaitShip }, "2026-09-07 00:00", true, domain.SeverityWarn, "ship"},
		"the buyer's turn":                 {func(r *domain.AfterSaleRow) { r.Status = domain.StatusAwaitReturn }, "2026-09-07 08:00", false, "", ""},
		"the platform moved the deadline":  {func(r *domain.AfterSaleRow) { r.Deadline = at("2026-09-09 09:00") }, "2026-09-07 00:00", false, "", ""},
		"no deadline, estimated 48 h left": {func(r *domain.AfterSaleRow) { r.Deadline = 0 }, "2026-09-07 00:00", true, domain.SeverityWarn, "answer_case"},
	} {
		r := row
		if c.edit != nil {
			c.edit(&r)
		}
		got, ok := judgeDeadline(b, "doudian", r, at(c.now))
		if ok != c.found || (ok && (got.Severity != c.severity || got.NextAct != c.act || got.Key != "deadline_near:s1.77" || got.AtRisk != domain.CNY(100))) {
			t.Errorf("%s: %v %+v", name, ok, got)
		}
		if ok && (got.Params["estimated"] == "true") != (r.Deadline == 0) {
			t.Errorf("%s: an estimate must say so and a platform's deadline must not: %v", name, got.Params)
		}
	}
}

func TestAwaitingEvidence(t *testing.T) {
	b := book(t)
	row := domain.AfterSaleRow{ID: "s1.77", ShopID: "s1", Status: domain.StatusRefused, Arbitration: domain.ArbEvidence, Reason: domain.ReasonMissing,
		AppliedAt: at("2026-09-04 09:00"), StepSince: at("2026-09-05 09:00"), EvidenceDue: at("2026-09-06 09:00"), Asked: domain.CNY(100)}
	got, ok := judgeEvidence(b, "doudian", row, nil, at("2026-09-05 09:10"))
	if !ok || got.Severity != domain.SeverityWarn || got.NextAct != "link_evidence" || got.Params["missing"] != "packing_video,weight_photo,document" || got.DueAt != at("2026-09-06 09:00") {
		t.Errorf("nothing linked: %v %+v", ok, got)
	}
	have := map[domain.EvidenceKind]bool{domain.EvidencePackingVideo: true}
	if got, _ = judgeEvidence(b, "doudian", row, have, at("2026-09-06 07:00")); got.NextAct != "submit_evidence" || got.Severity != domain.SeverityRed || got.Params["missing"] != "weight_photo,document" {
		t.Errorf("the musts are there: %+v", got)
	}
	row.EvidenceDue = 0
	if got, _ = judgeEvidence(b, "doudian", row, have, at("2026-09-05 09:10")); got.DueAt != at("2026-09-06 09:00") || got.Params["estimated"] != "true" {
		t.Errorf("24 h by the text of 2026-06-13: %+v", got)
	}
	row.Arbitration = domain.ArbRunning
	if _, ok = judgeEvidence(b, "doudian", row, nil, at("2026-09-05 09:10")); ok {
		t.Error("nobody asked for evidence")
	}
}

// EV-06: a request that ran out is lost by silence, unless somebody answered it.
func TestARequestForProofThatRanOutIsLostBySilence(t *testing.T) {
	asked := domain.Finding{Since: at("2026-09-05 09:00"), DueAt: at("2026-09-06 09:00"), RuleID: "doudian-dispute-missing-content", Params: map[string]string{"missing": "packing_video"}}
	c := domain.AfterSale{ID: "s1.77", ShopID: "s1", OrderID: "s1.6", RemoteID: "77", Arbitration: domain.ArbForBuyer, Asked: domain.CNY(100)}
	sent := domain.Act{AfterSaleID: "s1.77", Kind: domain.ActEvidence, State: domain.ActDone, SentAt: at("2026-09-06 08:00")}
	word := domain.AfterSaleEvent{Actor: domain.ActorMerchant, Action: "商家举证", At: at("2026-09-06 08:30")}
	for name, x := range map[string]struct {
		now  string
		edit func(c *domain.AfterSale, a *domain.Act)
		lost bool
	}{
		"nobody answered":               {"2026-09-06 09:01", func(c *domain.AfterSale, a *domain.Act) { *a = domain.Act{} }, true},
		"it still runs":                 {"2026-09-06 08:59", func(c *domain.AfterSale, a *domain.Act) { *a = domain.Act{} }, false},
		"sent from here":                {"2026-09-06 09:01", func(*domain.AfterSale, *domain.Act) {}, false},
		"sent too late":                 {"2026-09-06 12:00", func(_ *domain.AfterSale, a *domain.Act) { a.SentAt = at("2026-09-06 09:30") }, true},
		"only a dry run":                {"2026-09-06 09:01", func(_ *domain.AfterSale, a *domain.Act) { a.State = domain.ActDry }, true},
		"of another case of the order":  {"2026-09-06 09:01", func(_ *domain.AfterSale, a *domain.Act) { a.AfterSaleID = "s1.78" }, true},
		"handed in through the console": {"2026-09-06 09:01", func(c *domain.AfterSale, a *domain.Act) { *a = domain.Act{}; c.Events = []domain.AfterSaleEvent{word} }, false},
		"the merchant spoke before the request": {"2026-09-06 09:01", func(c *domain.AfterSale, a *domain.Act) {
			*a = domain.Act{}
			w := word
			w.At = at("2026-09-04 08:30")
			c.Events = []domain.AfterSaleEvent{w}
		}, true},
		"won all the same": {"2026-09-06 09:01", func(c *domain.AfterSale, a *domain.Act) { *a = domain.Act{}; c.Arbitration = domain.ArbForMerchant }, false},
		"the platform moved the end": {"2026-09-06 09:01", func(c *domain.AfterSale, a *domain.Act) {
			*a = domain.Act{}
			c.Arbitration, c.EvidenceDue = domain.ArbEvidence, at("2026-09-07 09:00")
		}, false},
	} {
		cc, a := c, sent
		x.edit(&cc, &a)
		got, ok := judgeLapsed(asked, cc, []domain.Act{a}, at(x.now))
		if ok != x.lost || ok && (got.Key != "evidence_lapsed:s1.77" || got.AtRisk != domain.CNY(100) || got.Params["missing"] != "packing_video" || got.Severity != domain.SeverityRed) {
			t.Errorf("%s: %v %+v", name, ok, got)
		}
	}
}

func TestNegativeReviewOpen(t *testing.T) {
	r := domain.Review{ID: "s1.5", ShopID: "s1", Band: domain.ReviewNegative, Rating: 1, CreatedAt: at("2026-09-01 12:00"), ReplyBy: at("2026-09-04 12:00")}
	for name, c := range map[string]struct {
		edit  func(*domain.Review)
		now   string
		found bool
		stage string
		act   string
	}{
		"calm":                            {nil, "2026-09-03 17:00", false, "", ""},
		"the last quarter of 72 h":        {nil, "2026-09-03 19:00", true, "near", "reply_review"},
		"closed when it was due":          {nil, "2026-09-05 09:00", true, "late", "start_recovery"},
		"long over":                       {nil, "2026-09-07 12:00", false, "", ""},
		"answered":                        {func(r *domain.Review) { r.RepliedAt = at("2026-09-02 12:00") }, "2026-09-04 09:00", false, "", ""},
		"good":                            {func(r *domain.Review) { r.Band = domain.ReviewGood }, "2026-09-04 09:00", false, "", ""},
		"no window is known for this one": {func(r *domain.Review) { r.ReplyBy = 0 }, "2026-09-04 09:00", false, "", ""},
	} {
		v := r
		if c.edit != nil {
			c.edit(&v)
		}
		got, ok := judgeReview(v, at(c.now))
		if ok != c.found || (ok && (got.Params["stage"] != c.stage || got.NextAct != c.act || got.DueAt != v.ReplyBy)) {
			t.Errorf("%s: %v %+v", name, ok, got)
		}
	}
}

func TestStaleShop(t *testing.T) {
	set := domain.DefaultSettings()
	s := domain.Shop{ID: "s1", Platform: "doudian", State: domain.ShopActive, DataAsOf: at("2026-09-05 09:00")}
	for name, c := range map[string]struct {
		edit   func(*domain.Shop, *domain.Settings)
		now    string
		found  bool
		reason string
		sev    domain.Severity
	}{
		"fresh":                             {nil, "2026-09-05 09:59", false, "", ""},
		"an hour old":                       {nil, "2026-09-05 10:00", true, "stale", domain.SeverityWarn},
		"a day old":                         {nil, "2026-09-06 09:00", true, "stale", domain.SeverityRed},
		"offline says so":                   {func(_ *domain.Shop, v *domain.Settings) { v.Offline = true }, "2026-09-05 10:00", true, "offline", domain.SeverityWarn},
		"pulled every hour, three turns":    {func(_ *domain.Shop, v *domain.Settings) { v.PullEveryMin = 60 }, "2026-09-05 11:00", false, "", ""},
		"unauthorised":                      {func(s *domain.Shop, _ *domain.Settings) { s.State = domain.ShopUnauthorized }, "2026-09-05 09:01", true, "unauthorized", domain.SeverityRed},
		"SY-10 the token ends in 72 h":      {func(s *domain.Shop, _ *domain.Settings) { s.TokenExpires = at("2026-09-08 09:05") }, "2026-09-05 09:05", true, "token_soon", domain.SeverityWarn},
		"the token ends in 73 h":            {func(s *domain.Shop, _ *domain.Settings) { s.TokenExpires = at("2026-09-08 10:05") }, "2026-09-05 09:05", false, "", ""},
		"the token has ended":               {func(s *domain.Shop, _ *domain.Settings) { s.TokenExpires = at("2026-09-05 09:04") }, "2026-09-05 09:05", true, "token_expired", domain.SeverityRed},
		"paused by the merchant":            {func(s *domain.Shop, _ *domain.Settings) { s.State = domain.ShopPaused }, "2026-10-05 09:05", false, "", ""},
		"fed by files":                      {func(s *domain.Shop, _ *domain.Settings) { s.Platform = "sheet" }, "2026-10-05 09:05", false, "", ""},
		"never pulled since it was created": {func(s *domain.Shop, _ *domain.Settings) { s.DataAsOf, s.CreatedAt = 0, at("2026-09-05 08:00") }, "2026-09-05 09:05", true, "stale", domain.SeverityWarn},
	} {
		shop, v := s, set
		if c.edit != nil {
			c.edit(&shop, &v)
		}
		got, ok := judgeShop(shop, v, at(c.now))
		if ok != c.found || (ok && (got.Params["reason"] != c.reason || got.Severity != c.sev)) {
			t.Errorf("%s: %v %+v", name, ok, got)
		}
	}
}

func TestStorageAndBackup(t *testing.T) {
	for free, want := range map[int64]domain.Severity{99: domain.SeverityRed, 100: domain.SeverityWarn, 199: domain.SeverityWarn, 200: ""} {
		if got, ok := judgeStorage(free, 100); ok != (want != "") || got.Severity != want {
			t.Errorf("%d free of a reserve of 100: %v %s", free, ok, got.Severity)
		}
	}
	now := at("2026-09-05 09:00")
	for name, c := range map[string]struct {
		last, first domain.Instant
		want        domain.Severity
	}{
		"yesterday":                       {now - domain.Day, 1, ""},
		"27 hours ago":                    {now - 27*domain.Hour, 1, domain.SeverityWarn},
		"three days ago":                  {now - 3*domain.Day, 1, domain.SeverityRed},
		"never, the first shop is new":    {0, now - domain.Hour, ""},
		"never, the first shop is a week": {0, now - 7*domain.Day, domain.SeverityRed},
		"an empty book":                   {0, 0, ""},
	} {
		if got, ok := judgeBackup(c.last, c.first, now); ok != (c.want != "") || got.Severity != c.want {
			t.Errorf("%s: %v %s", name, ok, got.Severity)
		}
	}
}

func TestEveryCheckIsInOrder(t *testing.T) {
	acts := map[string]bool{}
	for _, a := range domain.NextActs {
		acts[a] = true
	}
	seen := map[string]bool{}
	for _, c := range All() {
		if c.ID == "" || seen[c.ID] || c.Run == nil {
			t.Errorf("check %q", c.ID)
		}
		seen[c.ID] = true
	}
	for _, act := range []string{"call_courier", "work_order", "check_proof", "answer_case", "confirm_receipt", "ship", "submit_evidence", "link_evidence",
		"reply_review", "start_recovery", "map_value", "reauthorize", "retry_sync", "free_space", "back_up"} {
		if !acts[act] {
			t.Errorf("%q is not one of domain.NextActs", act)
		}
	}
}
