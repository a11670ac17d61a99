import type { ReactNode } from 'react'
import { Badge } from '@/design/Badge'
import { Pnl } from '@/design/Pnl'
import { Price } from '@/design/Price'
import {
  type Amount,
  exact,
  formatCompact,
  formatPrice,
  formatSignedPercent,
  UNKNOWN,
} from '@/format/money'
import { PriceAge } from './PriceAge'
import { useQuote, useQuoteAge } from './useQuote'

const asPercent = (value: Amount) => formatSignedPercent(value === undefined ? null : Number(value))

interface QuoteLineProps {
  symbol: string
  tickSize: string | null
}

/** The last price and its day, with its age. */
export function QuoteLine({ symbol, tickSize }: QuoteLineProps) {
  const quote = useQuote(symbol)
  const age = useQuoteAge(quote)
  const isStock = quote !== null && quote.market !== null
  return (
    <div
      data-testid="quote"
      data-current={age.isCurrent}
      className="flex flex-wrap items-baseline gap-x-5 gap-y-1"
    >
      <span className="flex items-baseline gap-2">
        <span
          title={exact(quote?.price)}
          className={`text-[1.57rem] leading-8 font-semibold ${age.isCurrent ? '' : 'text-faint'}`}
        >
          {formatPrice(quote?.price, tickSize)}
        </span>
        <span className={age.isCurrent ? '' : 'grayscale'}>
          <span className="sr-only">change of the day </span>
          <Pnl value={quote?.changePct} format={asPercent} />
        </span>
        {quote === null ? (
          <span className="text-[0.82rem] text-faint">no price in the cache</span>
        ) : (
          <PriceAge {...age} />
        )}
        {quote?.market === 'closed' && <Badge>exchange closed</Badge>}
      </span>
      <Day title={isStock ? 'Range of the day' : '24 h range'}>
        {quote === null || quote.low === null || quote.high === null ? (
          UNKNOWN
        ) : (
          <>
            <Price value={quote.low} tickSize={tickSize} /> –{' '}
            <Price value={quote.high} tickSize={tickSize} />
          </>
        )}
      </Day>
      <Day title={isStock ? 'Volume of the day' : '24 h volume'}>
        {quote === null ? UNKNOWN : formatCompact(quote.volume)}
      </Day>
    </div>
  )
}

function Day({ title, children }: { title: string; children: ReactNode }) {
  return (
    <span className="text-[0.93rem] whitespace-nowrap">
      <span className="mr-1.5 text-faint">{title}</span>
      {children}
    </span>
  )
}
