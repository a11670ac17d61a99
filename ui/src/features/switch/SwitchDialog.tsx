import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Dialog } from '@/design/Dialog'
import { notify } from '@/design/notify'
import { topics } from '@/live/topics'
import { InForce } from './InForce'
import { turnSwitch } from './queries'
import { ResumeForm } from './ResumeForm'
import { StopForm } from './StopForm'
import type { AtStake } from './stops'
import { Unreachable } from './Unreachable'

interface SwitchDialogProps {
  /** Undefined: the desk has not said how the switch stands. */
  view: Shapes['KillSwitchView'] | undefined
  error: Error | null
  /** False: `view` is the last that was heard. */
  isKnown: boolean
  atStake: AtStake
  asOf: string
  onClose: () => void
}

type Asked = Pick<Shapes['KillSwitchBody'], 'state' | 'flatten' | 'reason'>

/** What is in force with its proof, and the ways to stop and to resume. */
export function SwitchDialog(props: SwitchDialogProps) {
  const { view, error, isKnown, atStake, asOf, onClose } = props
  const cache = useQueryClient()
  const [wantsOther, setWantsOther] = useState(false)
  const turn = useMutation({
    mutationFn: (asked: Asked) => turnSwitch({ by: 'the operator', ...asked }),
    onSuccess: (turned) => {
      cache.setQueryData(topics.killSwitch, turned)
      setWantsOther(false)
      if (turned.state !== 'ACTIVE') return
      onClose()
      notify({ text: 'Trading goes on: decisions are carried out again.' })
    },
    onSettled: () => {
      for (const queryKey of [
        topics.killSwitch,
        topics.status,
        topics.portfolio,
        topics.everyOrder,
      ]) {
        void cache.invalidateQueries({ queryKey })
      }
    },
  })
  const failure = turn.error ?? error
  const isStopped = view !== undefined && view.state !== 'ACTIVE'
  const form = { atStake, asOf, isPending: turn.isPending, onTurn: turn.mutate, onClose }
  return (
    <Dialog title="Kill switch" onClose={onClose}>
      {view && <InForce view={view} isKnown={isKnown} />}
      {failure && <Unreachable error={failure} wasPressed={turn.error !== null} />}
      {isStopped && !wantsOther ? (
        <ResumeForm {...form} onStopOtherwise={() => setWantsOther(true)} />
      ) : (
        <StopForm {...form} />
      )}
    </Dialog>
  )
}
