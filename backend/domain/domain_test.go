package domain

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestParseMoneyReadsWhatConsolesExport(t *testing.T) {
	for _, c := range []struct {
		text, currency string
		want           int64
	}{
		{"119", "CNY", 11900}, {"119.5", "CNY", 11950}, {"¥1,234.56", "CNY", 123456}, {"￥0.01", "CNY", 1}, {"-3.20", "CNY", -320},
		{"１２．３０", "CNY", 1230}, {"12.3000", "CNY", 1230}, {"1500", "JPY", 1500}, {"1.234", "KWD", 1234}, {".5", "CNY", 50}, {"12.30元", "CNY", 1230},
		{"92233720368547758.07", "CNY", 9223372036854775807},
	} {
		got, err := ParseMoney(c.text, c.currency)
		if err != nil || got.Minor != c.want || got.Currency != c.currency {
			t.Errorf("ParseMoney(%q) = %+v, %v; want %d", c.text, got, err, c.want)
		}
	}
}

func TestParseMoneyTakesMissingForMissingNotForZero(t *testing.T) {
	for _, text := range []string{"", "-", "--", "~", "—", "null", " "} {
		got, err := ParseMoney(text, "CNY")
		if err != nil || got.Known() {
			t.Errorf("ParseMoney(%q) = %+v, %v; want unknown", text, got, err)
		}
	}
}

func TestParseMoneyRefusesWhatIsNotAnAmount(t *testing.T) {
	for _, text := range []string{"abc", "1.2.3", "12.345", "1e5", "--5", "92233720368547758.08", "0x10", "."} {
		if got, err := ParseMoney(text, "CNY"); CodeOf(err) != CodeInvalid {
			t.Errorf("ParseMoney(%q) = %+v, %v; want invalid", text, got, err)
		}
	}
}

func FuzzParseMoneyPrintsBackWhatItRead(f *testing.F) {
	for _, s := range []string{"0", "-1.05", "99999999.99", "1,000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMoney(s, "CNY")
		if err != nil || !m.Known() {
			return
		}
		again, err := ParseMoney(m.Decimal(), "CNY")
		if err != nil || again != m {
			t.Fatalf("%q → %+v → %q → %+v, %v", s, m, m.Decimal(), again, err)
		}
	})
}

func TestMoneyPlusKeepsCurrenciesApart(t *testing.T) {
	if sum, err := CNY(5).Plus(CNY(7)); err != nil || sum != CNY(12) {
		t.Errorf("5+7 = %+v, %v", sum, err)
	}
	if sum, err := (Money{}).Plus(CNY(7)); err != nil || sum != CNY(7) {
		t.Errorf("unknown+7 = %+v, %v", sum, err)
	}
	if _, err := CNY(5).Plus(Money{Minor: 1, Currency: "USD"}); CodeOf(err) != CodeInvalid {
		t.Errorf("two currencies: %v", err)
	}
	if _, err := CNY(1 << 62).Plus(CNY(1 << 62)); CodeOf(err) != CodeInvalid {
		t.Errorf("overflow: %v", err)
	}
}

func TestIdsAscendEvenWhenTheClockStandsOrGoesBack(t *testing.T) {
	seen, last := map[string]bool{}, ""
	for i := range 5000 {
		now := Instant(1_800_000_000_000 + i/100)
		if i%7 == 0 {
			now -= 60_000
		}
		id := NewID(now)
		if len(id) != 26 || seen[id] || id <= last {
			t.Fatalf("id %d %q after %q", i, id, last)
		}
		seen[id], last = true, id
	}
}

func TestRemoteKeyKeepsAllDigits(t *testing.T) {
	const remote = "6900000000000000001"
	shop, back, err := SplitKey(RemoteKey("s1", remote))
	if err != nil || shop != "s1" || back != remote {
		t.Errorf("split = %q %q %v", shop, back, err)
	}
	if _, back, err := SplitKey("s1.a.b"); err != nil || back != "a.b" {
		t.Errorf("a remote id may hold dots: %q %v", back, err)
	}
	for _, bad := range []string{"", "s1", ".x", "s1."} {
		if _, _, err := SplitKey(bad); CodeOf(err) != CodeInvalid {
			t.Errorf("SplitKey(%q): %v", bad, err)
		}
	}
}

func TestPrivateTextNeverPrints(t *testing.T) {
	const secret = "张三 13800000000"
	p := Private(secret)
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{ReplaceAttr: SafeAttr})).Info("x", "note", p, "list", []Private{p})
	printed := fmt.Sprintf("%v %+v %#v %s %q", p, struct{ P Private }{p}, p, p, p) + log.String() +
		E(CodeInvalid, fmt.Errorf("bad text %v", p)).Error()
	if strings.Contains(printed, "张三") || strings.Contains(printed, "1380") {
		t.Errorf("leaked: %s", printed)
	}
	raw, err := json.Marshal(p)
	if err != nil || !strings.Contains(string(raw), "13800000000") {
		t.Errorf("JSON must carry the text: %s %v", raw, err)
	}
}

func TestMasksHideEnough(t *testing.T) {
	for in, want := range map[string]string{MaskName("张三丰"): "张**", MaskName("李"): "*", MaskPhone("13812345678"): "138****5678", MaskPhone("12345"): "****",
		MaskPhone("138****0000"): "138****0000", MaskAddress("文一西路969号"): "文一西****", MaskAddress("3幢"): "***", MaskName(""): ""} {
		if in != want {
			t.Errorf("mask = %q, want %q", in, want)
		}
	}
}

func TestErrorsCarryOneCodeThroughWrapping(t *testing.T) {
	inner := E(CodeRateLimited, errors.New("busy"), "retry_after_ms", "1500")
	err := fmt.Errorf("pull orders: %w", inner)
	if CodeOf(err) != CodeRateLimited || ParamOf(err, "retry_after_ms") != "1500" {
		t.Errorf("code %s", CodeOf(err))
	}
	if CodeOf(errors.New("x")) != CodeInternal || CodeOf(nil) != "" {
		t.Error("plain errors are internal, nil has no code")
	}
	if got := inner.Error(); got != `rate_limited retry_after_ms="1500": busy` {
		t.Errorf("text %q", got)
	}
}

func TestShopDayFollowsTheShopsMidnight(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	at := InstantOf(time.Date(2026, 11, 21, 16, 30, 0, 0, time.UTC))
	if d := DayOf(at, shanghai); d != "2026-11-22" {
		t.Errorf("day %s", d)
	}
	from, to, err := ShopDay("2026-11-22").Range(shanghai)
	if err != nil || at < from || at >= to || to-from != Day {
		t.Errorf("range %v %v %v", from, to, err)
	}
	if _, _, err := ShopDay("2026-13-01").Range(shanghai); CodeOf(err) != CodeInvalid {
		t.Errorf("bad day: %v", err)
	}
	if DayOf(0, shanghai) != "" || Instant(0).String() != "—" || Instant(0).Add(time.Hour) != 0 {
		t.Error("a missing moment stays missing")
	}
}

func TestEveryCounterHasAKindAndFitsTheBits(t *testing.T) {
	if len(Counters) > 32 {
		t.Fatalf("%d counters do not fit TrendFact.Bits", len(Counters))
	}
	for _, c := range Counters {
		if KindOfCounter(c) == "" {
			t.Errorf("counter %s has no kind", c)
		}
	}
}
