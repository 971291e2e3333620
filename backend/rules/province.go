package rules

import "strings"

// provinces are the first-level regions of China: short name, and the spelling
// without tones that English files use.
var provinces = [][2]string{
	{"北京", "beijing"}, {"天津", "tianjin"}, {"河北", "hebei"}, {"山西", "shanxi"}, {"内蒙古", "inner mongolia"}, {"辽宁", "liaoning"},
	{"吉林", "jilin"}, {"黑龙江", "heilongjiang"}, {"上海", "shanghai"}, {"江苏", "jiangsu"}, {"浙江", "zhejiang"}, {"安徽", "anhui"},
	{"福建", "fujian"}, {"江西", "jiangxi"}, {"山东", "shandong"}, {"河南", "henan"}, {"湖北", "hubei"}, {"湖南", "hunan"},
	{"广东", "guangdong"}, {"广西", "guangxi"}, {"海南", "hainan"}, {"重庆", "chongqing"}, {"四川", "sichuan"}, {"贵州", "guizhou"},
	{"云南", "yunnan"}, {"西藏", "tibet"}, {"陕西", "shaanxi"}, {"甘肃", "gansu"}, {"青海", "qinghai"}, {"宁夏", "ningxia"},
	{"新疆", "xinjiang"}, {"香港", "hong kong"}, {"澳门", "macau"}, {"台湾", "taiwan"},
}

func provinceNames() []string {
	out := make([]string, len(provinces))
	for i, p := range provinces {
		out[i] = p[0]
	}
	return out
}

// Province returns the short Chinese name of a province in any usual spelling
// ("新疆维吾尔自治区", "上海市", "Guangdong Province" → 新疆, 上海, 广东); "" when
// the text names none.
func Province(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, p := range provinces {
		if strings.HasPrefix(text, p[0]) || strings.HasPrefix(text, p[1]) {
			return p[0]
		}
	}
	return ""
}
