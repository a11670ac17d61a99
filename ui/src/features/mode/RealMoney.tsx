import type { Mode } from '@/design/modes'

/** Stands above every page for as long as orders move real money; it cannot be put away. */
export function RealMoney({ mode }: { mode: Mode | undefined }) {
  if (mode !== 'live') return null
  return (
    <p
      data-testid="real-money"
      className="border-b-2 border-accent px-4 py-1 text-[0.93rem] font-semibold text-accent"
    >
      <span aria-hidden="true">● </span>
      Real money is at stake: every order of this desk moves money at the venue.
    </p>
  )
}
