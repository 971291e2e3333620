package main

import (
	"os"
	"path/filepath"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
	"afterdesk/backend/evidence"

	"github.com/spf13/cobra"
)

func (c *cli) evidence() *cobra.Command {
	cmd := &cobra.Command{Use: "evidence", Short: "bring proof in"}
	var order, waybill, afterSale, kind string
	add := &cobra.Command{Use: "add FILE…", Short: "take files into the vault and link them", Args: cobra.MinimumNArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			bad := 0
			var first error
			for _, path := range args {
				abs, err := filepath.Abs(path)
				if err != nil {
					return err
				}
				res, err := d.Evidence.Add(cmd.Context(), evidence.Offer{Path: abs, Source: domain.SourceCLI, Operator: d.Operator(cmd.Context()),
					OrderID: order, AfterSaleID: afterSale, Waybill: waybill, Kind: domain.EvidenceKind(kind)})
				if err != nil {
					if bad++; first == nil {
						first = err
					}
					res = domain.IntakeResult{Path: abs, Code: domain.CodeOf(err)}
				}
				if err := c.say(res, "%s\t%s\t%d links %s", res.ID, filepath.Base(path), len(res.Links), res.Code); err != nil {
					return err
				}
			}
			return first
		})
	}}
	f := add.Flags()
	f.StringVar(&order, "order", "", "order id")
	f.StringVar(&afterSale, "aftersale", "", "after-sales id")
	f.StringVar(&waybill, "waybill", "", "waybill")
	f.StringVar(&kind, "kind", "", "what the files show")
	cmd.AddCommand(add)
	return cmd
}

func (c *cli) pack() *cobra.Command {
	var id, out string
	cmd := &cobra.Command{Use: "pack", Short: "write the evidence pack of a case: PDF and ZIP", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			abs, err := filepath.Abs(out)
			if err != nil {
				return err
			}
			id, err := d.FindAfterSale(cmd.Context(), id)
			if err != nil {
				return err
			}
			pack, err := d.BuildPack(cmd.Context(), id, abs)
			if err != nil {
				return err
			}
			return c.say(pack, "%s\n%s\n%d exhibits", pack.PDFPath, pack.ZIPPath, pack.Exhibits)
		})
	}}
	cmd.Flags().StringVar(&id, "aftersale", "", "after-sales id, ours or the platform's")
	cmd.Flags().StringVar(&out, "out", ".", "folder")
	_ = cmd.MarkFlagRequired("aftersale")
	return cmd
}

func (c *cli) verify() *cobra.Command {
	return &cobra.Command{Use: "verify PATH", Short: "verify a pack, an extracted pack or a data folder", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		rep, err := verifyPath(cmd, args[0])
		if err != nil {
			return err
		}
		if err := c.say(rep, "%s: %d items, %d bytes checked, ok=%t", rep.Kind, rep.Checked, rep.Bytes, rep.OK); err != nil {
			return err
		}
		for _, p := range rep.Damaged {
			cmd.PrintErrf("damaged: %s (%s)\n", p.Item, p.What)
		}
		if !rep.OK {
			item := ""
			if len(rep.Damaged) > 0 {
				item = rep.Damaged[0].Item
			}
			return domain.E(domain.CodeCorrupt, nil, "item", item)
		}
		return nil
	}}
}

// verifyPath verifies a data folder when path is one, else a pack or a file. A
// pack needs no data folder at all: the verifier stands on its own.
func verifyPath(cmd *cobra.Command, path string) (domain.VerifyReport, error) {
	ctx := cmd.Context()
	if _, err := os.Stat(filepath.Join(path, "afterdesk.db")); err != nil {
		return evidence.VerifyPack(ctx, path)
	}
	d, err := desk.Open(ctx, desk.Options{Dir: path})
	if err != nil {
		if domain.CodeOf(err) == domain.CodeCorrupt {
			return domain.VerifyReport{Kind: "folder", Damaged: []domain.VerifyProblem{{Item: domain.ParamOf(err, "item"), What: "unreadable"}}}, nil
		}
		return domain.VerifyReport{}, err
	}
	rep, err := d.VerifyFolder(ctx)
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return rep, err
}

func (c *cli) backup() *cobra.Command {
	return &cobra.Command{Use: "backup DIR", Short: "write a verified backup, evidence included", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			b, err := d.BackupTo(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return c.say(b, "%s: %d orders, %d cases, %d evidence files, restore drill %d ms", b.Path, b.Orders, b.Cases, b.Evidence, b.DrillMs)
		})
	}}
}

func (c *cli) restore() *cobra.Command {
	return &cobra.Command{Use: "restore DIR", Short: "put a backup in place of the data folder's book; the old one is kept beside it", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		abs, err := filepath.Abs(args[0])
		if err != nil {
			return err
		}
		if err := desk.Restore(cmd.Context(), c.data, abs); err != nil {
			return err
		}
		return c.say(map[string]any{"restored": abs, "data": c.data}, "restored %s into %s", abs, c.data)
	}}
}
