// What the bound methods speak, one interface per Go struct of backend/domain;
// the json tags are the names. Instants are Unix milliseconds, 0 = not known.
// Enum values are plain strings here: their labels are in i18n/*/enums.ts.

/** Act is one outbox row. */
export interface Act {
  id: string;
  shopId: string;
  afterSaleId: string;
  orderId: string;
  kind: string;
  state: string;
  amount: Money;
  reason: string;
  reasonCode: string;
  note: string;
  version: string;
  by: string;
  queuedAt: number;
  sentAt: number;
  endedAt: number;
  tries: number;
  code: string;
  params: Record<string, string>;
  receipt: string;
}

/** ActRequest is a person's wish to act on cases. */
export interface ActRequest {
  afterSaleIds: string[];
  kind: string;
  reason: string;
  reasonCode: string;
  note: string;
}

/** ActPreview says what an ActRequest would do, before it is done. */
export interface ActPreview {
  cases: number;
  total: Money;
  dryRun: boolean;
  offline: boolean;
  blocked: Record<string, string>;
  writable: string[];
}

/** ActQuery filters the outbox, newest first. */
export interface ActQuery {
  states: string[];
  cursor: string;
  limit: number;
}

/** ActPage is one page of the outbox. */
export interface ActPage {
  items: Act[];
  next: string;
}

/** AfterSale is one request of a buyer on an order (after_sales_case). */
export interface AfterSale {
  id: string;
  shopId: string;
  remoteId: string;
  orderId: string;
  lineRemoteIds: string[];
  type: string;
  rawType: string;
  status: string;
  rawStatus: string;
  arbitration: string;
  rawArbitration: string;
  firstReason: string;
  firstReasonText: string;
  reason: string;
  reasonText: string;
  buyerRemark: string;
  qty: number;
  asked: Money;
  refunded: Money;
  goodsBack: boolean;
  appliedAt: number;
  updatedAt: number;
  closedAt: number;
  stepSince: number;
  deadline: number;
  evidenceDue: number;
  version: string;
  returnWaybill: string;
  returnCarrier: string;
  images: string[];
  events: AfterSaleEvent[];
  parcels: Parcel[];
  source: Source;
}

/** AfterSaleEvent is one entry of the negotiation log. */
export interface AfterSaleEvent {
  id: string;
  at: number;
  actor: string;
  rawActor: string;
  action: string;
  text: string;
  images: string[];
}

/** TimelineEntry is one line of the single ordered history of a case or order (AS-14). At is UTC; the window shows it in the shop's and the local zone. */
export interface TimelineEntry {
  id: string;
  at: number;
  actor: string;
  kind: string;
  source: string;
  text: string;
  params: Record<string, string>;
  ref: string;
  images: string[];
}

/** AfterSaleQuery filters the inbox. Empty fields do not filter. */
export interface AfterSaleQuery {
  shopIds: string[];
  view: string;
  types: string[];
  statuses: string[];
  arbitrations: string[];
  reasons: string[];
  hostId: string;
  sessionId: string;
  skuId: string;
  orderId: string;
  dueBefore: number;
  text: string;
  cursor: string;
  limit: number;
}

/** AfterSaleRow is a case as the inbox shows it. */
export interface AfterSaleRow {
  id: string;
  shopId: string;
  remoteId: string;
  orderId: string;
  orderRemoteId: string;
  type: string;
  rawType: string;
  status: string;
  rawStatus: string;
  arbitration: string;
  reason: string;
  reasonText: string;
  asked: Money;
  appliedAt: number;
  updatedAt: number;
  stepSince: number;
  deadline: number;
  evidenceDue: number;
  dueAt: number;
  title: string;
  spec: string;
  skuCode: string;
  buyerNick: string;
  hostName: string;
  sessionId: string;
  waybill: string;
  evidenceCount: number;
  queuedActs: number;
}

/** AfterSalePage is one page of the inbox. */
export interface AfterSalePage {
  items: AfterSaleRow[];
  next: string;
}

/** AfterSaleCounts are the chip numbers above the inbox. */
export interface AfterSaleCounts {
  open: number;
  merchant: number;
  evidence: number;
  dueSoon: number;
  overdue: number;
  byType: Record<string, number>;
  queuedAct: number;
}

