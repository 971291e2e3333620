import type { CredentialField, PlatformInfo } from '@/bridge';
import type { AppError } from '@/lib/appError';

/** GROUPS is the order and the grouping in which platforms are offered. */
export const GROUPS = [
  { id: 'china', platforms: ['doudian', 'kuaishou', 'taobao', 'pinduoduo', 'jd', 'wechat', 'xiaohongshu'] },
  { id: 'abroad', platforms: ['tiktok', 'shopify'] },
  { id: 'own', platforms: ['woocommerce', 'medusa'] },
] as const;

/** AUTH_CODE is the key that a consent in the browser gives; it is good for one use. */
export const AUTH_CODE = 'auth_code';

/** consents says that a platform has a consent page, needed or as one of its ways. */
export const consents = (p: PlatformInfo) => p.fields.some((f) => f.name === AUTH_CODE);

// Where optional keys are other ways in, all of them are shown at once.
const WAYS = new Set(['shopify', 'medusa']);
const CONSENT = new Set(['redirect_uri', AUTH_CODE]);

/** Asked is the fields of a platform in the parts of its form. */
export interface Asked {
  keys: CredentialField[];
  consent: CredentialField[];
  more: CredentialField[];
}

/** ask sorts the fields of a platform: what must be typed, what belongs to the consent page, what may stay empty. */
export function ask(p: PlatformInfo): Asked {
  const rest = p.fields.filter((f) => !consents(p) || !CONSENT.has(f.name));
  const all = WAYS.has(p.platform);
  return { keys: rest.filter((f) => f.required || all), consent: consents(p) ? p.fields.filter((f) => CONSENT.has(f.name)) : [], more: rest.filter((f) => !f.required && !all) };
}

/** lacks names the fields that must be filled before the connection can be tried. */
export function lacks(p: PlatformInfo, typed: Record<string, string>): string[] {
  const has = (name: string) => (typed[name] ?? '').trim() !== '';
  const out = p.fields.filter((f) => f.required && !has(f.name)).map((f) => f.name);
  if (p.authorizes && !has(AUTH_CODE) && !has('access_token')) out.push(AUTH_CODE);
  if (p.platform === 'shopify' && !has('access_token')) out.push(...['app_key', 'app_secret'].filter((n) => !has(n)));
  if (p.platform === 'medusa' && !has('api_key') && !(has('email') && has('password'))) out.push(has('email') ? 'password' : 'api_key');
  return out;
}

/** lacksForConsent names the fields without which the consent page has no address. */
export function lacksForConsent(p: PlatformInfo, typed: Record<string, string>): string[] {
  const need = new Set(p.fields.filter((f) => f.required).map((f) => f.name));
  if (p.fields.some((f) => f.name === 'redirect_uri')) need.add('redirect_uri');
  if (p.platform === 'shopify') for (const n of ['app_key', 'app_secret']) need.add(n);
  return p.fields.map((f) => f.name).filter((n) => need.has(n) && (typed[n] ?? '').trim() === '');
}

/** Pasted is what was found in what a merchant pasted after consenting. */
export interface Pasted {
  code: string; // what is sent on
  problem: '' | 'denied' | 'noCode';
  found: boolean; // it was taken out of an address
}

/** codeOf finds the code in a pasted address; a bare code is taken as it is. Shopify signs its address, so that one goes on whole. */
export function codeOf(platform: string, typed: string): Pasted {
  const text = typed.trim();
  const mark = text.indexOf('?');
  const whole = mark >= 0 || text.includes('://') || /(^|&)code=/.test(text);
  if (!whole) return { code: text, problem: '', found: false };
  const q = new URLSearchParams(text.slice(mark + 1).split('#')[0]);
  const code = q.get('code') ?? '';
  if (q.has('error') || code === 'null') return { code: '', problem: 'denied', found: false };
  if (code === '') return { code: '', problem: 'noCode', found: false };
  return { code: platform === 'shopify' ? text : code, problem: '', found: true };
}

// Keys of which a platform says that they are digits; a name pasted instead is
// seen before anything is sent.
const DIGITS: Record<string, string[]> = { doudian: ['app_key', 'shop_id'], tiktok: ['shop_id'] };

/** malformed says that a value cannot be right, whatever the platform says. */
export const malformed = (platform: string, field: string, value: string) =>
  value.trim() !== '' && (DIGITS[platform] ?? []).includes(field) && !/^\d+$/.test(value.trim());

// Which key a reason is about, in the order of likelihood; the first that the
// platform has is marked.
const FIELDS_OF: Record<string, string[]> = {
  bad_key: ['app_key', 'consumer_key', 'api_key'], bad_secret: ['app_secret', 'consumer_secret'], bad_address: ['site_url', 'shop_domain'], needs_https: ['redirect_uri', 'site_url'], no_woocommerce: ['site_url'],
  wrong_shop: ['shop_id', 'shop_domain'], not_authorised: [AUTH_CODE, 'shop_id', 'access_token', 'consumer_key', 'api_key'], token_expired: [AUTH_CODE, 'access_token'],
};

/** wrongField names the key that a failed test is about, or "". */
export function wrongField(e: AppError, p: PlatformInfo): string {
  const has = (name: string) => p.fields.some((f) => f.name === name);
  if (e.params.field && has(e.params.field)) return e.params.field;
  return (FIELDS_OF[e.params.reason ?? ''] ?? []).find(has) ?? '';
}
