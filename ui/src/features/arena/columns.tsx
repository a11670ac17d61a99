import type { ReactNode } from 'react'
import { Money } from '@/design/Money'
import { Pnl } from '@/design/Pnl'
import { exact, formatCount, formatMoney, formatShare, formatSignedShare } from '@/format/money'
import { Contender } from './Contender'
import { type Figure, type Row, sortable } from './ranking'
import { type Scale, Sharpe } from './Sharpe'

export interface BoardColumn {
  title: string
  /** Longer than the title, for whoever hovers over it. */
  about: string
  cell: (row: Row) => ReactNode
  figure: Figure
  isNumber: boolean
}

function ratio(of: (row: Row) => number | null) {
  return (row: Row) => <span title={exact(of(row))}>{formatMoney(of(row))}</span>
}

/** Every figure of the board; `scale` is what the intervals of all rows are drawn on. */
export function boardColumns(scale: Scale): readonly [BoardColumn, ...BoardColumn[]] {
  return [
    {
      title: 'Contender',
      about: 'Who decided; the rank is by final equity',
      cell: (row) => <Contender row={row} />,
      figure: ({ rank }) => rank,
      isNumber: false,
    },
    amount(
      'Final equity',
      'Net of fees, funding and what the model cost',
      (row) => row.final_equity,
    ),
    {
      title: 'Return',
      about: 'Of the opening cash',
      cell: ({ total_return }) => <Pnl value={total_return} format={formatSignedShare} />,
      figure: ({ total_return }) => total_return,
      isNumber: true,
    },
    {
      title: 'Sharpe, 95 % interval',
      about: 'Of a year; the bar is where the true figure lies 95 times of 100',
      cell: (row) => <Sharpe row={row} scale={scale} />,
      figure: ({ sharpe }) => sharpe,
      isNumber: false,
    },
    number('Sortino', 'Of a year', ({ sortino }) => sortino),
    share('Max drawdown', 'On the close of every candle', ({ max_drawdown }) => max_drawdown),
    share('Win rate', 'Of closed positions, after fees', ({ win_rate }) => win_rate),
    number('Profit factor', 'Won by lost, after fees', ({ profit_factor }) => profit_factor),
    count('Trades', 'Closed positions', ({ trades }) => trades),
    amount('Fees', 'Paid to the venue', ({ fees }) => fees),
    amount('Funding', 'Above 0: paid', ({ funding }) => funding),
    amount('Model cost', 'USD, counted as USDT', ({ model_cost_usd }) => model_cost_usd),
    count('Abstained', 'Decisions without a usable answer', ({ abstained }) => abstained),
    count('Rejected', 'Orders that the venue refused', ({ orders_rejected }) => orders_rejected),
    count('Liquidations', 'Positions that the venue took over', ({ liquidations }) => liquidations),
  ]
}

function amount(title: string, about: string, of: (row: Row) => string | null): BoardColumn {
  const cell = (row: Row) => <Money value={of(row)} />
  return { title, about, cell, figure: (row) => sortable(of(row)), isNumber: true }
}

function number(title: string, about: string, of: (row: Row) => number | null): BoardColumn {
  return { title, about, cell: ratio(of), figure: of, isNumber: true }
}

function share(title: string, about: string, of: (row: Row) => number | null): BoardColumn {
  const cell = (row: Row) => <span title={exact(of(row))}>{formatShare(of(row))}</span>
  return { title, about, cell, figure: of, isNumber: true }
}

function count(title: string, about: string, of: (row: Row) => number): BoardColumn {
  return { title, about, cell: (row) => formatCount(of(row)), figure: of, isNumber: true }
}
