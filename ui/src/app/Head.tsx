import { Link } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'
import { Icon } from '@/design/Icon'
import { Logo } from '@/design/Logo'
import { type Theme, theme, zone } from '@/design/preferences'
import { Segmented } from '@/design/Segmented'
import { ModeBadge } from '@/features/mode/ModeBadge'
import { ConnectionState } from '@/features/system/ConnectionState'
import { MarketSource } from '@/features/system/MarketSource'
import type { Zone } from '@/format/time'
import { KillSwitchAtHand } from './KillSwitchAtHand'
import { PAGES } from './pages'

const ZONES: readonly { value: Zone; text: string }[] = [
  { value: 'utc', text: 'UTC' },
  { value: 'local', text: 'Local' },
]

const THEMES: readonly { value: Theme; text: string }[] = [
  { value: 'system', text: 'Auto' },
  { value: 'dark', text: 'Dark' },
  { value: 'light', text: 'Light' },
]

/** Name, mode, where prices come from, whether they still come. */
export function Head({ status }: { status: Shapes['Status'] | undefined }) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line px-4 py-2">
      <Link to="/" className="flex items-center gap-2 text-[1.07rem] font-semibold tracking-tight">
        <Logo />
        Tradewind
      </Link>
      <ModeBadge mode={status?.mode} />
      <KillSwitchAtHand />
      <nav aria-label="Pages" className="flex gap-1 max-sm:order-last max-sm:w-full">
        {PAGES.map(({ to, title, about, glyph }) => (
          <Link
            key={to}
            to={to}
            title={about}
            activeOptions={{ exact: to === '/' }}
            className="inline-flex items-center gap-1 rounded px-2 py-0.5 text-muted hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            <Icon of={glyph} />
            {title}
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <MarketSource status={status} />
        <ConnectionState />
        <span className="flex gap-2">
          <Segmented label="Clock" value={zone.use()} choices={ZONES} onChange={zone.set} />
          <Segmented label="Theme" value={theme.use()} choices={THEMES} onChange={theme.set} />
        </span>
      </div>
    </header>
  )
}
