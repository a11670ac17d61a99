// Which columns of the scanner are shown, remembered by this browser.
import { useSyncExternalStore } from 'react'

const KEY = 'tradewind.scanner.hidden'

let hidden: readonly string[] = read()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The columns that are left out. */
export function useHiddenColumns(): readonly string[] {
  return useSyncExternalStore(subscribe, () => hidden)
}

export function showColumn(id: string, isShown: boolean): void {
  hidden = isShown ? hidden.filter((each) => each !== id) : [...hidden, id]
  try {
    localStorage.setItem(KEY, hidden.join())
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function read(): readonly string[] {
  try {
    return (localStorage.getItem(KEY) ?? '').split(',').filter(Boolean)
  } catch {
    return []
  }
}
