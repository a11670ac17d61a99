import { useInfiniteQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { Disclosure } from '@/design/Disclosure'
import { InertText } from '@/design/InertText'
import { Empty, Failed, Skeleton } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { modeHistoryQuery } from './queries'

type Change = Shapes['ModeChangeView']

const COLUMNS: readonly [Column<Change>, ...Column<Change>[]] = [
  { title: 'Asked', cell: ({ asked_at }) => <Time of={asked_at} style="minute" /> },
  { title: 'Mode', cell: ({ mode }) => mode },
  { title: 'By', cell: ({ by }) => by },
  { title: 'Approved by', cell: (change) => approval(change) },
  { title: 'In force', cell: (change) => <InForce change={change} /> },
  { title: 'Why', cell: ({ reason }) => <InertText text={reason} /> },
]

/** Every switch that was asked for, by whom and why. */
export function ModeHistory() {
  const query = useInfiniteQuery(modeHistoryQuery)
  const changes = query.data?.pages.flatMap(({ items }) => items)
  return (
    <div className="border-t border-line px-3 py-2">
      <Disclosure summary="Every switch so far" isOpen>
        {changes === undefined && query.isPending && <Skeleton lines={2} label="the switches" />}
        {changes?.length === 0 && (
          <Empty title="The mode was never switched">
            It is the one that the settings name as broker.
          </Empty>
        )}
        {changes && changes.length > 0 && (
          <Table
            caption="Switches of the mode, newest first"
            columns={COLUMNS}
            rows={changes}
            keyOf={({ change_id }) => String(change_id)}
          />
        )}
        {query.error && (
          <Failed what="the switches" error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.hasNextPage && (
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? 'Loading…' : 'Earlier switches'}
          </Button>
        )}
      </Disclosure>
    </div>
  )
}

function approval({ approvals_needed, approved_by }: Change): string {
  if (approvals_needed === 0) return 'nobody needed'
  return `${approved_by.join(', ') || 'nobody'} (${approved_by.length} of ${approvals_needed})`
}

function InForce({ change: { in_force_at } }: { change: Change }) {
  return in_force_at === null ? <Badge tone="warn">never</Badge> : <Time of={in_force_at} />
}
