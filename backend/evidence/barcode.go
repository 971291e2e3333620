package evidence

import (
	"context"
	"image"
	"strings"
	"time"
	"unicode"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// codeSides are the picture sizes that are tried, in pixels of the longer side. A
// label photographed from arm's length is read at the first; a small label in a wide
// scene needs the second, a soft picture the third.
var codeSides = []int{1600, 2600, 1000}

// maxCode is the longest code text that is kept.
const maxCode = 200

// readCodes looks for one Code 128 and one QR code, upright and turned by 90°,
// until budget is spent. It never fails: no code is no code.
func readCodes(ctx context.Context, img image.Image, budget time.Duration) []string {
	stop, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	var out []string
	done := map[bool]bool{} // linear?
	seen := 0
	for _, side := range codeSides {
		g := grey(img, side)
		if g.Rect.Dx()*g.Rect.Dy() == seen {
			continue // the picture is smaller than both sizes
		}
		seen = g.Rect.Dx() * g.Rect.Dy()
		for _, turned := range []bool{false, true} {
			if turned {
				g = turnGrey(g)
			}
			for _, linear := range []bool{true, false} {
				if done[linear] || stop.Err() != nil || (turned && !linear) { // QR codes are found in any quarter turn
					continue
				}
				if text := readCode(g, linear); text != "" {
					done[linear] = true
					if len(out) == 0 || out[0] != text {
						out = append(out, text)
					}
				}
			}
			// A waybill is a Code 128; a lone QR code on a label may be an
			// advertisement, so only the linear code ends the search.
			if done[true] || stop.Err() != nil {
				return out
			}
		}
	}
	return out
}

// readCode tries one picture once. The library may panic on odd pictures.
func readCode(g *image.Gray, linear bool) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	w, h := g.Rect.Dx(), g.Rect.Dy()
	src, err := gozxing.NewPlanarYUVLuminanceSource(g.Pix, g.Stride, h, 0, 0, w, h, false)
	if err != nil {
		return ""
	}
	bmp, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(src))
	if err != nil {
		return ""
	}
	reader := qrcode.NewQRCodeReader()
	hints := map[gozxing.DecodeHintType]interface{}{}
	if linear {
		reader = oned.NewCode128Reader()
		hints[gozxing.DecodeHintType_TRY_HARDER] = true
	}
	res, err := reader.Decode(bmp, hints)
	if err != nil {
		return ""
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(res.GetText(), ""))
	text = strings.TrimSpace(text)
	if len(text) > maxCode {
		return ""
	}
	return text
}

// grey returns the brightness of img with its longer side at most limit.
func grey(img image.Image, limit int) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if side := max(w, h); side > limit {
		w, h = max(1, w*limit/side), max(1, h*limit/side)
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	if y, ok := img.(*image.YCbCr); ok {
		greyOfYCbCr(out, y)
		return out
	}
	if w == b.Dx() && h == b.Dy() {
		draw.Draw(out, out.Rect, img, b.Min, draw.Src)
		return out
	}
	draw.ApproxBiLinear.Scale(out, out.Rect, img, b, draw.Src, nil)
	return out
}

// greyOfYCbCr averages the luma of a JPEG over each pixel's area: thin bars keep
// their weight, which a sampling filter loses.
func greyOfYCbCr(out *image.Gray, src *image.YCbCr) {
	b := src.Bounds()
	w, h := out.Rect.Dx(), out.Rect.Dy()
	for y := range h {
		y0, y1 := y*b.Dy()/h, max((y+1)*b.Dy()/h, y*b.Dy()/h+1)
		for x := range w {
			x0, x1 := x*b.Dx()/w, max((x+1)*b.Dx()/w, x*b.Dx()/w+1)
			sum := 0
			for yy := y0; yy < y1; yy++ {
				at := src.YOffset(b.Min.X+x0, b.Min.Y+yy)
				for _, v := range src.Y[at : at+x1-x0] {
					sum += int(v)
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / ((y1 - y0) * (x1 - x0)))
		}
	}
}

func turnGrey(src *image.Gray) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			out.Pix[x*out.Stride+h-1-y] = src.Pix[y*src.Stride+x]
		}
	}
	return out
}
