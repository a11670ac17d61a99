import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'

const ARENAS = 20
const PAGE = 20
const EVERY_MS = 60_000

/** The arenas of this home, the last one first; one that somebody runs meanwhile appears within a minute. */
export const arenasQuery = queryOptions({
  queryKey: ['arenas'],
  queryFn: ({ signal }) =>
    answerOf(
      desk.GET('/internal/autotrade/v1/arena', {
        params: { query: { limit: ARENAS } },
        signal: within(signal),
      }),
    ),
  refetchInterval: EVERY_MS,
})

/** The curves of one arena, which never change. */
export const curvesQuery = (run: string) =>
  queryOptions({
    queryKey: ['arenas', run, 'curves'],
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/internal/autotrade/v1/arena/{run}/curves', {
          params: { path: { run } },
          signal: within(signal),
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** How confidence agrees with what the desk won and earned. */
export const calibrationQuery = queryOptions({
  queryKey: ['calibration'],
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/internal/autotrade/v1/calibration', { signal: within(signal) })),
  refetchInterval: EVERY_MS,
})

/** What openings promised and what came, page by page. */
export const riskPagesQuery = infiniteQueryOptions({
  queryKey: ['risk journal'],
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      desk.GET('/internal/autotrade/v1/risk-journal', {
        params: { query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal: within(signal),
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
  refetchInterval: EVERY_MS,
})
