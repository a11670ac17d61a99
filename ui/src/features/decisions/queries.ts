import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, briefly, desk, within } from '@/api/client'
import { topics } from '@/live/topics'
import { type DecisionFilters, inQuery } from './filters'

const NEWEST = 10
const PAGE = 20
const REPLAY_WITHIN_MS = 180_000
const NEWEST_EVERY_MS = 30_000

/** The newest decisions; the socket puts later ones on top. */
export const newestDecisionsQuery = queryOptions({
  queryKey: topics.decisions,
  queryFn: ({ signal }) => decisionsPage(NEWEST, null, signal),
  refetchInterval: NEWEST_EVERY_MS,
})

/** Every decision that `filters` admit, page by page. */
export const decisionPagesQuery = (filters: DecisionFilters) =>
  infiniteQueryOptions({
    queryKey: [...topics.decisionPages, filters],
    queryFn: ({ pageParam, signal }) => decisionsPage(PAGE, pageParam, signal, filters),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })

/** One decision with its prompts and inputs. */
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: topics.decision(id),
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/internal/autotrade/v1/decisions/{decision_id}', {
          params: { path: { decision_id: id } },
          signal: within(signal),
        }),
      ),
  })

/** The values of a decision's inputs, as they were read. */
export const bundleQuery = (id: string) =>
  queryOptions({
    queryKey: topics.bundle(id),
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/internal/autotrade/v1/decisions/{decision_id}/bundle', {
          params: { path: { decision_id: id } },
          signal: within(signal),
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

interface Replay {
  id: string
  /** Null: as recorded. */
  prompt: string | null
  model: string | null
}

/** Decide again from stored inputs alone; a live model may take its time. */
export function replayDecision({ id, prompt, model }: Replay) {
  return answerOf(
    desk.POST('/internal/autotrade/v1/decisions/{decision_id}/replay', {
      params: { path: { decision_id: id } },
      body: { prompt, model },
      signal: briefly(REPLAY_WITHIN_MS),
    }),
  )
}

/** Ask for a decision now. */
export function triggerDecision() {
  return answerOf(desk.POST('/internal/autotrade/v1/scheduler/trigger', { body: {} }))
}

function decisionsPage(
  limit: number,
  cursor: string | null,
  signal: AbortSignal,
  filters: DecisionFilters = {},
) {
  return answerOf(
    desk.GET('/internal/autotrade/v1/decisions', {
      params: { query: { limit, ...inQuery(filters), ...(cursor === null ? {} : { cursor }) } },
      signal: within(signal),
    }),
  )
}
