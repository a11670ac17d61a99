// Joins socket, prices, connection state and query cache.
import type { QueryClient } from '@tanstack/react-query'
import { applyToCache, refetchAfterLoss } from './cache'
import { ConnectionStore } from './connection'
import type { NumberedFrame } from './frames'
import { type LogFilters, LogStore, logRequest } from './log'
import { PriceStore } from './prices'
import { ServerClock } from './server_clock'
import { LiveSocket, type SocketOptions } from './socket'
import { ThinkingStore } from './thinking'
import { UnseenStore } from './unseen'

export interface Live {
  readonly prices: PriceStore
  readonly connection: ConnectionStore
  readonly clock: ServerClock
  readonly log: LogStore
  readonly thinking: ThinkingStore
  readonly unseen: UnseenStore
  /** Follow the message log; returns how to stop. */
  followLog(filters: LogFilters): () => void
  /** Connect; returns how to disconnect. */
  start(): () => void
  retryNow(): void
  /** Find out soon whether the connection is still there. */
  probe(): void
}

/** The address of the socket beside the page that is shown. */
export function socketUrl({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/market-data`
}

/** A live connection that writes what it hears into `cache` and its own price store. */
export function createLive(
  cache: QueryClient,
  url: string,
  options: Partial<Pick<SocketOptions, 'open' | 'random'>> = {},
): Live {
  const prices = new PriceStore()
  const connection = new ConnectionStore()
  const clock = new ServerClock()
  const log = new LogStore()
  const thinking = new ThinkingStore()
  const unseen = new UnseenStore()

  function take(frame: NumberedFrame): void {
    if (frame.type === 'market_update') {
      if (frame.snapshot) {
        clock.forget()
        prices.replace(frame.data)
      } else {
        prices.merge(frame.data)
      }
    }
    if (frame.type === 'decision_update') {
      thinking.clear()
      if (document.hidden) unseen.add(frame.data.id)
    }
    clock.learn(frame.timestamp, Date.now())
    applyToCache(cache, frame)
  }

  const socket = new LiveSocket({
    url,
    ...options,
    events: {
      frame: take,
      logged: (added) => log.take(added),
      thought: (thought) => thinking.take(thought),
      frameArrived: () => connection.frameArrived(Date.now()),
      returned: () => refetchAfterLoss(cache),
      lost: (retryInMs) => {
        thinking.clear()
        connection.lost(Date.now(), Date.now() + retryInMs)
      },
      attempting: () => connection.attempting(),
    },
  })

  return {
    prices,
    connection,
    clock,
    log,
    thinking,
    unseen,
    followLog(filters) {
      const request = logRequest(filters)
      log.clear()
      socket.ask(request, request)
      return () => socket.ask(logRequest(null), null)
    },
    start() {
      socket.start()
      return () => socket.stop()
    },
    retryNow: () => socket.retryNow(),
    probe: () => socket.probe(),
  }
}
