import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Drawing } from '@/charts/candles'
import { decimalsOf, formatPrice } from '@/format/money'
import type { Known } from './candles'
import { FRAME_MS, type Frame } from './frames'
import { Legend } from './Legend'
import type { TradeMark } from './marks'
import { linesOf, shown } from './shown'
import { useGrowing } from './useGrowing'

const CandleChart = lazy(() => import('@/charts/CandleChart'))

interface LiveChartProps {
  symbol: string
  frame: Frame
  known: Known
  levels: Drawing['levels']
  marks: readonly TradeMark[]
  onBegin: () => void
}

/** The candles as a chart; the last one moves with the price. */
export function LiveChart({ symbol, frame, known, levels, marks, onBegin }: LiveChartProps) {
  const names = shown.use()
  const navigate = useNavigate()
  const [hovered, setHovered] = useState<number | null>(null)
  const growing = useGrowing(symbol, known.open, FRAME_MS[frame])
  const { rows, tickSize } = known
  const drawing = useMemo<Drawing>(
    () => ({
      candles: rows,
      lines: linesOf(names, rows),
      levels,
      marks,
      isVolumeShown: names.includes('volume'),
    }),
    [rows, names, levels, marks],
  )
  const openDecision = (mark: string) => {
    const id = marks.find((one) => one.id === mark)?.decisionId
    if (id) void navigate({ to: '/decisions/$id', params: { id } })
  }
  const last = growing.at(-1) ?? rows.at(-1)
  const pointed = hovered === null ? undefined : rows.find(({ at }) => at === hovered)
  const legend = pointed ?? (hovered === null ? (rows.at(-1) ?? last) : last)
  return (
    <>
      {legend && <Legend of={legend} tickSize={tickSize} />}
      <div
        data-testid="chart"
        data-candles={rows.length}
        data-growing={growing.length}
        data-lines={drawing.lines.map(({ name }) => name).join(' ')}
        data-marks={marks.length}
        data-levels={levels.map(({ title }) => title).join(', ')}
        className="h-[clamp(20rem,56dvh,44rem)] pl-3"
      >
        <Suspense fallback={<div className="skeleton h-full" />}>
          <CandleChart
            drawing={drawing}
            growing={growing}
            decimals={decimalsOf(tickSize)}
            label={`${frame} candles of ${symbol}, last price ${formatPrice(last?.close, tickSize)}; the table below has the figures`}
            onMark={openDecision}
            onBegin={onBegin}
            onHover={setHovered}
          />
        </Suspense>
      </div>
    </>
  )
}
