package check

import (
	"context"
	"fmt"
	"strconv"

	"afterdesk/backend/domain"
)

// unmappedValues asks: which words of a platform do we not know? Their cases
// stay open and their rows say "unknown" until somebody maps them (SY-04).
func unmappedValues(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	_, shops, err := platforms(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	for _, s := range shops {
		list, err := d.Store.ListUnmapped(ctx, s.ID)
		if err != nil {
			return nil, examined, fmt.Errorf("list unmapped: %w", err)
		}
		for _, u := range list {
			examined++
			if u.MappedTo != "" {
				continue
			}
			out := finding("unmapped_values", s.ID, domain.SubjectShop, s.ID)
			out.Key = "unmapped_values:" + s.ID + ":" + u.Field + ":" + u.Raw
			out.Severity, out.Since, out.NextAct = domain.SeverityWarn, u.FirstAt, "map_value"
			out.Params["field"], out.Params["raw"], out.Params["count"] = u.Field, u.Raw, strconv.FormatInt(u.Count, 10)
			found = append(found, out)
		}
	}
	return found, examined, nil
}
