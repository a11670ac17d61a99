import { Price } from '@/design/Price'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatCompact } from '@/format/money'
import type { Candle } from './candles'

const ROWS_SHOWN = 30

const COLUMNS: readonly [Column<Candle>, ...Column<Candle>[]] = [
  { title: 'Opened', cell: ({ at }) => <Time of={new Date(at).toISOString()} /> },
  { title: 'Open', cell: ({ open }) => <Price value={open} tickSize={null} />, isNumber: true },
  { title: 'High', cell: ({ high }) => <Price value={high} tickSize={null} />, isNumber: true },
  { title: 'Low', cell: ({ low }) => <Price value={low} tickSize={null} />, isNumber: true },
  { title: 'Close', cell: ({ close }) => <Price value={close} tickSize={null} />, isNumber: true },
  { title: 'Volume', cell: ({ volume }) => formatCompact(volume), isNumber: true },
]

/** The last candles in figures. */
export function CandleTable({ candles }: { candles: readonly Candle[] }) {
  if (candles.length === 0) {
    return (
      <Empty title="No candle is known yet">Candles come with the collector's next scan.</Empty>
    )
  }
  return (
    <Table
      caption="Candles, newest first"
      columns={COLUMNS}
      rows={candles.slice(-ROWS_SHOWN).reverse()}
      keyOf={({ at }) => String(at)}
    />
  )
}
