import type { Shapes } from '@/api/client'
import type { Tone } from '@/design/Badge'

type Outcome = Shapes['Outcome']
type Action = Shapes['Action']

export const OUTCOME_TONES: Record<Outcome, Tone> = {
  decided: 'neutral',
  blocked: 'warn',
  abstained: 'warn',
  skipped: 'neutral',
}

/** The sentence that says why; a skip is no trouble. */
export const WHY_LOOKS: Record<Outcome, string> = {
  decided: 'text-muted',
  blocked: 'text-warn',
  abstained: 'text-warn',
  skipped: 'text-muted',
}

export const ACTION_WORDS: Record<Action, string> = {
  buy: 'buy',
  sell: 'sell',
  hold: 'hold',
  close: 'close',
  reduce: 'reduce',
  move_stop: 'move stop',
  no_entry: 'no entry',
}

export const TRIGGER_WORDS: Record<Shapes['Trigger'], string> = {
  schedule: 'on schedule',
  manual: 'asked for by hand',
  by_hand: "a person's order",
}

export const ACTION_LOOKS: Record<Action, string> = {
  buy: 'text-rise',
  sell: 'text-fall',
  hold: 'text-muted',
  close: 'text-warn',
  reduce: 'text-warn',
  move_stop: 'text-warn',
  no_entry: 'text-muted',
}

/** True for proposals that would lead to an order. */
export function isTrade({ action }: { action: Action }): boolean {
  return action !== 'hold' && action !== 'no_entry'
}
