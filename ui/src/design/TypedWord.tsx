import { Field, INPUT_LOOK } from './Field'

interface TypedWordProps {
  word: string
  value: string
  onChange: (value: string) => void
}

/** A word to type before something that cannot be taken back. */
export function TypedWord({ word, value, onChange }: TypedWordProps) {
  return (
    <Field label={`Type “${word}” to confirm`}>
      {(id) => (
        <input
          id={id}
          value={value}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          className={INPUT_LOOK}
        />
      )}
    </Field>
  )
}

/** True once what was typed is the word, whatever its case. */
export function isTyped(word: string, value: string): boolean {
  return value.trim().toLowerCase() === word
}
