import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** UrlState reads and writes filters in the address, so that a view can be saved, sent and gone back to. */
export interface UrlState {
  get: (name: string) => string;
  list: (name: string) => string[];
  set: (patch: Record<string, string | string[] | undefined>, o?: { push?: boolean }) => void;
  text: string;
  replaceAll: (query: string) => void;
}

/** useUrlState gives the filters of the present screen. Lists are comma-separated. */
export function useUrlState(): UrlState {
  const [params, setParams] = useSearchParams();
  const set = useCallback<UrlState['set']>(
    (patch, o) => {
      setParams(
        (prev) => {
          const next = new URLSearchParams(prev);
          for (const [k, v] of Object.entries(patch)) {
            const s = Array.isArray(v) ? v.join(',') : v;
            if (s) next.set(k, s);
            else next.delete(k);
          }
          return next;
        },
        { replace: !o?.push },
      );
    },
    [setParams],
  );
  return useMemo(
    () => ({
      get: (n: string) => params.get(n) ?? '',
      list: (n: string) => (params.get(n) ?? '').split(',').filter(Boolean),
      set,
      text: params.toString(),
      replaceAll: (query: string) => setParams(new URLSearchParams(query), { replace: false }),
    }),
    [params, set, setParams],
  );
}
