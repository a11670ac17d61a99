import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Shapes } from '@/api/client'
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

interface KillSwitchProps {
  atStake: AtStake
  /** How old what is at stake is, in words. */
  asOf: string
}

/** How far the desk may trade, and the way to stop it; Alt+K from anywhere. */
export function KillSwitch({ atStake, asOf }: KillSwitchProps) {
  const { data, error } = useQuery(killSwitchQuery)
  const isLost = useConnection().phase === 'stale'
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return
      event.preventDefault()
      setIsOpen(true)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  const state: State = data === undefined || error !== null || isLost ? 'UNKNOWN' : data.state
  const [word, look] = LOOKS[state]
  return (
    <>
      <button
        type="button"
        data-testid="kill-switch"
        data-state={state}
        aria-haspopup="dialog"
        aria-keyshortcuts="Alt+K"
        title="Stop or resume trading (Alt+K)"
        onClick={() => setIsOpen(true)}
        className={`${look} min-h-7 rounded border px-2.5 text-[0.93rem] font-semibold whitespace-nowrap hover:border-ink`}
      >
        Kill switch: {word}
      </button>
      {isOpen && (
        <SwitchDialog
          view={data}
          error={error}
          isKnown={state !== 'UNKNOWN'}
          atStake={atStake}
          asOf={asOf}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  )
}

// By the key's place: with Alt held some layouts write another letter.
function isShortcut({ altKey, ctrlKey, metaKey, code }: KeyboardEvent): boolean {
  return altKey && !ctrlKey && !metaKey && code === 'KeyK'
}
