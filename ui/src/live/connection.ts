// The state of the live connection, as one value that components subscribe to.

/** `connecting`: nothing came yet. `live`: frames arrive. `stale`: lost, last values are shown. */
type Phase = 'connecting' | 'live' | 'stale'

export interface Connection {
  readonly phase: Phase
  /** Local milliseconds of the last frame; null: none yet. */
  readonly lastFrameAt: number | null
  /** Local milliseconds of the loss; null while live. */
  readonly lostAt: number | null
  /** Local milliseconds of the next attempt; null: none is waiting. */
  readonly retryAt: number | null
}

export class ConnectionStore {
  #connection: Connection = { phase: 'connecting', lastFrameAt: null, lostAt: null, retryAt: null }
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly current = (): Connection => this.#connection

  /** A frame arrived; only a change of phase wakes the listeners. */
  frameArrived(at: number): void {
    if (this.#connection.phase === 'live') {
      this.#connection = { ...this.#connection, lastFrameAt: at }
      return
    }
    this.#set({ phase: 'live', lastFrameAt: at, lostAt: null, retryAt: null })
  }

  /** The connection broke, or an attempt failed; the next one is due at `retryAt`. */
  lost(at: number, retryAt: number): void {
    const { lastFrameAt, lostAt } = this.#connection
    const phase = lastFrameAt === null ? 'connecting' : 'stale'
    this.#set({ phase, lastFrameAt, lostAt: lostAt ?? at, retryAt })
  }

  /** An attempt to connect is under way. */
  attempting(): void {
    this.#set({ ...this.#connection, retryAt: null })
  }

  #set(connection: Connection): void {
    this.#connection = connection
    for (const listener of this.#listeners) listener()
  }
}
