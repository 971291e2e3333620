// Signs with packages that others wrote. Reads one JSON request a line, prints
// one JSON answer a line in the same order; oracle_test.go compares the answers
// with what AfterDesk signs. Knows nothing of AfterDesk.
import 'reflect-metadata';
import '@shopify/shopify-api/adapters/node';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { createSHA256HMAC, HashFormat } from '@shopify/shopify-api/runtime';
import OAuth from 'oauth-1.0a';
import WXBizMsgCrypt from 'wechat-crypto';

const require = createRequire(import.meta.url);
const TopClient = require('node-taobao-topclient').default;
const { default: KsMerchantClient } = require('kuaishou-merchant-open-api');

// The TikTok package keeps its signer to itself: run its own text with one more
// export, so that any path and body can be signed.
function tiktokSigner() {
  const file = require.resolve('tiktok-shop-sdk');
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(file);
  module._compile(`${readFileSync(file, 'utf8')}\nmodule.exports = { generateSignature };`, file);
  return module.exports.generateSignature;
}
const tiktok = tiktokSigner();

const signers = {
  // MD5 of secret, sorted names and values, secret.
  top: ({ secret, params }) => ({ sign: new TopClient({ appkey: 'k', appsecret: secret }).sign(params) }),

  kuaishou: ({ secret, params: p }) => ({
    sign: new KsMerchantClient({ appKey: p.appkey, appSecret: 'not used', signSecret: secret, signMethod: p.signMethod, accessToken: p.access_token }).generateSign({
      appkey: p.appkey, signSecret: secret, method: p.method, signMethod: p.signMethod, timestamp: Number(p.timestamp), version: Number(p.version),
      accessToken: p.access_token, param: p.param,
    }),
  }),

  tiktok: ({ secret, path, params, body }) => ({ sign: tiktok({ appSecret: secret, path, query: params, body: body === '' ? undefined : JSON.parse(body) }) }),

  wechat: ({ token, aesKey, appId, timestamp, nonce, message }) => {
    const box = new WXBizMsgCrypt(token, aesKey, appId);
    const encrypt = box.encrypt(message);
    return { sign: box.getSignature(timestamp, nonce, encrypt), encrypt };
  },

  oauth: ({ secret, method, address, params, oauth, algorithm }) => {
    const o = new OAuth({
      consumer: { key: oauth.oauth_consumer_key, secret },
      signature_method: oauth.oauth_signature_method,
      hash_function: (base, key) => createHmac(algorithm, key).update(base).digest('base64'),
    });
    return { sign: o.getSignature({ method, url: address, data: params }, undefined, oauth) };
  },

  hmac: async ({ secret, message }) => ({ sign: await createSHA256HMAC(secret, message, HashFormat.Base64) }),

  // Answers whether a signature that somebody else made is the right one.
  shopifyCallback: async ({ secret, params }) => {
    const api = shopifyApi({ apiKey: 'k', apiSecretKey: secret, hostName: 'app.example', apiVersion: ApiVersion.January26, isEmbeddedApp: false, logger: { log: () => {} } });
    return { sign: String(await api.utils.validateHmac(params)) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await signers[request.signer](request);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
