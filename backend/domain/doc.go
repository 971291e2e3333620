// Package domain holds the words of the house: nouns, ids, Money, Instant,
// error codes and enums. It knows only the standard library, and every other
// room speaks in its types.
//
// Rules: no SQL, no HTTP, no platform's vocabulary, no rates and no limits. A
// type here is a value with JSON tags; the same JSON reaches the window, so the
// TypeScript name is the Go name and the fields are camelCase.
//
// Why enums are strings: they lie in the database and in exported files, where
// a number would mean nothing ten years on, and an unknown one keeps its text.
//
// # Glossary
//
// One name per thing on every floor. A test reads this table: each table of
// the database and each noun type below must stand here.
//
//	Go name           | SQL table       | zh-CN        | en                     | meaning; not to be confused with
//	Shop              | shop            | 店铺         | shop                   | one store on one platform, or one fed by files; not a merchant, who may own several
//	Capability        |                 | 能力         | capability             | what a shop can do now and the one missing step
//	ActAbility        |                 | 操作能力     | act ability            | which write a platform has and what it asks for
//	ProofLimit        |                 | 凭证限制     | proof limit            | files that a platform takes with a write
//	ReturnAddress     |                 | 退货地址     | return address         | where a buyer sends goods back to
//	CarrierName       |                 | 快递公司     | carrier                | a courier company as a platform calls it
//	ActProof          |                 | 操作凭证     | act proof              | a file that goes with a write; not its EvidenceItem
//	Order             | orders          | 订单         | order                  | one purchase (父订单); its lines are OrderLine
//	OrderLine         | order_line      | 商品单       | order line             | one SKU of an order
//	Contact           | contact         | 收货人       | contact                | plain receiver from a file, stored apart; lists show masks only
//	LiveRef           |                 | 直播归属     | live reference         | room, host and channel of a line
//	LiveSession       | live_session    | 场次         | live session           | one broadcast, start to end; not the room, which outlives it on some platforms
//	Promise           | promise         | 承诺         | promise                | words of a host that bind; not PromisedShipAt, the platform's ship-by
//	AfterSale         | after_sale      | 售后单       | after-sales case       | one request of a buyer on an order; not a dispute, which is its Arbitration
//	AfterSaleEvent    | after_sale_log  | 协商记录     | negotiation entry      | one turn of the talk about a case
//	TimelineEntry     |                 | 时间线       | timeline entry         | one line of the single history made from all sources
//	Parcel            | parcel          | 包裹         | parcel                 | one waybill, out or back; not an EvidencePack (证据包)
//	TraceEvent        | trace_event     | 轨迹         | trace event            | one scan of a parcel and who reported it
//	Review            | review          | 评价         | review                 | a rating with its text; not a check (巡检)
//	StatementLine     | statement_line  | 结算明细     | statement line         | one booking on the account a platform keeps for a shop; not an OrderLine, and not what an order should have earned
//	StatementPart     |                 | 结算构成     | statement part         | a component of a settled amount: goods, fee, commission
//	RecoveryMove      | recovery_move   | 挽回记录     | recovery move          | a step on the recovery board
//	EvidenceItem      | evidence        | 凭证         | evidence item          | one file in the vault; the bytes never change
//	EvidenceLink      | evidence_link   | 凭证关联     | evidence link          | which order or case a file proves
//	EvidencePack      | evidence_pack   | 证据包       | evidence pack          | sealed PDF and ZIP of a case
//	Checklist         |                 | 举证清单     | checklist              | what a written standard asks for in one case and how it stands
//	ChecklistItem     |                 | 举证要求     | demand                 | one line of a standard; any of its options answers it
//	ProofOption       |                 | 举证方式     | way to prove           | exhibits that answer a demand together
//	ProofPart         |                 | 举证材料     | exhibit asked for      | one exhibit as a standard names it; not the EvidenceItem that shows it
//	PointVerdict      |                 | 要点结论     | verdict on a point     | one property of an exhibit: shown, said, open, in doubt or failed
//	CaseScenario      | case_scenario   | 举证场景     | scenario               | what a person says a case is argued as
//	ProofAnswer       | proof_answer    | 人工确认     | answer                 | what a person said about a point of a file; said is not shown
//	(barcodes)        | proof_reading   | 条码读取     | barcode reading        | barcodes looked for after intake
//	Objection         |                 | 驳回理由     | objection              | one attack of the reviewer on a pack
//	RefusalTrap       |                 | 无理由拒绝   | bad ground             | a ground for refusing that a platform counts as refusing without cause
//	RefusalAdvice     |                 | 拒绝提示     | refusal advice         | what a person should know before refusing one case
//	FreshAgreement    | fresh_agreement | 生鲜约定     | fresh agreement        | what buyer and seller agreed on one order of fresh food; goes before any rule
//	CaseOutcome       | case_outcome    | 申诉结果     | outcome                | how a dispute ended for the merchant; not the status of the case
//	Stamp             | stamp           | 时间戳       | time stamp             | an authority's signed word that a log head existed before a time; not a TraceEvent's time
//	StampWish         | stamp_wish      | 待加时间戳   | wanted time stamp      | a token that is wanted and not there yet
//	StampAuthority    |                 | 时间戳机构   | time-stamp authority   | who stamps, as the owner added it
//	StampPreset       |                 | 时间戳机构预设 | authority preset     | a well-known authority that the window offers
//	PackRecord        | pack_record     | 打包记录     | pack record            | one parcel before the bench's camera: who, when, what was checked; not an EvidencePack
//	PackItem          |                 | 装箱项       | pack item              | one thing that belongs into a parcel: an order line or a promised gift
//	PackStop          |                 | 红停         | red stop               | why the bench stopped a parcel, and the reason for going on
//	BenchSample       |                 | 试扫单号     | sample scan            | a number of the local copy to try the bench with
//	Phone             | phone           | 手机         | phone                  | a paired phone that brings photos and clips; not a buyer's number
//	PhoneDoor         |                 | 手机入口     | door for phones        | where paired phones come in; not the door for platforms' deliveries
//	PhoneOffer        |                 | 待拍单据     | parcel or case to shoot | what a phone may bring pictures for
//	PairingInvite     |                 | 配对码       | pairing code           | lets one phone in, once
//	RefusalCount      | door_refusal    | 拒绝次数     | refusals               | how often the door for phones sent somebody away; not a merchant's refusal of a case
//	Finding           | finding         | 异常         | finding                | what a scheduled check found; not a Task, which may come from elsewhere
//	CheckReceipt      | check_receipt   | 巡检回执     | check receipt          | proof that a check ran
//	Task              |                 | 待办         | task                   | a row of the Today queue
//	Act               | act             | 操作         | act                    | a write to a platform, kept in the outbox until it is sent once
//	SyncRun           | sync_run        | 同步记录     | sync run               | one pull of one shop
//	SyncProblem       | sync_problem    | 同步问题     | sync problem           | an item that could not be read
//	Unmapped          | unmapped        | 未映射值     | unmapped value         | a remote value that we do not know
//	RawPayload        | raw_payload     | 原始数据     | raw payload            | what the platform sent for one item
//	Quota             | quota           | 配额         | quota                  | calls used and left per shop and API
//	HostContact       | host_contact    | 联网记录     | host contact           | a host that was contacted; not Host below
//	SheetMapping      | sheet_mapping   | 导入映射     | import mapping         | which column feeds which field
//	SheetRun          | sheet_run       | 导入记录     | import run             | receipt of one imported file
//	Settings          | settings        | 设置         | settings               | the one configuration row
//	AuditEntry        | audit           | 审计         | audit entry            | a reveal, an export, an act: who, when, why
//	ScheduleState     | schedule        | 计划         | schedule state         | last answered tick of a job
//	Backup            |                 | 备份         | backup                 | a verified copy of the book
//	Money             |                 | 金额         | money                  | minor units and currency; unknown is not zero
//	Instant           |                 | 时刻         | instant                | Unix milliseconds UTC; 0 is unknown
//	MetricValue       |                 | 指标值       | metric value           | a rate with its counts and interval
//	TrendFact         | trend_segment   | 趋势明细     | trend fact             | a row reduced to what trends count; segments keep a day of them
//	(marks)           | trend_dirty     | 待重算       | dirty trend day        | days whose segment must be made again
//	(host)            | host            | 主播         | host                   | who was on air; a column of LiveRef
//	(goods)           | item            | 商品         | goods                  | product and SKU texts, stored once for many lines
//	(search)          | order_fts       | 检索         | search index           | words of orders
//	(search)          | after_sale_fts  | 检索         | search index           | words of cases
//	(search)          | after_sale_open_fts | 检索      | search index           | words of open cases
//	(search)          | review_fts      | 检索         | search index           | words of reviews
//	(cursor)          | sync_cursor     | 同步位置     | sync cursor            | where a pull goes on
//	(counts)          | counter         | 计数         | counter                | row counts kept by the store
package domain
