import type { EvidenceRow } from '@/bridge'
import { dayOf } from '@/lib/shopDays'

export type GroupBy = 'day' | 'order' | 'waybill' | 'none'

export interface Group {
  key: string // day, order id or waybill; "" = none of it
  rows: EvidenceRow[]
}

/** remoteOf is the platform's own id inside "<shop>.<remote>". */
export function remoteOf(id: string): string {
  const at = id.indexOf('.')
  return at < 0 ? id : id.slice(at + 1)
}

/** groupRows keeps the order of the rows; a group stands where its first file stood. */
export function groupRows(rows: EvidenceRow[], by: GroupBy, zone: string): Group[] {
  if (by === 'none') return rows.length > 0 ? [{ key: '', rows }] : []
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const key = keyOf(row, by, zone)
    const group = groups.get(key)
    if (group) group.rows.push(row)
    else groups.set(key, { key, rows: [row] })
  }
  return [...groups.values()]
}

function keyOf(row: EvidenceRow, by: GroupBy, zone: string): string {
  const link = row.links[0]
  if (by === 'day') return dayOf(row.item.addedAt, zone)
  if (by === 'order') return link?.orderId ?? ''
  return link?.waybill || row.item.codes[0] || ''
}

/** Shelf is one row of the virtual gallery: a heading or a line of tiles. */
export type Shelf = { kind: 'head'; group: Group } | { kind: 'tiles'; rows: EvidenceRow[]; from: number }

/** shelve lays groups out in lines of `columns` tiles; `from` is the index of a line's first tile. */
export function shelve(groups: Group[], columns: number, headed: boolean): Shelf[] {
  const out: Shelf[] = []
  let at = 0
  for (const group of groups) {
    if (headed) out.push({ kind: 'head', group })
    for (let i = 0; i < group.rows.length; i += columns) {
      const rows = group.rows.slice(i, i + columns)
      out.push({ kind: 'tiles', rows, from: at })
      at += rows.length
    }
  }
  return out
}
