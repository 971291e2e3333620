package app

import (
	"context"
	"encoding/base64"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Trends slices rates and drills each number to its rows.
type Trends struct{ h *house }

// Table answers a trend question.
func (t *Trends) Table(q domain.TrendQuery) (domain.TrendTable, error) {
	return call(t.h, "trends.table", quick, func(ctx context.Context, d *desk.Desk) (domain.TrendTable, error) {
		return d.Insight.Trend(ctx, q)
	})
}

// Drill returns the rows behind one number.
func (t *Trends) Drill(q domain.DrillQuery) (domain.DrillPage, error) {
	return call(t.h, "trends.drill", quick, func(ctx context.Context, d *desk.Desk) (domain.DrillPage, error) {
		return d.Insight.Drill(ctx, q)
	})
}

// Metrics returns every metric's definitions, newest version first.
func (t *Trends) Metrics() ([]domain.MetricInfo, error) {
	return call(t.h, "trends.metrics", quick, func(context.Context, *desk.Desk) ([]domain.MetricInfo, error) {
		return desk.Metrics(), nil
	})
}

// Labels returns what a person reads for keys of a dimension.
func (t *Trends) Labels(dim string, keys []string) (map[string]string, error) {
	return call(t.h, "trends.labels", quick, func(ctx context.Context, d *desk.Desk) (map[string]string, error) {
		return d.Store.Labels(ctx, domain.Dimension(dim), keys)
	})
}

// ExportPicture keeps the chart that is on the screen, a PNG in base64, as a file
// and returns its path.
func (t *Trends) ExportPicture(metric, png string) (string, error) {
	return call(t.h, "trends.exportPicture", slow, func(ctx context.Context, d *desk.Desk) (string, error) {
		raw, err := base64.StdEncoding.DecodeString(png)
		if err != nil {
			return "", domain.E(domain.CodeInvalid, nil, "field", "picture")
		}
		return d.ExportPicture(ctx, metric, raw)
	})
}

// ExportTable writes a trend with its definitions to a file ("csv" or "xlsx")
// and returns its path.
func (t *Trends) ExportTable(q domain.TrendQuery, format string) (string, error) {
	return call(t.h, "trends.exportTable", slow, func(ctx context.Context, d *desk.Desk) (string, error) {
		return d.ExportTrend(ctx, q, format)
	})
}
