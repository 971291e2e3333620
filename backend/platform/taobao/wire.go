package taobao

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as the
// platform's metadata names them. Of the receiver only what the platform masks
// is asked for and decoded: name, mobile, and the region. The street
// (receiver_address) and the token for decryption (oaid) are left out on
// purpose: what is not decoded cannot leak.

// errorAnswer is the platform's own error.
type errorAnswer struct {
	Code      flex.Num  `json:"code"`
	SubCode   flex.Text `json:"sub_code"`
	SubMsg    string    `json:"sub_msg"` // read for the length of a ban only
	RequestID flex.Text `json:"request_id"`
}

// answer is a call's answer without its outer key.
type answer struct {
	body      json.RawMessage
	requestID string
}

type tokenResult struct {
	Result string `json:"token_result"` // JSON in text
}

type tokenData struct {
	AccessToken    string    `json:"access_token"`
	RefreshToken   string    `json:"refresh_token"`
	ExpiresIn      flex.Num  `json:"expires_in"`    // seconds
	RefreshExpires flex.Num  `json:"re_expires_in"` // seconds
	UserID         flex.Text `json:"taobao_user_id"`
	UserNick       string    `json:"taobao_user_nick"` // URL-encoded
}

type sellerAnswer struct {
	User struct {
		UserID flex.Text `json:"user_id"`
		Nick   string    `json:"nick"`
	} `json:"user"`
}

type tradesAnswer struct {
	Total  flex.Num `json:"total_results"`
	Trades struct {
		Trade []json.RawMessage `json:"trade"`
	} `json:"trades"`
}

type tradeAnswer struct {
	Trade json.RawMessage `json:"trade"`
}

// tradeKey is what paging needs of a row.
type tradeKey struct {
	TID      flex.Text `json:"tid"`
	Modified flex.Text `json:"modified"`
	Created  flex.Text `json:"created"`
}

type wireTrade struct {
	TID              flex.Text `json:"tid"`
	TIDText          flex.Text `json:"tid_str"`
	Status           string    `json:"status"`
	Created          flex.Text `json:"created"`
	PayTime          flex.Text `json:"pay_time"`
	Modified         flex.Text `json:"modified"`
	ConsignTime      flex.Text `json:"consign_time"`
	EndTime          flex.Text `json:"end_time"`
	DeliveryTime     flex.Text `json:"delivery_time"` // latest time to ship
	Payment          flex.Text `json:"payment"`
	TotalFee         flex.Text `json:"total_fee"`
	PostFee          flex.Text `json:"post_fee"`
	DiscountFee      flex.Text `json:"discount_fee"`
	BuyerNick        string    `json:"buyer_nick"`
	BuyerOpenUID     flex.Text `json:"buyer_open_uid"`
	BuyerMessage     string    `json:"buyer_message"`
	SellerMemo       string    `json:"seller_memo"`
	ReceiverName     string    `json:"receiver_name"`
	ReceiverMobile   string    `json:"receiver_mobile"`
	ReceiverState    string    `json:"receiver_state"`
	ReceiverCity     string    `json:"receiver_city"`
	ReceiverDistrict string    `json:"receiver_district"`
	TopHold          flex.Bool `json:"top_hold"`
	TeamBuyHold      flex.Bool `json:"team_buy_hold"`
	ShareGroupHold   flex.Bool `json:"share_group_hold"`
	Orders           struct {
		Order []wireLine `json:"order"`
	} `json:"orders"`
}

type wireLine struct {
	OID              flex.Text `json:"oid"`
	OIDText          flex.Text `json:"oid_str"`
	Status           string    `json:"status"`
	NumIID           flex.Text `json:"num_iid"`
	SKUID            flex.Text `json:"sku_id"`
	OuterIID         flex.Text `json:"outer_iid"`
	OuterSKUID       flex.Text `json:"outer_sku_id"`
	Title            string    `json:"title"`
	PicPath          string    `json:"pic_path"`
	Properties       string    `json:"sku_properties_name"`
	Num              flex.Num  `json:"num"`
	Price            flex.Text `json:"price"`
	Payment          flex.Text `json:"payment"`
	DivideOrderFee   flex.Text `json:"divide_order_fee"`
	DiscountFee      flex.Text `json:"discount_fee"`
	LogisticsCompany string    `json:"logistics_company"`
	InvoiceNo        flex.Text `json:"invoice_no"`
	ConsignTime      flex.Text `json:"consign_time"`
	CID              flex.Text `json:"cid"`
}

type refundsAnswer struct {
	Total   flex.Num `json:"total_results"`
	Refunds struct {
		Refund []json.RawMessage `json:"refund"`
	} `json:"refunds"`
}

type refundAnswer struct {
	Refund json.RawMessage `json:"refund"`
}

// refundKey is what paging needs of a row.
type refundKey struct {
	Modified flex.Text `json:"modified"`
	Created  flex.Text `json:"created"`
}