/** AfterSaleDetail is everything about one case. */
export interface AfterSaleDetail {
  case: AfterSale;
  row: AfterSaleRow;
  order?: Order;
  hasContact: boolean;
  sessions: LiveSession[];
  promises: Promise[];
  parcels: ParcelDetail[];
  evidence: EvidenceRow[];
  packs: EvidencePack[];
  reviews: Review[];
  findings: Finding[];
  acts: Act[];
  siblings: AfterSaleRow[];
  timeline: TimelineEntry[];
}

/** EvidenceItem is one file in the vault. The bytes never change; the row says what they are and how they came (EV-03). */
export interface EvidenceItem {
  id: string;
  size: number;
  mediaType: string;
  name: string;
  kind: string;
  source: string;
  operator: string;
  capturedAt: number;
  capturedFrom: string;
  addedAt: number;
  width: number;
  height: number;
  durationMs: number;
  codes: string[];
  logIndex: number;
  logHash: string;
}

/** EvidenceLink ties a file to an order and, when known, a case and a waybill. */
export interface EvidenceLink {
  evidenceId: string;
  orderId: string;
  afterSaleId: string;
  waybill: string;
  method: string;
  by: string;
  at: number;
}

/** EvidenceRow is a file with its links. */
export interface EvidenceRow {
  item: EvidenceItem;
  links: EvidenceLink[];
}

/** EvidenceQuery filters evidence, newest added first. */
export interface EvidenceQuery {
  linked: string;
  kinds: string[];
  orderId: string;
  caseId: string;
  from: number;
  to: number;
  text: string;
  cursor: string;
  limit: number;
}

/** EvidencePage is one page of evidence. */
export interface EvidencePage {
  items: EvidenceRow[];
  next: string;
}

/** EvidenceGuess is an order that an unlinked file may belong to, best first. */
export interface EvidenceGuess {
  order: OrderRow;
  score: number;
  why: string[];
}

/** EvidenceCoverageDay is the share of shipped orders with evidence (EV-11, first version). */
export interface EvidenceCoverageDay {
  day: string;
  shipped: number;
  covered: number;
}

/** IntakeResult says what became of one offered file. */
export interface IntakeResult {
  path: string;
  id: string;
  known: boolean;
  links: EvidenceLink[];
  code: string;
  params: Record<string, string>;
}

/** EvidencePack is one sealed PDF and ZIP of a case. */
export interface EvidencePack {
  id: string;
  afterSaleId: string;
  orderId: string;
  createdAt: number;
  by: string;
  pdfPath: string;
  zipPath: string;
  pdfHash: string;
  zipHash: string;
  bytes: number;
  exhibits: number;
  language: string;
}

/** VerifyReport is the verdict over a pack, a file or a data folder. */
export interface VerifyReport {
  kind: string;
  ok: boolean;
  checked: number;
  bytes: number;
  damaged: VerifyProblem[];
  head: string;
}

/** VerifyProblem names one damaged item. */
export interface VerifyProblem {
  item: string;
  what: string;
}

/** Finding is what a scheduled check found. Key is stable, so that a rerun replaces instead of repeating. */
export interface Finding {
  id: string;
  key: string;
  check: string;
  shopId: string;
  subject: string;
  subjectId: string;
  orderId: string;
  severity: string;
  state: string;
  ruleId: string;
  params: Record<string, string>;
  since: number;
  dueAt: number;
  atRisk: Money;
  nextAct: string;
  owner: string;
  firstSeen: number;
  lastSeen: number;
  resolvedAt: number;
}

/** FindingQuery filters findings; open ones by due time, others newest first. */
export interface FindingQuery {
  shopIds: string[];
  checks: string[];
  states: string[];
  subject: string;
  orderId: string;
  cursor: string;
  limit: number;
}

/** FindingRow is a finding with the words a list needs. */
export interface FindingRow {
  finding: Finding;
  orderRemoteId: string;
  waybill: string;
  carrierName: string;
  parcelState: string;
  title: string;
  lastText: string;
  lastAt: number;
}

/** FindingPage is one page of findings. */
export interface FindingPage {
  items: FindingRow[];
  next: string;
}

/** CheckReceipt proves that a check ran (LG-05): what, how many, found. */
export interface CheckReceipt {
  id: string;
  check: string;
  dueAt: number;
  missed: number;
  startedAt: number;
  endedAt: number;
  examined: number;
  found: number;
  fresh: number;
  resolved: number;
  code: string;
}

/** CheckInfo is one row of the schedule. */
export interface CheckInfo {
  id: string;
  spec: string;
  enabled: boolean;
  nextAt: number;
  running: boolean;
  last?: CheckReceipt;
}

