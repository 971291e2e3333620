package evidence

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/signintech/gopdf"

	"afterdesk/backend/domain"
)

// The page: A4 in points, origin at the top left.
const (
	pageW, pageH           = 595.28, 841.89
	marginX, marginTop     = 52.0, 56.0
	marginBottom           = 58.0
	textW                  = pageW - 2*marginX
	bodySize, smallSize    = 9.5, 8.0
	leading                = 1.5 // line height over font size
	family                 = "noto"
	ascent                 = 0.82 // baseline below the top of a line box of one em
	footerY                = pageH - 34
	minRest                = 40.0 // a heading is not left alone above less than this
	cellPad                = 4.0
	rowGap                 = 2.5
	captionGap, sectionGap = 6.0, 16.0
)

type shade struct{ r, g, b uint8 }

var (
	ink    = shade{31, 41, 55}
	muted  = shade{107, 114, 128}
	accent = shade{22, 78, 140}
	hair   = shade{221, 225, 231}
	tint   = shade{243, 246, 250}
)

// paper writes a PDF from top to bottom. The first error stops all further drawing and
// is returned by finish.
type paper struct {
	pdf   *gopdf.GoPdf
	face  *typeface
	note  func(r rune) // told of characters that the font lacks
	y     float64
	pages int
	err   error
}

func newPaper(face *typeface, title string, at domain.Instant, note func(rune)) *paper {
	p := &paper{pdf: &gopdf.GoPdf{}, face: face, note: note}
	p.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	p.pdf.SetInfo(gopdf.PdfInfo{Title: title, Creator: "AfterDesk", Producer: "AfterDesk", CreationDate: at.Time()})
	p.err = p.pdf.AddTTFFontData(family, face.data)
	p.page()
	return p
}

func (p *paper) do(err error) {
	if p.err == nil && err != nil {
		p.err = domain.E(domain.CodeInternal, fmt.Errorf("draw pack: %w", err))
	}
}

func (p *paper) page() {
	p.pdf.AddPage()
	p.pages++
	p.y = marginTop
}

// room starts a new page unless h points are left on this one.
func (p *paper) room(h float64) {
	if p.y+h > pageH-marginBottom && p.y > marginTop {
		p.page()
	}
}

// clean replaces characters that the font lacks and drops those that print nothing, so
// that nothing disappears without a trace.
func (p *paper) clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20 || r == 0x7f || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff || r >= 0xfe00 && r <= 0xfe0f:
			return -1
		}
		if _, ok := p.face.width(r); !ok {
			p.note(r)
			return missingGlyph
		}
		return r
	}, strings.ToValidUTF8(s, string(missingGlyph)))
}

func (p *paper) wrap(s string, size, width float64) []string {
	return breakLines(p.clean(s), func(r rune) float64 {
		w, _ := p.face.width(r)
		return w * size
	}, width)
}

func (p *paper) textWidth(s string, size float64) float64 {
	return measure(s, func(r rune) float64 { w, _ := p.face.width(r); return w * size })
}

// put draws one line with its top at y. The text must be clean.
func (p *paper) put(s string, x, y, size float64, c shade) {
	if p.err != nil || s == "" {
		return
	}
	p.do(p.pdf.SetFont(family, "", size))
	p.pdf.SetTextColor(c.r, c.g, c.b)
	p.pdf.SetXY(x, y+size*(leading-1)/2+size*ascent)
	p.do(p.pdf.Text(s))
}

// text draws a paragraph at the left edge, over pages if need be.
func (p *paper) text(s string, size float64, c shade) {
	for _, l := range p.wrap(s, size, textW) {
		p.room(size * leading)
		p.put(l, marginX, p.y, size, c)
		p.y += size * leading
	}
}

func (p *paper) rule(y float64, c shade) {
	p.pdf.SetStrokeColor(c.r, c.g, c.b)
	p.pdf.SetLineWidth(0.6)
	p.pdf.Line(marginX, y, pageW-marginX, y)
}

func (p *paper) box(x, y, w, h float64, c shade) {
	p.pdf.SetFillColor(c.r, c.g, c.b)
	p.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
}

// section starts a part with a heading and keeps it with what follows.
func (p *paper) section(title string) {
	p.room(sectionGap + 15*leading + minRest)
	if p.y > marginTop {
		p.y += sectionGap
	}
	p.put(p.clean(title), marginX, p.y, 14, accent)
	p.y += 14*leading + 2
	p.rule(p.y, accent)
	p.y += 7
}

