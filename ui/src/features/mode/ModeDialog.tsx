import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Dialog } from '@/design/Dialog'
import { MODE_MEANINGS, type Mode } from '@/design/modes'
import { RequestFailed } from '@/design/RequestFailed'
import { topics } from '@/live/topics'
import { type AtStake, inNumbers } from './atStake'
import { modeStepsQuery, switchMode } from './queries'
import { Steps } from './Steps'
import { SwitchForm } from './SwitchForm'

interface ModeDialogProps {
  from: Mode
  to: Mode
  atStake: AtStake
  /** How old what is at stake is, in words. */
  asOf: string
  onAsked: (change: Shapes['ModeChangeView']) => void
  onClose: () => void
}

/** From one mode to another: what is left behind, every step, and by whose word. */
export function ModeDialog({ from, to, atStake, asOf, onAsked, onClose }: ModeDialogProps) {
  const cache = useQueryClient()
  const { data: steps } = useQuery(modeStepsQuery(to))
  const change = useMutation({
    mutationFn: ({ by, reason }: { by: string; reason: string }) =>
      switchMode({ mode: to, by, reason, confirm: to === 'live' ? 'live' : null }),
    onSuccess: onAsked,
    onError: () => cache.invalidateQueries({ queryKey: topics.modeSteps(to) }),
  })
  return (
    <Dialog title={`Switch from ${from} to ${to}`} onClose={onClose}>
      <p className={to === 'live' ? 'font-semibold text-down' : ''}>{MODE_MEANINGS[to]}</p>
      <p className="text-[0.93rem]" data-testid="left-behind">
        Open in {from}: <strong className="font-semibold">{inNumbers(atStake)}</strong> ({asOf}).
        Whatever stays open in a mode is watched by nobody once it is left; account, positions and
        history of {from} are kept for the day it comes back.
      </p>
      <Steps mode={to} />
      {change.error && <RequestFailed what="The mode was not switched" error={change.error} />}
      <SwitchForm
        mode={to}
        isReady={steps?.is_ready === true}
        isPending={change.isPending}
        onSwitch={change.mutate}
        onClose={onClose}
      />
    </Dialog>
  )
}
