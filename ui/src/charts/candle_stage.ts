// The chart of candles itself, outside of React: series, panes, lines and marks of lightweight-charts.
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineStyle,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatMoney } from '@/format/money'
import type { Zone } from '@/format/time'
import { FRAME, painted, written } from './axes'
import type { Candle, Drawing } from './candles'
import { inks } from './inks'
import { LinesOfChart } from './lines_of_chart'

const DASHES = {
  solid: LineStyle.Solid,
  dashed: LineStyle.Dashed,
  dotted: LineStyle.SparseDotted,
} as const
const FADED = '66'
const NEAR_BEGIN = 20
const FIRST_SHOWN = 140
const ROOM_AT_RIGHT = 6
const PRICE_SHARE = 5
const VOLUME_PANE = 1

export interface StageEvents {
  /** A mark was clicked. */
  mark: (id: string) => void
  /** The oldest candles came into view. */
  begin: () => void
  /** The candle under the pointer by its open time; null: none. */
  hover: (at: number | null) => void
}

export class CandleStage {
  readonly #place: HTMLElement
  readonly #chart: IChartApi
  readonly #candles: ISeriesApi<'Candlestick'>
  readonly #marks: ISeriesMarkersPluginApi<Time>
  readonly #lines: LinesOfChart
  #volume: ISeriesApi<'Histogram'> | null = null
  #levels: IPriceLine[] = []
  #drawing: Drawing | null = null
  #growing: readonly Candle[] = []
  #ink: ReturnType<typeof inks>

  constructor(place: HTMLElement, events: StageEvents) {
    this.#place = place
    this.#ink = inks(place)
    this.#chart = createChart(place, {
      ...FRAME,
      autoSize: true,
      timeScale: { ...FRAME.timeScale, rightOffset: ROOM_AT_RIGHT, minBarSpacing: 0.5 },
    })
    this.#candles = this.#chart.addSeries(CandlestickSeries, { borderVisible: false })
    this.#marks = createSeriesMarkers(this.#candles, [])
    this.#lines = new LinesOfChart(this.#chart)
    this.#chart.subscribeClick(({ hoveredInfo }) => {
      if (typeof hoveredInfo?.objectId === 'string') events.mark(hoveredInfo.objectId)
    })
    this.#chart.subscribeCrosshairMove(({ time }) => {
      events.hover(typeof time === 'number' ? time * 1000 : null)
    })
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range !== null && range.from < NEAR_BEGIN && this.#drawing !== null) events.begin()
    })
  }

  remove(): void {
    this.#chart.remove()
  }

  /** Draw everything; the view stays where it is. */
  draw(drawing: Drawing): void {
    const isFirst = this.#drawing === null
    const before = this.#drawing
    this.#drawing = drawing
    if (drawing.candles !== before?.candles || drawing.isVolumeShown !== before.isVolumeShown) {
      this.#showVolume(drawing.isVolumeShown)
      this.#drawCandles()
    }
    this.#lines.draw(drawing, this.#volume === null ? VOLUME_PANE : VOLUME_PANE + 1)
    this.#shareHeight()
    this.paint()
    if (isFirst && drawing.candles.length > 0) this.#showNewest()
  }

  /** The candles after the closed ones; the last one is still forming. */
  grow(growing: readonly Candle[]): void {
    const closed = this.#drawing?.candles.at(-1)?.at ?? 0
    const drawn = this.#shown().at(-1)?.at ?? 0
    this.#growing = growing.filter(({ at }) => at > closed)
    for (const candle of this.#growing) {
      this.#candles.update(bar(candle), candle.at < drawn)
      this.#volume?.update(this.#volumeBar(candle), candle.at < drawn)
    }
  }

  /** Take the page's colors. */
  paint(): void {
    const ink = inks(this.#place)
    this.#ink = ink
    this.#chart.applyOptions(painted(ink))
    this.#chart.applyOptions({
      layout: { panes: { separatorColor: ink.line, separatorHoverColor: ink.raised } },
    })
    this.#candles.applyOptions({
      upColor: ink.up,
      wickUpColor: ink.up,
      downColor: ink.down,
      wickDownColor: ink.down,
      priceLineColor: ink.faint,
    })
    this.#lines.paint(ink)
    this.#drawLevels(ink)
    this.#drawMarks(ink)
    this.#volume?.setData(this.#shown().map((candle) => this.#volumeBar(candle)))
  }

  /** Write times in `zone` and prices on the tick. */
  write(zone: Zone, decimals: number | null): void {
    const format = (value: number) => formatMoney(value, decimals ?? 2)
    this.#chart.applyOptions(written(zone, format))
    this.#candles.applyOptions({
      priceFormat: {
        type: 'custom',
        formatter: format,
        minMove: 10 ** -(decimals ?? 2),
      },
    })
  }

  #shown(): readonly Candle[] {
    return [...(this.#drawing?.candles ?? []), ...this.#growing]
  }

  #drawCandles(): void {
    const last = this.#drawing?.candles.at(-1)?.at ?? 0
    this.#growing = this.#growing.filter(({ at }) => at > last)
    this.#candles.setData(this.#shown().map(bar))
  }

  #showVolume(isShown: boolean): void {
    if (isShown === (this.#volume !== null)) return
    this.#lines.clear()
    if (this.#volume !== null) {
      this.#chart.removeSeries(this.#volume)
      this.#volume = null
      return
    }
    this.#volume = this.#chart.addSeries(
      HistogramSeries,
      { priceLineVisible: false, lastValueVisible: false, priceFormat: { type: 'volume' } },
      VOLUME_PANE,
    )
  }

  #volumeBar(candle: Candle) {
    const { up, down } = this.#ink
    const color = (candle.close < candle.open ? down : up) + FADED
    return candle.volume === null
      ? { time: seconds(candle.at) }
      : { time: seconds(candle.at), value: candle.volume, color }
  }

  #drawLevels(ink: ReturnType<typeof inks>): void {
    for (const line of this.#levels) this.#candles.removePriceLine(line)
    this.#levels = (this.#drawing?.levels ?? []).map(({ title, price, ink: name, dash }) =>
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

  #drawMarks(ink: ReturnType<typeof inks>): void {
    this.#marks.setMarkers(
      (this.#drawing?.marks ?? []).map(({ id, at, side, text }) => ({
        id,
        text,
        time: seconds(at),
        position: side === 'buy' ? 'belowBar' : 'aboveBar',
        shape: side === 'buy' ? 'arrowUp' : 'arrowDown',
        color: side === 'buy' ? ink.up : ink.down,
      })),
    )
  }

  #shareHeight(): void {
    for (const [place, pane] of this.#chart.panes().entries()) {
      pane.setStretchFactor(place === 0 ? PRICE_SHARE : 1)
    }
  }

  #showNewest(): void {
    const count = this.#shown().length
    const from = Math.max(0, count - FIRST_SHOWN)
    this.#chart.timeScale().setVisibleLogicalRange({ from, to: count + ROOM_AT_RIGHT })
  }
}

function seconds(ms: number): UTCTimestamp {
  return (ms / 1000) as UTCTimestamp
}

function bar({ at, open, high, low, close }: Candle) {
  return { time: seconds(at), open, high, low, close }
}
