package pinduoduo

import (
	"bytes"
	"encoding/json"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as the
// platform documents them. Of the receiver only the _mask fields are decoded:
// the others hold ciphertext, and what is not decoded cannot leak.

type wireError struct {
	Code    flex.Num  `json:"error_code"`
	SubCode flex.Text `json:"sub_code"`
	ID      flex.Text `json:"request_id"`
}

type wireToken struct {
	AccessToken   string    `json:"access_token"`
	RefreshToken  string    `json:"refresh_token"`
	ExpiresIn     flex.Num  `json:"expires_in"` // seconds
	ExpiresAt     flex.Num  `json:"expires_at"` // Unix seconds
	RefreshBefore flex.Num  `json:"refresh_token_expires_at"`
	OwnerID       flex.Text `json:"owner_id"` // the shop's id
	OwnerName     string    `json:"owner_name"`
}

// wireOrders is the answer of both order lists.
type wireOrders struct {
	Total   flex.Num          `json:"total_count"`
	Changed []json.RawMessage `json:"order_sn_list"`
	Created []json.RawMessage `json:"order_list"`
}

type wireOrder struct {
	OrderSN         flex.Text      `json:"order_sn"`
	Status          flex.Num       `json:"order_status"`
	RefundStatus    flex.Num       `json:"refund_status"`
	ConfirmStatus   flex.Num       `json:"confirm_status"`
	GroupStatus     flex.Num       `json:"group_status"`
	RiskStatus      flex.Num       `json:"risk_control_status"`
	CreatedTime     flex.Text      `json:"created_time"`
	PayTime         flex.Text      `json:"pay_time"`
	ConfirmTime     flex.Text      `json:"confirm_time"`
	ShippingTime    flex.Text      `json:"shipping_time"`
	ReceiveTime     flex.Text      `json:"receive_time"`
	UpdatedAt       flex.Text      `json:"updated_at"`
	LastShipTime    flex.Text      `json:"last_ship_time"`
	PayAmount       flex.Text      `json:"pay_amount"` // yuan, as a JSON number or text
	GoodsAmount     flex.Text      `json:"goods_amount"`
	DiscountAmount  flex.Text      `json:"discount_amount"`
	Postage         flex.Text      `json:"postage"`
	BuyerMemo       string         `json:"buyer_memo"`
	Remark          string         `json:"remark"`
	RemarkTag       flex.Num       `json:"remark_tag"`
	RemarkTagName   string         `json:"remark_tag_name"`
	AddressID       flex.Text      `json:"open_address_id"`
	NameMask        string         `json:"receiver_name_mask"`
	PhoneMask       string         `json:"receiver_phone_mask"`
	AddressMask     string         `json:"receiver_address_mask"`
	Province        string         `json:"province"`
	City            string         `json:"city"`
	Town            string         `json:"town"`
	CategoryID1     flex.Text      `json:"cat_id_1"`
	CategoryID2     flex.Text      `json:"cat_id_2"`
	CategoryID3     flex.Text      `json:"cat_id_3"`
	CategoryID4     flex.Text      `json:"cat_id_4"`
	LogisticsID     flex.Text      `json:"logistics_id"`
	TrackingNumber  flex.Text      `json:"tracking_number"`
	ExtraDeliveries []wireDelivery `json:"extra_delivery_list"`
	GiftDeliveries  []wireDelivery `json:"gift_delivery_list"`
	Resent          []wireDelivery `json:"resend_delivery_list"`
	Items           []wireItem     `json:"item_list"`
}

type wireDelivery struct {
	LogisticsID    flex.Text `json:"logistics_id"`
	TrackingNumber flex.Text `json:"tracking_number"`
}

type wireItem struct {
	GoodsID    flex.Text `json:"goods_id"`
	GoodsName  string    `json:"goods_name"`
	GoodsImg   string    `json:"goods_img"`
	GoodsSpec  string    `json:"goods_spec"`
	GoodsCount flex.Num  `json:"goods_count"`
	GoodsPrice flex.Text `json:"goods_price"` // yuan
	SKUID      flex.Text `json:"sku_id"`
	OuterID    string    `json:"outer_id"`
}

type wireOrderInfo struct {
	Order json.RawMessage `json:"order_info"`
}

type wireCases struct {
	Total flex.Num          `json:"total_count"`
	List  []json.RawMessage `json:"refund_list"`
}

// wireCase is one element of the list: amounts are yuan text, and the types are
// numbered from 2 (1 means "all" in the request).
type wireCase struct {
	ID             flex.Text `json:"id"`
	OrderSN        flex.Text `json:"order_sn"`
	Status         flex.Num  `json:"after_sales_status"`
	Type           flex.Num  `json:"after_sales_type"`
	Reason         string    `json:"after_sale_reason"` // spelled without an s, unlike the detail's
	CreatedTime    flex.Text `json:"created_time"`
	UpdatedTime    flex.Text `json:"updated_time"`
	RefundAmount   flex.Text `json:"refund_amount"`
	GoodsNumber    flex.Num  `json:"goods_number"`
	ShippingName   string    `json:"shipping_name"`
	TrackingNumber flex.Text `json:"tracking_number"`
	Dispute        flex.Num  `json:"dispute_refund_status"`
	UserShipping   flex.Num  `json:"user_shipping_status"`
}

// wireDetail is the detail: amounts are whole numbers of fen, types are numbered
// from 1, moments are milliseconds except where noted.
type wireDetail struct {
	ID           flex.Text `json:"id"`
	OrderSN      flex.Text `json:"order_sn"`
	Status       flex.Num  `json:"after_sales_status"`
	Type         flex.Num  `json:"after_sales_type"`
	Remark       string    `json:"remark"`
	Images       []string  `json:"images"`
	RefundAmount flex.Num  `json:"refund_amount"`
	Shipped      flex.Num  `json:"shipping_status"`
	Intervened   flex.Num  `json:"join_or_not"`
	Dispute      flex.Num  `json:"dispute_refund_status"`
	ExpressNo    flex.Text `json:"express_no"`
	ShippingName string    `json:"shipping_name"`
	UpdatedTime  flex.Text `json:"updated_time"`
	ExpireTime   flex.Num  `json:"expire_time"`
	FastExchange flex.Bool `json:"is_fast_exchange"`
	FastExpires  flex.Num  `json:"fast_exchange_expire_time"` // seconds
}

// bothCases is the raw payload of a case's detail: the list's element, whose
// amounts are documented, and the detail read right after it.
type bothCases struct {
	Listed json.RawMessage `json:"listed"`
	Detail json.RawMessage `json:"detail"`
}

type wireTraces struct {
	List []struct {
		Time       flex.Text `json:"time"`
		StatusTime flex.Text `json:"status_time"`
		Action     string    `json:"action"`
		StatusDesc string    `json:"status_desc"`
		Desc       string    `json:"desc"`
		Node       string    `json:"node_description"`
	} `json:"trace_list"`
}

type wireCompanies struct {
	List []wireCompany `json:"logistics_companies"`
}

type wireCompany struct {
	ID        flex.Text `json:"id"`
	Code      string    `json:"code"`
	Name      string    `json:"logistics_company"`
	Available flex.Bool `json:"available"`
}

// wireAddresses leaves the receiver's name and numbers out.
type wireAddresses struct {
	List []struct {
		ID       flex.Text `json:"id"`
		Usual    flex.Bool `json:"is_default"`
		Province string    `json:"province_name"`
		City     string    `json:"city_name"`
		District string    `json:"district_name"`
		Address  string    `json:"refund_address"`
	} `json:"refund_address_list"`
}

// wireDone is what the writes answer; each fills some of it.
type wireDone struct {
	OK      *flex.Bool `json:"is_success"`
	Success *flex.Bool `json:"success"`
	Code    flex.Num   `json:"error_code"`
	Result  *struct {
		Succ    *flex.Bool `json:"succ"`
		Success *flex.Bool `json:"success"`
	} `json:"result"`
}

// request is the nested object of the after-sales writes.
type request struct {
	AfterSalesID   int64  `json:"after_sales_id"`
	OperateDesc    string `json:"operate_desc,omitempty"`
	OrderSN        string `json:"order_sn"`
	AddressID      string `json:"return_address_id,omitempty"`
	ShippingID     int64  `json:"shipping_id,omitempty"`
	ShippingName   string `json:"shipping_name,omitempty"`
	TrackingNumber string `json:"tracking_number,omitempty"`
}

// nested writes a nested object as it is signed and sent: compact, without HTML
// escapes.
func nested(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", domain.E(domain.CodeInternal, err)
	}
	return string(bytes.TrimSpace(b.Bytes())), nil
}
