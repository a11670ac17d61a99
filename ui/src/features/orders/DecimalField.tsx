import { Field, INPUT_LOOK } from '@/design/Field'

interface DecimalFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  isNeeded?: boolean
}

/** A number above 0 with at most 12 digits on each side of the point. */
export function DecimalField({ label, value, onChange, isNeeded = false }: DecimalFieldProps) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          value={value}
          inputMode="decimal"
          autoComplete="off"
          required={isNeeded}
          pattern="[0-9]{1,12}([.][0-9]{1,12})?"
          title="A number like 1250 or 0.05"
          onChange={(event) => onChange(event.target.value.trim())}
          className={INPUT_LOOK}
        />
      )}
    </Field>
  )
}
