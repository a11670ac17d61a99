import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { MODE_SIGNS } from '@/design/modes'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { Time } from '@/design/Time'
import { ChainNav } from './ChainNav'
import { DecideAgain } from './DecideAgain'
import { DecisionCard } from './DecisionCard'
import { InputsPanel } from './InputsPanel'
import { ModelCalls } from './ModelCalls'
import { PromptPanel } from './PromptPanel'
import { decisionQuery } from './queries'
import { RecordLink } from './RecordLink'
import { Thinking } from './Thinking'
import { Why } from './Why'

interface DecisionPageProps {
  id: string
  /** Draws orders, fills and result. */
  consequences: (of: Shapes['Consequences']) => ReactNode
}

/** The chain of one decision: inputs, what was asked, what came back, what risk allowed, what followed. */
export function DecisionPage({ id, consequences }: DecisionPageProps) {
  const query = useQuery(decisionQuery(id))
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <nav aria-label="Breadcrumb" className="text-[0.93rem] text-faint">
        <Link to="/decisions" className="text-link underline decoration-link/40 underline-offset-2">
          Decisions
        </Link>
        <span aria-hidden="true"> / </span>
        <span className="font-mono text-[0.86rem]">{id}</span>
      </nav>
      <Answer query={query} what="the decision" lines={14}>
        {(decision) => <Chain decision={decision} consequences={consequences} />}
      </Answer>
    </div>
  )
}

interface ChainProps extends Pick<DecisionPageProps, 'consequences'> {
  decision: Shapes['DecisionChain']
}

function Chain({ decision, consequences }: ChainProps) {
  const wasAsked = decision.calls.length > 0
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-[1.29rem] font-semibold">
          Decision of <Time of={decision.created_at} style="full" />
        </h1>
        <Badge>
          {MODE_SIGNS[decision.mode]} {decision.mode}
        </Badge>
        <ChainNav decision={decision} />
      </div>
      {decision.later_id === null && <Thinking />}
      <RecordLink decision={decision} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-2">
        <div className="grid min-w-0 gap-3">
          <Panel title="1 · Inputs">
            <InputsPanel decision={decision} />
          </Panel>
          <Panel title="2 · Prompt">
            <PromptPanel decision={decision} />
          </Panel>
          <Panel title="3 · Asked and answered">
            {wasAsked ? (
              <ModelCalls calls={decision.calls} />
            ) : (
              <Empty title="The model was not asked">
                {decision.why && <Why text={decision.why} />}
              </Empty>
            )}
          </Panel>
        </div>
        <div className="grid min-w-0 gap-3">
          <Panel title="4 · Proposals and verdicts">
            <DecisionCard decision={decision} isOpen />
          </Panel>
          {consequences(decision.consequences)}
          <Panel title="Decide again">
            <DecideAgain key={decision.id} decision={decision} />
          </Panel>
        </div>
      </div>
    </>
  )
}
