export namespace domain {
	
	export interface ActProof {
	    evidenceId: string;
	    ref: string;
	}
	export interface Money {
	    minor: number;
	    currency: string;
	}
	export interface Act {
	    id: string;
	    shopId: string;
	    afterSaleId: string;
	    orderId: string;
	    reviewId: string;
	    kind: string;
	    state: string;
	    amount: Money;
	    reason: string;
	    reasonCode: string;
	    note: string;
	    addressId: string;
	    waybill: string;
	    carrierCode: string;
	    proofs: ActProof[];
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
	export interface ProofLimit {
	    max: number;
	    maxBytes: number;
	    mime: string[];
	}
	export interface ActAbility {
	    kind: string;
	    state: string;
	    needs: string;
	    replay: string;
	    asks: string[];
	    proofs: ProofLimit;
	}
	export interface ActPage {
	    items: Act[];
	    next: string;
	}
	export interface ActPreview {
	    cases: number;
	    total: Money;
	    dryRun: boolean;
	    offline: boolean;
	    blocked: Record<string, string>;
	    writable: string[];
	}
	
	export interface ActQuery {
	    states: string[];
	    shopIds: string[];
	    orderId: string;
	    cursor: string;
	    limit: number;
	}
	export interface ActRequest {
	    ids: string[];
	    kind: string;
	    reason: string;
	    reasonCode: string;
	    note: string;
	    addressId: string;
	    waybill: string;
	    carrierCode: string;
	    evidenceIds: string[];
	}
	export interface AddFilesRequest {
	    paths: string[];
	    orderId: string;
	    afterSaleId: string;
	    kind: string;
	}
	export interface Source {
	    api: string;
	    fetchedAt: number;
	    payloadHash: string;
	}
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
	export interface AfterSaleEvent {
	    id: string;
	    at: number;
	    actor: string;
	    rawActor: string;
	    action: string;
	    text: string;
	    images: string[];
	}
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
	export interface AfterSaleCounts {
	    open: number;
	    merchant: number;
	    evidence: number;
	    dueSoon: number;
	    overdue: number;
	    byType: Record<string, number>;
	    queuedAct: number;
	}
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
	    bandRule: string;
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
	    edition: string;
	    treeSize: number;
	    tokens: number;
	    stamp: string;
	}
	export interface EvidenceLink {
	    evidenceId: string;
	    orderId: string;
	    afterSaleId: string;
	    waybill: string;
	    method: string;
	    by: string;
	    at: number;
	}
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
	    incomplete: boolean;
	    device: string;
	}
	export interface EvidenceRow {
	    item: EvidenceItem;
	    links: EvidenceLink[];
	}
	export interface TraceEvent {
	    at: number;
	    state: string;
	    rawCode: string;
	    text: string;
	    site: string;
	    reporter: string;
	}
	export interface ParcelDetail {
	    parcel: Parcel;
	    traces: TraceEvent[];
	}
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
	export interface LiveRef {
	    roomId: string;
	    sessionId: string;
	    hostId: string;
	    hostName: string;
	    videoId: string;
	    channel: string;
	}
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
	    handledAt: number;
	    houseDue: number;
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
	
	export interface AfterSalePage {
	    items: AfterSaleRow[];
	    next: string;
	}
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
	    dueFrom: number;
	    dueBefore: number;
	    text: string;
	    cursor: string;
	    limit: number;
	}
	
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
	export interface AuditPage {
	    items: AuditEntry[];
	    next: string;
	}
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
	export interface BenchSample {
	    code: string;
	    title: string;
	    effect: string;
	}
	export interface BenchScanRequest {
	    code: string;
	    recordId: string;
	    station: string;
	}
	export interface PackItem {
	    id: string;
	    skuId: string;
	    skuCode: string;
	    name: string;
	    spec: string;
	    size: string;
	    qty: number;
	    done: number;
	    gift: boolean;
	}
	export interface PackRecord {
	    id: string;
	    mode: string;
	    state: string;
	    shopId: string;
	    orderId: string;
	    afterSaleId: string;
	    waybill: string;
	    carrierName: string;
	    packer: string;
	    station: string;
	    startedAt: number;
	    closedAt: number;
	    items: PackItem[];
	    scanned: string[];
	    stops: PackStop[];
	    photos: string[];
	    clips: string[];
	    counted: boolean;
	    good: number;
	    bad: number;
	    missing: number;
	}
	export interface PackStop {
	    id: string;
	    kind: string;
	    params: Record<string, string>;
	    at: number;
	    reason: string;
	    by: string;
	    reasonAt: number;
	}
	export interface BenchScanResult {
	    what: string;
	    code: string;
	    itemId: string;
	    stop: PackStop;
	    record: PackRecord;
	    order?: Order;
	}
	export interface DeskStatus {
	    offline: boolean;
	    noReach: boolean;
	    pulling: string[];
	    notSent: number;
	    lastPull: number;
	    lastError: string;
	    importing: string;
	}
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
	    confirmed: string;
	    tokenExpires: number;
	    dataAsOf: number;
	    lastError: string;
	    createdAt: number;
	}
	export interface StampAuthority {
	    id: string;
	    name: string;
	    url: string;
	    user: string;
	    root: string;
	}
	export interface Calendar {
	    zone: string;
	    week: Record<string, string>;
	    holidays: Record<string, string>;
	    extra: Record<string, string>;
	}
	export interface Settings {
	    language: string;
	    theme: string;
	    compact: boolean;
	    operator: string;
	    zone: string;
	    offline: boolean;
	    pullEveryMin: number;
	    pushPort: number;
	    phoneAddress: string;
	    phonePort: number;
	    phoneHours: number;
	    watchFolders: string[];
	    importFolders: string[];
	    packFolder: string;
	    backupFolder: string;
	    backupKeep: number;
	    goodTarget: number;
	    highValue: number;
	    reserveBytes: number;
	    maxImageMp: number;
	    maxIntakeBytes: number;
	    schedules: Record<string, string>;
	    calendar: Calendar;
	    answerMinutes: number;
	    ruleOverrides: Record<string, string>;
	    savedViews: Record<string, string>;
	    firstRunDone: boolean;
	    stampers: StampAuthority[];
	}
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
	
	export interface Capability {
	    ability: string;
	    state: string;
	    needs: string;
	    proof: string;
	}
	export interface CarrierName {
	    code: string;
	    name: string;
	}
	export interface CaseOutcome {
	    caseId: string;
	    result: string;
	    origin: string;
	    packId: string;
	    by: string;
	    at: number;
	}
	export interface CaseScenario {
	    caseId: string;
	    scenario: string;
	    noticeAt: number;
	    by: string;
	    at: number;
	}
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
	export interface CheckInfo {
	    id: string;
	    spec: string;
	    enabled: boolean;
	    nextAt: number;
	    running: boolean;
	    last?: CheckReceipt;
	}
	
	export interface PointVerdict {
	    point: string;
	    state: string;
	    why: string;
	    form: string;
	    value: string;
	    by: string;
	    at: number;
	    params: Record<string, string>;
	}
	export interface ProofPart {
	    proof: string;
	    state: string;
	    kinds: string[];
	    evidenceId: string;
	    name: string;
	    files: number;
	    points: PointVerdict[];
	    ruleId: string;
	}
	export interface ProofOption {
	    state: string;
	    parts: ProofPart[];
	}
	export interface ChecklistItem {
	    key: string;
	    level: string;
	    state: string;
	    best: number;
	    options: ProofOption[];
	}
	export interface Checklist {
	    caseId: string;
	    platform: string;
	    scenario: string;
	    appeal: boolean;
	    chosenBy: string;
	    chosenAt: number;
	    noticeAt: number;
	    choices: string[];
	    appeals: string[];
	    ruleId: string;
	    effectiveFrom: string;
	    source: string;
	    confidence: string;
	    dueAt: number;
	    dueFrom: string;
	    door: string;
	    proofs: ProofLimit;
	    maxText: number;
	    maxTextBytes: number;
	    items: ChecklistItem[];
	    ready: boolean;
	    missing: number;
	    weak: number;
	    open: number;
	}
	
	export interface ConnectRequest {
	    platform: string;
	    name: string;
	    shipProvince: string;
	    credentials: Record<string, string>;
	}
	export interface Contact {
	    name: string;
	    phone: string;
	    address: string;
	}
	export interface CredentialField {
	    name: string;
	    secret: boolean;
	    required: boolean;
	    example: string;
	}
	
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
	export interface DrillPage {
	    kind: string;
	    total: number;
	    orders: OrderRow[];
	    reviews: Review[];
	    cases: AfterSaleRow[];
	    next: string;
	}
	export interface TrendFilter {
	    dim: string;
	    values: string[];
	}
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
	export interface EvidenceCoverageDay {
	    day: string;
	    shipped: number;
	    covered: number;
	}
	export interface EvidenceGuess {
	    order: OrderRow;
	    score: number;
	    why: string[];
	}
	
	
	
	export interface EvidencePage {
	    items: EvidenceRow[];
	    next: string;
	}
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
	export interface FindingPage {
	    items: FindingRow[];
	    next: string;
	}
	export interface FindingQuery {
	    shopIds: string[];
	    checks: string[];
	    states: string[];
	    subject: string;
	    orderId: string;
	    cursor: string;
	    limit: number;
	}
	
	export interface FreshAgreement {
	    orderId: string;
	    hours: number;
	    points: number;
	    words: string;
	    by: string;
	    at: number;
	}
	export interface FreshQuery {
	    caseId: string;
	    claim: string;
	    signedAt: number;
	    photoAt: number;
	    ripenDays: number;
	    bad: number;
	    pieces: number;
	}
	export interface FreshResult {
	    signedAt: number;
	    until: number;
	    inTime: boolean;
	    photoLate: boolean;
	    pays: Money;
	    ruleId: string;
	    ladderId: string;
	    source: string;
	    since: string;
	    agreement: FreshAgreement;
	}
	export interface Hit {
	    subject: string;
	    id: string;
	    title: string;
	    detail: string;
	}
	export interface HostContact {
	    host: string;
	    purpose: string;
	    firstAt: number;
	    lastAt: number;
	    requests: number;
	    blocked: number;
	}
	export interface IntakeResult {
	    path: string;
	    id: string;
	    known: boolean;
	    links: EvidenceLink[];
	    code: string;
	    params: Record<string, string>;
	}
	
	
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
	
	export interface Objection {
	    reason: string;
	    fatal: boolean;
	    proof: string;
	    point: string;
	    why: string;
	    evidenceId: string;
	    name: string;
	    params: Record<string, string>;
	}
	
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
	    packing: PackRecord[];
	}
	
	export interface OrderPage {
	    items: OrderRow[];
	    next: string;
	}
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
	
	export interface OutcomeRow {
	    platform: string;
	    scenario: string;
	    kind: string;
	    won: number;
	    partly: number;
	    total: number;
	    wonNot: number;
	    partNot: number;
	    totalNot: number;
	}
	export interface OutcomeReport {
	    rows: OutcomeRow[];
	    cases: number;
	    silent: number;
	    silentSum: Money;
	}
	
	export interface PackCoverageRow {
	    day: string;
	    packer: string;
	    high: boolean;
	    shipped: number;
	    proven: number;
	}
	
	
	export interface PackRequest {
	    afterSaleId: string;
	    edition: string;
	    purpose: string;
	    confirmed: boolean;
	}
	
	export interface PairingInvite {
	    url: string;
	    expiresAt: number;
	}
	
	
	export interface ParcelPage {
	    items: Parcel[];
	    next: string;
	}
	export interface ParcelQuery {
	    shopIds: string[];
	    states: string[];
	    direction: string;
	    text: string;
	    cursor: string;
	    limit: number;
	}
	export interface Phone {
	    id: string;
	    name: string;
	    operator: string;
	    pairedAt: number;
	    seenAt: number;
	    revokedAt: number;
	    files: number;
	    bytes: number;
	}
	export interface RefusalCount {
	    reason: string;
	    count: number;
	    lastAt: number;
	}
	export interface PhoneDoor {
	    open: boolean;
	    url: string;
	    fingerprint: string;
	    closesAt: number;
	    addresses: string[];
	    online: number;
	    phones: Phone[];
	    refusals: RefusalCount[];
	}
	export interface PhoneDoorRequest {
	    address: string;
	    port: number;
	    hours: number;
	}
	export interface PlatformInfo {
	    platform: string;
	    authKind: string;
	    hosts: string[];
	    fields: CredentialField[];
	    capabilities: Capability[];
	    acts: ActAbility[];
	    authorizes: boolean;
	}
	
	export interface ProbeResult {
	    shopName: string;
	    remoteId: string;
	    currency: string;
	    zone: string;
	    tokenExpires: number;
	    capabilities: Capability[];
	}
	
	export interface ProofAnswer {
	    caseId: string;
	    evidenceId: string;
	    point: string;
	    yes: boolean;
	    value: string;
	    by: string;
	    at: number;
	}
	
	
	
	export interface Quota {
	    shopId: string;
	    api: string;
	    day: string;
	    used: number;
	    limit: number;
	    throttled: number;
	    blockedUntil: number;
	}
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
	export interface ReconcileResult {
	    run: SyncRun;
	    missing: string[];
	}
	export interface RecoveryMove {
	    reviewId: string;
	    step: string;
	    owner: string;
	    note: string;
	    at: number;
	}
	export interface RefusalTrap {
	    trap: string;
	    words: string;
	    needs: string;
	    met: boolean;
	    ruleId: string;
	    source: string;
	    confidence: string;
	    effectiveFrom: string;
	}
	export interface RefusalAdvice {
	    caseId: string;
	    remoteId: string;
	    traps: RefusalTrap[];
	    unproven: boolean;
	    scenario: string;
	    ruleId: string;
	    since: string;
	    source: string;
	    needed: string[];
	    weak: string[];
	    there: string[];
	    fine: Money;
	    fineRule: string;
	    fineSince: string;
	    won: number;
	    ended: number;
	}
	
	export interface RefusalRequest {
	    ids: string[];
	    reason: string;
	    note: string;
	    evidenceIds: string[];
	    attachable: boolean;
	}
	
	export interface RefuseReason {
	    code: string;
	    text: string;
	    evidenceNeed: boolean;
	    evidenceWords: string;
	}
	export interface ReturnAddress {
	    id: string;
	    label: string;
	    usual: boolean;
	}
	
	export interface ReviewDetail {
	    review: Review;
	    order?: OrderRow;
	    cases: AfterSaleRow[];
	    session?: LiveSession;
	    promises: Promise[];
	    moves: RecoveryMove[];
	    ruleId: string;
	}
	export interface ReviewPage {
	    items: Review[];
	    next: string;
	}
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
	
	export interface SheetBad {
	    row: number;
	    field: string;
	    code: string;
	    why: string;
	}
	export interface SheetField {
	    name: string;
	    required: boolean;
	    type: string;
	}
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
	
	export interface SheetPlan {
	    path: string;
	    sheet: string;
	    shopId: string;
	    mapping: SheetMapping;
	    save: boolean;
	}
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
	
	export interface ShopCard {
	    shop: Shop;
	    capabilities: Capability[];
	    acts: ActAbility[];
	    quotas: Quota[];
	    lastRun?: SyncRun;
	    unmapped: number;
	    problems: number;
	    counts: Record<string, number>;
	}
	
	export interface Stamp {
	    id: string;
	    authorityId: string;
	    authority: string;
	    at: number;
	    askedAt: number;
	    size: number;
	    headHash: string;
	    signer: string;
	    serial: string;
	    verified: boolean;
	    logIndex: number;
	}
	
	export interface StampCard {
	    authority: StampAuthority;
	    last?: Stamp;
	    count: number;
	    waiting: number;
	    code: string;
	    why: string;
	}
	export interface StampPreset {
	    id: string;
	    name: string;
	    url: string;
	    home: string;
	}
	export interface StampWish {
	    authorityId: string;
	    reason: string;
	    subject: string;
	    size: number;
	    askedAt: number;
	    tries: number;
	    triedAt: number;
	    code: string;
	    why: string;
	}
	export interface StampInfo {
	    cards: StampCard[];
	    queue: StampWish[];
	    presets: StampPreset[];
	}
	
	
	export interface StorageInfo {
	    dataBytes: number;
	    evidenceBytes: number;
	    evidenceFiles: number;
	    freeBytes: number;
	    backupBytes: number;
	    folder: string;
	}
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
	export interface TaskPage {
	    items: Task[];
	    total: number;
	}
	export interface TasteReportRow {
	    caseId: string;
	    remoteId: string;
	    shopId: string;
	    platform: string;
	    reason: string;
	    appliedAt: number;
	    asked: Money;
	    text: string;
	    matched: string[];
	    ruleId: string;
	}
	
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
	
	
	export interface TrendQuery {
	    metrics: string[];
	    from: string;
	    to: string;
	    dims: string[];
	    filters: TrendFilter[];
	    shopIds: string[];
	    limit: number;
	}
	export interface TrendRow {
	    keys: string[];
	    labels: string[];
	    values: MetricValue[];
	}
	export interface TrendTable {
	    query: TrendQuery;
	    infos: MetricInfo[];
	    rows: TrendRow[];
	    total: TrendRow;
	    more: boolean;
	    asOf: number;
	    tookMs: number;
	}
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
	export interface VerifyProblem {
	    item: string;
	    what: string;
	}
	export interface VerifyReport {
	    kind: string;
	    ok: boolean;
	    checked: number;
	    bytes: number;
	    damaged: VerifyProblem[];
	    head: string;
	    stamps: number;
	}

}

