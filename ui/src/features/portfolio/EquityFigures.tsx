import type { Shapes } from '@/api/client'
import { Pnl } from '@/design/Pnl'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { type Amount, formatShare, formatSigned, formatSignedShare, UNKNOWN } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { nameOf } from './equity_lines'

interface Row {
  name: string
  figures: Shapes['CurveFiguresView'] | null
  lastAt: string | null
}

const asShare = (value: Amount) => formatSignedShare(value)

const COLUMNS: readonly [Column<Row>, ...Column<Row>[]] = [
  { title: 'Over the period', cell: ({ name }) => name },
  {
    title: 'Return',
    cell: ({ figures }) => <Pnl value={figures?.return_share} format={asShare} />,
    isNumber: true,
  },
  { title: 'PnL', cell: ({ figures }) => <Pnl value={figures?.pnl} />, isNumber: true },
  {
    title: 'Deepest drawdown',
    cell: ({ figures }) => (figures ? formatShare(figures.max_drawdown_share) : UNKNOWN),
    isNumber: true,
  },
  { title: 'Last point', cell: ({ lastAt }) => <Time of={lastAt} /> },
]

type Flow = Shapes['FlowView'] & { account: string }

const FLOW_COLUMNS: readonly [Column<Flow>, ...Column<Flow>[]] = [
  { title: 'Put in or taken out', cell: ({ time }) => <Time of={time} /> },
  { title: 'Account', cell: ({ account }) => account },
  {
    title: 'Amount',
    cell: ({ amount }) => <span title={amount}>{formatSigned(amount)}</span>,
    isNumber: true,
  },
]

/** What each curve came to, deposits and withdrawals apart. */
export function EquityFigures({ curves: { accounts, held } }: { curves: Shapes['Curves'] }) {
  const rows: Row[] = accounts.map((account) => ({
    name: nameOf(account),
    figures: account.figures,
    lastAt: account.last_at,
  }))
  rows.push({
    name: 'Buy and hold',
    figures: held.figures,
    lastAt: held.points.findLast(({ value }) => value !== null)?.time ?? null,
  })
  const flows = accounts.flatMap((account) =>
    account.flows.map((flow) => ({ ...flow, account: nameOf(account) })),
  )
  const names = held.symbols.map((symbol) => symbolParts(symbol).base).join(', ')
  return (
    <div className="border-t border-line">
      <Table
        caption="What the curves came to"
        columns={COLUMNS}
        rows={rows}
        keyOf={(row) => row.name}
      />
      <p className="px-3 py-2 text-[0.86rem] text-faint">
        Buy and hold: the account's first recorded equity in equal parts of {names}, bought then
        with a fee of {held.fee_bps} bps
        {held.figures === null && '; candles of that time are missing'}.
      </p>
      {flows.length > 0 && (
        <Table
          caption="Deposits and withdrawals"
          columns={FLOW_COLUMNS}
          rows={flows}
          keyOf={({ account, time, amount }) => `${account} ${time} ${amount}`}
        />
      )}
    </div>
  )
}
