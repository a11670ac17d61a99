import type { ReactNode } from 'react'

interface DisclosureProps {
  summary: ReactNode
  children: ReactNode
  isOpen?: boolean
}

/** Something shown on demand. */
export function Disclosure({ summary, children, isOpen = false }: DisclosureProps) {
  return (
    <details open={isOpen} className="group">
      <summary className="flex list-none items-center gap-1.5 py-0.5 text-[0.93rem] text-muted hover:text-ink">
        <span
          aria-hidden="true"
          className="text-[0.75em] transition-transform in-[details[open]>summary]:rotate-90 motion-reduce:transition-none"
        >
          ▶
        </span>
        {summary}
      </summary>
      {children}
    </details>
  )
}
