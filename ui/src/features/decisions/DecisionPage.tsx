import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Hash } from '@/design/Hash'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { Time } from '@/design/Time'
import { DecisionCard } from './DecisionCard'
import { InputsPanel } from './InputsPanel'
import { ModelCalls } from './ModelCalls'
import { decisionQuery } from './queries'

/** The chain of one decision: inputs, what was asked, what came back, what risk allowed, which orders. */
export function DecisionPage({ id }: { id: string }) {
  const query = useQuery(decisionQuery(id))
  return (
    <div className="grid gap-3">
      <nav aria-label="Breadcrumb" className="text-[0.93rem] text-faint">
        <Link to="/decisions" className="text-link hover:underline">
          Decisions
        </Link>
        <span aria-hidden="true"> / </span>
        <span className="font-mono text-[0.86rem]">{id}</span>
      </nav>
      <Answer query={query} what="the decision" lines={14}>
        {(decision) => <Chain decision={decision} />}
      </Answer>
    </div>
  )
}

function Chain({ decision }: { decision: Shapes['Decision'] }) {
  return (
    <>
      <h1 className="text-[1.29rem] font-semibold">
        Decision of <Time of={decision.created_at} style="full" />
      </h1>
      <p className="flex flex-wrap gap-x-2 text-[0.93rem] text-faint">
        Bundle <Hash of={decision.bundle_sha256} />
      </p>
      <div className="grid items-start gap-3 xl:grid-cols-2">
        <Panel title="1 · Inputs">
          <InputsPanel decision={decision} />
        </Panel>
        <div className="grid gap-3">
          <Panel title="2 · Asked and answered">
            {decision.calls.length > 0 ? (
              <ModelCalls calls={decision.calls} />
            ) : (
              <Empty title="The model was not asked">{decision.why}</Empty>
            )}
          </Panel>
          <Panel title="3 · Verdicts and orders">
            <DecisionCard decision={decision} />
          </Panel>
        </div>
      </div>
    </>
  )
}
