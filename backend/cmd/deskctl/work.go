package main

import (
	"encoding/json"
	"strings"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"

	"github.com/spf13/cobra"
)

func (c *cli) sync() *cobra.Command {
	var shopID string
	var reconcile int
	cmd := &cobra.Command{Use: "sync", Short: "pull all active shops, or one", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			ctx := cmd.Context()
			if reconcile > 0 {
				res, err := d.Reconcile(ctx, shopID, reconcile)
				if err != nil {
					return err
				}
				return c.say(res, "re-read %d days: %d missing %v", reconcile, len(res.Missing), res.Missing)
			}
			var runs []domain.SyncRun
			var err error
			if shopID != "" {
				run, rerr := d.Sync(ctx, shopID)
				runs, err = []domain.SyncRun{run}, rerr
			} else {
				runs, err = d.SyncAll(ctx)
			}
			for _, r := range runs {
				if serr := c.say(r, "%s: %d pages, %d orders, %d after-sales, %d traces, %d changed, %d problems %s", r.ShopID, r.Pages, r.Orders, r.AfterSales, r.Traces, r.Changed, r.Problems, r.Code); serr != nil {
					return serr
				}
			}
			return err
		})
	}}
	cmd.Flags().StringVar(&shopID, "shop", "", "one shop")
	cmd.Flags().IntVar(&reconcile, "reconcile", 0, "re-read this many days and name what was missing")
	return cmd
}

func (c *cli) importFile() *cobra.Command {
	var shopName, kind, mapping, sheetName string
	cmd := &cobra.Command{Use: "import FILE", Short: "import an export file of a platform's console", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			ctx := cmd.Context()
			shop, err := findOrAddShop(cmd, d, shopName)
			if err != nil {
				return err
			}
			look, err := d.Puller.LookAs(ctx, args[0], sheetName, domain.SheetKind(kind), mapping)
			if err != nil {
				return err
			}
			plan := domain.SheetPlan{Path: args[0], Sheet: look.Sheet, ShopID: shop.ID, Mapping: look.Mapping}
			run, err := d.ImportFile(ctx, plan)
			if err != nil {
				return err
			}
			return c.say(run, "%s: %d rows, %d added, %d changed, %d same, %d bad %s", run.Name, run.Rows, run.Added, run.Changed, run.Same, run.Bad, run.BadPath)
		})
	}}
	f := cmd.Flags()
	f.StringVar(&shopName, "shop", "", "shop id or name; a new name adds a file shop")
	f.StringVar(&kind, "kind", "orders", "orders, aftersales, reviews, traces, promises or settlements")
	f.StringVar(&mapping, "mapping", "", "saved mapping or preset")
	f.StringVar(&sheetName, "sheet", "", "sheet of a workbook")
	_ = cmd.MarkFlagRequired("shop")
	return cmd
}

func findOrAddShop(cmd *cobra.Command, d *desk.Desk, name string) (domain.Shop, error) {
	shops, err := d.Store.ListShops(cmd.Context())
	if err != nil {
		return domain.Shop{}, err
	}
	for _, s := range shops {
		if s.ID == name || s.Name == name {
			return s, nil
		}
	}
	return d.AddFileShop(cmd.Context(), name, "CNY", "Asia/Shanghai")
}

func (c *cli) query() *cobra.Command {
	var limit int
	var text, order string
	kinds := []string{"orders", "aftersales", "reviews", "parcels", "evidence", "findings", "settlements"}
	cmd := &cobra.Command{Use: "query {" + strings.Join(kinds, "|") + "}", Short: "print rows as JSON lines", Args: cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs), ValidArgs: kinds,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.with(cmd.Context(), func(d *desk.Desk) error {
				enc := json.NewEncoder(c.out)
				return eachRow(cmd, d, args[0], text, order, limit, func(v any) error { return enc.Encode(v) })
			})
		}}
	cmd.Flags().IntVar(&limit, "limit", 50, "rows")
	cmd.Flags().StringVar(&text, "text", "", "words, id, waybill or SKU to search for")
	cmd.Flags().StringVar(&order, "order", "", "settlements of one order, by its id")
	return cmd
}

// eachRow pages through a list until limit rows were given to emit.
func eachRow(cmd *cobra.Command, d *desk.Desk, kind, text, order string, limit int, emit func(any) error) error {
	ctx, s := cmd.Context(), d.Store
	switch kind {
	case "orders":
		return pages(limit, emit, func(n int, cur string) ([]domain.OrderRow, string, error) {
			p, err := s.ListOrders(ctx, domain.OrderQuery{Text: text, Limit: n, Cursor: cur})
			return p.Items, p.Next, err
		})
	case "aftersales":
		return pages(limit, emit, func(n int, cur string) ([]domain.AfterSaleRow, string, error) {
			p, err := s.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all", Text: text, Limit: n, Cursor: cur})
			return p.Items, p.Next, err
		})
	case "reviews":
		return pages(limit, emit, func(n int, cur string) ([]domain.Review, string, error) {
			p, err := s.ListReviews(ctx, domain.ReviewQuery{Text: text, Limit: n, Cursor: cur})
			return p.Items, p.Next, err
		})
	case "parcels":
		return pages(limit, emit, func(n int, cur string) ([]domain.Parcel, string, error) {
			p, err := s.ListParcels(ctx, domain.ParcelQuery{Text: text, Limit: n, Cursor: cur})
			return p.Items, p.Next, err
		})
	case "settlements":
		return pages(limit, emit, func(n int, cur string) ([]domain.StatementLine, string, error) {
			p, err := s.ListStatements(ctx, domain.StatementQuery{OrderID: order, Limit: n, Cursor: cur})
			return p.Items, p.Next, err
		})
	case "evidence":
		return pages(limit, emit, func(n int, cur string) ([]domain.EvidenceRow, string, error) {
			p, err := s.ListEvidence(ctx, domain.EvidenceQuery{Text: text, Limit: n, Cursor: cur})
			return p.Items, p.Next, err
		})
	}
	return pages(limit, emit, func(n int, cur string) ([]domain.FindingRow, string, error) {
		p, err := s.ListFindings(ctx, domain.FindingQuery{Limit: n, Cursor: cur})
		return p.Items, p.Next, err
	})
}

func pages[T any](limit int, emit func(any) error, page func(n int, cursor string) ([]T, string, error)) error {
	cursor := ""
	for limit > 0 {
		items, next, err := page(min(limit, 500), cursor)
		if err != nil {
			return err
		}
		for _, it := range items {
			if err := emit(it); err != nil {
				return err
			}
		}
		if limit -= len(items); next == "" || len(items) == 0 {
			return nil
		}
		cursor = next
	}
	return nil
}
