package app

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// maxRange caps one answer: the Windows web view keeps whole answers in memory,
// so a two-gigabyte clip must be asked for in pieces.
const maxRange = 4 << 20

func mediaRef(path string) (string, bool) {
	ref, ok := strings.CutPrefix(path, "/media/")
	return ref, ok && ref != ""
}

// serveMedia answers one request for evidence bytes. It never answers 304,
// which the Windows web view shows as an error.
func serveMedia(h *house, w http.ResponseWriter, r *http.Request, ref string) {
	ctx, d, err := h.get()
	if err != nil {
		http.Error(w, string(domain.CodeOf(err)), http.StatusServiceUnavailable)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "method", http.StatusMethodNotAllowed)
		return
	}
	f, kind, size, err := d.Evidence.OpenMedia(ctx, ref)
	if err != nil {
		status := http.StatusInternalServerError
		if code := domain.CodeOf(err); code == domain.CodeNotFound || code == domain.CodeInvalid {
			status = http.StatusNotFound
		}
		http.Error(w, string(domain.CodeOf(err)), status)
		return
	}
	defer f.Close()
	head := w.Header()
	head.Set("Content-Type", kind)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox")
	head.Set("Accept-Ranges", "bytes")
	head.Set("Cache-Control", "private, max-age=3600")
	from, to, partial, err := byteRange(r.Header.Get("Range"), size)
	if err != nil {
		head.Set("Content-Range", fmt.Sprintf("bytes */%d", size))
		http.Error(w, "range", http.StatusRequestedRangeNotSatisfiable)
		return
	}
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		http.Error(w, "seek", http.StatusInternalServerError)
		return
	}
	head.Set("Content-Length", strconv.FormatInt(to-from, 10))
	if partial {
		head.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, size))
		w.WriteHeader(http.StatusPartialContent)
	}
	if r.Method == http.MethodHead {
		return
	}
	if _, err := io.CopyN(w, f, to-from); err != nil && !errors.Is(err, io.EOF) {
		h.log.Warn("serve media", "err", err.Error())
	}
}

// byteRange reads one "bytes=a-b" range over size bytes and caps it at
// maxRange. Without a range the whole file is served; several ranges are
// served as the whole file, which RFC 9110 §14.2 allows.
func byteRange(header string, size int64) (from, to int64, partial bool, err error) {
	spec, ok := strings.CutPrefix(header, "bytes=")
	if !ok || strings.Contains(spec, ",") {
		return 0, size, false, nil
	}
	a, b, ok := strings.Cut(spec, "-")
	if !ok {
		return 0, size, false, nil
	}
	bad := errors.New("range not satisfiable")
	if a == "" {
		n, err := strconv.ParseInt(b, 10, 64)
		if err != nil || n <= 0 {
			return 0, 0, false, bad
		}
		from, to = max(size-n, 0), size
	} else {
		if from, err = strconv.ParseInt(a, 10, 64); err != nil || from < 0 || from >= size {
			return 0, 0, false, bad
		}
		to = size
		if b != "" {
			end, err := strconv.ParseInt(b, 10, 64)
			if err != nil || end < from {
				return 0, 0, false, bad
			}
			to = min(end+1, size)
		}
	}
	return from, min(to, from+maxRange), true, nil
}
