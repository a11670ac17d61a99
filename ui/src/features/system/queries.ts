import { queryOptions } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'
import { topics } from '@/live/topics'

const STATUS_EVERY_MS = 10_000

/** What runs, where prices come from, who decides. */
export const statusQuery = queryOptions({
  queryKey: topics.status,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/status', { signal: within(signal) })),
  refetchInterval: STATUS_EVERY_MS,
})