/** Task is one row of the Today queue: anything that wants an act. */
export interface Task {
  id: string;
  kind: string;
  shopId: string;
  subject: string;
  subjectId: string;
  orderId: string;
  title: string;
  params: Record<string, string>;
  since: number;
  dueAt: number;
  atRisk: Money;
  nextAct: string;
  score: number;
}

/** TodaySummary is the five numbers and the head of the queue. */
export interface TodaySummary {
  asOf: number;
  favourable: MetricValue;
  target: number;
  goodNeeded: number;
  returnRate: MetricValue;
  answered30: MetricValue;
  dueSoon: number;
  atRisk: Money;
  queue: number;
  byKind: Record<string, number>;
  shops: Shop[];
  unattributed: MetricValue;
  lastCheckedAt: number;
}

/** TaskPage is the queue. */
export interface TaskPage {
  items: Task[];
  total: number;
}

/** LiveSession is one broadcast (场次), start to end. Where a platform names only the room, the session is the room and its times are those of its orders. */
export interface LiveSession {
  id: string;
  shopId: string;
  roomId: string;
  title: string;
  hostId: string;
  hostName: string;
  startAt: number;
  endAt: number;
  inferred: boolean;
}

/** Promise is a sentence said or shown in a session about a SKU (承诺). */
export interface Promise {
  id: string;
  shopId: string;
  sessionId: string;
  productId: string;
  skuId: string;
  kind: string;
  wording: string;
  saidAt: number;
}

/** Money is an amount in minor units (fen, cents) with its ISO 4217 code. An empty Currency means the amount is not known; it is shown as "—", never 0. */
export interface Money {
  minor: number;
  currency: string;
}

/** LiveRef ties a line to the broadcast it was sold in (LV-01). SessionID is ours ("" = unattributed, never hidden). */
export interface LiveRef {
  roomId: string;
  sessionId: string;
  hostId: string;
  hostName: string;
  videoId: string;
  channel: string;
}

/** Order is one purchase. Times are Instants, money in the shop's currency. Buyer and receiver fields hold only what the platform masked or we masked; the plain text of an imported file lies in Contact. */
export interface Order {
  id: string;
  shopId: string;
  remoteId: string;
  status: string;
  rawStatus: string;
  createdAt: number;
  paidAt: number;
  promisedShipAt: number;
  shippedAt: number;
  finishedAt: number;
  updatedAt: number;
  total: Money;
  paid: Money;
  freight: Money;
  discount: Money;
  buyerKey: string;
  buyerNick: string;
  maskedName: string;
  maskedPhone: string;
  province: string;
  city: string;
  district: string;
  maskedAddress: string;
  buyerWords: string;
  sellerWords: string;
  lines: OrderLine[];
  parcels: Parcel[];
  source: Source;
}

/** OrderLine is one SKU of an order. */
export interface OrderLine {
  id: string;
  orderId: string;
  remoteId: string;
  status: string;
  rawStatus: string;
  productId: string;
  productName: string;
  skuId: string;
  skuCode: string;
  spec: string;
  size: string;
  category: string;
  picture: string;
  qty: number;
  unitPrice: Money;
  paid: Money;
  gift: boolean;
  signedAt: number;
  live: LiveRef;
}

/** Contact is the plain receiver of an order from a file import. */
export interface Contact {
  name: string;
  phone: string;
  address: string;
}

/** OrderQuery filters the order list. Empty fields do not filter. Text matches order id, waybill, SKU code, product words (two Chinese characters suffice), nickname or phone tail. Newest first. */
export interface OrderQuery {
  shopIds: string[];
  statuses: string[];
  from: number;
  to: number;
  sessionId: string;
  hostId: string;
  skuId: string;
  text: string;
  cursor: string;
  limit: number;
}

/** OrderRow is an order as a list shows it. */
export interface OrderRow {
  id: string;
  shopId: string;
  remoteId: string;
  status: string;
  rawStatus: string;
  createdAt: number;
  paidAt: number;
  paid: Money;
  title: string;
  spec: string;
  skuCode: string;
  lineCount: number;
  buyerNick: string;
  maskedName: string;
  maskedPhone: string;
  province: string;
  city: string;
  waybill: string;
  parcelState: string;
  hostName: string;
  sessionId: string;
  afterSaleCount: number;
  evidenceCount: number;
}

/** OrderPage is one page of OrderRow. */
export interface OrderPage {
  items: OrderRow[];
  next: string;
}

/** OrderDetail is everything about one order. */
export interface OrderDetail {
  order: Order;
  hasContact: boolean;
  sessions: LiveSession[];
  promises: Promise[];
  parcels: ParcelDetail[];
  afterSales: AfterSaleRow[];
  reviews: Review[];
  evidence: EvidenceRow[];
  timeline: TimelineEntry[];
}

/** Parcel is one waybill of an order or of a return. */
export interface Parcel {
  id: string;
  shopId: string;
  orderId: string;
  afterSaleId: string;
  waybill: string;
  carrierCode: string;
  carrierName: string;
  direction: string;
  state: string;
  uploadedAt: number;
  pickedAt: number;
  hubAt: number;
  deliveryAt: number;
  signedAt: number;
  lastAt: number;
  lastText: string;
  fromProvince: string;
  toProvince: string;
  toCity: string;
  traceCheckedAt: number;
}

/** TraceEvent is one scan of a parcel, with who reported it. */
export interface TraceEvent {
  at: number;
  state: string;
  rawCode: string;
  text: string;
  site: string;
  reporter: string;
}

/** ParcelDetail is a parcel with its events, oldest first. */
export interface ParcelDetail {
  parcel: Parcel;
  traces: TraceEvent[];
}

/** ParcelQuery filters the parcel list, newest first. */
export interface ParcelQuery {
  shopIds: string[];
  states: string[];
  direction: string;
  text: string;
  cursor: string;
  limit: number;
}

/** ParcelPage is one page of parcels. */
export interface ParcelPage {
  items: Parcel[];
  next: string;
}

/** Review is one rating with its text. */
export interface Review {
  id: string;
  shopId: string;
  remoteId: string;
  orderId: string;
  productId: string;
  productName: string;
  skuId: string;
  spec: string;
  rating: number;
  band: string;
  text: string;
  images: string[];
  buyerNick: string;
  createdAt: number;
  followText: string;
  followAt: number;
  replyText: string;
  repliedAt: number;
  replyBy: number;
  firstRating: number;
  step: string;
  owner: string;
  proof: string;
  hostName: string;
  sessionId: string;
  source: Source;
}

/** RecoveryMove is a step on the recovery board, made by a person. */
export interface RecoveryMove {
  reviewId: string;
  step: string;
  owner: string;
  note: string;
  at: number;
}

/** ReviewQuery filters reviews, newest first. */
export interface ReviewQuery {
  shopIds: string[];
  bands: string[];
  steps: string[];
  replied: string;
  from: number;
  to: number;
  hostId: string;
  sessionId: string;
  skuId: string;
  orderId: string;
  text: string;
  cursor: string;
  limit: number;
}

/** ReviewPage is one page of reviews. */
export interface ReviewPage {
  items: Review[];
  next: string;
}

/** ReviewDetail is a review with its order, cases and moves. */
export interface ReviewDetail {
  review: Review;
  order?: OrderRow;
  cases: AfterSaleRow[];
  session?: LiveSession;
  promises: Promise[];
  moves: RecoveryMove[];
  ruleId: string;
}

/** Settings is the one configuration row. Defaults live in DefaultSettings; credentials never lie here. */
export interface Settings {
  language: string;
  theme: string;
  compact: boolean;
  operator: string;
  zone: string;
  offline: boolean;
  pullEveryMin: number;
  watchFolders: string[];
  importFolders: string[];
  packFolder: string;
  backupFolder: string;
  backupKeep: number;
  goodTarget: number;
  reserveBytes: number;
  maxImageMp: number;
  maxIntakeBytes: number;
  schedules: Record<string, string>;
  calendar: Calendar;
  ruleOverrides: Record<string, string>;
  savedViews: Record<string, string>;
  firstRunDone: boolean;
}

/** Calendar is when the house works, for house clocks (AS-03, AS-04). */
export interface Calendar {
  zone: string;
  week: Record<string, string>;
  holidays: Record<string, string>;
  extra: Record<string, string>;
}

/** Backup is one verified copy of the book. */
export interface Backup {
  id: string;
  path: string;
  at: number;
  bytes: number;
  orders: number;
  cases: number;
  evidence: number;
  ok: boolean;
  reason: string;
  checkAt: number;
  drillMs: number;
  external: boolean;
}

