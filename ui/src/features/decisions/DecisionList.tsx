import { Link } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'
import { DecisionCard } from './DecisionCard'

/** Decisions one under the other. */
export function DecisionList({ decisions }: { decisions: readonly Shapes['DecisionSummary'][] }) {
  return (
    <ol aria-label="Decisions, newest first" className="divide-y divide-line">
      {decisions.map((decision) => (
        <li key={decision.id}>
          <DecisionCard decision={decision} link={<ChainLink id={decision.id} />} />
        </li>
      ))}
    </ol>
  )
}

function ChainLink({ id }: { id: string }) {
  return (
    <Link to="/decisions/$id" params={{ id }} className="text-link hover:underline">
      Whole chain
    </Link>
  )
}
