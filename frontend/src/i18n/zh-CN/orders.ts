// 订单：什么都能搜到，一行看完一单的一生。
export default {
  title: '订单',
  sub: '订单号、运单号、商家编码、商品、昵称、手机尾号都能搜',
  search: '搜任何东西：单号、运单、SKU、商品、昵称、手机尾号',
  view: { label: '状态', all: '全部' },
  filter: { status: '状态', shop: '店铺', range: '下单时间', from: '从', to: '到', last: '近 {{n}} 天', session: '场次：{{id}}', host: '主播：{{id}}', sku: 'SKU：{{id}}' },
  columns: {
    created: '下单时间', shop: '店铺', id: '订单号', status: '状态', product: '商品', sku: '商家编码', paid: '实付', buyer: '买家', receiver: '收件人', phone: '手机', place: '地区', waybill: '运单号', parcel: '物流',
    host: '主播', cases: '售后', evidence: '证据', lines: '件数',
  },
  empty: { title: '还没有订单', text: '连接店铺或导入订单文件后，订单会出现在这里。', filtered: '没有找到订单', filteredText: '换个词试试：两个字就能搜，单号可以只输开头。', connect: '连接店铺', clear: '清除筛选' },
  detail: {
    back: '返回列表', id: '订单', life: '一生', lines: '商品', receiver: '收件人', money: '金额', total: '应付', paid: '实付', freight: '运费', discount: '优惠', cases: '售后', noCases: '没有售后', parcels: '包裹', noParcels: '还没有发货',
    evidence: '证据', noEvidence: '没有证据', reviews: '评价', noReviews: '没有评价', live: '直播', promises: '直播承诺', noLive: '没有归因到场次', words: '留言', buyerWords: '买家留言', sellerWords: '商家备注', timeline: '经过', source: '数据来源',
    missing: '找不到这个订单', qty: '× {{n}}', gift: '赠品', traces: '轨迹 {{n}} 条', promisedShip: '承诺发货', all: '查看全部证据', noContact: '平台只给打码信息',
  },
  life: { created: '下单', paid: '付款', shipped: '发货', picked: '揽收', delivery: '派送', signed: '签收', case: '售后', closed: '售后结束', review: '评价', finished: '完成', now: '现在' },
};
