// What is written on the candles: levels across the chart, marks at own trades.
import {
  createSeriesMarkers,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineStyle,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { ChartLevel, ChartMark } from './candles'
import type { inks } from './inks'

type Ink = ReturnType<typeof inks>

const { Solid: solid, Dashed: dashed, SparseDotted: dotted } = LineStyle
const DASHES = { solid, dashed, dotted } as const

export class Annotations {
  readonly #candles: ISeriesApi<'Candlestick'>
  readonly #marks: ISeriesMarkersPluginApi<Time>
  #levels: IPriceLine[] = []

  constructor(candles: ISeriesApi<'Candlestick'>) {
    this.#candles = candles
    this.#marks = createSeriesMarkers(candles, [])
  }

  drawLevels(levels: readonly ChartLevel[], ink: Ink): void {
    for (const line of this.#levels) this.#candles.removePriceLine(line)
    this.#levels = levels.map(({ title, price, ink: name, dash }) =>
      this.#candles.createPriceLine({
        title,
        price,
        color: ink[name],
        lineStyle: DASHES[dash],
        lineWidth: 1,
        axisLabelVisible: true,
      }),
    )
  }

  drawMarks(marks: readonly ChartMark[], ink: Ink): void {
    this.#marks.setMarkers(
      marks.map(({ id, at, side, text }) => ({
        id,
        text,
        time: (at / 1000) as UTCTimestamp,
        position: side === 'buy' ? 'belowBar' : 'aboveBar',
        shape: side === 'buy' ? 'arrowUp' : 'arrowDown',
        color: side === 'buy' ? ink.up : ink.down,
      })),
    )
  }
}
