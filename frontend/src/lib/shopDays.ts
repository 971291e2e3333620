import { dayText } from './time'

// Shop days are YYYY-MM-DD texts; they sort and compare as text.

const DAY = 86_400_000

/** addDays moves a day; the arithmetic is on calendar days, so no zone is involved. */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10)
}

/** daysBetween counts from..to inclusive; 0 when they are in the wrong order. */
export function daysBetween(from: string, to: string): number {
  const n = Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY) + 1
  return Number.isFinite(n) && n > 0 ? n : 0
}

/** eachDay lists from..to inclusive, at most 1,000 days. */
export function eachDay(from: string, to: string): string[] {
  const n = Math.min(daysBetween(from, to), 1000)
  return Array.from({ length: n }, (_, i) => addDays(from, i))
}

/** dayOf is the calendar day of a moment in a zone. */
export function dayOf(ms: number, zone: string): string {
  return dayText(ms, zone)
}

/** before is the range of the same length that ends the day before from. */
export function before(from: string, to: string): { from: string; to: string } {
  const n = daysBetween(from, to)
  return { from: addDays(from, -n), to: addDays(from, -1) }
}

/** isDay accepts only real calendar days. */
export function isDay(text: string | null | undefined): text is string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const t = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(t) && new Date(t).toISOString().slice(0, 10) === text
}
