import { Link } from '@tanstack/react-router'
import { useCallback, useRef } from 'react'
import type { Shapes } from '@/api/client'
import { DecisionCard } from './DecisionCard'
import { useStepKeys } from './useStepKeys'

const LINK = '[data-chain-link]'

/** Cards that are scrolled away cost neither layout nor paint. */
const ITEM =
  'scroll-my-14 [contain-intrinsic-size:auto_8rem] [content-visibility:auto] has-[[data-chain-link]:focus]:bg-raised/60'

/** Decisions one under the other; j and k go from one to the next, Enter opens it. */
export function DecisionList({ decisions }: { decisions: readonly Shapes['Decision'][] }) {
  const list = useRef<HTMLOListElement>(null)
  const step = useCallback((by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>(LINK) ?? [])]
    const at = links.findIndex((link) => link.closest('li')?.contains(document.activeElement))
    const next = at === -1 ? links[0] : links[at + by]
    next?.focus({ preventScroll: true })
    next?.closest('li')?.scrollIntoView({ block: 'nearest' })
  }, [])
  useStepKeys(step)
  return (
    <ol ref={list} aria-label="Decisions, newest first" className="divide-y divide-line">
      {decisions.map((decision) => (
        <li key={decision.id} className={ITEM}>
          <DecisionCard decision={decision} link={<ChainLink id={decision.id} />} />
        </li>
      ))}
    </ol>
  )
}

function ChainLink({ id }: { id: string }) {
  return (
    <Link to="/decisions/$id" params={{ id }} data-chain-link className="text-link hover:underline">
      Whole chain
    </Link>
  )
}
