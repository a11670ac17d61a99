import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { DecisionLink } from '@/design/DecisionLink'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { Price } from '@/design/Price'
import { Side } from '@/design/Side'
import { type Amount, formatQuantity, formatSignedShare } from '@/format/money'
import { Fact, Facts } from './Facts'

type Position = Shapes['PositionView']

const asShare = (value: Amount) => formatSignedShare(value, 1)

export interface Held {
  /** Undefined: the account is not known yet; null: nothing is held. */
  position: Position | null | undefined
  orders: readonly Shapes['OrderView'][]
}

interface HeldPanelProps {
  symbol: string
  held: Held
  /** How old the account is. */
  age: ReactNode
}

/** What is held of a symbol and what rests, and the way to trade it by hand. */
export function HeldPanel({ symbol, held: { position, orders }, age }: HeldPanelProps) {
  return (
    <Panel title="Position" aside={age}>
      {position ? (
        <HeldFacts of={position} />
      ) : (
        <p className="px-3 pt-3 text-muted">
          {position === null ? 'Nothing is held.' : 'The account is not known yet.'}
        </p>
      )}
      <p className="flex flex-wrap items-center justify-between gap-2 px-3 pt-1 pb-3 text-[0.93rem]">
        <span className="text-faint">{resting(orders.length)}</span>
        <Link
          to="/orders"
          search={{ symbol }}
          className="text-link underline decoration-link/40 underline-offset-2 hover:decoration-link"
        >
          Trade by hand
        </Link>
      </p>
    </Panel>
  )
}

function HeldFacts({ of: held }: { of: Position }) {
  const price = (value: Amount) => <Price value={value} tickSize={held.tick_size} />
  return (
    <Facts>
      <Fact title="Held">
        <Side of={held.side} /> {formatQuantity(held.quantity)}{' '}
        <span className="text-faint">{formatQuantity(held.leverage, 2)}×</span>
      </Fact>
      <Fact title="Unrealized PnL">
        <Pnl value={held.unrealized_pnl} />{' '}
        <span className="text-faint">{asShare(held.unrealized_pnl_share)}</span>
      </Fact>
      <Fact title="Entry">{price(held.entry_price)}</Fact>
      <Fact title="Stop">
        {held.stop_price === null ? (
          <span className="font-medium text-warn">no stop</span>
        ) : (
          price(held.stop_price)
        )}
      </Fact>
      <Fact title="Target">{price(held.take_profit_price)}</Fact>
      <Fact title="Opened by">
        <DecisionLink id={held.decision_id} />
      </Fact>
    </Facts>
  )
}

function resting(count: number): string {
  if (count === 0) return 'No order rests.'
  return count === 1 ? '1 order rests.' : `${count} orders rest.`
}
