// Gives components the live connection, and keeps it open while the page is.
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useSyncExternalStore,
} from 'react'
import type { Connection } from './connection'
import type { LivePrice } from './frames'
import type { Live } from './live'
import type { LogFilters, LogTail } from './log'
import type { Thought } from './thinking'

const LiveContext = createContext<Live | null>(null)

export function LiveProvider({ live, children }: { live: Live; children: ReactNode }) {
  useEffect(() => live.start(), [live])
  useEffect(() => {
    const doubt = () => {
      if (document.visibilityState === 'visible') live.probe()
    }
    window.addEventListener('online', doubt)
    window.addEventListener('offline', doubt)
    document.addEventListener('visibilitychange', doubt)
    return () => {
      window.removeEventListener('online', doubt)
      window.removeEventListener('offline', doubt)
      document.removeEventListener('visibilitychange', doubt)
    }
  }, [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = use(LiveContext)
  if (live === null) throw new Error('useLive needs a LiveProvider above it')
  return live
}

/** The live price of one symbol; null: none was pushed yet. */
export function useLivePrice(symbol: string): LivePrice | null {
  const { prices } = useLive()
  const subscribe = useCallback(
    (listener: () => void) => prices.subscribe(symbol, listener),
    [prices, symbol],
  )
  return useSyncExternalStore(subscribe, () => prices.of(symbol))
}

/** The live tail of the message log; null: do not follow it. `filters` must keep its identity. */
export function useLogTail(filters: LogFilters | null): LogTail {
  const live = useLive()
  useEffect(() => (filters === null ? undefined : live.followLog(filters)), [live, filters])
  return useSyncExternalStore(live.log.subscribe, live.log.current)
}

/** What the model says while it answers; null: none does. */
export function useThinking(): Thought | null {
  const { thinking } = useLive()
  return useSyncExternalStore(thinking.subscribe, thinking.current)
}

/** How many decisions came while the page was hidden. */
export function useUnseen(): number {
  const { unseen } = useLive()
  useEffect(() => {
    const look = () => {
      if (!document.hidden) unseen.clear()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [unseen])
  return useSyncExternalStore(unseen.subscribe, unseen.count)
}

export function useConnection(): Connection {
  const { connection } = useLive()
  return useSyncExternalStore(connection.subscribe, connection.current)
}
