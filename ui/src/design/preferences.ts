// What one person set for this browser: looks, clock, keys.
import { useSyncExternalStore } from 'react'
import type { Zone } from '@/format/time'

interface Preference<T> {
  use(): T
  set(value: T): void
  current(): T
}

interface Kept<T> {
  /** What the stored text says; null: nothing is stored. */
  read: (stored: string | null) => T
  write: (value: T) => string
  applied?: (value: T) => void
}

/** Something that one person set, under `key`; without storage it lasts as long as the page. */
export function kept<T>(key: string, { read, write, applied }: Kept<T>): Preference<T> {
  let value = read(stored(key))
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const current = () => value
  applied?.(value)
  return {
    current,
    use: () => useSyncExternalStore(subscribe, current),
    set(chosen) {
      value = chosen
      store(key, write(chosen))
      applied?.(chosen)
      for (const listener of listeners) listener()
    },
  }
}

/** One of `choices`, the first unless something else was stored. */
export function preference<T extends string>(
  key: string,
  choices: readonly [T, ...T[]],
  applied?: (value: T) => void,
): Preference<T> {
  return kept<T>(key, {
    read: (text) => choices.find((choice) => choice === text) ?? choices[0],
    write: (value) => value,
    ...(applied ? { applied } : {}),
  })
}

/** A preference that the style sheet reads from the root element; its first choice is the sheet's own. */
function shown<T extends string>(name: string, choices: readonly [T, ...T[]]): Preference<T> {
  return preference<T>(`tradewind.${name}`, choices, (chosen) => {
    if (chosen === choices[0]) delete document.documentElement.dataset[name]
    else document.documentElement.dataset[name] = chosen
  })
}

export type Theme = 'system' | 'dark' | 'light'
export const theme = shown<Theme>('theme', ['system', 'dark', 'light'])

/** What a rising price is painted in; in East Asia it is red. */
export type Rising = 'green' | 'red'
export const rising = shown<Rising>('rising', ['green', 'red'])

/** Which pair of colors tells good from bad; blue and orange is the one that everybody can tell apart. */
export type Pair = 'green-red' | 'blue-orange'
export const pair = shown<Pair>('pair', ['green-red', 'blue-orange'])

export type Density = 'dense' | 'roomy'
export const density = shown<Density>('density', ['dense', 'roomy'])

export const zone = preference<Zone>('tradewind.zone', ['utc', 'local'])

/** Whether letters without Ctrl or Alt are keys of the dashboard. */
export type LetterKeys = 'on' | 'off'
export const letterKeys = preference<LetterKeys>('tradewind.letterKeys', ['on', 'off'])

/** Whether the first look around is still to come. */
export const tour = preference<'due' | 'seen'>('tradewind.tour', ['due', 'seen'])

/** Changes whenever the page's colors may have: for what paints on a canvas. */
export function useColors(): string {
  return `${theme.use()} ${rising.use()} ${pair.use()}`
}

// A browser may refuse storage; the choice then lasts as long as the page.
function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    return
  }
}