/** AuditEntry is one thing that must be traceable: a reveal, an export, an act. */
export interface AuditEntry {
  id: string;
  at: number;
  by: string;
  what: string;
  subject: string;
  subjectId: string;
  purpose: string;
  params: Record<string, string>;
}

/** ScheduleState is the stored due time of one scheduled job, so that a sleeping laptop misses nothing (LG-05). */
export interface ScheduleState {
  id: string;
  lastAt: number;
}

/** SheetField is a field that a column can be mapped to. */
export interface SheetField {
  name: string;
  required: boolean;
  type: string;
}

/** SheetMapping says which column feeds which field; saved by name. */
export interface SheetMapping {
  name: string;
  kind: string;
  platform: string;
  preset: boolean;
  columns: Record<string, string>;
  values: Record<string, string>;
  zone: string;
  currency: string;
  dateForm: string;
  lines: boolean;
}

/** SheetLook is a first look into a file before it is imported. */
export interface SheetLook {
  path: string;
  format: string;
  encoding: string;
  sheets: string[];
  sheet: string;
  header: string[];
  rows: number;
  sample: string[][];
  kind: string;
  mapping: SheetMapping;
  scores: Record<string, number>;
  fields: SheetField[];
}

/** SheetPlan is an import that a person has confirmed. */
export interface SheetPlan {
  path: string;
  sheet: string;
  shopId: string;
  mapping: SheetMapping;
  save: boolean;
}

/** SheetRun is the receipt of an import (SY-09). */
export interface SheetRun {
  id: string;
  shopId: string;
  kind: string;
  name: string;
  fileHash: string;
  startedAt: number;
  endedAt: number;
  rows: number;
  added: number;
  changed: number;
  same: number;
  bad: number;
  badPath: string;
  sample: SheetBad[];
  code: string;
}

/** SheetBad is one row that was not imported and why. */
export interface SheetBad {
  row: number;
  field: string;
  code: string;
  why: string;
}

/** Shop is one store on one platform, or a file-only shop (Platform "sheet"). */
export interface Shop {
  id: string;
  platform: string;
  remoteId: string;
  name: string;
  shortName: string;
  color: string;
  currency: string;
  zone: string;
  shipProvince: string;
  state: string;
  demo: boolean;
  writesOn: boolean;
  tokenExpires: number;
  dataAsOf: number;
  lastError: string;
  createdAt: number;
}

/** Capability is one cell of the capability matrix (SY-01). */
export interface Capability {
  ability: string;
  state: string;
  needs: string;
}

/** Source says where a row came from (SY-05). */
export interface Source {
  api: string;
  fetchedAt: number;
  payloadHash: string;
}

/** SyncRun is one pull of one shop. */
export interface SyncRun {
  id: string;
  shopId: string;
  kind: string;
  startedAt: number;
  endedAt: number;
  pages: number;
  orders: number;
  afterSales: number;
  traces: number;
  reviews: number;
  changed: number;
  problems: number;
  code: string;
  param: string;
}

/** SyncProblem is one item that could not be read; the page survived it. */
export interface SyncProblem {
  id: string;
  shopId: string;
  api: string;
  remoteId: string;
  field: string;
  code: string;
  at: number;
  count: number;
}

/** Unmapped is a remote value that we do not know (SY-04). */
export interface Unmapped {
  shopId: string;
  platform: string;
  field: string;
  raw: string;
  count: number;
  firstAt: number;
  lastAt: number;
  mappedTo: string;
}

/** RawPayload is what a platform sent for one item. */
export interface RawPayload {
  shopId: string;
  kind: string;
  remoteId: string;
  api: string;
  fetchedAt: number;
  hash: string;
}

/** Quota is what a shop has used of one API. */
export interface Quota {
  shopId: string;
  api: string;
  day: string;
  used: number;
  limit: number;
  throttled: number;
  blockedUntil: number;
}

/** HostContact is one line of the network page (PI-06). */
export interface HostContact {
  host: string;
  purpose: string;
  firstAt: number;
  lastAt: number;
  requests: number;
  blocked: number;
}

/** MetricValue is a rate with what it stands on. Known is false when the base is zero: the window shows "—" (AN-03). */
export interface MetricValue {
  metric: string;
  version: string;
  known: boolean;
  value: number;
  num: number;
  den: number;
  low: number;
  high: number;
  small: boolean;
  immature: boolean;
  missing: number;
  asOf: number;
}

