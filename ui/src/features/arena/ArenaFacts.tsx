import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Hash } from '@/design/Hash'
import { Money } from '@/design/Money'
import { Time } from '@/design/Time'
import { symbolParts } from '@/format/symbol'

/** Which candles, which period, which arena. */
export function ArenaFacts({ arena }: { arena: Shapes['ArenaView'] }) {
  const bases = arena.symbols.map((symbol) => symbolParts(symbol).base)
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 border-b border-line px-3 py-2 text-[0.93rem]">
      <Fact name="Period">
        <Time of={arena.first_decision} style="full" /> to{' '}
        <Time of={arena.last_candle} style="full" />, {arena.days.toFixed(1)} days
      </Fact>
      <Fact name="Instruments">
        <span title={arena.symbols.join(', ')}>{bases.join(', ')}</span>
      </Fact>
      <Fact name="Opening cash of each">
        <Money value={arena.opening_cash} /> USDT
      </Fact>
      <Fact name="Returns of">
        {arena.returns_every_hours === 24 ? 'days' : 'hours: under 90 days'}
      </Fact>
      <Fact name="Finished">
        <Time of={arena.finished_at} />
      </Fact>
      <Fact name="Tape">
        <Hash of={arena.tape} />
      </Fact>
      <Fact name="Arena">
        <Hash of={arena.run} />
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-1.5">
      <dt className="text-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
