import type { ReactNode } from 'react'

/** Named figures, one a line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid gap-px px-3 py-2 text-[0.93rem]">{children}</dl>
}

interface FactProps {
  title: string
  children: ReactNode
  /** How old it is. */
  age?: ReactNode
}

export function Fact({ title, children, age }: FactProps) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-3 py-0.5">
      <dt className="text-faint">
        {title} {age && <span className="ml-1">{age}</span>}
      </dt>
      <dd className="text-right">{children}</dd>
    </div>
  )
}
