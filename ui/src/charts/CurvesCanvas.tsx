// A thin wrapper of lightweight-charts: several curves over time. Loaded lazily by CurvesChart.
import {
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineSeries,
  LineStyle,
  type MouseEventParams,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { useEffect, useRef } from 'react'
import { useColors, zone } from '@/design/preferences'
import { formatMoney, formatSignedPercent } from '@/format/money'
import { FRAME, painted, written } from './axes'
import { type Dash, inUnit, type StyledCurve, type Unit } from './curves'
import { inks } from './inks'

interface CurvesCanvasProps {
  /** Those that are switched on. */
  curves: readonly StyledCurve[]
  unit: Unit
  label: string
  /** The moment under the pointer, null when there is none. */
  onMoment: (at: number | null) => void
}

interface Line {
  series: ISeriesApi<'Line'>
  marks: ISeriesMarkersPluginApi<Time>
}
type Drawn = { api: IChartApi; lines: Map<string, Line>; begin: number | null }

const STYLES: Record<Dash, LineStyle> = {
  solid: LineStyle.Solid,
  long: LineStyle.LargeDashed,
  dashed: LineStyle.Dashed,
  dotted: LineStyle.Dotted,
}
const INVISIBLE = 'rgba(0, 0, 0, 0)'

export default function CurvesCanvas({ curves, unit, label, onMoment }: CurvesCanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<Drawn | null>(null)
  const shownColors = useColors()
  const shownZone = zone.use()

  useEffect(() => {
    if (place.current === null) return
    const api = createChart(place.current, { ...FRAME, autoSize: true })
    chart.current = { api, lines: new Map(), begin: null }
    return () => {
      chart.current = null
      api.remove()
    }
  }, [])

  useEffect(() => {
    const api = chart.current?.api
    const tell = ({ time }: MouseEventParams) =>
      onMoment(time === undefined ? null : Number(time) * 1000)
    api?.subscribeCrosshairMove(tell)
    return () => api?.unsubscribeCrosshairMove(tell)
  }, [onMoment])

  useEffect(() => {
    const format = unit === 'money' ? (value: number) => formatMoney(value) : formatSignedPercent
    chart.current?.api.applyOptions(written(shownZone, (value) => format(value)))
  }, [shownZone, unit])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the inks are read from the page, which preferences change
  useEffect(() => {
    const paint = () => {
      if (place.current !== null && chart.current !== null) {
        draw(chart.current, place.current, curves, unit)
      }
    }
    paint()
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', paint)
    return () => system.removeEventListener('change', paint)
  }, [curves, unit, shownColors])

  return (
    <div
      ref={place}
      role="img"
      aria-label={label}
      className="isolate h-[clamp(14rem,34dvh,26rem)] w-full"
    />
  )
}

function draw(chart: Drawn, place: Element, curves: readonly StyledCurve[], unit: Unit) {
  const ink = inks(place)
  chart.api.applyOptions(painted(ink))
  const names = new Set(curves.map(({ name }) => name))
  for (const [name, { series }] of chart.lines) {
    if (names.has(name)) continue
    chart.api.removeSeries(series)
    chart.lines.delete(name)
  }
  for (const curve of curves) {
    const line = chart.lines.get(curve.name) ?? newLine(chart.api)
    const { series, marks } = line
    chart.lines.set(curve.name, line)
    series.applyOptions({
      color: ink[curve.ink],
      lineStyle: STYLES[curve.dash],
      lineWidth: curve.isBaseline ? 1 : 2,
      title: curve.letter,
      priceLineVisible: false,
      crosshairMarkerRadius: 3,
    })
    series.setData(lineOf(curve, unit))
    marks.setMarkers(marksOf(curve, ink[curve.ink]))
  }
  fitPeriod(chart, curves)
}

function newLine(api: IChartApi): Line {
  const series = api.addSeries(LineSeries)
  return { series, marks: createSeriesMarkers(series, []) }
}

function marksOf({ marks = [] }: StyledCurve, color: string): SeriesMarker<Time>[] {
  return marks.map(({ at, text, isUp }) => ({
    time: (at / 1000) as UTCTimestamp,
    position: isUp ? 'belowBar' : 'aboveBar',
    shape: isUp ? 'arrowUp' : 'arrowDown',
    text,
    color,
  }))
}

/** What is unknown is a gap: the piece that would bridge it is not painted. */
function lineOf(curve: StyledCurve, unit: Unit) {
  return curve.points.map(({ at, value }, place) => {
    const time = (at / 1000) as UTCTimestamp
    const shown = inUnit(curve, value, unit)
    if (shown === null) return { time }
    const next = curve.points[place + 1]
    return next?.value === null ? { time, value: shown, color: INVISIBLE } : { time, value: shown }
  })
}

/** Shows everything when another period begins; what somebody zoomed into stays otherwise. */
function fitPeriod(chart: Drawn, curves: readonly StyledCurve[]) {
  const begin = Math.min(...curves.map(({ points }) => points[0]?.at ?? Number.POSITIVE_INFINITY))
  if (begin === chart.begin) return
  chart.begin = begin
  chart.api.timeScale().fitContent()
}
