// 售后：收件箱、售后单、发件箱。
export default {
  title: '售后',
  sub: '按剩余时间排序；{{n}} 单待我处理',
  search: '售后单号、订单号、运单号、商品、昵称',
  view: { label: '队列', open: '进行中', merchant: '待我处理', evidence: '待举证', soon: '4 小时内', overdue: '已超时', closed: '已结束', all: '全部' },
  filter: { type: '类型', status: '状态', reason: '原因', arbitration: '仲裁', shop: '店铺', session: '场次：{{id}}', host: '主播：{{id}}', sku: 'SKU：{{id}}', order: '订单：{{id}}' },
  columns: {
    left: '剩余', platformClock: '平台时限', evidenceClock: '举证时限', houseClock: '自家时限', shop: '店铺', type: '类型', status: '状态', arbitration: '仲裁', product: '商品', spec: '规格', asked: '申请金额', reason: '原因',
    buyer: '买家', host: '主播', evidence: '证据', id: '售后单号', order: '订单号', waybill: '运单号', sku: '商家编码', applied: '申请时间', updated: '更新时间',
  },
  queued: '未发送 {{n}}',
  empty: { title: '没有要处理的售后', text: '新的售后单会按剩余时间排在这里，先到期的在最上面。', filtered: '没有符合筛选的售后单', clear: '清除筛选' },
  bulk: { agree: '批量同意', agree_refund: '批量收货退款', remark: '批量备注' },
  detail: {
    back: '返回列表', next: '下一单', previous: '上一单', id: '售后单', missing: '找不到这张售后单', facts: '案情', goods: '商品', buyer: '买家', live: '直播', parcels: '包裹', timeline: '经过', acts: '处理',
    evidence: '证据', packs: '证据包', related: '同一订单的其他售后', reviews: '评价', asked: '申请金额', refunded: '已退金额', qty: '数量', reason: '原因', first: '首次原因', words: '买家说明', applied: '申请时间',
    deadline: '平台时限', evidenceDue: '举证时限', houseDue: '自家时限', houseHow: '自家承诺：营业时间内首次处理（设置 → 营业时间）', firstDue: '先到', goodsBack: '货物', backYes: '已退回', backNo: '未退回', returnWaybill: '退货单号', order: '订单', noOrder: '订单还没有同步过来', paid: '实付', gift: '赠品',
    session: '场次', host: '主播', channel: '渠道', inferred: '时间由订单推算', noSession: '没有归因到场次', promises: '直播承诺', promisesAll: '全部 {{n}} 条承诺', promisesFew: '收起', noPromises: '没有记录到承诺', said: '{{at}} 说', unattributed: '未归因',
    source: '数据来源', api: '接口', fetched: '取回时间', hash: '内容指纹', ours: '轮到我们', theirs: '等对方', noContact: '平台只给打码信息', images: '平台图片 {{n}} 张', image: '图片 {{n}}', version: '版本',
  },
  timeline: {
    all: '全部', buyer: '买家', platform: '平台', courier: '物流', staff: '本台', showMore: '再显示 {{n}} 条', source: '来源：{{source}}', future: '将来', empty: '还没有记录', folded: '中间 {{n}} 条物流已收起',
    deadline: '平台时限到', evidence: '举证截止', promised: '承诺', exhibits: '{{n}} 件证据', rating: '{{n}} 星', by: '{{by}}',
    sources: { platform: '平台', file: '导入文件', workstation: '本台', carrier: '快递' },
  },
  evidence: {
    drop: '把照片、视频拖到这里', add: '添加证据', count: '{{n}} 件', checklist: '举证清单',
    added: '已收下 {{n}} 个文件', refused: '{{n}} 个没有收下', busy: '正在入库…', none: '还没有证据。打包视频、称重照片、交接凭证越早收进来越有用。',
  },
  pack: { build: '生成证据包', busy: '正在生成…', built: '证据包已生成', pdf: '打开 PDF', zip: '打开 ZIP', exhibits: '{{n}} 件证据，{{size}}', show: '在文件夹中显示', none: '一键生成 PDF 和 ZIP：按时间排列、附说明和指纹，不需要联网。' },
};
