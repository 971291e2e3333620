package medusa

import "strings"

// The fields that are asked for. What is not named does not come, so that the
// buyer's name, e-mail, phone and street never enter this program.

func orderFields() string {
	return strings.Join([]string{"id", "status", "version", "currency_code", "customer_id", "created_at", "updated_at", "canceled_at",
		"payment_status", "fulfillment_status", "shipping_total", "discount_total", "total", "summary.*", "shipping_address.province", "shipping_address.city",
		"items.*", "items.detail.*", "payment_collections.updated_at", "payment_collections.payments.id", "*payment_collections.payments.captures",
		"*payment_collections.payments.refunds", "payment_collections.payments.refunds.refund_reason.label",
		"fulfillments.*", "fulfillments.labels.tracking_number", "fulfillments.items.line_item_id", "fulfillments.items.quantity"}, ",")
}

func returnFields() string {
	return strings.Join([]string{"id", "status", "order_id", "exchange_id", "claim_id", "created_by", "refund_amount", "requested_at", "received_at", "canceled_at",
		"created_at", "updated_at", "items.item_id", "items.quantity", "items.received_quantity", "items.note", "items.reason.value", "items.reason.label",
		"fulfillments.*", "fulfillments.labels.tracking_number"}, ",")
}

func swapFields() string {
	return strings.Join([]string{"id", "order_id", "return_id", "created_by", "canceled_at", "created_at", "updated_at", "additional_items.item_id", "additional_items.quantity"}, ",")
}

func claimFields() string {
	return strings.Join([]string{swapFields(), "type", "refund_amount", "claim_items.item_id", "claim_items.quantity", "claim_items.reason", "claim_items.note", "claim_items.images.url"}, ",")
}

func paymentFields() string {
	return "id,refunds.id,payment_collection.updated_at,payment_collection.order.id"
}
