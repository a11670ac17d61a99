import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '@/design/Button'
import { Failed, Skeleton } from '@/design/states'

interface PagesProps<Page, Row> {
  query: UseInfiniteQueryResult<InfiniteData<Page>>
  what: string
  rowsOf: (page: Page) => readonly Row[]
  children: (rows: readonly Row[]) => ReactNode
}

/** A long list, page by page; what was loaded stays when the next page fails. */
export function Pages<Page, Row>({ query, what, rowsOf, children }: PagesProps<Page, Row>) {
  const rows = query.data?.pages.flatMap(rowsOf)
  return (
    <>
      {rows === undefined && query.isPending && <Skeleton lines={6} label={what} />}
      {rows && children(rows)}
      {query.error && (
        <Failed what={`the ${what}`} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? 'Loading…' : `Earlier ${what}`}
          </Button>
        </div>
      )}
    </>
  )
}
