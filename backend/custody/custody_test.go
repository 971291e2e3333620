package custody

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"afterdesk/backend/domain"
)

func clock() domain.Instant { return 1_790_000_000_000 }

func openLog(t *testing.T, dir string) *Log {
	t.Helper()
	l, err := Open(dir, clock, nil)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func fill(t *testing.T, l *Log, n int) {
	t.Helper()
	for i := range n {
		if _, _, err := l.Append(context.Background(), Event{By: "李", Kind: KindAdded, Subject: fmt.Sprintf("sha256-%d", i),
			Fields: map[string]string{"name": "包裹<1>.jpg", "size": fmt.Sprint(i)}}); err != nil {
			t.Fatalf("append: %v", err)
		}
	}
}

// RFC 6962 vectors, computed by an independent program.
var treeRoots = []string{
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"45c7bdcd45db42b418f7c42663fbeb464c9f0a88980cbc31fdddd29d24f724ee",
	"d075b56a4adef62530a52839802802da518a21b5d0bf35eb05fea2b295a855fa",
	"d6a93c4b91bf4b5be4fae77b5be1439df69e7c7c38007eb704c299cd0e1057b1",
	"089f04182e8dcba54af7c39dd1c7d07cf6ff1a15bcb5784b236b4e9e85178dfa",
	"be86a57ed4ff3ab4bdeac05994ad169ef3a431e8991ed51f7c143b4d9f2f478e",
	"167ab22f16e64441b876c6d674bb36782d78178a5b5f44fb937110b8908fd996",
	"ac49bffc2e4b5dc0e6a0fc76b80860d2c23955b84d453db541134372e2c5a91f",
	"cec12395a3f3d7cc4d19a469f03b41f0a15b3a3167728474ab07bd4955a088b3",
}

func TestTheTreeIsThatOfRFC6962(t *testing.T) {
	for in, want := range map[string]string{
		"":  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"a": "022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c",
	} {
		if got := leafHash([]byte(in)).hex(); got != want {
			t.Errorf("leaf(%q) = %s", in, got)
		}
	}
	if got := hash(tlog.NodeHash(tlog.RecordHash(nil), tlog.RecordHash([]byte("a")))).hex(); got !=
		"688dc6244b041199e7ab4990df6340ce3dc14caa5cd5a0e1131addaa1209e1a6" {
		t.Errorf("node = %s", got)
	}
	var b builder
	var stored []tlog.Hash
	for n, want := range treeRoots {
		if got := hash(b.root()).hex(); got != want {
			t.Errorf("builder root of %d = %s", n, got)
		}
		root, err := tlog.TreeHash(int64(n), hashFile{extra: stored})
		if err != nil || hash(root).hex() != want {
			t.Errorf("stored root of %d = %s, %v", n, hash(root).hex(), err)
		}
		stored = append(stored, b.add(tlog.RecordHash(fmt.Appendf(nil, "record-%d", n)))...)
	}
	path, err := tlog.ProveRecord(7, 2, hashFile{extra: stored[:tlog.StoredHashCount(7)]})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"3553e2fd4b879cf5f4caa492148dea0fb452807344b114eea18199ff8bee78e5",
		"d075b56a4adef62530a52839802802da518a21b5d0bf35eb05fea2b295a855fa",
		"044bab588d04156ee9b18a3e7ef5e7b2d66da3d2b46f0b81ed4e7f2daf0bf842"}
	p := Proof{Index: 2, Size: 7, Leaf: leafHash([]byte("record-2")).hex(), Root: treeRoots[7]}
	for i, h := range path {
		p.Path = append(p.Path, hash(h).hex())
		if p.Path[i] != want[i] {
			t.Errorf("proof[%d] = %s", i, p.Path[i])
		}
	}
	if err := p.Check([]byte("record-2")); err != nil {
		t.Errorf("right record refused: %v", err)
	}
	if err := p.Check([]byte("record-3")); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("wrong record: %v", err)
	}
	p.Path[1] = p.Path[0]
	if err := p.Check([]byte("record-2")); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("wrong path: %v", err)
	}
}

