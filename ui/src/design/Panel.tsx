import { type ReactNode, useId } from 'react'

interface PanelProps {
  title: string
  aside?: ReactNode
  children: ReactNode
  className?: string
}

/** A titled part of a page; a landmark for whoever reads by ear. */
export function Panel({ title, aside, children, className = '' }: PanelProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={`min-w-0 rounded-md border border-line bg-surface ${className}`}
    >
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
        <h2 id={id} className="text-[0.93rem] font-semibold">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
