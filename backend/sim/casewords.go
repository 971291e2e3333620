package sim

import "strings"

// actWords is the platform's name of each step and the sentences people use.
// {r} is the reason, {m} the amount in yuan, {w} a waybill.
var actWords = [...]struct {
	action string
	texts  []string
}{
	actApply:         {"买家申请售后", []string{"买家发起售后申请，申请原因：{r}，申请金额：¥{m}"}},
	actModify:        {"买家修改售后申请", []string{"买家修改了售后申请，申请原因改为：{r}"}},
	actMessage:       {"留言", nil},
	actAgreeRefund:   {"商家同意退款", []string{"商家同意退款，退款金额：¥{m}", "同意退款，给您带来不便非常抱歉", "已核实，同意退款¥{m}"}},
	actAgreeReturn:   {"商家同意退货", []string{"商家同意退货申请，请在7天内将商品寄回并填写物流单号", "同意退货，请保留吊牌和赠品一起寄回，勿发到付", "已同意，请选择上门取件，运费险会补贴运费"}},
	actAgreeExchange: {"商家同意换货", []string{"同意换货，请寄回商品，收到后当天换发", "已同意，换的尺码有现货"}},
	actAutoRefund:    {"系统自动退款", []string{"符合极速退款规则，系统自动同意退款¥{m}"}},
	actLapseRefund:   {"系统自动退款", []string{"商家超时未处理，系统自动同意退款¥{m}"}},
	actLapseReturn:   {"系统自动同意", []string{"商家超时未处理，系统自动同意售后申请"}},
	actRefuse:        {"商家拒绝", []string{"拒绝原因：商品已发出且物流正常，请耐心等待签收", "拒绝原因：未提供能说明问题的凭证，请补充清晰照片", "拒绝原因：商品无质量问题，影响二次销售", "经核实物流显示已签收，请与快递员联系"}},
	actRefuseReceipt: {"商家拒绝退款", []string{"拒绝退款：退回商品有明显穿着痕迹，吊牌缺失", "拒绝退款：退回包裹内商品与发出不一致", "拒绝退款：拆包视频显示少一件，见凭证", "拒绝退款：退回为空包裹，已留存开箱视频"}},
	actSent:          {"买家退货", []string{"买家已寄回商品，物流单号：{w}"}},
	actReturnSigned:  {"退货已签收", []string{"退货包裹已签收，请商家尽快验货处理"}},
	actClosedLapse:   {"售后关闭", []string{"超时未操作，系统关闭售后单"}},
	actWithdraw:      {"买家撤销", []string{"买家撤销了售后申请", "不退了，已经和客服说好"}},
	actIntervene:     {"买家申请平台介入", []string{"商家拒绝不合理，申请平台介入", "沟通多次没有结果，请平台处理", "我有照片和聊天记录，请平台评理"}},
	actAskEvidence:   {"平台要求举证", []string{"客服已介入，请商家在截止时间前提交凭证：发货称重、打包视频、物流底单等，逾期未举证将支持买家"}},
	actEvidence:      {"商家举证", []string{"已上传打包视频截图、称重照片与面单底单，证明发出商品完好无缺", "提交开箱验货视频与聊天记录，买家退回商品与发出不符"}},
	actEvidenceLapse: {"举证超时", []string{"商家逾期未举证"}},
	actForBuyer:      {"仲裁结果", []string{"经核实支持买家，退款¥{m}", "商家凭证不足以证明，支持买家退款"}},
	actForMerchant:   {"仲裁结果", []string{"经核实商家凭证有效，驳回买家申请", "商品无质量问题，售后关闭"}},
	actSettled:       {"协商一致", []string{"双方协商一致，商家退款¥{m}"}},
	actShipAgain:     {"商家发货", []string{"商家已寄出，物流单号：{w}"}},
	actConfirm:       {"买家确认收货", []string{"买家已确认收到商品，售后完成"}},
	actPaidBack:      {"价保退款", []string{"价保申请通过，退还差价¥{m}"}},
	actRemark:        {"商家备注", []string{"{note}"}},
	actToRefund:      {"转为退款", []string{"商家同意不退货直接退款¥{m}"}},
	actUrge:          {"买家催处理", []string{"请尽快处理，已经等很久了", "什么时候能退？再不处理我找平台了", "客服一直不回，麻烦看一下"}},
}

