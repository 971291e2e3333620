// 操作：对话框、回执、发件箱。售后、订单、评价共用。
export default {
  title: { agree: '同意售后', refuse: '拒绝售后', agree_refund: '确认收货并退款', confirm_receipt: '确认收货', reship: '寄出换货或补寄', submit_evidence: '提交举证', remark: '写备注', reply_review: '回复评价', ship: '发货' },
  will: {
    agree: '将同意 {{n}} 单，合计 {{money}}', refuse: '将拒绝 {{n}} 单，涉及 {{money}}', agree_refund: '将确认收货并退款 {{n}} 单，合计 {{money}}', confirm_receipt: '将确认收到 {{n}} 单的退货，不退款', reship: '将登记 {{n}} 单的寄出运单，不涉及退款', submit_evidence: '将为 {{n}} 单提交举证，涉及 {{money}}',
    remark: '将给 {{n}} 单写备注', reply_review: '将公开回复 {{n}} 条评价', ship: '将给 {{n}} 张订单发货',
  },
  confirm: { agree: '同意', refuse: '拒绝', agree_refund: '收货并退款', confirm_receipt: '确认收货', reship: '登记寄出', submit_evidence: '提交举证', remark: '写备注', reply_review: '回复', ship: '发货' },
  nothing: '没有可以操作的', dry: '试运行：这家店的写入开关没有打开，只做发送前检查，不会发到平台', offline: '现在离线：先放进发件箱，恢复联网后核对一次再发送，只发一次', sendAfter: '发送前会再读一次平台状态；有变化就跳过并告诉你', checking: '正在核对', blocked: '{{n}} 个不能操作', notNow: '现在不能（{{n}}）',
  none: '这家店只从文件导入，没有可以从这里发的操作',
  reason: '拒绝理由', reasonHint: '由平台提供，选最贴近事实的一条', reasonText: '理由', ownReason: '平台没有给出理由，请自己写', loadingReasons: '正在向平台询问可用的理由', noReasons: '平台要求从它的清单里选理由，现在问不到：{{why}}', evidenceNeed: '平台要求凭证：{{words}}',
  note: '备注', noteHint: '给买家看得到的理由写具体；不要写手机号和地址', reply: '回复内容', replyHint: '所有人都看得到；不要写手机号、微信和优惠承诺', statement: '举证说明', textOnly: '这个平台只收文字说明；图片和视频请在平台后台上传证据包',
  address: '退货地址', addressUsual: '用平台设好的默认退货地址', addressMark: '{{label}}（默认）', loadingList: '正在向平台询问', waybill: '运单号', waybillHint: '扫面单，或输入运单号', carrier: '快递公司', carrierHint: '选择快递公司', carrierOwn: '平台的快递公司代码',
  proofs: '附上证据', proofCount: '{{n}} / {{max}}', proofMax: '最多 {{n}} 个文件', proofSize: '每个不超过 {{size}}', proofNone: '还没有证据。先在“证据”里收进照片。', chooseProofs: '平台要求附上凭证：请至少选一件',
  receipt: '已放入发件箱 {{n}} 条', undo: '撤回', undone: '已撤回', undoMissed: '{{n}} 条已经发出，撤不回来',
  replyLeft: '还能回复',
  outbox: {
    title: '发件箱', sub: '每条只发送一次，发送前核对平台状态', empty: '发件箱是空的', emptyText: '同意、拒绝、发货、回复都会先放进这里；离线时在此等待，联网后核对再发。', filtered: '没有符合筛选的记录', sendNow: '现在发送', sent: '已处理 {{n}} 条', offline: '离线中：恢复联网后再发',
    by: '由 {{by}}', receipt: '平台流水号', tries: '试过 {{n}} 次', proofs: '{{n}} 件凭证', all: '全部', waiting: '未发送', view: '状态', shop: '店铺',
    columns: { at: '提交', shop: '店铺', kind: '操作', about: '对象', amount: '金额', state: '状态', result: '结果', by: '经手', receipt: '平台流水号', undo: '撤回' },
    detail: { title: '操作回执', shop: '店铺', about: '对象', amount: '金额', queued: '提交', sent: '发出', ended: '结束', by: '经手', tries: '次数', reason: '理由', note: '内容', address: '退货地址编号', waybill: '运单号', carrier: '快递公司代码', proofs: '凭证', receipt: '平台流水号', id: '本机编号（防重复）', seen: '提交时看到的状态', why: '结果' },
  },
};
