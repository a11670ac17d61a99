import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Flyout } from '@/design/Flyout'
import { type Glyph, Icon } from '@/design/Icon'
import { KillSwitchAtHand } from './KillSwitchAtHand'
import { show } from './overlay'
import { Preferences } from './Preferences'
import { PAGES, type Page } from './pages'

const IN_REACH: readonly string[] = ['/', '/market', '/decisions', '/orders']
const SLOT =
  'grid min-h-13 min-w-0 content-center justify-items-center gap-0.5 px-0.5 py-1 text-[0.78rem] leading-tight text-muted aria-[current=page]:text-ink active:bg-raised active:text-ink aria-[current=page]:font-medium'

const near: readonly Page[] = PAGES.filter(({ to }) => IN_REACH.includes(to))
const far: readonly Page[] = PAGES.filter(({ to }) => !IN_REACH.includes(to))

/** What a thumb reaches on a phone: the pages read most, the kill switch, and everything else. */
export function ThumbBar() {
  return (
    <div className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line-strong bg-surface pb-[env(safe-area-inset-bottom)]">
      <nav aria-label="Pages" className="grid flex-4 auto-cols-fr grid-flow-col">
        {near.map((page) => (
          <PageLink key={page.to} page={page} />
        ))}
      </nav>
      <div className="grid flex-1">
        <KillSwitchAtHand look="thumb" />
      </div>
      <div className="grid flex-1">
        <Flyout
          label="More"
          side="above"
          face={<Slot glyph="more">More</Slot>}
          className={`${SLOT} w-full`}
        >
          {(close) => <More onGone={close} />}
        </Flyout>
      </div>
    </div>
  )
}

function PageLink({ page: { to, title, glyph } }: { page: Page }) {
  return (
    <Link to={to} data-tour={to} activeOptions={{ exact: to === '/' }} className={SLOT}>
      <Slot glyph={glyph}>{title}</Slot>
    </Link>
  )
}

function Slot({ glyph, children }: { glyph: Glyph; children: ReactNode }) {
  return (
    <>
      <span className="text-[1.3rem]">
        <Icon of={glyph} />
      </span>
      <span className="max-w-full truncate">{children}</span>
    </>
  )
}

function More({ onGone }: { onGone: () => void }) {
  const row = 'flex min-h-10 items-center gap-2.5 rounded px-2 text-left hover:bg-raised'
  return (
    <div className="grid w-72 max-w-full gap-3">
      <nav aria-label="More pages" className="grid gap-0.5">
        {far.map(({ to, title, glyph }) => (
          <Link
            key={to}
            to={to}
            onClick={onGone}
            className={`${row} aria-[current=page]:bg-raised`}
          >
            <Icon of={glyph} />
            {title}
          </Link>
        ))}
        <button
          type="button"
          className={row}
          onClick={() => {
            onGone()
            show('palette')
          }}
        >
          <Icon of="search" />
          Find…
        </button>
      </nav>
      <div className="border-t border-line pt-3">
        <Preferences />
      </div>
    </div>
  )
}
