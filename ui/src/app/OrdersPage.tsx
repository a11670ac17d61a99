import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { CancelAll } from '@/features/orders/CancelAll'
import { ClosePosition } from '@/features/orders/ClosePosition'
import { OrderActs } from '@/features/orders/OrderActs'
import { OrderForm } from '@/features/orders/OrderForm'
import { OrdersTable } from '@/features/orders/OrdersTable'
import { openOrdersQuery } from '@/features/orders/queries'
import { AsOf } from '@/features/portfolio/AsOf'
import { LastKnown } from '@/features/portfolio/LastKnown'
import { PerformancePanel } from '@/features/portfolio/PerformancePanel'
import { PositionsTable } from '@/features/portfolio/PositionsTable'
import { portfolioQuery } from '@/features/portfolio/queries'
import { statusQuery } from '@/features/system/queries'
import { HistoryPanel } from './HistoryPanel'

/** What is held and what rests, with everything that a person may do about it. */
export function OrdersPage() {
  const account = useQuery(portfolioQuery)
  const open = useQuery(openOrdersQuery)
  const status = useQuery(statusQuery)
  const { symbol } = useSearch({ strict: false })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <h1 className="sr-only">Positions and orders</h1>
      <div className="grid min-w-0 gap-3">
        <Panel title="Positions" aside={account.data && <AsOf portfolio={account.data} />}>
          <Answer query={account} what="the positions" lines={4}>
            {({ positions }) => (
              <LastKnown>
                <PositionsTable
                  positions={positions}
                  acts={(position) => <ClosePosition position={position} />}
                />
              </LastKnown>
            )}
          </Answer>
        </Panel>
        <Panel title="Open orders" aside={open.data && <CancelAll orders={open.data.items} />}>
          <Answer query={open} what="the open orders" lines={3}>
            {({ items }) => (
              <OrdersTable
                caption="Orders that rest"
                orders={items}
                empty="Nothing rests at the venue"
                next="A limit order by hand rests here until it is filled; so do the orders of decisions."
                acts={(order) => <OrderActs order={order} />}
              />
            )}
          </Answer>
        </Panel>
        <PerformancePanel />
        <HistoryPanel />
      </div>
      <Panel title="Order by hand">
        <Answer query={status} what="the symbols" lines={6}>
          {({ symbols }) => <OrderForm key={symbol} symbols={symbols} wanted={symbol} />}
        </Answer>
      </Panel>
    </div>
  )
}
