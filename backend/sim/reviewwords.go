package sim

import "strings"

// Reviews are put together from parts: an opening, one to three remarks, an
// ending, sometimes an emoji or a typing mistake. {p} is the product's last
// words, {s} the size, {c} the colour, {k} a weight in jin, {h} the host.
var (
	openings = []string{"", "", "", "收到了，", "终于收到，", "第二次买了，", "直播间蹲了好久，", "跟着{h}买的，", "朋友推荐的，", "快递很快，", "包装很好，", "说实话，", "家里人说", "穿了两天来评价，", "给妈妈买的，"}
	goodFit  = []string{"{s}码刚好，", "身高162体重{k}斤穿{s}正合适", "{s}码很合身，显瘦", "微胖也能穿，{s}码不紧绷", "尺码标准，按平时的拍就行", "听{h}的建议拍了{s}，正好"}
	plainFit = []string{"{s}码刚好，", "尺码标准，按平时的拍就行", "拍的{s}，大小合适", "听{h}的建议拍了{s}，正好"}
	goodFeel = []string{"面料舒服", "颜色正，{c}很高级", "质量超出预期", "做工精细没有线头", "比图片好看", "垂感很好", "性价比高", "没有色差", "很百搭，上班也能穿", "厚度刚好", "味道不刺鼻", "手感软软的"}
	goodUse  = []string{"味道不错，家里都爱吃", "补水效果好，脸不紧绷", "上脸自然不卡粉", "分量足，包装也完整", "很好用，推荐", "精致，送人有面子", "和直播里一样", "用了几天来说，值这个价", "没有异味", "口感好，不会太甜"}
	endings  = []string{"", "", "", "，会回购", "，推荐", "，下次还来", "，值得买", "，五星", "，满意", "，支持主播", "，还会继续关注直播间", "。总体满意", "。客服态度也好"}
	emoji    = []string{"", "", "", "", "👍", "😊", "❤️", "🌹🌹", "哈哈哈", "～～", "!!!", "😍"}
	plain    = []string{"好", "不错", "挺好的", "满意", "此用户没有填写评价", "好评", "可以", "还行吧", "很好很好", "喜欢"}
	middling = []string{"一般般吧，对得起价格", "没有想象中好，也不差", "颜色和直播有点差别，凑合穿", "物流有点慢，东西还行", "尺码略有偏差，懒得退了", "面料比想的薄一点", "做工一般，线头自己剪了", "赠品没看到，别的还好"}

	badByCause = map[string][]string{
		"defect":  {"质量太差了，穿一次就开线", "袖口有洞，还说是正常现象", "掉色严重，洗衣机里别的衣服全毁了", "拉链一拉就坏，做工粗糙", "收到就有污渍，像别人退回来的"},
		"damage":  {"外箱压烂了，里面也碎了", "收到是破的，客服让我找快递", "包装太简陋，东西都压变形了"},
		"slow":    {"说48小时发货，等了快十天", "物流慢得离谱，问客服就让等", "急用才买的，结果过了日子才到", "发货太慢，一直显示待揽收"},
		"size":    {"尺码完全不准，{s}码小得离谱", "主播说{k}斤穿{s}，根本扣不上", "偏大太多，像麻袋一样", "按推荐拍的{s}，差了至少一个码"},
		"pretty":  {"和直播间完全两样，色差严重", "滤镜开太大了吧，实物很廉价", "看着垂感很好，到手硬邦邦的", "图片仅供参考，不建议买"},
		"promise": {"直播说送的赠品没有，问了装死", "说好的买贵退差价，找客服不认", "主播吹得天花乱坠，就这？", "承诺质量问题包运费，退货还要我自己出"},
		"service": {"售后态度差，来回扯皮一个星期", "拒绝退款，说我穿过，明明没拆吊牌", "客服只会复制粘贴，问题一个没解决", "申请平台介入才理人"},
		"taste":   {"不喜欢，跟想象的不一样", "不值这个价", "失望，不会再买了", "同款别家便宜一半", "气味很大，放了三天还有"},
	}
	follows     = []string{"穿了两周来追评，没有起球", "洗过几次了，没变形，满意", "用了半个月，确实不错", "追评：掉色了，改不了星级只能追评", "客服后来给补了差价，处理得还可以", "又买了一件别的颜色", "追评：赠品补寄到了，谢谢", "穿几次就起球了，唉"}
	repliesGood = []string{"感谢亲的认可，直播间每天都有福利，等您再来～", "谢谢宝贝的喜欢，穿得开心！", "感谢支持，有任何问题随时联系客服哦"}
	repliesBad  = []string{"非常抱歉给您带来不好的体验，已私信您处理方案", "亲，对不起，问题已反馈质检，请联系客服为您补发", "抱歉让您失望了，尺码问题可免费换货，运费我们承担", "感谢指出，物流问题已向快递投诉，后续会换更稳定的线路"}
)

