package doudian

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as the
// platform documents them (fields of the official SDKs, 2023-02 to 2026-03).
// Receiver fields in plain flex.Text (post_receiver, post_tel, post_addr.detail)
// are left out on purpose: what is not decoded cannot leak.

type envelope struct {
	Code    flex.Num        `json:"code"`
	SubCode flex.Text       `json:"sub_code"`
	LogID   flex.Text       `json:"log_id"`
	Data    json.RawMessage `json:"data"`
}

type tokenData struct {
	AccessToken  string    `json:"access_token"`
	RefreshToken string    `json:"refresh_token"`
	ExpiresIn    flex.Num  `json:"expires_in"` // seconds
	ShopID       flex.Text `json:"shop_id"`
	ShopName     string    `json:"shop_name"`
}

type orderListData struct {
	Total flex.Num          `json:"total"`
	List  []json.RawMessage `json:"shop_order_list"`
}

type caseListData struct {
	Total   flex.Num          `json:"total"`
	HasMore *bool             `json:"has_more"`
	Items   []json.RawMessage `json:"items"`
}

type named struct {
	Name string `json:"name"`
}

type wireAddress struct {
	Province named `json:"province"`
	City     named `json:"city"`
	Town     named `json:"town"`
}

type wireMaskedAddress struct {
	Detail string `json:"detail"`
}

type wireOrder struct {
	OrderID         flex.Text         `json:"order_id"`
	OrderStatus     flex.Num          `json:"order_status"`
	MainStatus      flex.Num          `json:"main_status"`
	CreateTime      flex.Num          `json:"create_time"`
	PayTime         flex.Num          `json:"pay_time"`
	UpdateTime      flex.Num          `json:"update_time"`
	FinishTime      flex.Num          `json:"finish_time"`
	ShipTime        flex.Num          `json:"ship_time"`
	ExpShipTime     flex.Num          `json:"exp_ship_time"`
	OrderAmount     flex.Num          `json:"order_amount"`
	PayAmount       flex.Num          `json:"pay_amount"`
	PostAmount      flex.Num          `json:"post_amount"`
	PromotionAmount flex.Num          `json:"promotion_amount"`
	OpenID          string            `json:"doudian_open_id"`
	MaskedName      string            `json:"mask_post_receiver"`
	MaskedPhone     string            `json:"mask_post_tel"`
	MaskedAddress   wireMaskedAddress `json:"mask_post_addr"`
	Address         wireAddress       `json:"post_addr"`
	BuyerWords      string            `json:"buyer_words"`
	SellerWords     string            `json:"seller_words"`
	Logistics       []wireLogistics   `json:"logistics_info"`
	Lines           []wireLine        `json:"sku_order_list"`
}

type wireLogistics struct {
	TrackingNo  flex.Text `json:"tracking_no"`
	Company     string    `json:"company"`
	CompanyName string    `json:"company_name"`
	ShipTime    flex.Num  `json:"ship_time"`
}

type wireSpec struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type wireLine struct {
	OrderID       flex.Text  `json:"order_id"`
	OrderStatus   flex.Num   `json:"order_status"`
	MainStatus    flex.Num   `json:"main_status"`
	ProductID     flex.Text  `json:"product_id"`
	ProductIDStr  flex.Text  `json:"product_id_str"`
	ProductName   string     `json:"product_name"`
	ProductPic    string     `json:"product_pic"`
	SKUID         flex.Text  `json:"sku_id"`
	Code          string     `json:"code"`
	Spec          []wireSpec `json:"spec"`
	FirstCID      flex.Text  `json:"first_cid"`
	SecondCID     flex.Text  `json:"second_cid"`
	ThirdCID      flex.Text  `json:"third_cid"`
	FourthCID     flex.Text  `json:"fourth_cid"`
	ItemNum       flex.Num   `json:"item_num"`
	OriginAmount  flex.Num   `json:"origin_amount"`
	PayAmount     flex.Num   `json:"pay_amount"`
	GivenType     string     `json:"given_product_type"`
	ReceiptTime   flex.Num   `json:"logistics_receipt_time"`
	ThemeType     flex.Text  `json:"theme_type"`
	RoomID        flex.Text  `json:"room_id"`
	RoomIDStr     flex.Text  `json:"room_id_str"`
	AuthorID      flex.Text  `json:"author_id"`
	AuthorName    string     `json:"author_name"`
	VideoID       flex.Text  `json:"video_id"`
	CBiz          flex.Num   `json:"c_biz"`
	AfterSaleInfo struct {
		RefundStatus flex.Num `json:"refund_status"`
	} `json:"after_sale_info"`
}

type wireCase struct {
	Info struct {
		ID            flex.Text `json:"aftersale_id"`
		RelatedID     flex.Text `json:"related_id"`
		Type          flex.Num  `json:"aftersale_type"`
		Status        flex.Num  `json:"aftersale_status"`
		RefundStatus  flex.Num  `json:"refund_status"`
		ApplyTime     flex.Num  `json:"apply_time"`
		UpdateTime    flex.Num  `json:"update_time"`
		Deadline      flex.Num  `json:"status_deadline"`
		FinalTime     flex.Num  `json:"aftersale_status_to_final_time"`
		RefundAmount  flex.Num  `json:"refund_amount"`
		Num           flex.Num  `json:"aftersale_num"`
		Arbitrate     flex.Num  `json:"arbitrate_status"`
		ReturnWaybill flex.Text `json:"return_logistics_code"`
		ReturnCompany string    `json:"return_logistics_company_name"`
	} `json:"aftersale_info"`
	Order struct {
		ShopOrderID flex.Text `json:"shop_order_id"`
		Lines       []struct {
			SKUOrderID flex.Text `json:"sku_order_id"`
		} `json:"related_order_info"`
	} `json:"order_info"`
	Text struct {
		Reason string `json:"reason_text"`
	} `json:"text_part"`
}

