import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from '@tanstack/react-router'
import { Answer } from '@/design/Answer'
import { Empty } from '@/design/states'
import { MarketPage } from '@/features/market/MarketPage'
import { statusQuery } from '@/features/system/queries'

/** Reads the symbol from the address. */
export function MarketRoute() {
  const { symbol } = useParams({ from: '/market/$symbol' })
  return <MarketPage symbol={symbol} />
}

/** Leads to the first symbol of the desk. */
export function FirstMarket() {
  const query = useQuery(statusQuery)
  return (
    <Answer query={query} what="the symbols" lines={6}>
      {({ symbols: [first] }) =>
        first === undefined ? (
          <Empty title="The desk follows no symbol">
            Name symbols in the desk's configuration.
          </Empty>
        ) : (
          <Navigate to="/market/$symbol" params={{ symbol: first }} replace={true} />
        )
      }
    </Answer>
  )
}
