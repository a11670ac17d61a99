import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Panel } from '@/design/Panel'
import { Segmented } from '@/design/Segmented'
import { type Asked, spanOf, useAsk, useAsked } from '@/features/orders/asked'
import { HistoryFilters } from '@/features/orders/HistoryFilters'
import { OrdersTable } from '@/features/orders/OrdersTable'
import { Pages } from '@/features/orders/Pages'
import { closedPagesQuery, fillPagesQuery, orderPagesQuery } from '@/features/orders/queries'
import { ClosedTradesTable } from '@/features/portfolio/ClosedTradesTable'
import { FillsTable } from '@/features/portfolio/FillsTable'
import { statusQuery } from '@/features/system/queries'

const LISTS = [
  { value: 'orders', text: 'Orders', csv: 'orders' },
  { value: 'fills', text: 'Fills', csv: 'fills' },
  { value: 'closed', text: 'Closed positions', csv: 'positions' },
] as const

/** Every order, fill and closed position, filtered by the address, and the way to a spreadsheet. */
export function HistoryPanel() {
  const asked = useAsked()
  const ask = useAsk()
  const { data: status } = useQuery(statusQuery)
  const list = LISTS.find(({ value }) => value === asked.list) ?? LISTS[0]
  return (
    <Panel
      title="History"
      aside={
        <a
          href={csvOf(list.csv, asked)}
          download={`${list.csv}.csv`}
          className="text-[0.93rem] text-link underline decoration-link/40 underline-offset-2"
        >
          Newest 500 as CSV
        </a>
      }
    >
      <div className="px-3 pt-2">
        <Segmented
          label="History of"
          value={list.value}
          choices={LISTS}
          onChange={(chosen) => ask({ list: chosen, side: undefined, state: undefined })}
        />
      </div>
      <HistoryFilters
        asked={asked}
        list={list.value}
        symbols={status?.symbols ?? []}
        onChange={ask}
      />
      {list.value === 'orders' && <Orders asked={asked} />}
      {list.value === 'fills' && <Fills asked={asked} />}
      {list.value === 'closed' && <Closed asked={asked} />}
    </Panel>
  )
}

function Orders({ asked }: { asked: Asked }) {
  const query = useInfiniteQuery(orderPagesQuery(asked))
  return (
    <Pages query={query} what="orders" rowsOf={({ items }) => items}>
      {(orders) => (
        <OrdersTable
          caption="Order history"
          orders={orders}
          empty="No order yet"
          next="Decisions and orders by hand appear here; show all to look further."
        />
      )}
    </Pages>
  )
}

function Fills({ asked }: { asked: Asked }) {
  const query = useInfiniteQuery(fillPagesQuery(asked))
  return (
    <Pages query={query} what="fills" rowsOf={({ items }) => items}>
      {(fills) => <FillsTable fills={fills} />}
    </Pages>
  )
}

function Closed({ asked }: { asked: Asked }) {
  const query = useInfiniteQuery(closedPagesQuery(asked))
  return (
    <Pages query={query} what="closed positions" rowsOf={({ closed }) => closed}>
      {(trades) => <ClosedTradesTable trades={trades} />}
    </Pages>
  )
}

/** The same rows for a spreadsheet, with every time in this browser's zone too. */
function csvOf(name: string, asked: Asked): string {
  const { side, state } = asked
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const query = new URLSearchParams({
    ...spanOf(asked),
    ...(side ? { side } : {}),
    ...(state && name === 'orders' ? { state } : {}),
    zone,
  })
  return `/api/${name}.csv?${query}`
}
