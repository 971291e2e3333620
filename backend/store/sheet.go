package store

import (
	"context"

	"afterdesk/backend/domain"
)

// PutMapping saves a column mapping under its name.
func (t *Tx) PutMapping(ctx context.Context, m domain.SheetMapping) error {
	if m.Name == "" {
		return invalid("name", "mapping without a name")
	}
	body, err := toJSON(m)
	if err != nil {
		return err
	}
	t.Topic("imports")
	_, err = t.exec(ctx, `INSERT INTO sheet_mapping (name, body) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body`, m.Name, body)
	return err
}

// RemoveMapping forgets a mapping, or not_found.
func (t *Tx) RemoveMapping(ctx context.Context, name string) error {
	n, err := t.changed(ctx, `DELETE FROM sheet_mapping WHERE name = ?`, name)
	if err != nil {
		return err
	}
	if n == 0 {
		return notFound("mapping")
	}
	t.Topic("imports")
	return nil
}

// ListMappings returns the saved mappings by name.
func (s *Store) ListMappings(ctx context.Context) ([]domain.SheetMapping, error) {
	return bodies[domain.SheetMapping](ctx, s, `SELECT body FROM sheet_mapping ORDER BY name`)
}

// PutSheetRun writes down an import, new or gone on.
func (t *Tx) PutSheetRun(ctx context.Context, r domain.SheetRun) error {
	body, err := toJSON(r)
	if err != nil {
		return err
	}
	t.Topic("imports")
	_, err = t.exec(ctx, `INSERT INTO sheet_run (id, started_at, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, body = excluded.body`,
		r.ID, int64(r.StartedAt), body)
	return err
}

// ListSheetRuns returns imports, newest first.
func (s *Store) ListSheetRuns(ctx context.Context, limit int) ([]domain.SheetRun, error) {
	return bodies[domain.SheetRun](ctx, s, `SELECT body FROM sheet_run ORDER BY started_at DESC, id DESC LIMIT ?`, limitOf(limit))
}
