// Deskctl is the terminal door: the same house without a window. It builds
// without GTK and without Node, so a server, a test or a script can use it.
//
// With --json each verb prints one JSON object (query prints JSON lines);
// without it, short lines for people. Errors go to standard error as
// "error: code param=…" and the exit code is 1; a wrong call is 2.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// cli is what every verb needs: where the data lies and how to answer.
type cli struct {
	data string
	json bool
	out  io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot(os.Stdout)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		stop()
		var e *domain.Error
		if errors.As(err, &e) {
			os.Exit(1)
		}
		os.Exit(2)
	}
}

func newRoot(out io.Writer) *cobra.Command {
	c := &cli{out: out}
	root := &cobra.Command{Use: "deskctl", Short: "AfterDesk in a terminal", SilenceUsage: true, SilenceErrors: true, Version: desk.Version}
	root.PersistentFlags().StringVar(&c.data, "data", desk.Folder(), "data folder")
	root.PersistentFlags().BoolVar(&c.json, "json", false, "print JSON")
	root.AddCommand(c.demo(), c.simulate(), c.platforms(), c.shop(), c.sync(), c.act(), c.listen(), c.importFile(), c.evidence(), c.pack(), c.stamp(), c.verify(), c.backup(), c.restore(), c.query())
	return root
}

// open opens the data folder, asking for a passphrase on a machine without a
// keychain only when a verb needs a credential.
func (c *cli) open(ctx context.Context) (*desk.Desk, error) {
	return desk.Open(ctx, desk.Options{Dir: c.data, Passphrase: askPassphrase})
}

func askPassphrase(_ context.Context, create bool) (string, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return "", domain.E(domain.CodeUnauthorized, nil, "reason", "no_terminal_for_passphrase")
	}
	prompt := "Passphrase of the credential file: "
	if create {
		prompt = "No keychain here. Choose a passphrase for the credential file: "
	}
	fmt.Fprint(os.Stderr, prompt)
	text, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	return string(text), err
}

// with opens the data folder, runs fn and closes it, keeping the first error.
func (c *cli) with(ctx context.Context, fn func(d *desk.Desk) error) error {
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	err = fn(d)
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

// say prints v as one JSON object, or the line for people.
func (c *cli) say(v any, format string, args ...any) error {
	if c.json {
		return json.NewEncoder(c.out).Encode(v)
	}
	_, err := fmt.Fprintf(c.out, format+"\n", args...)
	return err
}
