// 举证标准：清单、自查、拒绝提示、结果统计；前半是领域枚举的名称，并入 enums。
export const standardEnums = {
  scenarios: {
    missing_content: '少件、空包', wrong_goods: '发错货', damaged: '破损', not_received: '未收到货', left_at_station: '未经同意放驿站', visible_quality: '可见质量问题', counterfeit_claim: '买家称假货',
    not_as_described: '与描述不符', no_reason_return: '七天无理由、影响二次销售', return_mismatch: '退回商品不符、掉包', late_claim: '买家称发货慢', shoe_box: '鞋盒破损', jewellery_weight: '珠宝克重', device_damage: '数码人为损坏',
    fresh_goods: '生鲜争议', general: '其他争议', fraud_shipping: '欺诈发货', false_sales: '虚假交易', logistics_breach: '发货、物流超时（不可抗力）', service_breach: '未按约定服务', order_changed: '取消或更改订单', counterfeit_goods: '售假',
    picture_theft: '盗用图片', freight_overcharge: '邮费过高', service_silence: '客服不响应', spot_check: '质量抽检', review_complaint: '评价投诉',
  },
  proofKinds: {
    packing_film: '打包视频', packing_photo: '打包照片', protection_photo: '包装防护照片', piece_photo: '出库商品照片', packing_list: '装箱清单', weighing_photo: '称重照片', three_weights: '三张称重照片', precise_weighing: '0.01 克秤称重',
    dispatch_slip: '发货底单', weighed_slip: '带重量的底单', carrier_screen: '快递系统截图', signed_slip: '签收底单', hq_letter: '快递总部证明', branch_letter: '网点证明', intact_letter: '完好签收证明', official_notice: '官方公告或新闻',
    supply_contract: '供货合同', whole_chat: '完整聊天记录', admitting_chat: '买家承认的聊天', agreement_chat: '协商一致的聊天', brand_papers: '商标或授权', purchase_invoice: '进货发票', test_report: '质检报告', page_at_order: '下单时的页面',
    unpacking_film: '退件拆包视频', damage_closeup: '破损特写', handoff_record: '揽收交接单', promotion_proof: '推广证明', refund_proof: '退款凭证', camera_original: '相机原图', freight_bill: '运费账单', service_report: '官方检测报告', box_notice: '鞋盒价值的告知',
    review_capture: '评价截图',
  },
  proofPoints: {
    number_legible: '运单号清晰', return_number_legible: '退货单号清晰', contents_visible: '内件可见', whole_process: '过程完整', uncut: '未剪辑', goods_as_ordered: '商品与订单一致', taken_in_time: '拍摄时间在付款与揽收之间',
    taken_after_return: '拍摄时间在退货之后', shown_at_order_time: '是下单时的页面', weight_shown: '有重量', three_pictures: '满三张', weights_agree: '重量一致', scale_precise: '0.01 克的秤', protection_visible: '防护可见', signer_named: '写明签收人',
    letter_number: '写明运单号', letter_contents: '写明内件', letter_signing: '写明签收情况和时间', letter_dated: '有出具日期', stamp_city: '红章有公司和地级市', intact_stated: '写明完好签收', covers_place: '覆盖发货地或收货地', covers_time: '覆盖订单的时间',
    whole_talk: '对话完整', buyer_admits: '买家承认', agreement_visible: '看得到协商一致', evidence_number: '千牛举证号', corners_visible: '四角齐全', parties_match: '主体一致', before_first_sale: '早于首次销售', model_matches: '型号一致',
    quantity_covers: '数量覆盖销量', price_below: '进价低于售价', institute_listed: 'CMA 或 CNAS 机构', within_year: '一年以内', outer_intact: '外包装完好', defect_visible: '瑕疵可见', handoff_signed: '快递员签字', names_this_order: '对应这张订单',
    unedited: '未修改的原图', same_picture: '与被诉图片一致', amount_named: '写明金额', user_damage_stated: '写明人为损坏', box_value_told: '告知了鞋盒价值',
  },
  answerForms: { none: '程序判断', tick: '是或否', grams: '克数', period: '起止日期', place: '地区', text: '编号' },
  pointStates: { shown: '已核实', said: '人工确认', open: '待确认', doubt: '存疑', failed: '不符' },
  proofStates: { there: '有', open: '待确认', weak: '有问题', missing: '缺' },
  proofWhys: {
    none: '没有说明', said_no: '人工看过：不符合', not_read: '没有读到条码', other_parcel: '读到的是别的运单', before_payment: '拍在付款之前', after_pickup: '拍在揽收之后', after_signing: '拍在签收之后', after_claim: '拍在买家申请之后',
    after_notice: '拍在违规通知之后', before_return: '拍在退货之前', late_unpacking: '签收退货 48 小时后才拆', after_order: '截于下单之后', clock_ahead: '设备时间比入库还晚', time_from_file: '时间只来自文件系统', time_unknown: '没有拍摄时间',
    too_short: '比一次打包还短', length_unknown: '读不出时长', too_few: '张数不够', weights_differ: '几处重量不一致', one_weight: '只有一个重量，无从比较', period_outside: '日期不覆盖这张订单', place_outside: '地区对不上这个包裹', no_camera_data: '没有相机信息，不是原图', no_bounds: '没有付款或揽收时间可比',
    bad_answer: '填写的内容看不懂',
  },
  standardLevels: { must: '必需', strong: '有力', help: '有帮助' },
  submitDoors: { api: '可从这里提交', message: '逐条留言提交', console: '只能在平台后台提交' },
  caseResults: { won: '赢', lost: '输', partly: '部分支持' },
  outcomeOrigins: { person: '人工记录', platform: '平台裁定', silence: '逾期未举证' },
  objectionReasons: { authentic: '真实性', related: '关联性', complete: '完整性', exact: '准确性', timely: '时效', missing: '缺材料', format: '格式' },
  objectionWhys: { not_there: '没有这份材料', used_elsewhere: '同一份文件也用在别的订单', too_many_files: '图片超过平台上限', file_too_large: '文件超过平台上限', wrong_format: '平台不收这种格式', films_by_hand: '视频不能走接口，请在后台上传或做成拼图', no_scenario: '没有这个平台的标准' },
  refusalTraps: {
    force_reason_change: '要求买家改原因', already_signed: '只说已签收', buyer_mistake: '只说买家原因', settled: '只说已协商', return_not_received: '只说没收到退货', change_amount: '要求改金额', other_address: '以地址为由', already_shipped: '说已发货，但揽收晚于申请',
    signed_no_return: '质量问题却拿七天无理由说事', time_limited: '以售后时限为由', warehouse_moved: '以仓库变动为由', holiday: '以放假为由', no_other_way: '仅退款却没有给出别的方案',
  },
  freshClaims: { live_or_frozen: '活鲜死亡、冻品化冻', rot: '外观腐坏', short_weight: '缺斤少两', wrong_size: '规格不符', wrong_origin: '产地不符', hidden_rot: '内部腐坏', unripe: '催不熟' },
  refusalNeeds: { chat: '附上聊天记录才算有据', pickup_before: '揽收要早于申请', offer: '写明补发、换货、退货等方案', nothing: '平台不认这个理由' },
};

