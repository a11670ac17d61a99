import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import type { Mode } from '@/design/modes'
import { Panel } from '@/design/Panel'
import { topics } from '@/live/topics'
import type { AtStake } from './atStake'
import { ModeChoices } from './ModeChoices'
import { ModeDialog } from './ModeDialog'
import { ModeHistory } from './ModeHistory'
import { runtimeModeQuery } from './queries'
import { WaitingChanges } from './WaitingChanges'

type Change = Shapes['ModeChangeView']

interface ModePanelProps {
  atStake: AtStake
  /** How old what is at stake is, in words. */
  asOf: string
}

/** Which account the desk trades, the way to another, and everybody who took it. */
export function ModePanel({ atStake, asOf }: ModePanelProps) {
  const cache = useQueryClient()
  const [chosen, setChosen] = useState<Mode | null>(null)
  const [asked, setAsked] = useState<Change | null>(null)
  const awaited = asked !== null && asked.in_force_at !== null ? asked.mode : null
  const query = useQuery(runtimeModeQuery(awaited))
  const take = (change: Change) => {
    setChosen(null)
    setAsked(change)
    void cache.invalidateQueries({ queryKey: topics.runtimeMode })
  }
  return (
    <Panel title="Runtime mode">
      <Answer query={query} what="the mode" lines={5}>
        {({ mode, waiting }) => (
          <>
            <Progress asked={asked} mode={mode} />
            <ModeChoices
              mode={mode}
              isSwitching={awaited !== null && awaited !== mode}
              onChoose={setChosen}
            />
            <WaitingChanges changes={waiting} onApproved={take} />
            <ModeHistory />
            {chosen !== null && (
              <ModeDialog
                from={mode}
                to={chosen}
                atStake={atStake}
                asOf={asOf}
                onAsked={take}
                onClose={() => setChosen(null)}
              />
            )}
          </>
        )}
      </Answer>
    </Panel>
  )
}

function Progress({ asked, mode }: { asked: Change | null; mode: Mode }) {
  const text = asked === null ? null : progressOf(asked, mode)
  return (
    <p
      role="status"
      data-testid="mode-progress"
      className="border-b border-line bg-warn-wash px-3 py-2 text-[0.93rem] empty:hidden"
    >
      {text}
    </p>
  )
}

function progressOf({ mode: asked, in_force_at, ...change }: Change, mode: Mode): string {
  if (in_force_at === null) {
    const missing = change.approvals_needed - change.approved_by.length
    return `Asked for ${asked}. It waits until ${missing} more ${missing === 1 ? 'person approves' : 'people approve'} it.`
  }
  if (asked === mode) return `The desk trades in ${asked} now.`
  return `The desk is being built anew in ${asked}; this page follows by itself.`
}
