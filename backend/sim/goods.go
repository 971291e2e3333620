package sim

import (
	"strconv"
	"strings"
)

// product is one item of the catalogue with what nobody outside can see.
type product struct {
	ord      int // place in the catalogue
	id       int64
	name     string
	category string
	apparel  bool
	cid      [2]int64 // platform's first and second category
	code     string
	price    int64 // fen
	colours  []string
	sizes    []string // nil when the product has none
	grams    int64
	offset   int // hidden: hundredths of a size that it runs small (-) or large (+)
	defect   int // hidden: in 10,000, of an ordinary batch
	badBatch int // hidden: day whose batch for a fortnight is far worse; -1 none
	pretty   int // hidden: in 10,000, disappointment against its pictures
	weight   int // popularity
	gift     string
}

// sku is one colour and size of a product.
type sku struct {
	id     int64
	colour string
	size   string
}

// template is a line of the printed catalogue.
type template struct {
	name, category string
	price          int64
	grams          int64
	colours, sizes string
}

var apparelGoods = []template{
	{"法式收腰碎花连衣裙", "连衣裙", 16900, 380, "杏色 黑色 雾蓝", "S M L XL"}, {"高腰垂感阔腿裤", "裤装", 12900, 450, "黑色 咖色 米白", "S M L XL 2XL"},
	{"重磅纯棉圆领卫衣", "卫衣", 11900, 620, "灰色 燕麦 藏青", "M L XL 2XL"}, {"羊毛混纺双面呢大衣", "大衣", 59900, 1500, "驼色 黑色", "S M L"},
	{"冰丝防晒开衫", "针织衫", 8900, 220, "白色 浅紫 薄荷", "S M L"}, {"加绒加厚打底裤", "裤装", 6900, 300, "黑色 深灰", "M L XL 2XL"},
	{"小香风短外套", "外套", 25900, 700, "米白 粉色", "S M L XL"}, {"复古牛仔直筒裤", "牛仔裤", 15900, 720, "浅蓝 深蓝 黑色", "25 26 27 28 29 30"},
	{"莫代尔长袖睡衣套装", "家居服", 9900, 480, "粉色 灰蓝", "M L XL"}, {"轻薄白鸭绒羽绒服", "羽绒服", 39900, 650, "黑色 奶白 豆绿", "S M L XL"},
	{"针织吊带背心", "针织衫", 4900, 150, "黑色 白色 焦糖", "均码"}, {"新中式提花马面裙", "半身裙", 19900, 560, "墨绿 绛红 黑金", "S M L XL"},
	{"西装领休闲衬衫", "衬衫", 13900, 260, "白色 条纹蓝", "S M L XL"}, {"儿童加绒连帽卫衣", "童装", 7900, 380, "黄色 藏青", "110 120 130 140 150"},
	{"真丝印花方领上衣", "衬衫", 32900, 180, "青花 墨色", "S M L"}, {"运动高弹瑜伽裤", "运动服", 9900, 260, "黑色 酒红", "S M L XL"},
	{"男士凉感POLO衫", "男装", 9900, 280, "白色 黑色 雾霾蓝", "M L XL 2XL 3XL"}, {"男士直筒休闲西裤", "男装", 13900, 480, "黑色 深灰", "29 30 31 32 33 34 36"},
	{"羊绒圆领毛衣", "针织衫", 29900, 420, "驼色 燕麦 酒红", "S M L XL"}, {"收腰风衣中长款", "外套", 27900, 980, "卡其 藏青", "S M L XL"},
	{"软底乐福鞋", "女鞋", 15900, 780, "黑色 棕色", "35 36 37 38 39"}, {"厚底老爹鞋", "女鞋", 18900, 960, "米白 灰粉", "35 36 37 38 39 40"},
	{"纯棉男士内裤四条装", "内衣", 5900, 240, "混色", "L XL 2XL 3XL"}, {"无钢圈美背文胸", "内衣", 7900, 160, "肤色 黑色", "S M L XL"},
}

