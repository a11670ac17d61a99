import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'

const OPEN_EVERY_MS = 5_000
const PAGE = 50

/** Everything that something can still happen to. */
export const openOrdersQuery = queryOptions({
  queryKey: topics.orders('open'),
  queryFn: ({ signal }) =>
    answerOf(
      desk.GET('/api/orders', {
        params: { query: { scope: 'open' } },
        signal: within(signal),
      }),
    ),
  refetchInterval: OPEN_EVERY_MS,
})

/** One order, until nothing can happen to it. */
export const orderQuery = (order: Shapes['OrderView']) =>
  queryOptions({
    queryKey: topics.order(order.id),
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/api/orders/{order_id}', {
          params: { path: { order_id: order.id } },
          signal: within(signal),
        }),
      ),
    initialData: order,
    refetchInterval: ({ state: { data } }) => (isOver(data) ? false : OPEN_EVERY_MS),
  })

/** Every order, newest first, page by page. */
export const orderPagesQuery = infiniteQueryOptions({
  queryKey: topics.orders('all'),
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      desk.GET('/api/orders', {
        params: { query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal: within(signal),
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
})

const FINAL: readonly string[] = ['filled', 'canceled', 'expired', 'rejected']

function isOver(order: Shapes['OrderView'] | undefined): boolean {
  return order !== undefined && FINAL.includes(order.state)
}
