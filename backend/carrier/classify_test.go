package carrier

import (
	"os"
	"sort"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// cells reads the tab-separated lines of a test file.
func cells(t *testing.T, name string) [][]string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, l := range strings.Split(string(raw), "\n") {
		if l != "" && l[0] != '#' {
			out = append(out, strings.Split(l, "\t"))
		}
	}
	return out
}

func TestEveryHandLabelledLineGetsItsState(t *testing.T) {
	lines := cells(t, "testdata/labelled.tsv")
	if len(lines) < 120 {
		t.Fatalf("only %d labelled lines", len(lines))
	}
	for _, l := range lines {
		if got := Classify("doudian", "77", l[1]); string(got) != l[0] {
			t.Errorf("%s became %s, want %s", l[1], got, l[0])
		}
	}
}

// LG-01: every carrier text of a sample of at least 2,000 lines maps to one
// state; under 1 % stay unmapped, and those are listed.
func TestASampleOfTwoThousandLinesIsMapped(t *testing.T) {
	sites := []string{"杭州滨江", "上海浦东", "广州白云", "金华义乌", "成都武侯", "北京大兴", "西安雁塔", "武汉江夏", "乌鲁木齐", "哈尔滨道里",
		"派潭", "签村", "东莞虎门", "退秋湾", "沈阳于洪", "郑州航空港", "长沙雨花", "昆明官渡", "拉萨城关", "苏州工业园"}
	people := []string{"张三", "李师傅", "王小派", "赵签", "陈收件", "周拒", "吴海", "郑运", "孙站", "钱中转"}
	total, wrong := 0, 0
	unmapped := map[string]int{}
	carriers := map[string]bool{}
	for _, l := range cells(t, "testdata/wordings.tsv") {
		carriers[l[0]] = true
		for i, s := range sites {
			text := strings.NewReplacer("{s}", s, "{n}", sites[(i+7)%len(sites)], "{p}", people[i%len(people)], "{t}", "13000000000").Replace(l[2])
			total++
			switch got := Classify("doudian", "77", text); {
			case got == domain.TrackUnknown:
				unmapped[l[2]]++
			case string(got) != l[1]:
				wrong++
				t.Errorf("%s: %s became %s, want %s", l[0], text, got, l[1])
			}
		}
	}
	listed := []string{}
	missed := 0
	for w, n := range unmapped {
		listed = append(listed, w)
		missed += n
	}
	sort.Strings(listed)
	t.Logf("%d lines of %d carriers, %d unmapped, %d wrong", total, len(carriers), missed, wrong)
	if total < 2000 || len(carriers) < 10 {
		t.Fatalf("sample of %d lines and %d carriers is too small", total, len(carriers))
	}
	if missed*100 >= total {
		t.Errorf("unmapped wordings: %s", strings.Join(listed, "\n"))
	}
}

func TestWhoSignedIsReadBesideTheWordAndNotFromAnAddress(t *testing.T) {
	for text, want := range map[string]domain.TrackState{
		"已签收，签收人是【家人】":                   domain.TrackSignedByOther,
		"已签收，签收人类型：物业":                   domain.TrackSignedByOther,
		"快件已签收 签收人: 同事":                  domain.TrackSignedByOther,
		"已签收，签收人：本人，地址：春晓物业大厦前台旁":        domain.TrackSigned,
		"快件到达【甲分部】,上一站是【乙分拨中心】扫描员是【王师傅】": domain.TrackInTransit,
		"快件到达【乙分拨中心】,上一站是【甲分部】":          domain.TrackSortCenter,
		"快件到达【乙分拨中心】,上一站甲分部":             domain.TrackSortCenter,
	} {
		if got := Classify("doudian", "", text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}

func TestCodesDecideWhereTheirMeaningIsFixed(t *testing.T) {
	for _, c := range []struct {
		name, source, code, text string
		want                     domain.TrackState
	}{
		{"a created waybill under basic state 1 is not a pickup", "kuaidi100", "101", "已揽收", domain.TrackCreated},
		{"arrival in the city is four digits, not line haul", "kuaidi100", "1001", "", domain.TrackDestCity},
		{"a vague moving code gives way to the text", "kuaidi100", "0", "快件到达【杭州转运中心】", domain.TrackSortCenter},
		{"a vague code stands when the text says nothing", "kuaidi100", "0", "温馨提示", domain.TrackInTransit},
		{"a code of another source means nothing", "doudian", "103", "温馨提示", domain.TrackUnknown},
		{"kdniao refused", "kdniao", "404", "快件退回中", domain.TrackRefused},
		{"nothing said", "doudian", "", "", domain.TrackUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Classify(c.source, c.code, c.text); got != c.want {
				t.Fatalf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestEveryPublishedAggregatorCodeIsInTheMap(t *testing.T) {
	published := map[string]string{
		"kuaidi100": "0 1 101 102 103 1001 1002 1003 5 501 3 301 302 303 304 6 4 401 14 7 2 201 202 203 204 205 206 207 208 209 210 8 10 11 12 13",
		"kdniao": "0 10 1 2 201 202 204 205 206 211 3 301 302 304 311 4 401 402 403 404 405 406 407 412 413 414 415 416 417 418 419 420 421 422 423 " +
			"5 6 601 602 603 604",
	}
	for source, codes := range published {
		for _, code := range strings.Fields(codes) {
			if Classify(source, code, "") == domain.TrackUnknown {
				t.Errorf("%s %s has no state", source, code)
			}
		}
	}
}

func TestTheMapNamesEveryStateAnEventCanHave(t *testing.T) {
	b, err := readBook()
	if err != nil {
		t.Fatal(err)
	}
	has := map[domain.TrackState]bool{domain.TrackNone: true, domain.TrackUnknown: true}
	for _, r := range b.rules {
		has[r.state] = true
	}
	for _, s := range domain.TrackStates {
		if !has[s] {
			t.Errorf("no wording leads to %s", s)
		}
	}
}