// reviewText writes the review's words.
func (l *life) reviewText() string {
	r := &l.rev
	d := dice{r.words}
	x := &l.lines[r.line]
	pr := &l.w.goods[x.product]
	v := pr.variant(x.variant)
	var t string
	switch {
	case r.stars == 0 || r.stars >= 4 && r.cause == "":
		t = l.praise(&d, pr, v)
	case r.stars >= 4:
		t = one(&d, middling) + one(&d, []string{"，不过客服处理很快", "，给个好评吧", "，希望改进"})
	case r.stars == 3:
		t = one(&d, middling)
	default:
		list := badByCause[r.cause]
		if r.cause == "size" && plainSizes(pr) {
			list = []string{"尺码完全不准，{s}码小得离谱", "按推荐拍的{s}，差了至少一个码", "{s}码偏大太多，根本没法穿"}
		}
		t = one(&d, openings) + one(&d, list)
		if d.hit(4500) {
			t += one(&d, []string{"，", "。", "！"}) + one(&d, badByCause[[]string{"taste", "service", "pretty"}[d.n(3)]])
		}
		t += one(&d, []string{"", "", "！", "！！！", "😡", "。避雷"})
	}
	host := ""
	if x.live {
		host = l.w.hosts[l.p.sessions[l.p.segs[x.seg].session].host].name
	} else {
		host = "主播"
	}
	size := v.size
	if size == "" {
		size = "均"
	}
	t = strings.NewReplacer("{h}", host, "{s}", size, "{c}", v.colour, "{k}", []string{"95", "102", "108", "115", "121", "130", "142"}[d.n(7)]).Replace(t)
	if d.hit(400) { // a slip of the thumb
		t = strings.NewReplacer("质量", "质亮", "好看", "好砍", "舒服", "舒fu", "满意", "满一").Replace(t)
	}
	return t
}

// plainSizes says that a product's sizes do not go by a woman's weight.
func plainSizes(pr *product) bool {
	switch pr.category {
	case "童装", "男装", "女鞋", "内衣", "牛仔裤":
		return true
	}
	return false
}

func (l *life) praise(d *dice, pr *product, v sku) string {
	if d.hit(1400) {
		return one(d, plain)
	}
	var b strings.Builder
	b.WriteString(one(d, openings))
	n := 1 + d.n(3)
	for i := range n {
		switch {
		case pr.apparel && v.size != "" && i == 0 && d.hit(6000):
			fits := goodFit
			if plainSizes(pr) {
				fits = plainFit
			}
			b.WriteString(strings.TrimSuffix(one(d, fits), "，"))
		case pr.apparel:
			b.WriteString(one(d, goodFeel))
		default:
			b.WriteString(one(d, goodUse))
		}
		if i+1 < n {
			b.WriteString("，")
		}
	}
	b.WriteString(one(d, endings))
	b.WriteString(one(d, emoji))
	return b.String()
}

func (l *life) followText() string {
	return follows[l.rev.words>>16%uint64(len(follows))]
}

func (l *life) replyText() string {
	list := repliesGood
	if l.rev.stars > 0 && l.rev.stars <= 3 {
		list = repliesBad
	}
	return list[l.rev.words>>24%uint64(len(list))]
}

// reviewNick is masked, or the platform's word for a hidden buyer.
func (l *life) reviewNick() string {
	if l.rev.hidden {
		return "匿名用户"
	}
	return l.b.nickname()
}
