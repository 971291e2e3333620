import type { SheetField, SheetLook, SheetMapping } from '@/bridge'

// The import wizard's judgement over a mapping, apart from its looks.

export type Sure = 'sure' | 'likely' | 'guess' | 'manual' | 'unmapped'

/** sureOf says how far a field's column can be trusted. */
export function sureOf(field: string, look: SheetLook, mapping: SheetMapping, touched: ReadonlySet<string>): Sure {
  if (!mapping.columns[field]) return 'unmapped'
  if (touched.has(field)) return 'manual'
  const score = look.scores[field] ?? 0
  if (score >= 0.95) return 'sure'
  return score >= 0.75 ? 'likely' : 'guess'
}

/** missingFields lists required fields without a column of this file. */
export function missingFields(look: SheetLook, mapping: SheetMapping): string[] {
  return look.fields.filter((f) => f.required && !look.header.includes(mapping.columns[f.name] ?? '')).map((f) => f.name)
}

/** usedTwice lists columns that feed more than one field. */
export function usedTwice(mapping: SheetMapping): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const column of Object.values(mapping.columns)) {
    if (!column) continue
    if (seen.has(column)) twice.add(column)
    seen.add(column)
  }
  return [...twice]
}

/** unusedColumns lists columns that feed nothing. */
export function unusedColumns(look: SheetLook, mapping: SheetMapping): string[] {
  const used = new Set(Object.values(mapping.columns))
  return look.header.filter((h) => h !== '' && !used.has(h))
}

/** exampleOf is the first non-empty sample value of a column. */
export function exampleOf(look: SheetLook, column: string | undefined): string {
  if (!column) return ''
  const at = look.header.indexOf(column)
  if (at < 0) return ''
  for (const row of look.sample) {
    const cell = row[at]
    if (cell) return cell
  }
  return ''
}

/** applySaved keeps only the columns of a saved mapping that this file has. */
export function applySaved(look: SheetLook, saved: SheetMapping): SheetMapping {
  const columns: Record<string, string> = {}
  for (const [field, column] of Object.entries(saved.columns)) if (look.header.includes(column)) columns[field] = column
  return { ...saved, columns, name: saved.preset ? '' : saved.name, preset: false }
}

/** fieldOrder shows required fields first, then those with a column, then the rest. */
export function fieldOrder(fields: SheetField[], mapping: SheetMapping): SheetField[] {
  const rank = (f: SheetField) => (f.required ? 0 : mapping.columns[f.name] ? 1 : 2)
  return [...fields].sort((a, b) => rank(a) - rank(b))
}
