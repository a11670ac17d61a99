import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { Command } from './Command'

/** Nothing was run yet, and how to begin. */
export function NoArena() {
  return (
    <Panel title="Leaderboard">
      <div data-testid="no-arena">
        <Empty title="No arena was run on this home yet">
          An arena lets models, prompts and policies decide on the same recorded candles. It
          computes for minutes on the processor that this desk trades with, so it is started by a
          command, never from here; the page shows its result within a minute.
        </Empty>
        <div className="mx-auto max-w-prose px-4 pb-6">
          <Command
            line="tradewind arena --data FOLDER --contender rule --contender buy-and-hold --contender random:7 --contender model:NAME"
            says="FOLDER holds recorded candles (SYMBOL_5m.parquet); with another home than the usual one add --home."
          />
        </div>
      </div>
    </Panel>
  )
}
