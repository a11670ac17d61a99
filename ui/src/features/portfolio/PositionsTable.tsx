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
  {
    title: 'Position',
    cell: (held) => (
      <>
        <SymbolName of={held.symbol} />
        <small className="block font-normal">
          <Side of={held.side} />{' '}
          <span className="text-muted">{formatQuantity(held.leverage, 2)}×</span>
        </small>
      </>
    ),
  },
  {
    title: 'Size',
    cell: (held) => (
      <span title={sizeOf(held)}>
        {formatQuantity(held.quantity)}
        <Second>{formatMoney(held.notional)}</Second>
      </span>
    ),
    isNumber: true,
  },
  {
    title: 'Mark / entry',
    cell: (held) => (
      <>
        <Price value={held.mark_price} tickSize={held.tick_size} />
        <Second>
          <Price value={held.entry_price} tickSize={held.tick_size} />
        </Second>
      </>
    ),
    isNumber: true,
  },
  {
    title: 'Unrealized',
    cell: (held) => (
      <span title="In account currency, and as a share of the margin">
        <Pnl value={held.unrealized_pnl} />
        <Second>{asShare(held.unrealized_pnl_share)}</Second>
      </span>
    ),
    isNumber: true,
  },
  {
    title: 'Net PnL',
    cell: (held) => (
      <span title={netOf(held)}>
        <Pnl value={held.net_pnl} />
        <Second>fees {formatMoney(held.fees)}</Second>
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
  {
    title: 'Age',
    cell: (held) => (
      <>
        <HeldFor since={held.opened_at} />
        <Second>
          <DecisionLink id={held.decision_id} />
        </Second>
      </>
    ),
    isNumber: true,
  },
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
      columns={acts ? [...COLUMNS, { title: 'Acts', cell: acts, isPinned: true }] : COLUMNS}
      rows={positions}
      keyOf={({ symbol }) => symbol}
    />
  )
}

/** The smaller figure below another. */
function Second({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <small className="block text-faint" title={title}>
      {children}
    </small>
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
      <Second title="Distance from the mark price; PnL there, before fees">
        {formatShare(distance, 1)} · {formatSigned(pnl)}
      </Second>
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
        <Second>{formatShare(held.liquidation_distance_share, 1)}</Second>
      )}
    </span>
  )
}

function sizeOf({ quantity, notional }: Position): string {
  return `${quantity} in base units, worth ${formatMoney(notional)}`
}

/** "Unrealized, and realized of parts closed (0.00), less fees (1.20); ...". */
function netOf({ realized_pnl, fees }: Position): string {
  return (
    `Unrealized, and realized of parts closed (${formatSigned(realized_pnl)}), ` +
    `less fees (${formatMoney(fees)}); funding is booked on the account`
  )
}

function HeldFor({ since }: { since: string }) {
  const openedAt = epochMs(since)
  const now = useDeskNow()
  return <span title={since}>{formatAge(openedAt === null ? null : now - openedAt)}</span>
}
