// The keys that are heard on every page.
import type { Key } from '@/design/keys'
import { stepSymbol } from '@/features/market/stepping'
import { show } from './overlay'
import { PAGES } from './pages'

/** Opens a page. */
type Go = (to: string) => void

/** All keys, in the order of the sheet. */
export function keysOf(go: Go): readonly Key[] {
  return [
    {
      press: 'Ctrl+K',
      does: 'Find a page, a symbol, a decision or an act',
      run: () => show('palette'),
    },
    { press: 'Alt+K', does: 'Kill switch: stop or resume trading', run: () => show('kill switch') },
    { press: '?', does: 'Show these keys', run: () => show('keys') },
    ...PAGES.map(({ to, title, key }) => ({
      press: `g ${key}`,
      does: `Go to ${title}`,
      run: () => go(to),
    })),
    { press: '[', does: 'Market: the symbol before', run: () => stepSymbol(-1) },
    { press: ']', does: 'Market: the next symbol', run: () => stepSymbol(1) },
  ]
}
