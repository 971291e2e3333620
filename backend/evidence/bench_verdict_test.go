package evidence

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// parcelCase is one parcel on its way over the bench: its rows and what the packer does.
type parcelCase struct {
	what     string
	facts    BenchFacts
	promises []domain.Promise
	scans    []string // codes of goods, in order
	gifts    int      // promised gifts and gift lines that are ticked
}

// stopped plays a parcel through and reports whether the bench stopped it.
func (c parcelCase) stopped() bool {
	if len(JudgeParcel(c.facts, domain.PackOut)) > 0 {
		return true
	}
	r := domain.PackRecord{Mode: domain.PackOut, Items: ItemsOf(c.facts.Order, c.promises)}
	for _, code := range c.scans {
		at, full := CountCode(r.Items, code)
		if at < 0 || full {
			return true
		}
		r.Items[at].Done++
	}
	for i := range r.Items {
		if r.Items[i].Gift && c.gifts > 0 && r.Items[i].Done < r.Items[i].Qty {
			r.Items[i].Done, c.gifts = r.Items[i].Qty, c.gifts-1
		}
	}
	return len(JudgeClosing(r)) > 0
}

// rightParcel draws an order that may go out and a packer who makes no mistake, with what
// ordinary days bring: old cases, codes in small letters, several pieces, gifts.
func rightParcel(rng *rand.Rand, n int) parcelCase {
	o := &domain.Order{ID: fmt.Sprintf("s1.69%08d", n), Status: domain.OrderShipped}
	if rng.IntN(3) == 0 {
		o.Status = domain.OrderToShip
	}
	c := parcelCase{what: "right"}
	for i := range 1 + rng.IntN(4) {
		l := domain.OrderLine{ID: fmt.Sprintf("l%d", i), RemoteID: fmt.Sprintf("r%d", i), SKUID: fmt.Sprintf("17%06d%d", n, i), SKUCode: fmt.Sprintf("HL%d-%d-%c", 1000+n, i, "SML"[rng.IntN(3)]),
			ProductName: fmt.Sprintf("款%d", i), Qty: 1 + int64(rng.IntN(3)), Status: o.Status}
		o.Lines = append(o.Lines, l)
		for range l.Qty {
			code := l.SKUCode
			switch rng.IntN(4) {
			case 0:
				code = strings.ToLower(code)
			case 1:
				code = strings.ReplaceAll(code, "-", "")
			case 2:
				code = l.SKUID
			}
			c.scans = append(c.scans, code)
		}
	}
	if rng.IntN(4) == 0 {
		o.Lines = append(o.Lines, domain.OrderLine{ID: "gift", RemoteID: "gift", SKUCode: "GIFT", ProductName: "发圈", Qty: 1, Gift: true})
		c.gifts++
	}
	for i := range rng.IntN(3) {
		word := fmt.Sprintf("送小样%d", i)
		c.promises = append(c.promises, domain.Promise{ID: fmt.Sprint(i), Kind: domain.PromiseGift, Wording: word}, domain.Promise{ID: fmt.Sprint(i, "b"), Kind: domain.PromiseGift, Wording: word},
			domain.Promise{ID: "s", Kind: domain.PromiseSize, Wording: "拍大一码"})
		c.gifts++
	}
	rng.Shuffle(len(c.scans), func(i, j int) { c.scans[i], c.scans[j] = c.scans[j], c.scans[i] })
	w := fmt.Sprintf("YT%013d", n)
	c.facts = BenchFacts{Waybill: w, Parcel: domain.Parcel{Waybill: w, OrderID: o.ID, Direction: domain.DirectionOut}, Order: o, RecordID: "me"}
	switch rng.IntN(6) {
	case 0:
		c.facts.Cases = []domain.AfterSale{{ID: "s1.1", Type: domain.CaseRefundUnshipped, Status: domain.StatusClosed}}
	case 1:
		c.facts.Cases = []domain.AfterSale{{ID: "s1.2", Type: domain.CasePriceAdjust, Status: domain.StatusSucceeded}, {ID: "s1.3", Type: domain.CaseRefundUnshipped, Status: domain.StatusRefused}}
	case 2: // a reshipment of this very case, after an interrupted first try
		c.facts.Parcel.AfterSaleID = "s1.4"
		c.facts.Cases = []domain.AfterSale{{ID: "s1.4", Type: domain.CaseReship, Status: domain.StatusAwaitShip}}
		c.facts.Before = []domain.PackRecord{{ID: "was", Mode: domain.PackOut, State: domain.PackInterrupted, Waybill: w, OrderID: o.ID},
			{ID: "other", Mode: domain.PackOut, State: domain.PackDone, Waybill: "YT9", OrderID: o.ID}, {ID: "me", Mode: domain.PackOut, State: domain.PackDone, Waybill: w}}
	}
	return c
}

