// What a person wants to see of the scanner, as it stands in the address.
import type { Shapes } from '@/api/client'

export const SORTS = [
  'symbol',
  'price',
  'change',
  'score',
  'rsi',
  'trend',
  'volume',
  'patterns',
  'stance',
  'age',
] as const
export type Sort = (typeof SORTS)[number]

export const TIMEFRAMES = ['5m', '1h', '4h'] as const
export type Timeframe = (typeof TIMEFRAMES)[number]

export const KINDS = ['all', 'swap', 'coin', 'stock'] as const
export type Kind = 'all' | Shapes['Kind']

export const STANCES = ['any', 'BUY', 'HOLD', 'SELL'] as const
export type WantedStance = 'any' | Shapes['Stance']

export interface View {
  sort: Sort
  dir: 'asc' | 'desc'
  /** Part of a symbol. */
  q: string
  kind: Kind
  /** Scores from and to, 0 to 1. */
  min: number
  max: number
  stance: WantedStance
  watched: boolean
  /** Whose candles RSI, trend and volume are of. */
  tf: Timeframe
}

export const USUAL: View = {
  sort: 'score',
  dir: 'desc',
  q: '',
  kind: 'all',
  min: 0,
  max: 1,
  stance: 'any',
  watched: false,
  tf: '1h',
}

/** The view in an address; what is not understood is as usual. */
export function viewOf(search: { [part in keyof View]?: unknown }): View {
  return {
    sort: oneOf(SORTS, search.sort) ?? USUAL.sort,
    dir: oneOf(['asc', 'desc'] as const, search.dir) ?? USUAL.dir,
    q: search.q === undefined ? USUAL.q : String(search.q).slice(0, 40),
    kind: oneOf(KINDS, search.kind) ?? USUAL.kind,
    min: share(search.min) ?? USUAL.min,
    max: share(search.max) ?? USUAL.max,
    stance: oneOf(STANCES, search.stance) ?? USUAL.stance,
    watched: search.watched === true,
    tf: oneOf(TIMEFRAMES, search.tf) ?? USUAL.tf,
  }
}

/** `view` for an address: only what is not as usual. */
export function searchOf(view: View): Partial<View> {
  const unusual = Object.entries(view).filter(([key, value]) => value !== USUAL[key as keyof View])
  return Object.fromEntries(unusual)
}

/** Whether anything is left out. */
export function isFiltered({ q, kind, min, max, stance, watched }: View): boolean {
  return q !== '' || kind !== 'all' || min > 0 || max < 1 || stance !== 'any' || watched
}

function oneOf<T extends string>(choices: readonly T[], given: unknown): T | undefined {
  return choices.find((choice) => choice === given)
}

function share(given: unknown): number | null {
  const number = typeof given === 'number' ? given : Number.NaN
  return number >= 0 && number <= 1 ? number : null
}
