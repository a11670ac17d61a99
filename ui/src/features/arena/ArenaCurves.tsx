import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Shapes } from '@/api/client'
import { CurvesChart } from '@/charts/CurvesChart'
import type { Curve } from '@/charts/curves'
import { Answer } from '@/design/Answer'
import { Empty } from '@/design/states'
import { epochMs } from '@/format/time'
import { curvesQuery } from './queries'

type Arena = Shapes['ArenaView']

/** Equity of every contender over the period of the arena. */
export function ArenaCurves({ arena }: { arena: Arena }) {
  if (!arena.has_curves) {
    return (
      <Empty title="This arena was run before curves were kept">
        Run it again with the same command: it ends with the same figures, in the same place, and
        keeps its curves.
      </Empty>
    )
  }
  return <Kept arena={arena} />
}

function Kept({ arena }: { arena: Arena }) {
  const query = useQuery(curvesQuery(arena.run))
  return (
    <Answer query={query} what="the curves of this arena" lines={8}>
      {(kept) => <Drawn arena={arena} kept={kept} />}
    </Answer>
  )
}

function Drawn({ arena, kept }: { arena: Arena; kept: Shapes['ArenaCurvesView'] }) {
  const curves = useMemo(() => curvesOf(arena, kept), [arena, kept])
  return <CurvesChart curves={curves} label="Equity of the contenders" currency="USDT" />
}

/** In the order of the board; baselines step back only where there is something to compare with them. */
function curvesOf(arena: Arena, kept: Shapes['ArenaCurvesView']): Curve[] {
  const hasOthers = arena.rows.some((row) => !row.is_baseline)
  const lines = new Map(kept.lines.map(({ contender, equities }) => [contender, equities]))
  return arena.rows.map((row) => ({
    name: row.contender,
    isBaseline: row.is_baseline && hasOthers,
    start: Number(arena.opening_cash),
    points: kept.moments.map((moment, place) => {
      const equity = lines.get(row.contender)?.[place]
      return { at: epochMs(moment) ?? 0, value: equity == null ? null : Number(equity) }
    }),
  }))
}
