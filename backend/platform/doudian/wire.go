package doudian

import "encoding/json"

// The structs below hold the fields that this house reads, named as the
// platform documents them (fields of the official SDKs, 2023-02 to 2026-03).
// Receiver fields in plain text (post_receiver, post_tel, post_addr.detail)
// are left out on purpose: what is not decoded cannot leak.

type envelope struct {
	Code    num             `json:"code"`
	SubCode text            `json:"sub_code"`
	LogID   text            `json:"log_id"`
	Data    json.RawMessage `json:"data"`
}

type tokenData struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	ExpiresIn    num    `json:"expires_in"` // seconds
	ShopID       text   `json:"shop_id"`
	ShopName     string `json:"shop_name"`
}

type orderListData struct {
	Total num               `json:"total"`
	List  []json.RawMessage `json:"shop_order_list"`
}

type caseListData struct {
	Total   num               `json:"total"`
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
	OrderID         text              `json:"order_id"`
	OrderStatus     num               `json:"order_status"`
	MainStatus      num               `json:"main_status"`
	CreateTime      num               `json:"create_time"`
	PayTime         num               `json:"pay_time"`
	UpdateTime      num               `json:"update_time"`
	FinishTime      num               `json:"finish_time"`
	ShipTime        num               `json:"ship_time"`
	ExpShipTime     num               `json:"exp_ship_time"`
	OrderAmount     num               `json:"order_amount"`
	PayAmount       num               `json:"pay_amount"`
	PostAmount      num               `json:"post_amount"`
	PromotionAmount num               `json:"promotion_amount"`
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
	TrackingNo  text   `json:"tracking_no"`
	Company     string `json:"company"`
	CompanyName string `json:"company_name"`
	ShipTime    num    `json:"ship_time"`
}

type wireSpec struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type wireLine struct {
	OrderID       text       `json:"order_id"`
	OrderStatus   num        `json:"order_status"`
	MainStatus    num        `json:"main_status"`
	ProductID     text       `json:"product_id"`
	ProductIDStr  text       `json:"product_id_str"`
	ProductName   string     `json:"product_name"`
	ProductPic    string     `json:"product_pic"`
	SKUID         text       `json:"sku_id"`
	Code          string     `json:"code"`
	Spec          []wireSpec `json:"spec"`
	FirstCID      text       `json:"first_cid"`
	SecondCID     text       `json:"second_cid"`
	ThirdCID      text       `json:"third_cid"`
	FourthCID     text       `json:"fourth_cid"`
	ItemNum       num        `json:"item_num"`
	OriginAmount  num        `json:"origin_amount"`
	PayAmount     num        `json:"pay_amount"`
	GivenType     string     `json:"given_product_type"`
	ReceiptTime   num        `json:"logistics_receipt_time"`
	ThemeType     text       `json:"theme_type"`
	RoomID        text       `json:"room_id"`
	RoomIDStr     text       `json:"room_id_str"`
	AuthorID      text       `json:"author_id"`
	AuthorName    string     `json:"author_name"`
	VideoID       text       `json:"video_id"`
	CBiz          num        `json:"c_biz"`
	AfterSaleInfo struct {
		RefundStatus num `json:"refund_status"`
	} `json:"after_sale_info"`
}

type wireCase struct {
	Info struct {
		ID            text   `json:"aftersale_id"`
		RelatedID     text   `json:"related_id"`
		Type          num    `json:"aftersale_type"`
		Status        num    `json:"aftersale_status"`
		RefundStatus  num    `json:"refund_status"`
		ApplyTime     num    `json:"apply_time"`
		UpdateTime    num    `json:"update_time"`
		Deadline      num    `json:"status_deadline"`
		FinalTime     num    `json:"aftersale_status_to_final_time"`
		RefundAmount  num    `json:"refund_amount"`
		Num           num    `json:"aftersale_num"`
		Arbitrate     num    `json:"arbitrate_status"`
		ReturnWaybill text   `json:"return_logistics_code"`
		ReturnCompany string `json:"return_logistics_company_name"`
	} `json:"aftersale_info"`
	Order struct {
		ShopOrderID text `json:"shop_order_id"`
		Lines       []struct {
			SKUOrderID text `json:"sku_order_id"`
		} `json:"related_order_info"`
	} `json:"order_info"`
	Text struct {
		Reason string `json:"reason_text"`
	} `json:"text_part"`
}

type wireDetail struct {
	Process struct {
		Info struct {
			ID           text     `json:"after_sale_id"`
			Type         num      `json:"after_sale_type"`
			Status       num      `json:"after_sale_status"`
			RefundStatus num      `json:"refund_status"`
			ApplyTime    num      `json:"apply_time"`
			UpdateTime   num      `json:"update_time"`
			Deadline     num      `json:"status_deadline"`
			FinalTime    num      `json:"aftersale_status_to_final_time"`
			Total        num      `json:"refund_total_amount"`
			RefundAmount num      `json:"refund_amount"`
			Real         num      `json:"real_refund_amount"`
			Count        num      `json:"after_sale_apply_count"`
			Reason       string   `json:"reason"`
			Remark       string   `json:"reason_remark"`
			Evidence     []string `json:"evidence"`
			AddressID    text     `json:"return_address_id"`
		} `json:"after_sale_info"`
		Arbitrate struct {
			Status     num  `json:"arbitrate_status"`
			Required   bool `json:"is_required_evidence"`
			Deadline   text `json:"arbitrate_status_deadline"`
			Conclusion num  `json:"arbitrate_conclusion"`
			Template   struct {
				Deadline text `json:"dead_line"`
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
		ShopOrderID text `json:"shop_order_id"`
		Lines       []struct {
			SKUOrderID text `json:"sku_order_id"`
		} `json:"sku_order_infos"`
	} `json:"order_info"`
}

type wireTrip struct {
	TrackingNo  text   `json:"tracking_no"`
	CompanyName string `json:"company_name"`
	CompanyCode string `json:"company_code"`
	Time        num    `json:"logistics_time"`
}

type wireRecord struct {
	Operator string   `json:"operator"`
	Role     text     `json:"role"`
	Time     text     `json:"time"`
	Text     string   `json:"text"`
	Action   string   `json:"action"`
	Images   []string `json:"images"`
	Evidence []struct {
		URLs []string `json:"urls"`
	} `json:"all_evidence"`
}

type wireTrace struct {
	Nodes []struct {
		Content   string `json:"content"`
		Timestamp text   `json:"timestamp"`
		State     text   `json:"state"`
		Site      string `json:"site_name"`
	} `json:"route__node_list"`
}

type wireReasons struct {
	Items []struct {
		Code     text   `json:"reject_reason_code"`
		Reason   string `json:"reason"`
		Evidence string `json:"evidence_description"`
		Need     string `json:"evidence_need"`
	} `json:"items"`
}

type wireOperated struct {
	Items []struct {
		Code num `json:"status_code"`
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
	AddressID int64 `json:"receiver_address_id,omitempty"`
}
