import type { Shapes } from '@/api/client'
import { Pnl } from '@/design/Pnl'
import { SymbolName } from '@/design/SymbolName'
import { useFlash } from '@/design/useFlash'
import { type Freshness, freshnessOf } from '@/format/freshness'
import {
  type Amount,
  formatCompact,
  formatPrice,
  formatSignedPercent,
  UNKNOWN,
} from '@/format/money'
import { epochMs, formatAge } from '@/format/time'
import type { LivePrice } from '@/live/frames'
import { useConnection, useLivePrice } from '@/live/LiveProvider'
import { useDeskNow } from '@/live/now'
import { PriceAge } from './PriceAge'

/** Cells that are scrolled away cost neither layout nor paint. */
const CELL =
  'flashing contain-content min-w-0 px-4 py-2 [contain-intrinsic-size:auto_9.5rem_auto_4.5rem] [content-visibility:auto] max-xl:px-3 max-sm:py-1'

const LOOKS: Record<Freshness, string> = {
  fresh: '',
  warn: 'shadow-[inset_2px_0_0_var(--color-warn)]',
  blocked: 'shadow-[inset_2px_0_0_var(--color-down)]',
}

const asPercent = (value: Amount) => formatSignedPercent(value === undefined ? null : Number(value))

/** One symbol: the newer of the pushed and the asked price, its day, and its age once that matters. */
export function PriceCell({ asked }: { asked: Shapes['Price'] }) {
  const price = newer(useLivePrice(asked.symbol), asked)
  const { phase } = useConnection()
  const ageMs = useDeskNow() - (epochMs(price.received_at) ?? Number.NaN)
  const freshness = freshnessOf(ageMs)
  const isCurrent = phase === 'live' && freshness !== 'blocked'
  const element = useFlash(phase === 'live' ? price.price : null)
  return (
    <div
      ref={element}
      data-testid={`price-${price.symbol}`}
      data-freshness={freshness}
      data-current={isCurrent}
      className={`${CELL} ${LOOKS[freshness]}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <span className="max-xl:[&_small]:hidden">
          <SymbolName of={price.symbol} />
        </span>
        <span className={isCurrent ? '' : 'grayscale'}>
          <span className="sr-only">24 hour change </span>
          <Pnl value={price.change_pct_24h} format={asPercent} />
        </span>
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <span
          data-testid={`price-value-${price.symbol}`}
          title={`${price.price}, received ${formatAge(ageMs)} ago`}
          className={`text-[1.29rem] leading-7 font-semibold ${isCurrent ? '' : 'text-faint'}`}
        >
          {formatPrice(price.price, asked.tick_size)}
        </span>
        <PriceAge ageMs={ageMs} freshness={freshness} isLive={phase === 'live'} />
      </div>
      <DayRange price={price} tickSize={asked.tick_size} />
    </div>
  )
}

function DayRange({ price, tickSize }: { price: LivePrice; tickSize: string | null }) {
  const low = formatPrice(price.low_24h, tickSize)
  const high = formatPrice(price.high_24h, tickSize)
  return (
    <div className="flex justify-between gap-2 text-[0.82rem] whitespace-nowrap text-faint max-md:hidden">
      <span title="Lowest and highest price of the last 24 hours">
        <span className="sr-only">24 hour range </span>
        {low} – {high}
      </span>
      <span title="Volume of the last 24 hours" className="max-2xl:hidden">
        <span className="sr-only">volume </span>
        {formatCompact(price.volume_24h)}
      </span>
    </div>
  )
}

/** A symbol of which the desk has no price. */
export function MissingPrice({ symbol }: { symbol: string }) {
  return (
    <div data-testid={`price-${symbol}`} data-freshness="missing" className="px-4 py-2 max-sm:px-3">
      <SymbolName of={symbol} />
      <p className="text-[1.29rem] leading-7 font-semibold text-faint">{UNKNOWN}</p>
      <p className="text-[0.82rem] text-faint">no price in the cache</p>
    </div>
  )
}

function newer(pushed: LivePrice | null, asked: LivePrice): LivePrice {
  return pushed !== null && pushed.received_at >= asked.received_at ? pushed : asked
}
