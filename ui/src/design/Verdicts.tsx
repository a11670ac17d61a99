import { InertText } from './InertText'

interface Verdict {
  gate: string
  passed: boolean
  reason: string
  /** A refusal that was recorded and not enforced. */
  is_observed: boolean
}

/** What every gate said, in the order they were asked. */
export function Verdicts({ verdicts }: { verdicts: readonly Verdict[] }) {
  if (verdicts.length === 0) return null
  return (
    <ul aria-label="Gates" className="grid gap-0.5">
      {verdicts.map((verdict) => (
        <li
          key={verdict.gate}
          className="grid grid-cols-[1.2rem_auto_1fr] items-baseline gap-x-1.5"
        >
          <span aria-hidden="true" className={verdict.passed ? 'text-up' : 'text-down'}>
            {SIGNS[soundOf(verdict)]}
          </span>
          <span className={verdict.passed ? 'text-muted' : 'font-medium text-down'}>
            {verdict.gate.replaceAll('_', ' ')}
            <span className={verdict.is_observed ? 'font-normal text-faint' : 'sr-only'}>
              {` ${soundOf(verdict)}`}
            </span>
          </span>
          <span className="min-w-0 text-faint">
            <InertText text={verdict.reason} />
          </span>
        </li>
      ))}
    </ul>
  )
}

const SIGNS = { passed: '✓', refused: '✕', 'breached, only observed': '!' } as const

function soundOf({ passed, is_observed }: Verdict): keyof typeof SIGNS {
  if (passed) return 'passed'
  return is_observed ? 'breached, only observed' : 'refused'
}
