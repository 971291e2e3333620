package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode"

	"afterdesk/backend/domain"
)

// ask is a question that a person asks of a list, in many wordings: i chooses
// one that has an answer in the folder, limit is how many rows to show (0 = a
// page). It returns how many there were.
type ask func(i, limit int) (int, error)

var errNoRow = errors.New("no row")

// screens are what a person asks of the lists, with ids, numbers and words that
// stand in this folder.
func screens(b *testing.B, d *Desk) map[string]ask {
	ctx := b.Context()
	some := someOrders(b, d, 40)
	order := func(i int) domain.OrderRow { return some[i*7%len(some)] }
	all, open := someCases(b, d, "all"), someCases(b, d, "open")
	one := func(i int) domain.AfterSaleRow { return all[i*7%len(all)] }
	running := func(i int) domain.AfterSaleRow { return open[i*7%len(open)] }

	cases := func(q func(i int) domain.AfterSaleQuery) ask {
		return func(i, limit int) (int, error) {
			q := q(i)
			q.Limit = limit
			page, err := d.Store.ListAfterSales(ctx, q)
			return answered(len(page.Items), err, q)
		}
	}
	orders := func(q func(i int) domain.OrderQuery) ask {
		return func(i, limit int) (int, error) {
			q := q(i)
			q.Limit = limit
			page, err := d.Store.ListOrders(ctx, q)
			return answered(len(page.Items), err, q)
		}
	}
	inbox := func(q domain.AfterSaleQuery) ask { return cases(func(int) domain.AfterSaleQuery { return q }) }
	out := map[string]ask{
		"inbox_first":     inbox(domain.AfterSaleQuery{}),
		"inbox_our_turn":  inbox(domain.AfterSaleQuery{View: "merchant"}),
		"inbox_evidence":  inbox(domain.AfterSaleQuery{View: "evidence"}),
		"inbox_closed":    inbox(domain.AfterSaleQuery{View: "closed"}),
		"inbox_paged":     inbox(domain.AfterSaleQuery{Cursor: deepCursor(b, d, "open")}),
		"inbox_all_paged": inbox(domain.AfterSaleQuery{View: "all", Cursor: deepCursor(b, d, "all")}),
		"inbox_type": cases(func(i int) domain.AfterSaleQuery {
			return domain.AfterSaleQuery{Types: []domain.CaseType{running(i).Type}}
		}),
		"inbox_reason": cases(func(i int) domain.AfterSaleQuery {
			return domain.AfterSaleQuery{Reasons: []domain.Reason{running(i).Reason}}
		}),
		"inbox_all_type": cases(func(i int) domain.AfterSaleQuery {
			return domain.AfterSaleQuery{View: "all", Types: []domain.CaseType{one(i).Type}}
		}),
		"inbox_all_reason": cases(func(i int) domain.AfterSaleQuery {
			return domain.AfterSaleQuery{View: "all", Reasons: []domain.Reason{one(i).Reason}}
		}),

		"orders_first": orders(func(int) domain.OrderQuery { return domain.OrderQuery{} }),
		"orders_status": orders(func(i int) domain.OrderQuery {
			return domain.OrderQuery{Statuses: []domain.OrderStatus{order(i).Status}}
		}),
		"orders_paged":   orders(func(i int) domain.OrderQuery { return domain.OrderQuery{To: order(i).CreatedAt + 1} }),
		"orders_session": orders(func(i int) domain.OrderQuery { return domain.OrderQuery{SessionID: sold(some, i).SessionID} }),
	}
	// What a person types into the search box of either list.
	typed := map[string]func(o domain.OrderRow, i int) string{
		"id":            func(o domain.OrderRow, _ int) string { return o.RemoteID },
		"id_head":       func(o domain.OrderRow, _ int) string { return o.RemoteID[:len(o.RemoteID)-2] },
		"waybill":       func(o domain.OrderRow, _ int) string { return o.Waybill },
		"sku":           func(o domain.OrderRow, _ int) string { return o.SKUCode },
		"han2":          func(o domain.OrderRow, i int) string { return han(o.Title, 2, i) },
		"han1":          func(o domain.OrderRow, i int) string { return han(o.Title, 1, i) },
		"han2_and_han1": func(o domain.OrderRow, i int) string { return han(o.Title, 2, i) + " " + han(o.Title, 1, i+3) },
	}
	for name, text := range typed {
		out["orders_by_"+name] = orders(func(i int) domain.OrderQuery { return domain.OrderQuery{Text: text(order(i), i)} })
		of := func(c domain.AfterSaleRow, i int) string {
			return text(domain.OrderRow{RemoteID: c.OrderRemoteID, Waybill: c.Waybill, SKUCode: c.SKUCode, Title: c.Title}, i)
		}
		out["inbox_by_"+name] = cases(func(i int) domain.AfterSaleQuery {
			return domain.AfterSaleQuery{Text: of(running(i), i)}
		})
		out["inbox_all_by_"+name] = cases(func(i int) domain.AfterSaleQuery {
			return domain.AfterSaleQuery{View: "all", Text: of(one(i), i)}
		})
	}
	out["inbox_all_by_case_id"] = cases(func(i int) domain.AfterSaleQuery { return domain.AfterSaleQuery{View: "all", Text: one(i).RemoteID} })

	out["evidence_first"] = func(_, limit int) (int, error) {
		page, err := d.Store.ListEvidence(ctx, domain.EvidenceQuery{Limit: limit})
		return answered(len(page.Items), err, "evidence")
	}
	out["reviews_negative"] = func(_, limit int) (int, error) {
		page, err := d.Store.ListReviews(ctx, domain.ReviewQuery{Bands: []domain.ReviewBand{domain.ReviewNegative}, Limit: limit})
		return answered(len(page.Items), err, "reviews")
	}
	out["findings_first"] = func(_, limit int) (int, error) {
		page, err := d.Store.ListFindings(ctx, domain.FindingQuery{Limit: limit})
		return answered(len(page.Items), err, "findings")
	}
	out["parcels_first"] = func(_, limit int) (int, error) {
		page, err := d.Store.ListParcels(ctx, domain.ParcelQuery{Limit: limit})
		return answered(len(page.Items), err, "parcels")
	}
	out["case_opened"] = func(i, _ int) (int, error) { _, err := d.Store.GetAfterSaleDetail(ctx, one(i).ID); return 1, err }
	out["order_opened"] = func(i, _ int) (int, error) { _, err := d.Store.GetOrderDetail(ctx, order(i).ID); return 1, err }
	return out
}

