import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'
import { OrderStateBadge } from '@/design/OrderStateBadge'
import { formatQuantity } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { orderQuery } from './queries'

/** What became of an order that was sent, and the way to its record. */
export function Placed({ placed }: { placed: Shapes['PlacedView'] }) {
  const { data: order } = useQuery(orderQuery(placed.order))
  const { base } = symbolParts(order.symbol)
  return (
    <p
      data-testid="placed"
      className="flex flex-wrap items-center gap-2 rounded border border-line-strong px-3 py-2 text-[0.93rem]"
    >
      <OrderStateBadge of={order.state} />
      <span>
        {order.side} {formatQuantity(order.filled)} of {formatQuantity(order.quantity)} {base}
      </span>
      <Link
        to="/decisions/$id"
        params={{ id: placed.record_id }}
        className="text-link underline decoration-link/40 underline-offset-2"
      >
        Its record
      </Link>
    </p>
  )
}
