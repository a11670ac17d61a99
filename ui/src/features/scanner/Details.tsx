import { Price } from '@/design/Price'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatMoney, UNKNOWN } from '@/format/money'
import { Figure, Patterns, ReadCell, Trend } from './cells'
import type { ScanReading, ScanRow } from './queries'
import { Bar } from './Score'

const PARTS = [
  { name: 'trend', title: 'Ribbon in order' },
  { name: 'strength', title: 'RSI 30 to 70' },
  { name: 'place', title: 'In the bands' },
  { name: 'lead', title: 'Around VWAP' },
] as const

const COLUMNS: readonly [Column<ScanReading>, ...Column<ScanReading>[]] = [
  { title: 'Candles', cell: ({ timeframe }) => timeframe },
  { title: 'Score', cell: ({ score }) => <Share of={score} />, isNumber: true },
  ...PARTS.map(({ name, title }) => ({
    title,
    cell: ({ parts }: ScanReading) => <Share of={parts?.[name] ?? null} />,
    isNumber: true,
  })),
  {
    title: 'RSI',
    cell: (reading) => (
      <ReadCell reading={reading} why="">
        {({ rsi_14 }) => <Figure value={rsi_14} />}
      </ReadCell>
    ),
    isNumber: true,
  },
  { title: 'Trend', cell: ({ trend }) => <Trend of={trend} /> },
  {
    title: 'Volume',
    cell: ({ volume_ratio }) => <Figure value={volume_ratio} unit="×" />,
    isNumber: true,
  },
  { title: 'VWAP', cell: ({ vwap }) => <Price value={vwap} tickSize={null} />, isNumber: true },
  {
    title: 'Bands',
    cell: ({ bb_lower, bb_upper }) => (
      <>
        <Price value={bb_lower} tickSize={null} /> – <Price value={bb_upper} tickSize={null} />
      </>
    ),
    isNumber: true,
  },
  { title: 'Found', cell: ({ signals }) => <Patterns of={signals} /> },
  { title: 'Closed', cell: ({ closed_at }) => <Time of={closed_at} style="clock" /> },
]

/** Everything that is known of a symbol, by timeframe. */
export function Details({ row }: { row: ScanRow }) {
  return (
    <Table
      caption={`${row.symbol} by timeframe`}
      columns={COLUMNS}
      rows={row.readings}
      keyOf={({ timeframe }) => timeframe}
    />
  )
}

function Share({ of }: { of: number | null }) {
  if (of === null) return <span className="text-faint">{UNKNOWN}</span>
  return (
    <span className="inline-flex items-center gap-1.5" title={String(of)}>
      <Bar share={of} />
      {formatMoney(of)}
    </span>
  )
}
