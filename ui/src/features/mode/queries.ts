import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, briefly, desk, type Shapes, within } from '@/api/client'
import type { Mode } from '@/design/modes'
import { topics } from '@/live/topics'

const PLACE = '/internal/autotrade/v1/runtime-mode'
const CALM_MS = 15_000
const WATCHING_MS = 1_000
const STEPS_EVERY_MS = 5_000
const HISTORY_PAGE = 10
/** The venue of the new mode is asked before the desk answers. */
const SWITCH_WITHIN_MS = 30_000

/** The mode in force and what waits; asked for every second while a switch to `awaited` is under way. */
export const runtimeModeQuery = (awaited: Mode | null) =>
  queryOptions({
    queryKey: topics.runtimeMode,
    queryFn: ({ signal }) => answerOf(desk.GET(PLACE, { signal: within(signal) })),
    refetchInterval: ({ state: { data } }) =>
      awaited !== null && data?.mode !== awaited ? WATCHING_MS : CALM_MS,
  })

/** What `mode` asks for; its venue is asked anew each time. */
export const modeStepsQuery = (mode: Mode) =>
  queryOptions({
    queryKey: topics.modeSteps(mode),
    queryFn: () =>
      answerOf(
        desk.GET(`${PLACE}/steps/{mode}`, {
          params: { path: { mode } },
          signal: briefly(SWITCH_WITHIN_MS),
        }),
      ),
    refetchInterval: STEPS_EVERY_MS,
  })

/** Every switch that was asked for, newest first. */
export const modeHistoryQuery = infiniteQueryOptions({
  queryKey: topics.modeHistory,
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      desk.GET(`${PLACE}/history`, {
        params: {
          query: { limit: HISTORY_PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
        },
        signal: within(signal),
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
})

export function switchMode(body: Shapes['RuntimeModeBody']) {
  return answerOf(desk.PATCH(PLACE, { body, signal: briefly(SWITCH_WITHIN_MS) }))
}

export function approveChange(body: Shapes['ApprovalBody']) {
  return answerOf(desk.POST(`${PLACE}/approvals`, { body, signal: briefly(SWITCH_WITHIN_MS) }))
}
