package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// connected adds a shop of a platform with credentials in the keeper, as a
// connection test leaves it, without asking the platform.
func connected(t *testing.T, d *Desk, id, name string, creds platform.Credentials) domain.Shop {
	t.Helper()
	ctx := context.Background()
	shop := domain.Shop{ID: id, Platform: "doudian", RemoteID: creds["shop_id"], Name: name, ShortName: name, Color: "#4f46e5", Currency: "CNY", Zone: "Asia/Shanghai",
		State: domain.ShopActive, CreatedAt: d.Now()}
	if err := d.saveCredentials(ctx, id, creds); err != nil {
		t.Fatal(err)
	}
	if err := d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, shop) }); err != nil {
		t.Fatal(err)
	}
	return shop
}

// SY-01: every ability of every connected shop has a state and, unless it works,
// the one next step; a token that is deleted shows at the next look, for its shop
// alone; no secret is in what the window is given, in the log or the bundle.
func TestTheMatrixNamesTheNextStepAndFollowsADeletedToken(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d, err := Open(ctx, Options{Dir: t.TempDir(), Now: c.now, Passphrase: func(context.Context, bool) (string, error) { return "correct horse battery", nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	secrets := []string{"sekrit-7f3a9c", "token-51e0bb", "refresh-90cd12", "correct horse battery"}
	creds := platform.Credentials{"app_key": "7000000000000000009", "app_secret": secrets[0], "shop_id": "4444444", "access_token": secrets[1], "refresh_token": secrets[2]}
	connected(t, d, "s1", "甲店", creds)
	other := creds.Clone()
	other["shop_id"] = "5555555"
	connected(t, d, "s2", "乙店", other)
	if _, err := d.AddFileShop(ctx, "文件店", "CNY", "Asia/Shanghai"); err != nil {
		t.Fatal(err)
	}
	cards := func() map[string]domain.ShopCard {
		t.Helper()
		list, err := d.ShopCards(ctx)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]domain.ShopCard{}
		for _, card := range list {
			out[card.Shop.Name] = card
			seen := map[string]bool{}
			for _, a := range card.Capabilities {
				seen[a.Ability] = true
				if a.State == "" || (a.State != domain.CapEnabled) != (a.Needs != "") {
					t.Errorf("%s %s: state %q, next step %q", card.Shop.Name, a.Ability, a.State, a.Needs)
				}
			}
			for _, a := range domain.Abilities {
				if !seen[a] {
					t.Errorf("%s has no cell for %s", card.Shop.Name, a)
				}
			}
		}
		return out
	}
	cell := func(card domain.ShopCard, ability string) domain.Capability {
		for _, a := range card.Capabilities {
			if a.Ability == ability {
				return a
			}
		}
		return domain.Capability{}
	}
	before := cards()
	if got := cell(before["甲店"], "orders"); got.State != domain.CapEnabled {
		t.Fatalf("orders of a connected shop: %+v", got)
	}
	if err := d.Secrets.Remove(ctx, credentialName("s1")); err != nil {
		t.Fatal(err)
	}
	after := cards()
	for _, a := range after["甲店"].Capabilities {
		if a.State == domain.CapEnabled {
			t.Errorf("%s is still enabled without a token", a.Ability)
		}
	}
	if got := cell(after["甲店"], "orders"); got.State != domain.CapDisabled || got.Needs != "credentials" {
		t.Errorf("orders without a token: %+v", got)
	}
	if got := cell(after["乙店"], "orders"); got.State != domain.CapEnabled {
		t.Errorf("the other shop: %+v", got)
	}
	_, _ = d.Sync(ctx, "s1") // fails: what it says and logs is looked through too
	for what, text := range spoken(t, d) {
		for _, s := range secrets {
			if strings.Contains(text, s) {
				t.Errorf("%s holds a secret", what)
			}
		}
	}
}

// spoken is everything a desk says without being asked for a buyer: what the
// window is given, the log, the support bundle.
func spoken(t *testing.T, d *Desk) map[string]string {
	t.Helper()
	ctx := context.Background()
	out := map[string]string{"log": string(d.logFile.ring.Bytes())}
	say := func(what string, v any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[what] = string(b)
	}
	boot, err := d.Boot(ctx)
	say("boot", boot, err)
	cards, err := d.ShopCards(ctx)
	say("shops", cards, err)
	say("platforms", Platforms(), nil)
	status, err := d.Status(ctx)
	say("status", status, err)
	hosts, err := d.Hosts(ctx)
	say("hosts", hosts, err)
	say("settings", d.Settings(), nil)
	runs, err := d.Store.ListRuns(ctx, "", 100)
	say("runs", runs, err)
	problems, err := d.Store.ListProblems(ctx, "", 100)
	say("problems", problems, err)
	path, err := d.SupportBundle(ctx)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var all bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	out["support bundle"] = all.String()
	return out
}
