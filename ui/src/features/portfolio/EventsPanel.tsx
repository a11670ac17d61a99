import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge, type Tone } from '@/design/Badge'
import { InertText } from '@/design/InertText'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { Time } from '@/design/Time'
import { portfolioQuery } from './queries'

type Event = Shapes['DeskEvent']

const TONES: Record<Event['kind'], Tone> = {
  order_rejected: 'down',
  order_unknown: 'warn',
  order_canceled: 'neutral',
  order_expired: 'neutral',
  stop_hit: 'down',
  take_profit_hit: 'up',
  cycle_blocked: 'warn',
  cycle_abstained: 'warn',
  proposal_refused: 'neutral',
}

/** What a person should notice, newest first. */
export function EventsPanel() {
  const query = useQuery(portfolioQuery)
  return (
    <Panel title="Events">
      <Answer query={query} what="events" lines={3}>
        {({ events }) => <EventsList events={events} />}
      </Answer>
    </Panel>
  )
}

function EventsList({ events }: { events: readonly Event[] }) {
  if (events.length === 0) {
    return (
      <Empty title="Nothing to notice">Rejections, stops and blocked cycles appear here.</Empty>
    )
  }
  return (
    <ul aria-label="Events, newest first" className="divide-y divide-line">
      {events.map((event) => (
        <li
          key={`${event.time} ${event.kind} ${event.text}`}
          className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-1.5 text-[0.93rem]"
        >
          <span className="text-faint">
            <Time of={event.time} />
          </span>
          <Badge tone={TONES[event.kind]}>{event.kind.replaceAll('_', ' ')}</Badge>
          <span className="min-w-0 flex-1 basis-56">
            <InertText text={event.text} />
          </span>
        </li>
      ))}
    </ul>
  )
}
