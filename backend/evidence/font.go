package evidence

import (
	_ "embed"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"afterdesk/backend/domain"
)

//go:embed font/NotoSansSC-Regular.ttf.zst
var packedFont []byte

// missingGlyph stands for a character that the font lacks (geta mark, U+3013).
const missingGlyph = '〓'

// typeface measures text and knows which characters the pack's font has. It is made
// per pack: 10 MB of font are not worth keeping between two packs.
type typeface struct {
	data    []byte
	font    *sfnt.Font
	buf     sfnt.Buffer
	em      float64
	widths  map[rune]float64 // in em
	missing map[rune]bool
}

func openTypeface() (*typeface, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("open font: %w", err))
	}
	defer d.Close()
	data, err := d.DecodeAll(packedFont, nil)
	if err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("unpack font: %w", err))
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("read font: %w", err))
	}
	return &typeface{data: data, font: f, em: float64(f.UnitsPerEm()), widths: map[rune]float64{}, missing: map[rune]bool{}}, nil
}

// width returns the advance of r in em; 0 with ok false for a character that the
// font lacks.
func (t *typeface) width(r rune) (w float64, ok bool) {
	if w, ok := t.widths[r]; ok {
		return w, true
	}
	if t.missing[r] {
		return 0, false
	}
	g, err := t.font.GlyphIndex(&t.buf, r)
	if err != nil || g == 0 || r > 0xFFFF {
		t.missing[r] = true
		return 0, false
	}
	a, err := t.font.GlyphAdvance(&t.buf, g, fixed.I(int(t.em)), font.HintingNone)
	if err != nil {
		t.missing[r] = true
		return 0, false
	}
	w = float64(a) / 64 / t.em
	t.widths[r] = w
	return w, true
}
