import { type Amount, exact, formatPrice } from '@/format/money'

/** A price on its tick; the desk's own digits in the tooltip. */
export function Price({ value, tickSize }: { value: Amount; tickSize: string | null | undefined }) {
  return <span title={exact(value)}>{formatPrice(value, tickSize)}</span>
}
