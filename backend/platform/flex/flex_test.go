package flex

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

func TestScalarsAreReadAsTheyCome(t *testing.T) {
	var v struct {
		A, B, C, D, E Num
		F, G, H       Text
		I, J, K       Bool
	}
	if err := json.Unmarshal([]byte(`{"A":1,"B":"2","C":3.0,"D":"","E":null,"F":6917529027641081856,"G":"0","H":12.50,"I":"Y","J":0,"K":""}`), &v); err != nil {
		t.Fatal(err)
	}
	if v.A.N != 1 || v.B.N != 2 || v.C.N != 3 || v.D.Set || v.E.Set || v.F.ID() != "6917529027641081856" || v.G.ID() != "" {
		t.Fatalf("%+v", v)
	}
	if m, ok := v.H.Major("CNY"); !ok || m != domain.CNY(1250) {
		t.Fatalf("%+v", m)
	}
	if m, ok := Text("").Major("CNY"); !ok || m.Known() {
		t.Fatal("a missing amount became a known one")
	}
	if _, ok := Text("12.345").Major("CNY"); ok {
		t.Fatal("a third decimal was dropped")
	}
	if !v.I.Is || v.J.Is || !v.J.Set || v.K.Set {
		t.Fatalf("%+v %+v %+v", v.I, v.J, v.K)
	}
}

func TestAWrongValueIsNamedWithoutItsText(t *testing.T) {
	var v struct {
		Phone Num  `json:"phone"`
		Yes   Bool `json:"yes"`
	}
	for _, in := range []string{`{"phone":"张三 139"}`, `{"yes":"张三 139"}`} {
		if err := json.Unmarshal([]byte(in), &v); err == nil || strings.Contains(err.Error(), "张三") {
			t.Errorf("%v", err)
		}
	}
}

func TestMomentsInFiveSpellings(t *testing.T) {
	want := domain.InstantOf(time.Date(2026, 9, 4, 12, 0, 0, 0, time.UTC))
	for _, in := range []Text{"1788523200", "1788523200000", "2026-09-04 20:00:00", "2026/09/04 20:00:00", "2026-09-04T12:00:00Z", "2026-09-04T20:00:00+08:00", "2026-09-04T20:00:00"} {
		if got := in.Moment(Beijing()); got != want {
			t.Errorf("%s is %s", in, got)
		}
	}
	for _, in := range []Text{"", "0", "-5", "yesterday", "99999999999999999", "0001-01-01T00:00:00Z"} {
		if got := in.Moment(Beijing()); got != 0 {
			t.Errorf("%s is %s", in, got)
		}
	}
}

func TestWholeNumbersOfAnySpelling(t *testing.T) {
	for in, want := range map[string]string{"1": "1", "1.0": "1", "1e3": "1000", "1.5": "1.5", "-0.0": "0", "12300e-2": "123", "1e99": "1e99", "9223372036854775807": "9223372036854775807"} {
		if got := Whole(in); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}
