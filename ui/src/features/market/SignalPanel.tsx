import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge, type Tone } from '@/design/Badge'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { Empty } from '@/design/states'
import { Time } from '@/design/Time'
import { type Amount, formatShare, formatSigned, UNKNOWN } from '@/format/money'
import { epochMs, formatAge } from '@/format/time'
import { useDeskNow } from '@/live/now'
import { Fact, Facts } from './Facts'
import { monitorQuery } from './queries'

type Monitored = Shapes['MonitoredView']

const TONES: Record<NonNullable<Monitored['stance']>, Tone> = {
  BUY: 'up',
  HOLD: 'neutral',
  SELL: 'down',
}
const PARTS = ['trend', 'momentum', 'strength', 'scan', 'regime', 'sentiment'] as const
const asScore = (value: Amount) => formatSigned(value)

/** What the signal monitor makes of a symbol, and of what. */
export function SignalPanel({ symbol }: { symbol: string }) {
  const query = useQuery(monitorQuery)
  const updatedAt = query.data?.updated_at ?? null
  return (
    <Panel title="Signal" aside={updatedAt && <UpdatedAt at={updatedAt} />}>
      <Answer query={query} what="the signal" lines={5}>
        {(monitor) => <Stance seen={monitor.symbols.find((one) => one.symbol === symbol)} />}
      </Answer>
    </Panel>
  )
}

function UpdatedAt({ at }: { at: string }) {
  const age = useDeskNow() - (epochMs(at) ?? Number.NaN)
  return (
    <span title={at} className={`text-[0.82rem] ${age > 60_000 ? 'text-warn' : 'text-faint'}`}>
      {formatAge(age)}
    </span>
  )
}

function Stance({ seen }: { seen: Monitored | undefined }) {
  if (seen === undefined) {
    return (
      <Empty title="The monitor does not watch it">
        Signals are made of swaps that the desk trades, once the monitor runs.
      </Empty>
    )
  }
  return (
    <Facts>
      <Fact title="Stance">
        {seen.stance === null ? (
          <span className="text-faint">too little is known</span>
        ) : (
          <>
            <Badge tone={TONES[seen.stance]}>{seen.stance}</Badge>{' '}
            <span className="text-faint">
              since <Time of={seen.since} />
            </span>
          </>
        )}
      </Fact>
      <Fact title="Score, −1 to 1">
        <Pnl value={seen.score} format={asScore} />
      </Fact>
      <Fact title="Confidence">{formatShare(seen.confidence, 0)}</Fact>
      <Fact title="Known of its parts">{formatShare(seen.coverage, 0)}</Fact>
      {PARTS.map((part) => (
        <Fact key={part} title={`· ${part}`}>
          {seen.parts[part] === null ? (
            <span className="text-faint">{UNKNOWN}</span>
          ) : (
            <Pnl value={seen.parts[part]} format={asScore} />
          )}
        </Fact>
      ))}
    </Facts>
  )
}
