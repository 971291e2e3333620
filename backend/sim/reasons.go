package sim

import "afterdesk/backend/domain"

// reason is one of the buyer's choices as the platform words it.
type reason struct {
	code  int64
	text  string
	means domain.Reason
	types string // the types that offer it: u s r e p
	blame bool   // lays the fault on the merchant
	proof bool   // usually comes with pictures
	share int
	cause string // the hidden cause that makes a buyer choose it
}

var reasons = []reason{
	{101, "多拍/错拍/不想要", domain.ReasonChangedMind, "u", false, false, 48, "mind"},
	{102, "信息填写错误(地址/电话/规格)", domain.ReasonOther, "u", false, false, 16, ""},
	{103, "没用/少用优惠", domain.ReasonPrice, "u", false, false, 12, ""},
	{104, "与商家协商一致退款", domain.ReasonOther, "us", false, false, 8, ""},
	{105, "未按约定时间发货", domain.ReasonLate, "us", true, false, 12, "no_pickup"},
	{106, "商品缺货", domain.ReasonOther, "u", true, false, 4, ""},
	{201, "快递一直未送到", domain.ReasonNotReceived, "s", true, false, 14, ""},
	{202, "物流信息长时间未更新", domain.ReasonNotReceived, "s", true, false, 12, "stalled"},
	{203, "空包裹", domain.ReasonMissing, "S", true, true, 4, "abuse"},
	{204, "少件/漏发", domain.ReasonMissing, "SE", true, true, 12, "missing"},
	{205, "商品破损/包装破损", domain.ReasonDamaged, "SRE", true, true, 9, "damage"},
	{206, "不喜欢/效果不好", domain.ReasonDislike, "sr", false, false, 22, "mind"},
	{301, "七天无理由退货", domain.ReasonNoReason, "r", false, false, 34, "wardrobe"},
	{302, "尺码不合适", domain.ReasonSize, "re", false, false, 22, "size"},
	{303, "质量问题", domain.ReasonQuality, "SRE", true, true, 16, "defect"},
	{304, "商品与描述不符", domain.ReasonNotAsShown, "RS", true, true, 9, "pretty"},
	{305, "商家发错货", domain.ReasonWrongItem, "RE", true, true, 7, ""},
	{306, "做工粗糙/有瑕疵", domain.ReasonQuality, "R", true, true, 7, ""},
	{307, "假冒品牌", domain.ReasonFake, "R", true, true, 1, ""},
	{308, "拍错规格/尺码", domain.ReasonSize, "re", false, false, 10, "family"},
	{401, "商品降价", domain.ReasonPrice, "p", false, false, 10, "price"},
}

// Places of reasons in the table that code names.
const (
	reasonLate      = int16(4)
	reasonNotMoving = int16(7)
)

var typeLetters = map[int]string{typeUnshipped: "u", typeShipped: "s", typeReturn: "r", typeExchange: "e", typeRepair: "e", typeReship: "e", typePrice: "p"}

func hasLetter(s, letter string) bool {
	for i := range len(s) {
		if s[i] == letter[0] {
			return true
		}
	}
	return false
}

func upper(letter string) string { return string(letter[0] - 'a' + 'A') }

// reasonFor draws a reason that a type offers; blame prefers those that lay
// the fault on the merchant.
func (d *dice) reasonFor(typ int, blame bool) int16 {
	letter := typeLetters[typ]
	if letter == "u" || letter == "p" {
		blame = false
	}
	want := letter
	if blame {
		want = upper(letter)
	}
	sum := 0
	for _, r := range reasons {
		if hasLetter(r.types, want) {
			sum += r.share
		}
	}
	x := d.n(sum)
	for i, r := range reasons {
		if hasLetter(r.types, want) {
			if x -= r.share; x < 0 {
				return int16(i)
			}
		}
	}
	return reasonNotMoving
}

// reasonOf is what a buyer with a true cause writes. One in eight blames
// something else.
func (d *dice) reasonOf(typ int8, cause string) int16 {
	letter := typeLetters[int(typ)]
	if !d.hit(1250) {
		for i, r := range reasons {
			if r.cause == cause && (hasLetter(r.types, letter) || hasLetter(r.types, upper(letter))) {
				return int16(i)
			}
		}
	}
	return d.reasonFor(int(typ), cause == "defect" || cause == "damage" || cause == "missing")
}
