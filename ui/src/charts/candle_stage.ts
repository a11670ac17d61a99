// The chart of candles itself, outside of React: series, panes, lines and marks of lightweight-charts.
import {
  CandlestickSeries,
  createChart,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatMoney } from '@/format/money'
import type { Zone } from '@/format/time'
import { Annotations } from './annotations'
import { FRAME, painted, written } from './axes'
import type { Candle, Drawing } from './candles'
import { inks } from './inks'
import { LinesOfChart } from './lines_of_chart'
import { VolumeBars } from './volume_bars'

const NEAR_BEGIN = 20
const FIRST_SHOWN = 140
const ROOM_AT_RIGHT = 6
const PRICE_SHARE = 4

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
  readonly #annotations: Annotations
  readonly #lines: LinesOfChart
  readonly #volume: VolumeBars
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
    this.#annotations = new Annotations(this.#candles)
    this.#lines = new LinesOfChart(this.#chart)
    this.#volume = new VolumeBars(this.#chart)
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
    const before = this.#drawing
    this.#drawing = drawing
    if (drawing.candles !== before?.candles || drawing.isVolumeShown !== before.isVolumeShown) {
      this.#showVolume(drawing.isVolumeShown)
      this.#drawCandles()
    }
    this.#lines.draw(drawing, this.#volume.nextPane)
    this.#shareHeight()
    this.paint()
    if (before === null && drawing.candles.length > 0) this.#showNewest()
  }

  /** The candles after the closed ones; the last one is still forming. */
  grow(growing: readonly Candle[]): void {
    const closed = this.#drawing?.candles.at(-1)?.at ?? 0
    const drawn = this.#shown().at(-1)?.at ?? 0
    this.#growing = growing.filter(({ at }) => at > closed)
    for (const candle of this.#growing) {
      this.#candles.update(bar(candle), candle.at < drawn)
      this.#volume.grow(candle, this.#ink, candle.at < drawn)
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
    this.#annotations.drawLevels(this.#drawing?.levels ?? [], ink)
    this.#annotations.drawMarks(this.#drawing?.marks ?? [], ink)
    this.#volume.draw(this.#shown(), ink)
  }

  /** Write times in `zone` and prices on the tick. */
  write(zone: Zone, decimals: number | null): void {
    const format = (value: number) => formatMoney(value, decimals ?? 2)
    const { localization, timeScale = {} } = written(zone, format)
    // Each pane counts in its own unit: the price format belongs to the candles alone.
    const timeFormatter = localization?.timeFormatter
    this.#chart.applyOptions({
      timeScale,
      ...(timeFormatter && { localization: { timeFormatter } }),
    })
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
    if (!this.#volume.isOther(isShown)) return
    this.#lines.clear() // the panes below move, and are made anew
    if (isShown) this.#volume.show()
    else this.#volume.hide()
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
