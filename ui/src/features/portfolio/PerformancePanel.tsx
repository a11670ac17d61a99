import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { formatCount, formatQuantity, formatShare } from '@/format/money'
import { AsOf } from './AsOf'
import { performanceQuery } from './queries'

/** How the closed positions add up, net of fees. */
export function PerformancePanel() {
  const query = useQuery(performanceQuery)
  return (
    <Panel title="Closed positions add up" aside={query.data && <AsOf portfolio={query.data} />}>
      <Answer query={query} what="the results" lines={2}>
        {(sums) => (
          <dl className="flex flex-wrap gap-x-6 gap-y-2 px-3 py-2">
            <Figure name="Net PnL">
              <Pnl value={sums.net_pnl} />
            </Figure>
            <Figure name="Closed">{formatCount(sums.closed_count)}</Figure>
            <Figure name="Won of decided">{formatShare(sums.win_share, 1)}</Figure>
            <Figure name="Won per lost">{formatQuantity(sums.profit_factor, 2)}</Figure>
            <Figure name="Average win">
              <Pnl value={sums.average_win} />
            </Figure>
            <Figure name="Average loss">
              <Pnl value={sums.average_loss} />
            </Figure>
            <Figure name="Largest win">
              <Pnl value={sums.largest_win} />
            </Figure>
            <Figure name="Largest loss">
              <Pnl value={sums.largest_loss} />
            </Figure>
          </dl>
        )}
      </Answer>
    </Panel>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-[0.86rem] text-faint">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  )
}
