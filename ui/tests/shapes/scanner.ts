import type { Shapes } from '@/api/client'
import { NOW } from './prices'

const SOON = '2026-11-21T13:05:00.000Z'

export function aReading(given: Partial<Shapes['ScanReading']> = {}): Shapes['ScanReading'] {
  return {
    timeframe: '1h',
    closed_at: NOW,
    age_ms: 0,
    good_until: SOON,
    rsi_14: 55.5,
    trend: 'bullish',
    volume_ratio: 2.5,
    vwap: 100,
    bb_upper: 110,
    bb_mid: 100,
    bb_lower: 90,
    score: 0.8,
    parts: { trend: 0.8, strength: 0.6, place: 0.9, lead: 0.9 },
    signals: ['volume_surge'],
    ...given,
  }
}

export function aScanPrice(given: Partial<Shapes['ScanPrice']> = {}): Shapes['ScanPrice'] {
  return {
    last: 1234.5,
    change_pct: 1.5,
    change_since: '24h',
    received_at: NOW,
    age_ms: 0,
    good_until: SOON,
    tick_size: null,
    ...given,
  }
}

export function aScanRow(given: Partial<Shapes['ScanRow']> = {}): Shapes['ScanRow'] {
  return {
    symbol: 'BTCUSDT',
    kind: 'coin',
    price: aScanPrice(),
    market_status: null,
    score: 0.8,
    readings: [aReading()],
    signals: ['volume_surge'],
    stance: 'BUY',
    stance_since: NOW,
    ...given,
  }
}

export function aScan(given: Partial<Shapes['ScanView']> = {}): Shapes['ScanView'] {
  const kinds = (['swap', 'coin', 'stock'] as const).map((kind) => ({
    kind,
    symbols: 1,
    setting: null,
    scanned_at: NOW,
  }))
  return { timestamp: NOW, kinds, rows: [aScanRow()], missing: [], ...given }
}

export function aContext(given: Partial<Shapes['ContextView']> = {}): Shapes['ContextView'] {
  return {
    timestamp: NOW,
    updated_at: NOW,
    age_ms: 0,
    sector_performance: {
      technology: 1.5,
      healthcare: null,
      financials: null,
      consumer: null,
      energy: null,
    },
    market_breadth: { advancing: 8, declining: 20, unchanged: 1, scope: '29 of 29 coins' },
    vix: null,
    market_regime: 'ranging',
    reference: 'BTCUSDT',
    ...given,
  }
}
