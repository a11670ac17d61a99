// The page's name in the browser's tab: what was missed, whether it stands still, page, mode.
import type { Shapes } from '@/api/client'
import { symbolParts } from '@/format/symbol'
import { PAGES } from './pages'

interface TitleParts {
  page: string
  mode: Shapes['RuntimeMode'] | undefined
  /** Undefined: not known. */
  stop: Shapes['SwitchState'] | undefined
  isLost: boolean
  unseen: number
}

/** "(2) ■ halted · Orders · simulator · Tradewind". */
export function titleOf({ page, mode, stop, isLost, unseen }: TitleParts): string {
  const count = unseen > 0 ? `(${unseen}) ` : ''
  const state = isLost ? '! not connected' : stop && stop !== 'ACTIVE' && `■ ${stop.toLowerCase()}`
  return count + [state, page, mode, 'Tradewind'].filter(Boolean).join(' · ')
}

/** What the page at `path` is called. */
export function nameOf(path: string): string {
  const page = PAGES.findLast(({ to }) => (to === '/' ? path === to : path.startsWith(to)))
  if (page === undefined) return path === '/gallery' ? 'Gallery' : 'No such page'
  const [, , part] = path.split('/')
  if (!part) return page.title
  return page.to === '/market' ? symbolParts(decodeURIComponent(part)).base : `One of ${page.title}`
}
