import type { Shapes } from '@/api/client'
import { formatPrice, UNKNOWN } from '@/format/money'
import { epochMs, formatAge } from '@/format/time'
import { useDeskNow } from '@/live/now'

const WIDTH = 96
const HEIGHT = 24
const MARGIN = 2

/** The last day of closes as a line; said in words for whoever does not see it. */
export function Sparkline({ of }: { of: Shapes['Sparkline'] | undefined }) {
  if (of === undefined) return <span className="text-faint">{UNKNOWN}</span>
  return <Line of={of} />
}

function Line({ of: { closes, last_at, timeframe } }: { of: Shapes['Sparkline'] }) {
  const age = useDeskNow() - (epochMs(last_at) ?? Number.NaN)
  const low = Math.min(...closes)
  const high = Math.max(...closes)
  const [first = 0] = closes
  const last = closes.at(-1) ?? first
  const label = `Last day in ${timeframe} closes: ${inWords(first)} to ${inWords(last)}, low ${inWords(low)}, high ${inWords(high)}, last close ${formatAge(age)} ago`
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={`h-6 w-24 ${last >= first ? 'text-rise' : 'text-fall'}`}
    >
      <title>{label}</title>
      <polyline
        points={pointsOf(closes, low, high)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  )
}

function inWords(close: number): string {
  return formatPrice(close, null)
}

function pointsOf(closes: readonly number[], low: number, high: number): string {
  const across = (WIDTH - 2 * MARGIN) / Math.max(1, closes.length - 1)
  const reach = high - low
  const upTo = (close: number) => (reach === 0 ? 0.5 : (close - low) / reach)
  return closes
    .map((close, place) => {
      const y = HEIGHT - MARGIN - upTo(close) * (HEIGHT - 2 * MARGIN)
      return `${(MARGIN + place * across).toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}
