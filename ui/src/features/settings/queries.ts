import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answerOf, briefly, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'

const USES_EVERY_MS = 10_000
const PAGE = 20

export type FileName = Shapes['ConfigView']['file']
export type Setting = Shapes['SettingView']
export type Value = Setting['in_force']
export type Values = Readonly<Record<string, Value>>
export type Change = Shapes['SettingChangeView']

/** One file of settings; asked for again whenever the desk's `standing` has changed. */
export const configQuery = (file: FileName, standing: Shapes['SettingsView']) =>
  queryOptions({
    queryKey: [...topics.config, file, standing],
    queryFn: ({ signal }) => answerOf(desk.GET(`/api/config/${file}`, { signal: within(signal) })),
    placeholderData: keepPreviousData,
  })

/** How much of each limit is used. */
export const usesQuery = queryOptions({
  queryKey: [...topics.config, 'uses'],
  queryFn: ({ signal }) => answerOf(desk.GET('/api/config/usage', { signal: within(signal) })),
  refetchInterval: USES_EVERY_MS,
})

/** Changes made over HTTP, newest first, page by page. */
export const changesQuery = infiniteQueryOptions({
  queryKey: [...topics.config, 'changes'],
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      desk.GET('/api/config/history', {
        params: { query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal: within(signal),
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
})

/** What a change would do; asked for once, and again only by hand. */
export const previewQuery = (file: FileName, values: Values) =>
  queryOptions({
    queryKey: ['config preview', file, values],
    queryFn: () =>
      answerOf(
        desk.POST('/api/config/preview', {
          body: { file, values: bodyOf(values) },
          signal: briefly(),
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

export interface Meant {
  file: FileName
  values: Values
  by: string
  reason: string
  digest: string
  confirm: string | null
}

/** Write a change into its file; it is in force, or waits for a start, before this answers. */
export function updateSettings({ values, ...meant }: Meant) {
  return answerOf(
    desk.POST('/api/config/update', {
      body: { ...meant, values: bodyOf(values) },
      signal: briefly(),
    }),
  )
}

function bodyOf(values: Values): Record<string, Value> {
  return { ...values }
}
