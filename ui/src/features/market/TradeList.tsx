import type { UseQueryResult } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { DecisionLink } from '@/design/DecisionLink'
import { Disclosure } from '@/design/Disclosure'
import { Price } from '@/design/Price'
import { RequestFailed } from '@/design/RequestFailed'
import { Side } from '@/design/Side'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { exact, formatQuantity, UNKNOWN } from '@/format/money'

type Trade = Shapes['TradeView']

interface TradeListProps {
  query: Pick<UseQueryResult, 'error' | 'isPending'>
  trades: readonly Trade[]
  tickSize: string | null
}

/** Own fills on the chart, each with the way to its decision. */
export function TradeList({ query, trades, tickSize }: TradeListProps) {
  const columns: readonly [Column<Trade>, ...Column<Trade>[]] = [
    { title: 'Time', cell: ({ exchange_time }) => <Time of={exchange_time} /> },
    { title: 'Side', cell: ({ side }) => <Side of={side} /> },
    {
      title: 'Size',
      cell: ({ quantity }) => <span title={exact(quantity)}>{formatQuantity(quantity)}</span>,
      isNumber: true,
    },
    {
      title: 'Price',
      cell: ({ price }) => <Price value={price} tickSize={tickSize} />,
      isNumber: true,
    },
    { title: 'For', cell: ({ purpose }) => purpose?.replaceAll('_', ' ') ?? UNKNOWN },
    { title: 'By', cell: ({ decision_id }) => <DecisionLink id={decision_id} /> },
  ]
  if (query.error) return <RequestFailed what="Own trades could not be read" error={query.error} />
  if (query.isPending) return null
  return (
    <Disclosure summary={`Own trades on this chart: ${trades.length}`}>
      {trades.length === 0 ? (
        <Empty title="No own trade in this span">Scroll left for older candles and trades.</Empty>
      ) : (
        <div className="max-h-64 overflow-y-auto">
          <Table
            caption="Own trades, newest first"
            columns={columns}
            rows={trades}
            keyOf={({ trade_id, exchange_time }) => `${trade_id} ${exchange_time}`}
          />
        </div>
      )}
    </Disclosure>
  )
}
