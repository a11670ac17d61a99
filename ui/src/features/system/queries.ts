import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, briefly, desk, within } from '@/api/client'
import type { LogFilters } from '@/live/log'
import { topics } from '@/live/topics'

const STATUS_EVERY_MS = 10_000
const REDIS_EVERY_MS = 5_000
const LOG_PAGE = 100

/** What runs, where prices come from, who decides. */
export const statusQuery = queryOptions({
  queryKey: topics.status,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/status', { signal: within(signal) })),
  refetchInterval: STATUS_EVERY_MS,
})

/** What Redis says of itself. */
export const redisQuery = queryOptions({
  queryKey: topics.redis,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/redis/status', { signal: within(signal) })),
  refetchInterval: REDIS_EVERY_MS,
})

/** End safe mode. */
export function releaseSafeMode() {
  return answerOf(
    desk.POST('/internal/autotrade/v1/model-usage/safe-mode-release', {
      body: { by: 'the operator' },
      signal: briefly(),
    }),
  )
}

/** The message log, newest first, page by page; the socket tells what is added later. */
export const logQuery = (filters: LogFilters) =>
  infiniteQueryOptions({
    queryKey: topics.log(filters),
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        desk.GET('/api/redis/log', {
          params: {
            query: {
              limit: LOG_PAGE,
              ...filters,
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal: within(signal),
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })
