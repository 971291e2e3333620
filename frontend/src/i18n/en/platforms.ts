import type zh from '../zh-CN/platforms';

const back = 'exactly the callback address registered with the app; its page need not exist: after consent the address is copied from the browser';
const code = 'Press "Open the consent page", agree, then paste the whole address from the browser\'s address bar here';
const address = 'May stay empty: the address is chosen from the platform\'s list when a return is agreed';

const words: typeof zh = {
  groups: { china: 'China', abroad: 'Abroad', own: 'Your own server' },
  names: {
    doudian: 'Doudian', kuaishou: 'Kuaishou', taobao: 'Taobao/Tmall', pinduoduo: 'Pinduoduo', jd: 'JD', wechat: 'WeChat Shop', xiaohongshu: 'Xiaohongshu', tiktok: 'TikTok Shop', shopify: 'Shopify', woocommerce: 'WooCommerce', medusa: 'Medusa', sheet: 'File shop',
  },
  full: {
    doudian: 'Doudian (Douyin e-commerce)', kuaishou: 'Kuaishou shop', taobao: 'Taobao / Tmall', pinduoduo: 'Pinduoduo', jd: 'JD (POP shops)', wechat: 'WeChat Shop (Channels)', xiaohongshu: 'Xiaohongshu (RED)', tiktok: 'TikTok Shop', shopify: 'Shopify', woocommerce: 'WooCommerce', medusa: 'Medusa',
  },
  sub: {
    doudian: 'Self-use app, no consent in a browser', kuaishou: 'Merchant app; consent in a browser about every 180 days', taobao: 'Self-use app; consent in a browser', pinduoduo: 'Merchant app; the main account consents', jd: 'JD open platform app; consent in a browser', wechat: 'Own development: copy AppID and AppSecret',
    xiaohongshu: 'Merchant\'s own app; consent in a browser', tiktok: 'Custom app; consent in a browser, which may not open from mainland China', shopify: 'A custom app of the store, one access token', woocommerce: 'A WordPress store on your own server', medusa: 'A Medusa store on your own server',
  },
  intro: {
    doudian: 'Sign in at op.jinritemai.com with the shop\'s main account and create a "自用型应用" (self-use app). Once approved, enter:',
    kuaishou: 'Sign in at open.kwaixiaodian.com and create a "商家后台系统" (merchant system) app. Add the shop as a test merchant before going live, as an authorised one after:',
    taobao: 'Sign in to the console of open.taobao.com, create a "商家后台系统" (merchant system) app and apply for order and refund permissions:',
    pinduoduo: 'Sign in to the console of open.pinduoduo.com and create a "商家后台系统" (merchant system) app; only the shop\'s main account can consent:',
    jd: 'Sign in to the control centre of open.jd.com, create an app for your own shop and apply for order and after-sales permissions:',
    wechat: 'Sign in at store.weixin.qq.com → 服务市场 → 经营工具 → 自研 (own development), copy the two below and put this computer\'s public IP on the allow-list:',
    xiaohongshu: 'Sign in at open.xiaohongshu.com, create a merchant\'s own app and apply for order and after-sales permissions:',
    tiktok: 'Sign in to TikTok Shop Partner Center, create a Custom app under App & Service and tick orders, returns and logistics:',
    shopify: 'In Shopify admin → Settings → Apps and sales channels → Develop apps, create an app, tick orders, returns and fulfilments, and install it. With an access token enter domain and token only; without one enter the app\'s keys and consent:',
    woocommerce: 'In WordPress → WooCommerce → Settings → Advanced → REST API add a key with "Read/Write" ("Read" if nothing is to be changed):',
    medusa: 'In Medusa admin → Settings → Secret API Keys create a key; an admin account may be used instead:',
  },
  labels: {
    app_key: 'App key', app_secret: 'App secret', shop_id: 'Shop id', sign_secret: 'Sign secret (signSecret)', redirect_uri: 'Callback address', auth_code: 'Address after consent, or the code', return_address_id: 'Return address id', message_key: 'Message key',
    message_token: 'Message token', access_token: 'Access token', refresh_token: 'Refresh token', service_id: 'Service ID', shop_domain: 'Shop domain', site_url: 'Shop address', consumer_key: 'Consumer key (ck_…)', consumer_secret: 'Consumer secret (cs_…)', webhook_secret: 'Webhook secret', api_key: 'Secret API key', email: 'Admin\'s e-mail',
    password: 'Admin\'s password',
  },
  labelsOf: {
    pinduoduo: { app_key: 'client_id', app_secret: 'client_secret' },
    wechat: { app_key: 'AppID (of the shop)', app_secret: 'AppSecret', message_key: 'Message encryption key (EncodingAESKey)' },
    shopify: { app_key: 'The app\'s client ID', app_secret: 'The app\'s client secret', access_token: 'Admin API access token (shpat_…)' },
  },
  where: {
    doudian: {
      app_key: 'Open platform → Console → App management → App detail: 19 digits', app_secret: 'Same page, press "查看" (show); kept on this computer only', shop_id: 'Doudian back office → shop name at the top right → Shop information: digits, not the shop\'s name', return_address_id: address,
    },
    kuaishou: {
      app_key: 'Open platform → Console → App management → App detail, begins with ks', app_secret: 'Same page; used for consent only', sign_secret: 'Same page, called signSecret: not the same as the app secret', redirect_uri: back, auth_code: code + '; the code lives 2 minutes, so test at once', return_address_id: address,
      message_key: 'May stay empty: needed to receive messages only, on the app\'s "消息服务" (messages) page',
    },
    taobao: {
      app_key: 'Open platform → Console → App management → App detail: digits', app_secret: 'Same page, press "显示" (show)', redirect_uri: 'App detail → 授权管理 (authorisation): ' + back, auth_code: code,
      access_token: 'Only if you have one already, called access_token or SessionKey; then no consent is needed', refresh_token: 'Came with the token, if any', return_address_id: address,
    },
    pinduoduo: { app_key: 'Open platform → Console → App detail, called client_id', app_secret: 'Same page, called client_secret, press "查看" (show)', redirect_uri: back, auth_code: code + '; the code lives 10 minutes, and a new consent ends the old token at once' },
    jd: { app_key: 'Open platform → Control centre → App management → App detail: 32 letters and digits', app_secret: 'Same page; kept on this computer only', redirect_uri: back, auth_code: code },
    wechat: {
      app_key: 'WeChat Shop back office → 服务市场 → 经营工具 → 自研, begins with wx', app_secret: 'Same page; shown once after "重置" (reset), copy it at once', return_address_id: address, message_token: 'May stay empty: needed to receive messages only, the token that you set under 消息推送 (push)',
      message_key: 'May stay empty: EncodingAESKey on the same page, 43 characters',
    },
    xiaohongshu: { app_key: 'Open platform → App management → App detail', app_secret: 'Same page, press "查看" (show)', redirect_uri: back, auth_code: code + '; the code lives 10 minutes', return_address_id: address },
    tiktok: {
      app_key: 'Partner Center → App & Service → Manage → Basic information: App key', app_secret: 'Same page: App secret', service_id: 'May stay empty: what follows service_id= in the authorisation link of that page', auth_code: code + '; the code lives 30 minutes',
      shop_id: 'May stay empty: found by itself when the account has one shop; else the one to connect',
    },
    shopify: {
      shop_domain: 'The one that ends in .myshopify.com in the admin\'s address, not your own domain', access_token: 'App → API credentials → Admin API access token, begins with shpat_ and is shown once', app_key: 'Only without an access token: App → API credentials → Client ID', app_secret: 'Only without an access token: Client secret on the same page',
      redirect_uri: 'Only without an access token: ' + back, auth_code: code,
    },
    woocommerce: { site_url: 'Open the store\'s home page and copy its address', consumer_key: 'Shown once after adding the key, begins with ck_', consumer_secret: 'Shown together with it, begins with cs_', webhook_secret: 'May stay empty: needed to receive webhooks only, the "Secret" under WooCommerce → Settings → Advanced → Webhooks' },
    medusa: { site_url: 'The admin\'s address without /app', api_key: 'Begins with sk_ and is shown once', email: 'Only without a key: an e-mail that can sign in to the admin', password: 'Only without a key: that account\'s password' },
  },
  consent: {
    title: 'Consent in the browser', how: 'The platform wants the owner to press "agree" in a browser once. Fill in the fields above, then open the consent page.', open: 'Open the consent page', again: 'Open it again',
    opened: 'The consent page is open in your browser. After you agree it goes to the callback address; it does not matter if that page fails: copy the whole address and paste it below.', copy: 'Copy the page\'s address', copied: 'Copied', optional: 'Or without consent:',
    codeFound: 'The code was found in the address', denied: 'The platform says that consent was refused. Open the page again and press "agree".', noCode: 'This address holds no code. Copy the one that the browser shows after consent.', first: 'Still missing: {{fields}}', more: 'More, all optional',
  },
  failed: {
    title: 'Not connected', safe: 'No key was kept; other shops are not affected.', copy: 'Copy error code', wrongField: 'Change this one', other: 'The platform answered something unexpected ({{code}}).',
    any: {
      bad_key: 'The app key is wrong, or the app is not online yet. Copy it from App detail again.', bad_secret: 'The app secret is wrong: the signature failed. Show it in App detail again and copy all of it.', not_authorised: 'The shop has not authorised this app, or the code was used or is too old. Open the consent page again, agree, paste and test at once.',
      token_expired: 'The authorisation has ended. Open the consent page again.', no_permission: 'The app lacks a permission. Apply for orders and after-sales on the open platform, then test again.', ip_not_allowed: 'The platform restricts source addresses. Add this computer\'s public IP to the allow-list in App detail.',
      wrong_shop: 'The token belongs to another shop. Compare the shop, or consent again with this shop\'s account.', clock_skew: 'This computer\'s clock is too far off. Set the clock and test again.', env_suspected: 'The platform suspects this computer\'s environment and refused. Try another network or ask platform support.',
      offline: 'The offline switch is on, so nothing was sent. Go online at the foot of the window first.', network: 'The platform cannot be reached. Check network or proxy.', timeout: 'The platform did not answer in time. Try again later.', server: 'The platform\'s server failed. Try again later.', api_switched_off: 'The platform switched this API off.',
      missing: '"{{field}}" is empty.', needs_https: '"{{field}}" must be a whole address that begins with https://.', bad_address: 'No shop was found at this address. Check "{{field}}".', no_key: 'No key was entered. Enter an access token, or the app\'s keys and consent.', bad_parameter: 'The platform refused a parameter. Compare each field and look for stray characters.',
      refused_by_platform: 'The platform refused it. A code is good for one use: open the consent page again and take a new one.', shop_frozen: 'The platform has frozen this shop. See its back office first.', risk_control: 'The platform\'s risk control stopped it. Sign in to the back office to see why.', no_data: 'The platform knows no such shop. Make sure that the main account is signed in.',
      day_quota: 'Today\'s API quota is used up. Connect tomorrow.', test_quota: 'The app is still on trial and today\'s trial quota is used up.', platform_cloud_only: 'The platform takes this call from its own cloud only.', redirect: 'This address leads elsewhere. Enter the one it leads to.',
    },
    codes: {
      unauthorized: 'The platform does not accept these keys. Compare each of them.', rate_limited: 'The platform limits the rate; try again in a while.', unavailable: 'The platform cannot be reached. Check network, proxy and the offline switch.', invalid: 'Something entered is not right. Compare each field.', conflict: 'This shop is connected already.',
      unsupported: 'The platform cannot be connected this way.',
    },
    byPlatform: {
      doudian: { bad_key: 'The app key is wrong, or the app is not online yet. Compare the 19 digits.', not_authorised: 'The shop has not authorised this app. Make sure the app is of the self-use kind and the shop id is right, then authorise it on the open platform.', wrong_shop: 'The token belongs to another shop. Compare the shop id.' },
      kuaishou: { bad_secret: 'The sign secret (signSecret) or the app secret is wrong. They are two different keys: copy each.' },
      taobao: { not_authorised: 'The code was used or is too old, or the shop is not on the app\'s list. Open the consent page again, agree, paste and test at once.' },
      wechat: { bad_key: 'The AppID is wrong. Copy it again from 自研 (own development); it begins with wx.', bad_secret: 'The AppSecret is wrong. A reset ends the old one at once: copy the newest.', ip_not_allowed: 'WeChat takes listed IPs only. Add this computer\'s public IP under 自研 (own development), then test.' },
      tiktok: { network: 'TikTok Shop cannot be reached. From mainland China it may need a proxy.' },
      shopify: { bad_secret: 'The signature of the callback address or the client secret is wrong. Paste the whole address and copy the client secret again.', not_authorised: 'The access token is wrong or was revoked. Install the app again under API credentials and take the new token.' },
      woocommerce: {
        bad_key: 'The consumer key (ck_…) is wrong. Add a new key and copy all of it.', bad_secret: 'The consumer secret (cs_…) is wrong: the signature failed. Add a new key and copy all of it.', not_authorised: 'The key did not reach WordPress: some servers drop it, or it was revoked. Add a new key, and ask the host whether it blocks Authorization.',
        no_permission: 'This key belongs to a user without the right. Add it as administrator or shop manager.', site_guard: 'The site\'s firewall or a security plug-in blocked the request. Allow this computer\'s IP there.', no_woocommerce: 'This site has no WooCommerce, or one that is too old (3.5 is needed).',
        needs_permalinks: 'WordPress still uses plain permalinks. Choose any other kind in Settings → Permalinks.', bad_address: 'There is no WordPress at this address. Open the store\'s home page and copy its address.',
      },
      medusa: { not_authorised: 'The key or the account is wrong. Use a Secret API key (sk_…), not a publishable one.', bad_address: 'There is no Medusa at this address. Enter the admin\'s address without /app.' },
    },
  },
  needs: {
    reauthorise: 'Authorise again: the access token ended', credentials: 'Enter the keys and connect', writes_off: 'Turn on "Allow writing to the platform"', no_permission: 'Apply for this permission on the open platform', unconfirmed: 'What is published leaves a doubt: try it once', api_switched_off: 'The platform switched this API off: import the exported file', file_shop: 'A file shop has no API: import a file',
    decrypt_inside_platform_cloud_only: 'Receivers are encrypted and can be read only inside the platform\'s cloud', needs_public_address: 'Needs a public HTTPS address; without one this program pulls instead and loses nothing', upload_host_unpublished: 'The upload address is not published: submit the pack in the back office', not_read_yet: 'Not read in this version',
    contacts_not_asked: 'To protect buyers, the store is not asked for receivers', creator_without_room: 'Names the creator, but no room and no session', masked_by_platform: 'The platform gives masked data only', masked_on_entry: 'Receivers are masked when they are read; the plain text is not kept', masked_only: 'The platform gives masked data only',
    needs_data_approval: 'Shopify must approve "protected customer data"', no_deadline_field: 'The platform\'s API has no deadlines', no_evidence_api: 'The platform has no upload for proof: submit the pack in the back office', no_live_fields: 'Orders say nothing of broadcasts', no_review_api: 'The platform has no API to read reviews: import a file', no_score_api: 'The platform has no API for its score',
    no_trace_api: 'The platform has no API for parcel traces', no_webhooks: 'The platform pushes nothing', push_body_unsigned: 'Messages are not signed and cannot be trusted', unsigned_push: 'Messages are not signed and cannot be trusted', trace_fields_unpublished: 'The fields of traces are not published', not_built: 'Not built in this version',
  },
  proofs: {
    fixture: 'Checked one by one against answers in the platform\'s documents; not yet run on a real shop', simulator: 'Besides those answers, run against a platform simulated from its documents', real_server: 'Compared row by row with the platform\'s own program on a server', live: 'Used on a real shop',
  },
  replays: { refused: 'A second one is refused by the platform, so it may be sent again after a cut', same: 'A second one changes nothing, so it may be sent again after a cut', unsafe: 'A second one may count twice; after a cut it is not sent again by itself, a person decides' },
};

export default words;
