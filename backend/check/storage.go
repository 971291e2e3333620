package check

import (
	"context"
	"fmt"
	"strconv"

	"afterdesk/backend/domain"
)

// storage asks: is there room for tomorrow's evidence?
func storage(_ context.Context, d Deps) (found []domain.Finding, examined int64, err error) {
	if d.FreeBytes == nil {
		return nil, 0, nil
	}
	free, err := d.FreeBytes()
	if err != nil {
		return nil, 0, fmt.Errorf("read free space: %w", err)
	}
	if one, ok := judgeStorage(free, d.Settings().ReserveBytes); ok {
		found = append(found, one)
	}
	return found, 1, nil
}

// judgeStorage warns below twice the reserve and turns red below the reserve,
// where the vault refuses new files.
func judgeStorage(free, reserve int64) (domain.Finding, bool) {
	if reserve <= 0 || free/2 >= reserve {
		return domain.Finding{}, false
	}
	out := finding("storage", "", domain.SubjectSystem, "data_folder")
	out.Severity, out.NextAct = domain.SeverityWarn, "free_space"
	if free < reserve {
		out.Severity = domain.SeverityRed
	}
	out.Params["free"], out.Params["reserve"] = strconv.FormatInt(free, 10), strconv.FormatInt(reserve, 10)
	return out, true
}
