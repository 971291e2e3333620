package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"afterdesk/backend/domain"
)

// rowsWritten counts the rows that the writer has touched so far, those behind
// the search index included.
func rowsWritten(t *testing.T, s *Store) (n int64) {
	t.Helper()
	if err := s.conn.QueryRowContext(t.Context(), `SELECT total_changes()`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func putOne(t *testing.T, s *Store, o domain.Order) {
	t.Helper()
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(t.Context(), []domain.Order{o}); return err })
}

func TestAChangedOrderRewritesOnlyTheRowsThatDiffer(t *testing.T) {
	s := open(t)
	var o domain.Order
	for _, x := range gen(genConfig{orders: 30, seed: 3}).orders {
		if len(x.Lines) == 2 && len(x.Parcels) == 1 && x.PaidAt > 0 {
			o = x
		}
	}
	putOne(t, s, o)
	// The day of payment is marked once; after that only the named rows are written.
	cost := func(change func(*domain.Order)) int64 {
		o.UpdatedAt += domain.Minute
		lines := append([]domain.OrderLine{}, o.Lines...)
		o.Lines = lines
		change(&o)
		before := rowsWritten(t, s)
		putOne(t, s, o)
		return rowsWritten(t, s) - before
	}
	cost(func(o *domain.Order) { o.SellerWords = "a" })
	for _, c := range []struct {
		what   string
		change func(*domain.Order)
		rows   int64
	}{
		{"a remark: the order", func(o *domain.Order) { o.SellerWords = "b" }, 1},
		{"its status: the order", func(o *domain.Order) { o.Status = domain.OrderFinished }, 1},
		{"one line: the order and the line", func(o *domain.Order) { o.Lines[1].RawStatus = "9" }, 2},
		{"a host: the line twice", func(o *domain.Order) {
			o.Lines[0].Live.HostID = o.Lines[1].Live.HostID + "x"
			o.Lines[0].Live.HostName = "新主播"
		}, 4}, // order, line, its references, the host itself
	} {
		if got := cost(c.change); got != c.rows {
			t.Errorf("%s: %d rows written, want %d", c.what, got, c.rows)
		}
	}
	if got := must[domain.Order](t)(s.GetOrder(t.Context(), o.ID)); got.Lines[1].RawStatus != "9" || got.Lines[0].Live.HostName != "新主播" || got.SellerWords != "b" {
		t.Errorf("what was written: %+v", got)
	}
}

// However an order came to be what it is, rows and search are those of an order
// that was stored once.
func TestAnOrderThatChangedOftenEqualsOneStoredOnce(t *testing.T) {
	for seed := range uint64(scaled(12, 3)) {
		r := rand.New(rand.NewPCG(seed, 9))
		s, once := open(t), open(t)
		base := gen(genConfig{orders: 8, seed: seed})
		o := base.orders[0]
		putOne(t, s, o)
		for range 12 {
			other := base.orders[1+r.IntN(7)]
			o.UpdatedAt += domain.Minute
			o.Lines = append([]domain.OrderLine{}, o.Lines...)
			switch r.IntN(8) {
			case 0:
				o.Lines = o.Lines[:1]
			case 1:
				l := other.Lines[0]
				l.RemoteID, l.OrderID = fmt.Sprint(o.RemoteID, 7, len(o.Lines)), o.ID
				l.ID = domain.RemoteKey(o.ShopID, l.RemoteID)
				o.Lines = append(o.Lines, l)
			case 2:
				l := &o.Lines[r.IntN(len(o.Lines))]
				l.ProductName, l.SKUID, l.SKUCode, l.Spec, l.Size = other.Lines[0].ProductName, other.Lines[0].SKUID, other.Lines[0].SKUCode, other.Lines[0].Spec, other.Lines[0].Size
			case 3:
				o.Lines[0].Live = other.Lines[0].Live
			case 4:
				o.Status, o.PaidAt, o.ShippedAt = other.Status, other.PaidAt, other.ShippedAt
			case 5:
				o.CreatedAt = other.CreatedAt
			case 6:
				o.BuyerNick, o.MaskedPhone = other.BuyerNick, other.MaskedPhone
			case 7:
				o.Lines[0].Paid, o.Lines[0].Status = domain.Money{}, other.Status
			}
			putOne(t, s, o)
		}
		putOne(t, once, o)
		a, b := must[domain.Order](t)(s.GetOrder(t.Context(), o.ID)), must[domain.Order](t)(once.GetOrder(t.Context(), o.ID))
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d: changed\n%+v\nstored once\n%+v", seed, a, b)
		}
		words := []string{o.RemoteID, o.BuyerNick.Reveal(), phoneTail(o.MaskedPhone)}
		for _, x := range base.orders {
			for _, l := range x.Lines {
				words = append(words, l.ProductName, l.SKUCode)
			}
		}
		for _, w := range words {
			if a, b := orderIDs(t, s, domain.OrderQuery{Text: w}), orderIDs(t, once, domain.OrderQuery{Text: w}); !reflect.DeepEqual(a, b) {
				t.Errorf("seed %d: %q finds %v, stored once %v", seed, w, a, b)
			}
		}
		if a, b := orderIDs(t, s, domain.OrderQuery{Statuses: []domain.OrderStatus{o.Status}}), orderIDs(t, once, domain.OrderQuery{Statuses: []domain.OrderStatus{o.Status}}); len(a) != 1 || !reflect.DeepEqual(a, b) {
			t.Errorf("seed %d: by status %v, stored once %v", seed, a, b)
		}
	}
}
