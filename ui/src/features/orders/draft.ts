// An order as it is typed, and the body that asks for it.
import type { Shapes } from '@/api/client'

type OrderBody = Shapes['OrderBody']

export interface Draft {
  symbol: string
  side: 'buy' | 'sell'
  kind: 'market' | 'limit'
  notional: string
  leverage: string
  limitPrice: string
  timeInForce: NonNullable<OrderBody['time_in_force']>
  stopPrice: string
  targetPrice: string
  reason: string
}

export const EMPTY: Draft = {
  symbol: '',
  side: 'buy',
  kind: 'market',
  notional: '',
  leverage: '1',
  limitPrice: '',
  timeInForce: 'gtc',
  stopPrice: '',
  targetPrice: '',
  reason: '',
}

/** What the desk is asked for; what a market order has no use for stays out. */
export function bodyOf(draft: Draft): OrderBody {
  return {
    symbol: draft.symbol,
    side: draft.side,
    kind: draft.kind,
    notional: draft.notional,
    leverage: draft.leverage,
    stop_price: draft.stopPrice || null,
    take_profit_price: draft.targetPrice || null,
    reason: draft.reason.trim() || null,
    ...(draft.kind === 'limit'
      ? { limit_price: draft.limitPrice, time_in_force: draft.timeInForce }
      : {}),
  }
}
