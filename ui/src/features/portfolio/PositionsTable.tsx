import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { DecisionLink } from '@/design/DecisionLink'
import { Pnl } from '@/design/Pnl'
import { Price } from '@/design/Price'
import { Side } from '@/design/Side'
import { SymbolName } from '@/design/SymbolName'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import {
  type Amount,
  formatMoney,
  formatQuantity,
  formatShare,
  formatSigned,
  formatSignedShare,
  UNKNOWN,
} from '@/format/money'
import { epochMs, formatAge } from '@/format/time'
import { useDeskNow } from '@/live/now'

type Position = Shapes['PositionView']

const asShare = (value: Amount) => formatSignedShare(value, 1)

const COLUMNS: readonly [Column<Position>, ...Column<Position>[]] = [
  { title: 'Symbol', cell: (held) => <SymbolName of={held.symbol} /> },
  {
    title: 'Side',
    cell: (held) => (
      <>
        <Side of={held.side} />{' '}
        <span className="text-muted">{formatQuantity(held.leverage, 2)}×</span>
      </>
    ),
  },
  {
    title: 'Size',
    cell: (held) => <span title={sizeOf(held)}>{formatQuantity(held.quantity)}</span>,
    isNumber: true,
  },
  {
    title: 'Entry',
    cell: (held) => <Price value={held.entry_price} tickSize={held.tick_size} />,
    isNumber: true,
  },
  {
    title: 'Mark',
    cell: (held) => <Price value={held.mark_price} tickSize={held.tick_size} />,
    isNumber: true,
  },
  {
    title: 'Unrealized PnL',
    cell: (held) => (
      <span title="In account currency, and as a share of the margin">
        <Pnl value={held.unrealized_pnl} />{' '}
        <span className="text-[0.86rem] text-faint">{asShare(held.unrealized_pnl_share)}</span>
      </span>
    ),
    isNumber: true,
  },
  {
    title: 'Net PnL',
    cell: (held) => (
      <span title="Unrealized, and realized of parts closed, less fees; funding is booked on the account">
        <Pnl value={held.net_pnl} />
        <small className="block text-faint">
          closed {formatSigned(held.realized_pnl)}, fees {formatMoney(held.fees)}
        </small>
      </span>
    ),
    isNumber: true,
  },
  {
    title: 'Stop',
    cell: (held) =>
      held.stop_price === null ? (
        <span className="font-medium text-warn">no stop</span>
      ) : (
        <Exit
          price={held.stop_price}
          distance={held.stop_distance_share}
          pnl={held.pnl_at_stop}
          tickSize={held.tick_size}
        />
      ),
    isNumber: true,
  },
  {
    title: 'Target',
    cell: (held) => (
      <Exit
        price={held.take_profit_price}
        distance={held.take_profit_distance_share}
        pnl={held.pnl_at_take_profit}
        tickSize={held.tick_size}
      />
    ),
    isNumber: true,
  },
  { title: 'Liquidation', cell: (held) => <Liquidation of={held} />, isNumber: true },
  { title: 'Age', cell: (held) => <HeldFor since={held.opened_at} />, isNumber: true },
  { title: 'By', cell: (held) => <DecisionLink id={held.decision_id} /> },
]

interface PositionsTableProps {
  positions: readonly Position[]
  /** What can be done with each. */
  acts?: (position: Position) => ReactNode
}

/** Open positions at the mark price. */
export function PositionsTable({ positions, acts }: PositionsTableProps) {
  if (positions.length === 0) {
    return (
      <Empty title="No open position">
        The desk is flat; nothing is at risk. A decision may open one, or you by hand under Orders.
      </Empty>
    )
  }
  return (
    <Table
      caption="Open positions"
      columns={acts ? [...COLUMNS, { title: 'Acts', cell: acts }] : COLUMNS}
      rows={positions}
      keyOf={({ symbol }) => symbol}
    />
  )
}

interface ExitProps {
  price: string | null
  distance: string | null
  pnl: string | null
  tickSize: string | null
}

/** A price that ends the position: how far the mark is from it, and what it would bring before fees. */
function Exit({ price, distance, pnl, tickSize }: ExitProps) {
  if (price === null) return UNKNOWN
  return (
    <>
      <Price value={price} tickSize={tickSize} />
      <small
        className="block text-faint"
        title="Distance from the mark price; PnL there, before fees"
      >
        {formatShare(distance)} · {formatSigned(pnl)}
      </small>
    </>
  )
}

function Liquidation({ of: held }: { of: Position }) {
  const readAt = held.venue_read_at
  return (
    <span
      title={readAt === null ? 'The venue was not asked yet' : `The venue said so at ${readAt}`}
    >
      <Price value={held.liquidation_price} tickSize={held.tick_size} />
      {held.liquidation_price !== null && (
        <small className="block text-faint">
          {formatShare(held.liquidation_distance_share, 1)}
        </small>
      )}
    </span>
  )
}

function sizeOf({ quantity, notional }: Position): string {
  return `${quantity} in base units, worth ${formatMoney(notional)}`
}

function HeldFor({ since }: { since: string }) {
  const openedAt = epochMs(since)
  const now = useDeskNow()
  return <span title={since}>{formatAge(openedAt === null ? null : now - openedAt)}</span>
}
