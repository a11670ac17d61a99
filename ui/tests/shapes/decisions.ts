import type { Shapes } from '@/api/client'
import { NOW } from './prices'

export function anItem(given: Partial<Shapes['ItemView']> = {}): Shapes['ItemView'] {
  return {
    symbol: 'BTC-USDT-SWAP',
    action: 'buy',
    confidence: 0.72,
    notional: '4800.57',
    leverage: '3',
    stop_price: '94200.0',
    take_profit_price: '99800.0',
    close_fraction: null,
    rationale: 'Momentum.',
    risk: null,
    flags: [],
    is_approved: true,
    reason: null,
    verdicts: [
      { gate: 'confidence', passed: true, is_observed: false, reason: '0.72 is at least 0.60' },
    ],
    client_order_id: 'tw1',
    order_state: 'filled',
    filled: '0.05',
    average_price: '96011.4',
    ...given,
  }
}

export function aSummary(
  given: Partial<Shapes['DecisionSummary']> = {},
): Shapes['DecisionSummary'] {
  return {
    id: 'd-1',
    created_at: NOW,
    trigger: 'schedule',
    outcome: 'decided',
    why: null,
    model: 'lab-rules',
    reasoning: 'Trend is up.',
    latency_ms: 412,
    prompt_tokens: 5120,
    completion_tokens: 388,
    cost_usd: null,
    items: [anItem()],
    unreadable: [],
    ...given,
  }
}

export function aDecision(given: Partial<Shapes['Decision']> = {}): Shapes['Decision'] {
  return {
    ...aSummary(given),
    bundle_sha256: 'ab'.repeat(32),
    system_prompt: null,
    user_prompt: null,
    raw_answer: null,
    reasoning_content: null,
    calls: [],
    inputs: [],
    ...given,
  }
}
