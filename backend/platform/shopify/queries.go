package shopify

// The documents below are valid against the published schemas of 2026-01 to
// 2026-10 (2025-10 lacks returnReasonDefinition).
// Nested lists are kept short, because a list costs what it could hold; what
// does not fit is read apart (lines).

// moneyFields is an amount in the shop's currency.
const moneyFields = `{shopMoney{amount currencyCode}}`

// orderFields is an order with its lines and parcels. No field of a person is
// asked for but the places of the address.
const orderFields = `id legacyResourceId name createdAt updatedAt processedAt cancelledAt cancelReason closedAt
displayFinancialStatus displayFulfillmentStatus returnStatus currencyCode sourceName tags note test
totalPriceSet` + moneyFields + ` totalReceivedSet` + moneyFields + ` totalShippingPriceSet` + moneyFields + ` totalDiscountsSet` + moneyFields + `
shippingAddress{countryCodeV2 provinceCode city}
fulfillments(first:10){id legacyResourceId status createdAt deliveredAt trackingInfo{company number}}
lineItems(first:20){pageInfo{hasNextPage endCursor} nodes{` + lineFields + `}}`

const lineFields = `id title variantTitle sku quantity currentQuantity originalUnitPriceSet` + moneyFields + ` discountedTotalSet` + moneyFields + `
product{id} variant{id selectedOptions{name value}}`

const queryOrders = `query Orders($first:Int!,$after:String,$q:String,$sort:OrderSortKeys){
orders(first:$first,after:$after,query:$q,sortKey:$sort){pageInfo{hasNextPage endCursor} nodes{` + orderFields + `}}}`

const queryOrder = `query OneOrder($id:ID!){order(id:$id){` + orderFields + `}}`

const queryLines = `query OrderLines($id:ID!,$after:String){
order(id:$id){lineItems(first:100,after:$after){pageInfo{hasNextPage endCursor} nodes{` + lineFields + `}}}}`

// queryTouched lists orders that may have cases.
const queryTouched = `query Touched($first:Int!,$after:String,$q:String){
orders(first:$first,after:$after,query:$q,sortKey:UPDATED_AT){pageInfo{hasNextPage endCursor} nodes{id returnStatus refunds(first:1){id}}}}`

const queryCases = `query OrderCases($id:ID!){order(id:$id){
id legacyResourceId name updatedAt returnStatus currencyCode
fulfillments(first:10){createdAt status}
refunds(first:50){id legacyResourceId createdAt note return{id} totalRefundedSet` + moneyFields + ` refundLineItems(first:20){nodes{quantity lineItem{id}}}}
returns(first:20){nodes{id name status createdAt closedAt requestApprovedAt totalQuantity decline{reason note}
returnLineItems(first:20){nodes{id quantity refundableQuantity refundedQuantity processedQuantity returnReason returnReasonDefinition{name handle} returnReasonNote customerNote
... on ReturnLineItem{fulfillmentLineItem{id lineItem{id sku title}} withCodeDiscountedTotalPriceSet` + moneyFields + `}}}
refunds(first:10){nodes{id createdAt totalRefundedSet` + moneyFields + `}}
reverseFulfillmentOrders(first:2){nodes{id status reverseDeliveries(first:3){nodes{id deliverable{... on ReverseDeliveryShippingDeliverable{tracking{carrierName number}}}}}}}
}}}}`

const disputeFields = `id legacyResourceId status type amount{amount currencyCode} initiatedAt evidenceDueBy evidenceSentOn finalizedOn
reasonDetails{reason networkReasonCode} disputeEvidence{id} order{id legacyResourceId name}`

const queryDisputes = `query Disputes($first:Int!,$after:String,$q:String){
disputes(first:$first,after:$after,query:$q){pageInfo{hasNextPage endCursor} nodes{` + disputeFields + `}}}`

const queryDispute = `query OneDispute($id:ID!){dispute(id:$id){` + disputeFields + `}}`

const queryTrace = `query Trace($id:ID!){order(id:$id){fulfillments(first:20){id createdAt trackingInfo{company number}
events(first:50){nodes{id status happenedAt message city country}}}}}`

const queryShop = `query Shop{shop{name myshopifyDomain currencyCode ianaTimezone}}`

const queryMayOrders = `query MayOrders{orders(first:1){nodes{id}}}`

const queryMayReturns = `query MayReturns{orders(first:1){nodes{id returns(first:1){nodes{id}}}}}`

const queryMayDisputes = `query MayDisputes{disputes(first:1){nodes{id}}}`

const queryNote = `query OrderNote($id:ID!){order(id:$id){id note}}`

const queryToShip = `query ToShip($id:ID!){order(id:$id){id fulfillmentOrders(first:20){nodes{id status assignedLocation{name}}}}}`

const approveReturn = `mutation Approve($input:ReturnApproveRequestInput!){
returnApproveRequest(input:$input){return{id status} userErrors{field message code}}}`

const declineReturn = `mutation Decline($input:ReturnDeclineRequestInput!){
returnDeclineRequest(input:$input){return{id status} userErrors{field message code}}}`

const updateOrder = `mutation Note($input:OrderInput!){orderUpdate(input:$input){order{id} userErrors{field message}}}`

const createFulfillment = `mutation Ship($fulfillment:FulfillmentInput!){
fulfillmentCreate(fulfillment:$fulfillment){fulfillment{id} userErrors{field message}}}`

const updateEvidence = `mutation Evidence($id:ID!,$input:ShopifyPaymentsDisputeEvidenceUpdateInput!){
disputeEvidenceUpdate(id:$id,input:$input){disputeEvidence{id} userErrors{field message code}}}`
