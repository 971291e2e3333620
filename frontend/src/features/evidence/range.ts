import { addDays, isDay } from '@/lib/shopDays';
import { startOfDay } from '@/lib/time';

/** dayRange is a day as a query takes it: from inclusive, to exclusive. */
export function dayRange(day: string, zone: string): { from?: number; to?: number } {
  if (!isDay(day)) return {};
  return { from: startOfDay(day, zone), to: startOfDay(addDays(day, 1), zone) };
}
