import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { type Freshness, freshnessOf } from '@/format/freshness'
import { epochMs } from '@/format/time'
import { useConnection, useLivePrice } from '@/live/LiveProvider'
import { useDeskNow } from '@/live/now'
import { standingQuery } from './queries'

interface Quote {
  price: number
  changePct: number | null
  high: number | null
  low: number | null
  volume: number | null
  bid: number | null
  ask: number | null
  receivedAt: string
  /** Of stocks: whether the exchange trades. */
  market: Shapes['MarketStatus'] | null
}

/** The last price of a symbol: the pushed one where it is newer than the answered one; null: none is known. */
export function useQuote(symbol: string): Quote | null {
  const pushed = useLivePrice(symbol)
  const asked = useQuery(standingQuery(symbol)).data?.quote ?? null
  if (pushed !== null && (asked === null || pushed.received_at >= asked.received_at)) {
    return {
      ...pushed,
      changePct: pushed.change_pct_24h,
      high: pushed.high_24h,
      low: pushed.low_24h,
      volume: pushed.volume_24h,
      receivedAt: pushed.received_at,
      market: null,
    }
  }
  if (asked === null) return null
  const { change_pct, received_at, market_status, ...rest } = asked
  return { ...rest, changePct: change_pct, receivedAt: received_at, market: market_status }
}

interface QuoteAge {
  ageMs: number
  freshness: Freshness
  isLive: boolean
  /** Whether the price may be taken for the present one. */
  isCurrent: boolean
}

/** How old a quote is at this second; of an exchange that is closed nothing is too old. */
export function useQuoteAge(quote: Quote | null): QuoteAge {
  const ageMs = useDeskNow() - (epochMs(quote?.receivedAt) ?? Number.NaN)
  const isLive = useConnection().phase === 'live'
  const isClosed = quote?.market === 'closed'
  const freshness = quote === null ? 'blocked' : isClosed ? 'fresh' : freshnessOf(ageMs)
  return { ageMs, freshness, isLive, isCurrent: isLive && freshness !== 'blocked' }
}
