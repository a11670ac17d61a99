import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { Money } from '@/design/Money'
import { Panel } from '@/design/Panel'
import {
  type Amount,
  exact,
  formatMoney,
  formatQuantity,
  formatShare,
  formatSigned,
} from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { AsOf } from './AsOf'
import { LastKnown } from './LastKnown'
import { portfolioQuery } from './queries'
import { UseBar } from './UseBar'

const asMoney = (amount: Amount) => formatMoney(amount)
const asShare = (amount: Amount) => formatShare(amount)
const asTimes = (amount: Amount) => `${formatQuantity(amount, 2)}×`

/** How much of each limit is used, as the gates read it. */
export function ExposurePanel() {
  const query = useQuery(portfolioQuery)
  return (
    <Panel title="Exposure and limits" aside={query.data && <AsOf portfolio={query.data} />}>
      <Answer query={query} what="the exposure" lines={6}>
        {({ exposure, positions }) => (
          <LastKnown>
            <Uses exposure={exposure} positions={positions} />
          </LastKnown>
        )}
      </Answer>
    </Panel>
  )
}

interface UsesProps {
  exposure: Shapes['ExposureView']
  positions: readonly Shapes['PositionView'][]
}

function Uses({ exposure, positions }: UsesProps) {
  return (
    <div className="grid gap-3 p-3">
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        <Figure name="Gross">
          <Money value={exposure.gross} />
        </Figure>
        <Figure name="Net">
          <span title={`Longs less shorts: ${exact(exposure.net) ?? 'unknown'}`}>
            {formatSigned(exposure.net)}
          </span>
        </Figure>
        <Figure name="On the way">
          <Money value={exposure.pending} />
        </Figure>
        {exposure.enforcement === 'observed' && (
          <Badge tone="warn">limits are watched, not enforced</Badge>
        )}
      </dl>
      <ul aria-label="Limits" className="grid gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-1">
        {positions.map(({ symbol, side, cap }) => (
          <UseBar
            key={symbol}
            name={`${symbolParts(symbol).base} ${side}`}
            use={cap}
            format={asMoney}
          />
        ))}
        <UseBar name="All exposure" use={exposure.total} format={asMoney} />
        <UseBar name="Highest leverage" use={exposure.leverage} format={asTimes} />
        <UseBar name="Margin of equity" use={exposure.margin} format={asMoney} />
        <UseBar name="Loss of the day" use={exposure.day_loss} format={asMoney} />
        <UseBar name="Drawdown to pause" use={exposure.drawdown} format={asShare} />
      </ul>
    </div>
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
