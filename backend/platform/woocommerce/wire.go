package woocommerce

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that this house reads, named as the REST
// API documents them. Person holds masks only: scrub wrote them over what came.

type wireError struct {
	Code    string `json:"code"`
	Message string `json:"message"` // compared, never shown
}

type wirePerson struct {
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Address1  string `json:"address_1"`
	City      string `json:"city"`
	State     string `json:"state"`
	Country   string `json:"country"`
	Phone     string `json:"phone"`
}

type wireMeta struct {
	Key          string          `json:"key"`
	Value        json.RawMessage `json:"value"`
	DisplayKey   string          `json:"display_key"`
	DisplayValue json.RawMessage `json:"display_value"`
}

type wireLine struct {
	ID          flex.Text       `json:"id"`
	Name        string          `json:"name"`
	ParentName  string          `json:"parent_name"`
	ProductID   flex.Text       `json:"product_id"`
	VariationID flex.Text       `json:"variation_id"`
	Quantity    flex.Num        `json:"quantity"`
	Subtotal    flex.Text       `json:"subtotal"`
	SubtotalTax flex.Text       `json:"subtotal_tax"`
	Total       flex.Text       `json:"total"`
	TotalTax    flex.Text       `json:"total_tax"`
	SKU         string          `json:"sku"`
	Meta        []wireMeta      `json:"meta_data"`
	Image       json.RawMessage `json:"image"` // an object, or empty text where there is none
}

type wireOrder struct {
	ID        flex.Text  `json:"id"`
	Status    string     `json:"status"`
	Currency  string     `json:"currency"`
	Created   flex.Text  `json:"date_created_gmt"`
	Modified  flex.Text  `json:"date_modified_gmt"`
	Paid      flex.Text  `json:"date_paid_gmt"`
	Completed flex.Text  `json:"date_completed_gmt"`
	Total     flex.Text  `json:"total"`
	Shipping  flex.Text  `json:"shipping_total"`
	Discount  flex.Text  `json:"discount_total"`
	Customer  flex.Text  `json:"customer_id"`
	Note      string     `json:"customer_note"`
	Billing   wirePerson `json:"billing"`
	ShipTo    wirePerson `json:"shipping"`
	Lines     []wireLine `json:"line_items"`
	Refunds   []struct {
		ID flex.Text `json:"id"`
	} `json:"refunds"`
}

// parent is what a case keeps of its order.
type parent struct {
	ID        flex.Text    `json:"id"`
	Status    string       `json:"status"`
	Currency  string       `json:"currency"`
	Completed flex.Text    `json:"date_completed_gmt"`
	Lines     []parentLine `json:"line_items"`
}

type parentLine struct {
	ID          flex.Text `json:"id"`
	ProductID   flex.Text `json:"product_id"`
	VariationID flex.Text `json:"variation_id"`
}

// wireCase is the raw payload of a case: composed here of the answers that make
// it up, each as it came but scrubbed.
type wireCase struct {
	Order  parent          `json:"order"`
	Refund json.RawMessage `json:"refund"`
	Notes  json.RawMessage `json:"notes,omitempty"` // of the order; details only
}

type wireRefund struct {
	ID      flex.Text  `json:"id"`
	Created flex.Text  `json:"date_created_gmt"`
	Amount  flex.Text  `json:"amount"`
	Reason  string     `json:"reason"`
	Payment flex.Text  `json:"refunded_payment"`
	Lines   []wireLine `json:"line_items"`
}

type wireNote struct {
	ID       flex.Text `json:"id"`
	Author   string    `json:"author"`
	Created  flex.Text `json:"date_created_gmt"`
	Note     string    `json:"note"`
	Customer flex.Bool `json:"customer_note"`
}

type wireReview struct {
	ID          flex.Text `json:"id"`
	Created     flex.Text `json:"date_created_gmt"`
	ProductID   flex.Text `json:"product_id"`
	ProductName string    `json:"product_name"`
	Status      string    `json:"status"`
	Reviewer    string    `json:"reviewer"`
	Review      string    `json:"review"`
	Rating      flex.Num  `json:"rating"`
}

// wireIndex is WordPress's own description of the site.
type wireIndex struct {
	Name       string    `json:"name"`
	Home       string    `json:"home"`
	GMTOffset  flex.Text `json:"gmt_offset"` // hours
	Zone       string    `json:"timezone_string"`
	Namespaces []string  `json:"namespaces"`
}

type wireCurrency struct {
	Code string `json:"code"`
}

// Requests.

type noteBody struct {
	Note     string `json:"note"`
	Customer bool   `json:"customer_note"` // true would e-mail the buyer
}
