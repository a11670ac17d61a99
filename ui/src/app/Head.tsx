import { Link } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'
import { Icon } from '@/design/Icon'
import { Logo } from '@/design/Logo'
import { useNarrow } from '@/design/useNarrow'
import { ModeBadge } from '@/features/mode/ModeBadge'
import { ConnectionState } from '@/features/system/ConnectionState'
import { MarketSource } from '@/features/system/MarketSource'
import { KillSwitchAtHand } from './KillSwitchAtHand'
import { show } from './overlay'
import { PreferencesMenu } from './Preferences'
import { PAGES } from './pages'

/** Name, mode, where prices come from, whether they still come; on wide screens the way everywhere. */
export function Head({ status }: { status: Shapes['Status'] | undefined }) {
  const isNarrow = useNarrow()
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-1.5 sm:px-4">
      <Link to="/" className="flex items-center gap-2 text-[1.07rem] font-semibold tracking-tight">
        <Logo />
        Tradewind
      </Link>
      <ModeBadge mode={status?.mode} />
      <div className="flex min-w-0 flex-1 basis-32 max-sm:order-last max-sm:basis-full">
        <MarketSource status={status} />
      </div>
      <div className="ml-auto flex items-center gap-x-3">
        <ConnectionState />
        {!isNarrow && <AtHand />}
      </div>
      {!isNarrow && <PageLinks />}
    </header>
  )
}

function AtHand() {
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title="Find a page, a symbol, a decision or an act (Ctrl K)"
        onClick={() => show('palette')}
        className="inline-flex min-h-7 items-center gap-1.5 rounded border border-line-strong bg-raised px-2 text-[0.93rem] text-muted hover:border-muted hover:text-ink"
      >
        <Icon of="search" />
        Find
        <kbd className="font-sans text-[0.82rem] text-faint max-lg:hidden">Ctrl K</kbd>
      </button>
      <KillSwitchAtHand look="head" />
      <PreferencesMenu />
    </>
  )
}

function PageLinks() {
  return (
    <nav
      aria-label="Pages"
      className="order-last -mx-2 flex w-full flex-wrap gap-0.5 min-[110rem]:order-none min-[110rem]:mx-0 min-[110rem]:w-auto"
    >
      {PAGES.map(({ to, title, about }) => (
        <Link
          key={to}
          to={to}
          title={about}
          data-tour={to}
          activeOptions={{ exact: to === '/' }}
          className="rounded px-2 py-0.5 text-muted hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-ink active:bg-raised active:text-ink"
        >
          {title}
        </Link>
      ))}
    </nav>
  )
}
