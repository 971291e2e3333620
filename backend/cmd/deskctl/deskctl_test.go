package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// run executes one call of deskctl in this process and returns what it printed.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	root := newRoot(&out)
	root.SetArgs(args)
	root.SetErr(io.Discard)
	err := root.ExecuteContext(context.Background())
	return out.String(), err
}

func must(t *testing.T, args ...string) string {
	t.Helper()
	out, err := run(t, args...)
	if err != nil {
		t.Fatalf("deskctl %s: %v", strings.Join(args, " "), err)
	}
	return out
}

func TestDemoPacksVerifyAndOneChangedByteIsNamed(t *testing.T) {
	orders := "900"
	if testing.Short() { // the race detector's size
		orders = "300"
	}
	data := filepath.Join(t.TempDir(), "data")
	var rep demoReport
	if err := json.Unmarshal([]byte(must(t, "demo", "--data", data, "--orders", orders, "--days", "30", "--seed", "3", "--json")), &rep); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"orders", "aftersales", "reviews", "parcels", "evidence", "findings"} {
		if rep.Counts[what] == 0 {
			t.Errorf("no %s in %v", what, rep.Counts)
		}
	}
	for _, stage := range []string{"pull", "import", "evidence", "checks", "trends", "pack"} {
		if rep.Ms[stage] <= 0 {
			t.Errorf("stage %s has no time: %v", stage, rep.Ms)
		}
	}
	if len(rep.Packs) != 2 {
		t.Fatalf("packs %v", rep.Packs)
	}
	must(t, "verify", rep.Packs[1])
	must(t, "verify", data)

	again := must(t, "demo", "--data", data, "--orders", orders, "--days", "30", "--seed", "3", "--json")
	var second demoReport
	if err := json.Unmarshal([]byte(again), &second); err != nil || second.Counts["evidence"] != rep.Counts["evidence"] {
		t.Errorf("a second demo run: %v, was %v (%v)", second.Counts, rep.Counts, err)
	}

	damaged := filepath.Join(t.TempDir(), "pack.zip")
	name := flipOneByte(t, rep.Packs[1], damaged)
	_, err := run(t, "verify", damaged)
	if domain.CodeOf(err) != domain.CodeCorrupt || !strings.Contains(domain.ParamOf(err, "item"), name) {
		t.Errorf("damaged pack: %v, want %s named", err, name)
	}
	out, err := run(t, "query", "aftersales", "--data", data, "--limit", "3")
	if err != nil || strings.Count(out, "\n") != 3 {
		t.Errorf("query: %q %v", out, err)
	}
}

// flipOneByte copies a ZIP and changes one byte of its first payload file.
func flipOneByte(t *testing.T, from, to string) (name string) {
	t.Helper()
	r, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, part := range r.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if name == "" && strings.Contains(part.Name, "data/") && len(body) > 0 {
			name = filepath.Base(part.Name)
			body[len(body)/2] ^= 1
		}
		out, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestImportingAFileTwiceAddsNothing(t *testing.T) {
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "orders.csv")
	rows := "订单编号,商品名称,商家编码,数量,实付金额,下单时间,支付时间,订单状态\n" +
		"6900000000000000001,卫衣,SKU-1,1,119.00,2026-11-01 10:00:00,2026-11-01 10:01:00,已发货\n" +
		"6900000000000000002,短裤,SKU-2,2,59.80,2026-11-01 11:00:00,2026-11-01 11:01:00,已完成\n" +
		"6900000000000000003,裙子,SKU-3,1,不是金额,2026-11-01 12:00:00,2026-11-01 12:01:00,已完成\n"
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	var first, second domain.SheetRun
	if err := json.Unmarshal([]byte(must(t, "import", file, "--data", data, "--shop", "我的店", "--kind", "orders", "--json")), &first); err != nil {
		t.Fatal(err)
	}
	if first.Added != 2 || first.Bad != 1 || first.BadPath == "" {
		t.Errorf("first import %+v", first)
	}
	if err := json.Unmarshal([]byte(must(t, "import", file, "--data", data, "--shop", "我的店", "--kind", "orders", "--json")), &second); err != nil {
		t.Fatal(err)
	}
	if second.Added != 0 || second.Changed != 0 || second.Same != 2 {
		t.Errorf("second import %+v", second)
	}
	if out := must(t, "query", "orders", "--data", data); !strings.Contains(out, `"6900000000000000001"`) {
		t.Errorf("ids lost digits: %s", out)
	}
}

