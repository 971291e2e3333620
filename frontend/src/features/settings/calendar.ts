// Working hours as the backend keeps them: "09:00-12:00,13:30-18:00", "" = closed.

const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)$/

/** minutesOf returns how many minutes the spans cover, or null when they are malformed, empty or overlap. */
export function minutesOf(spans: string): number | null {
  const text = spans.replace(/\s+/g, '').replace(/，/g, ',')
  if (text === '') return 0
  let total = 0
  let last = -1
  for (const span of text.split(',')) {
    if (!SPAN.test(span)) return null
    const [a = '', b = ''] = span.split('-')
    const from = clock(a)
    const to = clock(b)
    if (to <= from || from < last) return null
    total += to - from
    last = to
  }
  return total
}

/** tidySpans removes blanks and full-width commas, so that what is stored is plain. */
export function tidySpans(spans: string): string {
  return spans.replace(/\s+/g, '').replace(/，/g, ',').replace(/：/g, ':').replace(/[—–～~]/g, '-')
}

function clock(text: string): number {
  const [h = '0', m = '0'] = text.split(':')
  return Number(h) * 60 + Number(m)
}

/** weekHours sums a week, one decimal at most. */
export function weekHours(week: Record<string, string>): number {
  const minutes = WEEK.reduce((sum, day) => sum + (minutesOf(week[day] ?? '') ?? 0), 0)
  return Math.round(minutes / 6) / 10
}

export const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
