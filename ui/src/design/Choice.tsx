import { useId } from 'react'

interface ChoiceProps<T extends string> {
  label: string
  /** Undefined: any. One that is not among `of` can be kept. */
  value: T | undefined
  of: readonly T[]
  /** What people call them; otherwise the value itself, with spaces. */
  words?: Readonly<Record<T, string>>
  /** What choosing none is called. */
  any?: string
  onChange: (value: T | undefined) => void
}

/** One of several that a list is narrowed to, or any. */
export function Choice<T extends string>({
  label,
  value,
  of,
  words,
  any = 'any',
  onChange,
}: ChoiceProps<T>) {
  const id = useId()
  const choices = value === undefined || of.includes(value) ? of : [...of, value]
  return (
    <div className="grid gap-0.5">
      <label htmlFor={id} className="text-[0.82rem] text-faint">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => onChange(choices.find((choice) => choice === target.value))}
        className="min-h-7 w-full rounded border border-line-strong bg-ground px-2 text-[0.93rem] text-ink"
      >
        <option value="">{any}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words?.[choice] ?? choice.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  )
}