func TestASettlementStatementIsImportedAndQueriedByItsOrder(t *testing.T) {
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "statement.csv")
	// The merchant's console was renamed: a file in the presets folder is all it takes.
	rows := "流水,订单号,记账时刻,收支类型,入出金额,详情\n" +
		"9000000000000000001,3700000000000000001,2026-08-20 08:00:00,收入,119.00,\n" +
		"9000000000000000002,3700000000000000002,2026-08-20 08:00:00,支出,1.19,\n"
	own := "platform: wechat\nname: 微信小店 改名\nzone: Asia/Shanghai\ncurrency: CNY\nkinds:\n  settlements:\n    columns:\n      statement_id: [流水]\n      at: [记账时刻]\n      amount: [入出金额]\n"
	if err := errors.Join(os.MkdirAll(filepath.Join(data, "presets"), 0o700), os.WriteFile(file, []byte(rows), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, "import", file, "--data", data, "--shop", "我的店", "--kind", "settlements"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Fatalf("renamed columns without a preset: %v", err)
	}
	if err := os.WriteFile(filepath.Join(data, "presets", "wechat.yaml"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	var got domain.SheetRun
	if err := json.Unmarshal([]byte(must(t, "import", file, "--data", data, "--shop", "我的店", "--kind", "settlements", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Added != 2 || got.Bad != 0 {
		t.Errorf("import %+v", got)
	}
	var line domain.StatementLine
	if err := json.Unmarshal([]byte(must(t, "query", "settlements", "--data", data, "--limit", "1")), &line); err != nil {
		t.Fatal(err)
	}
	if out := must(t, "query", "settlements", "--data", data, "--order", line.OrderID); strings.Count(out, "\n") != 1 || !strings.Contains(out, line.Number) {
		t.Errorf("lines of %s: %s", line.OrderID, out)
	}
}

func TestBackupAndRestoreBringEverythingBack(t *testing.T) {
	dir := t.TempDir()
	data, other, copyTo := filepath.Join(dir, "data"), filepath.Join(dir, "other"), filepath.Join(dir, "usb")
	must(t, "demo", "--data", data, "--orders", "200", "--days", "20", "--json")
	must(t, "backup", copyTo, "--data", data)
	must(t, "restore", copyTo, "--data", other)
	must(t, "verify", other)
	want, got := must(t, "query", "evidence", "--data", data), must(t, "query", "evidence", "--data", other)
	if want != got || want == "" {
		t.Errorf("evidence differs after restore")
	}
}

func TestAWrongCallIsNamed(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if _, err := run(t, "query", "nonsense", "--data", data); err == nil {
		t.Error("an unknown list was accepted")
	}
	if _, err := run(t, "pack", "--aftersale", "s1.404", "--data", data, "--out", data); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("pack of nothing: %v", err)
	}
	if _, err := run(t, "import", filepath.Join(data, "missing.csv"), "--shop", "x", "--data", data); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("missing file: %v", err)
	}
}

// The README's table is what the connectors say of themselves.
func TestTheReadmesMatrixIsCurrent(t *testing.T) {
	var b strings.Builder
	if err := writeMatrix(&b, desk.Claims()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../../../README.md", "../../../README.zh-CN.md"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), b.String()) {
			t.Errorf("%s lacks this table (deskctl platforms --markdown):\n%s", name, b.String())
		}
	}
}

func TestKeysAreReadWithoutASecretInAFlag(t *testing.T) {
	fields := []domain.CredentialField{{Name: "app_key", Required: true}, {Name: "app_secret", Secret: true, Required: true}, {Name: "token", Secret: true}}
	got, err := readKeys(fields, map[string]string{"app_key": "k"}, strings.NewReader(" s \n"))
	if err != nil || got["app_key"] != "k" || got["app_secret"] != "s" || got["token"] != "" {
		t.Fatalf("%v %v", got, err)
	}
	for field, set := range map[string]map[string]string{"app_secret": {"app_secret": "s"}, "nonsense": {"nonsense": "1"}} {
		if _, err := readKeys(fields, set, strings.NewReader("s\n")); domain.ParamOf(err, "field") != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := readKeys(fields, nil, strings.NewReader("")); domain.ParamOf(err, "field") != "app_secret" {
		t.Errorf("no secret: %v", err)
	}
}
