import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { DecisionLink } from '@/design/DecisionLink'
import { Disclosure } from '@/design/Disclosure'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { SymbolName } from '@/design/SymbolName'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { exact, formatCount, formatMoney, formatShare } from '@/format/money'
import { EarnedChart } from './EarnedChart'
import { calibrationQuery } from './queries'
import { ReadAt } from './ReadAt'
import { ReliabilityChart } from './ReliabilityChart'

type Calibration = Shapes['CalibrationView']
type Bin = Shapes['BinView']
type Trade = Shapes['EarnedView']

const percent = (share: number) => formatShare(share, 0)

const BINS: readonly [Column<Bin>, ...Column<Bin>[]] = [
  { title: 'Confidence', cell: ({ low, high }) => `${percent(low)} to ${percent(high)}` },
  { title: 'Trades', cell: ({ count }) => formatCount(count), isNumber: true },
  { title: 'Stated, mean', cell: (bin) => formatShare(bin.mean_confidence, 1), isNumber: true },
  { title: 'Won', cell: (bin) => formatShare(bin.share_won, 1), isNumber: true },
  {
    title: '95 % interval',
    cell: (bin) => `${percent(bin.wilson_low)} to ${percent(bin.wilson_high)}`,
    isNumber: true,
  },
  { title: 'Earned', cell: ({ net_pnl }) => <Pnl value={net_pnl} />, isNumber: true },
  { title: 'Earned, mean', cell: (bin) => <Pnl value={bin.mean_net_pnl} />, isNumber: true },
]

const TRADES: readonly [Column<Trade>, ...Column<Trade>[]] = [
  { title: 'Symbol', cell: ({ symbol }) => <SymbolName of={symbol} /> },
  { title: 'Closed', cell: ({ closed_at }) => <Time of={closed_at} /> },
  { title: 'Confidence', cell: (trade) => formatShare(trade.confidence, 0), isNumber: true },
  { title: 'Earned', cell: ({ net_pnl }) => <Pnl value={net_pnl} />, isNumber: true },
  { title: 'Opened by', cell: (trade) => <DecisionLink id={trade.decision_id} /> },
]

/** Stated confidence beside what was won and what was earned, after fees. */
export function CalibrationPanel() {
  const query = useQuery(calibrationQuery)
  return (
    <Panel
      title="Confidence, what was won and what was earned"
      aside={<ReadAt at={query.dataUpdatedAt} />}
    >
      <Answer query={query} what="the calibration" lines={8}>
        {(found) => (found.count === 0 ? <NothingJudged /> : <Judged found={found} />)}
      </Answer>
    </Panel>
  )
}

function NothingJudged() {
  return (
    <Empty title="No position that a decision opened has closed yet">
      Confidence is judged by closed positions, after fees. The desk opens and closes them by
      itself; until then an arena shows how its rule or model does on recorded candles.
    </Empty>
  )
}

function Judged({ found }: { found: Calibration }) {
  return (
    <>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 border-b border-line px-3 py-2 text-[0.93rem]">
        <Score name="Closed positions" value={formatCount(found.count)} />
        <Score name="Won after fees" value={formatCount(found.won)} />
        <Score
          name="Brier score"
          value={formatMoney(found.brier_score, 3)}
          hint={`${exact(found.brier_score)}; 0 is perfect, 0.25 is what saying 50 % each time earns`}
        />
        <Score
          name="Calibration error"
          value={formatShare(found.calibration_error, 1)}
          hint="Mean distance of stated confidence and share won, weighted by trades"
        />
      </dl>
      <div className="grid gap-x-3 lg:grid-cols-2">
        <ReliabilityChart bins={found.bins} />
        <EarnedChart trades={found.trades} bins={found.bins} />
      </div>
      <Table
        caption="Bins of confidence, with what they won and earned"
        columns={BINS}
        rows={found.bins}
        keyOf={({ low }) => String(low)}
      />
      <div className="border-t border-line px-3 py-2">
        <Disclosure summary={`The newest ${found.trades.length} of these positions`}>
          <div className="max-h-72 overflow-y-auto">
            <Table
              caption="Closed positions with their confidence, newest first"
              columns={TRADES}
              rows={found.trades}
              keyOf={(trade) => `${trade.decision_id} ${trade.symbol} ${trade.closed_at}`}
            />
          </div>
        </Disclosure>
      </div>
    </>
  )
}

function Score({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <div className="flex gap-x-1.5">
      <dt className="text-faint">{name}</dt>
      <dd title={hint}>{value}</dd>
    </div>
  )
}
