// 今日：现在必须做什么，不做要花多少钱。
export default {
  title: '今日',
  sub: '现在该做什么，不做要花多少钱',
  numbers: {
    label: '五个数', favourable: '好评率', favourableHint: '近 30 天，目标 {{target}}', needed: '还差 {{n}} 条好评到目标', reached: '已达目标', returns: '退货率', returnsHint: '近 30 天付款订单',
    answered: '30 分钟处理率', answeredHint: '近 7 天售后首次处理', due: '4 小时内到期', dueHint: '售后截止时间', risk: '面临损失', riskHint: '队列里的金额合计', byShop: '数据截至',
  },
  queue: {
    title: '待办', count: '{{n}} 件', order: '按剩余时间和金额排序', all: '全部', what: '事项', left: '剩余', risk: '涉及金额', act: '下一步', shop: '店铺', since: '开始', estimated: '平台未给时限，按规则估算',
    more: '只显示最急的 {{n}} 件', unlinked: '{{n}} 个文件还没有关联订单', case: '售后单', missing: '缺：{{list}}', rating: '{{n}} 星', waybill: '运单', open: '打开',
    shopFaults: {
      unauthorized: '授权失效，只有这家店停止更新', token_expired: '令牌已过期，只有这家店停止更新', token_soon: '令牌 72 小时内到期', stale: '很久没有同步成功', offline: '离线开关已打开',
    },
  },
  empty: { title: '今天没有急事', text: '到期的售后、待举证、物流异常和差评都会排到这里，最急的在最上面。', none: '还没有数据', noneText: '连接店铺或导入文件后，要做的事会自己排进来。', connect: '去连接店铺' },
  attribution: '未归因到场次的订单', moreShops: '另有 {{n}} 家店', expired: '授权失效，数据停在', checked: '最近一次检查',
};
