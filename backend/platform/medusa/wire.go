package medusa

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below name the fields that are asked for (fields.go): the server
// sends what a request names, and a buyer's name, mail, phone and street are never
// named.

// refusal is the body of an answer that is not a success.
type refusal struct {
	Type string `json:"type"` // invalid_data, not_allowed, not_found, conflict, unauthorized …
}

// amount is a decimal number by its digits: of a raw_… field ({"value": "12.5",
// "precision": 20}), which stands beside the same number in JSON, or of a plain
// JSON number where the server gives no raw one. It never passes through a float.
type amount struct{ digits flex.Text }

// UnmarshalJSON accepts the object of a raw_… field, a number, text and null.
func (a *amount) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var raw struct {
			Value flex.Text `json:"value"`
		}
		err := json.Unmarshal(b, &raw)
		a.digits = raw.Value
		return err
	}
	return json.Unmarshal(b, &a.digits)
}

// listData is any list; one of the slices is filled.
type listData struct {
	Orders    []json.RawMessage `json:"orders"`
	Returns   []json.RawMessage `json:"returns"`
	Exchanges []json.RawMessage `json:"exchanges"`
	Claims    []json.RawMessage `json:"claims"`
	Payments  []json.RawMessage `json:"payments"`
	Stores    []json.RawMessage `json:"stores"`
	Count     flex.Num          `json:"count"`
}

type wireStore struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Currencies []struct {
		Code    string `json:"currency_code"`
		Default bool   `json:"is_default"`
	} `json:"supported_currencies"`
}

// wireChanged is what a list of payments is read for.
type wireChanged struct {
	Refunds    []struct{} `json:"refunds"`
	Collection struct {
		UpdatedAt flex.Text `json:"updated_at"`
		Order     struct {
			ID string `json:"id"`
		} `json:"order"`
	} `json:"payment_collection"`
}

type wireOrder struct {
	ID          string    `json:"id"`
	Status      string    `json:"status"`
	Payment     string    `json:"payment_status"`
	Fulfillment string    `json:"fulfillment_status"`
	Currency    string    `json:"currency_code"`
	Version     flex.Num  `json:"version"`
	CustomerID  string    `json:"customer_id"`
	CreatedAt   flex.Text `json:"created_at"`
	UpdatedAt   flex.Text `json:"updated_at"`
	CanceledAt  flex.Text `json:"canceled_at"`
	Shipping    amount    `json:"shipping_total"`
	Discount    amount    `json:"discount_total"`
	Summary     struct {
		Original amount `json:"raw_original_order_total"`
		Pending  amount `json:"raw_pending_difference"` // below 0: the shop owes the buyer
	} `json:"summary"`
	Address struct {
		Province string `json:"province"`
		City     string `json:"city"`
	} `json:"shipping_address"`
	Items        []wireItem        `json:"items"`
	Collections  []wireCollection  `json:"payment_collections"`
	Fulfillments []wireFulfillment `json:"fulfillments"`
}

type wireItem struct {
	ID           string `json:"id"`
	ProductID    string `json:"product_id"`
	ProductTitle string `json:"product_title"`
	Title        string `json:"title"`
	VariantID    string `json:"variant_id"`
	VariantTitle string `json:"variant_title"`
	SKU          string `json:"variant_sku"`
	Thumbnail    string `json:"thumbnail"`
	UnitPrice    amount `json:"raw_unit_price"`
	Quantity     amount `json:"raw_quantity"`
	Total        amount `json:"raw_total"`           // of what did not come back
	Fulfilled    amount `json:"raw_fulfilled_total"` // net price of a piece × pieces fulfilled
	Detail       struct {
		Fulfilled amount `json:"raw_fulfilled_quantity"`
		Shipped   amount `json:"raw_shipped_quantity"`
		Delivered amount `json:"raw_delivered_quantity"`
	} `json:"detail"`
}

type wireCollection struct {
	UpdatedAt flex.Text     `json:"updated_at"`
	Payments  []wirePayment `json:"payments"`
}