type wireDetail struct {
	Process struct {
		Info struct {
			ID           flex.Text `json:"after_sale_id"`
			Type         flex.Num  `json:"after_sale_type"`
			Status       flex.Num  `json:"after_sale_status"`
			RefundStatus flex.Num  `json:"refund_status"`
			ApplyTime    flex.Num  `json:"apply_time"`
			UpdateTime   flex.Num  `json:"update_time"`
			Deadline     flex.Num  `json:"status_deadline"`
			FinalTime    flex.Num  `json:"aftersale_status_to_final_time"`
			Total        flex.Num  `json:"refund_total_amount"`
			RefundAmount flex.Num  `json:"refund_amount"`
			Real         flex.Num  `json:"real_refund_amount"`
			Count        flex.Num  `json:"after_sale_apply_count"`
			Reason       string    `json:"reason"`
			Remark       string    `json:"reason_remark"`
			Evidence     []string  `json:"evidence"`
			AddressID    flex.Text `json:"return_address_id"`
		} `json:"after_sale_info"`
		Arbitrate struct {
			Status     flex.Num  `json:"arbitrate_status"`
			Required   bool      `json:"is_required_evidence"`
			Deadline   flex.Text `json:"arbitrate_status_deadline"`
			Conclusion flex.Num  `json:"arbitrate_conclusion"`
			Template   struct {
				Deadline flex.Text `json:"dead_line"`
			} `json:"arbitrate_evidence_tmpl"`
		} `json:"arbitrate_info"`
		Logistics struct {
			Return   wireTrip `json:"return"`
			Exchange wireTrip `json:"exchange"`
			Resend   wireTrip `json:"resend"`
		} `json:"logistics_info"`
		Records []wireRecord `json:"record_logs_list"`
	} `json:"process_info"`
	Order struct {
		ShopOrderID flex.Text `json:"shop_order_id"`
		Lines       []struct {
			SKUOrderID flex.Text `json:"sku_order_id"`
		} `json:"sku_order_infos"`
	} `json:"order_info"`
}

type wireTrip struct {
	TrackingNo  flex.Text `json:"tracking_no"`
	CompanyName string    `json:"company_name"`
	CompanyCode string    `json:"company_code"`
	Time        flex.Num  `json:"logistics_time"`
}

type wireRecord struct {
	Operator string    `json:"operator"`
	Role     flex.Text `json:"role"`
	Time     flex.Text `json:"time"`
	Text     string    `json:"text"`
	Action   string    `json:"action"`
	Images   []string  `json:"images"`
	Evidence []struct {
		URLs []string `json:"urls"`
	} `json:"all_evidence"`
}

type wireTrace struct {
	Nodes []struct {
		Content   string    `json:"content"`
		Timestamp flex.Text `json:"timestamp"`
		State     flex.Text `json:"state"`
		Site      string    `json:"site_name"`
	} `json:"route__node_list"`
}

type wireReasons struct {
	Items []struct {
		Code     flex.Text `json:"reject_reason_code"`
		Reason   string    `json:"reason"`
		Evidence string    `json:"evidence_description"`
		Need     string    `json:"evidence_need"`
	} `json:"items"`
}

type wireOperated struct {
	Items []struct {
		Code flex.Num `json:"status_code"`
	} `json:"items"`
}

// Requests.

type orderListParams struct {
	CreateStart int64  `json:"create_time_start,omitempty"`
	CreateEnd   int64  `json:"create_time_end,omitempty"`
	UpdateStart int64  `json:"update_time_start,omitempty"`
	UpdateEnd   int64  `json:"update_time_end,omitempty"`
	OrderBy     string `json:"order_by"`
	OrderAsc    bool   `json:"order_asc"`
	Page        int64  `json:"page"`
	Size        int64  `json:"size"`
}

type caseListParams struct {
	ApplyStart  int64    `json:"start_time,omitempty"`
	ApplyEnd    int64    `json:"end_time,omitempty"`
	UpdateStart int64    `json:"update_start_time,omitempty"`
	UpdateEnd   int64    `json:"update_end_time,omitempty"`
	OrderBy     []string `json:"order_by"`
	NeedSpecial bool     `json:"need_special_type"`
	Page        int64    `json:"page"`
	Size        int64    `json:"size"`
}

type operateParams struct {
	Type  int64         `json:"type"`
	Items []operateItem `json:"items"`
}

type operateItem struct {
	ID         string            `json:"aftersale_id"`
	Reason     string            `json:"reason,omitempty"`
	Remark     string            `json:"remark,omitempty"`
	ReasonCode int64             `json:"reject_reason_code,omitempty"`
	UpdateTime int64             `json:"update_time,omitempty"`
	Logistics  *operateLogistics `json:"logistics,omitempty"`
}

type operateLogistics struct {
	AddressID int64  `json:"receiver_address_id,omitempty"`
	Company   string `json:"company_code,omitempty"`
	Waybill   string `json:"logistics_code,omitempty"`
}
