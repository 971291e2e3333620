import type { MetricInfo, TrendRow } from '@/bridge'
import { addDays } from '@/lib/shopDays'

// The chart's numbers, apart from echarts so that they can be tested.

export interface Point {
  day: string
  value: number | null // null: no base that day; never drawn as 0
  low: number | null
  high: number | null
  num: number
  den: number
  immature: boolean
}

export interface Line {
  key: string // "" = the whole
  label: string
  points: Point[]
  total: number // base over all days, for the order of lines
}

const empty = (day: string): Point => ({ day, value: null, low: null, high: null, num: 0, den: 0, immature: false })

/** linesOf turns rows sliced by day (and maybe one more dimension) into lines over all days. */
export function linesOf(rows: TrendRow[], days: string[], whole: string): Line[] {
  const byKey = new Map<string, { label: string; at: Map<string, Point> }>()
  for (const row of rows) {
    const [day = '', key = ''] = row.keys
    const v = row.values[0]
    if (!v) continue
    let line = byKey.get(key)
    if (!line) {
      line = { label: row.keys.length > 1 ? (row.labels[1] ?? '') : whole, at: new Map() }
      byKey.set(key, line)
    }
    line.at.set(day, {
      day, value: v.known ? v.value : null, low: v.known ? v.low : null, high: v.known ? v.high : null,
      num: v.num, den: v.den, immature: v.immature,
    })
  }
  const lines = [...byKey].map(([key, { label, at }]) => {
    const points = days.map((day) => at.get(day) ?? empty(day))
    return { key, label, points, total: points.reduce((n, p) => n + p.den, 0) }
  })
  return lines.sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
}

/** immatureFrom is the first day whose cohort is younger than the metric's maturity, or "". */
export function immatureFrom(info: MetricInfo | undefined, days: string[], today: string): string {
  if (!info || info.matureDays <= 0) return ''
  const edge = addDays(today, -info.matureDays + 1)
  const last = days[days.length - 1]
  if (last === undefined || last < edge) return ''
  return days.find((d) => d >= edge) ?? ''
}

/** scaleOf picks the axis: counts and low rates start at zero; a rate that stays high gets its own
 * floor, so that 97 and 98 per cent can be told apart. */
export function scaleOf(lines: Line[], target?: number): { min: number; max: number } {
  const seen: number[] = []
  for (const line of lines) for (const p of line.points) if (p.value !== null) seen.push(p.value)
  if (target !== undefined) seen.push(target)
  if (seen.length === 0) return { min: 0, max: 1 }
  const low = Math.min(...seen)
  const high = Math.max(...seen)
  if (low > 0.7) return { min: Math.max(0, Math.floor(low * 20 - 0.5) / 20), max: 1 }
  const top = Math.min(1, Math.ceil(high * 1.15 * 20) / 20)
  return { min: 0, max: Math.max(top, 0.05) }
}

/** rateDigits says how many decimals tell neighbouring values apart. */
export function percent(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)}%`
}

/** pointsApart is the difference in percentage points with a sign, one decimal. */
export function pointsApart(now: number, then: number): string {
  const d = Math.round((now - then) * 1000) / 10
  return d > 0 ? `+${d.toFixed(1)}` : d < 0 ? `−${Math.abs(d).toFixed(1)}` : '0.0'
}
