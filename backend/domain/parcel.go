package domain

// TrackState is the canonical kind of a trace event and the state of a parcel
// (closed list of this house).
type TrackState string

const (
	TrackNone           TrackState = "none" // no event yet
	TrackCreated        TrackState = "created"
	TrackWaitPickup     TrackState = "wait_pickup"
	TrackPickedUp       TrackState = "picked_up"
	TrackSortCenter     TrackState = "sort_center"
	TrackInTransit      TrackState = "in_transit"
	TrackDestCity       TrackState = "dest_city"
	TrackOutForDelivery TrackState = "out_for_delivery"
	TrackAtStation      TrackState = "at_station"
	TrackSigned         TrackState = "signed"
	TrackSignedByOther  TrackState = "signed_by_other"
	TrackRefused        TrackState = "refused"
	TrackReturning      TrackState = "returning"
	TrackReturnedSigned TrackState = "returned_signed"
	TrackIntercepted    TrackState = "intercepted"
	TrackForwarded      TrackState = "forwarded"
	TrackProblem        TrackState = "problem"
	TrackCancelled      TrackState = "cancelled"
	TrackCustoms        TrackState = "customs"
	TrackUnknown        TrackState = "unknown"
)

// TrackStates lists every TrackState.
var TrackStates = []TrackState{TrackNone, TrackCreated, TrackWaitPickup, TrackPickedUp, TrackSortCenter, TrackInTransit, TrackDestCity, TrackOutForDelivery,
	TrackAtStation, TrackSigned, TrackSignedByOther, TrackRefused, TrackReturning, TrackReturnedSigned, TrackIntercepted, TrackForwarded, TrackProblem,
	TrackCancelled, TrackCustoms, TrackUnknown}

// Final reports whether no further event is expected.
func (s TrackState) Final() bool {
	switch s {
	case TrackSigned, TrackSignedByOther, TrackReturnedSigned, TrackCancelled:
		return true
	}
	return false
}

// Direction says which way a parcel goes.
type Direction string

const (
	DirectionOut  Direction = "out"
	DirectionBack Direction = "back"
)

// Directions lists every Direction.
var Directions = []Direction{DirectionOut, DirectionBack}

// Parcel is one waybill of an order or of a return.
type Parcel struct {
	ID             string     `json:"id"` // RemoteKey(shop, carrier code + ":" + waybill)
	ShopID         string     `json:"shopId"`
	OrderID        string     `json:"orderId"`
	AfterSaleID    string     `json:"afterSaleId"` // return parcels
	Waybill        string     `json:"waybill"`
	CarrierCode    string     `json:"carrierCode"`
	CarrierName    string     `json:"carrierName"`
	Direction      Direction  `json:"direction"`
	State          TrackState `json:"state"`
	UploadedAt     Instant    `json:"uploadedAt"` // waybill number given to the platform (T_ship)
	PickedAt       Instant    `json:"pickedAt"`
	HubAt          Instant    `json:"hubAt"`
	DeliveryAt     Instant    `json:"deliveryAt"` // first out for delivery
	SignedAt       Instant    `json:"signedAt"`
	LastAt         Instant    `json:"lastAt"`
	LastText       string     `json:"lastText"`
	FromProvince   string     `json:"fromProvince"`
	ToProvince     string     `json:"toProvince"`
	ToCity         string     `json:"toCity"`
	TraceCheckedAt Instant    `json:"traceCheckedAt"`
}

// ParcelID makes the id of a parcel.
func ParcelID(shopID, carrierCode, waybill string) string {
	return RemoteKey(shopID, carrierCode+":"+waybill)
}

// TraceEvent is one scan of a parcel, with who reported it.
type TraceEvent struct {
	At       Instant    `json:"at"`
	State    TrackState `json:"state"`
	RawCode  string     `json:"rawCode"`
	Text     string     `json:"text"`
	Site     string     `json:"site"`
	Reporter string     `json:"reporter"` // "platform", "aggregator", "carrier", "file"
}

// ParcelDetail is a parcel with its events, oldest first.
type ParcelDetail struct {
	Parcel Parcel       `json:"parcel"`
	Traces []TraceEvent `json:"traces"`
}

// ParcelQuery filters the parcel list, newest first.
type ParcelQuery struct {
	ShopIDs   []string     `json:"shopIds"`
	States    []TrackState `json:"states"`
	Direction Direction    `json:"direction"`
	Text      string       `json:"text"` // waybill or order id prefix
	Cursor    string       `json:"cursor"`
	Limit     int          `json:"limit"`
}

// ParcelPage is one page of parcels.
type ParcelPage struct {
	Items []Parcel `json:"items"`
	Next  string   `json:"next"`
}
