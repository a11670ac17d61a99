import type { ReactNode } from 'react'

/** One named figure of a list. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 wrap-break-word">{children}</dd>
    </>
  )
}
