import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Disclosure } from '@/design/Disclosure'
import { InertText } from '@/design/InertText'
import { Time } from '@/design/Time'
import { DecisionMeter } from './DecisionMeter'
import { ModelCalls } from './ModelCalls'
import { OUTCOME_TONES, TRIGGER_WORDS, WHY_LOOKS } from './outcomes'
import { Proposals } from './Proposals'
import { UnreadableParts } from './UnreadableParts'
import { Why } from './Why'

interface DecisionCardProps {
  /** Where it is known whole, with its exact words on demand. */
  decision: Shapes['DecisionSummary'] & Partial<Pick<Shapes['Decision'], 'bundle_sha256' | 'calls'>>
  /** The way to more of it, where there is more. */
  link?: ReactNode
  /** Show every verdict at once, not on demand. */
  isOpen?: boolean
}

/** One decision in short: how it ended, why, what was proposed and what became of it. */
export function DecisionCard({ decision, link, isOpen = false }: DecisionCardProps) {
  return (
    <article
      data-testid="decision-card"
      data-outcome={decision.outcome}
      aria-label={`Decision ${decision.outcome} at ${decision.created_at}`}
      className="grid gap-1.5 px-3 py-2.5"
    >
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-semibold">
          <Time of={decision.created_at} style="minute" />
        </span>
        <Badge tone={OUTCOME_TONES[decision.outcome]}>{decision.outcome}</Badge>
        {decision.trigger !== 'schedule' && <Badge>{TRIGGER_WORDS[decision.trigger]}</Badge>}
        {link && <span className="ml-auto text-[0.93rem]">{link}</span>}
      </header>
      {decision.why && (
        <div className={WHY_LOOKS[decision.outcome]} data-testid="decision-why">
          <Why text={decision.why} />
        </div>
      )}
      {decision.reasoning && <Reasoning text={decision.reasoning} />}
      <Proposals items={decision.items} isOpen={isOpen} />
      <UnreadableParts parts={decision.unreadable} />
      <DecisionMeter decision={decision} />
      {!isOpen && decision.calls && decision.calls.length > 0 && (
        <Disclosure summary="Full prompt and raw answer">
          <ModelCalls calls={decision.calls} />
        </Disclosure>
      )}
    </article>
  )
}

const SHORT_TEXT = 160

function Reasoning({ text }: { text: string }) {
  if (text.length <= SHORT_TEXT) return <InertText text={text} />
  return (
    <Disclosure
      summary={
        <span className="min-w-0">
          <span className="line-clamp-2 text-ink group-open:hidden">{text}</span>
          <span className="hidden group-open:inline">Reasoning</span>
        </span>
      }
    >
      <div className="border-l border-line py-1 pl-3">
        <InertText text={text} />
      </div>
    </Disclosure>
  )
}
