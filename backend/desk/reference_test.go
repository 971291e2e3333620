package desk

import (
	"context"
	"testing"
)

func TestAReferenceFolderVerifies(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	if err := d.FillReference(ctx, demoOf(c, 400)); err != nil {
		t.Fatal(err)
	}
	n, err := d.Store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n["orders"] < 350 || n["after_sales"] == 0 || n["traces"] == 0 || n["reviews"] == 0 || n["evidence"] != 24 {
		t.Errorf("filled %v", n)
	}
	if r, err := d.VerifyFolder(ctx); err != nil || !r.OK || r.Checked != 24 {
		t.Errorf("%+v, %v", r, err)
	}
}
