import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Empty, Failed } from '@/design/states'
import { MissingPrice, PriceCell } from './PriceCell'
import { pricesQuery } from './queries'

/** One row that scrolls by itself where it must, so that every page begins near the top. */
const ROW =
  'relative grid auto-cols-[minmax(11rem,1fr)] grid-flow-col gap-px overflow-x-auto border-b border-line bg-line sm:auto-cols-[minmax(9.5rem,1fr)] max-sm:[scrollbar-width:none]'
const USUAL_CELLS = 6

/** The desk's symbols, always in view order of the desk. */
export function PriceBanner() {
  const query = useQuery(pricesQuery)
  if (query.data === undefined) {
    return query.error ? (
      <Failed what="prices" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Loading />
    )
  }
  return <Prices prices={query.data} />
}

function Prices({ prices }: { prices: Shapes['Prices'] }) {
  const known = Object.values(prices.data)
  if (known.length + prices.missing.length === 0) {
    return (
      <Empty title="The desk follows no symbol">Name symbols in the desk's configuration.</Empty>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Prices" tabIndex={0} className={ROW}>
      <ul className="contents">
        {known.map((price) => (
          <li key={price.symbol} className="grid min-w-0 bg-surface">
            <PriceCell asked={price} />
          </li>
        ))}
        {prices.missing.map((symbol) => (
          <li key={symbol} className="grid min-w-0 bg-surface">
            <MissingPrice symbol={symbol} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading prices" className={ROW}>
      {Array.from({ length: USUAL_CELLS }, (_, cell) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells are all alike
        <div key={cell} className="grid gap-2 bg-surface px-4 py-3">
          <div className="skeleton h-3 w-20" />
          <div className="skeleton h-5 w-28" />
        </div>
      ))}
    </div>
  )
}
