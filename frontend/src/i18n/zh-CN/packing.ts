// 打包台的文字。隔着桌子也要一眼看懂。
export default {
  title: '打包台', leave: '离开', setup: '摄像头与脚踏', station: '台号', camera: '摄像头', anyCamera: '任意一个', photoKey: '拍照键（脚踏）', pressKey: '现在按一下脚踏', space: '空格',
  keyTaken: '这个键不能当脚踏，换一个',
  today: '今天 {{done}} 件', asideToday: '搁置 {{n}} 件',
  ready: { title: '扫面单，开始打包', text: '对着面单扫一下：出现订单、赠品和备注，录像自动开始。扫下一张，上一段自动收好。', other: '面单后贴的，先扫商品或订单号；退件扫退货单号。', try: '没有面单？试扫一个', trying: '点一个，就像扫了它', none: '本机没有待打包的单号，先同步店铺。' },
  rec: { on: '录像中', off: '没有录像' },
  cam: {
    starting: '正在打开摄像头', missing: '没找到摄像头。插上后点“重新打开”；打包核对照常。', denied: '摄像头没有授权。在系统设置里允许后点“重新打开”；打包核对照常。', busy: '摄像头被别的程序占着。关掉它再点“重新打开”；打包核对照常。',
    unsupported: '这个窗口不能用摄像头。可以用网络摄像机存到监视文件夹，或用配对的手机拍；打包核对照常。', folders: '设置监视文件夹', again: '重新打开',
  },
  fault: '录像或照片没有存好：{{why}}', photo: '拍照', photos: '{{n}} 张照片', done: '完成', aside: '搁置', order: '订单', noWaybill: '等面单', noOrder: '等订单号', pending: '补齐后自动打开 {{code}}',
  buyerWords: '买家备注', sellerWords: '商家备注', items: '放这些', gifts: '赠品', putIn: '放入', takeOut: '取出', pieces: '{{done}} / {{qty}}', scanned: '已扫 {{n}} 件商品，等面单或订单号',
  back: { title: '退件拆包', good: '完好', bad: '有问题', missing: '缺少', less: '减一件', more: '加一件', received: '收到，处理售后', need: '点数并拍照后才能收货' },
  stop: {
    title: '停', reasons: '要继续，选一个理由：', next: '补齐就会自动消失', dismiss: '知道了',
    refunded: '这单已退款，不要发。', refunded_part: '{{goods}} 已退款，不要放进去。', refund_asked: '买家正在申请退款，先不要发。', refund_asked_part: '买家正在申请退 {{goods}}，先不要放。',
    cancelled: '订单已取消，不要发。', held: '订单还没付款或在平台风控中，先不要发。', duplicate: '{{at}} {{by}} 打包过这件。', already_left: '快递 {{at}} 已经揽收过这个单号。',
    not_uploaded: '这个运单还没传给平台。不上传，平台会自动退款。', unknown_waybill: '本机没有 {{code}} 这个单号。可以再扫订单号对上。', unreadable: '没扫清楚，再扫一次：{{code}}', ambiguous: '这个单号属于几个订单，先分清楚。',
    wrong_sku: '{{code}} 不是这单的货。', too_many: '{{goods}} 已经够数了。', item_missing: '还差 {{n}} 件：{{goods}}', gift_missing: '答应的赠品还没放：{{goods}}', counts_missing: '先点数：完好、有问题、缺少各几件。', photo_missing: '先拍一张照片。',
  },
  coverage: {
    tab: '打包留证', title: '最近 {{days}} 天发货的打包录像', by: '分组', packer: '打包人', day: '日期', all: '全部订单', high: '高价值，实付不低于', noPacker: '没在打包台打包', none: '这段时间没有发货',
    how: '有一段完整的打包录像才算留证；中断的录像不算。高价值的标准在“设置 → 常规”里改。', gaps: '高价值、没有完整录像', gapsNone: '高价值订单都有完整的打包录像',
  },
  records: { title: '打包记录', none: '还没有在打包台上打包过', clips: '{{n}} 段录像', past: '{{kind}}：{{reason}}（{{by}}）', counts: '完好 {{good}}，有问题 {{bad}}，缺少 {{missing}}' },
};
