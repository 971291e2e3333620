package rules

import (
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

func book(t *testing.T, overrides map[string]string) *Book {
	t.Helper()
	b, err := Load(overrides)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func on(day string) domain.Instant {
	v, err := time.ParseInLocation("2006-01-02 15:04", day+" 12:00", time.FixedZone("", 8*3600))
	if err != nil {
		panic(err)
	}
	return domain.InstantOf(v)
}

func TestEveryEntryIsShownWithItsSource(t *testing.T) {
	seen := map[string]int{}
	for _, e := range book(t, nil).List() {
		seen[e.Subject]++
		if e.Source == "" || e.Confidence == "" || e.EffectiveFrom == "" || len(e.Values) == 0 || e.Overridden == nil {
			t.Errorf("%s is shown without source, date or values: %+v", e.ID, e)
		}
	}
	for _, s := range subjects() {
		if seen[s.name] == 0 {
			t.Errorf("no entry of %s", s.name)
		}
	}
}

func TestReviewBands(t *testing.T) {
	b := book(t, nil)
	for _, platform := range []string{"doudian", "taobao", "tmall", "sheet", ""} {
		for rating, want := range map[int64]domain.ReviewBand{1: domain.ReviewNegative, 2: domain.ReviewNegative, 3: domain.ReviewNeutral,
			4: domain.ReviewGood, 5: domain.ReviewGood, 0: domain.ReviewUnrated, 6: domain.ReviewUnrated, -1: domain.ReviewUnrated} {
			if got, rule := b.ReviewBand(platform, rating, on("2026-09-01")); got != want || (want != domain.ReviewUnrated && rule == "") {
				t.Errorf("%s %d stars: %s by %q, want %s", platform, rating, got, rule, want)
			}
		}
	}
}

func TestOldFilesAreJudgedByTheProgramsDefaults(t *testing.T) {
	b := book(t, nil)
	if got, rule := b.ReviewBand("sheet", 1, on("2010-12-01")); got != domain.ReviewNegative || rule != "any-review-bands" {
		t.Errorf("a review of 2010 from a file: %s by %q", got, rule)
	}
	if got := b.ReasonAt("sheet", "defective", on("2010-12-01")); got != domain.ReasonQuality {
		t.Errorf("a reason of 2010 from a file: %s", got)
	}
}

func TestReplyWindows(t *testing.T) {
	b, at := book(t, nil), on("2026-09-01")
	for platform, want := range map[string]domain.Instant{"taobao": at + 30*domain.Day, "pinduoduo": at + 3*domain.Day, "doudian": at + 90*domain.Day, "kuaishou": at + 30*domain.Day, "sheet": 0} {
		if got, rule := b.ReplyWindow(platform, at); got != want || rule == "" {
			t.Errorf("%s: until %s by %q, want %s", platform, got, rule, want)
		}
	}
	if got, rule := b.ReplyWindow("taobao", 0); got != 0 || rule != "" {
		t.Error("a review without a day has a window")
	}
}

func TestOverridesAreAppliedAndShown(t *testing.T) {
	b := book(t, map[string]string{"pinduoduo-reply-window.hours": "48", "any-review-bands.good_min": "5"})
	at := on("2026-09-01")
	if got, _ := b.ReplyWindow("pinduoduo", at); got != at+2*domain.Day {
		t.Errorf("corrected window ends %s", got)
	}
	if got, _ := b.ReviewBand("sheet", 4, at); got != domain.ReviewNeutral {
		t.Errorf("corrected band %s", got)
	}
	shown := false
	for _, e := range b.List() {
		if e.ID == "pinduoduo-reply-window" {
			shown = len(e.Overridden) == 1 && e.Overridden[0] == "hours" && e.Values["hours"] == "48"
		} else if e.ID == "taobao-reply-window" && len(e.Overridden) > 0 {
			t.Error("an untouched rule is marked")
		}
	}
	if !shown {
		t.Error("the correction is not shown")
	}
	for _, bad := range []string{"no-such-rule.hours", "pinduoduo-reply-window.days", "pinduoduo-reply-window", "doudian-no-hub-2026-07.kind"} {
		if _, err := Load(map[string]string{bad: "1"}); domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "override") != bad {
			t.Errorf("override %s: %v", bad, err)
		}
	}
	if _, err := Load(map[string]string{"pinduoduo-reply-window.hours": "-3"}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("negative hours: %v", err)
	}
}

func TestLoaderRefusesWrongFiles(t *testing.T) {
	const good = `
- id: a-b
  platform: x
  effective_from: 2026-01-01
  effective_to: 2026-06-30
  source: s
  read: 2026-01-01
  confidence: doc
  values: {hours: 3}
`
	for name, c := range map[string]struct{ body, why string }{
		"unknown key":         {strings.Replace(good, "source:", "sources:", 1), ""},
		"unknown value":       {strings.Replace(good, "hours:", "days:", 1), "unknown value"},
		"missing value":       {strings.Replace(good, "{hours: 3}", "{}", 1), "missing"},
		"no such day":         {strings.Replace(good, "2026-06-30", "2026-06-31", 1), "effective_to"},
		"ends before it runs": {strings.Replace(good, "2026-06-30", "2025-06-30", 1), "before"},
		"unknown confidence":  {strings.Replace(good, "doc", "sure", 1), "confidence"},
		"no source":           {strings.Replace(good, "source: s", "source: \"\"", 1), "source"},
		"not a number":        {strings.Replace(good, "hours: 3", "hours: soon", 1), "hours"},
		"same id twice":       {good + good, "twice"},
		"two at once":         {good + strings.Replace(strings.Replace(good, "a-b", "a-c", 1), "2026-01-01\n  effective_to: 2026-06-30", "2026-06-30", 1), "in force at once"},
	} {
		_, err := load(map[string][]byte{SubjectReplies: []byte(c.body)}, nil)
		if domain.CodeOf(err) != domain.CodeInternal || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b, err := load(map[string][]byte{SubjectReplies: []byte(good + strings.Replace(strings.Replace(strings.Replace(good, "a-b", "a-c", 1), "2026-01-01\n  effective_to: 2026-06-30", "2026-07-01", 1), "hours: 3", "hours: 4", 1))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]domain.Instant{"2026-06-30": 3, "2026-07-01": 4} {
		if until, _ := b.ReplyWindow("x", on(day)); until != on(day)+want*domain.Hour {
			t.Errorf("on %s the window is %s", day, until)
		}
	}
	if until, rule := b.ReplyWindow("x", on("2025-12-31")); until != 0 || rule != "" {
		t.Error("a rule held before it was in force")
	}
}

func TestReasons(t *testing.T) {
	b := book(t, nil)
	for text, want := range map[string]domain.Reason{
		"尺码拍错/不喜欢/效果不好": domain.ReasonSize, "质量问题": domain.ReasonQuality, "做工粗糙": domain.ReasonQuality, "做工粗糙/有瑕疵": domain.ReasonQuality,
		"与商品描述不符": domain.ReasonNotAsShown, "材质与商品描述不符": domain.ReasonNotAsShown, "商品破损": domain.ReasonDamaged, "包装/商品破损/污渍": domain.ReasonDamaged,
		"少件/漏发": domain.ReasonMissing, "空包裹": domain.ReasonMissing, "发错货": domain.ReasonWrongItem, "卖家发错货": domain.ReasonWrongItem,
		"假货": domain.ReasonFake, "假冒品牌": domain.ReasonFake, "未收到货": domain.ReasonNotReceived, "快递一直未送到": domain.ReasonNotReceived,
		"快递/物流一直未送到": domain.ReasonNotReceived, "七天无理由退换货": domain.ReasonNoReason, "7天无理由退货": domain.ReasonNoReason,
		"不想要了": domain.ReasonChangedMind, "多拍/错拍": domain.ReasonChangedMind, "多拍、错拍、不想要": domain.ReasonChangedMind,
		"地址/电话信息填写错误": domain.ReasonOther, "信息填写错误(地址/电话/规格)": domain.ReasonOther, "商品缺货": domain.ReasonOther,
		"没用/少用优惠": domain.ReasonPrice, "物流信息长时间未更新": domain.ReasonNotReceived, "拍错规格/尺码": domain.ReasonSize, "与商家协商一致退款": domain.ReasonOther,
		"商家发错货": domain.ReasonWrongItem, "商品与描述不符": domain.ReasonNotAsShown, "商品破损/包装破损": domain.ReasonDamaged, "不喜欢/效果不好": domain.ReasonDislike, "价格贵": domain.ReasonPrice, "商品降价了，要退差价": domain.ReasonPrice,
		"未按约定时间发货": domain.ReasonLate, "不喜欢": domain.ReasonDislike, "效果不好": domain.ReasonDislike, "其他": domain.ReasonOther,
		"主播承诺的赠品漏发": domain.ReasonMissing, "尺码不合适": domain.ReasonSize,
		"": domain.ReasonUnknown, "～": domain.ReasonUnknown, "某个没见过的原因": domain.ReasonUnknown,
	} {
		if got := b.Reason("doudian", text); got != want {
			t.Errorf("Douyin %q is %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]domain.Reason{
		"SIZE_TOO_SMALL": domain.ReasonSize, "Too large": domain.ReasonSize, "Doesn't fit": domain.ReasonSize, "DEFECTIVE": domain.ReasonQuality,
		"Item arrived damaged": domain.ReasonDamaged, "wrong item sent": domain.ReasonWrongItem, "missing parts": domain.ReasonMissing,
		"NOT_AS_DESCRIBED": domain.ReasonNotAsShown, "Never arrived": domain.ReasonNotReceived, "arrived too late": domain.ReasonLate,
		"UNWANTED": domain.ReasonChangedMind, "Changed my mind": domain.ReasonChangedMind, "found a better price": domain.ReasonPrice,
		"STYLE": domain.ReasonDislike, "Other": domain.ReasonOther, "counterfeit": domain.ReasonFake, "chocolate": domain.ReasonUnknown,
		"ＤＥＦＥＣＴＩＶＥ": domain.ReasonQuality, "色差太大": domain.ReasonNotAsShown, "衣服太小": domain.ReasonSize,
	} {
		if got := b.Reason("sheet", text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	for code, want := range map[string]domain.Reason{"QUALITY_ISSUE": domain.ReasonQuality, "FAKE_PRODUCT": domain.ReasonFake, "NO_REASON_7_DAYS": domain.ReasonNoReason,
		"NOT_DELIVERED_TOO_LONG": domain.ReasonNotReceived, "SEND_WRONG_GOODS": domain.ReasonWrongItem, "质量问题": domain.ReasonQuality, "商品破损": domain.ReasonDamaged} {
		if got := b.Reason("wechat", code); got != want {
			t.Errorf("wechat %s: %s, want %s", code, got, want)
		}
	}
	if got := b.Reason("doudian", "defective"); got != domain.ReasonQuality {
		t.Errorf("a platform's own patterns hide the general ones: %s", got)
	}
}

func TestEstimatedDeadlines(t *testing.T) {
	b := book(t, nil)
	for name, c := range map[string]struct {
		platform string
		since    string
		typ      domain.CaseType
		status   domain.CaseStatus
		hours    domain.Instant
	}{
		"Taobao shipped refund 36 h":             {"taobao", "2026-09-01", domain.CaseRefundShipped, domain.StatusAwaitMerchant, 36},
		"Taobao unshipped refund 24 h":           {"taobao", "2026-09-01", domain.CaseRefundUnshipped, domain.StatusAwaitMerchant, 24},
		"Taobao in the Spring Festival 5 days":   {"taobao", "2026-02-15", domain.CaseReturnRefund, domain.StatusAwaitMerchant, 120},
		"Tmall receipt 48 h":                     {"tmall", "2026-09-01", domain.CaseReturnRefund, domain.StatusAwaitReceipt, 48},
		"WeChat receipt 10 days":                 {"wechat", "2026-09-01", domain.CaseReturnRefund, domain.StatusAwaitReceipt, 240},
		"a step without hours of its own, 24 h":  {"wechat", "2026-09-01", domain.CaseReship, domain.StatusAwaitShip, 24},
		"a platform that nobody published, 24 h": {"sheet", "2026-09-01", domain.CaseReturnRefund, domain.StatusAwaitMerchant, 24},
		"not our turn":                           {"taobao", "2026-09-01", domain.CaseReturnRefund, domain.StatusAwaitReturn, 0},
		"closed":                                 {"taobao", "2026-09-01", domain.CaseReturnRefund, domain.StatusClosed, 0},
	} {
		since := on(c.since)
		due, rule := b.Deadline(c.platform, domain.AfterSale{Type: c.typ, Status: c.status, StepSince: since})
		if c.hours == 0 {
			if due != 0 {
				t.Errorf("%s: due %s", name, due)
			}
		} else if due != since+c.hours*domain.Hour || rule == "" {
			t.Errorf("%s: due %s by %q", name, due, rule)
		}
	}
	due, rule := b.EvidenceDeadline("doudian", domain.AfterSale{Arbitration: domain.ArbEvidence, UpdatedAt: on("2026-09-01")})
	if due != on("2026-09-02") || rule != "doudian-evidence" {
		t.Errorf("Douyin evidence due %s by %q", due, rule)
	}
}

// AN-06: the words that all Chinese consoles share mean the same on each of them.
func TestCommonReasonsMeanTheSameOnEveryPlatform(t *testing.T) {
	b, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]domain.Reason{
		"尺码不合适": domain.ReasonSize, "大小不合适": domain.ReasonSize, "拍错规格/尺码": domain.ReasonSize, "不喜欢/效果不好": domain.ReasonDislike, "多拍/错拍/不想要": domain.ReasonChangedMind,
		"快递一直未送到": domain.ReasonNotReceived, "物流信息长时间未更新": domain.ReasonNotReceived, "空包裹": domain.ReasonMissing, "少件/漏发": domain.ReasonMissing, "商品破损/包装破损": domain.ReasonDamaged,
		"质量问题": domain.ReasonQuality, "做工粗糙/有瑕疵": domain.ReasonQuality, "商品与描述不符": domain.ReasonNotAsShown, "商家发错货": domain.ReasonWrongItem, "假冒品牌": domain.ReasonFake,
		"七天无理由退货": domain.ReasonNoReason, "未按约定时间发货": domain.ReasonLate, "没用/少用优惠": domain.ReasonPrice, "信息填写错误(地址/电话/规格)": domain.ReasonOther,
	} {
		for _, platform := range []string{"doudian", "kuaishou", "taobao", "pinduoduo", "jd", "xiaohongshu", "wechat"} {
			if got := b.Reason(platform, text); got != want {
				t.Errorf("%s on %s is %s, want %s", text, platform, got, want)
			}
		}
	}
}
