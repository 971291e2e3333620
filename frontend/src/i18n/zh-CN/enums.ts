// 领域枚举的中文名称：键是 Go 里 “列出全部值” 的变量名，首字母小写。
import { standardEnums } from './standard';

export default {
  ...standardEnums,
  caseTypes: {
    refund_only_shipped: '已发货仅退款', refund_only_unshipped: '未发货仅退款', return_refund: '退货退款', exchange: '换货', reship: '补寄',
    repair: '维修', refused_return: '拒收退款', price_adjustment: '价保补差', order_cancel: '取消订单', unknown: '未识别类型',
  },
  caseStatuses: {
    awaiting_merchant: '待商家处理', awaiting_buyer_return: '待买家退货', awaiting_merchant_receipt: '待商家收货', awaiting_merchant_ship: '待商家发出',
    awaiting_buyer_confirm: '待买家确认', merchant_refused: '商家已拒绝', succeeded: '售后成功', closed: '售后关闭', unknown: '未识别状态',
  },
  arbitrations: {
    none: '未介入', in_progress: '平台处理中', awaiting_merchant_evidence: '待商家举证', negotiating: '协商期', for_buyer: '支持买家',
    for_merchant: '支持商家', ended: '仲裁结束', cancelled: '仲裁取消', unknown: '未识别',
  },
  reasons: {
    quality: '质量问题', damaged: '商品破损', wrong_item: '发错货', missing_part: '少件漏发', not_as_described: '与描述不符', counterfeit: '假冒',
    size: '尺码不合', dislike: '不喜欢', not_received: '未收到货', late: '发货慢', price: '价格原因', changed_mind: '不想要了',
    seven_day_no_reason: '七天无理由', other: '其他', unknown: '未识别原因',
  },
  actors: { buyer: '买家', merchant: '商家', platform: '平台', courier: '快递', staff: '本台', system: '系统', unknown: '未知' },
  timelineKinds: {
    ordered: '下单', paid: '付款', promised: '直播承诺', shipped: '发货', trace: '物流', signed: '签收', case_applied: '申请售后', negotiation: '协商',
    case_closed: '售后结束', deadline: '截止时间', evidence_added: '添加证据', pack_built: '生成证据包', review: '评价', review_reply: '回复评价',
    act_queued: '待发送', act_sent: '已发送', act_failed: '发送失败', contact_revealed: '查看联系方式', finding: '检查发现', packed: '打包', unboxed: '拆包验货',
  },
  orderStatuses: {
    unpaid: '待付款', paid: '已付款', to_ship: '待发货', partly_shipped: '部分发货', shipped: '已发货', finished: '已完成', cancelled: '已取消',
    unknown: '未识别状态',
  },
  channels: { alliance: '精选联盟', self_sale: '店铺自播', shelf: '货架', unknown: '未知渠道' },
  trackStates: {
    none: '无轨迹', created: '已出单', wait_pickup: '待揽收', picked_up: '已揽收', sort_center: '分拨中', in_transit: '运输中', dest_city: '到达目的城市',
    out_for_delivery: '派送中', at_station: '到驿站', signed: '已签收', signed_by_other: '他人代签', refused: '拒收', returning: '退回中',
    returned_signed: '退回已签收', intercepted: '已拦截', forwarded: '已转寄', problem: '问题件', cancelled: '已取消', customs: '清关中', unknown: '未识别',
  },
  directions: { out: '发出', back: '退回' },
  evidenceKinds: {
    packing_video: '打包视频', packing_photo: '打包照片', weight_photo: '称重照片', handoff: '交接凭证', label: '面单', return_unpack: '退件拆包',
    chat: '聊天记录', page_snapshot: '页面快照', courier_letter: '快递证明', buyer_image: '买家图片', document: '文件', other: '其他',
  },
  evidenceSources: { drop: '拖入', picker: '选择文件', watch: '监视文件夹', cli: '命令行', demo: '演示', bench: '打包台录制', phone: '手机' },
  doorRefusals: {
    wrong_host: '访问的主机名不对', cross_site: '来自其他网页', unpaired: '没有配对', revoked: '已取消的手机', bad_code: '配对码错误、过期或用过', unknown_path: '没有这个地址',
    bad_method: '读不懂的请求', too_large: '内容过大', too_many: '请求过多', too_slow: '传得太慢', wrong_hash: '传输中有损坏',
  },
  stampReasons: { day: '每日一次', pack: '证据包' },
  packEditions: { platform: '平台版', court: '法庭版' },
  packStamps: { none: '没有', waiting: '等待中', later: '打包之后才到', inside: '在包内' },
  linkMethods: { name: '文件名匹配', barcode: '条码识别', manual: '手动关联', drop: '拖到订单', scan: '录制时扫码' },
  packModes: { pack: '打包', unbox: '拆退件' },
  packStates: { open: '进行中', done: '完成', aside: '搁置', interrupted: '中断' },
  packStopKinds: {
    refunded: '已退款', refund_asked: '申请退款', cancelled: '订单已取消', held: '还不能发', duplicate: '重复打包', already_left: '已被揽收', not_uploaded: '运单没上传',
    unknown_waybill: '查无此单', unreadable: '扫不出', ambiguous: '一号多单', wrong_sku: '货不对', too_many: '多放了', item_missing: '少放了', gift_missing: '缺赠品',
    counts_missing: '没点数', photo_missing: '没拍照',
  },
  packReasons: {
    buyer_agreed: '买家仍要货', owner_decided: '负责人决定发', packed_anew: '重新打包或换单', corrected: '已取出放对', scan_error: '扫码枪读错', not_synced: '订单还没同步',
    gift_out: '赠品缺货已告知', sent_apart: '另一个包裹发',
  },
  benchScans: { parcel: '新包裹', bound: '已对上单', tick: '已核对', same: '就是这件', held: '先补齐', stop: '停' },
  benchEffects: { packs: '可以打包', stops: '会红停', unboxes: '拆退件' },
  severities: { info: '提示', warn: '临近时限', red: '已超时限' },
  findingStates: { open: '未处理', resolved: '已解除', dismissed: '已忽略' },
  subjectKinds: { order: '订单', after_sale: '售后单', parcel: '包裹', review: '评价', shop: '店铺', evidence: '证据', system: '系统' },
  nextActs: {
    answer_case: '处理售后', submit_evidence: '提交举证', confirm_receipt: '确认收货', ship: '发货', call_courier: '催快递', work_order: '发工单',
    check_proof: '核对凭证', reply_review: '回复评价', start_recovery: '开始挽回', reauthorize: '重新授权', retry_sync: '重试同步', map_value: '补全映射',
    free_space: '清理空间', back_up: '立即备份', link_evidence: '关联证据',
  },
  taskKinds: {
    case_due: '售后到期', evidence_wanted: '待举证', logistics: '物流异常', bad_review: '差评', sync_fault: '同步异常', unlinked_evidence: '证据未关联',
    backup: '备份',
  },
  promiseKinds: { gift: '赠品', price: '价格', size: '尺码', ship_by: '发货时间', warranty: '质保', other: '其他' },
  reviewBands: { good: '好评', neutral: '中评', negative: '差评', unrated: '未评分' },
  recoverySteps: { detected: '发现', owner: '有人负责', contacted: '已联系', cause: '查明原因', remedy: '补救', outcome: '结果' },
  recoveryProofs: { none: '没有证明', rating_changed: '已改评分', follow_up: '买家追评', settled: '双方和解' },
  actKinds: {
    agree: '同意', refuse: '拒绝', agree_refund: '确认收货并退款', confirm_receipt: '确认收货', reship: '寄出', submit_evidence: '提交举证', remark: '写备注', reply_review: '回复评价', ship: '发货',
  },
  actStates: { queued: '未发送', sending: '发送中', done: '已完成', skipped: '已跳过', failed: '失败', undone: '已撤回', dry: '试运行' },
  codes: {
    invalid: '输入有误', not_found: '找不到', conflict: '已被改动', unauthorized: '未授权', rate_limited: '请求过多', unavailable: '暂时不可用',
    unsupported: '不支持', corrupt: '数据损坏', internal: '程序出错',
  },
  shopStates: { active: '正常', paused: '已暂停', unauthorized: '授权失效' },
  capabilityStates: { enabled: '可用', disabled: '差一步', unsupported: '平台不提供' },
  capabilityProofs: { none: '没有依据', fixture: '样例', simulator: '模拟平台', real_server: '真实服务器', live: '真实店铺' },
  replays: { refused: '重发会被拒', same: '重发无影响', unsafe: '重发有风险' },
  actAsks: { reason: '理由', reason_code: '平台理由', note: '说明', address_id: '退货地址', waybill: '运单号', carrier_code: '快递公司', proofs: '凭证' },
  abilities: {
    orders: '订单', after_sales: '售后列表', after_sale_detail: '售后详情', deadlines: '平台时限', live: '直播归因', traces: '物流轨迹', reviews: '评价',
    contacts: '联系方式', act: '处理售后', evidence_upload: '上传举证', push: '消息推送', score: '体验分',
  },
  sheetKinds: { orders: '订单', aftersales: '售后', reviews: '评价', traces: '物流轨迹', promises: '直播承诺', settlements: '结算账单' },
  statementParts: { goods: '货款', freight: '运费', platform_subsidy: '平台补贴', merchant_subsidy: '商家补贴', creator_subsidy: '达人补贴', payment_subsidy: '支付优惠', refund: '退款', service_fee: '平台服务费', commission: '达人佣金', agency_fee: '团长/服务商佣金', channel_fee: '渠道分成', promotion_fee: '推广费', payment_fee: '支付手续费', insurance: '运费险', tax: '税费', other: '其他' },
  auditKinds: {
    contact_revealed: '查看联系方式', exported: '导出', pack_built: '生成证据包', act_queued: '提交操作', act_sent: '发送操作', restored: '恢复备份',
    settings_changed: '修改设置', shop_added: '添加店铺', shop_removed: '移除店铺', finding_dismissed: '忽略发现',
    phone_paired: '配对手机', phone_revoked: '取消手机配对', phone_door_opened: '打开手机入口', phone_door_closed: '关闭手机入口',
  },
  counters: {
    paid_orders: '付款订单', signed_orders: '签收订单', returned_orders: '退货订单', quality_orders: '品质退货订单', unshipped_refunds: '发货前退款',
    refunded_orders: '退款订单', case_orders: '有售后的订单', unattributed_orders: '未归因订单', rated_reviews: '有评分的评价', good_reviews: '好评',
    negative_reviews: '差评', unrated_reviews: '未评分的评价', handled_cases: '已处理售后', handled_30min: '30 分钟内处理',
  },
  dimensions: {
    day: '日', week: '周', month: '月', shop: '店铺', session: '场次', host: '主播', product: '商品', sku: 'SKU', size: '尺码', category: '类目',
    reason: '原因', carrier: '快递', province: '省份', channel: '渠道',
  },
  trendKinds: { orders: '订单', reviews: '评价', cases: '售后' },
  metrics: {
    favourable_rate: '好评率', negative_rate: '差评率', return_rate_by_order: '退货率（按订单）', return_rate_signed: '退货率（按签收）',
    quality_return_rate: '品质退货率', unshipped_refund_rate: '发货前退款率', refund_rate: '退款率', case_rate: '售后率', unattributed_share: '未归因占比',
    handled_30min_share: '30 分钟处理率',
  },
};
