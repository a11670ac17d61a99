import type { Shapes } from '@/api/client'
import { NOW } from './prices'

export const MINUTE = 60_000

type Answer = Omit<Shapes['MarketData'], 'candles' | 'open_candle'> & {
  candles: number[][]
  open_candle: number[] | null
}

/** `count` one-minute candles from the `first` minute of 1970; each closes one higher. */
export function candlesAt(first: number, count: number, given: Partial<Answer> = {}): Answer {
  const places = Array.from({ length: count }, (_, place) => first + place)
  return {
    symbol: 'BTC-USDT-SWAP',
    timeframe: '1m',
    timestamp: NOW,
    received_at: NOW,
    tick_size: '0.1',
    candles: places.map((place) => [place * MINUTE, 100, 110, 90, 100 + place, 5]),
    open_candle: null,
    lines: { sma_20: places.map((_, place) => (place === 0 ? null : 100 + place)) },
    indicators: null,
    ...given,
  }
}

/** A fill of the minute that 1970 began with. */
export function aTrade(given: Partial<Shapes['TradeView']> = {}): Shapes['TradeView'] {
  return {
    trade_id: '1',
    symbol: 'BTC-USDT-SWAP',
    side: 'buy',
    quantity: '0.08',
    price: '96500.0',
    fee: '2.40',
    fee_currency: 'USDT',
    liquidity: 'taker',
    client_order_id: 'tw1',
    exchange_time: '1970-01-01T00:00:30.000Z',
    decision_id: 'd1',
    purpose: 'open',
    ...given,
  }
}

type Stamps = Pick<Shapes['FundingView'], 'exchange_time' | 'received_at' | 'age_ms' | 'freshness'>

function stamps(given: Partial<Stamps> = {}): Stamps {
  return { exchange_time: NOW, received_at: NOW, age_ms: 1000, freshness: 'fresh', ...given }
}

/** An order book of two levels a side. */
export function aBook(given: Partial<Stamps> = {}) {
  return {
    symbol: 'BTC-USDT-SWAP',
    timestamp: NOW,
    tick_size: '0.1',
    book: {
      ...stamps(given),
      bids: [
        [96_543.1, 1],
        [96_543, 3],
      ],
      asks: [
        [96_543.4, 1],
        [96_543.5, 1],
      ],
      spread: 0.3,
      spread_share: 0.0000031,
      imbalance: 0.333,
    },
  }
}

/** How a swap stands. */
export function aStanding(given: Partial<Shapes['SymbolStanding']> = {}): Shapes['SymbolStanding'] {
  return {
    symbol: 'BTC-USDT-SWAP',
    kind: 'swap',
    timestamp: NOW,
    tick_size: '0.1',
    is_live: true,
    quote: null,
    funding: { ...stamps({ age_ms: 200_000, freshness: 'warn' }), rate: 0.0001, next_time: null },
    open_interest: { ...stamps(), contracts: 1200, usd: null },
    technical: [],
    ...given,
  }
}
