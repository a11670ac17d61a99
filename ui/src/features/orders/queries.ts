import { queryOptions } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'
import { topics } from '@/live/topics'

const OPEN_EVERY_MS = 5_000

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
