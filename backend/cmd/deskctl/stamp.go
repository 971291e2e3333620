package main

import (
	"errors"
	"os"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"

	"github.com/spf13/cobra"
)

// stamp is about time-stamp authorities without a login; one with a password is added
// in the window, where it does not stay in a shell's history.
func (c *cli) stamp() *cobra.Command {
	cmd := &cobra.Command{Use: "stamp", Short: "time-stamp authorities (RFC 3161): only hashes are sent to them"}
	var name, root string
	add := &cobra.Command{Use: "add URL", Short: "add an authority; without --root its tokens are kept, not verified", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		a := domain.StampAuthority{Name: name, URL: args[0]}
		if a.Name == "" {
			a.Name = args[0]
		}
		if root != "" {
			text, err := os.ReadFile(root)
			if err != nil {
				return domain.E(domain.CodeInvalid, errors.New("root file cannot be read"), "field", "root")
			}
			a.Root = string(text)
		}
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			a, err := d.PutStamper(cmd.Context(), a, "")
			if err != nil {
				return err
			}
			return c.say(a, "%s\t%s", a.ID, a.URL)
		})
	}}
	add.Flags().StringVar(&name, "name", "", "name as people see it")
	add.Flags().StringVar(&root, "root", "", "PEM file of the authority's root certificate")
	remove := &cobra.Command{Use: "remove ID", Short: "forget an authority; its tokens stay", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error { return d.RemoveStamper(cmd.Context(), args[0]) })
	}}
	list := &cobra.Command{Use: "list", Short: "authorities, their last tokens and what waits", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			info, err := d.StampInfo(cmd.Context())
			if err != nil {
				return err
			}
			if c.json {
				return c.say(info, "")
			}
			for _, a := range info.Cards {
				last := "no token yet"
				if a.Last != nil {
					last = a.Last.At.String()
				}
				if err := c.say(nil, "%s\t%s\t%s\t%d tokens\t%d waiting %s", a.Authority.ID, a.Authority.URL, last, a.Count, a.Waiting, a.Why); err != nil {
					return err
				}
			}
			return nil
		})
	}}
	now := &cobra.Command{Use: "now ID", Short: "have an authority stamp the newest head", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.with(cmd.Context(), func(d *desk.Desk) error {
			s, err := d.StampNow(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return c.say(s, "%s\t%s\t%d records\tverified=%t", s.At, s.Signer, s.Size, s.Verified)
		})
	}}
	cmd.AddCommand(add, remove, list, now)
	return cmd
}
