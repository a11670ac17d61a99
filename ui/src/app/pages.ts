// The pages in the order of the navigation: Overview, Market, Scanner, Decisions, Orders, Arena,
// then whatever else is read daily, then Status and Settings. Each has its route in router.tsx;
// head, thumb bar, palette and keys follow this list.
import type { Glyph } from '@/design/Icon'

export interface Page {
  to: string
  title: string
  /** One sentence: what a person finds there. */
  about: string
  glyph: Glyph
  /** Pressed after `g`; taken: o, m, s, d, p, a, t and the comma, in the order above. */
  key: string
}

export const PAGES = [
  {
    to: '/',
    title: 'Overview',
    about: 'The account, what it holds, and the latest decisions.',
    glyph: 'overview',
    key: 'o',
  },
  {
    to: '/market',
    title: 'Market',
    about: 'Candles, book, funding and news of one instrument.',
    glyph: 'market',
    key: 'm',
  },
  {
    to: '/scanner',
    title: 'Scanner',
    about: 'Every symbol with its score, its trend and what was found on it.',
    glyph: 'scanner',
    key: 's',
  },
  {
    to: '/decisions',
    title: 'Decisions',
    about: 'Every decision with its inputs, its reasons and its result.',
    glyph: 'decisions',
    key: 'd',
  },
  {
    to: '/orders',
    title: 'Orders',
    about: 'Positions, open orders, orders by hand, history.',
    glyph: 'orders',
    key: 'p',
  },
  {
    to: '/arena',
    title: 'Arena',
    about: 'Who did how well on the same candles, and how well this desk knew itself.',
    glyph: 'arena',
    key: 'a',
  },
  {
    to: '/status',
    title: 'Status',
    about: 'What runs, how old everything is, the message log.',
    glyph: 'status',
    key: 't',
  },
  {
    to: '/settings',
    title: 'Settings',
    about: 'Where orders go, the limits, the models, the prompts, the desk itself.',
    glyph: 'settings',
    key: ',',
  },
] as const satisfies readonly Page[]
