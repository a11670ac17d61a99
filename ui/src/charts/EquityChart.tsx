// A thin wrapper of lightweight-charts: equity over time against the opening cash.
import {
  BaselineSeries,
  createChart,
  type IChartApi,
  type ISeriesApi,
  LineStyle,
  type UTCTimestamp,
} from 'lightweight-charts'
import { useEffect, useRef } from 'react'
import { useColors, zone } from '@/design/preferences'
import { formatMoney } from '@/format/money'
import { FRAME, painted, written } from './axes'
import { inks } from './inks'

export interface ChartPoint {
  /** Milliseconds since 1970, rising. */
  at: number
  value: number
}

interface EquityChartProps {
  points: readonly ChartPoint[]
  openingCash: number
  label: string
}

const FADED = '33'
const CLEAR = '05'

export default function EquityChart({ points, openingCash, label }: EquityChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<{ api: IChartApi; series: ISeriesApi<'Baseline'> } | null>(null)
  const shownColors = useColors()
  const shownZone = zone.use()

  useEffect(() => {
    if (place.current === null) return
    const api = createChart(place.current, { ...FRAME, autoSize: true })
    const series = api.addSeries(BaselineSeries, { lineWidth: 2, priceLineVisible: false })
    chart.current = { api, series }
    return () => {
      chart.current = null
      api.remove()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the inks are read from the page, which preferences change
  useEffect(() => {
    const paint = () => {
      if (place.current === null || chart.current === null) return
      const ink = inks(place.current)
      chart.current.api.applyOptions(painted(ink))
      chart.current.series.applyOptions({
        topLineColor: ink.up,
        topFillColor1: ink.up + FADED,
        topFillColor2: ink.up + CLEAR,
        bottomLineColor: ink.down,
        bottomFillColor1: ink.down + CLEAR,
        bottomFillColor2: ink.down + FADED,
      })
    }
    paint()
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', paint)
    return () => system.removeEventListener('change', paint)
  }, [shownColors])

  useEffect(() => {
    chart.current?.api.applyOptions(written(shownZone, (value) => formatMoney(value)))
  }, [shownZone])

  useEffect(() => {
    if (chart.current === null) return
    const { series } = chart.current
    series.applyOptions({ baseValue: { type: 'price', price: openingCash } })
    const line = series.createPriceLine({
      price: openingCash,
      lineStyle: LineStyle.Dashed,
      lineWidth: 1,
      axisLabelVisible: true,
      title: 'opening cash',
      ...(place.current ? { color: inks(place.current).faint } : {}),
    })
    return () => series.removePriceLine(line)
  }, [openingCash])

  useEffect(() => {
    if (chart.current === null) return
    chart.current.series.setData(
      points.map(({ at, value }) => ({ time: (at / 1000) as UTCTimestamp, value })),
    )
    chart.current.api.timeScale().fitContent()
  }, [points])

  return (
    <div
      ref={place}
      role="img"
      aria-label={label}
      className="isolate h-[clamp(12rem,28dvh,24rem)] w-full"
    />
  )
}
