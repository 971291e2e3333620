package tiktok

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below name the fields of the published OpenAPI descriptions that
// are read. Receiver fields that may come unmasked pass a mask while decoding.

// envelope is every answer of the API and of the token calls.
type envelope struct {
	Code      flex.Num        `json:"code"`
	Message   string          `json:"message"` // branches one error code; never shown or logged
	RequestID flex.Text       `json:"request_id"`
	Data      json.RawMessage `json:"data"`
}

type wireToken struct {
	Access         string    `json:"access_token"`
	AccessExpires  flex.Num  `json:"access_token_expire_in"` // Unix seconds, in spite of the name
	Refresh        string    `json:"refresh_token"`
	RefreshExpires flex.Num  `json:"refresh_token_expire_in"` // Unix seconds
	SellerName     string    `json:"seller_name"`
	Region         string    `json:"seller_base_region"`
	UserType       flex.Text `json:"user_type"` // 0 seller, 1 creator, 3 partner
}

type wireShops struct {
	Shops []struct {
		ID     flex.Text `json:"id"`
		Name   string    `json:"name"`
		Region string    `json:"region"`
		Cipher string    `json:"cipher"`
	} `json:"shops"`
}

// listData is the data of the three searches; each fills one of the lists.
type listData struct {
	Orders        []json.RawMessage `json:"orders"`
	Returns       []json.RawMessage `json:"return_orders"`
	Cancellations []json.RawMessage `json:"cancellations"`
	Next          string            `json:"next_page_token"`
	Total         flex.Num          `json:"total_count"`
}

// listBody is the body of the three searches: Unix seconds, from inclusive to
// exclusive.
type listBody struct {
	OrderIDs  []string `json:"order_ids,omitempty"`
	ReturnIDs []string `json:"return_ids,omitempty"`
	CancelIDs []string `json:"cancel_ids,omitempty"`
	CreateGE  int64    `json:"create_time_ge,omitempty"`
	CreateLT  int64    `json:"create_time_lt,omitempty"`
	UpdateGE  int64    `json:"update_time_ge,omitempty"`
	UpdateLT  int64    `json:"update_time_lt,omitempty"`
}

type wireOrder struct {
	ID           flex.Text     `json:"id"`
	Status       string        `json:"status"`
	UserID       flex.Text     `json:"user_id"`
	ShippingType string        `json:"shipping_type"` // TIKTOK, SELLER
	CreateTime   flex.Num      `json:"create_time"`
	PaidTime     flex.Num      `json:"paid_time"`
	UpdateTime   flex.Num      `json:"update_time"`
	ReadyTime    flex.Num      `json:"rts_time"`
	CollectTime  flex.Num      `json:"collection_time"`
	DeliverTime  flex.Num      `json:"delivery_time"`
	CancelTime   flex.Num      `json:"cancel_time"`
	ShipBy       flex.Num      `json:"rts_sla_time"`
	ShipDue      flex.Num      `json:"shipping_due_time"`
	Nick         string        `json:"buyer_nickname"`
	BuyerWords   string        `json:"buyer_message"`
	SellerWords  string        `json:"seller_note"`
	Payment      wirePayment   `json:"payment"`
	Address      wireAddress   `json:"recipient_address"`
	Lines        []wireLine    `json:"line_items"`
	Packages     []wirePackage `json:"packages"`
	Tracking     flex.Text     `json:"tracking_number"`
	ProviderID   flex.Text     `json:"shipping_provider_id"`
	Provider     string        `json:"shipping_provider"`
}

type wirePackage struct {
	ID flex.Text `json:"id"`
}

type wirePayment struct {
	Currency         string    `json:"currency"`
	Total            flex.Text `json:"total_amount"`
	Shipping         flex.Text `json:"shipping_fee"`
	SellerDiscount   flex.Text `json:"seller_discount"`
	PlatformDiscount flex.Text `json:"platform_discount"`
}

// wireAddress is masked by the platform when it ships itself; a shop that ships
// by its own means gets plain text, which is masked while it is decoded.
type wireAddress struct {
	Name      maskedName    `json:"name"`
	Phone     maskedPhone   `json:"phone_number"`
	Full      maskedAddress `json:"full_address"`
	Districts []struct {
		Level string `json:"address_level"` // L0 country … L4
		Name  string `json:"address_name"`
	} `json:"district_info"`
}

