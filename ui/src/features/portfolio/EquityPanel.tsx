import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { Segmented } from '@/design/Segmented'
import { Empty } from '@/design/states'
import { AsOf } from './AsOf'
import { EquityFigures } from './EquityFigures'
import { equityLines, type View } from './equity_lines'
import { curvesQuery, type Period } from './queries'

const CurvesChart = lazy(() =>
  import('@/charts/CurvesChart').then(({ CurvesChart: found }) => ({ default: found })),
)

const PERIODS: readonly { value: Period; text: string }[] = [
  { value: '1d', text: '1D' },
  { value: '1w', text: '1W' },
  { value: '1m', text: '1M' },
  { value: 'all', text: 'All' },
]

const VIEWS: readonly { value: View; text: string }[] = [
  { value: 'return', text: 'Return' },
  { value: 'money', text: 'Money' },
  { value: 'drawdown', text: 'Drawdown' },
]

/** Every account's equity on one chart, beside buying and holding and the money put in. */
export function EquityPanel() {
  const [period, setPeriod] = useState<Period>('all')
  const [view, setView] = useState<View>('return')
  const query = useQuery(curvesQuery(period))
  return (
    <Panel title="Equity of every desk" aside={query.data && <AsOf portfolio={query.data} />}>
      <div className="flex flex-wrap items-center justify-between gap-2 px-3 pt-2">
        <Segmented label="Period" value={period} choices={PERIODS} onChange={setPeriod} />
        <Segmented label="Shown as" value={view} choices={VIEWS} onChange={setView} />
      </div>
      <Answer query={query} what="the equity curves" lines={8}>
        {(curves) => <Drawn curves={curves} view={view} />}
      </Answer>
    </Panel>
  )
}

function Drawn({ curves, view }: { curves: Shapes['Curves']; view: View }) {
  const lines = useMemo(() => equityLines(curves, view), [curves, view])
  const currency = curves.accounts.find(({ is_current }) => is_current)?.portfolio.currency ?? ''
  if (lines.length === 0) {
    return (
      <Empty title="The equity curve begins here">A point is recorded every few seconds.</Empty>
    )
  }
  return (
    <>
      <Suspense fallback={<div className="skeleton m-3 h-[clamp(14rem,34dvh,26rem)]" />}>
        <CurvesChart
          curves={lines}
          label="Equity of every desk"
          currency={currency}
          fixed={view === 'money' ? 'money' : 'percent'}
        />
      </Suspense>
      <EquityFigures curves={curves} />
    </>
  )
}
