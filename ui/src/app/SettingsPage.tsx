import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Answer } from '@/design/Answer'
import { StandingPanel } from '@/features/settings/StandingPanel'
import { statusQuery } from '@/features/system/queries'
import { ModeAtHand } from './ModeAtHand'

interface Section {
  /** The anchor in the page's address. */
  id: string
  title: string
  content: ReactNode
}

const SECTIONS: readonly Section[] = [
  { id: 'mode', title: 'Runtime mode', content: <ModeAtHand /> },
  { id: 'standing', title: 'In force', content: <Standing /> },
]

/** Everything about the desk that a person may set, one section under another. */
export function SettingsPage() {
  return (
    <div className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] items-start gap-3 lg:grid-cols-[11rem_minmax(0,1fr)]">
      <h1 className="sr-only">Settings</h1>
      <nav aria-label="Sections" className="flex flex-wrap gap-1 lg:sticky lg:top-3 lg:grid">
        {SECTIONS.map(({ id, title }) => (
          <Link
            key={id}
            to="/settings"
            hash={id}
            activeOptions={{ includeHash: true }}
            className="rounded px-2 py-1 text-muted hover:bg-raised hover:text-ink"
          >
            {title}
          </Link>
        ))}
      </nav>
      <div className="grid min-w-0 gap-3">
        {SECTIONS.map(({ id, content }) => (
          <div key={id} id={id} className="scroll-mt-3">
            {content}
          </div>
        ))}
      </div>
    </div>
  )
}

function Standing() {
  const status = useQuery(statusQuery)
  return (
    <Answer query={status} what="the settings in force" lines={3}>
      {({ settings }) => <StandingPanel settings={settings} />}
    </Answer>
  )
}
