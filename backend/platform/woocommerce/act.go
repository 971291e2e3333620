package woocommerce

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// acts says which writes the platform has: a note on the case's order that the
// buyer does not see. It is added each time it is sent.
func acts(s domain.Shop, connected bool) []domain.ActAbility {
	return platform.Acts(s, connected, domain.ActAbility{Kind: domain.ActRemark, Replay: domain.ReplayUnsafe, Asks: []string{"note"}})
}

// Act sends one act. The receipt is the note's id.
func (c *Connector) Act(ctx context.Context, wish platform.Call) (string, error) {
	act := wish.Act
	if act.Kind != domain.ActRemark {
		return "", platform.NoAct("no_such_act")
	}
	if act.Note == "" {
		return "", platform.Lacks("note")
	}
	order, _, ok := strings.Cut(wish.Case.RemoteID, "-")
	if !ok || !digits(order) {
		return "", platform.Lacks("id")
	}
	got, err := c.send(ctx, call{api: apiNote, purpose: "write", method: http.MethodPost, path: "/wc/v3/orders/" + order + "/notes",
		body: noteBody{Note: act.Note.Reveal()}})
	if err != nil {
		return "", err
	}
	var made struct {
		ID flex.Text `json:"id"`
	}
	if json.Unmarshal(got.body, &made) != nil || made.ID.ID() == "" {
		return "", domain.E(domain.CodeUnavailable, errors.New("read receipt"), "reason", "cut")
	}
	return made.ID.ID(), nil
}
