import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Money } from '@/design/Money'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { type Amount, formatShare, formatSignedShare } from '@/format/money'
import { AsOf } from './AsOf'
import { LastKnown } from './LastKnown'
import { portfolioQuery } from './queries'

const asShare = (value: Amount) => formatSignedShare(value)

/** What the account is worth, what it earned, and how it got there. */
export function AccountPanel() {
  const query = useQuery(portfolioQuery)
  return (
    <Panel title="Account" aside={query.data && <AsOf portfolio={query.data} />}>
      <Answer query={query} what="the account" lines={4}>
        {({ account, portfolio }) => (
          <LastKnown>
            <Figures account={account} currency={portfolio.currency} />
          </LastKnown>
        )}
      </Answer>
    </Panel>
  )
}

interface FiguresProps {
  account: Shapes['AccountView']
  currency: string
}

function Figures({ account, currency }: FiguresProps) {
  return (
    <div className="grid gap-x-6 gap-y-3 px-4 py-3 sm:grid-cols-[auto_1fr]">
      <dl>
        <dt className="text-[0.86rem] text-faint">Equity, {currency}</dt>
        <dd className="text-[1.86rem] leading-9 font-semibold" data-testid="account-equity">
          <Money value={account.equity} />
        </dd>
        <dd>
          <Pnl value={account.return_share} format={asShare} />{' '}
          <span className="text-[0.86rem] text-faint">since opening</span>
        </dd>
      </dl>
      <dl className="grid grid-cols-2 content-start gap-x-5 gap-y-2 xs:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
        <Figure name="Day PnL">
          <Pnl value={account.daily_pnl} />
        </Figure>
        <Figure name="Unrealized PnL">
          <Pnl value={account.unrealized_pnl} />
        </Figure>
        <Figure name="Realized PnL">
          <Pnl value={account.realized_pnl} />
        </Figure>
        <Figure name="Drawdown" title="Below the highest equity so far">
          {formatShare(account.drawdown_share)}
        </Figure>
        <Figure name="Opening cash">
          <Money value={account.opening_cash} />
        </Figure>
        <Figure name="Cash">
          <Money value={account.cash} />
        </Figure>
        <Figure name="Available">
          <Money value={account.available} />
        </Figure>
        <Figure name="Margin used">
          <Money value={account.margin_used} />
        </Figure>
        <Figure name="Fees paid">
          <Money value={account.fees_paid} />
        </Figure>
        <Figure name="Funding paid">
          <Money value={account.funding_paid} />
        </Figure>
      </dl>
    </div>
  )
}

function Figure({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <div title={title}>
      <dt className="text-[0.86rem] text-faint">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  )
}
