import { dateFormat } from './formats';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** parts splits a duration into days, hours, minutes and seconds, rounded down. */
export function parts(ms: number): { d: number; h: number; m: number; s: number } {
  const v = Math.max(0, Math.floor(ms / 1000));
  return { d: Math.floor(v / 86400), h: Math.floor((v % 86400) / 3600), m: Math.floor((v % 3600) / 60), s: v % 60 };
}

/** spanText says a duration with its two largest units: 2 小时 14 分. */
export function spanText(ms: number, lang: string, seconds = false): string {
  const { d, h, m, s } = parts(ms);
  const zh = lang.startsWith('zh');
  const word = (n: number, z: string, e: string) => (zh ? `${n} ${z}` : `${n} ${e}`);
  if (d > 0) return h > 0 ? `${word(d, '天', 'd')} ${word(h, '小时', 'h')}` : word(d, '天', 'd');
  if (h > 0) return m > 0 ? `${word(h, '小时', 'h')} ${word(m, '分', 'min')}` : word(h, '小时', 'h');
  if (seconds) return m > 0 ? `${word(m, '分', 'min')} ${word(s, '秒', 's')}` : word(s, '秒', 's');
  return m > 0 ? word(m, '分钟', 'min') : zh ? '不到 1 分钟' : 'under 1 min';
}

/** absoluteText is the full moment in a zone with the zone's name: 2026-11-22 11:55:00 GMT+8. Intl alone would put the zone between day and hour in Chinese. */
export function absoluteText(at: number, lang: string, zone?: string): string {
  const p = dateFormat('absolute', lang, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' }).formatToParts(at);
  const get = (t: string) => p.find((x) => x.type === t)?.value ?? '';
  return `${dayText(at, zone)} ${get('hour')}:${get('minute')}:${get('second')} ${get('timeZoneName')}`;
}

/** clockText is hours and minutes of the moment in a zone. */
export function clockText(at: number, lang: string, zone?: string): string {
  return dateFormat('clock', lang, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** dayText is the moment's calendar day in a zone as YYYY-MM-DD. */
export function dayText(at: number, zone?: string): string {
  const p = dateFormat('day', 'en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const get = (t: string) => p.find((x) => x.type === t)?.value ?? '';
  return `${get('year')}-${get('month')}-${get('day')}`;
}

/** relativeText is near: 3 分钟前, 昨天 14:02, 11-20 09:15; the year only when it is another. */
export function relativeText(at: number, now: number, lang: string, zone?: string): string {
  const zh = lang.startsWith('zh');
  const gap = now - at;
  if (Math.abs(gap) < minute) return zh ? '刚刚' : 'just now';
  if (gap > 0 && gap < hour) return zh ? `${Math.floor(gap / minute)} 分钟前` : `${Math.floor(gap / minute)} min ago`;
  if (gap < 0 && gap > -hour) return zh ? `${Math.ceil(-gap / minute)} 分钟后` : `in ${Math.ceil(-gap / minute)} min`;
  const clock = clockText(at, lang, zone);
  const d = dayText(at, zone);
  if (d === dayText(now, zone)) return zh ? `今天 ${clock}` : `today ${clock}`;
  if (d === dayText(now - day, zone)) return zh ? `昨天 ${clock}` : `yesterday ${clock}`;
  if (d === dayText(now + day, zone)) return zh ? `明天 ${clock}` : `tomorrow ${clock}`;
  if (d.slice(0, 4) === dayText(now, zone).slice(0, 4)) return `${d.slice(5)} ${clock}`;
  return `${d} ${clock}`;
}

/** startOfDay is the first moment of a YYYY-MM-DD day in a zone. */
export function startOfDay(day: string, zone?: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const offset = (at: number) => {
    const p = new Intl.DateTimeFormat('en-US', {
      timeZone: zone || undefined, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    }).formatToParts(at);
    const n = (type: string) => Number(p.find((x) => x.type === type)?.value ?? 0);
    return Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second')) - at;
  };
  const first = utc - offset(utc);
  return utc - offset(first); // again, for the days on which a zone changes its offset
}
