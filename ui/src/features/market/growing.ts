// The candle that is forming, moved by every price that is pushed.
import type { Candle } from '@/charts/candles'

interface PricePoint {
  price: number
  /** Milliseconds since 1970. */
  at: number
}

/**
 * What follows the closed candles, oldest first: what the desk says of the open one, stretched by the
 * prices seen since. A candle that begins while one looks begins with its first price; one whose
 * begin nobody saw is not invented. While the desk says nothing, what was seen stays.
 */
export function grown(
  before: readonly Candle[],
  open: Candle | null,
  seen: PricePoint | null,
  stepMs: number,
): readonly Candle[] {
  if (open === null) return before
  const known = before.find(({ at }) => at === open.at)
  const current = known ? joined(open, known) : open
  if (seen === null) return [current]
  const bucket = Math.floor(seen.at / stepMs) * stepMs
  if (bucket === open.at) return [stretched(current, seen.price)]
  if (bucket !== open.at + stepMs) return [current]
  const next = before.find(({ at }) => at === bucket)
  return [current, next ? stretched(next, seen.price) : begun(bucket, seen.price)]
}

function joined(open: Candle, seen: Candle): Candle {
  return {
    ...open,
    high: Math.max(open.high, seen.high),
    low: Math.min(open.low, seen.low),
    close: seen.close,
  }
}

function stretched(candle: Candle, price: number): Candle {
  return {
    ...candle,
    high: Math.max(candle.high, price),
    low: Math.min(candle.low, price),
    close: price,
  }
}

function begun(at: number, price: number): Candle {
  return { at, open: price, high: price, low: price, close: price, volume: null }
}
