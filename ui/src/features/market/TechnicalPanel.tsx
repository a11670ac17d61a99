import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { Price } from '@/design/Price'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { formatQuantity, UNKNOWN } from '@/format/money'
import { AgeOf } from './AgeOf'
import { standingQuery } from './queries'

type Standing = Shapes['SymbolStanding']
type Picture = Shapes['TechnicalView']

/** The analyst's picture of a symbol on every timeframe that it knows. */
export function TechnicalPanel({ symbol }: { symbol: string }) {
  const query = useQuery(standingQuery(symbol))
  return (
    <Panel title="Technical picture">
      <Answer query={query} what="the technical picture" lines={4}>
        {(standing) => <Pictures of={standing} />}
      </Answer>
    </Panel>
  )
}

function Pictures({ of: { technical, tick_size, timestamp } }: { of: Standing }) {
  if (technical.length === 0) {
    return (
      <Empty title="The analyst has no picture of it yet">
        It needs enough closed candles; the Status page says whether the analyst runs.
      </Empty>
    )
  }
  const figure = (title: string, of: (picture: Picture) => number | null) => ({
    title,
    cell: (picture: Picture) => formatQuantity(of(picture), 1),
    isNumber: true,
  })
  const price = (title: string, of: (picture: Picture) => number | null) => ({
    title,
    cell: (picture: Picture) => <Price value={of(picture)} tickSize={tick_size} />,
    isNumber: true,
  })
  const columns: readonly [Column<Picture>, ...Column<Picture>[]] = [
    { title: 'Candles', cell: ({ timeframe }) => timeframe },
    figure('RSI 14', ({ rsi_14 }) => rsi_14),
    figure('Stoch %K', ({ stoch_rsi_k }) => stoch_rsi_k),
    { title: 'Ribbon', cell: ({ ribbon }) => ribbon ?? UNKNOWN },
    { title: 'Squeeze', cell: squeezeOf },
    price('Support', ({ support }) => support),
    price('Resistance', ({ resistance }) => resistance),
    { title: 'Age', cell: (picture) => <AgeOf of={picture} asked={timestamp} />, isNumber: true },
  ]
  return (
    <Table
      caption="Technical picture by timeframe"
      columns={columns}
      rows={technical}
      keyOf={({ timeframe }) => timeframe}
    />
  )
}

function squeezeOf({ squeeze_on, squeeze_fired }: Picture): string {
  if (squeeze_fired) return 'fired'
  if (squeeze_on === null) return UNKNOWN
  return squeeze_on ? 'on' : 'off'
}
