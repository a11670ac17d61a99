import { type ReactNode, useId } from 'react'

export const INPUT_LOOK =
  'min-h-7 w-full min-w-0 rounded border border-line-strong bg-ground px-2 text-ink placeholder:text-faint disabled:text-faint'

interface FieldProps {
  label: string
  children: (id: string) => ReactNode
}

/** A labeled input. */
export function Field({ label, children }: FieldProps) {
  const id = useId()
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-[0.93rem] text-muted">
        {label}
      </label>
      {children(id)}
    </div>
  )
}
