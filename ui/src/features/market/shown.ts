// Which indicators a chart shows, remembered in this browser.
import type { ChartLine } from '@/charts/candles'
import { kept } from '@/design/preferences'
import type { Row } from './candles'

export interface Indicator {
  name: 'volume' | 'sma_20' | 'sma_50' | 'ema_12' | 'ema_26' | 'bollinger' | 'rsi_14' | 'macd'
  text: string
  lines: readonly Omit<ChartLine, 'values'>[]
}

export const INDICATORS: readonly Indicator[] = [
  { name: 'volume', text: 'Volume', lines: [] },
  { name: 'sma_20', text: 'SMA 20', lines: [overlay('sma_20', 1)] },
  { name: 'sma_50', text: 'SMA 50', lines: [overlay('sma_50', 2)] },
  { name: 'ema_12', text: 'EMA 12', lines: [overlay('ema_12', 3)] },
  { name: 'ema_26', text: 'EMA 26', lines: [overlay('ema_26', 4)] },
  {
    name: 'bollinger',
    text: 'Bollinger',
    lines: [
      { ...overlay('bollinger_upper', 5), look: 'thin' },
      { ...overlay('bollinger_mid', 5), look: 'thin' },
      { ...overlay('bollinger_lower', 5), look: 'thin' },
    ],
  },
  {
    name: 'rsi_14',
    text: 'RSI 14',
    lines: [{ name: 'rsi_14', pane: 'rsi', ink: 'series-6', look: 'line' }],
  },
  {
    name: 'macd',
    text: 'MACD',
    lines: [
      { name: 'macd', pane: 'macd', ink: 'series-1', look: 'line' },
      { name: 'macd_signal', pane: 'macd', ink: 'series-2', look: 'thin' },
      { name: 'macd_histogram', pane: 'macd', ink: 'series-8', look: 'bars' },
    ],
  },
]

type Name = Indicator['name']

const USUAL: readonly Name[] = ['volume', 'sma_20', 'sma_50']

/** The names of what is shown. */
export const shown = kept<readonly Name[]>('tradewind.chart.indicators', {
  read: (stored) => (stored === null ? USUAL : named(stored.split(','))),
  write: (names) => names.join(),
})

/** What the desk is asked for: every line, so that switching one on needs no second answer. */
export const EVERY_LINE = INDICATORS.map(({ name }) => name)
  .filter((name) => name !== 'volume')
  .join()

/** `names` with `name` added or taken out. */
export function toggled(names: readonly Name[], name: Name): readonly Name[] {
  return names.includes(name) ? names.filter((one) => one !== name) : [...names, name]
}

/** The lines of what is shown, over `rows`. */
export function linesOf(names: readonly Name[], rows: readonly Row[]): ChartLine[] {
  return INDICATORS.filter(({ name }) => names.includes(name)).flatMap(({ lines }) =>
    lines.map((line) => ({ ...line, values: rows.map((row) => row.lines[line.name] ?? null) })),
  )
}

function named(texts: readonly string[]): readonly Name[] {
  return INDICATORS.map(({ name }) => name).filter((name) => texts.includes(name))
}

function overlay(name: string, place: 1 | 2 | 3 | 4 | 5): Omit<ChartLine, 'values'> {
  return { name, pane: 'price', ink: `series-${place}`, look: 'line' }
}
