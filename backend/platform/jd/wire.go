package jd

import (
	"bytes"
	"encoding/json"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as public SDKs
// with the official comments name them. Of an order's receiver only what the
// masked order calls return is asked for, and it is masked again.

type wireError struct {
	Code flex.Text `json:"code"`
	ZH   string    `json:"zh_desc"`
	EN   string    `json:"en_desc"`
	Text string    `json:"errorMessage"`
}

// wireResult is how business results say whether they worked.
type wireResult struct {
	Success *flex.Bool `json:"success"`
	Code    flex.Text  `json:"code"`
	Number  flex.Text  `json:"numberCode"`
	Msg     string     `json:"msg"`
	Chinese string     `json:"chineseErrCode"`
}

type wireToken struct {
	AccessToken  string    `json:"access_token"`
	RefreshToken string    `json:"refresh_token"`
	ExpiresIn    flex.Num  `json:"expires_in"` // seconds
	Code         flex.Text `json:"code"`       // of a refusal
}

type wireShop struct {
	Result struct {
		VenderID flex.Text `json:"vender_id"`
		ShopName string    `json:"shop_name"`
	} `json:"shop_jos_result"`
}

type wireOrders struct {
	Result struct {
		API   wireResult        `json:"apiResult"`
		Total flex.Num          `json:"orderTotal"`
		List  []json.RawMessage `json:"orderInfoList"`
	} `json:"searchorderinfo_result"`
}

type wireOrderDetail struct {
	Detail struct {
		API   wireResult      `json:"apiResult"`
		Order json.RawMessage `json:"orderInfo"`
	} `json:"orderDetailInfo"`
}

type wireOrder struct {
	OrderID        flex.Text `json:"orderId"`
	State          string    `json:"orderState"`
	TotalPrice     flex.Text `json:"orderTotalPrice"` // yuan
	ActualPay      flex.Text `json:"actualPay"`
	FreightPrice   flex.Text `json:"freightPrice"`
	SellerDiscount flex.Text `json:"sellerDiscount"`
	StartTime      flex.Text `json:"orderStartTime"`
	EndTime        flex.Text `json:"orderEndTime"`
	PaymentTime    flex.Text `json:"paymentConfirmTime"`
	OutBoundDate   flex.Text `json:"outBoundDate"`
	Modified       flex.Text `json:"modified"`
	BuyerRemark    string    `json:"orderRemark"`
	VenderRemark   string    `json:"venderRemark"`
	Waybill        string    `json:"waybill"`     // "no1,no2|no3"
	LogisticsID    string    `json:"logisticsId"` // "2100|4700"
	OpenID         flex.Text `json:"open_id_buyer"`
	XID            flex.Text `json:"xid_buyer"`
	Consignee      struct {
		Name     string `json:"fullname"` // also spelled fullName: the decoder ignores case
		Mobile   string `json:"mobile"`
		Address  string `json:"fullAddress"`
		Province string `json:"province"`
		City     string `json:"city"`
		County   string `json:"county"`
	} `json:"consigneeInfo"`
	Items []struct {
		SKUID  flex.Text `json:"skuId"`
		Outer  string    `json:"outerSkuId"`
		Name   string    `json:"skuName"`
		Price  flex.Text `json:"jdPrice"`
		Count  flex.Num  `json:"itemTotal"`
		WareID flex.Text `json:"wareId"`
	} `json:"itemInfoList"`
}

type wireRefunds struct {
	Result struct {
		wireResult
		Total flex.Num          `json:"totalCount"`
		List  []json.RawMessage `json:"result"`
	} `json:"queryResult"`
}

// wireCase is either kind of case. An application to cancel before delivery has
// id, applyRefundSum (in fen, unlike every other amount of this gateway), reason,
// status, checkTime and modified; a service order, asked for after delivery, has
// the rest. Both have an order and a time of application.
type wireCase struct {
	OrderID   flex.Text `json:"orderId"`
	ApplyTime flex.Text `json:"applyTime"`

	ID        flex.Text `json:"id"`
	Sum       flex.Num  `json:"applyRefundSum"`
	Reason    string    `json:"reason"`
	Status    flex.Num  `json:"status"`
	CheckTime flex.Text `json:"checkTime"`
	Modified  flex.Text `json:"modified"`

	ServiceID     *flex.Text `json:"serviceId"` // nil: an application
	Expect        flex.Num   `json:"customerExpect"`
	ServiceStatus flex.Num   `json:"serviceStatus"`
	SKUID         flex.Text  `json:"skuId"`
	Price         flex.Text  `json:"actualPayPrice"` // yuan
	Count         flex.Num   `json:"serviceCount"`
	UpdateDate    flex.Text  `json:"updateDate"`
}

type wireServices struct {
	Page struct {
		wireResult
		Total flex.Num          `json:"totalCount"`
		List  []json.RawMessage `json:"data"`
	} `json:"pageResult"`
}

type wireReviews struct {
	Total flex.Num          `json:"totalItem"`
	List  []json.RawMessage `json:"comments"`
}

type wireReview struct {
	ID       flex.Text `json:"commentId"`
	OrderID  flex.Text `json:"orderId"`
	SKUID    flex.Text `json:"skuid"`
	SKUName  string    `json:"skuName"`
	Content  string    `json:"content"`
	Created  flex.Text `json:"creationTime"`
	Score    flex.Num  `json:"score"`
	Nick     string    `json:"nickName"`
	Answered flex.Bool `json:"isVenderReply"`
	Images   []struct {
		URL string `json:"imgUrl"`
	} `json:"images"`
	Replies []struct {
		Content string    `json:"content"`
		Created flex.Text `json:"creationTime"`
	} `json:"replies"`
}

type wireReplied struct {
	Result *wireResult `json:"replyResult"`
	Remark *wireResult `json:"modifyvenderremark_result"`
}

// wireSP is the envelope of the newer gateway.
type wireSP struct {
	Success *bool           `json:"success"`
	Data    json.RawMessage `json:"data"`
	Errors  []struct {
		Code    flex.Text `json:"code"`
		Message string    `json:"message"`
	} `json:"errorList"`
	Outer *wireSP `json:"Response"`
}

type wireTrace struct {
	Waybill flex.Text `json:"waybillCode"`
	Nodes   []struct {
		Time    flex.Num  `json:"msgTime"` // Unix milliseconds
		Content string    `json:"content"`
		Group   flex.Text `json:"groupType"`
	} `json:"traceDataList"`
}

// compact writes the parameters of a call as they are signed and sent: one JSON
// object without spaces or HTML escapes.
func compact(params map[string]any) (string, error) {
	if len(params) == 0 {
		return "{}", nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(params); err != nil {
		return "", domain.E(domain.CodeInternal, err)
	}
	return string(bytes.TrimSpace(b.Bytes())), nil
}
