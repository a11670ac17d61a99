import { queryOptions } from '@tanstack/react-query'
import { answerOf, briefly, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'

const PLACE = '/internal/autotrade/v1/kill-switch'
const CALM_MS = 5_000
const WATCHING_MS = 1_000

/** How the switch stands; asked for every second until the venue has shown that a stop is carried out. */
export const killSwitchQuery = queryOptions({
  queryKey: topics.killSwitch,
  queryFn: ({ signal }) => answerOf(desk.GET(PLACE, { signal: within(signal) })),
  refetchInterval: ({ state: { data } }) => (isUnderWay(data) ? WATCHING_MS : CALM_MS),
})

/** Turn the switch; a stop is in force before this answers. */
export function turnSwitch(body: Shapes['KillSwitchBody']) {
  return answerOf(desk.POST(PLACE, { body, signal: briefly() }))
}

function isUnderWay(view: Shapes['KillSwitchView'] | undefined): boolean {
  return view !== undefined && view.state !== 'ACTIVE' && view.proof?.is_done !== true
}