export default {
  due: '举证期', appealDue: '申诉期', auto: '按售后单自动判断', chosen: '{{by}} 选定', change: '换场景', dispute: '争议', appeal: '违规申诉', pick: '按哪种情形举证', notice: '违规通知时间', noticeHint: '从通知起算申诉期', use: '按这个举证', useAuto: '交回自动判断',
  since: '{{day}} 起施行', memory: '非官方原文，程序默认', limits: '最多 {{n}} 张', limitSize: '每张不超过 {{size}}', limitText: '说明不超过 {{n}} 字', limitBytes: '说明不超过 {{n}} 字节',
  ready: '必需的都齐了', sum: '缺 {{missing}} · 有问题 {{weak}} · 待确认 {{open}}', none: '没有这个平台的书面标准',
  or: '或', and: '并', others: '也可以用：{{list}}', attach: '添加', look: '读单号', askCarrier: '复制给快递的要求', copied: '已复制', letter: '运单 {{waybill}}：请出具证明，须写明：{{points}}。', files: '{{n}} 件中最好的一件', willAsk: '要求：{{points}}', openPoints: '{{n}} 处待确认', saidBy: '{{by}} 说', more: '其余 {{n}} 项', less: '收起',
  yes: '是', no: '否', save: '确定', gramsUnit: '克', gramsNone: '看不到重量', periodHint: '2026-10-01/2026-10-05', placeHint: '浙江省金华市义乌市', textHint: '举证号',
  ask: {
    number_legible: '运单号看得清吗？', return_number_legible: '退货单号看得清吗？', contents_visible: '装的东西看得清吗？', whole_process: '从扫面单到封箱都拍到了吗？', uncut: '是一镜到底、没有剪过吗？', goods_as_ordered: '商品和订单一致吗？', taken_in_time: '拍摄时间', taken_after_return: '拍摄时间',
    shown_at_order_time: '看得出是下单时的页面吗？', weight_shown: '秤（或底单）上是多少克？', three_pictures: '张数', weights_agree: '重量比对', scale_precise: '是精确到 0.01 克的秤吗？', protection_visible: '看得到缓冲和封口吗？', signer_named: '写明签收人了吗？', letter_number: '写的是这个运单号吗？', letter_contents: '写明内件了吗？',
    letter_signing: '写明签收情况和时间了吗？', letter_dated: '有出具日期吗？', stamp_city: '红章里看得清公司名和地级市吗？', intact_stated: '写明完好签收了吗？', covers_place: '写的是哪个地区？', covers_time: '写的是哪几天？', whole_talk: '是完整的对话吗？', buyer_admits: '买家承认了吗？', agreement_visible: '看得到双方同意吗？',
    evidence_number: '千牛举证号是多少？', corners_visible: '四角都在、看得清吗？', parties_match: '买卖双方是本店和品牌（或完整链条）吗？', before_first_sale: '日期早于首次销售吗？', model_matches: '型号和商品一致吗？', quantity_covers: '数量不少于销量吗？', price_below: '进价低于售价吗？', institute_listed: '有 CMA 或 CNAS 标志吗？', within_year: '出具不到一年吗？',
    outer_intact: '开箱前外包装完好、看得到吗？', defect_visible: '瑕疵看得清吗？', handoff_signed: '有快递员签字吗？', names_this_order: '能对应到这张订单吗？', unedited: '相机原图', same_picture: '和被诉的图片一样吗？', amount_named: '写明金额了吗？', user_damage_stated: '写明是人为损坏吗？', box_value_told: '下单前告知了鞋盒价值吗？',
  },
  review: { title: '生成前先自查', intro: '平台会用这些理由驳回；能补的先补。', fatal: '会被驳回', doubt: '可能被质疑', go: '仍然生成', fix: '先去补', busy: '正在自查…', unasked: '没有人确认' },
  coach: {
    title: '拒绝之前', caught: '平台视为无故拒绝', met: '有据', clause: '依据 {{source}}（{{day}} 起）', needed: '还要有', weak: '有问题', there: '已有', noProof: '还没有附任何凭证：没有凭证的拒绝会被判为无故拒绝', fine: '判为无故拒绝：赔买家 {{money}}', fineSince: '{{day}} 起',
    fineNone: '这个平台没有公布金额', chance: '同类售后以往 {{won}} / {{ended}} 赢', chanceNone: '同类售后还没有结果记录', accept: '我看过了，仍然拒绝', case: '售后单 {{id}}', more: '另有 {{n}} 单', standard: '{{scenario}}：要看的举证标准',
  },
  fresh: {
    title: '生鲜举证期和赔付', claim: '买家主张', bad: '坏几个', pieces: '共几个', ripen: '催熟天数', photo: '买家照片时间', inTime: '在举证期内', late: '已过举证期', until: '到', pays: '按比例赔付', unknown: '这个平台没有公布生鲜举证期', unsigned: '还没有签收时间',
    agree: '和买家另有约定', agreed: '按订单约定（{{by}} 记录）{{words}}', hours: '约定小时数', percent: '约定赔付', words: '约定的原话',
  },
  taste: {
    tab: '误报品退', intro: '最近 30 天选了质量类原因、但原话只是主观感受的退货：可到平台报备，不计入品退率。提到任何瑕疵的不在这里。程序只提示，不提交。', case: '售后单', reason: '买家选的原因', words: '买家原话', matched: '命中的词', copy: '复制报备文字', ready: '买家选择“{{reason}}”，但说明仅为主观感受（{{words}}），未提及任何质量瑕疵，申请不计入品退。',
    empty: '没有误报的品退', emptyText: '买家选了质量原因、原话却只说不喜欢或不合适的退货，会列在这里。',
  },
  outcome: { title: '结果', ask: '这单最后', clear: '撤回' },
  wins: {
    tab: '胜率', intro: '按平台和场景统计已有结果的售后；样本小的只看数，不看百分比。', platform: '平台', scenario: '场景', all: '合计', with: '有{{kind}}', without: '没有', won: '赢 {{won}} / {{total}}', partly: '部分支持 {{n}}', empty: '还没有结果', emptyText: '平台裁定会自动计入；在后台申诉的，到售后单里记下赢或输。',
    silent: '其中 {{n}} 单因为逾期未举证而输', silentSum: '涉及 {{money}}', cases: '共 {{n}} 单有结果',
  },
};
