import reasons from './reasons';

// 外壳和通用部件的文字。
export default {
  app: 'AfterDesk 售后台',
  nav: {
    label: '主导航', today: '今日', aftersales: '售后', orders: '订单', packing: '打包台', evidence: '证据', reviews: '评价', logistics: '物流', outbox: '发件箱', trends: '趋势', shops: '店铺',
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
  firstPull: { title: '第一次同步正在进行', text: '已取回 {{orders}} 单订单、{{cases}} 张售后单。取完之前这里不算数，也不会说“没有”。', number: '第一次同步完成后显示' },
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
    reasons,
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
