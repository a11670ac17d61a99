// What is drawn of the desk's accounts and of what they are compared with.
import type { Shapes } from '@/api/client'
import type { Curve, CurveMark, CurvePoint } from '@/charts/curves'
import { chartPoints } from '@/charts/points'
import { formatSigned } from '@/format/money'
import { epochMs } from '@/format/time'

export type View = 'return' | 'money' | 'drawdown'

type Point = Shapes['CurvePointView']

const FEWEST_POINTS = 2

const numberOf = (amount: string | null) => (amount === null ? null : Number(amount))

const VALUES: Record<View, (point: Point) => number | null> = {
  // Shares are drawn around 1, so that the chart's percent are the desk's own.
  return: ({ return_share }) => (return_share === null ? null : 1 + Number(return_share)),
  money: ({ value }) => numberOf(value),
  drawdown: ({ drawdown_share }) => (drawdown_share === null ? null : 1 - Number(drawdown_share)),
}

/** A curve for each account that has one, for buying and holding, and for the money that was put in. */
export function equityLines(curves: Shapes['Curves'], view: View): Curve[] {
  const start = view === 'money' ? {} : { start: 1 }
  const drawn = [...curves.accounts].sort((a, b) => Number(b.is_current) - Number(a.is_current))
  const lines: Curve[] = drawn.map((account) => {
    const points = chartPoints(account.points, VALUES[view])
    return { name: nameOf(account), points, marks: flowMarks(account.flows, points), ...start }
  })
  lines.push({
    name: 'Buy and hold',
    points: chartPoints(curves.held.points, VALUES[view]),
    isBaseline: true,
    ...start,
  })
  const [current] = drawn
  if (current && view !== 'drawdown') {
    const capital = (point: Point) => (view === 'money' ? Number(point.capital) : 1)
    const points = chartPoints(current.points, capital)
    lines.push({ name: 'Money put in', points, isBaseline: true, ...start })
  }
  return lines.filter(
    ({ points }) => points.filter(({ value }) => value !== null).length >= FEWEST_POINTS,
  )
}

/** Money put in or taken out, each at the first known point that holds it; what no point holds yet is not marked. */
function flowMarks(
  flows: readonly Shapes['FlowView'][],
  points: readonly CurvePoint[],
): CurveMark[] {
  return flows.flatMap(({ time, amount }) => {
    const at = epochMs(time) ?? Number.POSITIVE_INFINITY
    // Points stand on whole seconds, the flow within one.
    const point = points.find((each) => each.value !== null && each.at + 999 >= at)
    const isUp = !amount.startsWith('-')
    return point ? [{ at: point.at, text: formatSigned(amount), isUp }] : []
  })
}

/** An account as a legend calls it. */
export function nameOf({ portfolio, is_current }: Shapes['AccountCurve']): string {
  return `${portfolio.name}, ${portfolio.mode}${is_current ? '' : ' (not traded now)'}`
}
