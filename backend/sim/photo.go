package sim

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"

	"afterdesk/backend/domain"
)

const (
	photoWidth  = 1280
	photoHeight = 960
)

// The shots that a packer takes of one parcel.
const (
	shotParcel = iota
	shotContents
	shotScale
	shotLabel
	shotKinds
)

var shotWords = [shotKinds]string{"打包", "内容", "称重", "面单"}

// EvidenceFiles draws n photographs into dir: parcels on a bench, contents,
// scales and labels of parcels with an after-sales case that were packed
// before until. Every label carries the waybill as Code 128; two names in three
// carry it too, the others are a camera's. EXIF holds the moment of the shot.
// It returns the paths in the order of drawing. unavailable: the folder cannot
// be written.
func (w *World) EvidenceFiles(dir string, n int, until domain.Instant) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("make folder: %w", err))
	}
	now := int64(until) / 1000
	out := make([]string, 0, n)
	bench := drawBench()
	camera := 2000 + int(w.cfg.Seed%500)
	shoot := func(l *life, p *parcel) error {
		d := w.dice(rollPhoto, l.day+1, l.idx*8+p.slot)
		shots := []int{shotParcel, shotLabel, shotScale, shotContents}[:2+d.n(3)]
		for k, shot := range shots {
			if len(out) >= n {
				return nil
			}
			camera++
			at := p.uploaded - 20*minute + int64(k)*40
			if p.back {
				at = p.signed + 30*minute + int64(k)*40
			}
			name := p.waybill() + "_" + shotWords[shot] + ".jpg"
			switch camera % 3 {
			case 0:
				name = "IMG_" + strconv.Itoa(camera) + ".jpg"
			case 1:
				name = shotWords[shot] + "-" + p.waybill() + "-" + strconv.Itoa(k+1) + ".jpg"
			}
			img := l.shot(bench, p, shot, at, &d)
			var b bytes.Buffer
			if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 78}); err != nil {
				return domain.E(domain.CodeInternal, fmt.Errorf("encode photo: %w", err))
			}
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, withExif(b.Bytes(), "PackCam 2", instant(at).In(w.loc)), 0o644); err != nil {
				return domain.E(domain.CodeUnavailable, fmt.Errorf("write photo: %w", err))
			}
			out = append(out, path)
		}
		return nil
	}
	return out, w.eachDisputed(now, func(l *life, p *parcel) (bool, error) {
		err := shoot(l, p)
		return err == nil && len(out) < n, err
	})
}

// eachDisputed visits parcels worth a photograph, newest days first: of orders
// with an open case, then of orders with any case, then the rest.
func (w *World) eachDisputed(now int64, fn func(*life, *parcel) (bool, error)) error {
	var l life
	for pass := range 3 {
		for d := w.dayOf(now); d >= 0; d-- {
			for i := range w.ordersOn(d) {
				w.live(&l, d, i, nil)
				worth := 2
				for k := range l.cases {
					c := &l.cases[k]
					switch s := c.at(now); {
					case s == nil:
					case c.ended > now:
						worth = 0
					default:
						worth = min(worth, 1)
					}
				}
				if worth != pass {
					continue
				}
				for k := range l.parcels {
					p := &l.parcels[k]
					if p.again || p.uploaded == 0 || p.uploaded > now || p.back && (p.signed == 0 || p.signed+hour > now) {
						continue
					}
					if more, err := fn(&l, p); err != nil || !more {
						return err
					}
				}
			}
		}
	}
	return nil
}

// drawBench paints the table once; every photograph starts from a copy.
func drawBench() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, photoWidth, photoHeight))
	for y := range photoHeight {
		grain := 0
		if y%97 < 3 {
			grain = -38
		}
		wave := int(mix(uint64(y/7)) % 9)
		for x := range photoWidth {
			v := grain + wave + int(mix(uint64(y/3*photoWidth+x/23))%13)
			i := img.PixOffset(x, y)
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = uint8(166+v), uint8(134+v), uint8(98+v), 255
		}
	}
	return img
}

func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	draw.Draw(img, r, &image.Uniform{c}, image.Point{}, draw.Src)
}

var (
	ink      = color.RGBA{20, 20, 24, 255}
	paper    = color.RGBA{250, 250, 247, 255}
	cardboxs = []color.RGBA{{196, 154, 108, 255}, {182, 141, 96, 255}, {205, 168, 124, 255}}
	clothes  = []color.RGBA{{60, 66, 94, 255}, {178, 60, 72, 255}, {226, 214, 196, 255}, {96, 122, 98, 255}, {32, 32, 36, 255}, {214, 180, 200, 255}}
)

