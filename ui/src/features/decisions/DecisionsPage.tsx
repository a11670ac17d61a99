import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@/design/Button'
import { Panel } from '@/design/Panel'
import { Empty, Failed, Skeleton } from '@/design/states'
import { DecideNow } from './DecideNow'
import { DecisionList } from './DecisionList'
import { decisionPagesQuery } from './queries'

/** The log of every decision. */
export function DecisionsPage() {
  const query = useInfiniteQuery(decisionPagesQuery)
  const decisions = query.data?.pages.flatMap(({ items }) => items)
  return (
    <div className="mx-auto max-w-4xl">
      <h1 className="sr-only">Decisions</h1>
      <Panel title="Every decision, newest first" aside={<DecideNow />}>
        {decisions === undefined && query.isPending && <Skeleton lines={12} label="decisions" />}
        {decisions?.length === 0 && (
          <Empty title="No decision yet">
            The first comes as soon as every input is fresh; “Decide now” asks for one.
          </Empty>
        )}
        {decisions && decisions.length > 0 && <DecisionList decisions={decisions} />}
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
    </div>
  )
}
