import type { Shapes } from '@/api/client'

type Mode = Shapes['RuntimeMode']

const MEANINGS: Record<Mode, string> = {
  simulator: 'Orders go to the built-in simulator. No money is involved.',
  paper: "Orders go to the venue's demo account. No money is involved.",
  live: 'Orders go to the venue and move real money.',
}

/** What orders of this desk do to money. */
export function ModeBadge({ mode }: { mode: Mode | undefined }) {
  if (mode === undefined) {
    return <span className="rounded border border-line-strong px-2 text-faint">mode unknown</span>
  }
  return (
    <span
      data-testid="mode-badge"
      title={MEANINGS[mode]}
      className="rounded bg-accent px-2 text-[0.82rem] leading-5.5 font-bold tracking-wider text-ground uppercase"
    >
      {mode}
    </span>
  )
}
