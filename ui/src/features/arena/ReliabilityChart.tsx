import type { Shapes } from '@/api/client'
import { formatShare } from '@/format/money'
import { Plot } from './Plot'
import { across, TICKS, upward } from './plot'

type Bin = Shapes['BinView']

const SMALLEST = 3
const LARGEST = 8
const LEVELS = TICKS.map((share) => ({ at: upward(share, 0, 1), text: formatShare(share, 0) }))

/** The share that was won over the confidence that was stated; on the diagonal both agree. */
export function ReliabilityChart({ bins }: { bins: readonly Bin[] }) {
  const most = Math.max(1, ...bins.map(({ count }) => count))
  return (
    <Plot
      title="Share won over stated confidence; on the dashed line both agree, bars are 95 % intervals"
      label={`Reliability: ${bins.map(inWords).join('; ')}`}
      levels={LEVELS}
    >
      <line
        x1={across(0)}
        y1={upward(0, 0, 1)}
        x2={across(1)}
        y2={upward(1, 0, 1)}
        strokeDasharray="4 4"
        className="stroke-faint"
      />
      {bins.map((bin) => (
        <g key={bin.low} className="fill-series-1 stroke-series-1">
          <title>{inWords(bin)}</title>
          <line
            x1={across(bin.mean_confidence)}
            x2={across(bin.mean_confidence)}
            y1={upward(bin.wilson_low, 0, 1)}
            y2={upward(bin.wilson_high, 0, 1)}
            strokeWidth="2"
          />
          <circle
            cx={across(bin.mean_confidence)}
            cy={upward(bin.share_won, 0, 1)}
            r={SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(bin.count / most)}
          />
        </g>
      ))}
    </Plot>
  )
}

function inWords(bin: Bin): string {
  const stated = formatShare(bin.mean_confidence, 0)
  return `stated ${stated}, won ${bin.won} of ${bin.count} (${formatShare(bin.share_won, 0)})`
}
