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

export interface Scale {
  min: number
  max: number
  step: number // between two lines of the grid
}

const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2]

/** scaleOf picks the axis: counts and low rates start at zero; a rate that stays high gets its own
 * floor, so that 97 and 98 per cent can be told apart. Both ends are multiples of the step. */
export function scaleOf(lines: Line[], target?: number): Scale {
  const seen: number[] = []
  for (const line of lines) for (const p of line.points) if (p.value !== null) seen.push(p.value)
  if (target !== undefined) seen.push(target)
  if (seen.length === 0) return { min: 0, max: 1, step: 0.2 }
  const low = Math.min(...seen)
  const high = Math.max(...seen)
  const floor = low > 0.7 ? low : 0
  const top = low > 0.7 ? 1 : Math.max(high * 1.05, 0.02)
  const step = STEPS.find((x) => (top - floor) / x <= 5) ?? 0.2
  const whole = (v: number) => Math.round(v * 1000) / 1000 // 0.1 + 0.2 is not 0.3
  const min = whole(Math.floor(floor / step + 1e-9) * step)
  return { min: low > 0.7 && min === low ? whole(Math.max(0, min - step)) : min, max: Math.min(1, whole(Math.ceil(top / step - 1e-9) * step)), step }
}

/** EndLabel is the name of a line at the right edge, `y` px from the top. */
export interface EndLabel {
  text: string
  y: number
  line: number
}

/** endLabels puts each line's name beside its last point and moves names apart that would cover each other; `gap` is a line of text in px. */
export function endLabels(lines: { label: string; points: Point[] }[], scale: Scale, top: number, bottom: number, gap = 16): EndLabel[] {
  const span = scale.max - scale.min || 1
  const out: EndLabel[] = []
  lines.forEach((l, line) => {
    const last = [...l.points].reverse().find((p) => p.value !== null)
    if (last?.value === null || last?.value === undefined || l.label === '') return
    const share = Math.min(1, Math.max(0, (last.value - scale.min) / span))
    out.push({ text: l.label, line, y: bottom - share * (bottom - top) })
  })
  out.sort((a, b) => a.y - b.y || a.line - b.line)
  for (let i = 1; i < out.length; i++) {
    const [above, me] = [out[i - 1], out[i]]
    if (above && me) me.y = Math.max(me.y, above.y + gap)
  }
  for (let i = out.length - 1; i >= 0; i--) {
    const [me, below] = [out[i], out[i + 1]]
    if (me) me.y = Math.min(me.y, below ? below.y - gap : bottom)
  }
  return out
}

/** percent writes a share of one with its decimals. */
export function percent(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)}%`
}

/** pointsApart is the difference in percentage points with a sign, one decimal. */
export function pointsApart(now: number, then: number): string {
  const d = Math.round((now - then) * 1000) / 10
  return d > 0 ? `+${d.toFixed(1)}` : d < 0 ? `−${Math.abs(d).toFixed(1)}` : '0.0'
}
