// Which column a leaderboard is sorted by; the desk's own ranking is by final equity.
import type { Shapes } from '@/api/client'

export type Row = Shapes['ArenaRow'] & { rank: number }

export type Figure = (row: Row) => number | string | null

export interface Sorting {
  title: string
  isDescending: boolean
}

/** The rows by `figure`; what is unknown comes last either way, equals keep their rank. */
export function sorted(rows: readonly Row[], figure: Figure, isDescending: boolean): Row[] {
  const sign = isDescending ? -1 : 1
  return [...rows].sort((one, other) => {
    const [a, b] = [figure(one), figure(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * compare(a, b) || one.rank - other.rank
  })
}

/** A decimal string for sorting alone. */
export function sortable(amount: string | null): number | null {
  return amount === null ? null : Number(amount)
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b))
}
