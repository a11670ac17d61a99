// How long to wait before the next attempt to connect.

const FIRST_CAP_MS = 500
const LAST_CAP_MS = 30_000
const FLOOR_MS = 100

/**
 * Milliseconds before the next attempt, when the desk has been away for `awayMs`: full jitter, so that many
 * dashboards do not come back at once, under a cap that grows from 0.5 s to 30 s: half of the absence. So
 * all are back within half of the time that the desk was away.
 */
export function retryDelayMs(awayMs: number, random: () => number): number {
  const cap = Math.min(LAST_CAP_MS, Math.max(FIRST_CAP_MS, awayMs / 2))
  return Math.max(FLOOR_MS, Math.round(random() * cap))
}