func answered(n int, err error, q any) (int, error) {
	if err == nil && n == 0 {
		err = fmt.Errorf("%w for %+v", errNoRow, q)
	}
	return n, err
}

// sums are the questions over many rows.
func sums(d *Desk) map[string]ask {
	ctx := context.Background()
	out := map[string]ask{
		"today": func(int, int) (int, error) { _, err := d.Insight.Today(ctx, nil); return 0, err },
		"tasks": func(int, int) (int, error) { _, err := d.Insight.Tasks(ctx, nil, 50); return 0, err },
		"inbox_tabs": func(int, int) (int, error) {
			_, err := d.Store.CountAfterSales(ctx, domain.AfterSaleQuery{})
			return 0, err
		},
		"review_board": func(int, int) (int, error) {
			_, err := d.Store.CountReviews(ctx, domain.ReviewQuery{})
			return 0, err
		},
	}
	return out
}

// yearOf asks for two rates over the whole folder.
func yearOf(d *Desk, dims ...domain.Dimension) domain.TrendQuery {
	now := d.Now()
	return domain.TrendQuery{Metrics: []string{"return_rate_by_order", "quality_return_rate"}, Dims: dims,
		From: domain.DayOf(now-400*domain.Day, time.UTC), To: domain.DayOf(now+2*domain.Day, time.UTC)}
}

// someOrders returns n shipped orders spread over the year.
func someOrders(b *testing.B, d *Desk, n int) (out []domain.OrderRow) {
	b.Helper()
	for i := range n {
		page, err := d.Store.ListOrders(b.Context(), domain.OrderQuery{To: d.Now() - domain.Instant(5+i*355/n)*domain.Day, Limit: 20})
		if err != nil {
			b.Fatal(err)
		}
		at := slices.IndexFunc(page.Items, func(o domain.OrderRow) bool { return o.Waybill != "" && o.SKUCode != "" })
		if at < 0 {
			b.Fatal("no shipped order on a day")
		}
		out = append(out, page.Items[at])
	}
	return out
}

// sold returns the i-th of the orders that a broadcast sold.
func sold(some []domain.OrderRow, i int) domain.OrderRow {
	for k := range some {
		if o := some[(i*7+k)%len(some)]; o.SessionID != "" {
			return o
		}
	}
	return domain.OrderRow{}
}

// someCases returns cases of a view that name everything one can search by.
func someCases(b *testing.B, d *Desk, view string) []domain.AfterSaleRow {
	b.Helper()
	page, err := d.Store.ListAfterSales(b.Context(), domain.AfterSaleQuery{View: view, Limit: 500})
	if err != nil {
		b.Fatal(err)
	}
	out := slices.DeleteFunc(page.Items, func(c domain.AfterSaleRow) bool { return c.OrderRemoteID == "" || c.Waybill == "" || c.SKUCode == "" })
	if len(out) == 0 {
		b.Fatalf("no case in view %s", view)
	}
	return out
}

// deepCursor returns the cursor of the fifth page of a view, or of its last one.
func deepCursor(b *testing.B, d *Desk, view string) (cursor string) {
	b.Helper()
	q := domain.AfterSaleQuery{View: view, Limit: 10}
	for range 5 {
		page, err := d.Store.ListAfterSales(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		if page.Next == "" {
			break
		}
		q.Cursor, cursor = page.Next, page.Next
	}
	return cursor
}

// han returns n neighbouring Chinese characters of a text, others for each i.
func han(text string, n, i int) string {
	var found []string
	r := []rune(text)
	for k := n; k <= len(r); k++ {
		if !slices.ContainsFunc(r[k-n:k], func(c rune) bool { return !unicode.Is(unicode.Han, c) }) {
			found = append(found, string(r[k-n:k]))
		}
	}
	if len(found) == 0 {
		return text
	}
	return found[i%len(found)]
}
