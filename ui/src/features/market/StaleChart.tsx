import type { ReactNode } from 'react'
import { formatAge } from '@/format/time'
import { useQuote, useQuoteAge } from './useQuote'

interface StaleChartProps {
  symbol: string
  children: ReactNode
}

/** A chart that stays when prices stop: gray, with the age of the last one. */
export function StaleChart({ symbol, children }: StaleChartProps) {
  const quote = useQuote(symbol)
  const { isCurrent, isLive, ageMs } = useQuoteAge(quote)
  return (
    <div data-testid="chart-state" data-current={isCurrent}>
      {!isCurrent && (
        <p className="border-b border-line bg-warn-wash px-3 py-1 text-[0.93rem] text-warn">
          {said(quote !== null, isLive, formatAge(ageMs))}
        </p>
      )}
      <div className={isCurrent ? '' : 'opacity-60 grayscale'}>{children}</div>
    </div>
  )
}

function said(isKnown: boolean, isLive: boolean, age: string): string {
  if (!isKnown) return 'No price arrives; the candles are the last that are known.'
  if (!isLive) return `The desk is not connected; the last price is ${age} old.`
  return `No price has arrived for ${age}; the candles are the last that are known.`
}
