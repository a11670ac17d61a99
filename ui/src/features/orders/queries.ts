import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'
import { type Asked, isOneOf, SIDES, STATES, spanOf, WAYS } from './asked'

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

const pageAfter = (cursor: string | null) => ({
  limit: PAGE,
  ...(cursor === null ? {} : { cursor }),
})

/** Orders that were asked for, newest first, page by page. */
export const orderPagesQuery = ({ side, state, ...rest }: Asked) =>
  infiniteQueryOptions({
    queryKey: [...topics.orders('all'), rest, side, state],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...pageAfter(pageParam),
        ...spanOf(rest),
        ...(isOneOf(SIDES, side) ? { side } : {}),
        ...(isOneOf(STATES, state) ? { state } : {}),
      }
      return answerOf(desk.GET('/api/orders', { params: { query }, signal: within(signal) }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })

/** Fills that were asked for, newest first, page by page. */
export const fillPagesQuery = ({ side, ...rest }: Asked) =>
  infiniteQueryOptions({
    queryKey: [...topics.everyOrder, 'fills', rest, side],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...pageAfter(pageParam),
        ...spanOf(rest),
        ...(isOneOf(SIDES, side) ? { side } : {}),
      }
      return answerOf(desk.GET('/api/fills', { params: { query }, signal: within(signal) }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })

/** Closed positions that were asked for, newest first, page by page. */
export const closedPagesQuery = ({ side, ...rest }: Asked) =>
  infiniteQueryOptions({
    queryKey: [...topics.everyOrder, 'closed', rest, side],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...pageAfter(pageParam),
        ...spanOf(rest),
        ...(isOneOf(WAYS, side) ? { side } : {}),
      }
      return answerOf(desk.GET('/api/positions', { params: { query }, signal: within(signal) }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })

const FINAL: readonly string[] = ['filled', 'canceled', 'expired', 'rejected']

function isOver(order: Shapes['OrderView'] | undefined): boolean {
  return order !== undefined && FINAL.includes(order.state)
}
