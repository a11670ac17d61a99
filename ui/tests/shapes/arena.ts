// Arenas and the desk's own record, as the desk would tell them.
import type { Shapes } from '@/api/client'

export function aRow(changes: Partial<Shapes['ArenaRow']> = {}): Shapes['ArenaRow'] {
  return {
    contender: 'model:m',
    label: null,
    is_baseline: false,
    decisions: 900,
    abstained: 3,
    orders_rejected: 1,
    liquidations: 0,
    trades: 40,
    win_rate: 0.6,
    profit_factor: 1.5,
    fees: '12.5',
    funding: '-0.75',
    model_cost_usd: '1.25',
    final_equity: '10900.4',
    total_return: 0.09004,
    annual_growth: 0.4,
    mean_return: 0.5,
    volatility: 0.2,
    sharpe: 2.5,
    sortino: null,
    calmar: 4,
    omega: 1.2,
    tail_ratio: 0.9,
    alpha: 0.05,
    beta: 0.4,
    max_drawdown: -0.1,
    mean_return_interval: { low: 0.2, high: 0.8 },
    sharpe_interval: { low: 0.5, high: 4.5 },
    differs_from_held: false,
    ...changes,
  }
}

export function aHolder(): Shapes['ArenaRow'] {
  return aRow({
    contender: 'buy-and-hold',
    is_baseline: true,
    trades: 0,
    win_rate: null,
    final_equity: '10400',
    total_return: 0.04,
    sharpe: 1,
    sharpe_interval: null,
    differs_from_held: null,
  })
}

export function anArena(changes: Partial<Shapes['ArenaView']> = {}): Shapes['ArenaView'] {
  return {
    run: 'a'.repeat(64),
    tape: 'b'.repeat(64),
    finished_at: '2025-07-01T00:00:00.000Z',
    symbols: ['BTC-USDT-SWAP'],
    first_decision: '2025-03-01T01:00:00.000Z',
    last_candle: '2025-06-09T01:00:00.000Z',
    days: 100,
    returns_every_hours: 24,
    opening_cash: '10000',
    has_curves: true,
    rows: [aRow(), aHolder()],
    ...changes,
  }
}

export function itsCurves(): Shapes['ArenaCurvesView'] {
  return {
    run: 'a'.repeat(64),
    moments: ['2025-03-01T01:00:00.000Z', '2025-06-09T01:00:00.000Z'],
    lines: [
      { contender: 'model:m', equities: ['10000', '10900.4'] },
      { contender: 'buy-and-hold', equities: ['10000', null] },
    ],
  }
}

export function aCalibration(
  changes: Partial<Shapes['CalibrationView']> = {},
): Shapes['CalibrationView'] {
  return {
    model: null,
    count: 4,
    won: 3,
    brier_score: 0.2125,
    calibration_error: 0.05,
    bins: [
      {
        low: 0.8,
        high: 0.9,
        count: 4,
        won: 3,
        mean_confidence: 0.8,
        share_won: 0.75,
        wilson_low: 0.3,
        wilson_high: 0.95,
        net_pnl: '-12.5',
        mean_net_pnl: '-3.125',
      },
    ],
    trades: [
      {
        decision_id: 'd1',
        symbol: 'BTC-USDT-SWAP',
        confidence: 0.8,
        net_pnl: '-40.25',
        closed_at: '2025-06-09T01:00:00.000Z',
      },
    ],
    ...changes,
  }
}

export function aPromise(
  number: number,
  changes: Partial<Shapes['RiskEntryView']> = {},
): Shapes['RiskEntryView'] {
  return {
    decision_id: `d${number}`,
    client_order_id: `tw${number}`,
    symbol: 'ETH-USDT-SWAP',
    action: 'buy',
    model: 'm',
    recorded_at: '2025-06-09T01:00:00.000Z',
    confidence: 0.72,
    proposed_trade: null,
    thesis: null,
    max_pain: null,
    plan: null,
    notional: '5000',
    entry_price: '2500',
    stop_price: '2450',
    forecast_loss: '85',
    forecast_source: 'stop',
    verdict: 'within',
    position_decision_id: null,
    opened_at: '2025-06-09T01:00:01.000Z',
    max_adverse: '40',
    drawdown: '45',
    net_pnl: '96.2',
    worst_r: '0.4706',
    result_r: '1.1318',
    closed_at: '2025-06-09T02:00:00.000Z',
    close_purpose: 'take_profit',
    alerted_at: null,
    ...changes,
  }
}
