package sim

import "afterdesk/backend/domain"

// province is a destination with the share of orders that go there.
type province struct {
	name   string // with its ending, as the platform writes it
	short  string
	code   string
	share  int
	region int // 0 East, 1 North, 2 South, 3 Central, 4 South-west, 5 North-east, 6 North-west
	remote bool
	cities []city
}

type city struct {
	name  string
	towns []string
}

var provinces = []province{
	{"浙江省", "浙江", "33", 85, 0, false, []city{{"杭州市", []string{"西湖区", "滨江区", "余杭区"}}, {"宁波市", []string{"鄞州区", "海曙区"}}, {"温州市", []string{"鹿城区", "瑞安市"}}}},
	{"江苏省", "江苏", "32", 90, 0, false, []city{{"南京市", []string{"鼓楼区", "江宁区"}}, {"苏州市", []string{"姑苏区", "昆山市"}}, {"徐州市", []string{"云龙区", "铜山区"}}}},
	{"上海市", "上海", "31", 50, 0, false, []city{{"上海市", []string{"浦东新区", "闵行区", "徐汇区"}}}},
	{"安徽省", "安徽", "34", 50, 0, false, []city{{"合肥市", []string{"蜀山区", "包河区"}}, {"阜阳市", []string{"颍州区", "太和县"}}}},
	{"山东省", "山东", "37", 78, 1, false, []city{{"济南市", []string{"历下区", "市中区"}}, {"青岛市", []string{"市南区", "黄岛区"}}, {"临沂市", []string{"兰山区", "沂水县"}}}},
	{"北京市", "北京", "11", 36, 1, false, []city{{"北京市", []string{"朝阳区", "海淀区", "丰台区"}}}},
	{"天津市", "天津", "12", 16, 1, false, []city{{"天津市", []string{"南开区", "滨海新区"}}}},
	{"河北省", "河北", "13", 56, 1, false, []city{{"石家庄市", []string{"长安区", "裕华区"}}, {"保定市", []string{"莲池区", "定州市"}}, {"唐山市", []string{"路北区"}}}},
	{"山西省", "山西", "14", 26, 1, false, []city{{"太原市", []string{"小店区", "迎泽区"}}, {"大同市", []string{"平城区"}}}},
	{"广东省", "广东", "44", 115, 2, false, []city{{"广州市", []string{"天河区", "白云区"}}, {"深圳市", []string{"南山区", "龙岗区"}}, {"东莞市", []string{"南城街道"}}, {"汕头市", []string{"龙湖区"}}}},
	{"福建省", "福建", "35", 40, 2, false, []city{{"福州市", []string{"鼓楼区", "仓山区"}}, {"泉州市", []string{"丰泽区", "晋江市"}}}},
	{"广西壮族自治区", "广西", "45", 34, 2, false, []city{{"南宁市", []string{"青秀区", "西乡塘区"}}, {"柳州市", []string{"柳北区"}}}},
	{"海南省", "海南", "46", 8, 2, true, []city{{"海口市", []string{"龙华区"}}, {"三亚市", []string{"吉阳区"}}}},
	{"河南省", "河南", "41", 70, 3, false, []city{{"郑州市", []string{"金水区", "二七区"}}, {"洛阳市", []string{"洛龙区"}}, {"南阳市", []string{"宛城区", "邓州市"}}}},
	{"湖北省", "湖北", "42", 46, 3, false, []city{{"武汉市", []string{"洪山区", "江汉区"}}, {"襄阳市", []string{"樊城区"}}}},
	{"湖南省", "湖南", "43", 46, 3, false, []city{{"长沙市", []string{"岳麓区", "雨花区"}}, {"衡阳市", []string{"蒸湘区"}}}},
	{"江西省", "江西", "36", 32, 3, false, []city{{"南昌市", []string{"青山湖区"}}, {"赣州市", []string{"章贡区"}}}},
	{"四川省", "四川", "51", 62, 4, false, []city{{"成都市", []string{"武侯区", "郫都区"}}, {"绵阳市", []string{"涪城区"}}, {"南充市", []string{"顺庆区"}}}},
	{"重庆市", "重庆", "50", 28, 4, false, []city{{"重庆市", []string{"渝北区", "万州区"}}}},
	{"贵州省", "贵州", "52", 26, 4, false, []city{{"贵阳市", []string{"南明区"}}, {"遵义市", []string{"红花岗区"}}}},
	{"云南省", "云南", "53", 32, 4, true, []city{{"昆明市", []string{"官渡区", "五华区"}}, {"大理白族自治州", []string{"大理市"}}}},
	{"西藏自治区", "西藏", "54", 3, 4, true, []city{{"拉萨市", []string{"城关区"}}}},
	{"辽宁省", "辽宁", "21", 34, 5, false, []city{{"沈阳市", []string{"和平区", "铁西区"}}, {"大连市", []string{"甘井子区"}}}},
	{"吉林省", "吉林", "22", 18, 5, false, []city{{"长春市", []string{"朝阳区"}}, {"吉林市", []string{"船营区"}}}},
	{"黑龙江省", "黑龙江", "23", 22, 5, false, []city{{"哈尔滨市", []string{"南岗区", "道里区"}}, {"大庆市", []string{"萨尔图区"}}}},
	{"陕西省", "陕西", "61", 32, 6, false, []city{{"西安市", []string{"雁塔区", "未央区"}}, {"咸阳市", []string{"秦都区"}}}},
	{"甘肃省", "甘肃", "62", 16, 6, true, []city{{"兰州市", []string{"城关区"}}, {"天水市", []string{"秦州区"}}}},
	{"青海省", "青海", "63", 5, 6, true, []city{{"西宁市", []string{"城西区"}}}},
	{"宁夏回族自治区", "宁夏", "64", 6, 6, true, []city{{"银川市", []string{"兴庆区"}}}},
	{"新疆维吾尔自治区", "新疆", "65", 15, 6, true, []city{{"乌鲁木齐市", []string{"天山区"}}, {"喀什地区", []string{"喀什市"}}}},
	{"内蒙古自治区", "内蒙古", "15", 20, 1, true, []city{{"呼和浩特市", []string{"新城区"}}, {"包头市", []string{"昆都仑区"}}}},
}

