import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failed, Skeleton } from './states'

interface AnswerProps<T> {
  query: UseQueryResult<T>
  what: string
  lines: number
  children: (answer: T) => ReactNode
}

/** Loading, failed or the answer; an older answer stays when asking again fails, and says so. */
export function Answer<T>({ query, what, lines, children }: AnswerProps<T>) {
  if (query.data === undefined) {
    return query.error ? (
      <Failed what={what} error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton lines={lines} label={what} />
    )
  }
  return (
    <>
      {query.error && (
        <p
          role="status"
          className="border-b border-line bg-warn-wash px-3 py-1 text-[0.93rem] text-warn"
        >
          Shown is the last answer; asking again failed: {query.error.message}
        </p>
      )}
      {children(query.data)}
    </>
  )
}
