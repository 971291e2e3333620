package store

import (
	"context"
	"testing"

	"afterdesk/backend/domain"
)

func statement(id string, at domain.Instant, fen int64) domain.StatementLine {
	return domain.StatementLine{ID: domain.RemoteKey("s1", id), ShopID: "s1", RemoteID: id, Number: id, OrderID: "s1.6900000000000000001", LineRemoteID: "6900000000000000002",
		AfterSaleID: "s1.72", At: at, Kind: "货款结算入账", Amount: domain.CNY(fen), Balance: domain.CNY(100000), Text: "备注",
		Parts:  map[domain.StatementPart]domain.Money{domain.PartGoods: domain.CNY(fen + 500), domain.PartServiceFee: domain.CNY(-500), domain.PartTax: {}},
		Source: domain.Source{API: "file:settlements", FetchedAt: testNow, PayloadHash: "aa"}}
}

func putStatements(t *testing.T, s *Store, lines ...domain.StatementLine) (res PutResult) {
	t.Helper()
	write(t, s, func(tx *Tx) (err error) {
		res, err = tx.PutStatements(t.Context(), lines)
		return err
	})
	return res
}

func TestStatementLinesAreStoredOnceAndReadBackWhole(t *testing.T) {
	s := open(t)
	a := statement("F1", testNow-domain.Hour, 11400)
	if res := putStatements(t, s, a); res != (PutResult{Added: 1}) {
		t.Errorf("first: %+v", res)
	}
	if res := putStatements(t, s, a); res != (PutResult{Same: 1}) {
		t.Errorf("again: %+v", res)
	}
	page := must[domain.StatementPage](t)(s.ListStatements(t.Context(), domain.StatementQuery{}))
	if len(page.Items) != 1 || page.Next != "" {
		t.Fatalf("page %+v", page)
	}
	got := page.Items[0]
	if len(got.Parts) != 2 || got.Parts[domain.PartServiceFee] != domain.CNY(-500) {
		t.Errorf("a part that was not given is not one of zero: %v", got.Parts)
	}
	if got.OrderID != a.OrderID || got.AfterSaleID != a.AfterSaleID || got.LineRemoteID != a.LineRemoteID || got.At != a.At || got.Kind != a.Kind ||
		got.Amount != a.Amount || got.Balance != a.Balance || got.Text != a.Text || got.Source != a.Source || got.ID != a.ID || got.Number != a.Number {
		t.Errorf("read back %+v", got)
	}
	a.Amount, a.At, a.Balance = domain.CNY(-1), testNow, domain.Money{}
	if res := putStatements(t, s, a, statement("F2", testNow-domain.Minute, 1)); res != (PutResult{Added: 1, Changed: 1}) {
		t.Errorf("changed: %+v", res)
	}
	page = must[domain.StatementPage](t)(s.ListStatements(t.Context(), domain.StatementQuery{}))
	if len(page.Items) != 2 || page.Items[0].RemoteID != "F1" || page.Items[0].Amount != domain.CNY(-1) || page.Items[0].Balance.Known() {
		t.Errorf("after a change of its moment: %+v", page.Items)
	}
}

func TestStatementsAreFoundByShopOrderAndTimeInPages(t *testing.T) {
	s := open(t)
	write(t, s, func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("s2")) })
	var lines []domain.StatementLine
	for i := range 7 {
		l := statement(string(rune('a'+i)), testNow-domain.Instant(i)*domain.Day, int64(i))
		if i%2 == 1 {
			l.OrderID = ""
		}
		lines = append(lines, l)
	}
	other := statement("a", testNow, 9)
	other.ShopID, other.OrderID, other.AfterSaleID = "s2", "s2.6900000000000000001", ""
	putStatements(t, s, append(lines, other)...)
	ids := func(q domain.StatementQuery) (out string) {
		for {
			page := must[domain.StatementPage](t)(s.ListStatements(t.Context(), q))
			for _, l := range page.Items {
				out += l.RemoteID
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				return out
			}
		}
	}
	for _, c := range []struct {
		what, want string
		q          domain.StatementQuery
	}{
		{"one shop in pages of two", "abcdefg", domain.StatementQuery{ShopIDs: []string{"s1"}, Limit: 2}},
		{"all shops", "aabcdefg", domain.StatementQuery{Limit: 3}},
		{"an order", "aceg", domain.StatementQuery{OrderID: "s1.6900000000000000001"}},
		{"an order nobody knows", "", domain.StatementQuery{OrderID: "s1.1"}},
		{"a shop nobody knows", "", domain.StatementQuery{ShopIDs: []string{"s9"}}},
		{"from a moment on", "ab", domain.StatementQuery{ShopIDs: []string{"s1"}, From: testNow - domain.Day}},
		{"until a moment", "cdefg", domain.StatementQuery{ShopIDs: []string{"s1"}, To: testNow - domain.Day}},
	} {
		if got := ids(c.q); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	if _, err := s.ListStatements(t.Context(), domain.StatementQuery{Cursor: "x.y"}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a cursor of another list: %v", err)
	}
	write(t, s, func(tx *Tx) error { return tx.RemoveShop(t.Context(), "s1") })
	if got := ids(domain.StatementQuery{}); got != "a" {
		t.Errorf("after the shop was removed: %q", got)
	}
}

func TestAStatementLineThatCannotBeTrueIsRefused(t *testing.T) {
	s := open(t)
	for what, change := range map[string]func(*domain.StatementLine){
		"no id":                  func(l *domain.StatementLine) { l.RemoteID = "" },
		"no moment":              func(l *domain.StatementLine) { l.At = 0 },
		"no amount":              func(l *domain.StatementLine) { l.Amount = domain.Money{} },
		"two currencies":         func(l *domain.StatementLine) { l.Balance = domain.Money{Minor: 1, Currency: "USD"} },
		"an order of other shop": func(l *domain.StatementLine) { l.OrderID = "s2.1" },
	} {
		l := statement("x", testNow, 1)
		change(&l)
		err := s.Write(context.Background(), func(tx *Tx) error {
			_, err := tx.PutStatements(context.Background(), []domain.StatementLine{l})
			return err
		})
		if domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%s: %v", what, err)
		}
	}
}
