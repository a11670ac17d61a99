import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import { isTyped, TypedWord } from '@/design/TypedWord'
import type { Meant } from './queries'

interface ConfirmFormProps {
  /** Undefined: it is not known yet what would change, or it cannot be. */
  preview: Shapes['ConfigPreviewView'] | undefined
  isPending: boolean
  /** Null: what is shown still counts. */
  onLookAgain: (() => void) | null
  onMean: (said: Omit<Meant, 'file' | 'values'>) => void
  onClose: () => void
}

/** Who means it and why; a looser limit takes a typed word. */
export function ConfirmForm({
  preview,
  isPending,
  onLookAgain,
  onMean,
  onClose,
}: ConfirmFormProps) {
  const [by, setBy] = useState('the operator')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const word = preview?.word ?? null
  const isReady = !isPending && [by, reason].every(Boolean) && isSaid(word, typed)
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (preview && isReady)
          onMean({ by, reason, digest: preview.digest, confirm: typed || null })
      }}
    >
      {preview && (
        <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_11rem]">
          <Text label="Reason, for the record" value={reason} onChange={setReason} />
          <Text label="Your name" value={by} onChange={setBy} />
        </div>
      )}
      {word !== null && <TypedWord word={word} value={typed} onChange={setTyped} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          Change nothing
        </Button>
        {onLookAgain ? (
          <Button onClick={onLookAgain}>Look again</Button>
        ) : (
          <Button
            type="submit"
            disabled={preview === undefined || !isReady}
            className={word === null ? 'enabled:border-accent!' : 'enabled:border-warn!'}
          >
            {isPending ? 'Writing…' : actOf(word)}
          </Button>
        )}
      </div>
    </form>
  )
}

function isSaid(word: string | null, typed: string): boolean {
  return word === null || isTyped(word, typed)
}

function actOf(word: string | null): string {
  return word === null ? 'Write it' : 'Loosen it'
}

interface TextProps {
  label: string
  value: string
  onChange: (value: string) => void
}

function Text({ label, value, onChange }: TextProps) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          value={value}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          className={INPUT_LOOK}
        />
      )}
    </Field>
  )
}
