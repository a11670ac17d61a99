// The indicator lines of a chart of candles, each in its pane.
import {
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { ChartLine, Drawing, PaneName } from './candles'
import type { inks } from './inks'

type Drawn = ISeriesApi<'Line'> | ISeriesApi<'Histogram'>

const FADED = '99'

export class LinesOfChart {
  readonly #chart: IChartApi
  #shown = new Map<string, { line: ChartLine; series: Drawn }>()
  #panes = ''

  constructor(chart: IChartApi) {
    this.#chart = chart
  }

  /** Draw the lines; panes below the price begin at `firstPane`. */
  draw({ lines, candles }: Drawing, firstPane: number): void {
    const panes = paneOrder(lines)
    const layout = `${firstPane} ${panes.join()}`
    if (layout !== this.#panes) this.clear()
    this.#panes = layout
    this.#dropMissing(lines)
    for (const line of lines) {
      const pane = line.pane === 'price' ? 0 : firstPane + panes.indexOf(line.pane)
      const series = this.#shown.get(line.name)?.series ?? this.#add(line, pane)
      this.#shown.set(line.name, { line, series })
      series.setData(points(line, candles))
    }
  }

  paint(ink: ReturnType<typeof inks>): void {
    for (const { line, series } of this.#shown.values()) {
      const faded = line.look === 'line' ? '' : FADED
      series.applyOptions({ color: ink[line.ink] + faded })
    }
  }

  clear(): void {
    for (const { series } of [...this.#shown.values()].reverse()) this.#chart.removeSeries(series)
    this.#shown = new Map()
    this.#panes = ''
  }

  #dropMissing(lines: readonly ChartLine[]): void {
    const wanted = new Set(lines.map(({ name }) => name))
    for (const [name, { series }] of this.#shown) {
      if (wanted.has(name)) continue
      this.#chart.removeSeries(series)
      this.#shown.delete(name)
    }
  }

  #add(line: ChartLine, pane: number): Drawn {
    const quiet = { priceLineVisible: false, lastValueVisible: line.pane !== 'price' }
    if (line.look === 'bars') {
      const bars = this.#chart.addSeries(HistogramSeries, quiet, pane)
      bars.setSeriesOrder(0) // lines stay in sight before bars
      return bars
    }
    const width = line.look === 'thin' ? 1 : 2
    const options = { ...quiet, lineWidth: width, crosshairMarkerVisible: false } as const
    return this.#chart.addSeries(LineSeries, options, pane)
  }
}

/** The panes that `lines` need below the price, in their order. */
function paneOrder(lines: readonly ChartLine[]): PaneName[] {
  return [...new Set(lines.map(({ pane }) => pane))].filter((pane) => pane !== 'price')
}

function points({ values }: ChartLine, candles: Drawing['candles']) {
  return candles.map(({ at }, place) => {
    const value = values[place]
    const time = (at / 1000) as UTCTimestamp
    return value === null || value === undefined ? { time } : { time, value }
  })
}