/** MetricInfo is a metric's definition for hover and export. */
export interface MetricInfo {
  id: string;
  version: string;
  num: string;
  den: string;
  axis: string;
  matureDays: number;
  effectiveFrom: string;
  effectiveTo: string;
  source: string;
  lowerIsBetter: boolean;
  missing: string;
  traps: string[];
}

/** TrendFilter keeps facts whose dimension has one of the values. */
export interface TrendFilter {
  dim: string;
  values: string[];
}

/** TrendQuery asks for metrics sliced by at most two dimensions over the days From..To inclusive of the shops' zone. */
export interface TrendQuery {
  metrics: string[];
  from: string;
  to: string;
  dims: string[];
  filters: TrendFilter[];
  shopIds: string[];
  limit: number;
}

/** TrendRow is one cell of a trend. */
export interface TrendRow {
  keys: string[];
  labels: string[];
  values: MetricValue[];
}

/** TrendTable is the answer to a TrendQuery. */
export interface TrendTable {
  query: TrendQuery;
  infos: MetricInfo[];
  rows: TrendRow[];
  total: TrendRow;
  more: boolean;
  asOf: number;
  tookMs: number;
}

/** DrillQuery asks for the rows behind one number (AN-07). */
export interface DrillQuery {
  metric: string;
  side: string;
  from: string;
  to: string;
  filters: TrendFilter[];
  shopIds: string[];
  cursor: string;
  limit: number;
}

/** DrillPage holds the rows behind a number: orders or reviews or cases, by Kind. */
export interface DrillPage {
  kind: string;
  total: number;
  orders: OrderRow[];
  reviews: Review[];
  cases: AfterSaleRow[];
  next: string;
}

/** BootInfo is what the window needs before its first screen. */
export interface BootInfo {
  version: string;
  dataFolder: string;
  platform: string;
  settings: Settings;
  shops: Shop[];
  demo: boolean;
  keeper: string;
  status: DeskStatus;
  fault: string;
  faultParams: Record<string, string>;
  backups: Backup[];
}

/** DeskStatus is the footer: is anything running, is anything waiting. */
export interface DeskStatus {
  offline: boolean;
  noReach: boolean;
  pulling: string[];
  notSent: number;
  lastPull: number;
  lastError: string;
  importing: string;
}

/** Hit is one line of the command palette. */
export interface Hit {
  subject: string;
  id: string;
  title: string;
  detail: string;
}

/** PlatformInfo is a platform that can be connected. */
export interface PlatformInfo {
  platform: string;
  authKind: string;
  hosts: string[];
  fields: CredentialField[];
  capabilities: Capability[];
}

/** CredentialField is one thing a merchant must type to connect a shop. */
export interface CredentialField {
  name: string;
  secret: boolean;
  required: boolean;
}

/** ConnectRequest connects a shop, or tests the connection. */
export interface ConnectRequest {
  platform: string;
  name: string;
  shipProvince: string;
  credentials: Record<string, string>;
}

/** ProbeResult is what a connection test found. */
export interface ProbeResult {
  shopName: string;
  remoteId: string;
  tokenExpires: number;
  capabilities: Capability[];
}

/** ShopCard is one shop on the Shops screen. */
export interface ShopCard {
  shop: Shop;
  capabilities: Capability[];
  quotas: Quota[];
  lastRun?: SyncRun;
  unmapped: number;
  problems: number;
  counts: Record<string, number>;
}

/** ReconcileResult is what a re-read of a range found missing (SY-06). */
export interface ReconcileResult {
  run: SyncRun;
  missing: string[];
}

/** AddFilesRequest brings files into the vault. */
export interface AddFilesRequest {
  paths: string[];
  orderId: string;
  afterSaleId: string;
  kind: string;
}

/** RefuseReason is a platform's accepted reason to refuse. */
export interface RefuseReason {
  code: string;
  text: string;
  evidenceNeed: boolean;
  evidenceWords: string;
}

/** RuleEntry is one dated rule on the Settings screen. */
export interface RuleEntry {
  id: string;
  subject: string;
  platform: string;
  effectiveFrom: string;
  effectiveTo: string;
  source: string;
  confidence: string;
  values: Record<string, string>;
  overridden: string[];
}

/** StorageInfo is the storage part of Settings. */
export interface StorageInfo {
  dataBytes: number;
  evidenceBytes: number;
  evidenceFiles: number;
  freeBytes: number;
  backupBytes: number;
  folder: string;
}

/** AuditPage is one page of the audit list, newest first. */
export interface AuditPage {
  items: AuditEntry[];
  next: string;
}