var otherGoods = []template{
	{"玻尿酸补水面膜30片", "美妆", 8900, 900, "默认", ""}, {"持妆粉底液", "美妆", 12900, 160, "自然色 象牙白 小麦色", ""}, {"丝绒哑光口红", "美妆", 6900, 60, "烂番茄 豆沙 正红", ""},
	{"氨基酸洁面乳两支装", "美妆", 5900, 320, "默认", ""}, {"云南高原鲜花饼20枚", "食品", 3990, 1100, "玫瑰味 混合味", ""}, {"原切牛肉干500g", "食品", 8990, 560, "五香 香辣", ""},
	{"有机五常大米5kg", "食品", 5990, 5100, "默认", ""}, {"冻干无花果礼盒", "食品", 4990, 420, "默认", ""}, {"S925银四叶草项链", "珠宝", 15900, 40, "银色 玫瑰金", ""},
	{"淡水珍珠耳钉", "珠宝", 9900, 30, "白色 粉紫", ""}, {"和田玉平安扣吊坠", "珠宝", 69900, 60, "青白 碧玉", ""}, {"乳胶护颈枕", "家居", 9900, 1300, "高枕 低枕", ""},
	{"全棉四件套", "家居", 22900, 2400, "雾蓝 奶咖", "1.5米 1.8米"}, {"不粘麦饭石炒锅", "家居", 13900, 1900, "28cm 32cm", ""}, {"免打孔厨房置物架", "家居", 6900, 2100, "三层 四层", ""},
	{"加厚抽纸40包", "家居", 4590, 4300, "默认", ""},
}

var gifts = []string{"同色系发圈一只", "运费险", "收纳袋一个", "小样两片", "定制帆布包", "除毛球器", "丝巾一条", "香薰卡一张"}

// makeGoods builds the catalogue of a seed: apparel is 60 % of the products.
func makeGoods(seed uint64) ([]product, []int) {
	var out []product
	add := func(t template, apparel bool) {
		i := len(out)
		d := roll(seed, rollGoods, int64(i), 0)
		p := product{ord: i, id: 3_500_000_000_000_000_000 + int64(i+1)*1_000_000_007 + int64(d.n(1_000_000)), name: t.name, category: t.category, apparel: apparel,
			code: "HL" + strconv.Itoa(1001+i*7), price: t.price, grams: t.grams, colours: strings.Fields(t.colours), sizes: strings.Fields(t.sizes), badBatch: -1,
			defect: 40 + d.n(160), pretty: 200 + d.n(500), weight: 10 + d.n(60), gift: ""}
		p.cid = [2]int64{int64(20000 + i/6), int64(20200 + i)}
		if apparel && len(p.sizes) > 1 {
			p.offset = []int{0, 0, 0, 0, -20, 15, -45, 40, -110, 80}[d.n(10)]
		}
		if d.hit(900) {
			p.defect = 700 + d.n(500)
		}
		if d.hit(1500) {
			p.badBatch = d.n(60)
		}
		if d.hit(5000) {
			p.gift = one(&d, gifts)
		}
		if d.hit(1200) {
			p.weight *= 4 // the shop's hot sellers
		}
		out = append(out, p)
	}
	for _, t := range apparelGoods {
		add(t, true)
	}
	for _, t := range otherGoods {
		add(t, false)
	}
	cum, run := make([]int, len(out)), 0
	for i, p := range out {
		run += p.weight
		cum[i] = run
	}
	return out, cum
}

// variant returns SKU v of the product.
func (p *product) variant(v int) sku {
	n := max(len(p.sizes), 1)
	s := sku{id: 1_700_000_000_000_000 + int64(p.ord)*1_000_003 + int64(v)*37 + 11, colour: p.colours[v/n]}
	if len(p.sizes) > 0 {
		s.size = p.sizes[v%n]
	}
	return s
}

// defectOn is the hidden chance that a piece shipped on day d is faulty.
func (p *product) defectOn(d int) int {
	if p.badBatch >= 0 && d >= p.badBatch && d < p.badBatch+14 {
		return p.defect*3 + 600
	}
	return p.defect
}

// host is a person who sells, and the account that the platform names.
type host struct {
	id      int64 // author_id
	name    string
	own     bool // the shop's own account (自卖), else an influencer of the alliance
	sizing  int  // hidden: 0–100, how well the host advises sizes
	promise int  // hidden: 0–100, how much is promised beyond the goods
	speed   int  // characters a minute
}

var hostNames = []string{"禾里小满", "甜柚穿搭", "阿泽严选", "大码女孩圆圆", "苏苏的衣橱", "老韩好物", "林一一", "鹿鹿搭配日记"}

func makeHosts(seed uint64) []host {
	d := roll(seed, rollHost, 0, 0)
	out, first := make([]host, 4+d.n(3)), d.n(len(hostNames))
	for i := range out {
		out[i] = host{id: 100_000_000_000 + int64(i+1)*7_919_123 + int64(d.n(1000)), name: hostNames[(first+i)%len(hostNames)], own: i < 2 || d.hit(3000),
			sizing: 35 + d.n(60), promise: d.n(70), speed: 240 + d.n(120)}
	}
	out[len(out)-1].promise = 88 // someone always over-promises
	return out
}
