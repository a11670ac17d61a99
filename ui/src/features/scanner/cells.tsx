import type { ReactNode } from 'react'
import { Badge, type Tone } from '@/design/Badge'
import { Pnl } from '@/design/Pnl'
import { type Amount, formatMoney, formatPrice, formatSignedPercent, UNKNOWN } from '@/format/money'
import { epochMs, formatAge } from '@/format/time'
import { useConnection, useLivePrice } from '@/live/LiveProvider'
import { useDeskNow } from '@/live/now'
import type { ScanReading, ScanRow } from './queries'

const asPercent = (value: Amount) => formatSignedPercent(value === undefined ? null : Number(value))

/** Something that is not known, and why. */
export function Unknown({ why }: { why: string }) {
  return (
    <span className="text-faint" title={why} data-look="unknown">
      {UNKNOWN}
      <span className="sr-only">, {why}</span>
    </span>
  )
}

/** The price of a row: pushed where the socket pushes it, as last asked otherwise. */
function usePrice(row: ScanRow) {
  const pushed = useLivePrice(row.symbol)
  const asked = row.price
  const now = useDeskNow()
  const { phase } = useConnection()
  if (asked === null) return null
  const isPushed = pushed !== null && pushed.received_at >= asked.received_at
  const receivedAt = isPushed ? pushed.received_at : asked.received_at
  const lives = (epochMs(asked.good_until) ?? Number.NaN) - (epochMs(asked.received_at) ?? 0)
  const ageMs = now - (epochMs(receivedAt) ?? Number.NaN)
  return {
    last: isPushed ? pushed.price : asked.last,
    change: isPushed ? pushed.change_pct_24h : asked.change_pct,
    ageMs,
    isOld: asked.good_until !== null && ageMs > lives,
    isLost: phase === 'stale',
  }
}

export function PriceCell({ row }: { row: ScanRow }) {
  const price = usePrice(row)
  if (price === null) return <Unknown why="no price is cached" />
  const isCurrent = !(price.isOld || price.isLost)
  return (
    <span
      data-testid={`scan-price-${row.symbol}`}
      title={`${price.last}, received ${formatAge(price.ageMs)} ago`}
      className={isCurrent ? 'font-medium' : 'text-faint'}
    >
      {formatPrice(price.last, row.price?.tick_size)}
    </span>
  )
}

export function ChangeCell({ row }: { row: ScanRow }) {
  const price = usePrice(row)
  if (price === null || price.change === null) return <Unknown why="no change is known" />
  const since = row.price?.change_since === 'open' ? "since the day's open" : 'over 24 hours'
  return (
    <span title={since} className={price.isOld || price.isLost ? 'grayscale' : ''}>
      <Pnl value={price.change} format={asPercent} />
      {row.price?.change_since === 'open' && <small className="ml-1 text-faint">day</small>}
    </span>
  )
}

export function AgeCell({ row }: { row: ScanRow }) {
  const price = usePrice(row)
  if (price === null) return <Unknown why="no price is cached" />
  const isClosed = row.market_status === 'closed'
  return (
    <span
      className={`text-[0.86rem] ${price.isOld || price.isLost ? 'font-medium text-warn' : 'text-faint'}`}
    >
      {price.isOld && 'too old, '}
      {isClosed ? 'exchange closed' : formatAge(price.ageMs)}
    </span>
  )
}

interface ReadCellProps {
  reading: ScanReading | undefined
  /** Why there is none. */
  why: string
  children: (reading: ScanReading) => ReactNode
}

/** A cell of one timeframe's candles: gray once they are too old to go by. */
export function ReadCell({ reading, why, children }: ReadCellProps) {
  const now = useDeskNow()
  if (reading === undefined) return <Unknown why={why} />
  const closedAt = epochMs(reading.closed_at)
  const goodUntil = epochMs(reading.good_until)
  const isOld = goodUntil !== null && now > goodUntil
  const age = closedAt === null ? '' : `candle closed ${formatAge(now - closedAt)} ago`
  return (
    <span
      title={isOld ? `too old: ${age}` : age}
      data-look={isOld ? 'stale' : undefined}
      className={isOld ? 'text-faint line-through decoration-1' : ''}
    >
      {children(reading)}
      {isOld && <span className="sr-only">, too old</span>}
    </span>
  )
}

/** A plain figure of a reading. */
export function Figure({ value, unit = '' }: { value: number | null; unit?: string }) {
  if (value === null) return <Unknown why="too few candles" />
  return (
    <span title={String(value)}>
      {formatMoney(value, unit === '' ? 1 : 2)}
      {unit}
    </span>
  )
}

const TRENDS: Record<string, { tone: string; mark: string }> = {
  bullish: { tone: 'text-rise', mark: '▲' },
  bearish: { tone: 'text-fall', mark: '▼' },
  mixed: { tone: 'text-muted', mark: '◆' },
}

export function Trend({ of }: { of: ScanReading['trend'] }) {
  const look = of === null ? undefined : TRENDS[of]
  if (look === undefined) return <Unknown why="too few candles, or not computed of this kind" />
  return (
    <span className={look.tone}>
      <span aria-hidden="true" className="mr-1 text-[0.7em]">
        {look.mark}
      </span>
      {of}
    </span>
  )
}

export function Patterns({ of }: { of: ScanRow['signals'] }) {
  if (of.length === 0) return <span className="text-faint">none</span>
  return of.map((name) => name.replaceAll('_', ' ')).join(', ')
}

const STANCE_TONES: Record<string, Tone> = { BUY: 'up', SELL: 'down', HOLD: 'neutral' }

export function Stance({ of }: { of: ScanRow['stance'] }) {
  if (of === null) return <Unknown why="too little is known, or it is not monitored" />
  return <Badge tone={STANCE_TONES[of] ?? 'neutral'}>{of}</Badge>
}
