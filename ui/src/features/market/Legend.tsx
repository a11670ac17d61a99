import type { Candle } from '@/charts/candles'
import { Time } from '@/design/Time'
import { formatCompact, formatPrice, formatQuantity, UNKNOWN } from '@/format/money'
import type { Row } from './candles'
import { INDICATORS, shown } from './shown'

interface LegendProps {
  of: Row | Candle
  tickSize: string | null
}

/** One candle in figures: the one under the pointer, else the last one. */
export function Legend({ of, tickSize }: LegendProps) {
  const names = shown.use()
  const price = (value: number) => formatPrice(value, tickSize)
  const lines = 'lines' in of ? of.lines : {}
  return (
    <p
      aria-hidden="true"
      className="flex min-h-5.5 flex-wrap gap-x-3 px-3 pt-1.5 text-[0.82rem] text-muted"
    >
      <Time of={new Date(of.at).toISOString()} />
      <span>O {price(of.open)}</span>
      <span>H {price(of.high)}</span>
      <span>L {price(of.low)}</span>
      <span className={of.close < of.open ? 'text-fall' : 'text-rise'}>C {price(of.close)}</span>
      <span>V {formatCompact(of.volume)}</span>
      {INDICATORS.filter(({ name }) => names.includes(name) && name !== 'volume').map(
        ({ name, text, lines: own }) => (
          <span key={name} className="max-sm:hidden">
            {text} {own.map((line) => figure(lines[line.name], line.pane, price)).join(' / ')}
          </span>
        ),
      )}
    </p>
  )
}

function figure(
  value: number | null | undefined,
  pane: string,
  price: (value: number) => string,
): string {
  if (value === null || value === undefined) return UNKNOWN
  return pane === 'rsi' ? formatQuantity(value, 1) : price(value)
}
