// What a turn of the switch does to what is there, in numbers.
import type { Shapes } from '@/api/client'
import { formatCount, formatMoney, formatSigned } from '@/format/money'
import { sumOf } from '@/format/sum'

/** What a stop would meet; null: not known. */
export interface AtStake {
  orders: readonly Pick<Shapes['OrderView'], 'purpose'>[] | null
  positions: readonly Pick<Shapes['PositionView'], 'notional' | 'unrealized_pnl'>[] | null
  currency: string
}

export const STOPS = ['reduce', 'halt', 'flatten'] as const
export type Stop = (typeof STOPS)[number]

export const STOP_TITLES: Record<Stop, string> = {
  reduce: 'Reduce only',
  halt: 'Halt',
  flatten: 'Halt and flatten',
}

export const STOP_TURNS: Record<Stop, Pick<Shapes['KillSwitchBody'], 'state' | 'flatten'>> = {
  reduce: { state: 'REDUCING', flatten: false },
  halt: { state: 'HALTED', flatten: false },
  flatten: { state: 'HALTED', flatten: true },
}

const PROTECTION: readonly string[] = ['stop', 'take_profit']

/** What `stop` would do, one sentence each. */
export function consequencesOf(stop: Stop, { orders, positions, currency }: AtStake): string[] {
  const canceled = orders?.filter(({ purpose }) =>
    stop === 'reduce' ? purpose === 'open' : !PROTECTION.includes(purpose),
  )
  const held = count(positions?.length, 'position')
  return [
    `Cancels ${count(canceled?.length, stop === 'reduce' ? 'resting opening' : 'open order')}.`,
    stop === 'flatten' ? flattened(held, positions, currency) : kept(stop, held),
    stop === 'reduce' ? 'Nothing opens; closes go on.' : 'No decision is carried out.',
  ]
}

function kept(stop: Stop, held: string): string {
  return stop === 'reduce'
    ? `Keeps ${held}, with stops and targets.`
    : `Keeps ${held} open, with stops and targets; you can close by hand.`
}

function flattened(held: string, positions: AtStake['positions'], currency: string): string {
  if (positions?.length === 0) return 'Closes nothing: the desk is flat.'
  const worth = sumOf(positions?.map(({ notional }) => notional) ?? [null])
  const pnl = sumOf(positions?.map(({ unrealized_pnl }) => unrealized_pnl) ?? [null])
  return `Closes ${held} at the market: ${formatMoney(worth)} ${currency} notional, ≈ ${formatSigned(pnl)} ${currency} before fees.`
}

/** "3 positions", "1 position", "an unknown number of positions". */
export function count(number: number | null | undefined, noun: string): string {
  if (number === null || number === undefined) return `an unknown number of ${noun}s`
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`
}
