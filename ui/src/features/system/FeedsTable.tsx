import type { Shapes } from '@/api/client'
import { FRESHNESS_WORDS } from '@/design/freshness'
import { SymbolName } from '@/design/SymbolName'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import type { Freshness } from '@/format/freshness'
import { formatAge } from '@/format/time'

type Feed = Shapes['FeedView']
interface Row {
  symbol: string
  byDatum: Map<string, Feed>
}

const LOOKS: Record<Freshness, string> = {
  fresh: 'text-muted',
  warn: 'text-warn',
  blocked: 'font-medium text-down',
}

/** The age of every cached datum that decisions depend on: a row per symbol, a column per datum. */
export function FeedsTable({ feeds }: { feeds: readonly Feed[] }) {
  if (feeds.length === 0)
    return (
      <Empty title="The cache holds no feed yet">
        Feeds appear once a collector has written; see whether that role runs.
      </Empty>
    )
  const datums = [...new Set(feeds.map(({ datum }) => datum))]
  const rows = [...new Set(feeds.map(({ symbol }) => symbol))].map((symbol) => ({
    symbol,
    byDatum: new Map(
      feeds.filter((feed) => feed.symbol === symbol).map((feed) => [feed.datum, feed]),
    ),
  }))
  const columns: [Column<Row>, ...Column<Row>[]] = [
    { title: 'Symbol', cell: ({ symbol }) => <SymbolName of={symbol} /> },
    ...datums.map((datum) => ({
      title: datum.replaceAll('_', ' '),
      cell: ({ byDatum }: Row) => <FeedAge feed={byDatum.get(datum)} />,
      isNumber: true,
    })),
  ]
  return (
    <Table
      caption="Age of every feed"
      columns={columns}
      rows={rows}
      keyOf={({ symbol }) => symbol}
    />
  )
}

function FeedAge({ feed }: { feed: Feed | undefined }) {
  if (feed === undefined) return <span className="text-faint">—</span>
  if (feed.age_ms === null) return <span className="font-medium text-down">missing</span>
  const state = feed.has_gap ? 'gap' : FRESHNESS_WORDS[feed.freshness]
  const word = feed.freshness === 'fresh' ? '' : `${state} `
  return (
    <span className={LOOKS[feed.freshness]}>
      {word}
      {formatAge(feed.age_ms)}
    </span>
  )
}
