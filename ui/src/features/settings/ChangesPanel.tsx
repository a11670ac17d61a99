import { useInfiniteQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { InertText } from '@/design/InertText'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { Time } from '@/design/Time'
import { ChangeList } from './ChangeList'
import { changesQuery } from './queries'

type Recorded = Shapes['ConfigChangeView']

/** Who changed what here, when and why. */
export function ChangesPanel() {
  const query = useInfiniteQuery(changesQuery)
  return (
    <Panel title="Changes on record">
      <Answer query={query} what="the record of changes" lines={3}>
        {({ pages }) => {
          const changes = pages.flatMap(({ items }) => items)
          if (changes.length === 0) {
            return (
              <Empty title="Nothing was changed from here yet">
                Each change is kept with its reason. A file that was edited by hand is named in the
                log.
              </Empty>
            )
          }
          return (
            <ol className="text-[0.93rem]">
              {changes.map((change) => (
                <Entry key={change.change_id} change={change} />
              ))}
            </ol>
          )
        }}
      </Answer>
      {query.hasNextPage && (
        <p className="border-t border-line px-3 py-2">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? 'Loading…' : 'Older changes'}
          </Button>
        </p>
      )}
    </Panel>
  )
}

function Entry({ change }: { change: Recorded }) {
  return (
    <li className="grid gap-1 border-b border-line px-3 py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-2 text-faint">
        <Time of={change.asked_at} style="full" />
        <span>
          by <span className="text-ink">{change.by}</span>, in {change.mode} mode
        </span>
        {change.written_at === null && <Badge tone="down">not known to be written</Badge>}
      </p>
      <ChangeList
        label="What changed"
        changes={change.changes.filter(({ is_asked }) => is_asked)}
        isPast
      />
      <InertText text={change.reason} />
    </li>
  )
}
