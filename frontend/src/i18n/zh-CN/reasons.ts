// 原因码的一句话：什么没成、怎么办。键是 Go 给出的 reason，两种语言都必须有。
export default {
  door_closed: '手机入口没有打开。', starting: '数据文件夹正在打开。', offline: '离线开关已打开。', disk_full: '磁盘已满。', pack_closed: '这个包裹已经收尾，要改请重新扫描。', disk_reserve: '磁盘剩余空间低于保留值。', disk: '磁盘读写出错。', disk_error: '磁盘读写出错。',
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
  // 密钥、授权、平台的限制
  bad_key: '应用 Key 不对，或应用还没有上线。', bad_secret: '应用 Secret 不对：签名没有通过。', bad_address: '这个地址上没有找到店铺。', needs_https: '地址必须以 https:// 开头，否则密钥会被明文传输。', no_key: '还没有填写密钥。',
  no_permission: '应用没有这一项的权限，请在平台的开发者后台申请。', ip_not_allowed: '平台只允许白名单里的 IP，请把这台电脑的出口 IP 加进去。', clock_skew: '这台电脑的时间和平台差得太多，请校准系统时间。', env_suspected: '平台认为这台电脑的环境有风险，拒绝了请求。',
  api_switched_off: '平台关闭了这个接口。', platform_cloud_only: '平台只允许从它自己的云服务器调用这个接口。', shop_frozen: '平台冻结了这家店，请到平台后台处理。', risk_control: '平台风控拦下了请求，请登录平台后台查看。', maintenance: '平台正在维护，之后会自动再试。',
  test_quota: '应用还在测试期，今天的测试额度用完了。', day_quota: '今天的接口额度用完了，明天自动继续。', range_too_wide: '一次要的时间太长，已自动缩短再读。', too_costly: '一次要的内容太多，已自动减少再读。', cursor_refused: '平台不认上次读到的位置，会从头再读这一段。',
  site_guard: '网站的防火墙挡住了请求，请把这台电脑的 IP 加入放行名单。', no_woocommerce: '这个网站没有装 WooCommerce，或版本太旧。', needs_permalinks: 'WordPress 的“固定链接”还是“朴素”，请在 设置 → 固定链接 里换成其他任意一种。', not_a_plain_key: '密钥里只能有字母、数字和常见符号。',
  paused: '店铺已暂停。',
  // 推送
  bad_signature: '签名不对：这条消息不是平台发来的，或密钥已更换。', no_message_key: '还没有填写消息密钥。', not_a_message: '收到的内容不是平台消息。', other_app: '消息属于另一个应用。', no_push: '这个平台不会推送消息。', not_loopback: '推送入口只能开在本机地址。', port_taken: '这个端口被别的程序占用，请换一个。',
  // 试一次
  cannot_confirm: '这个平台没有可以试的接口。', nothing_to_confirm: '这一项没有可以试的接口。', not_as_expected: '平台的回答和公开文档不一样，这一项保持关闭。', not_stars: '平台给的分数不是星级，评价保持关闭。',
  // 操作：什么时候不能做
  not_found: '本机找不到它，可能已被移走。', order_unknown: '不知道它属于哪张订单，先同步订单。', no_waybill: '请填写运单号和快递公司。', one_at_a_time: '一个运单号只对应一个包裹，请逐单操作。', no_proofs: '平台要求附上凭证文件。', too_many_proofs: '文件比平台允许的多。',
  proof_too_large: '有文件比平台允许的大。', proof_wrong_type: '有文件的格式平台不接受。', wrong_type: '平台不接受这种文件格式。', refund_open: '买家正在申请退款，现在发货会钱货两空。', not_to_be_shipped: '这张订单现在不等发货。', no_dispute: '平台没有要求举证。', already_replied: '这条评价已经回复过。',
  replied: '这条评价已经回复过。', cannot_be_checked: '这个平台不能在发送前再核对一次，为安全起见不从这里发。', too_many_tries: '试了几次平台都没有回答，已停下，请到平台后台核对。', resolved: '发送时中断过，核对后确认已经生效。',
  no_reason_list: '平台不提供理由清单，请自己写。', no_address_list: '平台不提供地址清单。', no_carrier_list: '平台不提供快递公司清单。', reason_code: '请从平台的清单里选理由。', unknown_carrier: '平台不认识这家快递公司。', waybill_refused: '平台不接受这个运单号。',
  order_changed: '订单已有变化。', order_held: '平台暂时锁定了这张订单，不能发货。', order_not_shippable: '订单现在不能发货。', order_not_to_ship: '订单不在待发货状态。', not_to_ship: '订单不在待发货状态。', must_not_ship: '平台要求这张订单不要发货。', nothing_to_ship: '没有要发的商品了。',
  platform_ships: '由平台仓库发货，不用自己填单号。', several_packages: '订单分成了几个包裹，请在平台后台逐个发货。', several_payments: '订单有多笔付款，请在商城后台逐笔退。', nothing_owed: '没有应退的款。', nothing_to_agree: '这张售后单没有需要同意的内容。', nothing_to_send: '这张售后单没有要寄的货。',
  being_edited: '有人正在商城后台修改这张订单。', goods_came_back: '货已经退回来了。', cannot_refuse: '平台不允许拒绝这张售后单。', return_freight_open: '退货运费还没有谈好，请在平台后台处理。', no_proof_wanted: '平台现在不要凭证。', too_late: '已经过了平台的截止时间。',
  // 表格文件
  damaged: '文件已损坏。', empty: '文件是空的。', too_long: '文件里有一格太长。',
  not_a_refund: '换货不退款：请确认收货，或登记寄出的新货。',
  // 时间戳
  stamp_form: '对方的回答不是时间戳。', stamp_refused: '机构拒绝签发。', stamp_no_certificate: '时间戳里没有签发证书。', stamp_signers: '签名人不是恰好一个。', stamp_signature: '签名不成立。',
  stamp_certificate: '签名指向另一张证书。', stamp_use: '证书不是专用于时间戳。', stamp_expired: '证书在该时间不在有效期内。', stamp_digest: '摘要算法不对。', stamp_imprint: '签的不是我们的指纹。',
  stamp_nonce: '答的不是这次请求。', stamp_root: '证书链不通向固定的根证书。',
};
