import type { Shapes } from '@/api/client'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { Empty } from '@/design/states'
import { OrdersTable } from '@/features/orders/OrdersTable'
import { ClosedTradesTable } from '@/features/portfolio/ClosedTradesTable'
import { FillsTable } from '@/features/portfolio/FillsTable'

/** What followed from a decision: its orders, their fills, and what the round trip came to. */
export function Consequences({ of: { orders, fills, result } }: { of: Shapes['Consequences'] }) {
  return (
    <>
      <Panel title="5 · Orders">
        <OrdersTable
          caption="Orders"
          orders={orders}
          empty="No order was sent"
          next="Nothing that was proposed passed every gate, or nothing was; the verdicts stand above."
        />
      </Panel>
      <Panel title="6 · Fills">
        <FillsTable fills={fills} />
      </Panel>
      <Panel
        title="7 · Outcome"
        aside={
          <span className="text-[0.93rem]" data-testid="net-pnl">
            net <Pnl value={result.net_pnl} />
          </span>
        }
      >
        {result.closed.length > 0 ? (
          <ClosedTradesTable trades={result.closed} />
        ) : (
          <Empty title="Nothing that this decision opened is closed">
            The result is unknown until a position that it opened is flat again.
          </Empty>
        )}
      </Panel>
    </>
  )
}
