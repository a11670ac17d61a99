import type { Shapes } from '@/api/client'
import { epochMs, formatAge } from '@/format/time'
import { useConnection } from '@/live/LiveProvider'
import { useDeskNow } from '@/live/now'

/** How old the account's figures are; in the warning color once they no longer move. */
export function AsOf({ portfolio }: { portfolio: Pick<Shapes['PortfolioPage'], 'as_of'> }) {
  const age = useDeskNow() - (epochMs(portfolio.as_of) ?? Number.NaN)
  const { phase } = useConnection()
  return (
    <span
      data-testid="account-age"
      title={portfolio.as_of}
      className={`text-[0.86rem] ${phase === 'live' ? 'text-faint' : 'text-warn'}`}
    >
      as of {formatAge(age)}
      {age >= 1000 && ' ago'}
    </span>
  )
}
