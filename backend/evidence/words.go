package evidence

import (
	"afterdesk/backend/domain"
)

// words are what a pack says in one language; see the package doc for why they are
// not in the window's dictionary. Every field and every enum value must have a word.
type words struct {
	Title, Subtitle, Shop, Case, Order, Type, Status, Arbitration, Reason, ReasonText, Asked, Refunded, Qty, Applied,
	Deadline, EvidenceDue, Buyer, Receiver, Phone, Region, Address, BuyerSays, AsOf, Exhibits, None, Unknown string

	OrderPart, Product, Spec, SKU, Paid, Created, PaidAt, PromisedShip, Shipped, Total, Gift    string
	LivePart, Host, Room, Session, SessionTime, Inferred, Promises, Said, NoSession, NoPromises string
	TracePart, Carrier, Waybill, Outbound, Return, State, NoParcels, NoTraces                   string
	TimelinePart, NoTimeline, When, Who, What, Pictures                                         string
	ListPart, No, Kind, Captured, Added, File, Size, NoExhibits                                 string
	ExhibitPart, Exhibit, OriginalName, Duration, MediaType, Codes                              string
	SHA256, LogEntry, TooLarge, NotShown, CopyNote, VideoNote                                   string
	ProofPart, ProofText, Head, TreeSize, Key, Rare, RareText, Page, OrderMissing, MoreTraces   string
	Edition, StampPart, StampNone, StampText, StampLost, StampKept, StampChecked                string

	Editions    map[domain.PackEdition]string
	Types       map[domain.CaseType]string
	Statuses    map[domain.CaseStatus]string
	Arbs        map[domain.Arbitration]string
	Reasons     map[domain.Reason]string
	Kinds       map[domain.EvidenceKind]string
	States      map[domain.TrackState]string
	Actors      map[domain.Actor]string
	PromiseKind map[domain.PromiseKind]string
	Timeline    map[string]string
	From        map[string]string // EvidenceItem.CapturedFrom
	Sources     map[domain.EvidenceSource]string
}

// wordsOf returns the words of a language; anything but "en" is Chinese, the language
// of the platforms that packs go to.
func wordsOf(lang string) (*words, string) {
	if lang == "en" {
		return english(), "en"
	}
	return chinese(), "zh-CN"
}

