import { exact, formatMoney } from '@/format/money'
import type { Row } from './ranking'

/** The figures between which every interval of a board lies; 0 is among them. */
export interface Scale {
  low: number
  high: number
}

const WIDTH = 80
const HEIGHT = 12
const DOT = 2.5

/** One scale for all rows, so that their intervals can be compared by eye. */
export function scaleOf(rows: readonly Row[]): Scale {
  const ends = rows.flatMap(({ sharpe, sharpe_interval: interval }) => [
    ...(sharpe === null ? [] : [sharpe]),
    ...(interval === null ? [] : [interval.low, interval.high]),
  ])
  return { low: Math.min(0, ...ends), high: Math.max(0, ...ends) }
}

/** The ratio, its interval in words and as a bar, and whether that tells it from who only held. */
export function Sharpe({ row, scale }: { row: Row; scale: Scale }) {
  const { sharpe, sharpe_interval: interval } = row
  return (
    <span className="grid justify-items-start gap-0.5">
      <span className="flex items-center gap-2">
        <span className="w-12 text-right font-medium" title={exact(sharpe)}>
          {formatMoney(sharpe)}
        </span>
        {interval && sharpe !== null && <Bar sharpe={sharpe} interval={interval} scale={scale} />}
        <span className="text-[0.86rem] text-muted">
          {interval
            ? `${formatMoney(interval.low)} to ${formatMoney(interval.high)}`
            : 'no interval: too few returns that differ'}
        </span>
      </span>
      {row.differs_from_held === false && (
        <small className="text-[0.82rem] text-faint">not distinguishable from buy and hold</small>
      )}
    </span>
  )
}

interface BarProps {
  sharpe: number
  interval: { low: number; high: number }
  scale: Scale
}

function Bar({ sharpe, interval, scale }: BarProps) {
  const reach = scale.high - scale.low || 1
  const at = (figure: number) => DOT + ((figure - scale.low) / reach) * (WIDTH - 2 * DOT)
  const middle = HEIGHT / 2
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="h-3 w-20 shrink-0">
      <line x1={at(0)} x2={at(0)} y1="0" y2={HEIGHT} className="stroke-faint" />
      <line
        x1={at(interval.low)}
        x2={at(interval.high)}
        y1={middle}
        y2={middle}
        strokeWidth="4"
        className="stroke-line-strong"
      />
      <circle cx={at(sharpe)} cy={middle} r={DOT} className="fill-ink" />
    </svg>
  )
}
