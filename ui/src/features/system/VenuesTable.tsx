import type { Shapes } from '@/api/client'
import { Badge, type Tone } from '@/design/Badge'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { epochMs, formatAge, formatSpan } from '@/format/time'
import { useDeskNow } from '@/live/now'

type Venue = Shapes['VenueStatus']
type Feed = Venue['feeds'][number]

const TONES: Record<Venue['status'], Tone> = {
  ok: 'up',
  stale: 'warn',
  closed: 'down',
  silent: 'down',
}

const COLUMNS: readonly [Column<Venue>, ...Column<Venue>[]] = [
  { title: 'Venue', cell: ({ venue }) => venue },
  { title: 'State', cell: (venue) => <State of={venue} /> },
  { title: 'Feeds', cell: ({ feeds }) => <Feeds of={feeds} /> },
  { title: 'Request weight', cell: (venue) => weight(venue), isNumber: true },
  { title: 'Collected by', cell: ({ collected_by }) => collected_by ?? 'nobody' },
]

/** How the market data of every venue are collected. */
export function VenuesTable({ venues }: { venues: readonly Venue[] }) {
  if (venues.length === 0)
    return <Empty title="No venue is configured">Name one in HOME/config/app.yaml.</Empty>
  return (
    <Table
      caption="State of every venue"
      columns={COLUMNS}
      rows={venues}
      keyOf={({ venue }) => venue}
    />
  )
}

function State({ of: venue }: { of: Venue }) {
  return (
    <>
      <Badge tone={TONES[venue.status]}>{venue.status}</Badge>
      {venue.closed_until === null ? null : <Countdown to={venue.closed_until} />}
    </>
  )
}

function Countdown({ to }: { to: string }) {
  const now = useDeskNow()
  const left = (epochMs(to) ?? now) - now
  return (
    <time dateTime={to} title={to} className="ml-2 text-down">
      {left > 0 ? `asked again in ${formatSpan(left)}` : 'asked again now'}
    </time>
  )
}

function Feeds({ of: feeds }: { of: readonly Feed[] }) {
  return (
    <span className="flex min-w-64 flex-wrap gap-x-3">
      {feeds.map((feed) => (
        <span
          key={feed.feed}
          title={feed.last_failure ?? undefined}
          className={feed.status === 'ok' ? 'text-muted' : 'text-warn'}
        >
          {feed.feed.replaceAll('_', ' ')} {feed.age_ms === null ? 'never' : formatAge(feed.age_ms)}
          {feed.missing.length === 0 ? '' : `, ${feed.missing.length} of ${feed.symbols} missing`}
        </span>
      ))}
    </span>
  )
}

function weight({ weight_used, weight_limit }: Venue): string {
  return weight_used === null || weight_limit === null ? '—' : `${weight_used} of ${weight_limit}`
}
