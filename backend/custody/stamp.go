package custody

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strconv"

	"github.com/digitorus/timestamp"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/httpx"
)

// Files of a token in the folder stamps, named by the SHA-256 of the reply.
const (
	stampFolder  = "stamps"
	replySuffix  = ".tsr" // the authority's answer, as it came
	querySuffix  = ".tsq" // what it was asked
	rootSuffix   = ".pem" // the root that was pinned then; none without one
	maxStampFile = 1 << 20
)

// Authority is whom Stamp asks: a StampAuthority with its password.
type Authority struct {
	domain.StampAuthority
	Password string
}

// StampFiles are the bytes of a kept token.
type StampFiles struct {
	Reply []byte
	Query []byte
	Root  []byte // PEM; nil when no root was pinned
}

// Stamp asks an authority for a token over the head of the first size records, checks
// the answer, keeps it in files and logs their hashes. Only the head's SHA-256 and a
// random number leave the machine. Without a pinned root the token is kept with Verified
// false. Codes: corrupt (reason as for CheckToken; nothing is kept), those of httpx.Do,
// invalid (field size, root), unavailable for the disk.
func (l *Log) Stamp(ctx context.Context, client *httpx.Client, a Authority, size int64) (domain.Stamp, error) {
	head, err := l.HeadAt(size)
	if err != nil {
		return domain.Stamp{}, err
	}
	want := Want{Digest: sha256.Sum256([]byte(head.Note))}
	var roots *x509.CertPool
	if a.Root != "" {
		if roots, err = Roots(a.Root); err != nil {
			return domain.Stamp{}, err
		}
	}
	if want.Nonce, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64)); err != nil {
		return domain.Stamp{}, domain.E(domain.CodeInternal, fmt.Errorf("make nonce: %w", err))
	}
	want.Roots = roots
	query, err := (&timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: want.Digest[:], Certificates: true, Nonce: want.Nonce}).Marshal()
	if err != nil {
		return domain.Stamp{}, domain.E(domain.CodeInternal, fmt.Errorf("encode time-stamp query: %w", err))
	}
	asked := l.now()
	reply, err := askAuthority(ctx, client, a, query)
	if err != nil {
		return domain.Stamp{}, err
	}
	token, err := CheckToken(reply, want)
	if err != nil {
		return domain.Stamp{}, err
	}
	return l.keepStamp(ctx, domain.Stamp{AuthorityID: a.ID, Authority: a.Name, At: token.At, AskedAt: asked, Size: size,
		HeadHash: hex.EncodeToString(want.Digest[:]), Signer: token.Signer, Serial: token.Serial, Verified: roots != nil},
		StampFiles{Reply: reply, Query: query, Root: []byte(a.Root)})
}

