import { queryOptions } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'
import { topics } from '@/live/topics'

const PORTFOLIO_EVERY_MS = 30_000
const EQUITY_EVERY_MS = 30_000
const EQUITY_POINTS = 600

/** The account, what it holds and what it did; the socket keeps account and positions current. */
export const portfolioQuery = queryOptions({
  queryKey: topics.portfolio,
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/api/autotrade/v1/portfolio', { signal: within(signal) })),
  refetchInterval: PORTFOLIO_EVERY_MS,
})

/** Equity since the account was opened. */
export const equityQuery = queryOptions({
  queryKey: topics.equity,
  queryFn: ({ signal }) =>
    answerOf(
      desk.GET('/internal/autotrade/v1/portfolio/equity', {
        params: { query: { points: EQUITY_POINTS } },
        signal: within(signal),
      }),
    ),
  refetchInterval: EQUITY_EVERY_MS,
})
