package desk

import (
	"context"
	"testing"
)

func TestAReferenceFolderVerifies(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	if err := d.FillReference(ctx, demoOf(c, scaled(400, 150))); err != nil {
		t.Fatal(err)
	}
	n, err := d.Store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n["orders"] < int64(scaled(350, 120)) || n["after_sales"] == 0 || n["traces"] == 0 || n["reviews"] == 0 || n["evidence"] != 24 {
		t.Errorf("filled %v", n)
	}
	if r, err := d.VerifyFolder(ctx); err != nil || !r.OK || r.Checked != 24 {
		t.Errorf("%+v, %v", r, err)
	}
}
