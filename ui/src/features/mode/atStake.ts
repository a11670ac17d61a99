// What would be left behind in a mode, in numbers.
import type { Shapes } from '@/api/client'
import { formatCount, formatMoney, formatSigned } from '@/format/money'
import { sumOf } from '@/format/sum'

/** What is open in the mode that is traded; null: not known. */
export interface AtStake {
  positions: readonly Shapes['PositionView'][] | null
  orders: readonly Shapes['OrderView'][] | null
  currency: string
}

/** "2 positions, 9,602.00 USDT notional, +12.30 USDT unrealized, and 4 open orders". */
export function inNumbers({ positions, orders, currency }: AtStake): string {
  const resting = counted(orders?.length, 'open order')
  if (positions === null || positions.length === 0) {
    return `${counted(positions?.length, 'position')} and ${resting}`
  }
  const worth = formatMoney(sumOf(positions.map(({ notional }) => notional)))
  const pnl = formatSigned(sumOf(positions.map(({ unrealized_pnl }) => unrealized_pnl)))
  return `${counted(positions.length, 'position')}, ${worth} ${currency} notional, ${pnl} ${currency} unrealized, and ${resting}`
}

function counted(number: number | undefined, noun: string): string {
  if (number === undefined) return `an unknown number of ${noun}s`
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`
}
