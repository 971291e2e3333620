import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import enActs from './en/acts';
import enAftersales from './en/aftersales';
import enCommon from './en/common';
import enEnums from './en/enums';
import enEvidence from './en/evidence';
import enFirstrun from './en/firstrun';
import enLogistics from './en/logistics';
import enOrders from './en/orders';
import enPhones from './en/phones';
import enPacking from './en/packing';
import enPlatforms from './en/platforms';
import enReviews from './en/reviews';
import enSettings from './en/settings';
import enShops from './en/shops';
import enStamps from './en/stamps';
import enStandard from './en/standard';
import enToday from './en/today';
import enTrends from './en/trends';
import zhActs from './zh-CN/acts';
import zhAftersales from './zh-CN/aftersales';
import zhCommon from './zh-CN/common';
import zhEnums from './zh-CN/enums';
import zhEvidence from './zh-CN/evidence';
import zhFirstrun from './zh-CN/firstrun';
import zhLogistics from './zh-CN/logistics';
import zhOrders from './zh-CN/orders';
import zhPhones from './zh-CN/phones';
import zhPacking from './zh-CN/packing';
import zhPlatforms from './zh-CN/platforms';
import zhReviews from './zh-CN/reviews';
import zhSettings from './zh-CN/settings';
import zhShops from './zh-CN/shops';
import zhStamps from './zh-CN/stamps';
import zhStandard from './zh-CN/standard';
import zhToday from './zh-CN/today';
import zhTrends from './zh-CN/trends';

/** zh is the source: every other language must have its shape. */
export const zh = {
  common: zhCommon, enums: zhEnums, firstrun: zhFirstrun, today: zhToday, acts: zhActs, aftersales: zhAftersales, orders: zhOrders, packing: zhPacking, phones: zhPhones, platforms: zhPlatforms, evidence: zhEvidence,
  reviews: zhReviews, logistics: zhLogistics, trends: zhTrends, shops: zhShops, settings: zhSettings, stamps: zhStamps, standard: zhStandard,
};
/** Words is the shape of one language. */
export type Words = typeof zh;

const en: Words = {
  common: enCommon, enums: enEnums, firstrun: enFirstrun, today: enToday, acts: enActs, aftersales: enAftersales, orders: enOrders, packing: enPacking, phones: enPhones, platforms: enPlatforms, evidence: enEvidence,
  reviews: enReviews, logistics: enLogistics, trends: enTrends, shops: enShops, settings: enSettings, stamps: enStamps, standard: enStandard,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    // The first is the one without a prefix; the others are reached as "orders:title".
    defaultNS: ['common', 'stamps', 'enums', 'firstrun', 'today', 'acts', 'aftersales', 'orders', 'packing', 'phones', 'platforms', 'evidence', 'reviews', 'logistics', 'trends', 'shops', 'settings', 'standard'];
    resources: Words;
  }
}

/** languages that the window speaks, each in its own words. */
export const languages = { 'zh-CN': '中文', en: 'English' } as const;

void i18next.use(initReactI18next).init({
  resources: { 'zh-CN': zh, en },
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  defaultNS: 'common',
  ns: Object.keys(zh),
  interpolation: { escapeValue: false }, // React escapes; escaping twice would show entities
  returnNull: false,
  initAsync: false,
});

/** setLanguage changes every word of the window at once. */
export function setLanguage(lang: string): void {
  if (i18next.language !== lang) void i18next.changeLanguage(lang in languages ? lang : 'zh-CN');
}

/** EnumGroup is the name of a list of values in backend/domain, first letter small. */
export type EnumGroup = keyof Words['enums'];

/** labelOf is the word for an enum value; a value that we do not know shows itself. */
export function labelOf(group: EnumGroup, value: string): string {
  const key = value === '' ? 'none' : value;
  const name = `enums:${group}.${key}`;
  return i18next.exists(name) ? (i18next.t as (k: string) => string)(name) : value || '—';
}

/** useLabel gives labelOf, and renews the component when the language changes. */
export function useLabel(): (group: EnumGroup, value: string) => string {
  const { i18n } = useTranslation();
  const lang = i18n.language;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- a new function per language renews memoised users
  return useCallback((group: EnumGroup, value: string) => labelOf(group, value), [lang]);
}


/** wordOf looks up a key that is only known at run time; without an entry it is the fallback. */
export function wordOf(key: string, fallback: string): string {
  return i18next.exists(key) ? (i18next.t as (k: string) => string)(key) : fallback;
}

/** operatorText names who did something; Go writes "local" while the settings name nobody. */
export function operatorText(name: string): string {
  return name === '' || name === 'local' ? wordOf('common:value.noOperator', '—') : name;
}

export { useTranslation };
export default i18next;
