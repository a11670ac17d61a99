// Prices outside of React: pushes land here, cells read one symbol each, at most ten times a second.
import type { LivePrice } from './frames'

/** Runs a callback before the next paint. */
export type OnNextPaint = (callback: () => void) => void

/** Nobody reads more changes than that, and each costs the layout of every cell that moved. */
const SHORTEST_GAP_MS = 100

/** Before the next paint when the last one is a while ago, else before the first one after the gap. */
export function paced(): OnNextPaint {
  let paintedAt = Number.NEGATIVE_INFINITY
  return (callback) => {
    const paint = () =>
      requestAnimationFrame(() => {
        paintedAt = performance.now()
        callback()
      })
    const wait = paintedAt + SHORTEST_GAP_MS - performance.now()
    if (wait > 0) setTimeout(paint, wait)
    else paint()
  }
}

export class PriceStore {
  #received = new Map<string, LivePrice>()
  #shown = new Map<string, LivePrice>()
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #onNextPaint: OnNextPaint
  #isPaintDue = false

  constructor(onNextPaint: OnNextPaint = paced()) {
    this.#onNextPaint = onNextPaint
  }

  /** Call `listener` after a paint in which the price of `symbol` changed. */
  subscribe(symbol: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(symbol) ?? new Set()
    this.#listeners.set(symbol, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** The price as last painted; null: none came yet. */
  of(symbol: string): LivePrice | null {
    return this.#shown.get(symbol) ?? null
  }

  /** Replace everything by a snapshot. */
  replace(prices: Record<string, LivePrice>): void {
    this.#received = new Map(Object.entries(prices))
    this.#schedule()
  }

  /** Take over what changed. */
  merge(prices: Record<string, LivePrice>): void {
    for (const [symbol, price] of Object.entries(prices)) this.#received.set(symbol, price)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isPaintDue) return
    this.#isPaintDue = true
    this.#onNextPaint(() => this.#paint())
  }

  #paint(): void {
    this.#isPaintDue = false
    const before = this.#shown
    this.#shown = new Map(this.#received)
    for (const [symbol, listeners] of this.#listeners) {
      if (before.get(symbol) === this.#shown.get(symbol)) continue
      for (const listener of listeners) listener()
    }
  }
}
