package check

import (
	"context"

	"afterdesk/backend/domain"
)

// fileOnly is the platform of shops that are fed by files: they cannot be stale
// by missing a pull.
const fileOnly = "sheet"

// tokenSoon is how long before its end an access token is a task (SY-10).
const tokenSoon = 72 * domain.Hour

// staleShop asks: which shops' figures are older than they should be, and which
// tokens end soon?
func staleShop(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	_, shops, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	for _, s := range shops {
		examined++
		if one, ok := judgeShop(s, d.Settings(), d.Now()); ok {
			found = append(found, one)
		}
	}
	return found, examined, nil
}

// judgeShop finds the worst thing about one shop. A pull counts as late after
// three missed turns, and never before an hour.
func judgeShop(s domain.Shop, set domain.Settings, now domain.Instant) (domain.Finding, bool) {
	if s.State == domain.ShopPaused || s.Platform == fileOnly {
		return domain.Finding{}, false
	}
	out := finding("stale_shop", s.ID, domain.SubjectShop, s.ID)
	out.Params["shop"], out.Params["code"] = s.Name, string(s.LastError)
	asOf := s.DataAsOf
	if asOf.IsZero() {
		asOf = s.CreatedAt
	}
	late := max(3*domain.Instant(set.PullEveryMin)*domain.Minute, domain.Hour)
	switch {
	case s.State == domain.ShopUnauthorized:
		out.Severity, out.Since, out.DueAt, out.NextAct, out.Params["reason"] = domain.SeverityRed, asOf, asOf, "reauthorize", "unauthorized"
	case !s.TokenExpires.IsZero() && now >= s.TokenExpires:
		out.Severity, out.Since, out.DueAt, out.NextAct, out.Params["reason"] = domain.SeverityRed, s.TokenExpires-tokenSoon, s.TokenExpires, "reauthorize", "token_expired"
	case now-asOf >= late && set.PullEveryMin > 0:
		out.Severity, out.Since, out.DueAt, out.NextAct, out.Params["reason"] = domain.SeverityWarn, asOf, asOf+late, "retry_sync", "stale"
		if set.Offline {
			out.Params["reason"] = "offline"
		}
		if now-asOf >= domain.Day {
			out.Severity = domain.SeverityRed
		}
	case !s.TokenExpires.IsZero() && now >= s.TokenExpires-tokenSoon:
		out.Severity, out.Since, out.DueAt, out.NextAct, out.Params["reason"] = domain.SeverityWarn, s.TokenExpires-tokenSoon, s.TokenExpires, "reauthorize", "token_soon"
	default:
		return domain.Finding{}, false
	}
	return out, true
}
