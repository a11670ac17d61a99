import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { ArenaCurves } from './ArenaCurves'
import { ArenaFacts } from './ArenaFacts'
import { CalibrationPanel } from './CalibrationPanel'
import { Leaderboard } from './Leaderboard'
import { NoArena } from './NoArena'
import { arenasQuery } from './queries'
import { RiskPanel } from './RiskPanel'
import { RunChooser } from './RunChooser'

/** Who did how well on the same candles, then how well this desk knew itself. */
export function ArenaPage() {
  const query = useQuery(arenasQuery)
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <h1 className="sr-only">Arena</h1>
      <Answer query={query} what="the arenas" lines={8}>
        {({ items: [last, ...earlier] }) =>
          last === undefined ? <NoArena /> : <Arenas arenas={[last, ...earlier]} />
        }
      </Answer>
      <section aria-labelledby="this-desk" className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="this-desk" className="px-1 pt-2 text-[1.07rem] font-semibold">
          This desk
        </h2>
        <CalibrationPanel />
        <RiskPanel />
      </section>
    </div>
  )
}

type Arena = Shapes['ArenaView']

/** The last arena until somebody chooses another one. */
function Arenas({ arenas }: { arenas: readonly [Arena, ...Arena[]] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const arena = arenas.find(({ run }) => run === chosen) ?? arenas[0]
  return (
    <>
      <Panel
        title="Leaderboard"
        aside={
          <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <RunChooser arenas={arenas} chosen={arena.run} onChoose={setChosen} />
            <a
              href={`/internal/autotrade/v1/arena/${arena.run}/leaderboard.csv`}
              download={`arena-${arena.run.slice(0, 12)}.csv`}
              className="text-[0.93rem] text-link underline decoration-link/40 underline-offset-2"
            >
              As CSV
            </a>
          </span>
        }
      >
        <ArenaFacts arena={arena} />
        <Leaderboard key={arena.run} rows={arena.rows} />
      </Panel>
      <Panel title="Equity curves, net of what the models cost">
        <ArenaCurves key={arena.run} arena={arena} />
      </Panel>
    </>
  )
}
