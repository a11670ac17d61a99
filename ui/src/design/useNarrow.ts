import { useSyncExternalStore } from 'react'

/** Where pages are held in one hand: below the first breakpoint of the style sheet. */
const NARROW = '(width < 40rem)'

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** True on a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches)
}
