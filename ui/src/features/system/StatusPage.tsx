import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { DeskFacts } from './DeskFacts'
import { FeedsTable } from './FeedsTable'
import { LogPanel } from './LogPanel'
import { ModelsPanel } from './ModelsPanel'
import { statusQuery } from './queries'
import { RedisPanel } from './RedisPanel'
import { roleTone } from './roles'
import { SchedulePanel } from './SchedulePanel'
import { VenuesTable } from './VenuesTable'

type Role = Shapes['Status']['roles'][number]

const ROLE_COLUMNS: readonly [Column<Role>, ...Column<Role>[]] = [
  { title: 'Role', cell: (role) => role.name },
  { title: 'State', cell: (role) => <Badge tone={roleTone(role.state)}>{role.state}</Badge> },
  { title: 'Since', cell: (role) => <Time of={role.since} /> },
  { title: 'Restarts', cell: (role) => role.restarts, isNumber: true },
  { title: 'Last error', cell: (role) => role.last_error ?? 'none' },
]

/** What runs, and how old everything is. */
export function StatusPage() {
  const query = useQuery(statusQuery)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <h1 className="sr-only">Status</h1>
      <div className="grid content-start gap-3">
        <Panel title="Desk">
          <Answer query={query} what="the desk's status" lines={6}>
            {(status) => <DeskFacts status={status} />}
          </Answer>
        </Panel>
        <SchedulePanel />
        <Panel title="Roles">
          <Answer query={query} what="the roles" lines={5}>
            {({ roles }) =>
              roles.length > 0 ? (
                <Table
                  caption="State of every role"
                  columns={ROLE_COLUMNS}
                  rows={roles}
                  keyOf={({ name }) => name}
                />
              ) : (
                <Empty title="No role runs in this process">
                  Start one: tradewind up, or tradewind run with its name.
                </Empty>
              )
            }
          </Answer>
        </Panel>
      </div>
      <div className="grid min-w-0 content-start gap-3">
        <ModelsPanel />
        <Panel title="Feeds">
          <Answer query={query} what="the feeds" lines={10}>
            {({ feeds }) => <FeedsTable feeds={feeds} />}
          </Answer>
        </Panel>
        <Panel title="Venues">
          <Answer query={query} what="the venues" lines={3}>
            {({ venues }) => <VenuesTable venues={venues} />}
          </Answer>
        </Panel>
      </div>
      <RedisPanel />
      <LogPanel />
    </div>
  )
}
