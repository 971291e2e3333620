package kuaishou

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as the
// platform documents them. Receiver fields other than desensitise… are left out
// on purpose (consignee, mobile, address, encrypted…): what is not decoded
// cannot leak. Times are Unix milliseconds, amounts fen.

type envelope struct {
	Result    flex.Num        `json:"result"`
	ErrorMsg  string          `json:"error_msg"`
	Msg       string          `json:"msg"`
	SubMsg    string          `json:"sub_msg"`
	SubCode   flex.Text       `json:"sub_code"`
	RequestID flex.Text       `json:"requestId"`
	Data      json.RawMessage `json:"data"`
}

// tokenAnswer is what both token calls give, beside result.
type tokenAnswer struct {
	Result           flex.Num  `json:"result"`
	AccessToken      string    `json:"access_token"`
	RefreshToken     string    `json:"refresh_token"`
	ExpiresIn        flex.Num  `json:"expires_in"`               // seconds
	RefreshExpiresIn flex.Num  `json:"refresh_token_expires_in"` // seconds
	OpenID           flex.Text `json:"open_id"`
}

type sellerData struct {
	Name     string    `json:"name"`
	SellerID flex.Text `json:"sellerId"`
	OpenID   flex.Text `json:"openId"`
}

type orderListData struct {
	Cursor flex.Text         `json:"cursor"`
	List   []json.RawMessage `json:"orderList"`
}

type caseListData struct {
	Cursor flex.Text         `json:"pcursor"`
	List   []json.RawMessage `json:"refundOrderInfoList"`
	Other  []json.RawMessage `json:"dataList"` // seen instead of the former
}

type reviewListData struct {
	Total flex.Num          `json:"total"`
	List  []json.RawMessage `json:"rootComment"`
}

// wireOrder is one element of orderList and the data of open.order.detail: the
// detail adds the traffic source and spells two names in its own way.
type wireOrder struct {
	Base struct {
		OID          flex.Text   `json:"oid"`
		Status       flex.Num    `json:"status"`
		CreateTime   flex.Num    `json:"createTime"`
		PayTime      flex.Num    `json:"payTime"`
		SendTime     flex.Num    `json:"sendTime"`
		RecvTime     flex.Num    `json:"recvTime"`
		UpdateTime   flex.Num    `json:"updateTime"`
		TotalFee     flex.Num    `json:"totalFee"`
		ExpressFee   flex.Num    `json:"expressFee"`
		DiscountFee  flex.Num    `json:"discountFee"`
		BuyerOpenID  string      `json:"buyerOpenId"`
		BuyerNick    string      `json:"buyerNick"`
		Remark       string      `json:"remark"`
		CpsType      flex.Num    `json:"cpsType"`
		RiskCode     flex.Num    `json:"riskCode"`
		Held         []flex.Text `json:"disableDeliveryReasonCode"`
		PromisedAt   flex.Num    `json:"validPromiseShipmentTimeStamp"`
		PlainPromise flex.Num    `json:"promiseTimeStampOfDelivery"`
		CarrierType  flex.Num    `json:"carrierType"`
		CarrierID    flex.Text   `json:"carrierId"`
		Role         wireRole    `json:"orderSellerRoleInfo"`
		RoleMisspelt wireRole    `json:"orderlSellerRoleInfo"` // so in newer details
	} `json:"orderBaseInfo"`
	Item      wireItem        `json:"orderItemInfo"`
	Logistics []wireLogistics `json:"orderLogisticsInfo"`
	Address   struct {
		Province string `json:"province"`
		City     string `json:"city"`
		District string `json:"district"`
		Name     string `json:"desensitiseConsignee"`
		Phone    string `json:"desensitiseMobile"`
		Detail   string `json:"desensitiseAddress"`
	} `json:"orderAddress"`
	Note struct {
		List []struct {
			Note string `json:"note"`
		} `json:"orderNoteInfo"`
	} `json:"orderNote"`
	Cps struct {
		ID   flex.Text `json:"distributorId"`
		Name string    `json:"distributorName"`
	} `json:"orderCpsInfo"`
	Delivery wireDelivery `json:"orderDeliveryInfo"`
	Gifts    []wireGift   `json:"subOrderInfo"`
}

type wireRole struct {
	Type flex.Num  `json:"roleType"`
	ID   flex.Text `json:"roleId"`
	Name string    `json:"roleName"`
}

type wireItem struct {
	ItemID  flex.Text `json:"itemId"`
	SKUID   flex.Text `json:"skuId"`
	SKUNick string    `json:"skuNick"`
	SKUDesc string    `json:"skuDesc"`
	Title   string    `json:"itemTitle"`
	Picture string    `json:"itemPicUrl"`
	Num     flex.Num  `json:"num"`
	Price   flex.Num  `json:"price"`
}

type wireLogistics struct {
	No   flex.Text `json:"expressNo"`
	Code flex.Num  `json:"expressCode"`
}

type wireDelivery struct {
	Sent flex.Num `json:"deliveryNum"` // pieces
}

// wireGift is a gift that goes with an order, with an id and a status of its own.
type wireGift struct {
	Base struct {
		OID      flex.Text `json:"oid"`
		Status   flex.Num  `json:"status"`
		SendTime flex.Num  `json:"sendTime"`
		RecvTime flex.Num  `json:"recvTime"`
	} `json:"subOrderBaseInfo"`
	Item      wireItem        `json:"subOrderItemInfo"`
	Logistics []wireLogistics `json:"subOrderLogisticsInfo"`
	Delivery  wireDelivery    `json:"subOrderDeliveryInfo"`
}

