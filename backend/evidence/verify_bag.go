package evidence

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
)

const (
	maxTagFile = 32 << 20 // a tag file that is read into memory
	hexSum     = 2 * sha256.Size
)

// bagReader reads the files of a pack, from a folder or a ZIP, one at a time.
type bagReader struct {
	names []string
	open  func(name string) (io.ReadCloser, int64, error)
	sums  map[string]string // what was read
}

func (b *bagReader) has(name string) bool {
	for _, n := range b.names {
		if n == name {
			return true
		}
	}
	return false
}

// verify compares every file with the manifests and every exhibit with its log record.
func (b *bagReader) verify(ctx context.Context, r *report) error {
	b.sums = map[string]string{}
	for _, name := range b.names {
		sum, n, err := b.hash(ctx, name)
		if ctx.Err() != nil {
			return err
		}
		r.Checked++
		r.Bytes += n
		if errors.Is(err, zip.ErrChecksum) {
			r.bad(name, whatChanged)
			continue
		}
		if err != nil {
			r.bad(name, whatUnreadable)
			continue
		}
		b.sums[name] = sum
	}
	listed := map[string]bool{tagsFile: true}
	b.compare(r, tagsFile, listed, func(name string) bool { return !strings.HasPrefix(name, dataFolder) && name != tagsFile })
	b.compare(r, manifestFile, listed, func(name string) bool { return strings.HasPrefix(name, dataFolder) })
	for _, name := range b.names {
		if !listed[name] {
			r.bad(name, whatExtra)
		}
	}
	b.verifyProofs(r)
	return nil
}

func (b *bagReader) hash(ctx context.Context, name string) (string, int64, error) {
	f, _, err := b.open(name)
	if err != nil {
		return "", 0, err
	}
	defer discardClose(f)
	h := sha256.New()
	n, err := copyCtx(ctx, h, f)
	if err != nil {
		return "", n, err
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}

// small reads a tag file whole; nil when it cannot be read.
func (b *bagReader) small(name string) []byte {
	f, _, err := b.open(name)
	if err != nil {
		return nil
	}
	defer discardClose(f)
	data, err := io.ReadAll(io.LimitReader(f, maxTagFile+1))
	if err != nil || len(data) > maxTagFile {
		return nil
	}
	return data
}

// compare checks the files that a manifest lists; belongs says which those may be.
func (b *bagReader) compare(r *report, manifest string, listed map[string]bool, belongs func(string) bool) {
	if !b.has(manifest) {
		r.bad(manifest, whatMissing)
		return
	}
	data := b.small(manifest)
	if len(data) > 0 && data[len(data)-1] != '\n' {
		r.bad(manifest, whatChanged)
	}
	sc := bufio.NewScanner(bytes.NewReader(data))
	for sc.Scan() {
		sum, name, ok := strings.Cut(sc.Text(), "  ")
		if !ok || len(sum) != hexSum || strings.Trim(sum, "0123456789abcdef") != "" || !safeName(name) || !belongs(name) || listed[name] {
			r.bad(manifest, whatChanged)
			continue
		}
		listed[name] = true
		switch got, read := b.sums[name]; {
		case !b.has(name):
			r.bad(name, whatMissing)
		case read && got != sum:
			r.bad(name, whatChanged)
		}
	}
	if sc.Err() != nil {
		r.bad(manifest, whatUnreadable)
	}
}

// verifyProofs ties every exhibit to the signed head. It is skipped when a file it
// needs is damaged: that file is named already.
func (b *bagReader) verifyProofs(r *report) {
	for _, name := range []string{proofsFile, headFile, keyFile, indexFile} {
		if !b.has(name) {
			r.bad(name, whatMissing)
			return
		}
	}
	head, err := custody.OpenHead(string(b.small(headFile)), string(b.small(keyFile)))
	if err != nil {
		r.bad(headFile, whatChanged)
		return
	}
	r.Head = head.Root
	var p packProofs
	if json.Unmarshal(b.small(proofsFile), &p) != nil {
		r.bad(proofsFile, whatChanged)
		return
	}
	if p.Root != head.Root || p.Size != head.Size {
		r.bad(proofsFile, whatChanged)
	}
	proved := map[string]bool{}
	for _, x := range p.Proofs {
		rec, err := custody.Decode([]byte(x.Record))
		if err != nil || x.Proof.Root != head.Root || x.Proof.Size != head.Size || rec.Index != x.Proof.Index || x.Proof.Check([]byte(x.Record)) != nil {
			r.bad(proofsFile, whatChanged)
			continue
		}
		if sum, ok := b.sums[x.File]; ok && "sha256-"+sum != rec.Subject {
			r.bad(x.File, whatChanged) // the manifest was made to fit, the log was not
		}
		proved[x.File] = true
	}
	for _, name := range b.names {
		if strings.HasPrefix(name, dataFolder) && !proved[name] {
			r.bad(name, whatExtra)
		}
	}
	b.verifyIndex(r)
	b.verifyStamps(r, head)
}

// verifyIndex compares what the index says of each file with the file.
func (b *bagReader) verifyIndex(r *report) {
	var ix packIndex
	if json.Unmarshal(b.small(indexFile), &ix) != nil {
		r.bad(indexFile, whatChanged)
		return
	}
	for _, x := range ix.Exhibits {
		if sum, ok := b.sums[x.File]; ok && sum != x.SHA256 {
			r.bad(indexFile, whatChanged)
		}
	}
}

// safeName reports whether a name from a pack may be used as a path below it.
func safeName(name string) bool {
	if name == "" || len(name) > 255 || path.IsAbs(name) || path.Clean(name) != name || strings.HasPrefix(name, "../") || name == ".." {
		return false
	}
	for _, r := range name {
		if r < 0x20 || r == '\\' || r == ':' || r == 0x7f {
			return false
		}
	}
	return true
}

// asInvalid names a pack that is refused before it is read.
func asInvalid(err error, reason string) error {
	return domain.E(domain.CodeInvalid, err, "field", "path", "reason", reason)
}
