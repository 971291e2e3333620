// Making an Intl formatter costs more than using it a hundred times, and lists
// format thousands of cells; so each one is made once and kept.
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

/** dateFormat is the shared formatter of a language, zone and shape; `shape` names the options. */
export function dateFormat(shape: string, lang: string, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${shape}|${lang}|${zone ?? ''}`;
  let f = dates.get(key);
  if (!f) {
    f = new Intl.DateTimeFormat(lang, { ...options, timeZone: zone || undefined });
    dates.set(key, f);
  }
  return f;
}

/** numberFormat is the shared formatter of a language and shape. */
export function numberFormat(shape: string, lang: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${shape}|${lang}`;
  let f = numbers.get(key);
  if (!f) {
    f = new Intl.NumberFormat(lang, options);
    numbers.set(key, f);
  }
  return f;
}
