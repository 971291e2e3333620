package sim

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
)

// openID is the opaque id of a buyer; nobody can decrypt it.
func (b *buyer) openID() string {
	var raw [18]byte
	binary.BigEndian.PutUint64(raw[:], mix(uint64(b.n)+0x5bd1))
	binary.BigEndian.PutUint64(raw[8:], mix(uint64(b.phone)<<32|uint64(b.nick)))
	binary.BigEndian.PutUint16(raw[16:], uint16(b.road))
	return "1@#" + base64.StdEncoding.EncodeToString(raw[:])
}

func (b *buyer) maskedName() string {
	if b.road%3 == 0 {
		return string(b.last) + "**"
	}
	return string(b.last) + "*"
}

func (b *buyer) maskedPhone() string {
	tail := strconv.Itoa((b.phone >> 8) % 10000)
	for len(tail) < 4 {
		tail = "0" + tail
	}
	return phoneHead[b.phone%len(phoneHead)] + "****" + tail
}

func (b *buyer) maskedAddress() string {
	return roadHeads[b.road%len(roadHeads)] + "**路***号"
}

// nickname is masked in its middle, as the console's export shows it.
func (b *buyer) nickname() string {
	head := []rune(nickHeads[b.nick%len(nickHeads)])
	tail := []rune(nickTails[(b.nick>>8)%len(nickTails)])
	return string(head[:1]) + "***" + string(tail[len(tail)-1:])
}

var orderWords = []string{"请尽快发货，周末要穿", "麻烦包装严实一点", "送人的，不要放价格单", "不要放驿站，送上门谢谢", "能备注送赠品吗", "如果没货请联系我", "放快递柜就行", "急用！！今天能发吗", "帮我检查一下线头，谢谢🙏", "尺码不合适能换吧？"}

// buyerWords is what a buyer wrote at the checkout; most write nothing.
func (l *life) buyerWords() string {
	n := mix(uint64(l.id) + 99)
	if n%11 != 0 {
		return ""
	}
	return orderWords[n>>8%uint64(len(orderWords))]
}
