package rules

import (
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// EV-17: thirty claims, type × hours after signing × the picture's hour × share of
// bad pieces. Signed on 2026-10-04 at 10:30 in Shanghai; the goods cost ¥86.55.
func TestThirtyClaimsAboutFreshGoods(t *testing.T) {
	b := book(t, nil)
	signed := moment("2026-10-04 10:30")
	const none = -1
	for i, c := range []struct {
		platform    string
		claim       domain.FreshClaim
		hours       float64 // of the claim, after signing
		photo       float64 // of the picture; none = its time is not known
		bad, pieces int64
		ripening    int // days
		in          bool
		pays        int64 // fen; 0 = nothing
	}{
		{"taobao", domain.FreshLive, 2, none, 1, 10, 0, true, 866},      // exactly 10 % → 10 %, 865.5 fen rounds up
		{"taobao", domain.FreshLive, 13.49, none, 2, 10, 0, true, 4328}, // 23:59:24 of that day
		{"taobao", domain.FreshLive, 13.5, none, 2, 10, 0, false, 0},    // 24:00 is over
		{"taobao", domain.FreshLive, 20, 13, 5, 10, 0, true, 8655},      // sent next morning, pictured the same night; 50 % → all
		{"taobao", domain.FreshLive, 20, 14, 5, 10, 0, false, 0},
		{"taobao", domain.FreshRot, 47.9, none, 1, 11, 0, true, 866},
		{"taobao", domain.FreshRot, 48, none, 1, 11, 0, false, 0},
		{"taobao", domain.FreshRot, 60, 47, 3, 12, 0, true, 4328},
		{"taobao", domain.FreshRot, 47, 1, 49, 100, 0, true, 4328},
		{"taobao", domain.FreshRot, 47, 1, 50, 100, 0, true, 8655},
		{"taobao", domain.FreshRot, 47, 1, 51, 100, 0, true, 8655},
		{"taobao", domain.FreshWeight, 30, none, 1, 3, 0, true, 4328},
		{"taobao", domain.FreshWeight, 49, 48.5, 1, 3, 0, false, 0},
		{"taobao", domain.FreshSize, 47.5, none, 101, 1000, 0, true, 4328}, // a hair over 10 %
		{"taobao", domain.FreshSize, 47.5, none, 100, 1000, 0, true, 866},
		{"taobao", domain.FreshOrigin, 48.1, none, 1, 1, 0, false, 0},
		{"taobao", domain.FreshOrigin, 3, none, 1, 1, 0, true, 8655},
		{"taobao", domain.FreshHidden, 119, none, 4, 8, 0, true, 8655},
		{"taobao", domain.FreshHidden, 120, none, 4, 8, 0, false, 0},
		{"taobao", domain.FreshHidden, 140, 100, 3, 8, 0, true, 4328},
		{"taobao", domain.FreshRipening, 119, none, 1, 6, 3, true, 4328}, // 3 days of ripening + 48 h
		{"taobao", domain.FreshRipening, 120, none, 1, 6, 3, false, 0},
		{"taobao", domain.FreshRipening, 49, none, 1, 6, 0, false, 0},   // no ripening time is named
		{"taobao", domain.FreshRot, 10, none, 0, 6, 0, true, 0},         // nobody counted: no amount
		{"taobao", domain.FreshRot, 10, none, 7, 6, 0, true, 0},         // more bad pieces than pieces
		{"doudian", domain.FreshLive, 23.9, none, 3, 10, 0, true, 2597}, // 30 % → 30 %, 2596.5 rounds up
		{"doudian", domain.FreshLive, 24, none, 3, 10, 0, false, 0},
		{"doudian", domain.FreshRot, 40, none, 5, 10, 0, true, 4328}, // 50 % still belongs to the second step there
		{"doudian", domain.FreshRipening, 200, none, 6, 10, 2, true, 8655},
		{"pinduoduo", domain.FreshRot, 1, none, 1, 10, 0, false, 0}, // nobody published a window: nothing is in time or late by rule
	} {
		f := FreshFacts{Platform: c.platform, Claim: c.claim, SignedAt: signed, ClaimAt: signed + domain.Instant(c.hours*float64(domain.Hour)), Bad: c.bad, Pieces: c.pieces,
			Ripening: time.Duration(c.ripening) * 24 * time.Hour, Paid: domain.CNY(8655), Zone: shanghai}
		if c.photo != none {
			f.PhotoAt = signed + domain.Instant(c.photo*float64(domain.Hour))
		}
		got := b.Fresh(f)
		if got.InTime != c.in || got.Pays.Minor != c.pays || got.Pays.Known() != (c.pays > 0) {
			t.Errorf("claim %d, %s %s after %v h: in time %v, pays %v (until %s), want %v, %d", i+1, c.platform, c.claim, c.hours, got.InTime, got.Pays, got.Until, c.in, c.pays)
		}
		if (got.Until == 0) != (c.platform == "pinduoduo") || (got.RuleID == "") != (c.platform == "pinduoduo") {
			t.Errorf("claim %d: until %s by %q", i+1, got.Until, got.RuleID)
		}
	}
}

func TestWhatWasAgreedOnAnOrderGoesBeforeTheRule(t *testing.T) {
	b := book(t, nil)
	signed := moment("2026-10-04 10:30")
	f := FreshFacts{Platform: "taobao", Claim: domain.FreshRot, SignedAt: signed, ClaimAt: signed + 60*domain.Hour, Bad: 1, Pieces: 10, Paid: domain.CNY(8655), Zone: shanghai}
	if got := b.Fresh(f); got.InTime {
		t.Errorf("60 h by the rule: %+v", got)
	}
	f.Agreement = domain.FreshAgreement{OrderID: "s1.o1", Hours: 72, By: "小王", At: 1}
	if got := b.Fresh(f); !got.InTime || got.Until != signed+72*domain.Hour || got.Pays != domain.CNY(866) || got.LadderID != "taobao-ladder-1" || got.Agreement.By != "小王" {
		t.Errorf("72 h were agreed, the ladder still pays: %+v", got)
	}
	f.Agreement.Points = 8000
	if got := b.Fresh(f); got.Pays != domain.CNY(6924) || got.LadderID != "" {
		t.Errorf("80 %% were agreed: %+v", got)
	}
}