// askAuthority sends a query by HTTP (RFC 3161 §3.4).
func askAuthority(ctx context.Context, client *httpx.Client, a Authority, query []byte) ([]byte, error) {
	return client.Do(ctx, httpx.Request{API: "timestamp." + a.ID, Purpose: "timestamp", Raw: true, Plain: a.User == "", Build: func() (httpx.Wire, error) {
		w := httpx.Wire{URL: a.URL, Body: query, Header: map[string]string{"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}}
		if a.User != "" {
			w.Header["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(a.User+":"+a.Password))
		}
		return w, nil
	}})
}

// keepStamp writes the files, then the record that names their hashes. A crash between
// leaves files that no record names; they were never acknowledged.
func (l *Log) keepStamp(ctx context.Context, s domain.Stamp, f StampFiles) (domain.Stamp, error) {
	s.ID = sumHex(f.Reply)
	dir := filepath.Join(l.dir, stampFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return s, fileError("make stamp folder", err)
	}
	fields := map[string]string{"authority": s.AuthorityID, "name": s.Authority, "stamped_at": strconv.FormatInt(int64(s.At), 10),
		"size": strconv.FormatInt(s.Size, 10), "head": s.HeadHash, "signer": s.Signer, "serial": s.Serial,
		"verified": strconv.FormatBool(s.Verified), "query": sumHex(f.Query)}
	files := map[string][]byte{replySuffix: f.Reply, querySuffix: f.Query}
	if len(f.Root) > 0 {
		files[rootSuffix], fields["root"] = f.Root, sumHex(f.Root)
	}
	for suffix, data := range files {
		if err := writeFileSync(filepath.Join(dir, s.ID+suffix), data, 0o600); err != nil {
			return s, err
		}
	}
	index, _, err := l.Append(ctx, Event{At: s.AskedAt, Kind: KindStamped, Subject: "sha256-" + s.ID, Fields: fields})
	if err != nil {
		return s, fmt.Errorf("log time stamp: %w", err)
	}
	s.LogIndex = index
	return s, nil
}

// StampOf reads the stamp that a record of KindStamped names.
func StampOf(r Record) domain.Stamp {
	num := func(key string) int64 { n, _ := strconv.ParseInt(r.Fields[key], 10, 64); return n }
	return domain.Stamp{ID: subjectHex(r.Subject), AuthorityID: r.Fields["authority"], Authority: r.Fields["name"], At: domain.Instant(num("stamped_at")),
		AskedAt: r.At, Size: num("size"), HeadHash: r.Fields["head"], Signer: r.Fields["signer"], Serial: r.Fields["serial"],
		Verified: r.Fields["verified"] == "true", LogIndex: r.Index}
}

func subjectHex(subject string) string {
	const prefix = "sha256-"
	if len(subject) != len(prefix)+2*sha256.Size || subject[:len(prefix)] != prefix {
		return ""
	}
	return subject[len(prefix):]
}

func sumHex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Stamps calls fn for every stamp that the log names from record from on. A log that
// never had a token is not read. Code: corrupt naming a record.
func (l *Log) Stamps(ctx context.Context, from int64, fn func(domain.Stamp) error) error {
	if _, err := os.Stat(filepath.Join(l.dir, stampFolder)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return l.Each(ctx, from, func(r Record) error {
		if r.Kind != KindStamped {
			return nil
		}
		return fn(StampOf(r))
	})
}

// StampFiles reads the files of the token that record index names and compares their
// hashes. Codes: not_found, corrupt (item names the file).
func (l *Log) StampFiles(index int64) (StampFiles, error) {
	r, err := l.Record(index)
	if err != nil {
		return StampFiles{}, err
	}
	if r.Kind != KindStamped {
		return StampFiles{}, domain.E(domain.CodeNotFound, errors.New("record is no time stamp"), "item", recordItem(index))
	}
	return readStamp(l.dir, r)
}

// readStamp reads and checks the files that a record of KindStamped names.
func readStamp(dir string, r Record) (f StampFiles, err error) {
	id := subjectHex(r.Subject)
	if _, err := hex.DecodeString(id); id == "" || err != nil {
		return f, damaged("changed", recordItem(r.Index), "record names no token")
	}
	for _, part := range []struct {
		suffix, sum string
		into        *[]byte
	}{{replySuffix, id, &f.Reply}, {querySuffix, r.Fields["query"], &f.Query}, {rootSuffix, r.Fields["root"], &f.Root}} {
		if part.sum == "" && part.suffix == rootSuffix {
			continue
		}
		item := "custody/" + stampFolder + "/" + id + part.suffix
		data, err := readLimited(filepath.Join(dir, stampFolder, id+part.suffix))
		if errors.Is(err, fs.ErrNotExist) {
			return f, damaged("missing", item, "a token's file is gone")
		}
		if err != nil {
			return f, damaged("unreadable", item, "a token's file cannot be read")
		}
		if sumHex(data) != part.sum {
			return f, damaged("changed", item, "a token's file is not the one that was logged")
		}
		*part.into = data
	}
	return f, nil
}

func readLimited(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if st.Size() > maxStampFile {
		return nil, errors.New("file is larger than a token")
	}
	return os.ReadFile(path)
}

// Believes reports whether a kept token holds under a root (PEM), now that there is one.
func (l *Log) Believes(s domain.Stamp, root string) bool {
	files, err := l.StampFiles(s.LogIndex)
	if err != nil {
		return false
	}
	var want Want
	sum, err := hex.DecodeString(s.HeadHash)
	if err != nil || copy(want.Digest[:], sum) != len(want.Digest) {
		return false
	}
	if want.Roots, err = Roots(root); err != nil {
		return false
	}
	_, err = CheckToken(files.Reply, want)
	return err == nil
}
