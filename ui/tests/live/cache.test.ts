import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { Shapes } from '@/api/client'
import { applyToCache } from '@/live/cache'
import { topics } from '@/live/topics'
import { anAccount, anExposure, aPortfolio, aPosition } from '../shapes/account'
import { aDecision, anItem, aSummary } from '../shapes/decisions'
import { aStatus } from '../shapes/status'

const LATER = '2026-11-21T12:00:05.000Z'
const EARLIER = '2026-11-21T11:59:00.000Z'

function portfolioUpdate(
  given: Omit<Shapes['LiveAccount'], 'exposure'>,
  timestamp = LATER,
): Shapes['PortfolioUpdate'] {
  const data = { exposure: anExposure(), ...given }
  return { type: 'portfolio_update', seq: 2, data, timestamp }
}

function aCache(portfolio = aPortfolio()) {
  const cache = new QueryClient()
  cache.setQueryData(topics.portfolio, portfolio)
  const current = () => cache.getQueryData<Shapes['PortfolioPage']>(topics.portfolio)
  const isStale = () => cache.getQueryState(topics.portfolio)?.isInvalidated
  return { cache, current, isStale }
}

describe('a pushed account', () => {
  it('replaces account and positions, and leaves the rest', () => {
    const { cache, current, isStale } = aCache()
    const account = anAccount({ equity: '10100.00' })
    applyToCache(
      cache,
      portfolioUpdate({ account, positions: [aPosition({ mark_price: '97000' })] }),
    )
    expect(current()).toMatchObject({ as_of: LATER, account: { equity: '10100.00' } })
    expect(current()?.positions[0]?.mark_price).toBe('97000')
    expect(isStale()).toBe(false)
  })

  it('asks for fills and closed trades when what is held changed', () => {
    const { cache, isStale } = aCache()
    applyToCache(cache, portfolioUpdate({ account: anAccount(), positions: [] }))
    expect(isStale()).toBe(true)
  })

  it('does not replace a newer answer', () => {
    const { cache, current } = aCache()
    applyToCache(
      cache,
      portfolioUpdate({ account: anAccount({ equity: '1' }), positions: [] }, EARLIER),
    )
    expect(current()?.account.equity).toBe('10081.20')
  })

  it('waits for the first answer', () => {
    const cache = new QueryClient()
    applyToCache(cache, portfolioUpdate({ account: anAccount(), positions: [] }))
    expect(cache.getQueryData(topics.portfolio)).toBeUndefined()
  })
})

describe('a pushed decision', () => {
  it('comes first, and takes the place of its earlier self', () => {
    const cache = new QueryClient()
    cache.setQueryData(topics.decisions, { items: [aDecision({ id: 'a' })], next_cursor: null })
    const push = (data: Shapes['DecisionSummary']) =>
      applyToCache(cache, { type: 'decision_update', seq: 1, data, timestamp: LATER })
    push(aSummary({ id: 'b', created_at: LATER, items: [anItem({ order_state: 'sending' })] }))
    push(aSummary({ id: 'b', created_at: LATER, items: [anItem({ order_state: 'filled' })] }))
    const page = cache.getQueryData<Shapes['DecisionPage']>(topics.decisions)
    expect(page?.items.map(({ id }) => id)).toEqual(['b', 'a'])
    expect(page?.items[0]?.items[0]?.order_state).toBe('filled')
  })
})

describe('a pushed state of the desk', () => {
  it('shows its reasons at once', () => {
    const cache = new QueryClient()
    cache.setQueryData(topics.status, aStatus())
    const data = { ready: false, reasons: ['model: no answer'], message: '' }
    applyToCache(cache, { type: 'system_update', seq: 1, data, timestamp: LATER })
    expect(cache.getQueryData(topics.status)).toMatchObject({
      ready: false,
      reasons: ['model: no answer'],
    })
  })
})
