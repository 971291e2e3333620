package wechat

import (
	"bytes"
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as the
// platform documents them. Times are Unix seconds, amounts fen. Ids come quoted
// or not. Of the receiver only what the call was asked to mask is decoded, and
// masked again; virtual numbers are left out.

type tokenAnswer struct {
	Code      flex.Num `json:"errcode"`
	Token     string   `json:"access_token"`
	ExpiresIn flex.Num `json:"expires_in"` // seconds left, not the whole life
}

type shopAnswer struct {
	Info struct {
		Name     string `json:"nickname"`
		Username string `json:"username"` // original id, gh_…
	} `json:"info"`
}

type orderListAnswer struct {
	IDs  []json.RawMessage `json:"order_id_list"`
	Key  flex.Text         `json:"next_key"`
	More bool              `json:"has_more"`
}

type caseListAnswer struct {
	IDs  []json.RawMessage `json:"after_sale_order_id_list"`
	Key  flex.Text         `json:"next_key"`
	More bool              `json:"has_more"`
}

type wireOrder struct {
	ID         flex.Text `json:"order_id"`
	Status     flex.Num  `json:"status"`
	CreateTime flex.Num  `json:"create_time"`
	UpdateTime flex.Num  `json:"update_time"`
	OpenID     string    `json:"openid"`
	Detail     struct {
		Products []wireProduct `json:"product_infos"`
		Pay      struct {
			PayTime flex.Num `json:"pay_time"`
		} `json:"pay_info"`
		Price struct {
			Product    flex.Num `json:"product_price"`
			Order      flex.Num `json:"order_price"`
			Freight    flex.Num `json:"freight"`
			Discounted flex.Num `json:"discounted_price"`
		} `json:"price_info"`
		Delivery struct {
			Address struct {
				Name     string `json:"user_name"`
				Phone    string `json:"tel_number"`
				Province string `json:"province_name"`
				City     string `json:"city_name"`
				County   string `json:"county_name"`
				Detail   string `json:"detail_info"`
			} `json:"address_info"`
			Parcels  []wireDelivery `json:"delivery_product_info"`
			DoneTime flex.Num       `json:"ship_done_time"`
		} `json:"delivery_info"`
		Ext struct {
			CustomerNotes string    `json:"customer_notes"`
			MerchantNotes string    `json:"merchant_notes"`
			ConfirmTime   flex.Num  `json:"confirm_receipt_time"`
			FinderID      flex.Text `json:"finder_id"`
			LiveID        flex.Text `json:"live_id"`
			Scene         flex.Num  `json:"order_scene"`
		} `json:"ext_info"`
		Commissions []struct {
			SKUID flex.Text `json:"sku_id"`
			Type  flex.Num  `json:"type"` // 0 creator, 1 agency
		} `json:"commission_infos"`
		Sources []struct {
			SKUID   flex.Text `json:"sku_id"`
			Account flex.Text `json:"account_id"`
			Name    string    `json:"account_nickname"`
			Channel flex.Num  `json:"sale_channel"`
		} `json:"source_infos"`
	} `json:"order_detail"`
}

type wireProduct struct {
	ProductID flex.Text `json:"product_id"`
	SKUID     flex.Text `json:"sku_id"`
	Count     flex.Num  `json:"sku_cnt"`
	Title     string    `json:"title"`
	Picture   string    `json:"thumb_img"`
	SalePrice flex.Num  `json:"sale_price"`
	RealPrice flex.Num  `json:"real_price"` // of the whole line
	SKUCode   string    `json:"sku_code"`
	Attrs     []struct {
		Key   string `json:"attr_key"`
		Value string `json:"attr_value"`
	} `json:"sku_attrs"`
	Deadline flex.Num  `json:"delivery_deadline"`
	FreeGift flex.Bool `json:"is_free_gift"`
}

type wireDelivery struct {
	Waybill flex.Text `json:"waybill_id"`
	Code    flex.Text `json:"delivery_id"`
	Name    string    `json:"delivery_name"`
	Time    flex.Num  `json:"delivery_time"`
}

// kept is what is stored of a case: the platform's own JSON of it and, from
// other calls, when its order was sent and the complaint (纠纷单).
type kept struct {
	Case      json.RawMessage `json:"case"`
	Order     *keptOrder      `json:"order,omitempty"`
	Complaint json.RawMessage `json:"complaint,omitempty"`
	ReadAt    int64           `json:"readAt,omitempty"` // Unix s; set when the deadline counts from then
}

type keptOrder struct {
	SentAt int64 `json:"sentAt"` // Unix s, 0 = not sent
}

type wireCase struct {
	ID      flex.Text `json:"after_sale_order_id"`
	Status  flex.Text `json:"status"`
	OrderID flex.Text `json:"order_id"`
	Type    flex.Text `json:"type"`
	SubType flex.Text `json:"sub_type"`
	Reason  flex.Text `json:"reason"`
	Text    string    `json:"reason_text"`
	Product struct {
		ProductID flex.Text `json:"product_id"`
		SKUID     flex.Text `json:"sku_id"`
		Count     flex.Num  `json:"count"`
	} `json:"product_info"`
	Details caseDetails `json:"details"`
	Refund  struct {
		Amount flex.Num `json:"amount"`
	} `json:"refund_info"`
	Return      wireDelivery `json:"return_info"`
	Exchange    wireDelivery `json:"exchange_delivery_info"`
	ComplaintID flex.Text    `json:"complaint_id"`
	Deadline    flex.Num     `json:"deadline"`
	CreateTime  flex.Num     `json:"create_time"`
	UpdateTime  flex.Num     `json:"update_time"`
	DoneTime    flex.Num     `json:"complete_time"`
}

// caseDetails is an object in samples and a list in one client's model.
type caseDetails struct {
	Desc     string
	Received flex.Bool // the buyer has the goods
}

// UnmarshalJSON takes the object, or the first one of a list.
func (d *caseDetails) UnmarshalJSON(b []byte) error {
	type object struct {
		Desc     string    `json:"desc"`
		Received flex.Bool `json:"receive_product"`
	}
	*d = caseDetails{}
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("[")) {
		var list []object
		if err := json.Unmarshal(b, &list); err != nil || len(list) == 0 {
			return err
		}
		*d = caseDetails(list[0])
		return nil
	}
	var one object
	err := json.Unmarshal(b, &one)
	*d = caseDetails(one)
	return err
}

