import { type FormEvent, useState } from 'react'
import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import type { Mode } from '@/design/modes'
import { isTyped, TypedWord } from '@/design/TypedWord'

interface SwitchFormProps {
  mode: Mode
  /** Every step is met. */
  isReady: boolean
  isPending: boolean
  onSwitch: (who: { by: string; reason: string }) => void
  onClose: () => void
}

const WORD = 'live'

/** Who switches and why; the word typed where money is at stake. */
export function SwitchForm({ mode, isReady, isPending, onSwitch, onClose }: SwitchFormProps) {
  const [by, setBy] = useState('')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const isSaid = by.trim() !== '' && reason.trim() !== ''
  const isConfirmed = mode !== 'live' || isTyped(WORD, typed)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSwitch({ by: by.trim(), reason: reason.trim() })
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      <div className="grid gap-3 xs:grid-cols-2">
        <TextField label="Your name" value={by} onChange={setBy} maxLength={80} />
        <TextField label="Why" value={reason} onChange={setReason} maxLength={500} />
      </div>
      {mode === 'live' && <TypedWord word={WORD} value={typed} onChange={setTyped} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={!isReady || !isSaid || !isConfirmed || isPending}
          className={mode === 'live' ? 'border-down! text-down! disabled:opacity-60' : ''}
        >
          {isPending ? 'Asking the venue…' : isReady ? `Switch to ${mode}` : 'Steps are not met'}
        </Button>
      </div>
    </form>
  )
}

interface TextFieldProps {
  label: string
  value: string
  maxLength: number
  onChange: (value: string) => void
}

export function TextField({ label, value, maxLength, onChange }: TextFieldProps) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          value={value}
          required
          maxLength={maxLength}
          autoComplete="off"
          onChange={({ target }) => onChange(target.value)}
          className={INPUT_LOOK}
        />
      )}
    </Field>
  )
}
