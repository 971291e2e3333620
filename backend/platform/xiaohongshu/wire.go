package xiaohongshu

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as public
// copies of the official SDK's classes name them. Receivers come as an address
// token and a region; the token (openAddressId) is not decoded.

// envelope is an answer, in either of its two spellings. Some calls put a
// second one into data.
type envelope struct {
	ErrorCode flex.Num        `json:"error_code"`
	Code      flex.Num        `json:"code"`
	Success   *flex.Bool      `json:"success"`
	ErrorMsg  string          `json:"error_msg"` // read for what it is about, never kept
	Msg       string          `json:"msg"`
	Data      json.RawMessage `json:"data"`
}

type tokenData struct {
	AccessToken    string    `json:"accessToken"`
	AccessExpires  flex.Num  `json:"accessTokenExpiresAt"` // Unix ms
	RefreshToken   string    `json:"refreshToken"`
	RefreshExpires flex.Num  `json:"refreshTokenExpiresAt"` // Unix ms
	SellerID       flex.Text `json:"sellerId"`
	SellerName     string    `json:"sellerName"`
}

type orderListData struct {
	Total flex.Num          `json:"total"`
	List  []json.RawMessage `json:"orderList"`
}

type orderKey struct {
	OrderID flex.Text `json:"orderId"`
	Created flex.Num  `json:"createdTime"`
	Updated flex.Num  `json:"updateTime"`
}

type wireOrder struct {
	OrderID          flex.Text      `json:"orderId"`
	Status           flex.Num       `json:"orderStatus"`
	Created          flex.Num       `json:"createdTime"` // times are Unix ms, 0 = not yet
	Paid             flex.Num       `json:"paidTime"`
	Updated          flex.Num       `json:"updateTime"`
	Delivered        flex.Num       `json:"deliveryTime"`
	Finished         flex.Num       `json:"finishTime"`
	Promised         flex.Num       `json:"promiseLastDeliveryTime"`
	PayAmount        flex.Num       `json:"totalPayAmount"` // fen
	Freight          flex.Num       `json:"totalShippingFree"`
	MerchantDiscount flex.Num       `json:"totalMerchantDiscount"`
	RedDiscount      flex.Num       `json:"totalRedDiscount"`
	UserID           flex.Text      `json:"userId"`
	Province         string         `json:"receiverProvinceName"`
	City             string         `json:"receiverCityName"`
	District         string         `json:"receiverDistrictName"`
	CustomerRemark   string         `json:"customerRemark"`
	SellerRemark     string         `json:"sellerRemark"`
	SellerFlag       flex.Num       `json:"sellerRemarkFlag"`
	TrackingNo       flex.Text      `json:"expressTrackingNo"`
	CompanyCode      string         `json:"expressCompanyCode"`
	Unpack           flex.Bool      `json:"unpack"`
	Deliveries       []wireDelivery `json:"simpleDeliveryOrderList"`
	SKUs             []wireSKU      `json:"skuList"`
}

type wireDelivery struct {
	TrackingNo  flex.Text `json:"expressTrackingNo"`
	CompanyCode string    `json:"expressCompanyCode"`
}

type wireSKU struct {
	SKUID    flex.Text `json:"skuId"`
	SKUName  string    `json:"skuName"`
	Spec     string    `json:"skuSpec"`
	Image    string    `json:"skuImage"`
	Quantity flex.Num  `json:"skuQuantity"`
	ERPCode  string    `json:"erpcode"`
	ItemID   flex.Text `json:"itemId"`
	ItemName string    `json:"itemName"`
	Paid     flex.Num  `json:"totalPaidAmount"` // fen
	Tag      flex.Num  `json:"skuTag"`
	KOLID    flex.Text `json:"kolId"`
	Details  []struct {
		Price flex.Num `json:"pricePerSku"` // fen
	} `json:"skuDetailList"`
}

type caseListData struct {
	Total flex.Num          `json:"totalCount"`
	List  []json.RawMessage `json:"afterSaleBasicInfos"`
}

type caseKey struct {
	Applied flex.Num `json:"applyTime"` // Unix ms
	Updated flex.Num `json:"updatedAt"`
}

type wireCase struct {
	ReturnsID    flex.Text `json:"returnsId"`
	Type         flex.Num  `json:"returnType"`
	Reason       string    `json:"reasonNameZh"`
	Status       flex.Num  `json:"status"`
	OrderID      flex.Text `json:"orderId"`
	Applied      flex.Num  `json:"applyTime"`
	Updated      flex.Num  `json:"updatedAt"`
	Expires      flex.Text `json:"expireTime"` // -1 when nothing runs out
	Desc         string    `json:"desc"`
	Expected     flex.Text `json:"expectedRefundAmountYuan"` // a double
	Refunded     flex.Text `json:"refundAmountYuan"`
	RefundStatus flex.Num  `json:"refundStatus"`
	Photos       []string  `json:"proofPhotos"`
	SKUs         []struct {
		SKUID flex.Text `json:"skuId"`
		Count flex.Num  `json:"appliedCount"`
	} `json:"skus"`
}

// wireDetail is the answer of the detail call. The return's parcel has two
// published spellings.
type wireDetail struct {
	Info      json.RawMessage `json:"afterSaleInfo"`
	Logistics struct {
		Return   wireTrip `json:"afterSale"`
		Return2  wireTrip `json:"after_sale"`
		Exchange wireTrip `json:"exchange"`
	} `json:"logisticsInfo"`
	Records oneOrMany[wireRecord] `json:"negotiateRecords"`
}

type wireTrip struct {
	No          flex.Text `json:"expressNo"`
	CompanyCode string    `json:"expressCompanyCode"`
	CompanyName string    `json:"expressCompanyName"`
	Filled      flex.Text `json:"fillExpressNoTime"`
	Signed      flex.Text `json:"expressSignTime"`
}

type wireRecord struct {
	Title    string    `json:"title"`
	RoleName string    `json:"operatorRoleName"`
	Role     flex.Text `json:"operatorRole"`
	Time     flex.Text `json:"time"`
	Details  []struct {
		Desc   string   `json:"desc"`
		Photos []string `json:"photos"`
	} `json:"attributes"`
}

// oneOrMany is a list that one public client writes as a single object.
type oneOrMany[T any] []T

// UnmarshalJSON accepts a list, one element, or null.
func (m *oneOrMany[T]) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		*m = make([]T, 1)
		return json.Unmarshal(b, &(*m)[0])
	}
	var list []T
	err := json.Unmarshal(b, &list)
	*m = list
	return err
}

type reasonsData struct {
	Reasons []struct {
		ID   flex.Text `json:"reasonId"`
		Name string    `json:"reasonName"`
	} `json:"rejectReasons"`
}

type addressesData struct {
	List []struct {
		ID      flex.Text `json:"sellerAddressRecordId"`
		Name    string    `json:"contactName"`
		Phone   flex.Text `json:"phone"`
		Address string    `json:"fullAddress"`
		Usual   flex.Bool `json:"aftersaleDefault"`
	} `json:"sellerAddressRecordList"`
}

type companiesData struct {
	List []struct {
		Code string `json:"expressCompanyCode"`
		Name string `json:"expressCompanyName"`
	} `json:"expressCompanyInfos"`
}
