// The palette. Amber and red say time, green says done or verified, indigo is
// where a person can act; everything else is grey. Dark is a palette of its own.

/** Palette is every colour of one theme. */
export interface Palette {
  bg: string; surface: string; sunken: string; hover: string; selected: string;
  line: string; lineStrong: string;
  text: string; text2: string; text3: string;
  accent: string; accentSolid: string; accentSoft: string;
  amber: string; amberSoft: string; red: string; redSoft: string; green: string; greenSoft: string;
  shadow: string;
}

/** light is the day palette; every text colour has at least 4.5:1 on surface and bg. */
export const light: Palette = {
  bg: '#fafafb', surface: '#ffffff', sunken: '#f3f3f6', hover: '#f5f5f8', selected: '#eeeffe',
  line: '#e6e6eb', lineStrong: '#cfcfd8',
  text: '#1a1a21', text2: '#4d4d58', text3: '#6a6a76',
  accent: '#4a44d4', accentSolid: '#4f46e5', accentSoft: '#eeeffe',
  amber: '#a3560a', amberSoft: '#fdf1df', red: '#c2211f', redSoft: '#fdecea', green: '#177a3d', greenSoft: '#e7f6ec',
  shadow: '0 8px 28px rgba(20, 20, 40, 0.14), 0 1px 4px rgba(20, 20, 40, 0.08)',
};

/** dark is the night palette. */
export const dark: Palette = {
  bg: '#131317', surface: '#19191f', sunken: '#101014', hover: '#212129', selected: '#26264a',
  line: '#2b2b35', lineStrong: '#41414f',
  text: '#ededf2', text2: '#b7b7c3', text3: '#9595a3',
  accent: '#a3a5ff', accentSolid: '#6461e8', accentSoft: '#26264a',
  amber: '#f0b056', amberSoft: '#38290f', red: '#ff8a80', redSoft: '#3d1b1b', green: '#62cf8f', greenSoft: '#143022',
  shadow: '0 10px 32px rgba(0, 0, 0, 0.55), 0 1px 4px rgba(0, 0, 0, 0.4)',
};

/** sizes of text: small, body, lead, title, figure. */
export const fontSize = { small: 12, body: 13, lead: 15, title: 20, figure: 28 } as const;

/** fontFamily is the system's own Chinese and Latin face. */
export const fontFamily =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif';
/** monoFamily is for ids. */
export const monoFamily = 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace';

/** rowHeight of lists, comfortable and compact. */
export const rowHeight = { normal: 36, compact: 30 } as const;

/** cssVars turns a palette into custom properties for the style sheet. */
export function cssVars(p: Palette): Record<string, string> {
  return Object.fromEntries(Object.entries(p).map(([k, v]) => [`--ad-${k.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, v as string]));
}
