import { useMemo } from 'react';
import { useSettings } from './queries';

/** SavedViewsOf is the saved views of one screen and how to change them. */
export interface SavedViewsOf {
  views: { name: string; query: string }[];
  save: (name: string, query: string) => Promise<unknown>;
  remove: (name: string) => Promise<unknown>;
}

/** useSavedViews keeps named filters of a screen in Settings.savedViews under "screen/name". */
export function useSavedViews(screen: string): SavedViewsOf {
  const { settings, save } = useSettings();
  const all = settings?.savedViews;
  const views = useMemo(
    () => Object.entries(all ?? {}).filter(([k]) => k.startsWith(`${screen}/`)).map(([k, query]) => ({ name: k.slice(screen.length + 1), query })),
    [all, screen],
  );
  return {
    views,
    save: (name, query) => save({ savedViews: { ...all, [`${screen}/${name}`]: query } }),
    remove: (name) => save({ savedViews: Object.fromEntries(Object.entries(all ?? {}).filter(([k]) => k !== `${screen}/${name}`)) }),
  };
}
