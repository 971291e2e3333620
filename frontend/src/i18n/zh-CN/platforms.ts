// 平台：名称、每把钥匙在哪里找、没连上时怎么办、能力差哪一步、依据是什么。
const back = '和应用里登记的回调地址一字不差；那个网页不必真能打开，授权后从浏览器地址栏复制即可';
const code = '点“打开授权页”，同意后把浏览器地址栏里的整条地址粘贴到这里';
const address = '可以不填：同意退货时再从平台的地址簿里选';

export default {
  groups: { china: '国内平台', abroad: '海外平台', own: '自建商城' },
  names: {
    doudian: '抖店', kuaishou: '快手小店', taobao: '淘宝/天猫', pinduoduo: '拼多多', jd: '京东', wechat: '微信小店', xiaohongshu: '小红书', tiktok: 'TikTok Shop', shopify: 'Shopify', woocommerce: 'WooCommerce', medusa: 'Medusa', sheet: '文件店铺',
  },
  full: {
    doudian: '抖店（抖音电商）', kuaishou: '快手小店（快手电商）', taobao: '淘宝/天猫', pinduoduo: '拼多多', jd: '京东（POP 店铺）', wechat: '微信小店（视频号）', xiaohongshu: '小红书（千帆）', tiktok: 'TikTok Shop', shopify: 'Shopify', woocommerce: 'WooCommerce', medusa: 'Medusa',
  },
  sub: {
    doudian: '自用型应用，不用打开浏览器授权', kuaishou: '商家后台应用，浏览器授权，约 180 天一次', taobao: '自用型应用，浏览器授权', pinduoduo: '商家后台系统应用，主账号授权', jd: '京东开放平台应用，浏览器授权', wechat: '自研，复制 AppID 和 AppSecret 即可', xiaohongshu: '商家自研应用，浏览器授权',
    tiktok: '自定义应用，浏览器授权；授权页在中国大陆可能打不开', shopify: '店铺里的自定义应用，一个访问令牌', woocommerce: '自己服务器上的 WordPress 商店', medusa: '自己服务器上的 Medusa 商城',
  },
  intro: {
    doudian: '用店铺主账号登录抖店开放平台 op.jinritemai.com，新建“自用型应用”，审核通过后填写：',
    kuaishou: '登录快手电商开放平台 open.kwaixiaodian.com，新建“商家后台系统”应用；上线前把店铺加为测试商家，上线后加为授权商家：',
    taobao: '登录淘宝开放平台 open.taobao.com 的控制台，新建“商家后台系统”应用，申请订单和退款权限：',
    pinduoduo: '登录拼多多开放平台 open.pinduoduo.com 的控制台，新建“商家后台系统”应用；只有店铺主账号能授权：',
    jd: '登录京东开放平台 open.jd.com 的控制中心，新建商家自用应用，申请订单和售后权限：',
    wechat: '登录微信小店后台 store.weixin.qq.com → 服务市场 → 经营工具 → 自研，复制下面两项，并把这台电脑的出口 IP 加进白名单：',
    xiaohongshu: '登录小红书开放平台 open.xiaohongshu.com，新建商家自研应用，申请订单和售后权限：',
    tiktok: '登录 TikTok Shop Partner Center，在 App & Service 里新建 Custom app，勾选订单、退货和物流权限：',
    shopify: '在 Shopify 后台 → 设置 → 应用和销售渠道 → 开发应用 里新建应用，勾选订单、退货和履约权限并安装。有访问令牌就只填域名和令牌；没有就填应用的密钥并授权：',
    woocommerce: '在 WordPress 后台 → WooCommerce → 设置 → 高级 → REST API 里添加密钥，权限选“读取/写入”（只看不改选“读取”）：',
    medusa: '在 Medusa 后台 → Settings → Secret API Keys 里新建密钥；也可以不用密钥，改填一个后台账号：',
  },
  labels: {
    app_key: '应用 Key（App Key）', app_secret: '应用 Secret（App Secret）', shop_id: '店铺 ID', sign_secret: '签名密钥（signSecret）', redirect_uri: '回调地址', auth_code: '授权后的地址或授权码', return_address_id: '退货地址编号', message_key: '消息密钥',
    message_token: '消息令牌（Token）', access_token: '访问令牌', refresh_token: '刷新令牌', service_id: 'Service ID', shop_domain: '店铺域名', site_url: '商城地址', consumer_key: '消费者密钥（ck_…）', consumer_secret: '消费者密码（cs_…）', webhook_secret: 'Webhook 密钥', api_key: 'Secret API Key', email: '后台账号邮箱',
    password: '后台账号密码',
  },
  labelsOf: {
    pinduoduo: { app_key: 'client_id', app_secret: 'client_secret' },
    wechat: { app_key: 'AppID（小店 ID）', app_secret: 'AppSecret', message_key: '消息加密密钥（EncodingAESKey）' },
    shopify: { app_key: '应用的 Client ID', app_secret: '应用的 Client secret', access_token: 'Admin API 访问令牌（shpat_…）' },
  },
  where: {
    doudian: {
      app_key: '开放平台 → 控制台 → 应用管理 → 应用详情，一串 19 位数字', app_secret: '同一页，点“查看”后显示；只保存在本机', shop_id: '抖店后台 → 右上角店铺名 → 店铺信息，一串数字，不是店铺名称', return_address_id: address,
    },
    kuaishou: {
      app_key: '开放平台 → 控制台 → 应用管理 → 应用详情，以 ks 开头', app_secret: '同一页；只在授权时使用', sign_secret: '同一页，名为 signSecret，和应用 Secret 是两把不同的钥匙', redirect_uri: back, auth_code: code + '；授权码 2 分钟内有效，粘贴后马上测试', return_address_id: address,
      message_key: '可以不填：只有接收平台推送时才需要，在应用的“消息服务”页',
    },
    taobao: {
      app_key: '开放平台 → 控制台 → 应用管理 → 应用详情，一串数字', app_secret: '同一页，点“显示”后复制', redirect_uri: '应用详情 → 授权管理里登记的回调地址；' + back, auth_code: code,
      access_token: '已经有令牌时才填，名为 access_token 或 SessionKey；填了就不用授权', refresh_token: '和令牌一起拿到的，有就填', return_address_id: address,
    },
    pinduoduo: { app_key: '开放平台 → 控制台 → 应用详情，名为 client_id', app_secret: '同一页，名为 client_secret，点“查看”后复制', redirect_uri: back, auth_code: code + '；授权码 10 分钟内有效，新的授权会让旧令牌立即失效' },
    jd: { app_key: '开放平台 → 控制中心 → 应用管理 → 应用详情，32 位字母数字', app_secret: '同一页；只保存在本机', redirect_uri: back, auth_code: code },
    wechat: {
      app_key: '微信小店后台 → 服务市场 → 经营工具 → 自研，以 wx 开头', app_secret: '同一页，点“重置”后只显示一次，立即复制', return_address_id: address, message_token: '可以不填：只有接收平台推送时才需要，在“消息推送”里自己定的 Token',
      message_key: '可以不填：同一页的 EncodingAESKey，43 位',
    },
    xiaohongshu: { app_key: '开放平台 → 应用管理 → 应用详情', app_secret: '同一页，点“查看”后复制', redirect_uri: back, auth_code: code + '；授权码 10 分钟内有效', return_address_id: address },
    tiktok: {
      app_key: 'Partner Center → App & Service → Manage → Basic information，名为 App key', app_secret: '同一页，名为 App secret', service_id: '可以不填：同一页授权链接里 service_id= 后面的一串', auth_code: code + '；授权码 30 分钟内有效',
      shop_id: '可以不填：账号下只有一家店时自动识别；有几家时填要连的那一家',
    },
    shopify: {
      shop_domain: '后台地址栏里 .myshopify.com 的那一个，不是自己的网站域名', access_token: '应用 → API 凭据 → Admin API 访问令牌，以 shpat_ 开头，只显示一次', app_key: '没有访问令牌时才填：应用 → API 凭据 → Client ID', app_secret: '没有访问令牌时才填：同一页的 Client secret',
      redirect_uri: '没有访问令牌时才填：' + back, auth_code: code,
    },
    woocommerce: { site_url: '打开商店首页，复制地址栏里的地址', consumer_key: '添加密钥后显示一次，以 ck_ 开头', consumer_secret: '和它一起显示，以 cs_ 开头', webhook_secret: '可以不填：只有接收 Webhook 时才需要，在 WooCommerce → 设置 → 高级 → Webhook 的“密钥”一栏' },
    medusa: { site_url: '后台地址，去掉 /app', api_key: '以 sk_ 开头，只显示一次', email: '不用密钥时才填：能登录后台的邮箱', password: '不用密钥时才填：这个账号的密码' },
  },
  consent: {
    title: '浏览器授权', how: '平台要店主在浏览器里点一次“同意”。先填好上面各项，再打开授权页。', open: '打开授权页', again: '再打开一次', opened: '授权页已在浏览器里打开。同意后浏览器会跳到回调地址，页面打不开也没关系：复制整条地址，粘贴到下面。', copy: '复制授权页地址', copied: '已复制', optional: '也可以不授权：',
    codeFound: '已从地址里取出授权码', denied: '平台说授权被拒绝，请重新打开授权页并点“同意”。', noCode: '这条地址里没有授权码，请复制授权之后的那条地址。', first: '还差：{{fields}}', more: '更多选填项',
  },
  failed: {
    title: '没有连上', safe: '没有保存任何密钥，原有店铺不受影响。', copy: '复制错误码', wrongField: '请改这一项', other: '平台返回了意外结果（{{code}}）。',
    any: {
      bad_key: '应用 Key 不对，或应用还没有上线。请到应用详情重新复制。', bad_secret: '应用 Secret 不对：签名没有通过。请到应用详情重新点“查看”，完整复制。', not_authorised: '这家店还没有授权给这个应用，或授权码已经用过、过期。请重新打开授权页，同意后马上粘贴测试。',
      token_expired: '授权已过期。请重新打开授权页授权一次。', no_permission: '应用缺少权限。请在开放平台申请“订单”和“售后”权限，通过后再测试。', ip_not_allowed: '平台限制了来源 IP。请在应用详情把这台电脑的出口 IP 加入白名单。', wrong_shop: '令牌属于另一家店。请核对店铺，或用这家店的账号重新授权。',
      clock_skew: '这台电脑的时间与平台相差太多。请校准系统时间后再试。', env_suspected: '平台认为这台电脑的环境有风险，拒绝了请求。请换一个网络，或联系平台客服。', offline: '离线开关打开着，没有发出任何请求。请先在窗口底部恢复联网。', network: '连不上平台。请检查网络或代理。', timeout: '平台没有及时回答。请稍后再试。',
      server: '平台服务器出错。请稍后再试。', api_switched_off: '平台关闭了这个接口。', missing: '“{{field}}”没有填写。', needs_https: '“{{field}}”必须是 https:// 开头的完整地址。', bad_address: '这个地址上没有找到店铺。请核对“{{field}}”。', no_key: '还没有填写密钥。请填访问令牌，或填应用密钥后授权。',
      bad_parameter: '平台说参数不对。请逐项核对，特别是前后有没有多余的字。', refused_by_platform: '平台拒绝了请求。授权码只能用一次：请重新打开授权页，取一个新的再试。', shop_frozen: '平台冻结了这家店。请先到平台后台处理。', risk_control: '平台风控拦下了请求。请登录平台后台查看原因。', no_data: '平台说没有这家店的数据。请确认登录的是店铺主账号。',
      day_quota: '今天的接口额度用完了。请明天再连。', test_quota: '应用还在测试期，今天的测试额度用完了。', platform_cloud_only: '平台只允许从它自己的云服务器调用这个接口。', redirect: '这个地址会跳到别处。请填跳转之后的地址。',
    },
    codes: {
      unauthorized: '平台不认这组密钥。请逐项核对后再试。', rate_limited: '平台限流，请过一会儿再试。', unavailable: '连不上平台。请检查网络、代理和离线开关。', invalid: '填写的内容不对，请逐项核对。', conflict: '这家店已经连接过了。', unsupported: '平台不支持这种连接方式。',
    },
    byPlatform: {
      doudian: { bad_key: '应用 Key 不对，或应用还没有上线。请核对 19 位数字。', not_authorised: '这个店铺还没有授权给该应用。请确认应用是“自用型”、店铺 ID 正确，并在开放平台完成授权。', wrong_shop: '令牌属于另一家店。请核对店铺 ID。' },
      kuaishou: { bad_secret: '签名密钥（signSecret）或应用 Secret 不对。它们是两把不同的钥匙，请分别复制。' },
      taobao: { not_authorised: '授权码已用过、过期，或店铺不在应用的授权名单里。请重新打开授权页，同意后马上粘贴测试。' },
      wechat: { bad_key: 'AppID 不对。请到 自研 页重新复制，以 wx 开头。', bad_secret: 'AppSecret 不对。重置后旧的立即失效，请复制最新的一个。', ip_not_allowed: '微信只认白名单里的 IP。请在 自研 页把这台电脑的出口 IP 加进去，再测试。' },
      tiktok: { network: '连不上 TikTok Shop。它在中国大陆可能需要代理，请检查网络。' },
      shopify: { bad_secret: '回调地址的签名不对，或 Client secret 不对。请粘贴完整的回调地址，并重新复制 Client secret。', not_authorised: '访问令牌不对或已撤销。请在应用的 API 凭据页重新安装应用，取新的令牌。' },
      woocommerce: {
        bad_key: '消费者密钥（ck_…）不对。请重新添加一组密钥，完整复制。', bad_secret: '消费者密码（cs_…）不对：签名没有通过。请重新添加一组密钥，完整复制。', not_authorised: '密钥没有送到 WordPress：有的服务器会丢掉授权信息，或密钥已被撤销。请重新添加一组密钥，再问主机商是否屏蔽了 Authorization。',
        no_permission: '这组密钥属于没有管理权限的用户。请用管理员或商店经理添加密钥。', site_guard: '网站的防火墙或安全插件挡住了请求。请把这台电脑的 IP 加入放行名单。', no_woocommerce: '这个网站没有装 WooCommerce，或版本太旧（需要 3.5 以上）。', needs_permalinks: 'WordPress 的“固定链接”还是“朴素”。请在 设置 → 固定链接 里换成其他任意一种。',
        bad_address: '这个地址上没有 WordPress。请打开商店首页，复制地址栏里的地址。',
      },
      medusa: { not_authorised: '密钥或账号密码不对。请用 Secret API Key（sk_…），不是 Publishable Key。', bad_address: '这个地址上没有 Medusa。请填后台地址，去掉 /app。' },
    },
  },
  needs: {
    reauthorise: '重新授权：访问令牌已失效', credentials: '填写密钥并连接', writes_off: '打开“允许写回平台”', no_permission: '在开放平台给应用申请这一项的权限', unconfirmed: '公开资料有疑点，试一次确认', api_switched_off: '平台已关闭这个接口，请导入后台导出的文件', file_shop: '文件店铺没有接口，请导入文件',
    decrypt_inside_platform_cloud_only: '收件人由平台加密，只能在平台云内解密', needs_public_address: '需要公网 HTTPS 地址；没有也不影响，本机会定时拉取', upload_host_unpublished: '平台没有公布上传地址；请在平台后台上传证据包', not_read_yet: '这一版还不读取',
    contacts_not_asked: '为保护买家，不向商城要收件人资料', creator_without_room: '只给主播，不给直播间和场次', masked_by_platform: '平台只给打码信息', masked_on_entry: '收件人在读入时就打码，不保存原文', masked_only: '平台只给打码信息', needs_data_approval: '需要 Shopify 批准“受保护的客户数据”', no_deadline_field: '平台的接口里没有处理时限',
    no_evidence_api: '平台没有上传凭证的接口；请在平台后台上传证据包', no_live_fields: '订单里没有直播信息', no_review_api: '平台没有读评价的接口，请导入文件', no_score_api: '平台没有体验分接口', no_trace_api: '平台没有物流轨迹接口', no_webhooks: '平台没有推送', push_body_unsigned: '推送内容没有签名，不能信任', unsigned_push: '推送没有签名，不能信任',
    trace_fields_unpublished: '平台没有公布轨迹的字段', not_built: '这一版还没有做',
  },
  proofs: {
    fixture: '用平台文档里的样例逐项核对过，还没有在真实店铺上跑过', simulator: '除样例外，还和按平台文档写的模拟平台对跑过', real_server: '和平台自己的程序（自建服务器）逐行对过', live: '在真实店铺上用过',
  },
  replays: { refused: '重复发送会被平台拒绝，断线后可以放心再发', same: '重复发送结果一样，断线后可以放心再发', unsafe: '重复发送可能生效两次；断线后不自动再发，由人决定' },
};
