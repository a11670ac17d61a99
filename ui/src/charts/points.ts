// Turns a recorded curve into what a chart can draw.
import { epochMs } from '@/format/time'
import type { ChartPoint } from './EquityChart'

/** Points in rising time, one a second (the last of it wins); what is no time or number is left out. */
export function chartPoints(curve: readonly { time: string; equity: string }[]): ChartPoint[] {
  const bySecond = new Map<number, number>()
  for (const { time, equity } of curve) {
    const at = epochMs(time)
    const value = Number(equity)
    if (at !== null && Number.isFinite(value)) bySecond.set(Math.floor(at / 1000) * 1000, value)
  }
  return [...bySecond].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value }))
}
