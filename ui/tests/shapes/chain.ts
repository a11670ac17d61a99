import type { Shapes } from '@/api/client'
import { aDecision } from './decisions'
import { NOW } from './prices'

export function anOrder(given: Partial<Shapes['OrderView']> = {}): Shapes['OrderView'] {
  return {
    id: 'tw1',
    decision_id: 'd-1',
    symbol: 'BTC-USDT-SWAP',
    side: 'buy',
    kind: 'limit',
    purpose: 'open',
    time_in_force: 'gtc',
    quantity: '0.05',
    filled: '0',
    limit_price: '96000.0',
    trigger_price: null,
    average_price: null,
    leverage: '3',
    stop_price: '94200.0',
    take_profit_price: null,
    is_reduce_only: false,
    state: 'accepted',
    reason: null,
    venue_order_id: 'v1',
    created_at: NOW,
    updated_at: NOW,
    ...given,
  }
}

export function aClosed(
  given: Partial<Shapes['ClosedPositionView']> = {},
): Shapes['ClosedPositionView'] {
  return {
    id: '1',
    symbol: 'BTC-USDT-SWAP',
    side: 'long',
    quantity: '0.05',
    entry_price: '96000',
    exit_price: '96500',
    realized_pnl: '25.00',
    fees: '4.80',
    net_pnl: '20.20',
    opened_at: NOW,
    closed_at: NOW,
    decision_id: 'd-1',
    close_purpose: 'take_profit',
    ...given,
  }
}

export function aChain(given: Partial<Shapes['DecisionChain']> = {}): Shapes['DecisionChain'] {
  return {
    ...aDecision(),
    mode: 'simulator',
    earlier_id: null,
    later_id: null,
    as_of: NOW,
    prompt_version: 'v2',
    pause_cycles: null,
    prompt_diff: null,
    consequences: { orders: [], fills: [], result: { closed: [], net_pnl: null } },
    link: {
      number: 7,
      previous_sha256: 'cd'.repeat(32),
      sha256: 'ef'.repeat(32),
      verified: true,
      damage: [],
    },
    ...given,
  }
}

export function aUsage(given: Partial<Shapes['ModelUsageView']> = {}): Shapes['ModelUsageView'] {
  return {
    day: '2026-11-21',
    uses: [],
    spent_usd: '0',
    daily_budget_usd: null,
    budget_used_up: false,
    safe_mode: false,
    failed_decisions: 0,
    manage_only: [],
    models: [{ model: 'lab-rules', circuit: 'closed', failures: 0 }],
    ...given,
  }
}

export function aUse(given: Partial<Shapes['ModelUseView']> = {}): Shapes['ModelUseView'] {
  return {
    model: 'lab-rules',
    calls: 1,
    failed_calls: 0,
    prompt_tokens: 2_000,
    cached_tokens: 0,
    completion_tokens: 400,
    cost_usd: '0',
    unpriced_calls: 0,
    ...given,
  }
}
