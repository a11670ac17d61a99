// Which settings stand together, and what they are called.

export interface Group {
  title: string
  keys: readonly string[]
}

export const LIMITS: readonly Group[] = [
  {
    title: 'Size',
    keys: ['risk.max_notional_share', 'risk.max_exposure_share', 'risk.max_leverage'],
  },
  {
    title: 'Loss',
    keys: ['risk.daily_loss_cap', 'risk.drawdown_pause_share'],
  },
  {
    title: 'Judgement and pace',
    keys: [
      'risk.min_confidence',
      'risk.max_price_drift_bps',
      'risk.max_orders_per_minute',
      'risk.grounding',
    ],
  },
  {
    title: 'Where the limits bind',
    keys: ['risk.enforcement.simulator', 'risk.enforcement.paper', 'risk.enforcement.live'],
  },
  {
    title: 'Runaway: the kill switch turns by itself',
    keys: ['runaway.orders_per_minute', 'runaway.notional_per_hour', 'runaway.loss_per_day'],
  },
]

export const SYMBOLS: readonly Group[] = [
  { title: 'Perpetual swaps', keys: ['model_symbols', 'symbols'] },
]

export const PROMPT: readonly Group[] = [
  { title: 'What models are asked with', keys: ['cycle.prompt'] },
]

export const BUDGET: readonly Group[] = [
  {
    title: 'Budget',
    keys: [
      'model_limits.daily_budget_usd',
      'model_limits.worst_case_usd_per_call',
      'model_limits.safe_mode_after',
    ],
  },
  {
    title: 'Cadence',
    keys: [
      'cycle.period_seconds',
      'cycle.lab_period_seconds',
      'cycle.timeout_seconds',
      'cycle.max_pause_cycles',
      'cycle.skip_unchanged.enabled',
      'cycle.skip_unchanged.move_bps',
      'cycle.skip_unchanged.max_in_a_row',
    ],
  },
]

export const MODEL: readonly Group[] = [
  {
    title: 'Model',
    keys: [
      'model.name',
      'model.mode',
      'model.stream',
      'model.timeout_seconds',
      'model.max_retries',
      'model.max_answer_tokens',
      'model.tool_rounds',
    ],
  },
  {
    title: 'Prices, by which costs are counted',
    keys: [
      'model.prompt_usd_per_million',
      'model.cached_prompt_usd_per_million',
      'model.completion_usd_per_million',
    ],
  },
]

const TITLES: Readonly<Record<string, string>> = {
  'risk.max_notional_share': 'Largest position',
  'risk.max_exposure_share': 'Largest exposure',
  'risk.max_leverage': 'Highest leverage',
  'risk.daily_loss_cap': 'Daily loss cap',
  'risk.drawdown_pause_share': 'Drawdown pause',
  'risk.min_confidence': 'Lowest confidence',
  'risk.max_price_drift_bps': 'Price drift',
  'risk.max_orders_per_minute': 'Orders a minute',
  'risk.grounding': 'Figures nobody showed',
  'risk.enforcement.simulator': 'On the simulator',
  'risk.enforcement.paper': 'On paper',
  'risk.enforcement.live': 'On live',
  'runaway.orders_per_minute': 'Runaway orders',
  'runaway.notional_per_hour': 'Runaway notional',
  'runaway.loss_per_day': 'Runaway loss',
  symbols: 'Collected',
  model_symbols: 'Traded by the model',
  'model_limits.daily_budget_usd': 'Daily budget',
  'model_limits.worst_case_usd_per_call': 'Call of unknown cost',
  'model_limits.safe_mode_after': 'Safe mode after',
  'cycle.period_seconds': 'Time between decisions',
  'cycle.lab_period_seconds': 'The same on the lab',
  'cycle.timeout_seconds': 'Time for a decision',
  'cycle.prompt': 'Prompt',
  'cycle.max_pause_cycles': 'Longest pause',
  'cycle.skip_unchanged.enabled': 'Skip while unchanged',
  'cycle.skip_unchanged.move_bps': 'Move that counts',
  'cycle.skip_unchanged.max_in_a_row': 'Most skips in a row',
  'model.name': 'Model',
  'model.mode': 'Form of the answer',
  'model.stream': 'Show while it is written',
  'model.timeout_seconds': 'Time for a question',
  'model.max_retries': 'Retries',
  'model.max_answer_tokens': 'Longest answer',
  'model.tool_rounds': 'Looks at the market',
  'model.prompt_usd_per_million': 'Price of a question',
  'model.cached_prompt_usd_per_million': 'Price of what is cached',
  'model.completion_usd_per_million': 'Price of an answer',
}

/** A name for people; a key that has none is shown as it is. */
export function titleOf(key: string): string {
  return TITLES[key] ?? key
}

/** The same of a key with its file before it. */
export function titleOfChange(key: string): string {
  return titleOf(key.slice(key.indexOf('.') + 1))
}
