import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { DecisionLink } from '@/design/DecisionLink'
import { OrderStateBadge } from '@/design/OrderStateBadge'
import { Side } from '@/design/Side'
import { SymbolName } from '@/design/SymbolName'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { exact, formatQuantity, UNKNOWN } from '@/format/money'

type Order = Shapes['OrderView']

const COLUMNS: readonly [Column<Order>, ...Column<Order>[]] = [
  { title: 'Symbol', cell: (order) => <SymbolName of={order.symbol} /> },
  { title: 'Side', cell: (order) => <Side of={order.side} /> },
  {
    title: 'For',
    cell: (order) => (
      <>
        {order.purpose.replaceAll('_', ' ')}
        <small className="block text-faint">{order.kind.replaceAll('_', ' ')}</small>
      </>
    ),
  },
  {
    title: 'Filled of size',
    cell: ({ filled, quantity }) => (
      <span title={`${filled} of ${quantity} in base units`}>
        {formatQuantity(filled)} / {formatQuantity(quantity)}
      </span>
    ),
    isNumber: true,
  },
  { title: 'Price', cell: (order) => <OrderPrice of={order} />, isNumber: true },
  { title: 'State', cell: (order) => <State of={order} /> },
  { title: 'Since', cell: (order) => <Time of={order.created_at} /> },
  { title: 'By', cell: (order) => <DecisionLink id={order.decision_id} /> },
]

interface OrdersTableProps {
  caption: string
  orders: readonly Order[]
  empty: string
  /** What may change that. */
  next: string
  /** What can be done with each. */
  acts?: (order: Order) => ReactNode
}

/** Orders with how far they have come. */
export function OrdersTable({ caption, orders, empty, next, acts }: OrdersTableProps) {
  if (orders.length === 0) {
    return <Empty title={empty}>{next}</Empty>
  }
  const columns: typeof COLUMNS = acts
    ? [...COLUMNS, { title: 'Acts', cell: acts, isPinned: true }]
    : COLUMNS
  return <Table caption={caption} columns={columns} rows={orders} keyOf={({ id }) => id} />
}

function State({ of: { state, reason } }: { of: Order }) {
  return (
    <span title={reason ?? undefined}>
      <OrderStateBadge of={state} />
    </span>
  )
}

function OrderPrice({ of: order }: { of: Order }) {
  const [price, words] = order.average_price
    ? [order.average_price, 'on average']
    : [order.limit_price ?? order.trigger_price, order.trigger_price ? 'trigger' : 'limit']
  if (price === null) return UNKNOWN
  return (
    <span title={`${exact(price)}, ${words}`}>
      {formatQuantity(price)}
      <small className="block text-faint">{words}</small>
    </span>
  )
}