// wireLine is one piece: the platform has no quantity.
type wireLine struct {
	ID            flex.Text `json:"id"`
	ProductID     flex.Text `json:"product_id"`
	ProductName   string    `json:"product_name"`
	SKUID         flex.Text `json:"sku_id"`
	SKUName       string    `json:"sku_name"`
	SellerSKU     string    `json:"seller_sku"`
	Picture       string    `json:"sku_image"`
	SalePrice     flex.Text `json:"sale_price"`
	OriginalPrice flex.Text `json:"original_price"`
	Currency      string    `json:"currency"`
	Status        string    `json:"display_status"`
	Gift          flex.Bool `json:"is_gift"`
	Tracking      flex.Text `json:"tracking_number"`
	ProviderID    flex.Text `json:"shipping_provider_id"`
	Provider      string    `json:"shipping_provider_name"`
	ReadyTime     flex.Num  `json:"rts_time"`
}

type wireRefund struct {
	Currency string    `json:"currency"`
	Total    flex.Text `json:"refund_total"`
}

type wireNext struct {
	Action   string   `json:"action"`
	Deadline flex.Num `json:"deadline"` // Unix seconds
}

type wireReturn struct {
	ID          flex.Text  `json:"return_id"`
	OrderID     flex.Text  `json:"order_id"`
	Type        string     `json:"return_type"`
	Status      string     `json:"return_status"`
	Arbitration string     `json:"arbitration_status"`
	ReasonText  string     `json:"return_reason_text"`
	Reason      string     `json:"return_reason"`
	CreateTime  flex.Num   `json:"create_time"`
	UpdateTime  flex.Num   `json:"update_time"`
	Refund      wireRefund `json:"refund_amount"`
	Lines       []struct {
		OrderLine flex.Text `json:"order_line_item_id"`
	} `json:"return_line_items"`
	Next       []wireNext `json:"seller_next_action_response"`
	Tracking   flex.Text  `json:"return_tracking_number"`
	ProviderID flex.Text  `json:"return_provider_id"`
	Provider   string     `json:"return_provider_name"`
	BuyerKeeps flex.Bool  `json:"can_buyer_keep_item"`
}

type wireCancellation struct {
	ID         flex.Text  `json:"cancel_id"`
	OrderID    flex.Text  `json:"order_id"`
	Type       string     `json:"cancel_type"`
	Status     string     `json:"cancel_status"`
	ReasonText string     `json:"cancel_reason_text"`
	Reason     string     `json:"cancel_reason"`
	CreateTime flex.Num   `json:"create_time"`
	UpdateTime flex.Num   `json:"update_time"`
	Refund     wireRefund `json:"refund_amount"`
	Lines      []struct {
		OrderLine flex.Text `json:"order_line_item_id"`
	} `json:"cancel_line_items"`
	Next []wireNext `json:"seller_next_action_response"`
}

// detail is what is kept of one case: the element of its list and, for a
// return, its records.
type detail struct {
	Case    json.RawMessage `json:"case"`
	Records []wireRecord    `json:"records"`
}

type wireRecord struct {
	Event       string   `json:"event"`
	Role        string   `json:"role"`
	Description string   `json:"description"`
	ReasonText  string   `json:"reason_text"`
	Note        string   `json:"note"`
	CreateTime  flex.Num `json:"create_time"`
	Images      []struct {
		URL string `json:"url"`
	} `json:"images"`
}

type wireReasons struct {
	Reasons []struct {
		Name string `json:"name"`
		Text string `json:"text"`
	} `json:"reasons"`
}

type wireTrace struct {
	Tracking []struct {
		Text string   `json:"description"`
		At   flex.Num `json:"update_time_millis"`
	} `json:"tracking"`
}

// wirePush is a webhook delivery.
type wirePush struct {
	Type flex.Num `json:"type"`
	Data struct {
		OrderID  flex.Text `json:"order_id"`
		ReturnID flex.Text `json:"return_id"`
		CancelID flex.Text `json:"cancel_id"`
	} `json:"data"`
}
