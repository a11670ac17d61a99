import { useInfiniteQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Badge, type Tone } from '@/design/Badge'
import { Button } from '@/design/Button'
import { DecisionLink } from '@/design/DecisionLink'
import { Money } from '@/design/Money'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { SymbolName } from '@/design/SymbolName'
import { Empty, Failed, Skeleton } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatShare } from '@/format/money'
import { InForecasts } from './InForecasts'
import { riskPagesQuery } from './queries'
import { ReadAt } from './ReadAt'

type Entry = Shapes['RiskEntryView']
type Verdict = NonNullable<Entry['verdict']>

const VERDICTS: Record<Verdict, { tone: Tone; text: string }> = {
  within: { tone: 'up', text: 'within forecast' },
  exceeded: { tone: 'down', text: 'beyond forecast' },
  joined: { tone: 'neutral', text: 'joined a position' },
  not_opened: { tone: 'neutral', text: 'never filled' },
  unknown: { tone: 'warn', text: 'nothing forecast' },
}
const SOURCES = { stated: 'the model named it', stop: 'distance of the stop times the size' }

const COLUMNS: readonly [Column<Entry>, ...Column<Entry>[]] = [
  { title: 'Symbol', cell: ({ symbol }) => <SymbolName of={symbol} /> },
  { title: 'Decided', cell: ({ recorded_at }) => <Time of={recorded_at} /> },
  { title: 'Course', cell: ({ verdict }) => <Course verdict={verdict} /> },
  { title: 'Confidence', cell: (entry) => formatShare(entry.confidence, 0), isNumber: true },
  { title: 'Promised loss', cell: (entry) => <Promised entry={entry} />, isNumber: true },
  { title: 'Worst loss', cell: ({ max_adverse }) => <Money value={max_adverse} />, isNumber: true },
  { title: 'Worst loss in R', cell: ({ worst_r }) => <InForecasts multiple={worst_r} /> },
  { title: 'Result', cell: ({ net_pnl }) => <Pnl value={net_pnl} />, isNumber: true },
  { title: 'Result in R', cell: ({ result_r }) => <Pnl value={result_r} />, isNumber: true },
  {
    title: 'Closed by',
    cell: (entry) => entry.close_purpose?.replace('_', ' ') ?? (entry.closed_at ? 'not ours' : '—'),
  },
  { title: 'Opened by', cell: (entry) => <DecisionLink id={entry.decision_id} /> },
]

/** What each opening promised of its risk beside what became of it. */
export function RiskPanel() {
  const query = useInfiniteQuery(riskPagesQuery)
  const entries = query.data?.pages.flatMap(({ items }) => items)
  return (
    <Panel title="Promised and realized risk" aside={<ReadAt at={query.dataUpdatedAt} />}>
      {entries === undefined && query.isPending && <Skeleton lines={6} label="the risk journal" />}
      {entries && <Journal entries={entries} />}
      {query.error && (
        <Failed what="the risk journal" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? 'Loading…' : 'Earlier openings'}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function Journal({ entries }: { entries: readonly Entry[] }) {
  if (entries.length === 0) {
    return (
      <Empty title="No opening was approved yet">
        Each approved opening is noted here with the loss that it forecasts; the decisions page
        shows what was proposed and why it was refused.
      </Empty>
    )
  }
  const beyond = entries.filter(({ verdict }) => verdict === 'exceeded').length
  const judged = entries.filter(({ verdict }) => verdict === 'within').length + beyond
  return (
    <>
      <p className="border-b border-line px-3 py-2 text-[0.93rem] text-faint">
        Openings shown: {entries.length} · over, with a forecast: {judged} ·{' '}
        <span className={beyond > 0 ? 'text-down' : undefined}>went beyond it: {beyond}</span>. 1 R
        is the loss that was forecast; results are after fees, worst losses before them.
      </p>
      <Table
        caption="Promised and realized risk, newest first"
        columns={COLUMNS}
        rows={entries}
        keyOf={({ client_order_id }) => client_order_id}
      />
    </>
  )
}

function Course({ verdict }: { verdict: Verdict | null }) {
  if (verdict === null) return <Badge tone="accent">not over</Badge>
  const { tone, text } = VERDICTS[verdict]
  return <Badge tone={tone}>{text}</Badge>
}

function Promised({ entry }: { entry: Entry }) {
  return (
    <span title={entry.forecast_source ? SOURCES[entry.forecast_source] : undefined}>
      <Money value={entry.forecast_loss} />
    </span>
  )
}
