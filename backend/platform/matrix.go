package platform

import (
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// Reasons why a capability is not enabled; their words live in the window.
const (
	NeedsCredentials = "credentials"          // nobody typed them yet
	NeedsReauthorise = "reauthorise"          // the token is dead
	NeedsWritesOn    = "writes_off"           // the shop's write switch is off
	NeedsConfirming  = "unconfirmed"          // published facts leave it in doubt; one live call settles it
	NeedsPublic      = "needs_public_address" // the platform pushes to a public HTTPS address only
)

// Cell overrides one ability of the matrix.
type Cell struct {
	State domain.CapabilityState
	Needs string
	Proof domain.CapabilityProof
}

// No is an ability that the platform does not offer, with the one reason.
func No(reason string) Cell { return Cell{State: domain.CapUnsupported, Needs: reason} }

// Doubtful is an ability that is off until a live call confirmed it.
func Doubtful(p domain.CapabilityProof) Cell {
	return Cell{State: domain.CapDisabled, Needs: NeedsConfirming, Proof: p}
}

// Yes is an ability that works, with what proves it.
func Yes(p domain.CapabilityProof) Cell { return Cell{State: domain.CapEnabled, Proof: p} }

// Matrix fills one shop's capability matrix: one state and at most one missing
// step each (SY-01). connected is false for a platform that is not connected.
// Every name of domain.Abilities must have a cell; a missing one is shown as
// unsupported for the reason "not_built", which the conformance suite refuses.
func Matrix(s domain.Shop, connected bool, cells map[string]Cell) []domain.Capability {
	out := make([]domain.Capability, 0, len(domain.Abilities))
	for _, name := range domain.Abilities {
		cell, ok := cells[name]
		if !ok {
			cell = No("not_built")
		}
		c := domain.Capability{Ability: name, State: cell.State, Needs: cell.Needs, Proof: cell.Proof}
		if (c.Needs == NeedsConfirming || c.Needs == NeedsPublic) && c.State == domain.CapDisabled && Confirmed(s, name) {
			c.State, c.Needs = domain.CapEnabled, ""
		}
		switch {
		case c.State == domain.CapUnsupported:
		case !connected:
			c.State, c.Needs = domain.CapDisabled, NeedsCredentials
		case s.State == domain.ShopUnauthorized:
			c.State, c.Needs = domain.CapDisabled, NeedsReauthorise
		case (name == "act" || name == "evidence_upload") && c.State == domain.CapEnabled && !s.WritesOn:
			c.State, c.Needs = domain.CapDisabled, NeedsWritesOn
		}
		out = append(out, c)
	}
	return out
}

// Confirmed reports whether a live call confirmed an ability of this shop.
func Confirmed(s domain.Shop, ability string) bool {
	return slices.Contains(strings.Split(s.Confirmed, ","), ability)
}

// Acts fills one shop's list of acts: State and Needs are set here, as Matrix
// does for the ability "act". An ability that comes with Needs keeps it: it is
// off for that reason.
func Acts(s domain.Shop, connected bool, list ...domain.ActAbility) []domain.ActAbility {
	out := make([]domain.ActAbility, 0, len(list))
	for _, a := range list {
		switch {
		case !connected:
			a.State, a.Needs = domain.CapDisabled, NeedsCredentials
		case s.State == domain.ShopUnauthorized:
			a.State, a.Needs = domain.CapDisabled, NeedsReauthorise
		case a.Needs == NeedsConfirming && !Confirmed(s, string(a.Kind)), a.Needs != "" && a.Needs != NeedsConfirming:
			a.State = domain.CapDisabled
		case !s.WritesOn:
			a.State, a.Needs = domain.CapDisabled, NeedsWritesOn
		default:
			a.State, a.Needs = domain.CapEnabled, ""
		}
		if a.Asks == nil {
			a.Asks = []string{}
		}
		if a.Proofs.MIME == nil {
			a.Proofs.MIME = []string{}
		}
		out = append(out, a)
	}
	return out
}
