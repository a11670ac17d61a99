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
    unrealized_pnl: '26.59',
    unrealized_pnl_share: '0.0166',
    leverage: '3',
    margin: '1600.19',
    stop_price: '94200.0',
    take_profit_price: null,
    realized_pnl: '0',
    fees: '2.40',
    opened_at: NOW,
    decision_id: 'd-1',
    tick_size: '0.1',
    ...given,
  }
}

export function aPortfolio(given: Partial<Shapes['PortfolioPage']> = {}): Shapes['PortfolioPage'] {
  return {
    as_of: NOW,
    portfolio: { id: 'p1', name: 'main', mode: 'simulator', currency: 'USDT' },
    account: anAccount(),
    positions: [aPosition()],
    closed_trades: [],
    fills: [],
    recent_decisions: [],
    events: [],
    ...given,
  }
}
