import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Answer } from '@/design/Answer'
import { Empty } from '@/design/states'
import { MarketPage } from '@/features/market/MarketPage'
import { openOrdersQuery } from '@/features/orders/queries'
import { AsOf } from '@/features/portfolio/AsOf'
import { portfolioQuery } from '@/features/portfolio/queries'
import { statusQuery } from '@/features/system/queries'

/** Reads the symbol from the address, and what the account has of it. */
export function MarketRoute() {
  const { symbol } = useParams({ from: '/market/$symbol' })
  const { data: account } = useQuery(portfolioQuery)
  const { data: open } = useQuery(openOrdersQuery)
  const positions = account?.positions
  const items = open?.items
  const held = useMemo(
    () => ({
      position: positions && (positions.find((one) => one.symbol === symbol) ?? null),
      orders: items?.filter((order) => order.symbol === symbol) ?? [],
    }),
    [positions, items, symbol],
  )
  return (
    <MarketPage symbol={symbol} held={held} accountAge={account && <AsOf portfolio={account} />} />
  )
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
