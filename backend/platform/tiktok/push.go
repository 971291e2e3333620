package tiktok

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Push verifies a webhook delivery and says what may have changed. The signature
// carries no time, so an old delivery can be played again: it is a hint at most.
// The platform wants an empty 200 within three seconds, and 401 for a wrong
// signature (unauthorized).
func (c *Connector) Push(r platform.PushRequest) (platform.Pushed, error) {
	want := SignPush(c.keys.Get("app_key"), c.keys.Get("app_secret"), r.Body)
	if !hmac.Equal([]byte(want), []byte(r.Header["authorization"])) {
		return platform.Pushed{}, domain.E(domain.CodeUnauthorized, errors.New("verify push"), "reason", "bad_signature")
	}
	var w wirePush
	if err := json.Unmarshal(r.Body, &w); err != nil || !w.Type.Set {
		return platform.Pushed{}, domain.E(domain.CodeInvalid, errors.New("read push"), "field", "type")
	}
	hint := platform.Hint{Topic: strconv.FormatInt(w.Type.N, 10)}
	switch w.Type.N {
	case 1, 3, 4: // order status, address, package
		hint.Stream, hint.RemoteID = platform.StreamOrders, w.Data.OrderID.ID()
	case 11:
		hint.Stream = platform.StreamAfterSales
		if id := w.Data.CancelID.ID(); id != "" {
			hint.RemoteID = cancelMark + id
		}
	case 12:
		hint.Stream, hint.RemoteID = platform.StreamAfterSales, w.Data.ReturnID.ID()
	default: // products, invoices, authorisation: no row of ours
		return platform.Pushed{}, nil
	}
	return platform.Pushed{Hints: []platform.Hint{hint}}, nil
}
