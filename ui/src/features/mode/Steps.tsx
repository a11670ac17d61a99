import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { InertText } from '@/design/InertText'
import type { Mode } from '@/design/modes'
import { modeStepsQuery } from './queries'

type Step = Shapes['StepView']

const TITLES: Readonly<Record<string, string>> = {
  flat: 'Nothing is left behind',
  kill_switch: 'The kill switch lets the desk trade',
  caps: 'Your own caps are written down',
  venue: 'The venue knows the key',
}

const WAYS: Readonly<Record<string, ReactNode>> = {
  flat: (
    <>
      Close and cancel on{' '}
      <Link to="/orders" className="text-link underline">
        Positions and orders
      </Link>
      , or press Alt+K, then “Halt and flatten”, and resume.
    </>
  ),
  kill_switch: 'Press Alt+K and resume trading.',
}

/** Every condition of `mode`, one by one: met or not, and what to do. */
export function Steps({ mode }: { mode: Mode }) {
  const query = useQuery(modeStepsQuery(mode))
  return (
    <section aria-label={`What ${mode} asks for`} data-testid="arming-steps">
      <Answer query={query} what="what this mode asks for" lines={3}>
        {({ steps, is_ready }) => (
          <>
            <p role="status" className="mb-1 text-[0.93rem] text-muted">
              {is_ready
                ? `All ${steps.length} steps are met.`
                : `${steps.filter(({ is_met }) => is_met).length} of ${steps.length} steps are met; looked at again every few seconds.`}
            </p>
            <ol className="grid gap-1.5">
              {steps.map((step, place) => (
                <StepLine key={step.name} step={step} number={place + 1} />
              ))}
            </ol>
          </>
        )}
      </Answer>
    </section>
  )
}

function StepLine({ step, number }: { step: Step; number: number }) {
  const { name, is_met, what } = step
  return (
    <li
      data-step={name}
      data-met={is_met}
      className={`grid grid-cols-[1.4rem_minmax(0,1fr)_auto] gap-x-2 rounded border px-3 py-2 text-[0.93rem] ${is_met ? 'border-line' : 'border-warn/45 bg-warn-wash'}`}
    >
      <span className="text-faint">{number}.</span>
      <span className="font-medium">{TITLES[name] ?? name.replaceAll('_', ' ')}</span>
      <Badge tone={is_met ? 'up' : 'warn'}>{is_met ? '✓ met' : '✕ not met'}</Badge>
      <div className="col-span-2 col-start-2 text-muted">
        <InertText text={what} />
        {!is_met && WAYS[name] && <p className="text-ink">{WAYS[name]}</p>}
      </div>
    </li>
  )
}
