import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { useConnection } from '@/live/LiveProvider'
import { statusQuery } from './queries'
import { roleTone } from './roles'

const DOTS = { up: 'bg-up', warn: 'bg-warn', down: 'bg-down', neutral: 'bg-faint' }

/** The desk's health in one line at the foot of every page. */
export function StatusStrip() {
  const { data: status, error } = useQuery(statusQuery)
  const isLost = useConnection().phase === 'stale'
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5 text-[0.86rem] text-muted">
      <Readiness status={status} isUnknown={error !== null || isLost} />
      {status && (
        <ul
          aria-label="Roles"
          className={`flex flex-wrap gap-x-3.5 gap-y-1 ${isLost ? 'grayscale' : ''}`}
        >
          {status.roles.map((role) => (
            <li
              key={role.name}
              title={role.last_error ?? undefined}
              className="inline-flex items-center gap-1.5"
            >
              <span
                aria-hidden="true"
                className={`size-1.5 rounded-full ${DOTS[roleTone(role.state)]}`}
              />
              {role.name} <span className="text-faint">{role.state}</span>
            </li>
          ))}
        </ul>
      )}
      {status && <span className="ml-auto text-faint">Tradewind {status.version}</span>}
    </div>
  )
}

interface ReadinessProps {
  status: Shapes['Status'] | undefined
  isUnknown: boolean
}

function Readiness({ status, isUnknown }: ReadinessProps) {
  if (status === undefined || isUnknown) {
    return (
      <span data-testid="readiness" data-state="unknown" className="font-medium text-faint">
        Readiness unknown
      </span>
    )
  }
  return (
    <span data-testid="readiness" data-state={status.ready ? 'ready' : 'not-ready'} role="status">
      <span className={`font-medium ${status.ready ? 'text-up' : 'text-warn'}`}>
        {status.ready ? '✓ Ready' : '! Not ready'}
      </span>
      {status.reasons.length > 0 && <span className="ml-2">{status.reasons.join(' · ')}</span>}
    </span>
  )
}
