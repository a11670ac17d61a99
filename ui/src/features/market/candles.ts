// Candles as the desk lists them, and as they are drawn.

export interface Candle {
  /** When it opened, milliseconds since 1970. */
  at: number
  open: number
  high: number
  low: number
  close: number
  /** Base units. */
  volume: number
}

/** A row of the desk; null when it is none. */
function candleOf(row: readonly number[]): Candle | null {
  const [at, open, high, low, close, volume] = row
  if (at === undefined || open === undefined || high === undefined) return null
  if (low === undefined || close === undefined || volume === undefined) return null
  return { at, open, high, low, close, volume }
}

/** Rows of the desk; what is no candle is left out. */
export function candlesOf(rows: readonly (readonly number[])[]): Candle[] {
  return rows.map(candleOf).filter((candle) => candle !== null)
}
