import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge, type Tone } from '@/design/Badge'
import { formatMoney, formatSignedPercent } from '@/format/money'
import { epochMs, formatAge } from '@/format/time'
import { useDeskNow } from '@/live/now'
import { Unknown } from './cells'
import { contextQuery } from './queries'

type Context = Shapes['ContextView']

/** The scanner writes the context with every look, each half minute; this is two missed ones and more. */
const GOOD_FOR_MS = 120_000

const REGIMES: Record<string, Tone> = {
  bull: 'up',
  bear: 'down',
  ranging: 'neutral',
  volatile: 'warn',
}

/** The market as a whole, above its symbols. */
export function ContextStrip() {
  const query = useQuery(contextQuery)
  return (
    <section aria-label="Market context" className="rounded-md border border-line bg-surface">
      <Answer query={query} what="the market context" lines={1}>
        {(context) => <Strip context={context} />}
      </Answer>
    </section>
  )
}

function Strip({ context }: { context: Context }) {
  const now = useDeskNow()
  const at = epochMs(context.updated_at)
  if (at === null) return <NoContext isOff={context.reference === null} />
  const isOld = now - at > GOOD_FOR_MS
  return (
    <dl
      data-look={isOld ? 'stale' : undefined}
      className={`flex flex-wrap items-center gap-x-6 gap-y-1 px-3 py-2 ${isOld ? 'text-faint' : ''}`}
    >
      <Fact name={`Regime by ${context.reference ?? 'its reference'}`}>
        <Regime of={context.market_regime} />
      </Fact>
      <Fact name="Breadth">
        <Breadth of={context.market_breadth} />
      </Fact>
      <Fact name="Sectors">
        <Sectors of={context.sector_performance} />
      </Fact>
      <Fact name="VIX">
        {context.vix === null ? (
          <Unknown why="no source is configured" />
        ) : (
          formatMoney(context.vix)
        )}
      </Fact>
      <Fact name="Age">
        <span className={isOld ? 'font-medium text-warn' : 'text-faint'}>
          {isOld && 'too old, '}
          {formatAge(now - at)}
        </span>
      </Fact>
    </dl>
  )
}

function NoContext({ isOff }: { isOff: boolean }) {
  return (
    <p className="px-3 py-2 text-faint" data-look={isOff ? 'off' : 'unknown'}>
      {isOff
        ? 'The market as a whole is not analyzed: spot.enabled is off in app.yaml.'
        : 'Nothing is known of the market as a whole: the scanner has not looked at its coins yet.'}
    </p>
  )
}

function Regime({ of }: { of: Context['market_regime'] }) {
  if (of === null) return <Unknown why="too few candles of the reference coin" />
  return <Badge tone={REGIMES[of] ?? 'neutral'}>{of}</Badge>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-2">
      <dt className="text-[0.86rem] text-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Breadth({ of }: { of: Context['market_breadth'] }) {
  const id = useId()
  if (of === null) return <Unknown why="no change of any coin is known" />
  return (
    <span title={of.scope} aria-describedby={id}>
      <span className="text-rise">▲ {of.advancing} up</span>{' '}
      <span className="text-fall">▼ {of.declining} down</span>{' '}
      <span className="text-muted">{of.unchanged} unchanged</span>
      <span id={id} className="sr-only">
        {of.scope}
      </span>
    </span>
  )
}

function Sectors({ of }: { of: Context['sector_performance'] }) {
  const known = Object.entries(of ?? {}).filter(([, change]) => change !== null)
  if (known.length === 0) return <Unknown why="no price of a sector's ETF is cached" />
  return known.map(([sector, change]) => `${sector} ${formatSignedPercent(change)}`).join(' · ')
}