func chinese() *words {
	return &words{
		Title: "售后举证材料", Subtitle: "由商家在日常经营中留存的原始记录整理", Shop: "店铺", Case: "售后单号", Order: "订单号", Type: "售后类型", Status: "售后状态",
		Arbitration: "平台介入", Reason: "申请原因", ReasonText: "平台原文", Asked: "申请退款", Refunded: "已退款", Qty: "数量", Applied: "申请时间", Deadline: "处理截止",
		EvidenceDue: "举证截止", Buyer: "买家昵称", Receiver: "收货人", Phone: "联系电话", Region: "收货地区", Address: "详细地址", BuyerSays: "买家说明", AsOf: "材料截至",
		Exhibits: "证据件数", None: "无", Unknown: "—",
		OrderPart: "一、订单", Product: "商品", Spec: "规格", SKU: "商家编码", Paid: "实付", Created: "下单时间", PaidAt: "付款时间",
		PromisedShip: "承诺发货", Shipped: "发货时间", Total: "订单金额", Gift: "赠品",
		LivePart: "二、直播场次与承诺", Host: "主播", Room: "直播间号", Session: "场次", SessionTime: "场次时间", Inferred: "（按订单推算）", Promises: "场次承诺", Said: "承诺时间",
		NoSession: "本订单未关联直播场次。", NoPromises: "本场次未登记承诺。",
		TracePart: "三、物流轨迹", Carrier: "快递公司", Waybill: "运单号", Outbound: "发货", Return: "退货", State: "当前状态", NoParcels: "暂无运单。", NoTraces: "暂无轨迹。",
		TimelinePart: "四、时间线", NoTimeline: "暂无记录。", When: "时间", Who: "主体", What: "事项", Pictures: "张图片",
		ListPart: "五、证据目录", No: "编号", Kind: "类别", Captured: "拍摄时间", Added: "入库时间", File: "压缩包内文件", Size: "大小", NoExhibits: "本案暂无证据文件。",
		ExhibitPart: "六、证据", Exhibit: "证据", OriginalName: "原文件名", Duration: "时长", MediaType: "格式", Codes: "识别条码",
		SHA256: "原件 SHA-256", LogEntry: "存证日志", TooLarge: "图片像素过大，未在此显示，请看压缩包内原件。", NotShown: "该格式无法在此显示，请看压缩包内原件。",
		CopyNote: "图片为缩小副本；原件未改动，在压缩包内。", VideoNote: "视频请播放压缩包内原件。",
		ProofPart: "七、完整性说明",
		ProofText: "每份原件入库时即计算 SHA-256，写入只可追加的存证日志（RFC 6962 默克尔树），日志头经 Ed25519 签名。压缩包内 VERIFY.txt 说明如何在任何电脑上、不用本软件核对：改动任何一个字节，核对都会指出是哪个文件。签名密钥由商家保管；日志头随本材料交出后，商家也无法再改写其覆盖的记录而不被发现。",
		Head:      "日志头", TreeSize: "记录数", Key: "验证公钥", Rare: "生僻字", RareText: "字体缺少的字以〓代替，依出现次序列出其码位：", Page: "第 %d / %d 页",
		OrderMissing: "订单尚未同步到本机。", MoreTraces: "另有 %d 条",
		Edition: "版本", StampPart: "可信时间戳", StampNone: "本材料生成时，日志头尚无第三方时间戳。",
		StampText: "以下机构按 RFC 3161 为日志头签发了时间戳：该日志头及其覆盖的全部记录在所列时间之前已经存在。时间戳文件在压缩包 tokens 文件夹内，核对方法见 VERIFY.txt。",
		StampLost: "%s 的时间戳文件已损坏，未放入本材料。", StampKept: "未与根证书核对", StampChecked: "签发时已与根证书核对",
		Editions: map[domain.PackEdition]string{domain.EditionPlatform: "平台版（买家信息已遮盖）", domain.EditionCourt: "法庭版（买家信息未遮盖，仅供司法与公证使用）"},
		Types: map[domain.CaseType]string{domain.CaseRefundShipped: "已发货仅退款", domain.CaseRefundUnshipped: "未发货仅退款", domain.CaseReturnRefund: "退货退款",
			domain.CaseExchange: "换货", domain.CaseReship: "补寄", domain.CaseRepair: "维修", domain.CaseRefused: "拒收退款", domain.CasePriceAdjust: "价保",
			domain.CaseCancel: "取消订单", domain.CaseUnknown: "未知类型"},
		Statuses: map[domain.CaseStatus]string{domain.StatusAwaitMerchant: "待商家处理", domain.StatusAwaitReturn: "待买家退货", domain.StatusAwaitReceipt: "待商家收货",
			domain.StatusAwaitShip: "待商家发出", domain.StatusAwaitConfirm: "待买家确认", domain.StatusRefused: "商家已拒绝", domain.StatusSucceeded: "售后成功",
			domain.StatusClosed: "售后关闭", domain.StatusUnknown: "未知状态"},
		Arbs: map[domain.Arbitration]string{domain.ArbNone: "未介入", domain.ArbRunning: "介入中", domain.ArbEvidence: "待商家举证", domain.ArbNegotiating: "协商中",
			domain.ArbForBuyer: "支持买家", domain.ArbForMerchant: "支持商家", domain.ArbEnded: "已结束", domain.ArbCancelled: "已撤销", domain.ArbUnknown: "未知"},
		Reasons: map[domain.Reason]string{domain.ReasonQuality: "质量问题", domain.ReasonDamaged: "破损", domain.ReasonWrongItem: "发错货", domain.ReasonMissing: "少件漏发",
			domain.ReasonNotAsShown: "与描述不符", domain.ReasonFake: "假冒", domain.ReasonSize: "尺码不合", domain.ReasonDislike: "不喜欢", domain.ReasonNotReceived: "未收到货",
			domain.ReasonLate: "发货或物流慢", domain.ReasonPrice: "价格原因", domain.ReasonChangedMind: "拍错或不想要", domain.ReasonNoReason: "七天无理由",
			domain.ReasonOther: "其他", domain.ReasonUnknown: "未知原因"},
		Kinds: map[domain.EvidenceKind]string{domain.EvidencePackingVideo: "打包视频", domain.EvidencePackingPhoto: "打包照片", domain.EvidenceWeightPhoto: "称重照片",
			domain.EvidenceHandoff: "交接记录", domain.EvidenceLabel: "快递面单", domain.EvidenceReturnUnpack: "退件拆包", domain.EvidenceChat: "聊天记录",
			domain.EvidencePageSnapshot: "页面截图", domain.EvidenceCourierLetter: "快递证明", domain.EvidenceBuyerImage: "买家图片", domain.EvidenceDocument: "文件",
			domain.EvidenceOther: "其他"},
		States: map[domain.TrackState]string{domain.TrackNone: "暂无轨迹", domain.TrackCreated: "已下单", domain.TrackWaitPickup: "待揽收", domain.TrackPickedUp: "已揽收",
			domain.TrackSortCenter: "到达分拨", domain.TrackInTransit: "运输中", domain.TrackDestCity: "到达目的城市", domain.TrackOutForDelivery: "派送中",
			domain.TrackAtStation: "待取件", domain.TrackSigned: "已签收", domain.TrackSignedByOther: "他人代收", domain.TrackRefused: "拒收", domain.TrackReturning: "退回中",
			domain.TrackReturnedSigned: "退回签收", domain.TrackIntercepted: "已拦截", domain.TrackForwarded: "转寄", domain.TrackProblem: "异常", domain.TrackCancelled: "已取消",
			domain.TrackCustoms: "清关", domain.TrackUnknown: "未知"},
		Actors: map[domain.Actor]string{domain.ActorBuyer: "买家", domain.ActorMerchant: "商家", domain.ActorPlatform: "平台", domain.ActorCourier: "快递",
			domain.ActorStaff: "员工", domain.ActorSystem: "系统", domain.ActorUnknown: "未知"},
		PromiseKind: map[domain.PromiseKind]string{domain.PromiseGift: "赠品", domain.PromisePrice: "价格", domain.PromiseSize: "尺码", domain.PromiseShipBy: "发货时效",
			domain.PromiseWarranty: "质保", domain.PromiseOther: "其他"},
		Timeline: map[string]string{"ordered": "下单", "paid": "付款", "promised": "直播承诺", "shipped": "发货", "trace": "物流", "signed": "签收", "case_applied": "申请售后",
			"negotiation": "协商", "case_closed": "售后结束", "deadline": "处理截止", "evidence_added": "证据入库", "packed": "打包", "unboxed": "拆包验货", "review": "评价", "review_reply": "回复评价"},
		From: map[string]string{"exif": "相机记录", "exif_no_zone": "相机记录，无时区", "mvhd": "视频文件记录", "file_time": "文件时间", "workstation": "本机时钟", "": "未记录"},
		Sources: map[domain.EvidenceSource]string{domain.SourceDrop: "拖入", domain.SourcePicker: "选取", domain.SourceWatch: "监看文件夹", domain.SourceCLI: "命令行", domain.SourcePhone: "手机", domain.SourceBench: "打包台录制",
			domain.SourceDemo: "演示数据"},
	}
}

