// Which rows are shown, and in which order.
import type { ScanReading, ScanRow } from './queries'
import type { Sort, Timeframe, View } from './view'

type Rank = number | string | null

const TRENDS: Record<string, number> = { bearish: 0, mixed: 1, bullish: 2 }
const STANCE_RANKS: Record<string, number> = { SELL: 0, HOLD: 1, BUY: 2 }

const RANKS: Record<Sort, (row: ScanRow, reading: ScanReading | undefined) => Rank> = {
  symbol: ({ symbol }) => symbol,
  price: ({ price }) => price?.last ?? null,
  change: ({ price }) => price?.change_pct ?? null,
  score: ({ score }) => score,
  rsi: (_, reading) => reading?.rsi_14 ?? null,
  trend: (_, reading) => (reading?.trend ? (TRENDS[reading.trend] ?? null) : null),
  volume: (_, reading) => reading?.volume_ratio ?? null,
  patterns: ({ signals }) => signals.length,
  stance: ({ stance }) => (stance ? (STANCE_RANKS[stance] ?? null) : null),
  age: ({ price }) => (price ? -Date.parse(price.received_at) : null),
}

/** What the candles of `timeframe` show of `row`; undefined: none are kept of it, or nothing is cached. */
export function readingOf(row: ScanRow, timeframe: Timeframe): ScanReading | undefined {
  return row.readings.find((reading) => reading.timeframe === timeframe)
}

/** The rows that `view` asks for, in its order; what is unknown comes last either way. */
export function shownRows(
  rows: readonly ScanRow[],
  view: View,
  watched: ReadonlySet<string>,
): ScanRow[] {
  const way = view.dir === 'asc' ? 1 : -1
  const rank = (row: ScanRow) => RANKS[view.sort](row, readingOf(row, view.tf))
  return rows
    .filter((row) => passes(row, view, watched))
    .sort((a, b) => inOrder(rank(a), rank(b), way) || a.symbol.localeCompare(b.symbol))
}

function passes(row: ScanRow, view: View, watched: ReadonlySet<string>): boolean {
  const { q, kind, stance } = view
  return (
    row.symbol.includes(q.trim().toUpperCase()) &&
    (kind === 'all' || row.kind === kind) &&
    (stance === 'any' || row.stance === stance) &&
    (!view.watched || watched.has(row.symbol)) &&
    isScored(row.score, view)
  )
}

function isScored(score: number | null, { min, max }: View): boolean {
  return score === null ? min === 0 && max === 1 : score >= min && score <= max
}

function inOrder(a: Rank, b: Rank, way: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'string' || typeof b === 'string')
    return way * String(a).localeCompare(String(b))
  return way * (a - b)
}
