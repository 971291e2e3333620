package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func (c *cli) shop() *cobra.Command {
	cmd := &cobra.Command{Use: "shop", Short: "connect and list shops"}
	cmd.AddCommand(c.shopAdd(), c.shopList(), c.shopWrites(), c.shopConfirm())
	return cmd
}

func (c *cli) shopAdd() *cobra.Command {
	var r domain.ConnectRequest
	var currency, zone string
	var set map[string]string
	add := &cobra.Command{Use: "add", Short: "connect a shop, or add one that is fed by files (--platform sheet)", Args: cobra.NoArgs,
		Long: "Keys that are no secret are given by --set name=value; `platforms` lists their names. Each secret is read from the terminal, or from a line\n" +
			"of its own of standard input in the order of `platforms`, never from a flag: flags are visible to other programs.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd.Context(), func(d *desk.Desk) error {
				if r.Platform == "sheet" {
					shop, err := d.AddFileShop(cmd.Context(), r.Name, currency, zone)
					if err != nil {
						return err
					}
					return c.say(shop, "shop %s added: %s", shop.ID, shop.Name)
				}
				fields, err := fieldsOf(r.Platform)
				if err != nil {
					return err
				}
				if r.Credentials, err = readKeys(fields, set, cmd.InOrStdin()); err != nil {
					return err
				}
				shop, err := d.ConnectShop(cmd.Context(), r)
				if err != nil {
					return err
				}
				return c.say(shop, "shop %s added: %s", shop.ID, shop.Name)
			})
		}}
	f := add.Flags()
	f.StringVar(&r.Platform, "platform", "doudian", "platform, or sheet for a shop fed by files")
	f.StringVar(&r.Name, "name", "", "name")
	f.StringVar(&r.ShipProvince, "ship-province", "", "province that parcels start from")
	f.StringToStringVar(&set, "set", nil, "a key of the platform that is no secret, name=value")
	f.StringVar(&currency, "currency", "CNY", "currency of a file shop")
	f.StringVar(&zone, "zone", "Asia/Shanghai", "time zone of a file shop")
	return add
}

// fieldsOf lists what a platform asks for; invalid (field platform) for one that
// nobody knows.
func fieldsOf(platformID string) ([]domain.CredentialField, error) {
	for _, p := range desk.Platforms() {
		if p.Platform == platformID {
			return p.Fields, nil
		}
	}
	return nil, domain.E(domain.CodeInvalid, nil, "field", "platform")
}

// readKeys joins the keys that were set with the secrets that are typed. invalid
// (field) for a key that the platform does not have, or a secret that was set.
func readKeys(fields []domain.CredentialField, set map[string]string, in io.Reader) (map[string]string, error) {
	out := map[string]string{}
	for name, v := range set {
		i := slices.IndexFunc(fields, func(f domain.CredentialField) bool { return f.Name == name && !f.Secret })
		if i < 0 {
			return nil, domain.E(domain.CodeInvalid, nil, "field", name, "reason", "not_a_plain_key")
		}
		out[name] = v
	}
	fd := int(os.Stdin.Fd())
	asks := in == os.Stdin && term.IsTerminal(fd)
	lines := bufio.NewScanner(in)
	for _, f := range fields {
		if !f.Secret {
			continue
		}
		text := ""
		if asks {
			fmt.Fprintf(os.Stderr, "%s: ", f.Name)
			b, err := term.ReadPassword(fd)
			fmt.Fprintln(os.Stderr)
			if err != nil {
				return nil, domain.E(domain.CodeInvalid, err, "field", f.Name)
			}
			text = string(b)
		} else if lines.Scan() {
			text = lines.Text()
		}
		if text = strings.TrimSpace(text); text != "" {
			out[f.Name] = text
		} else if f.Required {
			return nil, domain.E(domain.CodeInvalid, nil, "field", f.Name, "reason", "missing")
		}
	}
	return out, nil
}

func (c *cli) shopList() *cobra.Command {
	return &cobra.Command{Use: "list", Short: "list shops", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			shops, err := d.Store.ListShops(cmd.Context())
			if err != nil {
				return err
			}
			for _, s := range shops {
				if err := c.say(s, "%s\t%s\t%s\t%s", s.ID, s.Platform, s.State, s.Name); err != nil {
					return err
				}
			}
			return nil
		})
	}}
}

func (c *cli) shopWrites() *cobra.Command {
	return &cobra.Command{Use: "writes SHOP on|off", Short: "turn a shop's write switch; off makes every act a dry run", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[1] != "on" && args[1] != "off" {
				return domain.E(domain.CodeInvalid, nil, "field", "switch")
			}
			return c.with(cmd.Context(), func(d *desk.Desk) error {
				if err := d.SetWrites(cmd.Context(), args[0], args[1] == "on"); err != nil {
					return err
				}
				return c.say(map[string]string{"shop": args[0], "writes": args[1]}, "writes of %s are %s", args[0], args[1])
			})
		}}
}

func (c *cli) shopConfirm() *cobra.Command {
	return &cobra.Command{Use: "confirm SHOP ABILITY", Short: "try an ability that is in doubt with one harmless call", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.with(cmd.Context(), func(d *desk.Desk) error {
				shop, err := d.ConfirmAbility(cmd.Context(), args[0], args[1])
				if err != nil {
					return err
				}
				return c.say(shop, "%s of %s answered as expected", args[1], shop.ID)
			})
		}}
}

// act queues acts and sends what waits.
func (c *cli) act() *cobra.Command {
	var r domain.ActRequest
	var note, kind string
	cmd := &cobra.Command{Use: "act KIND ID…", Short: "act on cases, orders (ship) or reviews (reply_review) through the outbox", Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, r.IDs = args[0], args[1:]
			r.Kind, r.Note = domain.ActKind(kind), domain.Private(note)
			return c.with(cmd.Context(), func(d *desk.Desk) error { return c.actOnce(cmd.Context(), d, r) })
		}}
	f := cmd.Flags()
	f.StringVar(&r.Reason, "reason", "", "reason of a refusal")
	f.StringVar(&r.ReasonCode, "reason-code", "", "the platform's code of that reason")
	f.StringVar(&note, "note", "", "remark, reply or statement")
	f.StringVar(&r.AddressID, "address", "", "the platform's id of the return address")
	f.StringVar(&r.Waybill, "waybill", "", "waybill of a shipment")
	f.StringVar(&r.CarrierCode, "carrier", "", "the platform's code of the courier company")
	f.StringSliceVar(&r.EvidenceIDs, "proof", nil, "evidence that goes along, by id")
	return cmd
}

func (c *cli) actOnce(ctx context.Context, d *desk.Desk, r domain.ActRequest) error {
	acts, err := d.Acts.Queue(ctx, r, d.Operator(ctx))
	if err != nil {
		return err
	}
	_, ferr := d.FlushActs(ctx)
	for _, a := range acts {
		now, err := d.Store.GetAct(ctx, a.ID)
		if err != nil {
			return err
		}
		if err := c.say(now, "%s\t%s\t%s\t%s\t%s", now.ID, now.Kind, now.State, now.Code, now.Params["reason"]); err != nil {
			return err
		}
	}
	return ferr
}
