// Turns recorded moments into what a chart can draw.
import { epochMs } from '@/format/time'
import type { CurvePoint } from './curves'

/** Points in rising time, one a second (the last of it wins); what has no time is left out, what is no number unknown. */
export function chartPoints<Row extends { time: string }>(
  rows: readonly Row[],
  worth: (row: Row) => number | null,
): CurvePoint[] {
  const bySecond = new Map<number, number | null>()
  for (const row of rows) {
    const at = epochMs(row.time)
    const value = worth(row)
    if (at === null) continue
    bySecond.set(
      Math.floor(at / 1000) * 1000,
      value !== null && Number.isFinite(value) ? value : null,
    )
  }
  return [...bySecond].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value }))
}
