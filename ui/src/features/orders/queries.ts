import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'
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
