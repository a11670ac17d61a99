// The live tail of the message log outside of React: newest first, bounded.
import type { Shapes } from '@/api/client'

export type LogEntry = Shapes['LogEntryView']

/** Which entries are wanted; a filter that is left out admits any. */
export interface LogFilters {
  readonly type?: LogEntry['type']
  readonly source?: LogEntry['source']
  /** What the channel or key begins with. */
  readonly channel?: string
}

export interface LogTail {
  /** Newest first. */
  readonly entries: readonly LogEntry[]
  /** Entries that came live and are not here: more than the desk sends at once, or than are kept. */
  readonly dropped: number
  /** Why entries shown before may be gone from the log; null: they are not. */
  readonly loss: string | null
}

const KEPT = 500
const NOTHING: LogTail = { entries: [], dropped: 0, loss: null }

export class LogStore {
  #tail = NOTHING
  readonly #listeners = new Set<() => void>()

  readonly current = (): LogTail => this.#tail

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Put what was added on top. */
  take({ entries, dropped, loss }: Shapes['LogUpdate']): void {
    const known = [...entries.toReversed(), ...this.#tail.entries]
    const overflow = Math.max(0, known.length - KEPT)
    this.#set({
      entries: known.slice(0, KEPT),
      dropped: this.#tail.dropped + dropped + overflow,
      loss: loss ?? this.#tail.loss,
    })
  }

  clear(): void {
    this.#set(NOTHING)
  }

  #set(tail: LogTail): void {
    this.#tail = tail
    for (const listener of this.#listeners) listener()
  }
}

/** What the socket says to begin a tail, and to end it. */
export function logRequest(filters: LogFilters | null): string {
  return JSON.stringify(
    filters === null
      ? { type: 'unsubscribe', topic: 'log' }
      : { type: 'subscribe', topic: 'log', filters },
  )
}

/** Whether `filters` want `entry`, as the desk judges it. */
export function admits({ type, source, channel }: LogFilters, entry: LogEntry): boolean {
  return (
    (type === undefined || entry.type === type) &&
    (source === undefined || entry.source === source) &&
    (channel === undefined || entry.channel.startsWith(channel))
  )
}

/** `entries` newest first, each once. */
export function joined(entries: readonly LogEntry[]): LogEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return [...byId.values()].sort((a, b) => place(b) - place(a) || counter(b) - counter(a))
}

function place({ id }: LogEntry): number {
  return Number(id.split('-')[0])
}

function counter({ id }: LogEntry): number {
  return Number(id.split('-')[1])
}
