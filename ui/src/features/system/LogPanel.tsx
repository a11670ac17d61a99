import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Button } from '@/design/Button'
import { Panel } from '@/design/Panel'
import { Segmented } from '@/design/Segmented'
import { Empty, Failed, Skeleton } from '@/design/states'
import { formatCount } from '@/format/money'
import { useConnection, useLogTail } from '@/live/LiveProvider'
import { admits, joined, type LogFilters, type LogTail } from '@/live/log'
import { LogFilterBar } from './LogFilterBar'
import { LogTable } from './LogTable'
import { logQuery } from './queries'

type Pace = 'live' | 'paused'

const PACES = [
  { value: 'live', text: 'Live' },
  { value: 'paused', text: 'Paused' },
] as const

/** What happened on the bus: read back page by page, followed as it grows. */
export function LogPanel() {
  const [chosen, setChosen] = useState<LogFilters>({})
  const filters = useDeferredValue(chosen)
  const [pace, setPace] = useState<Pace>('live')
  const query = useInfiniteQuery(logQuery(filters))
  const tail = useLogTail(pace === 'live' ? filters : null)
  const pages = query.data?.pages
  const live = tail.entries.filter((entry) => admits(filters, entry))
  const entries = pages && joined([...live, ...pages.flatMap(({ items }) => items)])
  return (
    <Panel
      title="Message log"
      aside={<Segmented label="Pace of the log" value={pace} choices={PACES} onChange={setPace} />}
    >
      <LogFilterBar filters={chosen} onChange={setChosen} />
      <Notices tail={tail} unreadable={sum(pages?.map(({ unreadable }) => unreadable))} />
      {entries === undefined && query.isPending && <Skeleton lines={10} label="the message log" />}
      {entries?.length === 0 && (
        <Empty title="No such entry">The log keeps about 10,000 entries; loosen the filters.</Empty>
      )}
      {entries && entries.length > 0 && <LogTable entries={entries} />}
      {query.error && (
        <Failed what="the message log" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.hasNextPage && (
        <div className="border-t border-line p-2 text-center">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? 'Loading…' : 'Earlier entries'}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function Notices({ tail, unreadable }: { tail: LogTail; unreadable: number }) {
  const isLost = useConnection().phase === 'stale'
  const notices = [
    isLost && 'Connection lost: entries shown are old, newer ones are missing.',
    tail.loss !== null && `Redis has lost entries that are shown here: ${tail.loss}.`,
    tail.dropped > 0 &&
      `${formatCount(tail.dropped)} entries are left out: more came than are kept here.`,
    unreadable > 0 && `${formatCount(unreadable)} entries of an unknown form are left out.`,
  ].filter((notice) => notice !== false)
  if (notices.length === 0) return null
  return (
    <div
      role="status"
      className="border-b border-line bg-warn-wash px-3 py-1 text-[0.93rem] text-warn"
    >
      <ul>
        {notices.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
      </ul>
    </div>
  )
}

function sum(numbers: readonly number[] | undefined): number {
  return (numbers ?? []).reduce((total, number) => total + number, 0)
}
