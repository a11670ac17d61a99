import { Link } from '@tanstack/react-router'
import { MODE_MEANINGS, MODE_MONEY, MODE_SIGNS, type Mode } from '@/design/modes'

/** What orders of this desk do to money, and the way to change it. */
export function ModeBadge({ mode }: { mode: Mode | undefined }) {
  if (mode === undefined) {
    return <span className="rounded border border-line-strong px-2 text-faint">mode unknown</span>
  }
  return (
    <Link
      to="/settings"
      hash="mode"
      data-testid="mode-badge"
      data-tour="mode"
      title={`${MODE_MEANINGS[mode]} Change it in the settings.`}
      className="inline-flex items-center gap-1.5 rounded bg-accent px-2 text-[0.82rem] leading-5.5 whitespace-nowrap text-ground"
    >
      <span aria-hidden="true">{MODE_SIGNS[mode]}</span>
      <span className="font-bold tracking-wider uppercase">{mode}</span>
      <span className="max-sm:sr-only">{MODE_MONEY[mode]}</span>
    </Link>
  )
}
