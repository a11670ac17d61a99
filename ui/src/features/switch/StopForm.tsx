import { type FormEvent, useId, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import { isTyped, TypedWord } from '@/design/TypedWord'
import { type AtStake, consequencesOf, STOP_TITLES, STOP_TURNS, STOPS, type Stop } from './stops'

export interface TurnFormProps {
  atStake: AtStake
  asOf: string
  isPending: boolean
  onTurn: (asked: Pick<Shapes['KillSwitchBody'], 'state' | 'flatten' | 'reason'>) => void
  onClose: () => void
}

const UNSAID = 'pressed on the dashboard'
const WORD = 'flatten'

/** The three ways to stop, each with what it does in numbers. */
export function StopForm({ atStake, asOf, isPending, onTurn, onClose }: TurnFormProps) {
  const [stop, setStop] = useState<Stop>('halt')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const name = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onTurn({ ...STOP_TURNS[stop], reason: reason.trim() || UNSAID })
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-[0.93rem] text-muted">How far to stop ({asOf})</legend>
        {STOPS.map((each) => (
          <Choice
            key={each}
            name={name}
            stop={each}
            isChosen={each === stop}
            consequences={consequencesOf(each, atStake)}
            onChoose={() => setStop(each)}
          />
        ))}
      </fieldset>
      <Field label="Reason (optional)">
        {(id) => (
          <input
            id={id}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
            className={INPUT_LOOK}
          />
        )}
      </Field>
      {stop === 'flatten' && <TypedWord word={WORD} value={typed} onChange={setTyped} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={isPending || (stop === 'flatten' && !isTyped(WORD, typed))}
          className="border-down! text-down! disabled:opacity-60"
        >
          {isPending ? 'Stopping…' : STOP_TITLES[stop]}
        </Button>
      </div>
    </form>
  )
}

interface ChoiceProps {
  name: string
  stop: Stop
  isChosen: boolean
  consequences: readonly string[]
  onChoose: () => void
}

function Choice({ name, stop, isChosen, consequences, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2 rounded border border-line px-3 py-2 has-checked:border-ink">
      <input
        id={id}
        type="radio"
        name={name}
        checked={isChosen}
        aria-describedby={`${id}-said`}
        onChange={onChoose}
        className="mt-1"
      />
      <label htmlFor={id} className="font-medium">
        {STOP_TITLES[stop]}
      </label>
      <p id={`${id}-said`} className="col-start-2 text-[0.93rem] text-muted">
        {consequences.join(' ')}
      </p>
    </div>
  )
}
