package sim

// The figures of the world, as data. Chances are in 10,000, times in seconds
// unless said otherwise. They are starting values of what merchants of live
// apparel report, not measurements.

const (
	minute = int64(60)
	hour   = 60 * minute
	day    = 24 * hour
)

// dayWeights is the size of a weekday in thousandths, Sunday first.
var dayWeights = [7]int{1150, 900, 920, 960, 1000, 1080, 1180}

const (
	breakDays     = 70  // in 1,000: days without a broadcast
	breakWeight   = 180 // thousandths of an ordinary day's orders
	bigSaleFactor = 6
)

// saleWeeks are the quarter's sale weeks: month and first day of seven.
var saleWeeks = []struct{ month, first int }{{3, 2}, {6, 12}, {9, 6}, {11, 5}}

const (
	chanceLive      = 8600 // lines bought through a broadcast's link
	chanceTail      = 900  // of those, bought in the 24 h after it
	chanceUnpaid    = 300
	chanceSecond    = 1300 // an order has a second line
	chanceThird     = 250
	chanceGift      = 500 // of live orders: a free line
	unpaidCloses    = 30 * minute
	chanceAbuser    = 50
	chanceFamily    = 500
	chanceWardrobe  = 100
	chanceRiskCheck = 60 // paid, first in the platform's risk check
)

// Shipping.
var (
	packDelay = curve{{1500, 3 * hour}, {3500, 10 * hour}, {3300, 20 * hour}, {1350, 34 * hour}, {250, 46 * hour}, {100, 80 * hour}}
	pickDelay = curve{{4500, 3 * hour}, {3800, 8 * hour}, {1320, 20 * hour}, {180, 30 * hour}, {130, 46 * hour}, {70, 90 * hour}}
	hubDelay  = curve{{6000, 5 * hour}, {3500, 11 * hour}, {420, 22 * hour}, {80, 40 * hour}}
)

const (
	chanceNeverPicked = 25
	chanceStall       = 150
	chanceLost        = 5
	chanceMissort     = 60
	chanceDamage      = 40
	chanceRefused     = 60
	chanceStation     = 2400
	chanceUncollected = 50 // of those at a station
	chanceOtherSigned = 500
	chanceDisaster    = 330 // a day begins a disaster somewhere
	platformPickup    = 6000
)

var stallFor = curve{{3000, 60 * hour}, {4000, 100 * hour}, {2200, 150 * hour}, {800, 220 * hour}}

// After-sales. A curve gives the delay, a chance its share.
const (
	chanceUnshipped   = 1300 // of live orders; others half
	chanceTransit     = 130  // refund-only while or after shipping
	chanceExchange    = 260
	chanceReship      = 90
	chancePrice       = 70
	chanceRepair      = 15
	returnOther       = 440  // returns outside apparel
	returnApparel     = 1300 // at a true size and an honest host
	returnPerOffset   = 900  // for each whole size that a garment runs off
	returnOverpromise = 500
	abuserReturns     = 6500
	secondCase        = 500 // a closed, unrefunded case is followed by another one
)

var (
	unshippedDelay = curve{{5200, 1 * hour}, {2600, 2 * hour}, {1500, 4 * hour}, {700, 6 * hour}}
	returnDelay    = curve{{1700, 1 * day}, {1800, 2 * day}, {1600, 3 * day}, {2900, 6 * day}, {1400, 8 * day}, {600, 15 * day}}
	// A merchant's answer as thousandths of the step's window; past 1000 the
	// platform decides first.
	answerShare = curve{{1800, 60}, {2000, 350}, {2200, 750}, {2700, 995}, {1300, 1500}}
	// The platform carries out what a lapsed deadline means in batches.
	platformLag = curve{{3500, 3 * hour}, {3500, 9 * hour}, {3000, 22 * hour}}
	buyerSends  = curve{{3500, 1 * day}, {3500, 2 * day}, {1900, 4 * day}, {600, 6 * day}, {500, 9 * day}}
)

// Windows of the platform's own deadlines, by step.
const (
	windowUnshipped = 36 * hour
	windowDecide    = 48 * hour
	windowSendBack  = 7 * day
	windowReceive   = 10 * day // from the buyer's shipping
	windowAfterSign = 72 * hour
	windowShipAgain = 48 * hour
	windowConfirm   = 10 * day
	windowRefused   = 7 * day
	windowEvidence  = 6 * day
)

// Decisions of merchant and buyer.
const (
	autoRefund       = 6200 // unshipped refunds that a platform rule grants at once
	refuseTransit    = 3200
	refuseReturn     = 700
	refuseReceipt    = 600
	refuseExchange   = 300
	buyerNeverSends  = 700
	buyerWithdraws   = 2600 // after a refusal
	buyerChanges     = 2200 // after a refusal: new reason or type
	interventionRate = 4100 // after a refusal: asks the platform
	evidenceAsked    = 8000 // of interventions
	buyerWins        = 5500
	reasonChanges    = 350
	extraTurns       = 3600
	emptyReturns     = 60
	swappedReturns   = 40
	unknownReturns   = 80
)

// Reviews.
var reviewDelay = curve{{2200, 1 * day}, {2400, 2 * day}, {2400, 4 * day}, {2000, 7 * day}, {1000, 14 * day}}

const (
	reviewRate    = 800 // of signed orders
	reviewAngry   = 1500
	chanceFollow  = 900
	chanceReply   = 2500
	replyToBad    = 7200
	hiddenNick    = 5500
	missingRating = 15
)
