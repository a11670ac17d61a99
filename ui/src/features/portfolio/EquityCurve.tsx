import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import type { Shapes } from '@/api/client'
import { chartPoints } from '@/charts/points'
import { Answer } from '@/design/Answer'
import { Disclosure } from '@/design/Disclosure'
import { Money } from '@/design/Money'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatMoney } from '@/format/money'
import { equityQuery } from './queries'

const EquityChart = lazy(() => import('@/charts/EquityChart'))

const FEWEST_POINTS = 2
const ROWS_SHOWN = 30

type Curve = Shapes['EquityCurve']
type Point = Curve['points'][number]

const COLUMNS: readonly [Column<Point>, ...Column<Point>[]] = [
  { title: 'Time', cell: ({ time }) => <Time of={time} /> },
  { title: 'Equity', cell: ({ equity }) => <Money value={equity} />, isNumber: true },
]

/** Equity over time as a chart, and as a table for whoever cannot see it. */
export function EquityCurve() {
  const query = useQuery(equityQuery)
  return (
    <div className="border-t border-line">
      <Answer query={query} what="the equity curve" lines={8}>
        {(curve) => <Drawn curve={curve} />}
      </Answer>
    </div>
  )
}

function Drawn({ curve }: { curve: Curve }) {
  const points = useMemo(() => chartPoints(curve.points), [curve.points])
  const last = curve.points.at(-1)
  if (points.length < FEWEST_POINTS || last === undefined) {
    return (
      <Empty title="The equity curve begins here">A point is recorded every few seconds.</Empty>
    )
  }
  return (
    <>
      <div className="pt-1 pl-3">
        <Suspense fallback={<div className="skeleton h-[clamp(12rem,28dvh,24rem)]" />}>
          <EquityChart
            points={points}
            openingCash={Number(curve.opening_cash)}
            label={`Equity over time, last ${formatMoney(last.equity)} ${curve.currency}; the table below has the figures`}
          />
        </Suspense>
      </div>
      <div className="px-3 pb-2">
        <Disclosure summary={`Last ${ROWS_SHOWN} points as a table`}>
          <div className="max-h-64 overflow-y-auto">
            <Table
              caption="Equity, newest first"
              columns={COLUMNS}
              rows={curve.points.slice(-ROWS_SHOWN).reverse()}
              keyOf={({ time }) => time}
            />
          </div>
        </Disclosure>
      </div>
    </>
  )
}
