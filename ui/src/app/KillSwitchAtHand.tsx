import { useQuery } from '@tanstack/react-query'
import { openOrdersQuery } from '@/features/orders/queries'
import { portfolioQuery } from '@/features/portfolio/queries'
import { KillSwitch } from '@/features/switch/KillSwitch'
import { epochMs, formatAge } from '@/format/time'
import { useDeskNow } from '@/live/now'
import { show, useOverlay } from './overlay'

/** The kill switch with what a stop would meet, as far as it is known. */
export function KillSwitchAtHand({ look }: { look: 'head' | 'thumb' }) {
  const { data: orders } = useQuery(openOrdersQuery)
  const { data: account } = useQuery(portfolioQuery)
  const now = useDeskNow()
  const readAt = epochMs(account?.as_of)
  const age = formatAge(readAt === null ? null : now - readAt)
  return (
    <KillSwitch
      look={look}
      isOpen={useOverlay() === 'kill switch'}
      onOpen={() => show('kill switch')}
      onClose={() => show(null)}
      atStake={{
        orders: orders?.items ?? null,
        positions: account?.positions ?? null,
        currency: account?.portfolio.currency ?? '',
      }}
      asOf={age === 'now' ? 'as of now' : `as of ${age} ago`}
    />
  )
}
