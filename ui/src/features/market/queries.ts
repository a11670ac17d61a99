import { queryOptions } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'
import { topics } from '@/live/topics'

const PRICES_EVERY_MS = 20_000

/** Every symbol of the desk with its tick; the socket brings what moves in between. */
export const pricesQuery = queryOptions({
  queryKey: topics.prices,
  queryFn: ({ signal }) => answerOf(desk.GET('/api/market/v1/prices', { signal: within(signal) })),
  refetchInterval: PRICES_EVERY_MS,
})

/** The newest candles of a symbol. */
export const candlesQuery = (symbol: string) =>
  queryOptions({
    queryKey: topics.candles(symbol),
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/api/market-data/{symbol}', {
          params: { path: { symbol } },
          signal: within(signal),
        }),
      ),
    refetchInterval: PRICES_EVERY_MS,
  })