type wireComplaint struct {
	Status  flex.Num `json:"status"`
	History []struct {
		Item    flex.Num  `json:"item_type"`
		Time    flex.Text `json:"time"`
		Content string    `json:"content"`
		Media   []struct {
			Picture struct {
				URL string `json:"ticket_url"`
			} `json:"picture"`
			Video struct {
				URL string `json:"ticket_url"`
			} `json:"video"`
		} `json:"media_infos"`
	} `json:"history"`
}

type wireReason struct {
	Type     flex.Text `json:"reject_reason_type"`
	TypeText string    `json:"reject_reason_type_text"`
	Text     string    `json:"reject_reason"` // a template of words
}

type reasonsAnswer struct {
	List  []wireReason `json:"reject_reason_list"`
	Other []wireReason `json:"reason_list"` // so in one client's sample
}

type carriersAnswer struct {
	List []struct {
		Code flex.Text `json:"delivery_id"`
		Name string    `json:"delivery_name"`
	} `json:"company_list"`
}

type uploadAnswer struct {
	File struct {
		MediaID string `json:"media_id"`
	} `json:"pic_file"`
}

// sealed is the outer body of a delivery, delivered what is inside it.
type sealed struct {
	To      string `json:"ToUserName"`
	Encrypt string `json:"Encrypt"`
}

type delivered struct {
	To    string `json:"ToUserName"`
	Type  string `json:"MsgType"`
	Event string `json:"Event"`
	Order struct {
		ID flex.Text `json:"order_id"`
	} `json:"order_info"`
	Case      deliveredCase `json:"finder_shop_aftersale_status_update"`
	Present   deliveredCase `json:"finder_shop_present_aftersale_status_update"`
	Complaint deliveredCase `json:"finder_shop_complaint"`
}

type deliveredCase struct {
	ID flex.Text `json:"after_sale_order_id"`
}

// Requests.

type span struct {
	Start int64 `json:"start_time"`
	End   int64 `json:"end_time"`
}

type orderListParams struct {
	Created  *span  `json:"create_time_range,omitempty"`
	Updated  *span  `json:"update_time_range,omitempty"`
	PageSize int64  `json:"page_size"`
	Key      string `json:"next_key,omitempty"`
}

type caseListParams struct {
	CreatedFrom int64  `json:"begin_create_time,omitempty"`
	CreatedTo   int64  `json:"end_create_time,omitempty"`
	UpdatedFrom int64  `json:"begin_update_time,omitempty"`
	UpdatedTo   int64  `json:"end_update_time,omitempty"`
	Key         string `json:"next_key,omitempty"`
}
