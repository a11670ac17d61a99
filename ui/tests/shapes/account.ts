import type { Shapes } from '@/api/client'
import { NOW } from './prices'

export function anAccount(given: Partial<Shapes['AccountView']> = {}): Shapes['AccountView'] {
  return {
    opening_cash: '10000.00',
    cash: '10120.37',
    equity: '10081.20',
    available: '7610.22',
    margin_used: '2469.05',
    unrealized_pnl: '-39.17',
    realized_pnl: '148.90',
    fees_paid: '28.53',
    funding_paid: '0',
    daily_pnl: '38.20',
    return_share: '0.00812',
    drawdown_share: '0.0124',
    ...given,
  }
}

export function aPosition(given: Partial<Shapes['PositionView']> = {}): Shapes['PositionView'] {
  return {
    symbol: 'BTC-USDT-SWAP',
    side: 'long',
    quantity: '0.05',
    entry_price: '96011.4',
    mark_price: '96543.2',
    notional: '4827.16',
    cap: { used: '4827.16', limit: '5040.60', used_share: '0.957656' },
    unrealized_pnl: '26.59',
    unrealized_pnl_share: '0.0166',
    leverage: '3',
    margin: '1600.19',
    stop_price: '94200.0',
    stop_distance_share: '0.024271',
    pnl_at_stop: '-90.57',
    take_profit_price: null,
    take_profit_distance_share: null,
    pnl_at_take_profit: null,
    liquidation_price: '64500.2',
    liquidation_distance_share: '0.331903',
    venue_read_at: NOW,
    realized_pnl: '0',
    fees: '2.40',
    net_pnl: '24.19',
    opened_at: NOW,
    decision_id: 'd-1',
    tick_size: '0.1',
    ...given,
  }
}

export function anExposure(given: Partial<Shapes['ExposureView']> = {}): Shapes['ExposureView'] {
  return {
    enforcement: 'enforced',
    gross: '4827.16',
    net: '4827.16',
    pending: '0',
    total: { used: '4827.16', limit: '15121.80', used_share: '0.319219' },
    leverage: { used: '3', limit: '10', used_share: '0.300000' },
    margin: { used: '2469.05', limit: '10081.20', used_share: '0.244916' },
    day_loss: { used: '0', limit: '1000', used_share: '0.000000' },
    drawdown: { used: '0.0124', limit: '0.05', used_share: '0.248000' },
    ...given,
  }
}

export function aPortfolio(given: Partial<Shapes['PortfolioPage']> = {}): Shapes['PortfolioPage'] {
  return {
    as_of: NOW,
    portfolio: { id: 'p1', name: 'main', mode: 'simulator', currency: 'USDT' },
    account: anAccount(),
    positions: [aPosition()],
    exposure: anExposure(),
    closed_trades: [],
    fills: [],
    recent_decisions: [],
    events: [],
    ...given,
  }
}

/** The curves of one account over ten seconds, with what buying and holding came to. */
export function theCurves(given: Partial<Shapes['Curves']> = {}): Shapes['Curves'] {
  const point = (second: number, value: string, return_share: string) => ({
    time: `2026-11-21T12:00:${String(second).padStart(2, '0')}.000Z`,
    value,
    capital: '10000',
    return_share,
    drawdown_share: '0',
  })
  const figures = { pnl: '100', return_share: '0.01', max_drawdown_share: '0' }
  const points = [point(0, '10000', '0'), point(10, '10100', '0.01')]
  return {
    as_of: NOW,
    period: 'all',
    accounts: [
      {
        portfolio: { id: 'p1', name: 'main', mode: 'simulator', currency: 'USDT' },
        is_current: true,
        last_at: NOW,
        points,
        flows: [],
        figures,
      },
    ],
    held: { symbols: ['BTC-USDT-SWAP'], since: NOW, fee_bps: '5', points, figures },
    ...given,
  }
}

export function aPerformance(): Shapes['PerformanceView'] {
  return {
    as_of: NOW,
    closed_count: 0,
    win_count: 0,
    loss_count: 0,
    win_share: null,
    net_pnl: '0',
    average_win: null,
    average_loss: null,
    largest_win: null,
    largest_loss: null,
    profit_factor: null,
    daily_pnl: null,
  }
}
