import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, useBoot } from '@/bridge';
import type { BootInfo, Settings } from '@/bridge';

/** Prefs are the settings that the frame itself obeys. */
export type Prefs = Pick<Settings, 'language' | 'theme' | 'compact' | 'zone'>;

const key = 'ad.prefs';
const fallback: Prefs = { language: 'zh-CN', theme: 'system', compact: false, zone: 'Asia/Shanghai' };

// The last look is remembered here so that the first paint is already right.
function remembered(): Prefs {
  try {
    return { ...fallback, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Prefs>) };
  } catch {
    return fallback;
  }
}

/** usePrefs reads the look from the settings; before they are here, from the last time. */
export function usePrefs(): Prefs {
  const s = useBoot().data?.settings;
  if (!s) return remembered();
  const p: Prefs = { language: s.language || 'zh-CN', theme: s.theme || 'system', compact: s.compact, zone: s.zone || 'Asia/Shanghai' };
  try {
    localStorage.setItem(key, JSON.stringify(p));
  } catch {
    // no storage: the next start begins with the defaults
  }
  return p;
}

/** useSetPrefs changes the look at once and keeps it in the settings. */
export function useSetPrefs(): (patch: Partial<Prefs>) => void {
  const client = useQueryClient();
  return useCallback(
    (patch) => {
      client.setQueryData<BootInfo>(['shell', 'boot'], (b) => (b ? { ...b, settings: { ...b.settings, ...patch } } : b));
      void api.settings
        .get()
        .then((s) => api.settings.put({ ...s, ...patch }))
        .then((s) => client.setQueryData(['settings', 'get'], s))
        .catch(() => client.invalidateQueries({ queryKey: ['shell', 'boot'] }));
    },
    [client],
  );
}
