import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { Keycap } from '@/design/Keycap'
import { MODE_MEANINGS } from '@/design/modes'
import { tour } from '@/design/preferences'
import { newestDecisionsQuery } from '@/features/decisions/queries'
import { marketName, modelName } from '@/features/system/MarketSource'

type Status = Shapes['Status'] | undefined

interface Step {
  title: string
  /** The `data-tour` of what is meant; null: nothing in particular. */
  points: string | null
  says: (status: Status) => ReactNode
}

const STEPS: readonly [Step, ...Step[]] = [
  {
    title: 'What you see, and what is simulated',
    points: 'mode',
    says: (status) => <Seen status={status} />,
  },
  { title: 'How a decision reads', points: '/decisions', says: () => <Read /> },
  { title: 'How to stop it', points: 'kill switch', says: () => <Stopped /> },
]

/** A first look in three steps, above the page and in nobody's way. */
export function Tour({ status }: { status: Status }) {
  const [place, setPlace] = useState(0)
  const id = useId()
  const step = STEPS[place] ?? STEPS[0]
  const isLast = place === STEPS.length - 1
  const end = () => tour.set('seen')
  usePointer(step.points)
  useEffect(() => {
    const leaveByKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) tour.set('seen')
    }
    window.addEventListener('keydown', leaveByKey)
    return () => window.removeEventListener('keydown', leaveByKey)
  }, [])
  return (
    <section
      aria-labelledby={id}
      data-testid="tour"
      className="mb-3 grid gap-2 rounded-md border border-link/60 bg-surface px-4 py-3"
    >
      <h2 id={id} aria-live="polite" className="font-semibold">
        <span className="mr-2 text-[0.93rem] font-normal text-faint">
          First look, step {place + 1} of {STEPS.length}
        </span>
        {step.title}
      </h2>
      <div className="grid max-w-5xl gap-1.5 text-[0.93rem] text-muted">{step.says(status)}</div>
      <div className="flex flex-wrap items-center gap-2">
        {place > 0 && <Button onClick={() => setPlace(place - 1)}>Step back</Button>}
        <Button onClick={isLast ? end : () => setPlace(place + 1)} className="border-link!">
          {isLast ? 'Begin' : 'Next step'}
        </Button>
        {!isLast && (
          <button type="button" onClick={end} className="px-2 text-[0.93rem] text-muted underline">
            Skip the tour
          </button>
        )}
      </div>
    </section>
  )
}

/** Draws a line around what a step speaks of. */
function usePointer(points: string | null): void {
  useEffect(() => {
    const meant = points === null ? null : document.querySelector(`[data-tour="${points}"]`)
    meant?.setAttribute('data-tour-points', '')
    return () => meant?.removeAttribute('data-tour-points')
  }, [points])
}

function Seen({ status }: { status: Status }) {
  if (status === undefined)
    return <p>The desk has not said yet where prices come from and where orders go.</p>
  const { mode, market, model } = status
  return (
    <>
      <p>
        <strong className="text-ink">{mode}</strong>: {MODE_MEANINGS[mode]} The color of the frame
        says the same on every page.
      </p>
      <p>
        <strong className="text-ink">{marketName(market)}</strong>:{' '}
        {market.is_simulated
          ? 'these prices are played by this machine; no venue quotes them.'
          : 'these prices come from a venue.'}{' '}
        <strong className="text-ink">{modelName(model)}</strong>{' '}
        {model.is_rule_policy
          ? 'decides: fixed rules in the seat of a model, so that the desk runs without a key.'
          : 'decides.'}
      </p>
      <p>Every figure carries its age; “—” means that the desk does not know.</p>
    </>
  )
}

function Read() {
  const { data } = useQuery(newestDecisionsQuery)
  const newest = data?.items[0]
  return (
    <>
      <p>
        The model sees one snapshot of the market and proposes; the gates judge each proposal:
        confidence, size, leverage, loss, drawdown, stop. What passed becomes an order, what was
        refused says why. Nothing is hidden: inputs with their age, prompt, answer, verdicts,
        orders, fills and result stand on one page.
      </p>
      <p>
        {newest ? (
          <Link to="/decisions/$id" params={{ id: newest.id }} className="text-link underline">
            Read the newest one
          </Link>
        ) : (
          'The first decision comes as soon as every input is fresh.'
        )}
      </p>
    </>
  )
}

function Stopped() {
  return (
    <>
      <p>
        The kill switch is on every page, or press <Keycap of="Alt+K" />. It stops openings, or
        cancels every order, or closes every position too; before you confirm it says what that
        comes to, and afterwards what the venue shows.
      </p>
      <p>
        Without this page: <code className="font-mono">tradewind halt</code> on the desk’s machine,
        or a file named <code className="font-mono">HALT</code> in its home folder.
      </p>
    </>
  )
}
