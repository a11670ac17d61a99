// Volume below a chart of candles, in the first pane under the price.
import {
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { Candle } from './candles'
import type { inks } from './inks'

type Ink = Pick<ReturnType<typeof inks>, 'up' | 'down'>

const FADED = '66'
const PANE = 1

export class VolumeBars {
  readonly #chart: IChartApi
  #series: ISeriesApi<'Histogram'> | null = null

  constructor(chart: IChartApi) {
    this.#chart = chart
  }

  /** The first pane below price and volume. */
  get nextPane(): number {
    return this.#series === null ? PANE : PANE + 1
  }

  /** Whether showing or hiding would change something. */
  isOther(isShown: boolean): boolean {
    return isShown !== (this.#series !== null)
  }

  show(): void {
    this.#series = this.#chart.addSeries(
      HistogramSeries,
      { priceLineVisible: false, lastValueVisible: false, priceFormat: { type: 'volume' } },
      PANE,
    )
  }

  hide(): void {
    if (this.#series !== null) this.#chart.removeSeries(this.#series)
    this.#series = null
  }

  draw(candles: readonly Candle[], ink: Ink): void {
    this.#series?.setData(candles.map((candle) => bar(candle, ink)))
  }

  grow(candle: Candle, ink: Ink, isOlder: boolean): void {
    this.#series?.update(bar(candle, ink), isOlder)
  }
}

function bar({ at, open, close, volume }: Candle, { up, down }: Ink) {
  const time = (at / 1000) as UTCTimestamp
  return volume === null
    ? { time }
    : { time, value: volume, color: (close < open ? down : up) + FADED }
}
