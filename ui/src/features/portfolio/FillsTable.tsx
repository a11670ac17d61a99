import type { Shapes } from '@/api/client'
import { Side } from '@/design/Side'
import { SymbolName } from '@/design/SymbolName'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { exact, formatMoney, formatQuantity } from '@/format/money'

type Fill = Shapes['FillView']

const COLUMNS: readonly [Column<Fill>, ...Column<Fill>[]] = [
  { title: 'Time', cell: (fill) => <Time of={fill.exchange_time} /> },
  { title: 'Symbol', cell: (fill) => <SymbolName of={fill.symbol} /> },
  { title: 'Side', cell: (fill) => <Side of={fill.side} /> },
  { title: 'Size', cell: (fill) => formatQuantity(fill.quantity), isNumber: true },
  {
    title: 'Price',
    cell: (fill) => <span title={exact(fill.price)}>{formatQuantity(fill.price)}</span>,
    isNumber: true,
  },
  {
    title: 'Fee',
    cell: (fill) => (
      <span title={exact(fill.fee)}>
        {formatMoney(fill.fee, 4)} <span className="text-faint">{fill.fee_currency}</span>
      </span>
    ),
    isNumber: true,
  },
  { title: 'Liquidity', cell: (fill) => fill.liquidity },
  {
    title: 'Order',
    cell: ({ client_order_id }) =>
      client_order_id === null ? (
        'not ours'
      ) : (
        <span title={client_order_id} className="font-mono text-[0.86rem] text-muted">
          {client_order_id.slice(0, 10)}…
        </span>
      ),
  },
]

/** Executions, newest first. */
export function FillsTable({ fills }: { fills: readonly Fill[] }) {
  if (fills.length === 0)
    return <Empty title="No fill yet">A fill follows an order that the venue carries out.</Empty>
  return (
    <Table
      caption="Fills, newest first"
      columns={COLUMNS}
      rows={fills}
      keyOf={({ symbol, trade_id }) => `${symbol} ${trade_id}`}
    />
  )
}
