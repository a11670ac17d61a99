import { useQuery } from '@tanstack/react-query'
import { ModePanel } from '@/features/mode/ModePanel'
import { openOrdersQuery } from '@/features/orders/queries'
import { portfolioQuery } from '@/features/portfolio/queries'
import { epochMs, formatAge } from '@/format/time'
import { useDeskNow } from '@/live/now'

/** The runtime mode with what a switch would leave behind, as far as it is known. */
export function ModeAtHand() {
  const { data: orders } = useQuery(openOrdersQuery)
  const { data: account } = useQuery(portfolioQuery)
  const now = useDeskNow()
  const readAt = epochMs(account?.as_of)
  const age = formatAge(readAt === null ? null : now - readAt)
  return (
    <ModePanel
      atStake={{
        positions: account?.positions ?? null,
        orders: orders?.items ?? null,
        currency: account?.portfolio.currency ?? '',
      }}
      asOf={age === 'now' ? 'as of now' : `as of ${age} ago`}
    />
  )
}
