import type { Review } from '@/bridge'

export const STEPS = ['detected', 'owner', 'contacted', 'cause', 'remedy', 'outcome'] as const
export type Step = (typeof STEPS)[number]

export const PROOFS = ['rating_changed', 'follow_up', 'settled'] as const

export const isStep = (text: string): text is Step => (STEPS as readonly string[]).includes(text)

/** neighbour is the step to the left (-1) or right (+1), or null at the edge. */
export function neighbour(step: Step, by: -1 | 1): Step | null {
  return STEPS[STEPS.indexOf(step) + by] ?? null
}

/** asks says what a person must give before a card may enter a step. */
export function asks(step: Step, review: Review): { owner: boolean; proof: boolean } {
  return { owner: step !== 'detected' && review.owner === '', proof: step === 'outcome' }
}

/** proofOk reports whether what is stored bears a proof out; a settlement is known to the platform alone. */
export function proofOk(proof: string, review: Review): boolean {
  if (proof === 'rating_changed') return review.firstRating > 0 && review.rating > review.firstRating
  if (proof === 'follow_up') return review.followAt > 0
  return proof === 'settled' || proof === ''
}

export interface Place {
  column: number
  row: number
}

/** walk moves the focus over columns of unequal length; empty columns are skipped. */
export function walk(at: Place, key: string, lengths: number[]): Place {
  const clamp = (column: number, row: number): Place => ({ column, row: Math.max(0, Math.min(row, (lengths[column] ?? 1) - 1)) })
  if (key === 'ArrowDown') return clamp(at.column, at.row + 1)
  if (key === 'ArrowUp') return clamp(at.column, at.row - 1)
  const by = key === 'ArrowRight' ? 1 : -1
  for (let c = at.column + by; c >= 0 && c < lengths.length; c += by) if ((lengths[c] ?? 0) > 0) return clamp(c, at.row)
  return at
}
