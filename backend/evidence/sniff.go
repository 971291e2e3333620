package evidence

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// sniffBytes is how much of a file's beginning decides what it is.
const sniffBytes = 4096

// unknownType is the media type of bytes that nothing here recognises.
const unknownType = "application/octet-stream"

var magics = []struct {
	at    int
	bytes string
	kind  string
}{
	{0, "\xff\xd8\xff", "image/jpeg"},
	{0, "\x89PNG\r\n\x1a\n", "image/png"},
	{0, "GIF87a", "image/gif"},
	{0, "GIF89a", "image/gif"},
	{0, "BM", "image/bmp"},
	{0, "II*\x00", "image/tiff"},
	{0, "MM\x00*", "image/tiff"},
	{0, "%PDF-", "application/pdf"},
	{0, "PK\x03\x04", "application/zip"},
	{0, "PK\x05\x06", "application/zip"},
	{0, "\x1a\x45\xdf\xa3", "video/webm"},
	{0, "OggS", "audio/ogg"},
	{0, "fLaC", "audio/flac"},
	{0, "ID3", "audio/mpeg"},
	{0, "\xff\xfb", "audio/mpeg"},
	{0, "#!AMR", "audio/amr"},
	{0, "\x1f\x8b\x08", "application/gzip"},
	{0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"},
	{0, "Rar!\x1a\x07", "application/vnd.rar"},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"},
}

// brands of ISO media files (ftyp) that are not plain MP4.
var brands = map[string]string{
	"heic": "image/heic", "heix": "image/heic", "heim": "image/heic", "heis": "image/heic", "hevc": "image/heic", "hevx": "image/heic",
	"mif1": "image/heif", "msf1": "image/heif", "avif": "image/avif", "avis": "image/avif",
	"qt  ": "video/quicktime", "M4A ": "audio/mp4", "M4B ": "audio/mp4",
	"3gp4": "video/3gpp", "3gp5": "video/3gpp", "3gp6": "video/3gpp", "3gp7": "video/3gpp", "3gs7": "video/3gpp", "3ge6": "video/3gpp",
	"3g2a": "video/3gpp2", "3g2b": "video/3gpp2", "3g2c": "video/3gpp2",
}

// sniff names the media type of a file by its first bytes. Text that a browser
// could run (HTML, SVG) is text/plain: evidence is shown, never executed.
func sniff(head []byte) string {
	if len(head) >= 12 && string(head[:4]) == "RIFF" {
		switch string(head[8:12]) {
		case "WEBP":
			return "image/webp"
		case "AVI ":
			return "video/x-msvideo"
		case "WAVE":
			return "audio/wav"
		}
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		kind, ok := brands[string(head[8:12])]
		if kind == "image/heif" && bytes.Contains(head[12:min(len(head), 64)], []byte("heic")) {
			return "image/heic" // phones name the general brand first
		}
		if ok {
			return kind
		}
		return "video/mp4"
	}
	if len(head) >= 8 && isBoxName(string(head[4:8])) && head[0] == 0 {
		return "video/quicktime" // QuickTime files of old cameras start without ftyp
	}
	for _, m := range magics {
		if len(head) >= m.at+len(m.bytes) && string(head[m.at:m.at+len(m.bytes)]) == m.bytes {
			if m.kind == "image/bmp" && (len(head) < 18 || !bytes.Equal(head[6:10], []byte{0, 0, 0, 0})) {
				continue
			}
			return m.kind
		}
	}
	if isText(head) {
		return "text/plain"
	}
	return unknownType
}

func isBoxName(s string) bool {
	switch s {
	case "moov", "mdat", "wide", "free", "skip", "pnot":
		return true
	}
	return false
}

func isText(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if len(head) == 0 {
		return false
	}
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n <= 1 {
			return len(head) < utf8.UTFMax && !utf8.FullRune(head) // cut by sniffBytes
		}
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
		head = head[n:]
	}
	return true
}
