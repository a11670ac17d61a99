import { DecisionFeed } from '@/features/decisions/DecisionFeed'
import { AccountPanel } from '@/features/portfolio/AccountPanel'
import { EquityPanel } from '@/features/portfolio/EquityPanel'
import { EventsPanel } from '@/features/portfolio/EventsPanel'
import { ExposurePanel } from '@/features/portfolio/ExposurePanel'
import { HoldingsPanel } from '@/features/portfolio/HoldingsPanel'

/** The desk at a glance: account and holdings beside the decisions that made them. */
export function OverviewPage() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_26rem] 2xl:grid-cols-[minmax(0,2fr)_minmax(26rem,1fr)]">
      <h1 className="sr-only">Overview</h1>
      <div className="grid min-w-0 gap-3">
        <AccountPanel />
        <EquityPanel />
        <HoldingsPanel />
        <EventsPanel />
      </div>
      <div className="grid min-w-0 gap-3">
        <ExposurePanel />
        <DecisionFeed />
      </div>
    </div>
  )
}