var provinceShares = func() []int {
	out := make([]int, len(provinces))
	for i, p := range provinces {
		out[i] = p.share
	}
	return out
}()

// hubCities carry transit hubs of a region.
var hubCities = [7][]string{{"杭州", "嘉兴", "无锡"}, {"北京", "济南", "石家庄"}, {"广州", "东莞", "泉州"}, {"武汉", "郑州", "长沙"}, {"成都", "重庆", "贵阳"}, {"沈阳", "哈尔滨"}, {"西安", "兰州"}}

func provinceIndex(name string) int {
	for i, p := range provinces {
		if p.name == name || p.short == name {
			return i
		}
	}
	return 0
}

// laneHours is the time between the first and the last hub of a lane.
func laneHours(from, to int) int64 {
	a, b := provinces[from], provinces[to]
	h := int64(34)
	switch {
	case from == to:
		h = 9
	case a.region == b.region:
		h = 16
	case a.region == 0 && (b.region == 3 || b.region == 1 || b.region == 2), b.region == 0 && (a.region == 3 || a.region == 1 || a.region == 2):
		h = 24
	}
	if a.remote || b.remote {
		h += 40
	}
	return h
}

// courier is a carrier of the shop with its share of parcels and its speed.
type courier struct {
	code, name string
	share      int
	speed      int64 // thousandths of the usual lane time
	prefix     string
	digits     int
}

var couriers = []courier{
	{"zhongtong", "中通快递", 28, 1000, "78", 12},
	{"yuantong", "圆通速递", 22, 1080, "YT", 13},
	{"yunda", "韵达快递", 18, 1100, "43", 13},
	{"shentong", "申通快递", 13, 1150, "77", 13},
	{"jtexpress", "极兔速递", 12, 1120, "JT", 13},
	{"shunfeng", "顺丰速运", 7, 620, "SF", 13},
}

var courierShares = func() []int {
	out := make([]int, len(couriers))
	for i, c := range couriers {
		out[i] = c.share
	}
	return out
}()

func (c courier) waybill(n uint64) string {
	b := make([]byte, c.digits)
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return c.prefix + string(b)
}

// lastNames and firstNames make invented people; only masked forms leave.
var (
	lastNames = []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段")
	nickHeads = []string{"小", "阿", "爱", "大", "花", "一", "暖", "星", "甜", "momo", "夏", "豆", "果", "云", "乐", "多", "晴", "安", "圆", "芒", "用户", "静", "开心", "努力", "吃货"}
	nickTails = []string{"吖", "子", "酱", "妈", "鱼", "喵", "兔", "呀", "宝", "儿", "猪", "糖", "朵", "爸", "姐", "莓", "果", "9", "88", "桃"}
	phoneHead = []string{"130", "131", "133", "135", "136", "137", "138", "139", "150", "151", "152", "153", "155", "156", "157", "158", "159", "166", "170", "173", "176", "177", "178", "180", "181", "183", "185", "186", "187", "188", "189", "191", "198", "199"}
	roadHeads = []string{"解", "人", "建", "中", "新", "文", "和", "长", "东", "西", "南", "北", "光", "青", "金"}
)

// stateWords is what the platform's track answer calls a scan.
var stateWords = map[domain.TrackState]struct{ code, text string }{
	domain.TrackPickedUp: {"101", "已揽收"}, domain.TrackSortCenter: {"102", "运输中"}, domain.TrackInTransit: {"102", "运输中"}, domain.TrackDestCity: {"103", "到达派件城市"},
	domain.TrackOutForDelivery: {"104", "派送中"}, domain.TrackAtStation: {"105", "待取件"}, domain.TrackSigned: {"106", "已签收"}, domain.TrackSignedByOther: {"106", "已签收"},
	domain.TrackRefused: {"107", "拒签"}, domain.TrackReturning: {"108", "退回中"}, domain.TrackReturnedSigned: {"109", "退回签收"}, domain.TrackIntercepted: {"110", "已拦截"},
	domain.TrackProblem: {"111", "疑难件"}, domain.TrackForwarded: {"102", "运输中"},
}
