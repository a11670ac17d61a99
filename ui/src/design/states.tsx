// The four looks that must never be confused: loading, empty, unknown (a dash), failed.
import type { ReactNode } from 'react'
import { Button } from './Button'

/** Loading: the shape of what will come. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div role="status" aria-label={`Loading ${label}`} className="grid gap-2 p-3">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <div key={line} className="skeleton h-4" />
      ))}
    </div>
  )
}

/** Empty: the desk answered, and there is nothing. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div data-look="empty" className="grid justify-items-center gap-1 px-4 py-8 text-center">
      <p className="text-muted">{title}</p>
      {children && <p className="max-w-prose text-[0.93rem] text-faint">{children}</p>}
    </div>
  )
}

interface FailedProps {
  what: string
  error: Error
  onRetry: () => void
}

/** Failed: the desk gave no answer, or a problem; what it said and what to do. */
export function Failed({ what, error, onRetry }: FailedProps) {
  return (
    <div
      role="alert"
      data-look="failed"
      className="m-3 rounded border border-down/45 bg-down-wash p-3"
    >
      <p className="font-medium text-down">Could not load {what}</p>
      <p className="mb-2 wrap-break-word text-[0.93rem]">{error.message}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  )
}