// kept is what is stored of a case: the platform's own JSON of it and, from
// other calls, when its order was sent and the negotiation.
type kept struct {
	Refund   json.RawMessage   `json:"refund"`
	Order    *keptOrder        `json:"order,omitempty"`
	Comments []json.RawMessage `json:"comments,omitempty"`
	Asked    bool              `json:"commentsRead,omitempty"` // the negotiation was read, empty or not
}

type keptOrder struct {
	SendTime int64 `json:"sendTime"` // Unix ms, 0 = not sent
}

// wireCase is a row of the refund list or the data of the refund detail.
type wireCase struct {
	RefundID    flex.Text     `json:"refundId"`
	OID         flex.Text     `json:"oid"`
	Way         flex.Num      `json:"handlingWay"`
	Status      flex.Num      `json:"status"`
	Negotiate   flex.Num      `json:"negotiateStatus"`
	Fee         flex.Num      `json:"refundFee"`
	Reason      string        `json:"refundReasonDesc"`
	Desc        string        `json:"refundDesc"`
	Receipt     flex.Num      `json:"receiptStatus"`
	LogisticsID flex.Text     `json:"logisticsId"`
	CreateTime  flex.Num      `json:"createTime"`
	SubmitTime  flex.Num      `json:"submitTime"`
	UpdateTime  flex.Num      `json:"updateTime"`
	ExpireTime  flex.Num      `json:"expireTime"`
	EndTime     flex.Num      `json:"endTime"`
	Special     flex.Num      `json:"specialRefundType"`
	Pictures    flex.Text     `json:"pictures"`
	Returned    wireLogistics `json:"logisticsInfo"`
	Qty         flex.Num      `json:"productNum"` // of vouchers; 0 for goods
	Freight     struct {
		Status flex.Num `json:"returnFreightStatus"`
	} `json:"returnFreightInfo"`
}

type wireComment struct {
	Title      string    `json:"title"`
	Role       flex.Text `json:"role"`
	CreateTime flex.Text `json:"createTime"`
}

// keptReview is what is stored of a review: its own JSON and its answers.
type keptReview struct {
	Root json.RawMessage   `json:"root"`
	Subs []json.RawMessage `json:"subs,omitempty"`
}

type wireReview struct {
	ID          flex.Text `json:"commentId"`
	OrderID     flex.Text `json:"orderId"`
	ItemID      flex.Text `json:"itemId"`
	SKUID       flex.Text `json:"itemSkuId"`
	Content     string    `json:"content"`
	Quality     flex.Num  `json:"qualityScore"`
	Images      []string  `json:"imageUrl"`
	Replied     bool      `json:"replied"`
	Attached    bool      `json:"attached"`
	SellerReply bool      `json:"sellerReply"`
	SourceType  flex.Num  `json:"sourceType"`
	CreateTime  flex.Num  `json:"createTime"`
}

type wireReason struct {
	Code      flex.Text `json:"code"`
	Desc      string    `json:"desc"`
	Tip       string    `json:"tip"`
	NeedImage flex.Bool `json:"requiredRejectImage"`
}

type wireSellerAddress struct {
	ID      flex.Text `json:"addressId"`
	Default flex.Bool `json:"defaultAddress"`
	Base    struct {
		Province string `json:"province"`
		City     string `json:"city"`
		District string `json:"district"`
		Name     string `json:"consignee"`
		Address  string `json:"address"`
	} `json:"baseInfo"`
}

// pushed is the decrypted body of a delivery; Info is JSON inside a string.
type pushed struct {
	Test   bool   `json:"test"`
	AppKey string `json:"appKey"`
	Event  string `json:"event"`
	Info   string `json:"info"`
}

type pushedInfo struct {
	OID      flex.Text `json:"oid"`
	RefundID flex.Text `json:"refundId"`
}

// Requests.

type orderListParams struct {
	View      int64  `json:"orderViewStatus"`
	PageSize  int64  `json:"pageSize"`
	Begin     int64  `json:"beginTime"`
	End       int64  `json:"endTime"`
	QueryType int64  `json:"queryType"` // 1 by creation, 2 by change
	Sort      int64  `json:"sort"`      // 2 oldest first
	CpsType   int64  `json:"cpsType"`
	Cursor    string `json:"cursor"`
}

type caseListParams struct {
	Begin     int64      `json:"beginTime"`
	End       int64      `json:"endTime"`
	Type      int64      `json:"type"` // 9 all
	PageSize  int64      `json:"pageSize"`
	Page      int64      `json:"currentPage"`
	Cursor    string     `json:"pcursor"`
	QueryType int64      `json:"queryType"`
	Sort      int64      `json:"sort"`
	Option    caseOption `json:"option"`
}

type caseOption struct {
	NeedExchange bool `json:"needExchange"`
}

type reviewListParams struct {
	Offset int64  `json:"offset"`
	Limit  int64  `json:"limit"`
	From   int64  `json:"createTimeFrom,omitempty"`
	To     int64  `json:"createTimeTo,omitempty"`
	Order  string `json:"outOrderNo,omitempty"`
}
