package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// hitsOf lists what each word finds in every list that can be searched.
func hitsOf(t *testing.T, s *Store, words []string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, w := range words {
		out["orders "+w] = orderIDs(t, s, domain.OrderQuery{Text: w})
		for _, view := range []string{"open", "all", "closed"} {
			out[view+" "+w] = caseIDs(t, s, domain.AfterSaleQuery{View: view, Text: w})
		}
		for _, v := range must[domain.ReviewPage](t)(s.ListReviews(t.Context(), domain.ReviewQuery{Text: w, Limit: 500})).Items {
			out["reviews "+w] = append(out["reviews "+w], v.ID)
		}
	}
	return out
}

func caseIDs(t *testing.T, s *Store, q domain.AfterSaleQuery) (ids []string) {
	t.Helper()
	for _, row := range pages[domain.AfterSaleQuery](t, func(c string) ([]domain.AfterSaleRow, string, error) {
		q.Cursor = c
		p, err := s.ListAfterSales(t.Context(), q)
		return p.Items, p.Next, err
	}) {
		ids = append(ids, row.ID)
	}
	return ids
}

func TestSearchIsRebuiltFromTheRows(t *testing.T) {
	s := open(t)
	g := fill(t, s, genConfig{orders: 700})
	lone := gen(genConfig{orders: 400, seed: 4}).cases[:12]
	for i := range lone {
		lone[i].RemoteID = fmt.Sprint("77", 1000+i)
		lone[i].ID, lone[i].OrderID, lone[i].LineRemoteIDs = domain.RemoteKey("s1", lone[i].RemoteID), "", nil
		if i > 5 { // names an order that never came
			lone[i].OrderID = fmt.Sprint("s1.88", i)
		}
	}
	write(t, s, func(tx *Tx) error { _, err := tx.PutAfterSales(t.Context(), lone); return err })
	words := []string{"连衣", "裙", "显瘦", "质量", "771003", "889", g.orders[7].RemoteID, g.orders[9].Lines[0].SKUCode, "保温杯 黑"}
	before := hitsOf(t, s, words)
	if len(before["orders 裙"]) == 0 || len(before["open 裙"]) == 0 || len(before["all 771003"]) != 1 || len(before["reviews 质量"]) == 0 {
		t.Fatalf("nothing to compare: %d orders, %d open, %d reviews", len(before["orders 裙"]), len(before["open 裙"]), len(before["reviews 质量"]))
	}
	write(t, s, func(tx *Tx) error {
		for _, table := range []string{orderSearch, caseSearch, openSearch, reviewSearch} {
			if _, err := tx.exec(t.Context(), `INSERT INTO `+table+`(`+table+`) VALUES ('delete-all')`); err != nil {
				return err
			}
		}
		return nil
	})
	if got := orderIDs(t, s, domain.OrderQuery{Text: "裙"}); len(got) != 0 {
		t.Fatalf("the index is not empty: %v", got)
	}
	write(t, s, func(tx *Tx) error { return tx.rebuildSearch(t.Context()) })
	after := hitsOf(t, s, words)
	for w, want := range before {
		if !slices.Equal(after[w], want) {
			t.Errorf("%s: found %v before, %v after", w, want, after[w])
		}
	}
	// What is rebuilt can be changed like what grew.
	o := g.orders[7]
	o.UpdatedAt, o.BuyerNick = o.UpdatedAt+domain.Hour, "龘龘"
	putOne(t, s, o)
	if got := orderIDs(t, s, domain.OrderQuery{Text: "龘"}); !slices.Equal(got, []string{o.ID}) {
		t.Errorf("after a change: %v", got)
	}
}

// Cases open, close, get other deadlines, other words and other days; a search
// among the open ones is at any time the list without those it does not match.
func TestASearchAmongOpenCasesFollowsTheirDeadlines(t *testing.T) {
	s := open(t)
	g := fill(t, s, genConfig{orders: 120, seed: 8})
	r := rand.New(rand.NewPCG(8, 8))
	most := 0
	for round := range 25 {
		batch := make([]domain.AfterSale, 0, 6)
		for range 6 {
			c := &g.cases[r.IntN(len(g.cases))]
			c.UpdatedAt += domain.Minute
			switch r.IntN(5) {
			case 0:
				c.Status, c.Arbitration = domain.StatusSucceeded, domain.ArbNone
			case 1:
				c.Status = domain.StatusAwaitMerchant
			case 2: // many share a moment, and one lies past the end of the numbers
				c.Deadline = []domain.Instant{testNow + domain.Hour, testNow + domain.Hour, testNow + domain.Hour + 1, 253402300799000, 253402300800000}[r.IntN(5)]
			case 3:
				c.Deadline, c.EvidenceDue = 0, 0
			case 4:
				c.AppliedAt -= domain.Day
			}
			batch = append(batch, *c)
		}
		write(t, s, func(tx *Tx) error { _, err := tx.PutAfterSales(t.Context(), batch); return err })
		all := caseIDs(t, s, domain.AfterSaleQuery{Limit: 500})
		for _, w := range []string{"裙", "衣", "直播", "KU"} {
			hits := caseIDs(t, s, domain.AfterSaleQuery{Text: w, Limit: 1 + r.IntN(4)})
			matching := caseIDs(t, s, domain.AfterSaleQuery{View: "all", Text: w, Limit: 500})
			want := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !slices.Contains(matching, id) })
			most = max(most, len(want))
			if !slices.Equal(hits, want) {
				t.Fatalf("round %d, %q: found %v, in the list stand %v", round, w, hits, want)
			}
			if n := must[domain.AfterSaleCounts](t)(s.CountAfterSales(t.Context(), domain.AfterSaleQuery{Text: w})).Open; n != int64(len(want)) {
				t.Fatalf("round %d, %q: counted %d of %d", round, w, n, len(want))
			}
		}
	}
	if most < 5 {
		t.Errorf("never more than %d hits", most)
	}
	var slots, open int64
	if _, err := one(t.Context(), s, `SELECT (SELECT count(*) FROM after_sale_open_fts_docsize), (SELECT count(*) FROM after_sale WHERE open = 1)`, nil, &slots, &open); err != nil || slots != open || open == 0 {
		t.Errorf("%d search rows for %d open cases, %v", slots, open, err)
	}
}

