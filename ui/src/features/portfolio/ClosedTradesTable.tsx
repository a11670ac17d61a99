import type { Shapes } from '@/api/client'
import { DecisionLink } from '@/design/DecisionLink'
import { Money } from '@/design/Money'
import { Pnl } from '@/design/Pnl'
import { Side } from '@/design/Side'
import { SymbolName } from '@/design/SymbolName'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { exact, formatQuantity } from '@/format/money'
import { epochMs, formatSpan } from '@/format/time'

type Trade = Shapes['ClosedTrade']

/** Average prices fall between ticks. */
function averagePrice(price: string) {
  return <span title={exact(price)}>{formatQuantity(price, 4)}</span>
}

const COLUMNS: readonly [Column<Trade>, ...Column<Trade>[]] = [
  {
    title: 'Position',
    cell: (trade) => (
      <>
        <SymbolName of={trade.symbol} />
        <small className="block font-normal">
          <Side of={trade.side} />
        </small>
      </>
    ),
  },
  { title: 'Size', cell: (trade) => formatQuantity(trade.quantity), isNumber: true },
  {
    title: 'Entry / exit',
    cell: (trade) => (
      <>
        {averagePrice(trade.entry_price)}
        <small className="block text-faint">{averagePrice(trade.exit_price)}</small>
      </>
    ),
    isNumber: true,
  },
  { title: 'PnL before fees', cell: (trade) => <Pnl value={trade.realized_pnl} />, isNumber: true },
  { title: 'Fees', cell: (trade) => <Money value={trade.fees} decimals={4} />, isNumber: true },
  { title: 'Held', cell: (trade) => formatSpan(heldMs(trade)), isNumber: true },
  { title: 'Closed', cell: (trade) => <Time of={trade.closed_at} /> },
  { title: 'By', cell: (trade) => <ClosedBy trade={trade} /> },
  { title: 'Opened by', cell: (trade) => <DecisionLink id={trade.decision_id} /> },
]

/** Finished round trips, newest first. */
export function ClosedTradesTable({ trades }: { trades: readonly Trade[] }) {
  if (trades.length === 0)
    return (
      <Empty title="No trade closed yet">One is listed here once its position is flat again.</Empty>
    )
  return (
    <Table
      caption="Closed trades, newest first"
      columns={COLUMNS}
      rows={trades}
      keyOf={({ symbol, opened_at, closed_at }) => `${symbol} ${opened_at} ${closed_at}`}
    />
  )
}

function ClosedBy({ trade: { close_purpose } }: { trade: Trade }) {
  if (close_purpose !== null) return close_purpose.replaceAll('_', ' ')
  return <span title="No order of this desk closed it">not ours</span>
}

function heldMs({ opened_at, closed_at }: Trade): number | null {
  const opened = epochMs(opened_at)
  const closed = epochMs(closed_at)
  return opened === null || closed === null ? null : closed - opened
}
