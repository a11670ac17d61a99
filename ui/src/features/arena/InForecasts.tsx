import { exact, formatMoney, UNKNOWN } from '@/format/money'

const WIDTH = 60
const MOST = 2

/** A loss in losses that were forecast: the line is 1 R, what goes beyond it is red. */
export function InForecasts({ multiple }: { multiple: string | null }) {
  if (multiple === null) return <span>{UNKNOWN}</span>
  const reach = (Math.min(Number(multiple), MOST) / MOST) * WIDTH
  const isBeyond = Number(multiple) > 1
  return (
    <span className="flex items-center gap-2">
      <span className={`min-w-9 text-right ${isBeyond ? 'text-down' : ''}`} title={exact(multiple)}>
        {formatMoney(multiple)}
      </span>
      <svg viewBox={`0 0 ${WIDTH} 10`} aria-hidden="true" className="h-2.5 w-15 shrink-0">
        <rect y="2" width={reach} height="6" className={isBeyond ? 'fill-down' : 'fill-faint'} />
        <line x1={WIDTH / MOST} x2={WIDTH / MOST} y1="0" y2="10" className="stroke-ink" />
      </svg>
    </span>
  )
}
