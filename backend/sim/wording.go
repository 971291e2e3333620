package sim

import (
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// Each courier words its scans in its own way. {h} is the place, {n} the next
// place or who signed, {p} a masked person, {t} a masked phone.
type wordset map[domain.TrackState]string

var courierWords = [...]wordset{
	{ // 中通
		domain.TrackPickedUp:       "【{h}市】【{h}滨江网点】的{p}({t})已揽收",
		domain.TrackSortCenter:     "【{h}市】快件已到达【{h}中转中心】",
		domain.TrackInTransit:      "【{h}市】快件离开【{h}中转中心】，已发往【{n}中转中心】",
		domain.TrackDestCity:       "【{h}市】快件已到达派件城市网点【{h}】",
		domain.TrackOutForDelivery: "【{h}】的业务员{p}({t})正在派件中，请保持电话畅通",
		domain.TrackAtStation:      "【{h}】快件已暂放至{n}代收点，请凭取件码领取",
		domain.TrackSigned:         "【{h}】快件已签收，签收人：{n}，感谢使用中通快递",
		domain.TrackSignedByOther:  "【{h}】快件已由他人代收，代签人：{n}",
	},
	{ // 圆通
		domain.TrackPickedUp:       "【{h}市公司】已揽收，取件人：{p}({t})",
		domain.TrackSortCenter:     "【{h}转运中心公司】已收入",
		domain.TrackInTransit:      "【{h}转运中心公司】已发出 下一站【{n}转运中心公司】",
		domain.TrackDestCity:       "【{h}市公司】快件已到达派件城市",
		domain.TrackOutForDelivery: "【{h}公司】派件中 派件人：{p} 电话 {t}",
		domain.TrackAtStation:      "快件已由{n}代收点收入，请及时取件，地址：{h}",
		domain.TrackSigned:         "客户签收人：{n} 已签收 感谢使用圆通速递",
		domain.TrackSignedByOther:  "快件已被他人代收，代签人：{n} 如有疑问请联系 {t}",
	},
	{ // 韵达
		domain.TrackPickedUp:       "【{h}市】{h}主城区公司-{p}({t}) 已揽件",
		domain.TrackSortCenter:     "【{h}市】已到达 {h}分拨中心",
		domain.TrackInTransit:      "【{h}市】已离开 {h}分拨中心；发往 {n}分拨中心",
		domain.TrackDestCity:       "【{h}市】已到达派件城市，准备送往派件网点",
		domain.TrackOutForDelivery: "【{h}】正在派送；派送员：{p} 电话：{t}",
		domain.TrackAtStation:      "【{h}】已送达{n}驿站代收点，请尽快取件",
		domain.TrackSigned:         "【{h}】已签收，签收人：{n}，如有疑问请联系派送员",
		domain.TrackSignedByOther:  "【{h}】已由{n}代签，他人代收",
	},
	{ // 申通
		domain.TrackPickedUp:       "【{h}公司】的收件员【{p}】已揽收",
		domain.TrackSortCenter:     "快件已到达【{h}转运中心】",
		domain.TrackInTransit:      "快件由【{h}转运中心】发往【{n}转运中心】",
		domain.TrackDestCity:       "快件已到达派件城市【{h}公司】",
		domain.TrackOutForDelivery: "【{h}公司】的派件员【{p} {t}】派件中，请保持电话畅通",
		domain.TrackAtStation:      "快件已暂存至{h}{n}，请凭取件码到代收点领取",
		domain.TrackSigned:         "已签收，签收人凭取货码签收（{n}），感谢使用申通",
		domain.TrackSignedByOther:  "快件已由他人代收，代签人为{n}",
	},
	{ // 极兔
		domain.TrackPickedUp:       "【{h}市】快件已揽收，揽收员{p}({t})",
		domain.TrackSortCenter:     "【{h}市】快件到达【{h}转运中心】",
		domain.TrackInTransit:      "【{h}市】快件离开【{h}转运中心】已发往【{n}转运中心】",
		domain.TrackDestCity:       "【{h}市】快件已到达派件城市",
		domain.TrackOutForDelivery: "【{h}】快件派件中，极兔小哥{p}，电话{t}",
		domain.TrackAtStation:      "【{h}】包裹已到{n}，代收点为您保管",
		domain.TrackSigned:         "【{h}】包裹已签收！签收人是【{n}】",
		domain.TrackSignedByOther:  "【{h}】包裹已被【{n}】代签收，他人代收",
	},
	{ // 顺丰
		domain.TrackPickedUp:       "顺丰速运 已收取快件（{h}速运营业点）",
		domain.TrackSortCenter:     "快件到达【{h}集散中心】",
		domain.TrackInTransit:      "快件在【{h}集散中心】完成分拣，准备发往 【{n}集散中心】",
		domain.TrackDestCity:       "快件到达派件城市【{h}】",
		domain.TrackOutForDelivery: "快件交给{p}，正在派送途中（联系电话：{t}，顺丰已开启“安全呼叫”）",
		domain.TrackAtStation:      "快件已存放至【{h}{n}代收点】，请及时取件",
		domain.TrackSigned:         "已签收（{n}签收），感谢使用顺丰，期待再次为您服务",
		domain.TrackSignedByOther:  "快件已由他人代收（{n}），感谢使用顺丰",
	},
}

// sharedWords hold for every courier.
var sharedWords = wordset{
	domain.TrackProblem:        "【{h}】疑难件：{n}",
	domain.TrackRefused:        "【{h}】收件人拒收，快件将退回",
	domain.TrackReturning:      "【{h}】快件退回中，目的地【{n}】",
	domain.TrackReturnedSigned: "【{h}】退件已由寄件人签收，退回签收",
	domain.TrackIntercepted:    "【{h}】快件已拦截成功，等待返程",
}

// text is the courier's sentence for scan i.
func (p *parcel) text(i int) string {
	s := &p.scans[i]
	form, ok := courierWords[p.courier][s.kind]
	if !ok {
		form = sharedWords[s.kind]
	}
	n := mix(p.number + uint64(s.kind[0]) + uint64(len(s.here)))
	var b strings.Builder
	b.Grow(len(form) + 32)
	for {
		k := strings.IndexByte(form, '{')
		if k < 0 {
			b.WriteString(form)
			return b.String()
		}
		b.WriteString(form[:k])
		switch form[k+1] {
		case 'h':
			b.WriteString(s.here)
		case 'n':
			b.WriteString(s.next)
		case 'p':
			b.WriteRune(lastNames[n%uint64(len(lastNames))])
			b.WriteString("师傅")
		case 't':
			b.WriteString(phoneHead[n>>8%uint64(len(phoneHead))])
			b.WriteString("****")
			b.WriteString(strconv.FormatUint(1000+n>>20%9000, 10))
		}
		form = form[k+3:]
	}
}

// site is the place a scan names.
func (p *parcel) site(i int) string {
	s := &p.scans[i]
	switch s.kind {
	case domain.TrackSortCenter, domain.TrackInTransit:
		return s.here + "转运中心"
	case domain.TrackPickedUp, domain.TrackDestCity:
		return s.here + "网点"
	}
	return s.here
}
