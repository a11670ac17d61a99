import type { Shapes } from '@/api/client'
import { InertText } from '@/design/InertText'

/** What every gate said, in the order they were asked. */
export function Verdicts({ verdicts }: { verdicts: readonly Shapes['VerdictView'][] }) {
  if (verdicts.length === 0) return null
  return (
    <ul aria-label="Gates" className="grid gap-0.5">
      {verdicts.map(({ gate, passed, is_observed, reason }) => (
        <li key={gate} className="grid grid-cols-[1.2rem_auto_1fr] items-baseline gap-x-1.5">
          <span aria-hidden="true" className={passed ? 'text-up' : 'text-down'}>
            {passed ? '✓' : is_observed ? '!' : '✕'}
          </span>
          <span className={passed ? 'text-muted' : 'font-medium text-down'}>
            {gate.replaceAll('_', ' ')}
            <span className={is_observed ? 'font-normal text-faint' : 'sr-only'}>
              {passed ? ' passed' : is_observed ? ' breached, only observed' : ' refused'}
            </span>
          </span>
          <span className="min-w-0 text-faint">
            <InertText text={reason} />
          </span>
        </li>
      ))}
    </ul>
  )
}
