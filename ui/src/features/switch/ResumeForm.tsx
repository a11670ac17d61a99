import { type FormEvent, useState } from 'react'
import { Button } from '@/design/Button'
import { isTyped, TypedWord } from '@/design/TypedWord'
import type { TurnFormProps } from './StopForm'
import { count } from './stops'

const WORD = 'resume'

interface ResumeFormProps extends TurnFormProps {
  onStopOtherwise: () => void
}

/** The way back, which says what trading would go on with. */
export function ResumeForm(props: ResumeFormProps) {
  const { atStake, asOf, isPending, onTurn, onClose, onStopOtherwise } = props
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onTurn({ state: 'ACTIVE', flatten: false, reason: 'resumed on the dashboard' })
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      <p className="text-[0.93rem]">
        Resuming lets decisions open again; the desk holds{' '}
        {count(atStake.positions?.length, 'position')} and{' '}
        {count(atStake.orders?.length, 'open order')} ({asOf}).
      </p>
      <TypedWord word={WORD} value={typed} onChange={setTyped} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onStopOtherwise} className="mr-auto">
          Stop otherwise…
        </Button>
        <Button data-first-focus onClick={onClose}>
          Close
        </Button>
        <Button type="submit" disabled={isPending || !isTyped(WORD, typed)}>
          {isPending ? 'Resuming…' : 'Resume trading'}
        </Button>
      </div>
    </form>
  )
}
