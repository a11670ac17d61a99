// A thin wrapper of lightweight-charts: candles with lines, levels and marks.
import { useEffect, useRef } from 'react'
import { useColors, zone } from '@/design/preferences'
import { CandleStage, type StageEvents } from './candle_stage'
import type { Candle, Drawing } from './candles'

interface CandleChartProps {
  drawing: Drawing
  /** What follows the closed candles; the last one is still forming. */
  growing: readonly Candle[]
  /** Places after the point of a price; null: unknown. */
  decimals: number | null
  label: string
  onMark: StageEvents['mark']
  onBegin: StageEvents['begin']
  onHover: StageEvents['hover']
}

export default function CandleChart(props: CandleChartProps) {
  const { drawing, growing, decimals, label } = props
  const place = useRef<HTMLDivElement>(null)
  const stage = useRef<CandleStage | null>(null)
  const heard = useRef(props)
  const shownColors = useColors()
  const shownZone = zone.use()

  useEffect(() => {
    heard.current = props
  })

  useEffect(() => {
    if (place.current === null) return
    const created = new CandleStage(place.current, {
      mark: (id) => heard.current.onMark(id),
      begin: () => heard.current.onBegin(),
      hover: (at) => heard.current.onHover(at),
    })
    stage.current = created
    return () => {
      stage.current = null
      created.remove()
    }
  }, [])

  useEffect(() => stage.current?.write(shownZone, decimals), [shownZone, decimals])
  useEffect(() => stage.current?.draw(drawing), [drawing])
  useEffect(() => stage.current?.grow(growing), [growing])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the inks are read from the page, which preferences change
  useEffect(() => {
    const paint = () => stage.current?.paint()
    paint()
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', paint)
    return () => system.removeEventListener('change', paint)
  }, [shownColors])

  return <div ref={place} role="img" aria-label={label} className="h-full w-full" />
}
