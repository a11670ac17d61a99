// What a chart of candles is told to draw.
import type { SeriesInk } from './inks'

export interface Candle {
  /** When it opened, milliseconds since 1970. */
  at: number
  open: number
  high: number
  low: number
  close: number
  /** Base units; null: not known yet. */
  volume: number | null
}

/** Below the price, each pane has its own scale. */
export type PaneName = 'price' | 'rsi' | 'macd'

export interface ChartLine {
  /** Unique on the chart. */
  name: string
  pane: PaneName
  ink: SeriesInk
  look: 'line' | 'thin' | 'bars'
  /** One for each closed candle; null: unknown then. */
  values: readonly (number | null)[]
}

export interface ChartLevel {
  title: string
  price: number
  ink: 'up' | 'down' | 'faint' | 'warn'
  dash: 'solid' | 'dashed' | 'dotted'
}

export interface ChartMark {
  id: string
  /** When the candle that it stands at opened. */
  at: number
  side: 'buy' | 'sell'
  text: string
}

/** Everything on the chart but the candle that is forming. */
export interface Drawing {
  candles: readonly Candle[]
  lines: readonly ChartLine[]
  levels: readonly ChartLevel[]
  marks: readonly ChartMark[]
  isVolumeShown: boolean
}
