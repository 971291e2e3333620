package desk

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

func TestAChartIsKeptAsThePictureThatItWasAndNothingElseIs(t *testing.T) {
	ctx, c := t.Context(), newClock()
	d := open(t, t.TempDir(), c)
	var chart bytes.Buffer
	if err := png.Encode(&chart, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	path, err := d.ExportPicture(ctx, "favourable_rate", chart.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, chart.Bytes()) {
		t.Errorf("the file holds %d bytes (%v)", len(got), err)
	}
	if filepath.Dir(path) != filepath.Join(d.Dir, "exports") || !strings.HasPrefix(filepath.Base(path), "trend-favourable_rate-") {
		t.Errorf("kept as %s", path)
	}
	for _, bad := range []struct {
		name  string
		bytes []byte
		field string
	}{
		{"../../outside", chart.Bytes(), "name"},
		{"", chart.Bytes(), "name"},
		{"favourable_rate", []byte("<svg/>"), "picture"},
		{"favourable_rate", nil, "picture"},
		{"favourable_rate", append(bytes.Clone(pngMagic), make([]byte, maxPicture)...), "picture"},
	} {
		if _, err := d.ExportPicture(ctx, bad.name, bad.bytes); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "field") != bad.field {
			t.Errorf("%q with %d bytes: %v", bad.name, len(bad.bytes), err)
		}
	}
	files, err := os.ReadDir(filepath.Join(d.Dir, "exports"))
	if err != nil || len(files) != 1 {
		t.Errorf("%d files are left (%v)", len(files), err)
	}
	log, _, err := d.Store.ListAudit(ctx, 5, "")
	if err != nil || len(log) == 0 || log[0].What != "exported" || log[0].Params["file"] != filepath.Base(path) {
		t.Errorf("written down: %+v (%v)", log, err)
	}
}
