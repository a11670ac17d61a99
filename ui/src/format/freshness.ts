// Judges the age of a price between two answers of the desk.

/** What age means for a decision; the desk uses the same three words. */
export type Freshness = 'fresh' | 'warn' | 'blocked'

const WARN_AFTER_MS = 30_000
const BLOCK_AFTER_MS = 60_000
const FUTURE_TOLERANCE_MS = 2_000

/** How old a datum may be: over 30 s warns, over 60 s (or from the future) blocks. */
export function freshnessOf(ageMs: number): Freshness {
  if (ageMs < -FUTURE_TOLERANCE_MS || ageMs > BLOCK_AFTER_MS) return 'blocked'
  return ageMs > WARN_AFTER_MS ? 'warn' : 'fresh'
}