func TestARecordIsProvedAndReadBackAfterReopening(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir)
	empty := l.Head()
	if empty.Size != 0 || empty.Root != treeRoots[0] {
		t.Fatalf("empty head %+v", empty)
	}
	fill(t, l, 13)
	five, err := l.HeadAt(5)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	l = openLog(t, dir)
	if got := l.Recovered(); len(got) != 0 {
		t.Errorf("a clean log was recovered: %v", got)
	}
	again, err := l.HeadAt(5)
	if err != nil || again != five {
		t.Errorf("head of 5 changed: %v %v", again, err)
	}
	if _, err := OpenHead(five.Note, l.VerifierKey()); err != nil {
		t.Errorf("own head: %v", err)
	}
	if _, err := OpenHead(strings.Replace(five.Note, "\n5\n", "\n6\n", 1), l.VerifierKey()); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("forged size: %v", err)
	}
	for i := range int64(13) {
		r, err := l.Record(i)
		if err != nil || r.Index != i || r.Subject != fmt.Sprintf("sha256-%d", i) || r.At != clock() {
			t.Fatalf("record %d: %+v %v", i, r, err)
		}
		for _, size := range []int64{i + 1, 13} {
			p, err := l.ProveAt(i, size)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Check(r.Line); err != nil {
				t.Errorf("proof %d of %d: %v", i, size, err)
			}
		}
	}
	path, err := l.ProveGrowth(5, 13)
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckGrowth(five, l.Head(), path); err != nil {
		t.Errorf("growth: %v", err)
	}
	other := l.Head()
	other.Root = treeRoots[3]
	if err := CheckGrowth(five, other, path); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("forged growth: %v", err)
	}
	if _, err := l.Record(13); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("record 13: %v", err)
	}
	n := int64(4)
	if err := l.Each(context.Background(), 4, func(r Record) error { n++; return nil }); err != nil || n != 13 {
		t.Errorf("each from 4 reached %d, %v", n, err)
	}
}

func TestAKeyGivenByTheCallerNeverLiesInTheFolder(t *testing.T) {
	dir := t.TempDir()
	priv := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	l, err := Open(dir, clock, fileKey(priv))
	if err != nil {
		t.Fatal(err)
	}
	fill(t, l, 2)
	_ = l.Close()
	if _, err := os.Stat(filepath.Join(dir, keyFile)); !os.IsNotExist(err) {
		t.Errorf("key file: %v", err)
	}
	if _, err := Open(dir, clock, fileKey(ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", 32))))); domain.CodeOf(err) != domain.CodeCorrupt {
		t.Errorf("another key continued the log: %v", err)
	}
	if h, err := CheckFolder(context.Background(), dir); err != nil || h.Size != 2 {
		t.Errorf("check by the public key: %+v %v", h, err)
	}
}

func TestWritingARecordAgainGivesTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := Event{At: domain.Instant(rapid.Int64().Draw(t, "at")), By: rapid.String().Draw(t, "by"), Kind: rapid.SampledFrom(Kinds).Draw(t, "kind"),
			Subject: rapid.String().Draw(t, "subject"), Fields: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "fields")}
		line, err := encode(7, e)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(line), "\n\r") {
			t.Fatal("a record holds a line break")
		}
		r, err := Decode(line)
		if err != nil || r.Index != 7 || string(r.Line) != string(line) {
			t.Fatalf("decode: %v", err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	line, _ := encode(1, Event{Kind: KindAdded, Subject: "x", Fields: map[string]string{"a": "b"}})
	f.Add(line)
	f.Add([]byte(`{"at":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Decode(b)
		if err == nil && string(r.Line) != string(b) {
			t.Fatal("decoded something else")
		}
	})
}
