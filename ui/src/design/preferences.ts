// What one person set for this browser: theme and clock.
import { useSyncExternalStore } from 'react'
import type { Zone } from '@/format/time'

export type Theme = 'system' | 'dark' | 'light'

interface Preference<T extends string> {
  use(): T
  set(value: T): void
  current(): T
}

function preference<T extends string>(
  key: string,
  choices: readonly [T, ...T[]],
  applied: (value: T) => void = () => undefined,
): Preference<T> {
  const stored = read(key)
  let value = choices.find((choice) => choice === stored) ?? choices[0]
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const current = () => value
  applied(value)
  return {
    current,
    use: () => useSyncExternalStore(subscribe, current),
    set(chosen) {
      value = chosen
      write(key, chosen)
      applied(chosen)
      for (const listener of listeners) listener()
    },
  }
}

export const theme = preference<Theme>('tradewind.theme', ['system', 'dark', 'light'], (chosen) => {
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
})

export const zone = preference<Zone>('tradewind.zone', ['utc', 'local'])

// A browser may refuse storage; the choice then lasts as long as the page.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    return
  }
}
