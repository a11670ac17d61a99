import type { Shapes } from '@/api/client'
import { DecisionLink } from '@/design/DecisionLink'
import { notify } from '@/design/notify'
import { OrderStateBadge } from '@/design/OrderStateBadge'
import { formatQuantity } from '@/format/money'
import { symbolParts } from '@/format/symbol'

/** Say what the venue made of what was asked: "Cancel: sell 2 SOL", its state, its record. */
export function sayOrder(
  asked: string,
  order: Shapes['OrderView'],
  record: string | null,
  undo: (() => void) | null = null,
): void {
  const { base } = symbolParts(order.symbol)
  notify({
    text: `${asked}: ${order.side} ${formatQuantity(order.quantity)} ${base}`,
    link: (
      <>
        <OrderStateBadge of={order.state} /> {record && <DecisionLink id={record} />}
      </>
    ),
    undo,
  })
}

/** "buy 0.1 BTC, of that 0.05 filled, at 96,000". */
export function restOf(order: Shapes['OrderView']): string {
  const { base } = symbolParts(order.symbol)
  const price = order.limit_price === null ? '' : `, at ${formatQuantity(order.limit_price)}`
  return `${order.side} ${formatQuantity(order.quantity)} ${base}, of that ${formatQuantity(order.filled)} filled${price}`
}
