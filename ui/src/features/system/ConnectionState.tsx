import { Button } from '@/design/Button'
import { formatAge } from '@/format/time'
import type { Connection } from '@/live/connection'
import { useConnection, useLive } from '@/live/LiveProvider'
import { useNow } from '@/live/now'

const BANNER_AFTER_MS = 2_000

const DOTS = { live: 'bg-up', connecting: 'bg-faint', stale: 'bg-warn' }
const WORDS = { live: 'Live', connecting: 'Connecting', stale: 'Reconnecting' }

/** Whether what is shown is current, in one line. */
export function ConnectionState() {
  const connection = useConnection()
  const now = useNow()
  return (
    <span
      data-testid="connection-state"
      data-state={connection.phase}
      className="inline-flex items-center gap-1.5 text-[0.93rem] whitespace-nowrap"
    >
      <span aria-hidden="true" className={`size-2 rounded-full ${DOTS[connection.phase]}`} />
      <span role="status">{WORDS[connection.phase]}</span>
      <span className="text-faint">{detail(connection, now)}</span>
    </span>
  )
}

/** Under the frame's head after two seconds without connection: what is shown is old. */
export function ConnectionBanner() {
  const { phase, lastFrameAt, lostAt, retryAt } = useConnection()
  const { retryNow } = useLive()
  const now = useNow()
  if (phase === 'live' || lostAt === null || now - lostAt < BANNER_AFTER_MS) return null
  return (
    <div
      role="status"
      data-testid="connection-banner"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn/45 bg-warn-wash px-4 py-1.5 text-[0.93rem] text-warn"
    >
      <span>
        {lastFrameAt === null
          ? 'The desk does not answer yet. Nothing live is shown.'
          : 'Connection to the desk lost. The last known values are shown, with their age.'}
      </span>
      {retryAt !== null && <Button onClick={retryNow}>Try now</Button>}
    </div>
  )
}

function detail({ phase, lastFrameAt, retryAt }: Connection, now: number): string {
  if (phase === 'live') return ''
  const wait =
    retryAt === null ? 'trying' : `in ${Math.max(0, Math.ceil((retryAt - now) / 1000))} s`
  return lastFrameAt === null ? wait : `${wait} · ${formatAge(now - lastFrameAt)} old`
}
