// One ticking second for everything that shows an age or a countdown.
import { useSyncExternalStore } from 'react'
import { useLive } from './LiveProvider'

const TICK_MS = 1000

let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** This computer's time in milliseconds, once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

/** The desk's time in milliseconds, once a second. */
export function useDeskNow(): number {
  const { clock } = useLive()
  return clock.now(useNow())
}