var buyerSays = []string{
	"收到的衣服和直播里颜色差很多", "按主播说的斤数拍的，根本穿不下", "袖子这里有个洞，照片给你们了", "说好的赠品没有收到", "能不能只退一部分，东西我留着", "物流三天没动了，是不是丢件了？",
	"快递说还没收到你们的货", "洗了一次就起球，质量不行", "打开就是碎的，外箱都扁了", "少发了一件，订单里是两件", "我没签收！驿站也没有", "线头很多，扣子也松了",
	"直播说48小时发货，现在都第四天了", "退货单号已经填了，请查收", "吊牌都在，没穿过", "尺码偏小很多，M码像S码",
}

var merchantSays = []string{
	"亲，非常抱歉，麻烦拍一下问题部位和吊牌照片", "我们已联系快递核实，今天内给您答复", "可以给您补偿20元，您看可以吗？", "这边安排换一件新的给您可以吗", "请提供一下开箱视频，我们好和仓库核对",
	"仓库核实发货重量正常，麻烦再看一下包装夹层", "退回后我们验货没问题马上退款", "赠品会单独补寄，请您放心", "尺码可以参考详情页，您这边换大一码可以吗",
}

var remarksByCause = map[string][]string{
	"size":      {"尺码不准，按主播推荐拍的偏小", "偏大一号，穿着不合身", "尺码不合适想换大一码", "腰围差太多了，扣不上"},
	"defect":    {"有破洞，做工差", "拉链坏的，拉不上", "掉色严重，洗一次就花了", "线头多，缝线歪", "右边袖口有污渍"},
	"pretty":    {"和直播间看到的不一样，色差大", "图片是垂感面料，实物很薄", "描述不符，没有内衬"},
	"damage":    {"收到就破损了，外箱压扁", "瓶子碎了漏得到处都是", "包装破损，里面也压坏了"},
	"missing":   {"少发一件", "赠品没有", "只收到一半"},
	"family":    {"几个码都试了，留一个合适的", "给家里人买的，不合适的退了"},
	"mind":      {"不太喜欢", "没有想象中好看", "买多了", "家人不喜欢"},
	"no_pickup": {"一直没有揽收，不等了", "说好48小时发货"},
	"stalled":   {"物流好几天不更新", "快递卡在中转站不动了"},
	"wardrobe":  {"穿着效果一般", "不喜欢了"},
	"abuse":     {"收到空包裹", "东西不对"},
}

// buyerRemark is the free text of the application; half write nothing.
func (l *life) buyerRemark(c *kase) string {
	n := mix(uint64(c.id) + 5)
	list := remarksByCause[c.cause]
	if len(list) == 0 || n%2 == 0 {
		return ""
	}
	return list[n>>8%uint64(len(list))]
}

// stepText is the log's sentence of step i.
func (l *life) stepText(c *kase, i int) string {
	s := &c.steps[i]
	if s.note != "" && s.act != actAskEvidence {
		return s.note
	}
	n := uint64(s.words)
	list := actWords[s.act].texts
	switch {
	case s.act == actMessage && s.role == roleMerchant:
		list = merchantSays
	case s.act == actMessage && s.role == roleBuyer:
		list = buyerSays
	case s.act == actMessage:
		return "平台客服已介入，正在核实双方信息"
	case s.act == actRemark:
		return ""
	}
	t := list[n%uint64(len(list))]
	if !strings.Contains(t, "{") {
		return t
	}
	w := ""
	if s.act == actSent && c.ret >= 0 {
		w = l.parcels[c.ret].waybill()
	} else if c.again >= 0 {
		w = l.parcels[c.again].waybill()
	}
	t = strings.ReplaceAll(t, "{r}", reasons[s.reason].text)
	t = strings.ReplaceAll(t, "{m}", yuan(c.asked))
	return strings.ReplaceAll(t, "{w}", w)
}
