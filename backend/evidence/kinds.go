package evidence

import (
	"strings"

	"afterdesk/backend/domain"
)

// kindWords tells an evidence kind from words that people put into file names. The
// first hit wins, so narrower words stand before wider ones.
var kindWords = []struct {
	kind  domain.EvidenceKind
	words []string
}{
	{domain.EvidenceReturnUnpack, []string{"退货", "退件", "拆包", "拆件", "开箱", "unpack", "unbox", "return"}},
	{domain.EvidenceWeightPhoto, []string{"称重", "重量", "weight", "weigh"}},
	{domain.EvidenceHandoff, []string{"交接", "揽收", "底单", "handoff", "handover", "pickup"}},
	{domain.EvidenceCourierLetter, []string{"快递证明", "红章", "盖章", "courier"}},
	{domain.EvidenceLabel, []string{"面单", "快递单", "label", "waybill"}},
	{domain.EvidenceChat, []string{"聊天", "对话", "chat", "wechat"}},
	{domain.EvidenceBuyerImage, []string{"买家", "buyer"}},
	{domain.EvidencePageSnapshot, []string{"截图", "截屏", "screenshot", "snapshot"}},
}

// guessKind names what a file shows when nobody said: by its name, by the parcel it
// belongs to, and by its media type. A wrong guess costs a caption and can be
// changed at any time; it never decides where a file belongs.
func guessKind(name, mediaType string, back bool) domain.EvidenceKind {
	lower := strings.ToLower(name)
	for _, k := range kindWords {
		for _, w := range k.words {
			if strings.Contains(lower, w) {
				return k.kind
			}
		}
	}
	main, _, _ := strings.Cut(mediaType, "/")
	switch {
	case back && (main == "video" || main == "image"):
		return domain.EvidenceReturnUnpack
	case main == "video":
		return domain.EvidencePackingVideo
	case main == "image":
		return domain.EvidencePackingPhoto
	case mediaType == "application/pdf", mediaType == "text/plain":
		return domain.EvidenceDocument
	}
	return domain.EvidenceOther
}

// validKind reports whether k is a kind of the glossary.
func validKind(k domain.EvidenceKind) bool {
	for _, known := range domain.EvidenceKinds {
		if k == known {
			return true
		}
	}
	return false
}
