// The columns of the scanner, in their order.
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { AgeCell, ChangeCell, Figure, Patterns, PriceCell, ReadCell, Stance, Trend } from './cells'
import type { ScanReading, ScanRow } from './queries'
import { Score } from './Score'
import { Sparkline } from './Sparkline'
import type { Sort } from './view'

/** A row with what belongs to it from elsewhere. */
export interface Shown {
  row: ScanRow
  reading: ScanReading | undefined
  /** Why there is no reading. */
  why: string
  sparkline: Shapes['Sparkline'] | undefined
}

export interface ScanColumn {
  id: Sort | 'day'
  title: string
  isNumber: boolean
  /** Columns of the same in a sheet. */
  sheet: readonly string[]
  cell: (shown: Shown) => ReactNode
}

export const COLUMNS: readonly ScanColumn[] = [
  {
    id: 'price',
    title: 'Price',
    isNumber: true,
    sheet: ['price', 'price_at'],
    cell: ({ row }) => <PriceCell row={row} />,
  },
  {
    id: 'change',
    title: 'Change',
    isNumber: true,
    sheet: ['change_pct', 'change_since'],
    cell: ({ row }) => <ChangeCell row={row} />,
  },
  {
    id: 'day',
    title: 'Last day',
    isNumber: false,
    sheet: [],
    cell: ({ sparkline }) => <Sparkline of={sparkline} />,
  },
  {
    id: 'score',
    title: 'Score',
    isNumber: true,
    sheet: ['score'],
    cell: ({ row }) => <Score row={row} />,
  },
  {
    id: 'rsi',
    title: 'RSI',
    isNumber: true,
    sheet: ['rsi_14'],
    cell: ({ reading, why }) => (
      <ReadCell reading={reading} why={why}>
        {({ rsi_14 }) => <Figure value={rsi_14} />}
      </ReadCell>
    ),
  },
  {
    id: 'trend',
    title: 'Trend',
    isNumber: false,
    sheet: ['trend'],
    cell: ({ reading, why }) => (
      <ReadCell reading={reading} why={why}>
        {({ trend }) => <Trend of={trend} />}
      </ReadCell>
    ),
  },
  {
    id: 'volume',
    title: 'Volume',
    isNumber: true,
    sheet: ['volume_ratio'],
    cell: ({ reading, why }) => (
      <ReadCell reading={reading} why={why}>
        {({ volume_ratio }) => <Figure value={volume_ratio} unit="×" />}
      </ReadCell>
    ),
  },
  {
    id: 'patterns',
    title: 'Found',
    isNumber: false,
    sheet: ['signals'],
    cell: ({ row }) => <Patterns of={row.signals} />,
  },
  {
    id: 'stance',
    title: 'Stance',
    isNumber: false,
    sheet: ['stance'],
    cell: ({ row }) => <Stance of={row.stance} />,
  },
  {
    id: 'age',
    title: 'Age',
    isNumber: true,
    sheet: [],
    cell: ({ row }) => <AgeCell row={row} />,
  },
]
