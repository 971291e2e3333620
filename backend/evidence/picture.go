package evidence

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // decoders of what phones, cameras and chats send
	_ "image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"afterdesk/backend/domain"
)

// pictureTypes are the media types that can be decoded here.
var pictureTypes = map[string]bool{"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true, "image/bmp": true}

// pictureSize reads a picture's dimensions without decoding it; zeros when it
// cannot be read.
func pictureSize(r io.Reader) (w, h int64) {
	defer func() {
		if recover() != nil {
			w, h = 0, 0
		}
	}()
	c, _, err := image.DecodeConfig(io.LimitReader(r, 8<<20))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return 0, 0
	}
	return int64(c.Width), int64(c.Height)
}

// heicSize reads the largest image extent (ispe box) of a HEIC, which holds tiles
// and thumbnails too. The library-free scan may miss it, it never fails.
func heicSize(r io.Reader) (w, h int64) {
	data, _ := io.ReadAll(io.LimitReader(r, 64<<10))
	for {
		i := bytes.Index(data, []byte("ispe"))
		if i < 0 || len(data) < i+16 {
			return w, h
		}
		x, y := int64(binary.BigEndian.Uint32(data[i+8:])), int64(binary.BigEndian.Uint32(data[i+12:]))
		if x > 0 && y > 0 && x < 1<<17 && y < 1<<17 && x*y > w*h {
			w, h = x, y
		}
		data = data[i+16:]
	}
}

// bigPixels is where a decode counts as big: only one of them runs at a time.
const bigPixels = 24_000_000

// decodePicture decodes a stored picture. Codes: unsupported for a type or size that
// is kept but not decoded (reason type or megapixels), corrupt for bytes
// that are not a picture after all.
func (d *Desk) decodePicture(ctx context.Context, id, mediaType string) (_ image.Image, err error) {
	if !pictureTypes[mediaType] {
		return nil, domain.E(domain.CodeUnsupported, errors.New("no decoder"), "reason", "type", "mediaType", mediaType)
	}
	f, _, err := d.d.Vault.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w, h := pictureSize(f)
	if w == 0 {
		return nil, domain.E(domain.CodeCorrupt, errors.New("not a picture"), "item", id)
	}
	// w*h cannot overflow: every decoder reads at most 32 bits for each side, but
	// two full 32-bit sides can, so compare by division.
	if limit := d.d.Settings().MaxImageMP * 1_000_000; w > limit/h {
		return nil, domain.E(domain.CodeUnsupported, errors.New("picture is too large to decode"), "reason", "megapixels")
	}
	release, err := d.admit(ctx, w*h > bigPixels)
	if err != nil {
		return nil, err
	}
	defer release()
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, domain.E(domain.CodeUnavailable, fmt.Errorf("read picture: %w", err))
	}
	defer func() {
		if r := recover(); r != nil {
			err = domain.E(domain.CodeCorrupt, errors.New("decoder gave up"), "item", id)
		}
	}()
	img, _, err := image.Decode(f)
	if err != nil {
		return nil, domain.E(domain.CodeCorrupt, fmt.Errorf("decode picture: %w", err), "item", id)
	}
	return img, nil
}

// admit waits for a place to decode in; big ones additionally for each other.
func (d *Desk) admit(ctx context.Context, big bool) (release func(), err error) {
	take := func(c chan struct{}) error {
		select {
		case c <- struct{}{}:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("wait to decode: %w", ctx.Err())
		}
	}
	if big {
		if err := take(d.big); err != nil {
			return nil, err
		}
	}
	if err := take(d.heavy); err != nil {
		if big {
			<-d.big
		}
		return nil, err
	}
	return func() {
		<-d.heavy
		if big {
			<-d.big
		}
	}, nil
}

// fit returns img upright (EXIF orientation applied), on white, with neither side
// above limit pixels. It never enlarges.
func fit(img image.Image, orientation, limit int) *image.RGBA {
	small := reduce(img, limit)
	b := small.Bounds()
	w, h := b.Dx(), b.Dy()
	if w > limit || h > limit {
		if w >= h {
			w, h = limit, max(1, h*limit/w)
		} else {
			w, h = max(1, w*limit/h), limit
		}
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	if w == b.Dx() && h == b.Dy() {
		draw.Draw(out, out.Bounds(), small, b.Min, draw.Over)
	} else if b.Dx() < 2*w {
		draw.ApproxBiLinear.Scale(out, out.Bounds(), small, b, draw.Over, nil) // below one half nothing is skipped
	} else {
		draw.BiLinear.Scale(out, out.Bounds(), small, b, draw.Over, nil)
	}
	return turn(out, orientation)
}

// reduce averages whole blocks of a large JPEG, which is most of the work of
// shrinking a phone picture and several times faster than a general filter. Other
// pictures are returned as they are.
func reduce(img image.Image, limit int) image.Image {
	src, ok := img.(*image.YCbCr)
	if !ok {
		return img
	}
	b := src.Bounds()
	k := max(b.Dx(), b.Dy()) / limit
	if k < 2 {
		return img
	}
	w, h := b.Dx()/k, b.Dy()/k
	if w == 0 || h == 0 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	// Chroma of one sample a block is enough: a block covers at least as much as
	// one chroma sample of 4:2:0.
	n := k * k
	for y := range h {
		row := out.Pix[y*out.Stride:]
		for x := range w {
			sum := 0
			base := src.YOffset(b.Min.X+x*k, b.Min.Y+y*k)
			for j := range k {
				for _, v := range src.Y[base+j*src.YStride : base+j*src.YStride+k] {
					sum += int(v)
				}
			}
			c := src.COffset(b.Min.X+x*k+k/2, b.Min.Y+y*k+k/2)
			r, g, bl := color.YCbCrToRGB(uint8(sum/n), src.Cb[c], src.Cr[c])
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = r, g, bl, 255
		}
	}
	return out
}

// turn applies an EXIF orientation (1–8, TIFF 6.0).
func turn(src *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	ow, oh := w, h
	if orientation >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range h {
		for x := range w {
			var tx, ty int
			switch orientation {
			case 2:
				tx, ty = w-1-x, y
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				tx, ty = x, h-1-y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[ty*out.Stride+4*tx:][:4], src.Pix[y*src.Stride+4*x:][:4])
		}
	}
	return out
}