func (p *paper) subhead(title string) {
	p.room(10.5*leading + minRest)
	p.y += 5
	for _, l := range p.wrap(title, 10.5, textW) {
		p.put(l, marginX, p.y, 10.5, ink)
		p.y += 10.5 * leading
	}
	p.y += 1
}

type fact struct{ label, value string }

// facts draws label and value pairs in one column.
func (p *paper) facts(list []fact, size float64) {
	labelW := 0.0
	for _, f := range list {
		labelW = math.Max(labelW, p.textWidth(p.clean(f.label), size))
	}
	labelW = math.Min(labelW+14, textW/3)
	for _, f := range list {
		lines := p.wrap(f.value, size, textW-labelW)
		for i, l := range lines {
			p.room(size*leading + rowGap)
			if i == 0 {
				p.put(p.clean(f.label), marginX, p.y, size, muted)
			}
			p.put(l, marginX+labelW, p.y, size, ink)
			p.y += size * leading
		}
		p.y += rowGap
	}
}

// table draws rows under a tinted head that is repeated on every page. widths are
// shares of the text width; a cell may be higher than a page.
func (p *paper) table(head []string, widths []float64, rows [][]string, size float64) {
	x := make([]float64, len(widths))
	w := make([]float64, len(widths))
	at := marginX
	for i, share := range widths {
		x[i], w[i] = at, share*textW
		at += w[i]
	}
	h := size * leading
	drawHead := func() {
		p.box(marginX, p.y, textW, h+4, tint)
		for i, t := range head {
			p.put(p.clean(t), x[i]+cellPad, p.y+2, size, muted)
		}
		p.y += h + 4 + rowGap
	}
	p.room(3 * h)
	drawHead()
	for _, row := range rows {
		cells := make([][]string, len(row))
		most := 1
		for i, t := range row {
			cells[i] = p.wrap(t, size, w[i]-2*cellPad)
			most = max(most, len(cells[i]))
		}
		if need := float64(most)*h + rowGap; need < pageH-marginTop-marginBottom-2*h && p.y+need > pageH-marginBottom {
			p.page()
			drawHead()
		}
		for n := range most {
			if p.y+h > pageH-marginBottom {
				p.page()
				drawHead()
			}
			for i := range cells {
				if n < len(cells[i]) {
					p.put(cells[i][n], x[i]+cellPad, p.y, size, ink)
				}
			}
			p.y += h
		}
		p.y += rowGap
		p.rule(p.y, hair)
		p.y += rowGap
	}
}

// image draws a picture within width and height, centred, and a thin frame.
func (p *paper) image(pic picture, maxW, maxH float64) {
	scale := math.Min(maxW/float64(pic.w), maxH/float64(pic.h))
	w, h := float64(pic.w)*scale, float64(pic.h)*scale
	x := marginX + (textW-w)/2
	if p.err != nil {
		return
	}
	holder, err := gopdf.ImageHolderByBytes(pic.data)
	if err != nil {
		p.do(err)
		return
	}
	p.do(p.pdf.ImageByHolder(holder, x, p.y, &gopdf.Rect{W: w, H: h}))
	p.pdf.SetStrokeColor(hair.r, hair.g, hair.b)
	p.pdf.SetLineWidth(0.6)
	p.pdf.RectFromUpperLeftWithStyle(x, p.y, w, h, "D")
	p.y += h
}

// finish draws the foot of every page and returns the PDF.
func (p *paper) finish(left, pageFormat string) ([]byte, error) {
	left = p.clean(left)
	for n := 1; n <= p.pages && p.err == nil; n++ {
		p.do(p.pdf.SetPage(n))
		p.rule(footerY-6, hair)
		p.put(left, marginX, footerY-3, smallSize, muted)
		right := p.clean(fmt.Sprintf(pageFormat, n, p.pages))
		p.put(right, pageW-marginX-p.textWidth(right, smallSize), footerY-3, smallSize, muted)
	}
	if p.err != nil {
		return nil, p.err
	}
	var b bytes.Buffer
	if _, err := p.pdf.WriteTo(&b); err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("write pdf: %w", err))
	}
	return b.Bytes(), nil
}
