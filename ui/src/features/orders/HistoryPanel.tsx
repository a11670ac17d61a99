import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@/design/Button'
import { Panel } from '@/design/Panel'
import { Failed, Skeleton } from '@/design/states'
import { OrdersTable } from './OrdersTable'
import { orderPagesQuery } from './queries'

/** Every order, newest first, and the way to a spreadsheet. */
export function HistoryPanel() {
  const query = useInfiniteQuery(orderPagesQuery)
  const orders = query.data?.pages.flatMap(({ items }) => items)
  return (
    <Panel
      title="Every order, newest first"
      aside={
        <a
          href="/api/orders.csv"
          download="orders.csv"
          className="text-[0.93rem] text-link underline decoration-link/40 underline-offset-2"
        >
          Newest 500 as CSV
        </a>
      }
    >
      {orders === undefined && query.isPending && <Skeleton lines={6} label="orders" />}
      {orders && (
        <OrdersTable
          caption="Order history"
          orders={orders}
          empty="No order yet"
          next="Preview one by hand on this page, or wait for a decision."
        />
      )}
      {query.error && (
        <Failed what="the orders" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? 'Loading…' : 'Earlier orders'}
          </Button>
        </div>
      )}
    </Panel>
  )
}
