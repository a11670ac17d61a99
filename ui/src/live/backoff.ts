// How long to wait before the next attempt to connect.

const FIRST_CAP_MS = 500
const LAST_CAP_MS = 30_000
const FLOOR_MS = 100

/**
 * Milliseconds before the next attempt, when the desk has been away for `awayMs`: full jitter, so that many
 * dashboards do not come back at once, under a cap that grows with the absence from 0.5 s to 30 s. So
 * nobody is away for more than twice as long as the desk was.
 */
export function retryDelayMs(awayMs: number, random: () => number): number {
  const cap = Math.min(LAST_CAP_MS, Math.max(FIRST_CAP_MS, awayMs))
  return Math.max(FLOOR_MS, Math.round(random() * cap))
}
