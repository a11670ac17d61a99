import type { Shapes } from '@/api/client'
import { Badge, type Tone } from '@/design/Badge'
import { InertText } from '@/design/InertText'
import { Time } from '@/design/Time'
import { count } from './stops'

type View = Shapes['KillSwitchView']

const MEANINGS: Record<View['state'], readonly [string, Tone]> = {
  ACTIVE: ['Active: decisions are carried out.', 'up'],
  REDUCING: ['Reducing: nothing opens, closes go on.', 'warn'],
  HALTED: ['Halted: only protection and closes by hand leave.', 'down'],
}

interface InForceProps {
  view: View
  /** False: it is the last that was heard. */
  isKnown: boolean
}

/** What is in force, who said so and why; after a stop what the venue shows. */
export function InForce({ view, isKnown }: InForceProps) {
  const [meaning, tone] = MEANINGS[view.state]
  return (
    <div role="status" className={`grid gap-1.5 text-[0.93rem] ${isKnown ? '' : 'grayscale'}`}>
      <p data-testid="switch-state" data-state={view.state} className="font-medium">
        <Badge tone={tone}>{view.state.toLowerCase()}</Badge> {meaning}
        {!isKnown && <span className="text-warn"> This is the last that was heard.</span>}
      </p>
      {view.state !== 'ACTIVE' && (
        <>
          <p className="text-muted">
            Since <Time of={view.since} style="full" /> by {view.by}
          </p>
          <InertText text={view.reason} />
          <Proof of={view} />
        </>
      )}
    </div>
  )
}

function Proof({ of: { proof, flatten } }: { of: View }) {
  if (proof === null) {
    return <p data-testid="switch-proof">The venue is being asked what is left …</p>
  }
  const left = [
    count(proof.open_orders, 'open order'),
    count(proof.protections, 'stop or target').replace('stop or targets', 'stops and targets'),
    count(proof.positions, 'position'),
  ].join(', ')
  return (
    <div
      data-testid="switch-proof"
      data-done={proof.is_done}
      className={`rounded border px-3 py-2 ${proof.is_done ? 'border-up/45 bg-up-wash' : 'border-warn/45 bg-warn-wash'}`}
    >
      <p className={`font-medium ${proof.is_done ? 'text-up' : 'text-warn'}`}>
        {proof.is_done ? '✓ Carried out' : flatten ? '… Canceling and closing' : '… Canceling'}
      </p>
      <p>
        At the venue: {left}; read <Time of={proof.read_at} style="clock" />.
      </p>
      {proof.error && (
        <div className="text-down">
          <InertText text={proof.error} />
        </div>
      )}
    </div>
  )
}