// mistakes turn a right parcel into a wrong one.
var mistakes = map[string]func(rng *rand.Rand, c *parcelCase){
	"refunded": func(_ *rand.Rand, c *parcelCase) {
		c.facts.Cases = append(c.facts.Cases, domain.AfterSale{ID: "s1.9", Type: domain.CaseRefundUnshipped, Status: domain.StatusSucceeded})
	},
	"refund asked": func(rng *rand.Rand, c *parcelCase) {
		types := []domain.CaseType{domain.CaseRefundUnshipped, domain.CaseReturnRefund, domain.CaseRefundShipped, domain.CaseCancel, domain.CaseUnknown}
		c.facts.Cases = append(c.facts.Cases, domain.AfterSale{ID: "s1.9", Type: types[rng.IntN(len(types))], Status: domain.StatusAwaitMerchant})
	},
	"one line refunded": func(_ *rand.Rand, c *parcelCase) {
		c.facts.Cases = append(c.facts.Cases, domain.AfterSale{ID: "s1.9", Type: domain.CaseRefundUnshipped, Status: domain.StatusSucceeded, LineRemoteIDs: []string{"r0"}})
	},
	"cancelled": func(_ *rand.Rand, c *parcelCase) { c.facts.Order.Status = domain.OrderCancelled },
	"held":      func(_ *rand.Rand, c *parcelCase) { c.facts.Order.Status = domain.OrderPaid },
	"packed before": func(_ *rand.Rand, c *parcelCase) {
		c.facts.Before = append(c.facts.Before, domain.PackRecord{ID: "was", Mode: domain.PackOut, State: domain.PackDone, Waybill: c.facts.Waybill, Packer: "韩梅"})
	},
	"unknown number": func(_ *rand.Rand, c *parcelCase) { c.facts.Order, c.facts.Parcel = nil, domain.Parcel{} },
	"another size": func(rng *rand.Rand, c *parcelCase) {
		i := rng.IntN(len(c.scans))
		c.scans[i] = "HL9999-7-XL"
	},
	"one piece too many":  func(rng *rand.Rand, c *parcelCase) { c.scans = append(c.scans, c.scans[rng.IntN(len(c.scans))]) },
	"one piece forgotten": func(_ *rand.Rand, c *parcelCase) { c.facts.Order.Lines[0].Qty++ },
	"gift forgotten": func(_ *rand.Rand, c *parcelCase) {
		c.promises = append(c.promises, domain.Promise{ID: "late", Kind: domain.PromiseGift, Wording: "前一百名送围巾"})
	},
}

func TestTwoHundredSeededMistakesAreStoppedAndRightParcelsAreNot(t *testing.T) { // MS-10
	rng := rand.New(rand.NewPCG(10, 200))
	names := []string{}
	for name := range mistakes {
		names = append(names, name)
	}
	slices.Sort(names)
	missed, seeded := map[string]int{}, 0
	for i := range 200 {
		c := rightParcel(rng, i)
		name := names[i%len(names)]
		mistakes[name](rng, &c)
		seeded++
		if !c.stopped() {
			missed[name]++
		}
	}
	total := 0
	for _, n := range missed {
		total += n
	}
	if rate := float64(seeded-total) / float64(seeded); rate < 0.95 {
		t.Errorf("%.1f %% of %d mistakes were stopped; missed: %v", rate*100, seeded, missed)
	}
	wrong := 0
	const right = 1000
	for i := range right {
		if c := rightParcel(rng, 1000+i); c.stopped() {
			wrong++
		}
	}
	if wrong > right/100 {
		t.Errorf("%d of %d right parcels were stopped", wrong, right)
	}
	t.Logf("%d of %d mistakes stopped, %d of %d right parcels stopped", seeded-total, seeded, wrong, right)
}

func TestAStopSaysWhatItIsAbout(t *testing.T) {
	o := &domain.Order{ID: "s1.1", Status: domain.OrderToShip, Lines: []domain.OrderLine{{RemoteID: "a", ProductName: "外套", Spec: "黑 / M"}, {RemoteID: "b", ProductName: "裤子"}, {RemoteID: "c", Gift: true}}}
	for name, c := range map[string]struct {
		facts BenchFacts
		kind  domain.PackStopKind
		param string
		want  string
	}{
		"part of an order": {BenchFacts{Order: o, Cases: []domain.AfterSale{{ID: "s1.7", Type: domain.CaseRefundUnshipped, Status: domain.StatusSucceeded, LineRemoteIDs: []string{"a"}}}}, domain.StopRefunded, "goods", "外套 黑 / M"},
		"all goods of it":  {BenchFacts{Order: o, Cases: []domain.AfterSale{{ID: "s1.7", Type: domain.CaseRefundUnshipped, Status: domain.StatusUnknown, LineRemoteIDs: []string{"a", "b"}}}}, domain.StopRefundAsked, "goods", ""},
		"packed before": {BenchFacts{Order: o, Before: []domain.PackRecord{{ID: "r", Mode: domain.PackOut, State: domain.PackDone, OrderID: "s1.1", Packer: "韩梅", ClosedAt: noon}}},
			domain.StopDuplicate, "by", "韩梅"},
		"gone already":      {BenchFacts{Order: o, Waybill: "1", Parcel: domain.Parcel{Waybill: "1", PickedAt: noon}}, domain.StopLeft, "at", at(noon)},
		"two orders":        {BenchFacts{Waybill: "1", Several: true}, domain.StopSeveral, "", ""},
		"not uploaded":      {BenchFacts{Waybill: "YT1", Order: o}, domain.StopNotUploaded, "", ""},
		"a cancelled order": {BenchFacts{Order: &domain.Order{ID: "s1.2", Status: domain.OrderCancelled}}, domain.StopCancelled, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := JudgeParcel(c.facts, domain.PackOut)
			if len(got) != 1 || got[0].Kind != c.kind || got[0].Params[c.param] != c.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestACodeIsReadAsANumberOrNot(t *testing.T) {
	for code, want := range map[string]string{"sf 1234-567890123": "SF1234567890123", "78671145099387": "78671145099387", "6901234567892": "", "6901234567890": "6901234567890",
		"HL1211-2": "", "红色": "", "12345678901234567890123456789012345": ""} {
		if got := readWaybill(code); got != want {
			t.Errorf("%q reads as %q", code, got)
		}
	}
}
