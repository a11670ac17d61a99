import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Shapes } from '@/api/client'
import { useStepKeys } from './useStepKeys'

const LOOK =
  'inline-flex min-h-7 items-center rounded border border-line-strong bg-raised px-2.5 text-[0.93rem] font-medium'

/** To the decisions before and after; j and k go there too, as they do in the log. */
export function ChainNav({ decision }: { decision: Shapes['DecisionChain'] }) {
  const { earlier_id, later_id } = decision
  const navigate = useNavigate()
  const step = useCallback(
    (by: 1 | -1) => {
      const id = by === 1 ? earlier_id : later_id
      if (id !== null) void navigate({ to: '/decisions/$id', params: { id } })
    },
    [navigate, earlier_id, later_id],
  )
  useStepKeys(step)
  return (
    <nav aria-label="Decisions beside this one" className="ml-auto flex flex-wrap gap-2">
      <Beside id={earlier_id} text="← Earlier" otherwise="The first decision" keys="j" />
      <Beside id={later_id} text="Later →" otherwise="The newest decision" keys="k" />
    </nav>
  )
}

interface BesideProps {
  id: string | null
  text: string
  otherwise: string
  keys: string
}

function Beside({ id, text, otherwise, keys }: BesideProps) {
  if (id === null) {
    return <span className={`${LOOK} text-faint`}>{otherwise}</span>
  }
  return (
    <Link
      to="/decisions/$id"
      params={{ id }}
      aria-keyshortcuts={keys}
      title={`Key ${keys}`}
      className={`${LOOK} hover:border-muted`}
    >
      {text}
    </Link>
  )
}
