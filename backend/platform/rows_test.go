package platform

import (
	"encoding/json"
	"fmt"
	"testing"

	"afterdesk/backend/domain"
)

func TestAPageWithTheSameOrderTwiceKeepsItsNewerState(t *testing.T) {
	read := func(r *Reader, raw []byte) (domain.Order, error) {
		var w struct{ At, Status int64 }
		if err := json.Unmarshal(raw, &w); err != nil {
			return domain.Order{}, BadShape(err, "item")
		}
		o := r.NewOrder("1", "list")
		o.UpdatedAt, o.Status = domain.FromUnix(w.At), domain.OrderToShip
		if w.Status == 3 {
			o.Status = domain.OrderShipped
		}
		return o, nil
	}
	row := func(status, at int) json.RawMessage { return fmt.Appendf(nil, `{"at":%d,"status":%d}`, at, status) }
	for _, raws := range [][]json.RawMessage{{row(2, 1788200001), row(3, 1788200002)}, {row(3, 1788200002), row(2, 1788200001)}} {
		page := Page[domain.Order]{}
		Collect(&page, &Reader{Shop: domain.Shop{ID: "s1"}}, 1, append(raws, []byte(`{"at":"buyer 139"}`)), read, OrderKey, func([]byte) string { return "x" })
		if len(page.Items) != 1 || page.Items[0].Value.Status != domain.OrderShipped {
			t.Errorf("kept %d, status %s", len(page.Items), page.Items[0].Value.Status)
		}
		if len(page.Problems) != 1 || page.Problems[0] != (Problem{RemoteID: "x", Field: "At", Code: domain.CodeInvalid}) {
			t.Errorf("problems %+v", page.Problems)
		}
	}
}

func TestAnEntryKeepsItsIDWhateverComesAfterIt(t *testing.T) {
	one, two := map[string]int{}, map[string]int{}
	a := EntryID("s1.7", one, "10:00", "hello")
	if b := EntryID("s1.7", two, "10:00", "hello"); a != b {
		t.Fatal("the same entry has two ids")
	}
	if b := EntryID("s1.7", one, "10:00", "hello"); a == b {
		t.Fatal("an entry said twice has one id")
	}
	if EntryID("s1.7", one, "10:0", "0hello") == EntryID("s1.7", one, "10:00", "hello") {
		t.Fatal("parts run into each other")
	}
}

// SY-01: one state and the one next step each.
func TestTheMatrixNamesTheNextStep(t *testing.T) {
	cells := map[string]Cell{"orders": Yes(domain.ProofFixture), "act": Yes(domain.ProofFixture), "reviews": Doubtful(domain.ProofFixture), "push": No(NeedsPublic)}
	needs := func(s domain.Shop, connected bool) map[string]string {
		out := map[string]string{}
		for _, c := range Matrix(s, connected, cells) {
			out[c.Ability] = string(c.State) + " " + c.Needs
		}
		return out
	}
	for _, c := range []struct {
		shop      domain.Shop
		connected bool
		want      map[string]string
	}{
		{domain.Shop{}, false, map[string]string{"orders": "disabled credentials", "act": "disabled credentials", "push": "unsupported needs_public_address", "score": "unsupported not_built"}},
		{domain.Shop{}, true, map[string]string{"orders": "enabled ", "act": "disabled writes_off", "reviews": "disabled unconfirmed"}},
		{domain.Shop{WritesOn: true, Confirmed: "live,reviews"}, true, map[string]string{"act": "enabled ", "reviews": "enabled "}},
		{domain.Shop{State: domain.ShopUnauthorized, WritesOn: true, Confirmed: "reviews"}, true, map[string]string{"orders": "disabled reauthorise", "act": "disabled reauthorise", "reviews": "disabled reauthorise", "push": "unsupported needs_public_address"}},
	} {
		got := needs(c.shop, c.connected)
		for name, want := range c.want {
			if got[name] != want {
				t.Errorf("%+v: %s is %q, want %q", c.shop, name, got[name], want)
			}
		}
	}
	list := Acts(domain.Shop{WritesOn: true}, true, domain.ActAbility{Kind: domain.ActShip, Needs: NeedsConfirming}, domain.ActAbility{Kind: domain.ActAgree}, domain.ActAbility{Kind: domain.ActReply, Needs: "no_permission"})
	if list[0].State != domain.CapDisabled || list[1].State != domain.CapEnabled || list[2].State != domain.CapDisabled || list[2].Needs != "no_permission" {
		t.Errorf("%+v", list)
	}
	if list = Acts(domain.Shop{WritesOn: true, Confirmed: "ship"}, true, domain.ActAbility{Kind: domain.ActShip, Needs: NeedsConfirming}); list[0].State != domain.CapEnabled {
		t.Errorf("%+v", list)
	}
}
