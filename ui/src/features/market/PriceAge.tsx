import type { Freshness } from '@/format/freshness'
import { formatAge } from '@/format/time'

const LOOKS: Record<Freshness, string> = {
  fresh: 'text-faint',
  warn: 'text-warn',
  blocked: 'text-down font-medium',
}
const MARKS: Record<Freshness, string> = { fresh: '', warn: 'aging ', blocked: 'too old ' }

interface PriceAgeProps {
  ageMs: number
  freshness: Freshness
  isLive: boolean
}

/** How old a price is: quiet while fresh and live, said in words and color when not. */
export function PriceAge({ ageMs, freshness, isLive }: PriceAgeProps) {
  return (
    <span className={`text-[0.82rem] whitespace-nowrap ${isLive ? LOOKS[freshness] : 'text-warn'}`}>
      {ageMs < 0 && freshness === 'blocked'
        ? 'from the future'
        : `${MARKS[freshness]}${formatAge(ageMs)}`}
    </span>
  )
}
