import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Icon } from '@/design/Icon'
import { useConnection } from '@/live/LiveProvider'
import { killSwitchQuery } from './queries'
import { SwitchDialog } from './SwitchDialog'
import type { AtStake } from './stops'

type State = Shapes['SwitchState'] | 'UNKNOWN'

const LOOKS: Record<State, readonly [string, string]> = {
  ACTIVE: ['active', 'border-up/45 text-up'],
  REDUCING: ['reducing', 'border-warn bg-warn-wash text-warn'],
  HALTED: ['halted', 'border-down bg-down-wash text-down'],
  UNKNOWN: ['state unknown', 'border-warn/45 border-dashed text-warn'],
}

/** What the thumb reads; what the ear hears begins with it. */
const SHORT: Record<State, string> = {
  ACTIVE: 'Stop',
  REDUCING: 'Reducing',
  HALTED: 'Halted',
  UNKNOWN: 'Unknown',
}

interface KillSwitchProps {
  /** In the head, or under the thumb. */
  look: 'head' | 'thumb'
  isOpen: boolean
  onOpen: () => void
  onClose: () => void
  atStake: AtStake
  /** How old what is at stake is, in words. */
  asOf: string
}

/** How far the desk may trade, and the way to stop it. */
export function KillSwitch({ look, isOpen, onOpen, onClose, atStake, asOf }: KillSwitchProps) {
  const { data, error } = useQuery(killSwitchQuery)
  const isLost = useConnection().phase === 'stale'
  const state: State = data === undefined || error !== null || isLost ? 'UNKNOWN' : data.state
  return (
    <>
      <Press look={look} state={state} onPress={onOpen} />
      {isOpen && (
        <SwitchDialog
          view={data}
          error={error}
          isKnown={state !== 'UNKNOWN'}
          atStake={atStake}
          asOf={asOf}
          onClose={onClose}
        />
      )}
    </>
  )
}

interface PressProps {
  look: 'head' | 'thumb'
  state: State
  onPress: () => void
}

function Press({ look, state, onPress }: PressProps) {
  const [word, color] = LOOKS[state]
  const whole = `Kill switch: ${word}`
  const shape =
    look === 'head'
      ? 'min-h-7 rounded border px-2.5 text-[0.93rem] whitespace-nowrap hover:border-ink'
      : 'grid min-h-13 w-full content-center justify-items-center gap-0.5 border-l px-0.5 py-1 text-[0.78rem] leading-tight'
  return (
    <button
      type="button"
      data-testid="kill-switch"
      data-state={state}
      data-tour="kill switch"
      aria-haspopup="dialog"
      aria-keyshortcuts="Alt+K"
      aria-label={look === 'head' ? undefined : `${SHORT[state]}, ${whole}`}
      title="Stop or resume trading (Alt+K)"
      onClick={onPress}
      className={`${color} ${shape} font-semibold`}
    >
      {look === 'head' ? (
        whole
      ) : (
        <>
          <span className="text-[1.3rem]">
            <Icon of="stop" />
          </span>
          {SHORT[state]}
        </>
      )}
    </button>
  )
}
