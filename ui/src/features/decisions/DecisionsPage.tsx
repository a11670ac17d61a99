import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '@/design/Button'
import { Panel } from '@/design/Panel'
import { Empty, Failed, Skeleton } from '@/design/states'
import { DecideNow } from './DecideNow'
import { DecisionList } from './DecisionList'
import { FilterBar } from './FilterBar'
import type { DecisionFilters } from './filters'
import { decisionPagesQuery } from './queries'
import { Thinking } from './Thinking'

interface DecisionsPageProps {
  filters: DecisionFilters
  /** What can be chosen from; decisions may name others. */
  symbols: readonly string[]
  onFilter: (filters: DecisionFilters) => void
  /** What stands beside the log. */
  aside?: ReactNode
}

/** The log of every decision, filtered by the address of the page. */
export function DecisionsPage({ filters, symbols, onFilter, aside }: DecisionsPageProps) {
  const query = useInfiniteQuery(decisionPagesQuery(filters))
  const decisions = query.data?.pages.flatMap(({ items }) => items)
  const isFiltered = Object.keys(filters).length > 0
  return (
    <div className="mx-auto grid max-w-[110rem] grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-[minmax(0,1fr)_32rem]">
      <h1 className="sr-only">Decisions</h1>
      <Panel
        title={isFiltered ? 'Decisions that match, newest first' : 'Every decision, newest first'}
        aside={<DecideNow />}
      >
        <FilterBar filters={filters} symbols={symbols} onChange={onFilter} />
        <Thinking />
        {decisions === undefined && query.isPending && <Skeleton lines={12} label="decisions" />}
        {decisions?.length === 0 && <Nothing isFiltered={isFiltered} />}
        {decisions && decisions.length > 0 && (
          <>
            <p className="px-3 pt-2 text-[0.82rem] text-faint max-sm:hidden">
              <kbd>j</kbd> and <kbd>k</kbd> go from one to the next, <kbd>Enter</kbd> opens it.
            </p>
            <DecisionList decisions={decisions} />
          </>
        )}
        {query.error && (
          <Failed what="decisions" error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.hasNextPage && (
          <div className="border-t border-line p-3 text-center">
            <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              {query.isFetchingNextPage ? 'Loading…' : 'Earlier decisions'}
            </Button>
          </div>
        )}
      </Panel>
      {aside && <div className="grid min-w-0 gap-3">{aside}</div>}
    </div>
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <Empty title="No decision matches">
      Symbol, action and verdict must be true of the same proposal. Clear a filter to see more.
    </Empty>
  ) : (
    <Empty title="No decision yet">
      The first cycle starts as soon as every input is fresh; “Decide now” asks for one.
    </Empty>
  )
}
