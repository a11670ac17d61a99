import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { Time } from '@/design/Time'
import { exact, formatCompact, formatQuantity, formatSignedShare, UNKNOWN } from '@/format/money'
import { epochMs, formatSpan } from '@/format/time'
import { useDeskNow } from '@/live/now'
import { AgeOf } from './AgeOf'
import { Fact, Facts } from './Facts'
import { standingQuery } from './queries'

type Standing = Shapes['SymbolStanding']

/** What holding a swap costs, and how much of it is held. */
export function FundingPanel({ symbol }: { symbol: string }) {
  const query = useQuery(standingQuery(symbol))
  return (
    <Panel title="Funding and open interest">
      <Answer query={query} what="funding and open interest" lines={3}>
        {(standing) => <Known of={standing} />}
      </Answer>
    </Panel>
  )
}

function Known({ of: { funding, open_interest, timestamp } }: { of: Standing }) {
  return (
    <Facts>
      <Fact title="Funding rate" age={funding && <AgeOf of={funding} asked={timestamp} />}>
        {funding === null ? (
          UNKNOWN
        ) : (
          <span title={`${exact(funding.rate)} of the notional; ${whoPays(funding.rate)}`}>
            {formatSignedShare(funding.rate, 4)}{' '}
            <span className="text-faint">{whoPays(funding.rate)}</span>
          </span>
        )}
      </Fact>
      <Fact title="Next funding">
        <Countdown to={funding?.next_time ?? null} />
      </Fact>
      <Fact
        title="Open interest"
        age={open_interest && <AgeOf of={open_interest} asked={timestamp} />}
      >
        {open_interest === null ? (
          UNKNOWN
        ) : (
          <span title={`${formatQuantity(open_interest.contracts)} contracts`}>
            {open_interest.usd === null
              ? `${formatCompact(open_interest.contracts)} contracts`
              : `${formatCompact(open_interest.usd)} USD`}
          </span>
        )}
      </Fact>
    </Facts>
  )
}

function whoPays(rate: number): string {
  if (rate === 0) return 'nobody pays'
  return rate > 0 ? 'longs pay' : 'shorts pay'
}

function Countdown({ to }: { to: string | null }) {
  const now = useDeskNow()
  const at = epochMs(to)
  if (at === null) return UNKNOWN
  return (
    <span data-testid="funding-countdown">
      {at > now ? `in ${formatSpan(at - now)}` : 'due'}{' '}
      <span className="text-faint">
        <Time of={to} />
      </span>
    </span>
  )
}
