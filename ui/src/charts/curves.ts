// Several named curves: what they are, how each one looks, what each was worth at a moment.
import type { SeriesInk } from './inks'

export interface CurvePoint {
  /** Milliseconds since 1970, whole seconds, rising. */
  at: number
  /** Null: unknown then. */
  value: number | null
}

export interface Curve {
  /** Unique among the curves of a chart. */
  name: string
  points: readonly CurvePoint[]
  /** What 0 % means; the first known value unless told. */
  start?: number
  /** Something to compare with: drawn thin, dotted where it is calm. */
  isBaseline?: boolean
  /** What happened to it, each at the time of one of its points. */
  marks?: readonly CurveMark[]
}

export interface CurveMark {
  at: number
  /** Written beside it: "+500.00". */
  text: string
  isUp: boolean
}

export type Unit = 'money' | 'percent'

export type Dash = 'solid' | 'long' | 'dashed' | 'dotted'

/** A curve with everything that tells it apart: color, dash and letter. */
export interface StyledCurve extends Curve {
  letter: string
  ink: SeriesInk
  dash: Dash
}

const COLORS = 8
const DASHES = ['solid', 'long', 'dashed'] as const
// Dashes of a line that crosses the chart up and down more often than this are confetti.
const CALM_CROSSINGS = 2

/** Gives each curve its look, by its place in the list; only a calm one is dashed or dotted. */
export function styled(curves: readonly Curve[]): StyledCurve[] {
  const changes = curves.map(changesOf)
  const height = heightOf(changes.flat())
  return curves.map((curve, place) => ({
    ...curve,
    letter: place < 26 ? String.fromCharCode(65 + place) : String(place + 1),
    ink: `series-${((place % COLORS) + 1) as 1}`,
    dash: travelOf(changes[place] ?? []) > CALM_CROSSINGS * height ? 'solid' : dashOf(curve, place),
  }))
}

function dashOf({ isBaseline = false }: Curve, place: number): Dash {
  return isBaseline ? 'dotted' : (DASHES[place % DASHES.length] ?? 'solid')
}

/** Every known value in percent of the curve's start. */
function changesOf(curve: Curve): number[] {
  return curve.points
    .map(({ value }) => inUnit(curve, value, 'percent'))
    .filter((change) => change !== null)
}

function heightOf(values: readonly number[]): number {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  return values.reduce((most, value) => Math.max(most, value), low) - low
}

/** The way up and down from the first value to the last. */
function travelOf(values: readonly number[]): number {
  return values.reduce(
    (sum, value, place) => sum + Math.abs(value - (values[place - 1] ?? value)),
    0,
  )
}

/** The value at the last point up to `at`; null before the first point and after the last. */
export function valueAt({ points }: Curve, at: number): number | null {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  const isOver = at > (points.at(-1)?.at ?? 0)
  return isOver ? null : (points[low - 1]?.value ?? null)
}

/** Every moment that a curve has a point at, rising. */
export function momentsOf(curves: readonly Curve[]): number[] {
  const moments = new Set(curves.flatMap(({ points }) => points.map(({ at }) => at)))
  return [...moments].sort((a, b) => a - b)
}

/** At most `most` of `moments`, evenly spread, the first and the last among them. */
export function spread(moments: readonly number[], most: number): number[] {
  if (moments.length <= most) return [...moments]
  const step = (moments.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, place) => moments[Math.round(place * step)] ?? 0)
}

/** A value as the axis counts it: money as it is, or the change from the curve's start in percent. */
export function inUnit(curve: Curve, value: number | null, unit: Unit): number | null {
  if (value === null || unit === 'money') return value
  const start = curve.start ?? curve.points.find((point) => point.value !== null)?.value
  return start ? (value / start - 1) * 100 : null
}
