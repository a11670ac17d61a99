import type { Shapes } from '@/api/client'
import { epochMs } from '@/format/time'
import { useConnection } from '@/live/LiveProvider'
import { useDeskNow } from '@/live/now'
import { PriceAge } from './PriceAge'

interface AgeOfProps {
  of: Pick<Shapes['FundingView'], 'age_ms' | 'freshness' | 'received_at'>
  /** When the desk answered. */
  asked: string
}

/** How old a datum is at this second, judged as the desk judges it for decisions. */
export function AgeOf({ of, asked }: AgeOfProps) {
  const isLive = useConnection().phase === 'live'
  const stamped = (epochMs(asked) ?? Number.NaN) - (of.age_ms ?? Number.NaN)
  const ageMs = useDeskNow() - stamped
  return (
    <span data-testid="age" data-freshness={of.freshness} title={`received ${of.received_at}`}>
      <PriceAge ageMs={ageMs} freshness={of.freshness} isLive={isLive} />
    </span>
  )
}
