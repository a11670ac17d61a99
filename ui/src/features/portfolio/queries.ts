import { queryOptions } from '@tanstack/react-query'
import { answerOf, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'

const PORTFOLIO_EVERY_MS = 30_000
const EQUITY_EVERY_MS = 30_000

export type Period = Shapes['Period']

/** The account, what it holds and what it did; the socket keeps account and positions current. */
export const portfolioQuery = queryOptions({
  queryKey: topics.portfolio,
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/api/autotrade/v1/portfolio', { signal: within(signal) })),
  refetchInterval: PORTFOLIO_EVERY_MS,
})

/** Every account's equity over a period, and what buying and holding would have come to. */
export const curvesQuery = (period: Period) =>
  queryOptions({
    queryKey: [...topics.equity, period],
    queryFn: ({ signal }) =>
      answerOf(
        desk.GET('/internal/autotrade/v1/portfolio/curves', {
          params: { query: { period } },
          signal: within(signal),
        }),
      ),
    refetchInterval: EQUITY_EVERY_MS,
  })

/** How the closed positions add up. */
export const performanceQuery = queryOptions({
  queryKey: [...topics.portfolio, 'performance'],
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/api/positions/performance', { signal: within(signal) })),
  refetchInterval: PORTFOLIO_EVERY_MS,
})
