// The desk's clock as seen from here, so that ages do not depend on this computer's clock.

export class ServerClock {
  #offsetMs: number | null = null

  /** Learn from a frame stamped `serverTime`; the smallest delay seen is the best estimate. */
  learn(serverTime: string, localNow: number): void {
    const offset = Date.parse(serverTime) - localNow
    if (Number.isNaN(offset)) return
    this.#offsetMs = this.#offsetMs === null ? offset : Math.max(this.#offsetMs, offset)
  }

  /** Forget, when another server answers. */
  forget(): void {
    this.#offsetMs = null
  }

  /** The desk's time in milliseconds; the local time until a frame taught better. */
  now(localNow: number): number {
    return localNow + (this.#offsetMs ?? 0)
  }
}
