// Writes pushed frames into the query cache, so that every value has one home.
import type { QueryClient } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import type { NumberedFrame } from './frames'
import { topics } from './topics'

type Decisions = Shapes['DecisionPage']
type Portfolio = Shapes['PortfolioPage']
type Status = Shapes['Status']

/** Take over `frame`; prices are not cached here. */
export function applyToCache(cache: QueryClient, frame: NumberedFrame): void {
  switch (frame.type) {
    case 'market_update':
      return
    case 'portfolio_update':
      applyPortfolio(cache, frame)
      return
    case 'decision_update':
      applyDecision(cache, frame.data)
      return
    case 'scanner_update':
      applyScan(cache, frame.data)
      return
    case 'signal_update':
      void cache.invalidateQueries({ queryKey: topics.signals })
      void cache.invalidateQueries({ queryKey: topics.scan })
      return
    case 'system_update':
      applySystem(cache, frame.data)
      return
  }
}

/** Ask again for everything that may have changed while the connection was gone. */
export function refetchAfterLoss(cache: QueryClient): void {
  void cache.invalidateQueries()
}

function applyPortfolio(cache: QueryClient, frame: Shapes['PortfolioUpdate']): void {
  const before = cache.getQueryData<Portfolio>(topics.portfolio)
  if (before === undefined) return
  if (before.as_of > frame.timestamp) return
  cache.setQueryData<Portfolio>(topics.portfolio, {
    ...before,
    ...frame.data,
    as_of: frame.timestamp,
  })
  // Fills and closed trades are not pushed: they changed if what is held changed.
  if (holdings(before) !== holdings(frame.data)) {
    void cache.invalidateQueries({ queryKey: topics.everyOrder })
    void cache.invalidateQueries({ queryKey: topics.portfolio })
    void cache.invalidateQueries({ queryKey: topics.decisions })
    void cache.invalidateQueries({ queryKey: topics.equity })
  }
}

function holdings({ positions, account }: Pick<Portfolio, 'positions' | 'account'>): string {
  const held = positions.map(({ symbol, side, quantity }) => `${symbol} ${side} ${quantity}`)
  return [...held, account.cash, account.fees_paid].join()
}

function applyDecision(cache: QueryClient, summary: Shapes['DecisionSummary']): void {
  const before = cache.getQueryData<Decisions>(topics.decisions)
  if (before !== undefined) {
    cache.setQueryData<Decisions>(topics.decisions, withDecision(before, summary))
  }
  for (const queryKey of [
    topics.decisionPages,
    topics.everyChain, // who comes after it, besides the decision itself
    topics.scheduler,
    topics.portfolio,
    topics.everyOrder,
  ]) {
    void cache.invalidateQueries({ queryKey })
  }
}

/** `page` with `summary` in place of the entry with its id, or as its first. */
function withDecision(page: Decisions, summary: Shapes['DecisionSummary']): Decisions {
  const known = page.items.find(({ id }) => id === summary.id)
  if (known) {
    const items = page.items.map((item) => (item === known ? { ...item, ...summary } : item))
    return { ...page, items }
  }
  const added = { ...UNFETCHED, ...summary }
  const items = [added, ...page.items].sort((a, b) => b.created_at.localeCompare(a.created_at))
  return { ...page, items: items.slice(0, Math.max(page.items.length, MIN_KEPT)) }
}

const MIN_KEPT = 20

/** What a summary lacks; the page of a decision fetches it. */
const UNFETCHED = {
  bundle_sha256: '',
  system_prompt: null,
  user_prompt: null,
  raw_answer: null,
  reasoning_content: null,
  calls: [],
  inputs: [],
}

/** What is on screen is asked for again, the rest when it is looked at. */
function applyScan(cache: QueryClient, { part }: Shapes['ScanNews']): void {
  if (part === 'watchlist') {
    void cache.invalidateQueries({ queryKey: topics.watchlist })
    return
  }
  void cache.invalidateQueries({ queryKey: topics.scan })
  void cache.invalidateQueries({ queryKey: topics.context })
  if (part !== '5m' && part !== '4h') {
    void cache.invalidateQueries({ queryKey: topics.sparklines })
  }
}

function applySystem(cache: QueryClient, state: Shapes['SystemState']): void {
  cache.setQueryData<Status>(
    topics.status,
    (before) => before && { ...before, ready: state.ready, reasons: state.reasons },
  )
  void cache.invalidateQueries({ queryKey: topics.status })
  void cache.invalidateQueries({ queryKey: topics.killSwitch })
}
