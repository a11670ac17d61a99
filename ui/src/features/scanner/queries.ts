// What the scanner says; the socket tells when it is new, so nothing here asks by the clock.
import { queryOptions } from '@tanstack/react-query'
import { answerOf, briefly, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'

export type ScanRow = Shapes['ScanRow']
export type ScanReading = Shapes['ScanReading']

export const scanQuery = queryOptions({
  queryKey: topics.scan,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/scanner', { signal: within(signal) })),
})

/** The last day of every symbol, in one answer. */
export const sparklinesQuery = queryOptions({
  queryKey: topics.sparklines,
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/api/scanner/sparklines', { signal: within(signal) })),
})

export const contextQuery = queryOptions({
  queryKey: topics.context,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/context', { signal: within(signal) })),
})

export const watchlistQuery = queryOptions({
  queryKey: topics.watchlist,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/watchlist', { signal: within(signal) })),
})

/** Watch these symbols instead. */
export function replaceWatchlist(symbols: string[]) {
  return answerOf(desk.PUT('/api/watchlist', { body: { symbols }, signal: briefly() }))
}
