import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'
import { topics } from '@/live/topics'
import { type Known, knownOf, withNewer, withOlder } from './candles'
import type { Frame } from './frames'
import { EVERY_LINE } from './shown'

const PRICES_EVERY_MS = 20_000
const CANDLES_EVERY_MS = 10_000
const STANDING_EVERY_MS = 5_000
const MONITOR_EVERY_MS = 10_000
const TRADES_EVERY_MS = 30_000
// Nobody pushes books: one small read of the cache a second, and none while the tab is hidden.
const BOOK_EVERY_MS = 1_000
const FIRST_PAGE = 300
const NEWEST = 30
const OLDER_PAGE = 500
const MOST_TRADES = 500

/** Every symbol of the desk with its tick; the socket brings what moves in between. */
export const pricesQuery = queryOptions({
  queryKey: topics.prices,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/market/v1/prices', { signal: within(signal) })),
  refetchInterval: PRICES_EVERY_MS,
})

/** Every symbol that is charted, with the candles that there are of it. */
export const symbolsQuery = queryOptions({
  queryKey: topics.symbols,
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/api/market-data/all/symbols', { signal: within(signal) })),
  staleTime: Number.POSITIVE_INFINITY,
})

interface Asked {
  symbol: string
  frame: Frame
  limit: number
  before?: string
  signal?: AbortSignal
}

async function candles({ symbol, frame, limit, before, signal }: Asked): Promise<Known> {
  const query = {
    timeframe: frame,
    limit,
    indicators: EVERY_LINE,
    ...(before === undefined ? {} : { before }),
  }
  const params = { path: { symbol }, query }
  const within10s = within(signal ?? new AbortController().signal)
  const request = desk.GET('/api/market-data/{symbol}', { params, signal: within10s })
  return knownOf(await answerOf(request), limit)
}

/** The candles of a chart with all their lines; a later answer adds to what is known. */
export const candlesQuery = (symbol: string, frame: Frame) =>
  queryOptions({
    queryKey: topics.candles(symbol, frame),
    queryFn: async ({ signal, client }) => {
      const key = topics.candles(symbol, frame)
      const limit = client.getQueryData<Known>(key) ? NEWEST : FIRST_PAGE
      const newest = await candles({ symbol, frame, limit, signal })
      const joined = withNewer(client.getQueryData<Known>(key), newest)
      const isTorn = limit === NEWEST && joined === newest
      return isTorn ? candles({ symbol, frame, limit: FIRST_PAGE, signal }) : joined
    },
    refetchInterval: CANDLES_EVERY_MS,
  })

/** Asks for the candles before those that are known. */
export function useOlderCandles(symbol: string, frame: Frame) {
  const cache = useQueryClient()
  const key = topics.candles(symbol, frame)
  return useMutation({
    mutationFn: async () => {
      const first = cache.getQueryData<Known>(key)?.rows[0]
      if (first === undefined) return
      const before = new Date(first.at).toISOString()
      const older = await candles({ symbol, frame, limit: OLDER_PAGE, before })
      cache.setQueryData<Known>(key, (known) => known && withOlder(known, older))
    },
  })
}

/** Own fills of a symbol since a moment; the account's changes make them stale. */
export const tradesQuery = (symbol: string, since: number | null) =>
  queryOptions({
    queryKey: topics.trades(symbol, since),
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/api/fills', {
          params: {
            query: { symbol, since: new Date(since ?? 0).toISOString(), limit: MOST_TRADES },
          },
          signal: within(signal),
        }),
      ),
    enabled: since !== null,
    placeholderData: keepPreviousData,
    refetchInterval: TRADES_EVERY_MS,
  })

/** The order book of a swap. */
export const bookQuery = (symbol: string) =>
  queryOptions({
    queryKey: topics.book(symbol),
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/api/market-data/{symbol}/book', {
          params: { path: { symbol } },
          signal: within(signal),
        }),
      ),
    refetchInterval: BOOK_EVERY_MS,
  })

/** Price, funding, open interest and technical picture of a symbol. */
export const standingQuery = (symbol: string) =>
  queryOptions({
    queryKey: topics.standing(symbol),
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/api/market-data/{symbol}/standing', {
          params: { path: { symbol } },
          signal: within(signal),
        }),
      ),
    refetchInterval: STANDING_EVERY_MS,
  })

/** The stance of every monitored symbol. */
export const monitorQuery = queryOptions({
  queryKey: topics.monitor,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/signals/monitor', { signal: within(signal) })),
  refetchInterval: MONITOR_EVERY_MS,
})
