import type { ComponentProps } from 'react'

/** A plain action. */
export function Button({ className = '', ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={`inline-flex min-h-7 items-center gap-1.5 rounded border border-line-strong bg-raised px-2.5 text-[0.93rem] font-medium text-ink hover:border-muted disabled:cursor-not-allowed disabled:text-faint ${className}`}
      {...rest}
    />
  )
}
