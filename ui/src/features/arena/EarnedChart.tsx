import type { Shapes } from '@/api/client'
import { direction, formatCompact, formatShare, formatSigned } from '@/format/money'
import { Plot } from './Plot'
import { across, upward } from './plot'

type Trade = Shapes['EarnedView']
type Bin = Shapes['BinView']

const SIZE = 4
const UP = `M0 ${-SIZE}L${SIZE} ${SIZE * 0.75}H${-SIZE}Z`
const DOWN = `M0 ${SIZE}L${SIZE} ${-SIZE * 0.75}H${-SIZE}Z`

/** What each closed position earned over its stated confidence, and the mean of each bin. */
export function EarnedChart({ trades, bins }: { trades: readonly Trade[]; bins: readonly Bin[] }) {
  const reach = Math.max(...trades.map(({ net_pnl }) => Math.abs(Number(net_pnl))), 0) || 1
  const place = (amount: string | number) => upward(Number(amount), -reach, reach)
  const levels = [reach, 0, -reach].map((amount) => ({
    at: place(amount),
    text: amount === 0 ? '0' : formatCompact(amount),
  }))
  return (
    <Plot
      title="Earned after fees over stated confidence, USDT; bars are the mean of their bin"
      label={`Earned by confidence: ${bins.map(inWords).join('; ')}`}
      levels={levels}
    >
      {trades.map((trade) => (
        <Mark
          key={`${trade.decision_id} ${trade.symbol} ${trade.closed_at}`}
          trade={trade}
          place={place}
        />
      ))}
      {bins.map((bin) => (
        <line
          key={bin.low}
          x1={across(bin.low)}
          x2={across(bin.high)}
          y1={place(bin.mean_net_pnl)}
          y2={place(bin.mean_net_pnl)}
          strokeWidth="2.5"
          className="stroke-series-1"
        >
          <title>{inWords(bin)}</title>
        </line>
      ))}
    </Plot>
  )
}

function Mark({ trade, place }: { trade: Trade; place: (amount: string) => number }) {
  const isUp = direction(trade.net_pnl) === 'up'
  return (
    <path
      d={isUp ? UP : DOWN}
      transform={`translate(${across(trade.confidence)} ${place(trade.net_pnl)})`}
      className={`opacity-70 ${isUp ? 'fill-up' : 'fill-down'}`}
    >
      <title>{`${trade.symbol}, stated ${formatShare(trade.confidence, 0)}, earned ${formatSigned(trade.net_pnl)}`}</title>
    </path>
  )
}

function inWords(bin: Bin): string {
  const range = `${formatShare(bin.low, 0)} to ${formatShare(bin.high, 0)}`
  return `${range}: ${formatSigned(bin.mean_net_pnl)} a trade, ${bin.count} trades`
}
