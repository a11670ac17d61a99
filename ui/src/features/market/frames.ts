// The lengths of candles.
import type { Shapes } from '@/api/client'
import { preference } from '@/design/preferences'

export type Frame = Shapes['ChartFrame']

const MINUTE = 60_000

export const FRAME_MS: Record<Frame, number> = {
  '1m': MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '1h': 60 * MINUTE,
  '4h': 240 * MINUTE,
  '1d': 1440 * MINUTE,
}

/** The length that was chosen last. */
export const frame = preference<Frame>('tradewind.chart.frame', [
  '15m',
  '1m',
  '5m',
  '1h',
  '4h',
  '1d',
])

/** `wanted` where there are such candles, else the one nearest to it in length. */
export function offered(wanted: Frame, frames: readonly Frame[]): Frame {
  const far = (one: Frame) => Math.abs(Math.log(FRAME_MS[one] / FRAME_MS[wanted]))
  return [...frames].sort((a, b) => far(a) - far(b))[0] ?? wanted
}
