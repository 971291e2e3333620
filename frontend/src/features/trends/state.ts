import type { TrendFilter, TrendQuery } from '@/bridge'
import { addDays, before, isDay } from '@/lib/shopDays'

// What the person chose, kept in the URL so that a view can be saved, shared
// and gone back to. Metric and dims are ids of the backend's registry.

export interface TrendState {
  metric: string
  from: string
  to: string
  dims: string[] // one or two
  filters: TrendFilter[]
  compare: boolean
  chart: boolean
}

export const DIMS = ['day', 'week', 'month', 'shop', 'session', 'host', 'product', 'sku', 'size', 'category', 'reason', 'carrier', 'province', 'channel']
export const TIME_DIMS = ['day', 'week', 'month']
export const FILTER_DIMS = DIMS.filter((d) => !TIME_DIMS.includes(d) && d !== 'shop')

/** SERIES is how many lines the chart draws before it gets unreadable. */
export const SERIES = 5

export function readState(params: URLSearchParams, today: string): TrendState {
  const to = params.get('to')
  const from = params.get('from')
  const end = isDay(to) ? to : today
  const start = isDay(from) && from <= end && from >= '2015-01-01' ? from : addDays(end, -29)
  const dims = (params.get('by') ?? 'host').split(',').filter((d, i, all) => DIMS.includes(d) && all.indexOf(d) === i)
  const filters: TrendFilter[] = []
  for (const text of params.getAll('f')) {
    const at = text.indexOf(':')
    const dim = text.slice(0, at)
    const values = text.slice(at + 1).split('|').map(unescape)
    if (DIMS.includes(dim) && values.length > 0) filters.push({ dim, values })
  }
  return {
    metric: params.get('metric') ?? 'favourable_rate',
    from: start,
    to: end,
    dims: dims.length > 0 ? dims.slice(0, 2) : ['host'],
    filters,
    compare: params.get('compare') === '1',
    chart: params.get('chart') !== '0',
  }
}

export function writeState(s: TrendState, params: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams(params)
  for (const key of ['metric', 'from', 'to', 'by', 'f', 'compare', 'chart']) out.delete(key)
  out.set('metric', s.metric)
  out.set('from', s.from)
  out.set('to', s.to)
  out.set('by', s.dims.join(','))
  for (const f of s.filters) out.append('f', `${f.dim}:${f.values.map(escape).join('|')}`)
  if (s.compare) out.set('compare', '1')
  if (!s.chart) out.set('chart', '0')
  return out
}

// A value may itself hold the separator.
const escape = (v: string) => v.replace(/%/g, '%25').replace(/\|/g, '%7C')
const unescape = (v: string) => v.replace(/%7C/g, '|').replace(/%25/g, '%')

/** tableQuery is the query of the table below the chart. */
export function tableQuery(s: TrendState, shopIds: string[]): TrendQuery {
  return { metrics: [s.metric], from: s.from, to: s.to, dims: s.dims, filters: s.filters, shopIds, limit: 200 }
}

/** firstSlice is the dimension that splits the chart into lines, or "" for one line. */
export function firstSlice(s: TrendState): string {
  return s.dims.find((d) => !TIME_DIMS.includes(d)) ?? ''
}

/** dayQuery is one line over days, for the whole or for the named keys of the first slice. */
export function dayQuery(s: TrendState, shopIds: string[], keys: string[] | null): TrendQuery {
  const slice = firstSlice(s)
  const split = keys !== null && slice !== ''
  return {
    metrics: [s.metric],
    from: s.from,
    to: s.to,
    dims: split ? ['day', slice] : ['day'],
    filters: split ? mergeFilter(s.filters, slice, keys) : s.filters,
    shopIds,
    limit: 5000,
  }
}

/** mergeFilter narrows filters to keys of a dimension; an existing filter on it is intersected. */
export function mergeFilter(filters: TrendFilter[], dim: string, keys: string[]): TrendFilter[] {
  const had = filters.find((f) => f.dim === dim)
  const values = had ? keys.filter((k) => had.values.includes(k)) : keys
  return [...filters.filter((f) => f.dim !== dim), { dim, values }]
}

/** previous is the same question over the period of the same length just before. */
export function previous(q: TrendQuery): TrendQuery {
  return { ...q, ...before(q.from, q.to) }
}