func english() *words {
	return &words{
		Title: "Evidence pack", Subtitle: "Compiled from records that the merchant keeps in ordinary business", Shop: "Shop", Case: "Case no.", Order: "Order no.", Type: "Case type",
		Status: "Status", Arbitration: "Platform review", Reason: "Reason", ReasonText: "Platform's words", Asked: "Refund asked", Refunded: "Refunded", Qty: "Quantity", Applied: "Applied",
		Deadline: "Answer due", EvidenceDue: "Evidence due", Buyer: "Buyer", Receiver: "Receiver", Phone: "Phone", Region: "Region", Address: "Address", BuyerSays: "Buyer says",
		AsOf: "As of", Exhibits: "Exhibits", None: "none", Unknown: "—",
		OrderPart: "1. Order", Product: "Product", Spec: "Variant", SKU: "SKU code", Paid: "Paid", Created: "Ordered", PaidAt: "Paid at",
		PromisedShip: "Ship-by promise", Shipped: "Shipped", Total: "Order total", Gift: "gift",
		LivePart: "2. Live session and promises", Host: "Host", Room: "Room", Session: "Session", SessionTime: "Session time", Inferred: " (from its orders)", Promises: "Promises", Said: "Said at",
		NoSession: "This order is not tied to a live session.", NoPromises: "No promise is recorded for this session.",
		TracePart: "3. Parcel trace", Carrier: "Courier", Waybill: "Waybill", Outbound: "Outbound", Return: "Return", State: "State", NoParcels: "No waybill yet.", NoTraces: "No events yet.",
		TimelinePart: "4. Timeline", NoTimeline: "No entries.", When: "When", Who: "Who", What: "What", Pictures: "picture(s)",
		ListPart: "5. List of exhibits", No: "No.", Kind: "Kind", Captured: "Captured", Added: "Taken in", File: "File in the ZIP", Size: "Size", NoExhibits: "This case has no evidence files yet.",
		ExhibitPart: "6. Exhibits", Exhibit: "Exhibit", OriginalName: "Original name", Duration: "Duration", MediaType: "Format", Codes: "Barcode",
		SHA256: "SHA-256 of original", LogEntry: "Custody log", TooLarge: "Too many pixels to show here; see the original in the ZIP.", NotShown: "This format cannot be shown here; see the original in the ZIP.",
		CopyNote: "Pictures are reduced copies; the unchanged originals are in the ZIP.", VideoNote: "Play the original from the ZIP.",
		ProofPart: "7. Integrity",
		ProofText: "The SHA-256 of every original was computed when it was taken in and written to an append-only custody log (an RFC 6962 Merkle tree) whose heads are signed with Ed25519. VERIFY.txt in the ZIP tells how to check all of it on any computer without this program: change one byte and the check names the file. The merchant holds the signing key; once a head has left with this pack, not even the merchant can rewrite the records below it unnoticed.",
		Head:      "Log head", TreeSize: "Records", Key: "Verifier key", Rare: "Rare characters", RareText: "〓 stands for characters that the font lacks; their code points in order of appearance:", Page: "%d / %d",
		OrderMissing: "The order has not been synced to this machine yet.", MoreTraces: "%d more",
		Edition: "Edition", StampPart: "Time stamps", StampNone: "When this was made, no third party had stamped the log head yet.",
		StampText: "These authorities stamped the log head by RFC 3161: that head, and every record below it, existed before the time given. The tokens lie in the folder tokens of the ZIP; VERIFY.txt tells how to check them.",
		StampLost: "The token of %s is damaged and was left out.", StampKept: "not checked against a root", StampChecked: "checked against its root when it came",
		Editions: map[domain.PackEdition]string{domain.EditionPlatform: "For the platform (buyer masked)", domain.EditionCourt: "For the court (buyer not masked; for courts and notaries only)"},
		Types: map[domain.CaseType]string{domain.CaseRefundShipped: "Refund only, shipped", domain.CaseRefundUnshipped: "Refund only, not shipped", domain.CaseReturnRefund: "Return and refund",
			domain.CaseExchange: "Exchange", domain.CaseReship: "Reship", domain.CaseRepair: "Repair", domain.CaseRefused: "Refused delivery", domain.CasePriceAdjust: "Price adjustment",
			domain.CaseCancel: "Order cancelled", domain.CaseUnknown: "Unknown type"},
		Statuses: map[domain.CaseStatus]string{domain.StatusAwaitMerchant: "Awaiting merchant", domain.StatusAwaitReturn: "Awaiting buyer's return", domain.StatusAwaitReceipt: "Awaiting merchant's receipt",
			domain.StatusAwaitShip: "Awaiting merchant's shipment", domain.StatusAwaitConfirm: "Awaiting buyer's confirmation", domain.StatusRefused: "Refused by merchant",
			domain.StatusSucceeded: "Succeeded", domain.StatusClosed: "Closed", domain.StatusUnknown: "Unknown"},
		Arbs: map[domain.Arbitration]string{domain.ArbNone: "none", domain.ArbRunning: "In progress", domain.ArbEvidence: "Awaiting merchant's evidence", domain.ArbNegotiating: "Negotiating",
			domain.ArbForBuyer: "Decided for buyer", domain.ArbForMerchant: "Decided for merchant", domain.ArbEnded: "Ended", domain.ArbCancelled: "Cancelled", domain.ArbUnknown: "Unknown"},
		Reasons: map[domain.Reason]string{domain.ReasonQuality: "Quality", domain.ReasonDamaged: "Damaged", domain.ReasonWrongItem: "Wrong item", domain.ReasonMissing: "Missing part",
			domain.ReasonNotAsShown: "Not as described", domain.ReasonFake: "Counterfeit", domain.ReasonSize: "Size", domain.ReasonDislike: "Dislike", domain.ReasonNotReceived: "Not received",
			domain.ReasonLate: "Late", domain.ReasonPrice: "Price", domain.ReasonChangedMind: "Changed mind", domain.ReasonNoReason: "Seven days, no reason",
			domain.ReasonOther: "Other", domain.ReasonUnknown: "Unknown"},
		Kinds: map[domain.EvidenceKind]string{domain.EvidencePackingVideo: "Packing video", domain.EvidencePackingPhoto: "Packing photo", domain.EvidenceWeightPhoto: "Weight photo",
			domain.EvidenceHandoff: "Hand-off record", domain.EvidenceLabel: "Waybill label", domain.EvidenceReturnUnpack: "Return unpacking", domain.EvidenceChat: "Chat",
			domain.EvidencePageSnapshot: "Page snapshot", domain.EvidenceCourierLetter: "Courier's letter", domain.EvidenceBuyerImage: "Buyer's image", domain.EvidenceDocument: "Document",
			domain.EvidenceOther: "Other"},
		States: map[domain.TrackState]string{domain.TrackNone: "No event", domain.TrackCreated: "Created", domain.TrackWaitPickup: "Waiting for pickup", domain.TrackPickedUp: "Picked up",
			domain.TrackSortCenter: "At sorting centre", domain.TrackInTransit: "In transit", domain.TrackDestCity: "In destination city", domain.TrackOutForDelivery: "Out for delivery",
			domain.TrackAtStation: "At pickup point", domain.TrackSigned: "Signed", domain.TrackSignedByOther: "Signed by another", domain.TrackRefused: "Refused", domain.TrackReturning: "Returning",
			domain.TrackReturnedSigned: "Return signed", domain.TrackIntercepted: "Intercepted", domain.TrackForwarded: "Forwarded", domain.TrackProblem: "Problem", domain.TrackCancelled: "Cancelled",
			domain.TrackCustoms: "Customs", domain.TrackUnknown: "Unknown"},
		Actors: map[domain.Actor]string{domain.ActorBuyer: "Buyer", domain.ActorMerchant: "Merchant", domain.ActorPlatform: "Platform", domain.ActorCourier: "Courier",
			domain.ActorStaff: "Staff", domain.ActorSystem: "System", domain.ActorUnknown: "Unknown"},
		PromiseKind: map[domain.PromiseKind]string{domain.PromiseGift: "Gift", domain.PromisePrice: "Price", domain.PromiseSize: "Size", domain.PromiseShipBy: "Ship by",
			domain.PromiseWarranty: "Warranty", domain.PromiseOther: "Other"},
		Timeline: map[string]string{"ordered": "Ordered", "paid": "Paid", "promised": "Promise made", "shipped": "Shipped", "trace": "Courier", "signed": "Signed", "case_applied": "Case applied",
			"negotiation": "Negotiation", "case_closed": "Case closed", "deadline": "Answer due", "evidence_added": "Evidence taken in", "packed": "Packed", "unboxed": "Unboxed", "review": "Review", "review_reply": "Reply to review"},
		From: map[string]string{"exif": "camera", "exif_no_zone": "camera, no zone", "mvhd": "video header", "file_time": "file time", "workstation": "this workstation's clock", "": "not recorded"},
		Sources: map[domain.EvidenceSource]string{domain.SourceDrop: "dropped", domain.SourcePicker: "picked", domain.SourceWatch: "watched folder", domain.SourceCLI: "terminal", domain.SourcePhone: "phone", domain.SourceBench: "recorded at the packing bench",
			domain.SourceDemo: "demo"},
	}
}
