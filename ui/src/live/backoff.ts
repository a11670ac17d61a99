// How long to wait before the next attempt to connect.

const FIRST_CAP_MS = 500
const LAST_CAP_MS = 30_000
const FLOOR_MS = 100

/**
 * Milliseconds before attempt `attempt` (0 is the first after a loss): full jitter, so that many
 * dashboards do not come back at once, under a cap that doubles from 0.5 s to 30 s.
 */
export function retryDelayMs(attempt: number, random: () => number): number {
  const cap = Math.min(LAST_CAP_MS, FIRST_CAP_MS * 2 ** attempt)
  return Math.max(FLOOR_MS, Math.round(random() * cap))
}