type wireRefund struct {
	RefundID      flex.Text `json:"refund_id"`
	TID           flex.Text `json:"tid"`
	OID           flex.Text `json:"oid"`
	Status        string    `json:"status"`
	OrderStatus   string    `json:"order_status"`
	GoodStatus    string    `json:"good_status"`
	HasGoodReturn flex.Bool `json:"has_good_return"`
	DisputeType   string    `json:"dispute_type"`
	Phase         string    `json:"refund_phase"`
	Version       flex.Text `json:"refund_version"`
	Constraint    string    `json:"operation_contraint"` // sic
	Reason        string    `json:"reason"`
	Desc          string    `json:"desc"`
	RefundFee     flex.Text `json:"refund_fee"`
	Num           flex.Num  `json:"num"`
	CompanyName   string    `json:"company_name"`
	SID           flex.Text `json:"sid"`
	Created       flex.Text `json:"created"`
	Modified      flex.Text `json:"modified"`
	EndTime       flex.Text `json:"end_time"`
	CSStatus      flex.Num  `json:"cs_status"`
	Remind        struct {
		Exists  flex.Bool `json:"exist_timeout"`
		Timeout flex.Text `json:"timeout"`
	} `json:"refund_remind_timeout"`
}

// rawDetail is what is kept of a case's detail: the refund, its messages, and
// of its order what tells a refund before shipping from one after it.
type rawDetail struct {
	Refund   json.RawMessage   `json:"refund"`
	Messages []json.RawMessage `json:"messages"`
	Trade    json.RawMessage   `json:"trade,omitempty"`
}

type messagesAnswer struct {
	Total    flex.Num `json:"total_results"`
	Messages struct {
		Message []json.RawMessage `json:"refund_message"`
	} `json:"refund_messages"`
}

type wireMessage struct {
	ID      flex.Text `json:"id"`
	Created flex.Text `json:"created"`
	Content string    `json:"content"`
	Type    string    `json:"message_type"`
	Role    flex.Text `json:"owner_role"`
	Pics    struct {
		Pic []struct {
			URL string `json:"url"`
		} `json:"pic_url"`
	} `json:"pic_urls"`
}

type ratesAnswer struct {
	Total flex.Num `json:"total_results"`
	Rates struct {
		Rate []json.RawMessage `json:"trade_rate"`
	} `json:"trade_rates"`
}

type wireRate struct {
	TID       flex.Text `json:"tid"`
	OID       flex.Text `json:"oid"`
	Nick      string    `json:"nick"`
	Result    string    `json:"result"`
	Created   flex.Text `json:"created"`
	Content   string    `json:"content"`
	Reply     string    `json:"reply"`
	ItemTitle string    `json:"item_title"`
	NumIID    flex.Text `json:"num_iid"`
}

type wireTrace struct {
	OutSID flex.Text `json:"out_sid"`
	List   struct {
		Step []struct {
			Time   flex.Text `json:"status_time"`
			Desc   string    `json:"status_desc"`
			Action string    `json:"action"`
		} `json:"transit_step_info"`
	} `json:"trace_list"`
}

type reasonsAnswer struct {
	Reasons struct {
		Reason []struct {
			ID   flex.Text `json:"reason_id"`
			Text string    `json:"reason_text"`
			Tips string    `json:"reason_tips"`
		} `json:"reason"`
	} `json:"reasons"`
}

type addressesAnswer struct {
	Addresses struct {
		Address []wireAddress `json:"address_result"`
	} `json:"addresses"`
}

// wireAddress is one of the merchant's own addresses, which agreeing to a
// return has to repeat.
type wireAddress struct {
	ContactID flex.Text `json:"contact_id"`
	Name      string    `json:"contact_name"`
	Province  string    `json:"province"`
	City      string    `json:"city"`
	District  string    `json:"country"` // so named by the platform
	Street    string    `json:"addr"`
	ZipCode   flex.Text `json:"zip_code"`
	Phone     flex.Text `json:"phone"`
	Mobile    flex.Text `json:"mobile_phone"`
	ReturnDef flex.Bool `json:"cancel_def"`
}

type companiesAnswer struct {
	Companies struct {
		Company []struct {
			Code string `json:"code"`
			Name string `json:"name"`
		} `json:"logistics_company"`
	} `json:"logistics_companies"`
}

// done is what the writes answer; each uses some of it.
type done struct {
	Success  flex.Bool `json:"is_success"`
	Succ     flex.Bool `json:"succ"`
	MsgCode  flex.Text `json:"msg_code"`
	Shipping struct {
		Success flex.Bool `json:"is_success"`
	} `json:"shipping"`
	Results struct {
		Result []struct {
			RefundID flex.Text `json:"refund_id"`
			Succ     flex.Bool `json:"succ"`
		} `json:"refund_mapping_result"`
	} `json:"results"`
	Message struct {
		ID flex.Text `json:"id"`
	} `json:"refund_message"`
	Trade struct {
		TID flex.Text `json:"tid"`
	} `json:"trade"`
}

// pushed is what a delivery says: the content of a message topic, in the body
// or in the form field content.
type pushed struct {
	Topic    flex.Text `json:"topic"`
	Content  flex.Text `json:"content"` // JSON in text
	TID      flex.Text `json:"tid"`
	RefundID flex.Text `json:"refund_id"`
	OID      flex.Text `json:"oid"`
}
