// Which decisions are shown, as it stands in the page's address and in the question to the desk.
import type { Shapes } from '@/api/client'
import { MODES, type Mode } from '@/design/modes'

export const ACTIONS: readonly Shapes['Action'][] = [
  'buy',
  'sell',
  'close',
  'reduce',
  'move_stop',
  'hold',
  'no_entry',
]
export const OUTCOMES: readonly Shapes['Outcome'][] = ['decided', 'blocked', 'abstained', 'skipped']
export const TRIGGERS: readonly Shapes['Trigger'][] = ['schedule', 'manual', 'by_hand']
export const VERDICTS = ['approved', 'refused'] as const

/** What is absent admits any; `from` and `to` are days by UTC, both included. */
export interface DecisionFilters {
  symbol?: string
  action?: Shapes['Action']
  verdict?: (typeof VERDICTS)[number]
  outcome?: Shapes['Outcome']
  model?: string
  trigger?: Shapes['Trigger']
  mode?: Mode
  from?: string
  to?: string
}

/** The filters in an address; what makes no sense there is left out. */
export function readFilters(search: Record<string, unknown>): DecisionFilters {
  return known({
    symbol: text(search.symbol),
    action: among(ACTIONS, search.action),
    verdict: among(VERDICTS, search.verdict),
    outcome: among(OUTCOMES, search.outcome),
    model: text(search.model),
    trigger: among(TRIGGERS, search.trigger),
    mode: among(MODES, search.mode),
    from: day(search.from),
    to: day(search.to),
  })
}

/** `filters` with `changes`; what became undefined is left out. */
export function changed(
  filters: DecisionFilters,
  changes: { [Name in keyof DecisionFilters]?: DecisionFilters[Name] | undefined },
): DecisionFilters {
  return known({ ...filters, ...changes })
}

/** The filters as the desk is asked for them. */
export function inQuery({ from, to, ...rest }: DecisionFilters) {
  return {
    ...rest,
    ...(from === undefined ? {} : { since: `${from}T00:00:00.000Z` }),
    ...(to === undefined ? {} : { until: dayAfter(to) }),
  }
}

function dayAfter(given: string): string {
  const start = new Date(`${given}T00:00:00.000Z`)
  start.setUTCDate(start.getUTCDate() + 1)
  return start.toISOString()
}

function known(given: { [Name in keyof DecisionFilters]?: DecisionFilters[Name] | undefined }) {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as DecisionFilters
}

function among<T extends string>(choices: readonly T[], given: unknown): T | undefined {
  return choices.find((choice) => choice === given)
}

function text(given: unknown): string | undefined {
  return typeof given === 'string' && given !== '' ? given : undefined
}

function day(given: unknown): string | undefined {
  const isDay = typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given)
  return isDay && !Number.isNaN(Date.parse(given)) ? given : undefined
}
