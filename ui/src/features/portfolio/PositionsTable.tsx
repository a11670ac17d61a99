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
  formatSigned,
  formatSignedShare,
} from '@/format/money'
import { Exit, HeldFor, Liquidation, Second } from './position_cells'

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