func TestASearchByOneCharacterFindsItAnywhere(t *testing.T) {
	s := open(t)
	o := gen(genConfig{orders: 1}).orders[0]
	o.Lines = o.Lines[:1]
	o.Lines[0].ProductName, o.Lines[0].Spec, o.BuyerNick = "夏季连衣裙 显瘦", "米白 / M", "小李"
	putOne(t, s, o)
	for _, w := range []string{"夏", "季", "衣", "裙", "显", "米", "白", "李", "连衣裙", "衣裙", "裙 米", "季连 白"} {
		if got := orderIDs(t, s, domain.OrderQuery{Text: w}); len(got) != 1 {
			t.Errorf("%q finds %v", w, got)
		}
	}
	// Characters that are no neighbours are no word, also across fields.
	for _, w := range []string{"夏连", "裙显", "瘦米", "白小", "夏裙", "红"} {
		if got := orderIDs(t, s, domain.OrderQuery{Text: w}); len(got) != 0 {
			t.Errorf("%q finds %v", w, got)
		}
	}
}

// The beginning of an id names the same rows whether few ids have it and become
// tokens, more and are looked up, or so many that the list is walked.
func TestABeginningOfAnIDFindsItsRowsHoweverManyTheyAre(t *testing.T) {
	s := open(t)
	g := fill(t, s, genConfig{orders: scaled(700, 400)})
	begins := func(prefix string, ids ...string) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(strings.ToLower(normID(id)), strings.ToLower(prefix)) })
	}
	sizes := map[string]bool{}
	for _, prefix := range []string{"6900", "69000000000", "690000000002", "6900000000021381", "YT1000", "yt100000001", "YT10000000093", "140000", "14000000000", "140000000000403", "KU00", "KU01", "69123"} {
		var orders, cases []string
		for _, o := range g.orders {
			ids := []string{o.RemoteID}
			for _, p := range o.Parcels {
				ids = append(ids, p.Waybill)
			}
			for _, l := range o.Lines {
				ids = append(ids, l.SKUCode)
			}
			if begins(prefix, ids...) {
				orders = append(orders, o.ID)
			}
			for _, c := range g.cases {
				if c.OrderID == o.ID && begins(prefix, append(ids, c.RemoteID)...) {
					cases = append(cases, c.ID)
				}
			}
		}
		slices.Sort(orders)
		slices.Sort(cases)
		switch n := len(orders); {
		case n > expandMax:
			sizes["many"] = true
		case n > 0:
			sizes["few"] = true
		default:
			sizes["none"] = true
		}
		for _, most := range []int{manyRows, 0} { // looked up, walked
			s.lookUpMax = most
			if got := slices.Sorted(slices.Values(orderIDs(t, s, domain.OrderQuery{Text: prefix, Limit: 500}))); !slices.Equal(got, orders) {
				t.Errorf("%s, %d looked up: %d orders, want %d", prefix, most, len(got), len(orders))
			}
			if got := slices.Sorted(slices.Values(caseIDs(t, s, domain.AfterSaleQuery{View: "all", Text: prefix, Limit: 500}))); !slices.Equal(got, cases) {
				t.Errorf("%s, %d looked up: %d cases, want %d", prefix, most, len(got), len(cases))
			}
			open := caseIDs(t, s, domain.AfterSaleQuery{Limit: 500})
			open = slices.DeleteFunc(open, func(id string) bool { return !slices.Contains(cases, id) })
			if got := caseIDs(t, s, domain.AfterSaleQuery{Text: prefix, Limit: 7}); !slices.Equal(got, open) {
				t.Errorf("%s, %d looked up: open %v, want %v", prefix, most, got, open)
			}
		}
	}
	if len(sizes) != 3 {
		t.Errorf("only %v were asked for", sizes)
	}
}
