import { lazy, Suspense, useMemo, useState } from 'react'
import { Disclosure } from '@/design/Disclosure'
import { Segmented } from '@/design/Segmented'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatMoney, formatSignedPercent } from '@/format/money'
import { CurvesLegend } from './CurvesLegend'
import {
  type Curve,
  inUnit,
  momentsOf,
  type StyledCurve,
  spread,
  styled,
  type Unit,
  valueAt,
} from './curves'

const CurvesCanvas = lazy(() => import('./CurvesCanvas'))

interface CurvesChartProps {
  curves: readonly Curve[]
  /** What the curves are, as a heading would say it: "Equity of the contenders". */
  label: string
  /** What a value in money is counted in. */
  currency: string
  /** How the axis counts before somebody chooses. */
  unit?: Unit
  /** The one way that the axis counts, where nobody may choose. */
  fixed?: Unit
}

const UNITS: readonly { value: Unit; text: string }[] = [
  { value: 'percent', text: '% of start' },
  { value: 'money', text: 'Money' },
]
const MOST_AT_FIRST = 8
const ROWS = 25

/** Several curves on one chart, with their figures at a moment, switches for each, and a table. */
export function CurvesChart({
  curves,
  label,
  currency,
  unit = 'percent',
  fixed,
}: CurvesChartProps) {
  const [chosen, setChosen] = useState(unit)
  const counted = fixed ?? chosen
  const [switched, setSwitched] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [moment, setMoment] = useState<number | null>(null)
  const lines = useMemo(() => styled(curves), [curves])
  const isOn = (name: string) =>
    switched.get(name) ?? lines.findIndex((line) => line.name === name) < MOST_AT_FIRST
  const shown = useMemo(
    () => lines.filter(({ name }, place) => switched.get(name) ?? place < MOST_AT_FIRST),
    [lines, switched],
  )
  const moments = useMemo(() => momentsOf(lines), [lines])
  const last = moments.at(-1)
  if (moments.length < 2 || last === undefined) return <Empty title="No curve to draw yet" />
  const read = (line: StyledCurve, at: number) => written(line, at, counted)
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3 pt-2">
        <p className="text-[0.93rem] text-faint">
          {moment === null ? 'Last figures, ' : 'At '}
          <Time of={isoOf(moment ?? last)} />
          {counted === 'money' && ` · ${currency}`}
        </p>
        {fixed === undefined && (
          <Segmented label="Count in" value={chosen} choices={UNITS} onChange={setChosen} />
        )}
      </div>
      <CurvesLegend
        lines={lines}
        isOn={isOn}
        onSwitch={(name) => setSwitched(new Map(switched).set(name, !isOn(name)))}
        figureOf={(line) => read(line, moment ?? last)}
      />
      <div className="pl-3">
        <Suspense fallback={<div className="skeleton h-[clamp(14rem,34dvh,26rem)]" />}>
          <CurvesCanvas
            curves={shown}
            unit={counted}
            label={`${label}: ${lines.map((line) => `${line.name} ${read(line, last)}`).join(', ')}; the table below has the figures`}
            onMoment={setMoment}
          />
        </Suspense>
      </div>
      <div className="px-3 pb-2">
        <Disclosure summary="The curves as a table">
          <div className="max-h-72 overflow-y-auto">
            <Table
              caption={`${label}, newest first`}
              columns={columnsOf(lines, read)}
              rows={spread(moments, ROWS).reverse()}
              keyOf={String}
            />
          </div>
        </Disclosure>
      </div>
    </div>
  )
}

function columnsOf(
  lines: readonly StyledCurve[],
  read: (line: StyledCurve, at: number) => string,
): [Column<number>, ...Column<number>[]] {
  return [
    { title: 'Time', cell: (at) => <Time of={isoOf(at)} /> },
    ...lines.map((line) => ({
      title: line.name,
      cell: (at: number) => read(line, at),
      isNumber: true,
    })),
  ]
}

function written(line: StyledCurve, at: number, unit: Unit): string {
  const value = inUnit(line, valueAt(line, at), unit)
  return unit === 'money' ? formatMoney(value) : formatSignedPercent(value)
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
