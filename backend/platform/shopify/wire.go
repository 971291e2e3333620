package shopify

import (
	"encoding/json"

	"afterdesk/backend/platform/flex"
)

// The structs below hold the fields that queries.go asks for, named as the
// schema names them.

// envelope is an answer. errors is a list of objects, or a text where the
// request did not get as far as the query.
type envelope struct {
	Data       map[string]json.RawMessage `json:"data"`
	Errors     json.RawMessage            `json:"errors"`
	Extensions struct {
		Cost struct {
			Requested flex.Text `json:"requestedQueryCost"`
			Throttle  struct {
				Available flex.Text `json:"currentlyAvailable"`
				Restore   flex.Text `json:"restoreRate"`
			} `json:"throttleStatus"`
		} `json:"cost"`
	} `json:"extensions"`
}

type wireError struct {
	Path       []any `json:"path"`
	Extensions struct {
		Code string `json:"code"`
	} `json:"extensions"`
}

type userErrors struct {
	Errors []struct {
		Field []string `json:"field"`
		Code  string   `json:"code"`
	} `json:"userErrors"`
}

type pageInfo struct {
	More bool   `json:"hasNextPage"`
	End  string `json:"endCursor"`
}

type connection struct {
	Info  pageInfo          `json:"pageInfo"`
	Nodes []json.RawMessage `json:"nodes"`
}

type money struct {
	Amount   flex.Text `json:"amount"`
	Currency string    `json:"currencyCode"`
}

type moneyBag struct {
	Shop money `json:"shopMoney"`
}

type ref struct {
	ID string `json:"id"`
}

type wireFulfillment struct {
	Status    string    `json:"status"`
	Created   flex.Text `json:"createdAt"`
	Delivered flex.Text `json:"deliveredAt"`
	Tracking  []struct {
		Company string    `json:"company"`
		Number  flex.Text `json:"number"`
	} `json:"trackingInfo"`
	Events struct {
		Nodes []struct {
			ID       string    `json:"id"`
			Status   string    `json:"status"`
			Happened flex.Text `json:"happenedAt"`
			Message  string    `json:"message"`
			City     string    `json:"city"`
			Country  string    `json:"country"`
		} `json:"nodes"`
	} `json:"events"`
}

type wireLine struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Variant  string   `json:"variantTitle"`
	SKU      string   `json:"sku"`
	Quantity flex.Num `json:"quantity"`
	Unit     moneyBag `json:"originalUnitPriceSet"`
	Total    moneyBag `json:"discountedTotalSet"`
	Product  ref      `json:"product"`
	Of       struct {
		ID      string `json:"id"`
		Options []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"selectedOptions"`
	} `json:"variant"`
}

type wireOrder struct {
	ID        flex.Text `json:"legacyResourceId"`
	Created   flex.Text `json:"createdAt"`
	Updated   flex.Text `json:"updatedAt"`
	Processed flex.Text `json:"processedAt"`
	Cancelled flex.Text `json:"cancelledAt"`
	Closed    flex.Text `json:"closedAt"`
	Financial string    `json:"displayFinancialStatus"`
	Fulfilled string    `json:"displayFulfillmentStatus"`
	Note      string    `json:"note"`
	Total     moneyBag  `json:"totalPriceSet"`
	Received  moneyBag  `json:"totalReceivedSet"`
	Shipping  moneyBag  `json:"totalShippingPriceSet"`
	Discounts moneyBag  `json:"totalDiscountsSet"`
	Address   struct {
		Province string `json:"provinceCode"`
		City     string `json:"city"`
	} `json:"shippingAddress"`
	Fulfillments []wireFulfillment `json:"fulfillments"`
	Lines        struct {
		Nodes []wireLine `json:"nodes"`
	} `json:"lineItems"`
}

// touched is an order that may have cases.
type touched struct {
	ID      string `json:"id"`
	Returns string `json:"returnStatus"`
	Refunds []ref  `json:"refunds"`
}

// parent is what a case keeps of its order.
type parent struct {
	ID           flex.Text         `json:"legacyResourceId"`
	Name         string            `json:"name"`
	Updated      flex.Text         `json:"updatedAt"`
	Returns      string            `json:"returnStatus"`
	Currency     string            `json:"currencyCode"`
	Fulfillments []wireFulfillment `json:"fulfillments"`
}

// wireCase is the raw payload of a case: one of return, refund and dispute, and
// the order of the first two.
type wireCase struct {
	Order   *parent         `json:"order,omitempty"`
	Return  json.RawMessage `json:"return,omitempty"`
	Refund  json.RawMessage `json:"refund,omitempty"`
	Dispute json.RawMessage `json:"dispute,omitempty"`
}

type wireRefund struct {
	ID      string    `json:"id"`
	Created flex.Text `json:"createdAt"`
	Note    string    `json:"note"`
	Return  *ref      `json:"return"`
	Total   moneyBag  `json:"totalRefundedSet"`
	Lines   struct {
		Nodes []struct {
			Quantity flex.Num `json:"quantity"`
			Line     ref      `json:"lineItem"`
		} `json:"nodes"`
	} `json:"refundLineItems"`
}

type wireReturn struct {
	ID       string    `json:"id"`
	Status   string    `json:"status"`
	Created  flex.Text `json:"createdAt"`
	Closed   flex.Text `json:"closedAt"`
	Approved flex.Text `json:"requestApprovedAt"`
	Quantity flex.Num  `json:"totalQuantity"`
	Lines    struct {
		Nodes []struct {
			Refunded   flex.Num `json:"refundedQuantity"`
			Processed  flex.Num `json:"processedQuantity"`
			Reason     string   `json:"returnReason"`
			Definition struct {
				Name string `json:"name"`
			} `json:"returnReasonDefinition"`
			Note     string `json:"returnReasonNote"`
			Customer string `json:"customerNote"`
			Of       struct {
				Line ref `json:"lineItem"`
			} `json:"fulfillmentLineItem"`
			Worth moneyBag `json:"withCodeDiscountedTotalPriceSet"`
		} `json:"nodes"`
	} `json:"returnLineItems"`
	Refunds struct {
		Nodes []wireRefund `json:"nodes"`
	} `json:"refunds"`
	Reverse struct {
		Nodes []struct {
			Deliveries struct {
				Nodes []struct {
					Deliverable struct {
						Tracking struct {
							Carrier string    `json:"carrierName"`
							Number  flex.Text `json:"number"`
						} `json:"tracking"`
					} `json:"deliverable"`
				} `json:"nodes"`
			} `json:"reverseDeliveries"`
		} `json:"nodes"`
	} `json:"reverseFulfillmentOrders"`
}

type wireDispute struct {
	ID        flex.Text `json:"legacyResourceId"`
	Status    string    `json:"status"`
	Type      string    `json:"type"`
	Amount    money     `json:"amount"`
	Initiated flex.Text `json:"initiatedAt"`
	Due       flex.Text `json:"evidenceDueBy"`
	Sent      flex.Text `json:"evidenceSentOn"`
	Final     flex.Text `json:"finalizedOn"`
	Reason    struct {
		Reason string `json:"reason"`
	} `json:"reasonDetails"`
	Evidence ref `json:"disputeEvidence"`
	Order    struct {
		ID flex.Text `json:"legacyResourceId"`
	} `json:"order"`
}

type wireToken struct {
	Access    string   `json:"access_token"`
	ExpiresIn flex.Num `json:"expires_in"` // seconds; missing for a token that lives until it is taken back
}
