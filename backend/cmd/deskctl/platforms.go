package main

import (
	"io"
	"strings"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
	"afterdesk/backend/station"

	"github.com/spf13/cobra"
)

// platforms lists what can be connected. With --markdown it prints the table of
// the README, which a test compares.
func (c *cli) platforms() *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{Use: "platforms", Short: "list platforms: their keys, what each can do and what that claim rests on", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if markdown {
				return writeMatrix(c.out, desk.Claims())
			}
			for _, p := range desk.Claims() {
				var keys []string
				for _, f := range p.Fields {
					key := f.Name
					if f.Secret {
						key += "*"
					}
					if !f.Required {
						key = "[" + key + "]"
					}
					keys = append(keys, key)
				}
				if err := c.say(p, "%s\t%s\t%s", p.Platform, p.AuthKind, strings.Join(keys, " ")); err != nil {
					return err
				}
			}
			return nil
		}}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print the table of the README")
	return cmd
}

// marks say what an ability's claim rests on.
var marks = map[domain.CapabilityProof]string{domain.ProofFixture: "F", domain.ProofSimulator: "S", domain.ProofServer: "R", domain.ProofLive: "L"}

// cell is one field of the README's table: what proves it, in brackets while
// one step is missing, "–" where the platform does not offer it.
func cell(c domain.Capability) string {
	switch c.State {
	case domain.CapUnsupported:
		return "–"
	case domain.CapDisabled:
		return "(" + marks[c.Proof] + ")"
	}
	return marks[c.Proof]
}

// writeMatrix prints platform × ability and, below each other, the acts.
func writeMatrix(w io.Writer, list []domain.PlatformInfo) error {
	var b strings.Builder
	b.WriteString("| platform |")
	for _, a := range domain.Abilities {
		b.WriteString(" " + strings.ReplaceAll(a, "_", " ") + " |")
	}
	b.WriteString(" acts |\n|" + strings.Repeat("---|", len(domain.Abilities)+2) + "\n")
	for _, p := range list {
		b.WriteString("| " + p.Platform + " |")
		for _, c := range p.Capabilities {
			b.WriteString(" " + cell(c) + " |")
		}
		var acts []string
		for _, a := range p.Acts {
			name := strings.ReplaceAll(string(a.Kind), "_", " ")
			if a.State == domain.CapDisabled {
				name = "(" + name + ")"
			}
			acts = append(acts, name)
		}
		b.WriteString(" " + strings.Join(acts, ", ") + " |\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// listen runs the house without a window: schedules, outbox and the door for
// platforms' deliveries, until it is interrupted.
func (c *cli) listen() *cobra.Command {
	var addr string
	cmd := &cobra.Command{Use: "listen", Short: "run schedules and take platforms' deliveries until interrupted", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd.Context(), func(d *desk.Desk) error {
				d.Start(cmd.Context())
				door := station.New(d)
				if err := door.Listen(addr); err != nil {
					return err
				}
				defer door.Close()
				if err := c.say(map[string]string{"listen": door.Addr()}, "deliveries: http://%s/push/SHOP", door.Addr()); err != nil {
					return err
				}
				<-cmd.Context().Done()
				return nil
			})
		}}
	cmd.Flags().StringVar(&addr, "listen", "127.0.0.1:8377", "loopback address")
	return cmd
}