type wirePayment struct {
	ID       string       `json:"id"`
	Captures []wireMove   `json:"captures"`
	Refunds  []wireRefund `json:"refunds"`
}

type wireMove struct {
	CreatedAt flex.Text `json:"created_at"`
	Amount    amount    `json:"raw_amount"`
}

type wireRefund struct {
	ID        string    `json:"id"`
	Note      string    `json:"note"`
	CreatedBy string    `json:"created_by"`
	CreatedAt flex.Text `json:"created_at"`
	Amount    amount    `json:"raw_amount"`
	Reason    struct {
		Label string `json:"label"`
	} `json:"refund_reason"`
}

type wireFulfillment struct {
	ID          string    `json:"id"`
	Provider    string    `json:"provider_id"`
	ShippedAt   flex.Text `json:"shipped_at"`
	DeliveredAt flex.Text `json:"delivered_at"`
	CanceledAt  flex.Text `json:"canceled_at"`
	UpdatedAt   flex.Text `json:"updated_at"`
	Labels      []struct {
		Tracking flex.Text `json:"tracking_number"`
	} `json:"labels"`
	Items []struct {
		Line     string `json:"line_item_id"`
		Quantity amount `json:"quantity"`
	} `json:"items"`
}

type wireReturn struct {
	ID           string            `json:"id"`
	Status       string            `json:"status"`
	OrderID      string            `json:"order_id"`
	ExchangeID   string            `json:"exchange_id"`
	ClaimID      string            `json:"claim_id"`
	CreatedBy    string            `json:"created_by"`
	Refund       amount            `json:"refund_amount"`
	RequestedAt  flex.Text         `json:"requested_at"`
	ReceivedAt   flex.Text         `json:"received_at"`
	CanceledAt   flex.Text         `json:"canceled_at"`
	CreatedAt    flex.Text         `json:"created_at"`
	UpdatedAt    flex.Text         `json:"updated_at"`
	Items        []wireReturnItem  `json:"items"`
	Fulfillments []wireFulfillment `json:"fulfillments"`
}

type wireReturnItem struct {
	Line     string `json:"item_id"`
	Quantity amount `json:"quantity"`
	Received amount `json:"received_quantity"`
	Note     string `json:"note"`
	Reason   struct {
		Value string `json:"value"`
		Label string `json:"label"`
	} `json:"reason"`
}

// wireSwap is an exchange or a claim: neither has a status of its own.
type wireSwap struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"` // of a claim: refund, replace
	OrderID    string          `json:"order_id"`
	ReturnID   string          `json:"return_id"`
	CreatedBy  string          `json:"created_by"`
	Refund     amount          `json:"refund_amount"`
	CanceledAt flex.Text       `json:"canceled_at"`
	CreatedAt  flex.Text       `json:"created_at"`
	UpdatedAt  flex.Text       `json:"updated_at"`
	ClaimItems []wireClaimItem `json:"claim_items"`
	Outbound   []struct {
		Line     string `json:"item_id"`
		Quantity amount `json:"quantity"`
	} `json:"additional_items"`
}

type wireClaimItem struct {
	Line     string `json:"item_id"`
	Quantity amount `json:"quantity"`
	Reason   string `json:"reason"` // missing_item, wrong_item, production_failure, other
	Note     string `json:"note"`
	Images   []struct {
		URL string `json:"url"`
	} `json:"images"`
}

// wireCase is the raw payload of a case: the answers that it was made from. One
// of Exchange, Claim, Return and Refund leads; Return also stands beside an
// exchange or a claim.
type wireCase struct {
	Order    json.RawMessage `json:"order"`
	Return   json.RawMessage `json:"return,omitempty"`
	Exchange json.RawMessage `json:"exchange,omitempty"`
	Claim    json.RawMessage `json:"claim,omitempty"`
	Refund   string          `json:"refund,omitempty"` // id of a refund of the order that no case asked for
	Asked    []askedFor      `json:"asked"`            // every case of the order, for whom a refund is
}

// askedFor is one case of an order and when it was asked for.
type askedFor struct {
	ID string `json:"id"`
	At int64  `json:"at"` // Unix ms
}
