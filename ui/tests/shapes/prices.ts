import type { Shapes } from '@/api/client'

export const NOW = '2026-11-21T12:00:00.000Z'

/** A pushed price with usual values. */
export function aLivePrice(given: Partial<Shapes['LivePrice']> = {}): Shapes['LivePrice'] {
  return {
    symbol: 'BTC-USDT-SWAP',
    price: 96543.2,
    bid: 96543.1,
    ask: 96543.3,
    change_24h: 1723.2,
    change_pct_24h: 1.82,
    volume_24h: 1_200_000_000,
    high_24h: 97000,
    low_24h: 94000,
    exchange_time: NOW,
    received_at: NOW,
    ...given,
  }
}

/** A price as the desk answers it. */
export function aPrice(given: Partial<Shapes['Price']> = {}): Shapes['Price'] {
  return { ...aLivePrice(given), age_ms: 0, freshness: 'fresh', tick_size: '0.1', ...given }
}

/** A snapshot frame of one price. */
export function aSnapshot(given: Partial<Shapes['MarketSnapshot']> = {}): Shapes['MarketSnapshot'] {
  return {
    type: 'market_update',
    snapshot: true,
    epoch: 'first',
    seq: 1,
    data: { 'BTC-USDT-SWAP': aLivePrice() },
    timestamp: NOW,
    ...given,
  }
}

/** A frame of what changed. */
export function anUpdate(given: Partial<Shapes['MarketUpdate']> = {}): Shapes['MarketUpdate'] {
  return {
    type: 'market_update',
    seq: 2,
    data: { 'BTC-USDT-SWAP': aLivePrice({ price: 96544.1 }) },
    timestamp: NOW,
    ...given,
  }
}
