import type { Candle } from '@/charts/candles'
import { Price } from '@/design/Price'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatCompact, formatQuantity } from '@/format/money'
import type { Row } from './candles'
import { INDICATORS, shown } from './shown'

const ROWS_SHOWN = 30

interface CandleTableProps {
  rows: readonly Row[]
  /** The one that is forming, as the desk last said. */
  open: Candle | null
  tickSize: string | null
}

type Shown = Candle & { lines?: Row['lines'] }

/** The last candles in figures, with the indicators that are switched on. */
export function CandleTable({ rows, open, tickSize }: CandleTableProps) {
  const names = shown.use()
  const price = (title: string, of: (candle: Shown) => number | null | undefined) => ({
    title,
    cell: (candle: Shown) => <Price value={of(candle)} tickSize={tickSize} />,
    isNumber: true,
  })
  const lines = INDICATORS.filter(({ name }) => names.includes(name)).flatMap((one) => one.lines)
  const columns: readonly [Column<Shown>, ...Column<Shown>[]] = [
    { title: 'Opened', cell: (candle) => <Opened of={candle} isOpen={candle === open} /> },
    price('Open', (candle) => candle.open),
    price('High', (candle) => candle.high),
    price('Low', (candle) => candle.low),
    price('Close', (candle) => candle.close),
    { title: 'Volume', cell: ({ volume }) => formatCompact(volume), isNumber: true },
    ...lines.map(({ name, pane }) =>
      pane === 'rsi'
        ? {
            title: titleOf(name),
            cell: (candle: Shown) => formatQuantity(candle.lines?.[name], 1),
            isNumber: true,
          }
        : price(titleOf(name), (candle) => candle.lines?.[name]),
    ),
  ]
  const candles: Shown[] = open === null ? [...rows] : [...rows, open]
  return (
    <Table
      caption="Candles, newest first"
      columns={columns}
      rows={candles.slice(-ROWS_SHOWN).reverse()}
      keyOf={({ at }) => String(at)}
    />
  )
}

function Opened({ of, isOpen }: { of: Candle; isOpen: boolean }) {
  return (
    <>
      <Time of={new Date(of.at).toISOString()} />
      {isOpen && <small className="ml-1.5 text-faint">forming</small>}
    </>
  )
}

/** "bollinger_upper" as "bollinger upper", "sma_20" as "SMA 20". */
function titleOf(name: string): string {
  return name.replaceAll('_', ' ').replace(/^(sma|ema|rsi|macd)\b/, (word) => word.toUpperCase())
}
