// Which question of the frame's own is open; at most one is.
import { useSyncExternalStore } from 'react'

type Overlay = 'palette' | 'keys' | 'kill switch'

let open: Overlay | null = null
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Open `wanted` in place of what is open; null closes it. */
export function show(wanted: Overlay | null): void {
  open = wanted
  for (const listener of listeners) listener()
}

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(subscribe, () => open)
}
