// Five-field cron expressions in words, and a check of what a person types.
// The backend has the last word on validity; this only saves a round trip.

export type CronWords = {
  key: 'everyMin' | 'everyHour' | 'everyHours' | 'daily' | 'weekly' | 'monthly' | 'minuteOf' | 'raw'
  n?: number
  m?: string
  list?: string[]
  times?: string[]
  days?: string[]
  day?: string
  from?: number
  to?: number
}

const LIMITS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

const NAMES: Record<string, string> = {
  sun: '0', mon: '1', tue: '2', wed: '3', thu: '4', fri: '5', sat: '6',
  jan: '1', feb: '2', mar: '3', apr: '4', may: '5', jun: '6', jul: '7', aug: '8', sep: '9', oct: '10', nov: '11', dec: '12',
}

function number(text: string): number | null {
  const plain = NAMES[text.toLowerCase()] ?? text
  return /^\d+$/.test(plain) ? Number(plain) : null
}

function partOk(part: string, low: number, high: number): boolean {
  const [range = '', step, extra] = part.split('/')
  if (extra !== undefined || (step !== undefined && !(Number(step) > 0 && /^\d+$/.test(step)))) return false
  if (range === '*' || range === '?') return true
  const [a = '', b, more] = range.split('-')
  if (more !== undefined) return false
  const from = number(a)
  const to = b === undefined ? from : number(b)
  return from !== null && to !== null && from >= low && to <= high && from <= to
}

/** cronOk reports whether spec has five fields within their limits. */
export function cronOk(spec: string): boolean {
  const fields = spec.trim().split(/\s+/)
  return (
    fields.length === 5 &&
    fields.every((field, i) => {
      const [low, high] = LIMITS[i] ?? [0, 0]
      return field.split(',').every((part) => partOk(part, low, high))
    })
  )
}

function list(field: string): string[] | null {
  const out: string[] = []
  for (const part of field.split(',')) {
    if (part.includes('/')) return null
    const [a = '', b] = part.split('-')
    const from = number(a)
    const to = b === undefined ? from : number(b)
    if (from === null || to === null || to < from) return null
    for (let n = from; n <= to; n++) out.push(String(n))
  }
  return out
}

const two = (n: string | number) => String(n).padStart(2, '0')

/** cronWords reads spec into the pieces of a sentence; unusual ones stay raw. */
export function cronWords(spec: string): CronWords {
  const raw: CronWords = { key: 'raw' }
  if (!cronOk(spec)) return raw
  const [min = '', hour = '', dom = '', month = '', dow = ''] = spec.trim().split(/\s+/)
  if (month !== '*') return raw
  const everyDay = dom === '*' && dow === '*'
  const step = /^\*\/(\d+)$/.exec(min)
  const span = /^(\d+)-(\d+)$/.exec(hour)
  const range = span ? { from: Number(span[1]), to: Number(span[2]) } : {}
  if ((step || min === '*') && everyDay && (hour === '*' || span)) {
    return { key: 'everyMin', n: step ? Number(step[1]) : 1, ...range }
  }
  const minutes = list(min)
  if (!minutes) return raw
  const one = minutes.length === 1 ? (minutes[0] ?? '0') : null
  if (everyDay && (hour === '*' || span)) {
    return one !== null ? { key: 'everyHour', m: two(one), ...range } : { key: 'minuteOf', list: minutes.map(two), ...range }
  }
  const hourStep = /^\*\/(\d+)$/.exec(hour)
  if (everyDay && hourStep && one !== null) return { key: 'everyHours', n: Number(hourStep[1]), m: two(one) }
  const hours = list(hour)
  if (!hours || one === null) return raw
  const times = hours.map((h) => `${two(h)}:${two(one)}`)
  if (everyDay) return { key: 'daily', times }
  if (dom === '*') {
    const days = list(dow)
    return days ? { key: 'weekly', days, times } : raw
  }
  if (dow === '*' && number(dom) !== null) return { key: 'monthly', day: dom, times }
  return raw
}
