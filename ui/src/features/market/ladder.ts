// An order book as rungs of a ladder.

const RUNGS = 8

export interface Rung {
  price: number
  /** Base units at this price. */
  size: number
  /** Base units at this price and better ones. */
  total: number
}

/** The best levels with what stands before each. */
export function rungsOf(levels: readonly (readonly number[])[]): Rung[] {
  let total = 0
  return levels.slice(0, RUNGS).flatMap(([price, size]) => {
    if (price === undefined || size === undefined) return []
    total += size
    return [{ price, size, total }]
  })
}

/** The largest total of both sides; what a full bar means. */
export function deepestOf(...sides: readonly (readonly Rung[])[]): number {
  return Math.max(0, ...sides.map((rungs) => rungs.at(-1)?.total ?? 0))
}
