import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { Fact } from './Fact'
import { FeedsTable } from './FeedsTable'
import { LogPanel } from './LogPanel'
import { marketName, modelName } from './MarketSource'
import { statusQuery } from './queries'
import { RedisPanel } from './RedisPanel'
import { roleTone } from './roles'
import { VenuesTable } from './VenuesTable'

type Status = Shapes['Status']
type Role = Status['roles'][number]

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
            {(status) => <Facts status={status} />}
          </Answer>
        </Panel>
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
                <Empty title="No role runs in this process" />
              )
            }
          </Answer>
        </Panel>
      </div>
      <div className="grid min-w-0 content-start gap-3">
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

function Facts({ status }: { status: Status }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 p-3 text-[0.93rem]">
      <Fact name="Ready">
        <Badge tone={status.ready ? 'up' : 'warn'}>{status.ready ? 'yes' : 'no'}</Badge>
        {status.reasons.map((reason) => (
          <p key={reason} className="text-warn">
            {reason}
          </p>
        ))}
      </Fact>
      <Fact name="Mode">{status.mode}</Fact>
      <Fact name="Market">{marketName(status.market)}</Fact>
      <Fact name="Venue">{status.market.venue}</Fact>
      <Fact name="Model">{modelName(status.model)}</Fact>
      <Fact name="Model host">{status.model.base_url_host}</Fact>
      <Fact name="Symbols">{status.symbols.join(', ')}</Fact>
      <Fact name="Started">
        <Time of={status.started_at} style="full" />
      </Fact>
      <Fact name="Version">{status.version}</Fact>
      <Fact name="Charts">
        <a
          href="https://www.tradingview.com/"
          rel="noreferrer"
          className="text-link underline decoration-link/40 underline-offset-2"
        >
          TradingView Lightweight Charts
        </a>
      </Fact>
    </dl>
  )
}
