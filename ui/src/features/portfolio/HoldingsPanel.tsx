import * as Tabs from '@radix-ui/react-tabs'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { ClosedTradesTable } from './ClosedTradesTable'
import { FillsTable } from './FillsTable'
import { LastKnown } from './LastKnown'
import { PositionsTable } from './PositionsTable'
import { portfolioQuery } from './queries'

type Portfolio = Shapes['PortfolioPage']

const VIEWS: readonly {
  value: string
  title: string
  count: (portfolio: Portfolio) => number
  draw: (portfolio: Portfolio) => ReactNode
}[] = [
  {
    value: 'positions',
    title: 'Positions',
    count: ({ positions }) => positions.length,
    draw: ({ positions }) => (
      <LastKnown>
        <PositionsTable positions={positions} />
      </LastKnown>
    ),
  },
  {
    value: 'closed',
    title: 'Closed trades',
    count: ({ closed_trades }) => closed_trades.length,
    draw: ({ closed_trades }) => <ClosedTradesTable trades={closed_trades} />,
  },
  {
    value: 'fills',
    title: 'Fills',
    count: ({ fills }) => fills.length,
    draw: ({ fills }) => <FillsTable fills={fills} />,
  },
]

/** What is held, what was, and every execution. */
export function HoldingsPanel() {
  const query = useQuery(portfolioQuery)
  return (
    <Tabs.Root
      defaultValue="positions"
      className="min-w-0 rounded-md border border-line bg-surface"
    >
      <h2 className="sr-only">Holdings and activity</h2>
      <Tabs.List
        aria-label="Holdings and activity"
        className="flex overflow-x-auto border-b border-line px-1"
      >
        {VIEWS.map(({ value, title, count }) => (
          <Tabs.Trigger
            key={value}
            value={value}
            className="-mb-px border-b-2 border-transparent px-2.5 py-2 text-[0.93rem] whitespace-nowrap text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink"
          >
            {title}
            {query.data && (
              <span className="ml-1.5 font-normal text-faint">{count(query.data)}</span>
            )}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {VIEWS.map(({ value, title, draw }) => (
        <Tabs.Content key={value} value={value}>
          <Answer query={query} what={title.toLowerCase()} lines={4}>
            {draw}
          </Answer>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
