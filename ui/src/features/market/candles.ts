// Candles as the desk answers them, joined to what is known already.
import type { Shapes } from '@/api/client'
import type { Candle } from '@/charts/candles'

type Listed = readonly number[]

interface Answer extends Pick<Shapes['MarketData'], 'lines' | 'received_at' | 'tick_size'> {
  candles: readonly Listed[]
  open_candle: Listed | null
}

export interface Row extends Candle {
  /** What every line says of this candle; null before its warm-up is complete. */
  lines: Readonly<Record<string, number | null>>
}

export interface Known {
  /** Closed candles, oldest first. */
  rows: readonly Row[]
  /** The one that is forming, as the desk last said. */
  open: Candle | null
  receivedAt: string | null
  tickSize: string | null
  /** Nothing older is kept. */
  isWhole: boolean
}

/** An answer as rows; `asked` is how many candles were asked for. */
export function knownOf(answer: Answer, asked: number): Known {
  const lines = Object.entries(answer.lines)
  const rows = answer.candles.flatMap((values, place) => {
    const candle = candleOf(values)
    const own = lines.map(([name, line]) => [name, line[place] ?? null] as const)
    return candle === null ? [] : [{ ...candle, lines: Object.fromEntries(own) }]
  })
  return {
    rows,
    open: answer.open_candle === null ? null : candleOf(answer.open_candle),
    receivedAt: answer.received_at,
    tickSize: answer.tick_size,
    isWhole: answer.candles.length < asked,
  }
}

/** What was known with a newer answer; where the two do not meet, the newer one alone. */
export function withNewer(before: Known | undefined, after: Known): Known {
  const [first] = after.rows
  const last = before?.rows.at(-1)
  if (before === undefined || first === undefined || last === undefined) return after
  if (last.at < first.at) return after
  const older = before.rows.filter(({ at }) => at < first.at)
  const isWhole = older.length > 0 ? before.isWhole : after.isWhole
  return { ...after, rows: [...older, ...after.rows], isWhole }
}

/** What is known with older candles before it. */
export function withOlder(known: Known, older: Known): Known {
  const first = known.rows[0]?.at ?? Number.POSITIVE_INFINITY
  const rows = [...older.rows.filter(({ at }) => at < first), ...known.rows]
  return { ...known, rows, isWhole: older.isWhole }
}

/** A row of the desk; null when it is none. */
function candleOf(row: Listed): Candle | null {
  const [at, open, high, low, close, volume] = row
  if (at === undefined || open === undefined || high === undefined) return null
  if (low === undefined || close === undefined || volume === undefined) return null
  return { at, open, high, low, close, volume }
}
