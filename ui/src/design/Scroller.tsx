import type { ReactNode } from 'react'

/** A long text in little room; reachable by keyboard. */
export function Scroller({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-112 overflow-auto rounded bg-raised p-2"
    >
      {children}
    </section>
  )
}
