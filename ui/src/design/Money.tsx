import { type Amount, exact, formatMoney } from '@/format/money'

/** An amount without a sign of its own; the desk's own digits in the tooltip. */
export function Money({ value, decimals = 2 }: { value: Amount; decimals?: number }) {
  return <span title={exact(value)}>{formatMoney(value, decimals)}</span>
}
