// The ground of the two drawings of confidence: its size, and where a figure lies on it.

export const WIDTH = 400
export const HEIGHT = 220
const LEFT = 46
const RIGHT = 16
const TOP = 10
const BOTTOM = 26

/** Shares of confidence that are named under the drawing. */
export const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const

export const EDGES = { left: LEFT, right: WIDTH - RIGHT, top: TOP, bottom: HEIGHT - BOTTOM }

/** Where a confidence of 0 to 1 lies. */
export function across(confidence: number): number {
  return LEFT + confidence * (WIDTH - LEFT - RIGHT)
}

/** Where `figure` lies between `low` at the bottom and `high` at the top. */
export function upward(figure: number, low: number, high: number): number {
  const share = high > low ? (figure - low) / (high - low) : 0.5
  return EDGES.bottom - share * (EDGES.bottom - EDGES.top)
}
