// 外壳和通用部件的文字。
export default {
  app: 'AfterDesk 售后台',
  nav: {
    label: '主导航', today: '今日', aftersales: '售后', orders: '订单', evidence: '证据', reviews: '评价', logistics: '物流', trends: '趋势', shops: '店铺',
    settings: '设置', fold: '收起侧栏', unfold: '展开侧栏', skip: '跳到内容',
  },
  footer: {
    label: '状态栏', healthy: '同步正常', pulling: '正在同步 {{n}} 家店', importing: '正在导入 {{name}}', asOf: '数据截至', never: '还没有同步过', offline: '离线',
    offlineHint: '离线开关已打开：不联系任何主机，阅读和举证照常', noReach: '连不上平台', noReachHint: '最近几次都没连上平台，会自动再试；本机数据照常可用',
    notSent: '未发送 ({{n}})', notSentHint: '打开发件箱', goOffline: '转为离线', goOnline: '恢复联网', fault: '同步有问题：{{code}}',
    theme: '外观', language: '语言', themeSystem: '跟随系统', themeLight: '浅色', themeDark: '深色', help: '快捷键 ?',
  },
  demo: { banner: '演示数据', hint: '这里的店铺、买家和金额都是虚构的，平台由本机模拟', connect: '连接真实店铺' },
  palette: {
    title: '搜索与跳转', placeholder: '订单号、运单号、SKU、昵称，或输入页面名', empty: '没有找到', hint: '输入两个字就能搜', screens: '页面', commands: '命令', results: '结果',
    scanned: '扫描：{{code}}', scanMiss: '没有找到“{{code}}”',
  },
  commands: { sync: '同步全部店铺', synced: '已同步 {{n}} 家店铺', files: '添加证据文件' },
  help: {
    title: '快捷键', everywhere: '任何页面', list: '列表', case: '售后单', move: '上下移动', open: '打开', select: '选中', search: '搜索', palette: '搜索与跳转',
    offline: '离线 / 联网', pack: '生成证据包', order: '打开订单', act: '做下一步', take: '归我负责', dismiss: '不是问题', step: '开始挽回 / 下一步', card: '移动卡片', tray: '未关联的文件', link: '关联到第几个猜测', jump: '跳到：g 后按字母', help: '显示本页', evidence: '加证据', reply: '写备注', agree: '同意', refuse: '拒绝', next: '下一单', previous: '上一单', close: '关闭',
    scan: '扫码枪在任何地方都可直接扫，内容不会进入输入框',
  },
  error: {
    title: '没有成功', safe: '哪些是安全的', todo: '怎么办', retry: '重试', copy: '复制代码', copied: '已复制', code: '代码', reload: '重新载入窗口', screen: '这个页面出错了',
    what: {
      invalid: '输入的内容不对。', not_found: '找不到这条记录，可能已被移走。', conflict: '它在此期间被改动了。', unauthorized: '平台不接受这家店的授权。',
      rate_limited: '平台说请求太频繁。', unavailable: '暂时连不上，或磁盘没有空间。', unsupported: '平台或这台电脑做不到。', corrupt: '存下的数据和写入时不一样。', internal: '程序自身出错。',
    },
    keep: {
      invalid: '什么都没有改动。', not_found: '其他数据不受影响。', conflict: '没有覆盖任何改动。', unauthorized: '已同步的数据都在，只是不再更新。',
      rate_limited: '没有重复提交。', unavailable: '已存的数据都在，未发送的操作会保留。', unsupported: '什么都没有改动。', corrupt: '原件没有被改写。', internal: '已存的数据不受影响。',
    },
    help: {
      invalid: '检查标出的内容再试。', not_found: '返回列表再打开。', conflict: '刷新后再决定。', unauthorized: '到“店铺”里重新授权。', rate_limited: '稍等片刻，会自动再试。',
      unavailable: '检查网络和磁盘空间后重试。', unsupported: '换一种方式处理。', corrupt: '到“设置 → 备份”里恢复最近一份完好的备份。', internal: '重试；仍然出错时，把代码发给我们。',
    },
    reasons: {
      starting: '数据文件夹正在打开。', offline: '离线开关已打开。', disk_full: '磁盘已满。', disk_reserve: '磁盘剩余空间低于保留值。', disk: '磁盘读写出错。', disk_error: '磁盘读写出错。',
      read_only: '数据文件夹只读。', folder_not_writable: '文件夹不可写。', encrypted: '文件已加密。', cut: '内容不完整。', too_large: '文件太大。', megapixels: '图片像素太多。',
      type: '不接受这种文件。', missing: '文件不见了。', network: '网络不通。', timeout: '等待超时。', server: '平台服务器出错。', redirect: '平台要求跳转，已拒绝。',
      host_not_allowed: '这个主机不在允许名单里。', case_changed: '这张售后单已有变化。', not_merchants_turn: '现在不该由商家处理。', goods_not_back: '货还没有退回。',
      reason_text: '需要填写理由。', no_such_act: '平台不支持这个操作。', no_connector: '这家店没有连接平台。', file_shop: '这是只靠文件的店铺。', wrong_shop: '授权属于另一家店。',
      token_renewed: '令牌刚刚更新，请再试一次。', not_authorised: '没有授权。', refused_by_platform: '平台拒绝了这次操作。', sent: '已经发送，无法撤回。', already_open: '数据文件夹已经打开。',
      demo_not_running: '演示平台没有运行。', no_data: '没有数据。', cancelled: '已取消。', window_unsteady: '列表正在变动，请再试一次。', signer: '签名密钥不可用。',
      folder_has_real_shops: '这个文件夹里有真实店铺，不能再放演示数据。', locked: '凭据文件还没有解锁。', writes_off: '这家店没有打开写入开关，只会试运行。',
      already_queued: '已经在发件箱里。', closed: '售后已结束。', unknown_status: '状态未识别，先补全映射。', evidence_needed: '平台要求附上凭证。', reason_needed: '需要选择理由。',
      token_expired: '授权已过期。', missing_parameter: '平台说缺少参数。', bad_parameter: '平台说参数不对。', not_an_e_waybill: '不是平台电子面单，平台不提供轨迹。',
      already_sent: '已经发出过。', back_office_only: '只能在平台后台操作。', nothing_comes_back: '这张售后单不需要退货。', ship_to_refuse: '未发货的退款要拒绝，请直接发货。',
      needs_waybill: '需要先填写运单号。', operation_unpublished: '平台没有公开这个操作的接口。', shop_not_active: '店铺已暂停或授权失效。', not_our_turn: '现在不该由商家处理。',
      no_reason: '请选择拒绝理由。', no_note: '请填写备注内容。', over_paid: '退款合计会超过实付金额。', order_not_pulled: '订单还没有同步到本机。', already: '平台上已经是这个状态。',
      outcome_unknown: '发送时中断，平台结果不明，请到平台后台核对。', no_acts: '这个平台不支持从这里操作。', no_detail: '这个平台不能逐单核对。', unclosed_quote: '引号没有成对。', no_header: '找不到表头。',
      gzip: '压缩文件损坏。', binary: '这不是表格文件。', too_big: '文件太大。', workbook: '工作簿损坏。', no_workbook: '里面没有工作簿。', no_sheet: '里面没有工作表。',
      no_such_sheet: '没有这个工作表。', not_a_file: '这不是文件。', packed_workbook: '不接受再次压缩的工作簿。', older_than_excel_97: '文件格式比 Excel 97 还旧，请另存为 XLSX。',
      no_terminal_for_passphrase: '这里不能输入口令。', zip_bomb: '压缩包展开后过大，已拒绝。', busy: '数据库正忙，请稍后再试。', newer_schema: '数据由更新版本的程序写入。',
      map_file: '文件需要先确认映射。', cannot_open: '打不开这个位置。', constraint: '与已有的数据冲突。', exists: '同名文件已经存在。', store_closed: '程序正在关闭。',
      stuck: '平台反复返回同一页，已停下。', no_range: '这个平台不能按时间段重读。', no_total: '平台没有给出总数。', not_a_pack: '这不是证据包。',
    },
  },
  list: {
    loadMore: '继续加载', loading: '载入中', end: '已经到底', count: '共 {{n}} 条', shown: '已显示 {{n}} 条', fresh: '有 {{n}} 条新记录', columns: '显示列', export: '导出', exported: '已导出到',
    showFile: '打开所在文件夹', selectAll: '全选已显示的', select: '选择这一行', selected: '已选 {{n}} 条', clear: '取消选择', refresh: '刷新', search: '搜索', reset: '恢复默认列', narrow: '窗口放不下的列先收起；勾选就显示',
    rows: '{{label}}，{{n}} 行',
  },
  views: {
    label: '视图', saved: '常用视图', save: '保存当前筛选', name: '视图名称', placeholder: '例如：今晚到期的质量问题', none: '还没有保存过视图', remove: '删除', confirm: '保存',
    shared: '保存在本机设置里',
  },
  filters: { label: '筛选', clear: '清除', all: '全部', add: '筛选', shop: '店铺' },
  value: {
    noOperator: '未登记',
    unknown: '—', unknownHint: '没有数据，不是零', interval: '95% 区间 {{low}} – {{high}}', counts: '{{num}} / {{den}}', immature: '时间还短，数字会变', missing: '另有 {{n}} 条缺值未计入',
    asOf: '截至 {{at}}', masked: '已打码', reveal: '查看', remask: '{{n}} 秒后打码', purpose: '查看目的', copy: '复制', copied: '已复制', showMore: '再显示 {{n}} 字', showLess: '收起',
    chars: '共 {{n}} 字', newTab: '查看明细',
  },
  purposes: { contact_buyer: '联系买家', check_address: '核对地址', reship: '补寄货物', file_claim: '快递理赔' },
  time: { left: '还剩 {{span}}', over: '已超 {{span}}', justOver: '刚刚超时', none: '无时限', theirs: '对方的时限', local: '本机', shop: '店铺' },
  common: {
    close: '关闭', cancel: '取消', confirm: '确定', save: '保存', back: '返回', open: '打开', undo: '撤回', done: '完成', more: '更多', yes: '是', no: '否', of: '/', none: '没有', loading: '载入中',
    send: '发送', edit: '修改', remove: '删除', add: '添加', next: '下一步', previous: '上一步', today: '今天', all: '全部', raw: '平台原文：{{raw}}', asOf: '数据截至',
  },
  drop: { title: '松开鼠标，收为证据', added: '已收下 {{n}} 个文件', linked: '其中 {{n}} 个已自动关联订单', known: '{{n}} 个早已存过', refused: '{{n}} 个没有收下', see: '查看证据', busy: '正在计算指纹并入库…' },
};