// shot composes one photograph.
func (l *life) shot(bench *image.RGBA, p *parcel, shot int, at int64, d *dice) *image.RGBA {
	img := &image.RGBA{Pix: append([]byte(nil), bench.Pix...), Stride: bench.Stride, Rect: bench.Rect}
	switch shot {
	case shotLabel:
		l.label(img, image.Pt(190+d.n(40), 130+d.n(40)), 900, p)
	case shotContents:
		x := 120 + d.n(60)
		if p.hidden != "empty" {
			for i := p.first; i < max(p.last, p.first+1); i++ {
				c := clothes[(l.lines[min(i, len(l.lines)-1)].variant+i)%len(clothes)]
				fill(img, image.Rect(x, 180+20*i, x+330, 560+20*i), c)
				fill(img, image.Rect(x+110, 200+20*i, x+220, 216+20*i), paper)
				x += 210
			}
		}
		l.label(img, image.Pt(420, 600), 720, p)
	default:
		box := image.Rect(150+d.n(50), 150+d.n(40), 1130, 800)
		fill(img, box.Add(image.Pt(14, 14)), color.RGBA{120, 92, 62, 255})
		fill(img, box, one(d, cardboxs))
		fill(img, image.Rect(box.Min.X, 440, box.Max.X, 500), color.RGBA{214, 190, 140, 255})
		l.label(img, image.Pt(box.Min.X+80, box.Min.Y+60), 720, p)
		if shot == shotScale {
			l.scale(img, p)
		}
	}
	write(img, 24, photoHeight-30, 1, l.w.clock(instant(at)), paper)
	return img
}

// label draws the waybill's sticker with its bar code and some masked lines.
func (l *life) label(img *image.RGBA, at image.Point, width int, p *parcel) {
	h := 330
	r := image.Rect(at.X, at.Y, at.X+width, at.Y+h)
	fill(img, r, paper)
	code := p.waybill()
	m, err := oned.NewCode128Writer().Encode(code, gozxing.BarcodeFormat_CODE_128, 0, 1, nil)
	if err == nil {
		n := m.GetWidth()
		module := max((width-60)/n, 2)
		x0 := at.X + (width-n*module)/2
		for i := range n {
			if m.Get(i, 0) {
				fill(img, image.Rect(x0+i*module, at.Y+70, x0+(i+1)*module, at.Y+190), ink)
			}
		}
	}
	write(img, at.X+30, at.Y+50, 2, strings.ToUpper(couriers[p.courier].code), ink)
	write(img, at.X+30, at.Y+235, 2, code, ink)
	write(img, at.X+30, at.Y+275, 1, "TO  ***  "+l.b.maskedPhone()+"  "+provinces[p.to].code+"0101", ink)
	write(img, at.X+30, at.Y+305, 1, "ORDER "+l.lineID(0), ink)
}

// scale draws the display of a scale with the parcel's weight.
func (l *life) scale(img *image.RGBA, p *parcel) {
	grams := int64(120)
	if p.hidden != "empty" {
		for i := p.first; i < p.last; i++ {
			grams += l.w.goods[l.lines[i].product].grams * l.lines[i].qty
		}
	}
	fill(img, image.Rect(820, 820, 1220, 940), color.RGBA{40, 44, 48, 255})
	fill(img, image.Rect(840, 835, 1200, 925), color.RGBA{30, 58, 40, 255})
	text := fmt.Sprintf("%d.%03d kg", grams/1000, grams%1000)
	write(img, 870, 905, 4, text, color.RGBA{120, 255, 140, 255})
}

// write prints Latin text, each pixel of the bitmap face as a square.
func write(img *image.RGBA, x, y, size int, text string, c color.RGBA) {
	face := inconsolata.Bold8x16
	mask := image.NewAlpha(image.Rect(0, 0, 8*len(text)+2, 20))
	(&font.Drawer{Dst: mask, Src: image.Opaque, Face: face, Dot: fixed.P(0, 15)}).DrawString(text)
	for my := range 20 {
		for mx := range mask.Rect.Dx() {
			if mask.AlphaAt(mx, my).A > 90 {
				fill(img, image.Rect(x+mx*size, y+(my-15)*size, x+(mx+1)*size, y+(my-14)*size), c)
			}
		}
	}
}
