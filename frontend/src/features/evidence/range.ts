import { addDays, isDay } from '@/lib/shopDays';

/** zoneOffset is how far a zone is ahead of UTC at a moment, in ms. */
function zoneOffset(at: number, zone: string): number {
  const p = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at);
  const get = (type: string) => Number(p.find((x) => x.type === type)?.value ?? 0);
  return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second')) - Math.floor(at / 1000) * 1000;
}

/** dayStart is the first moment of a calendar day in a zone; a second look settles days when clocks change. */
export function dayStart(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const guess = utc - zoneOffset(utc, zone);
  return utc - zoneOffset(guess, zone);
}

/** dayRange is a day as a query takes it: from inclusive, to exclusive. */
export function dayRange(day: string, zone: string): { from?: number; to?: number } {
  if (!isDay(day)) return {};
  return { from: dayStart(day, zone), to: dayStart(addDays(day, 1), zone) };
}
