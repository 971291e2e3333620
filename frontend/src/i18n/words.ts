import { useCallback } from 'react';
import i18next, { useTranslation } from './index';
import type { Words } from './index';

/** Say gives the words at `group` for a value that comes as data (a check's id, a reason code); a value
 * that has no words yet shows `other`, or itself. */
export type Say = (group: string, value: string, o?: { other?: string; params?: Record<string, unknown> }) => string;

/** sayOf reads such words outside of React. A dot in a value would be a path, so it counts as "_". */
export function sayOf(ns: keyof Words, group: string, value: string, o: { other?: string; params?: Record<string, unknown> } = {}): string {
  const name = `${ns}:${group}.${value.replace(/[.:]/g, '_')}`;
  if (value === '' || !i18next.exists(name)) return o.other ?? (value || '—');
  return (i18next.t as unknown as (k: string, p?: Record<string, unknown>) => string)(name, o.params);
}

/** useSay is sayOf for one part of the window, renewed when the language changes. */
export function useSay(ns: keyof Words): Say {
  const { i18n } = useTranslation();
  const lang = i18n.language;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- a new function per language renews memoised users
  return useCallback<Say>((group, value, o) => sayOf(ns, group, value, o), [ns, lang]);
}
