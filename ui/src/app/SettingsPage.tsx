import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { PromptsPanel } from '@/features/prompts/PromptsPanel'
import { ChangesPanel } from '@/features/settings/ChangesPanel'
import { FilePanel } from '@/features/settings/FilePanel'
import { BUDGET, LIMITS, MODEL, PROMPT, SYMBOLS } from '@/features/settings/groups'
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
  {
    id: 'standing',
    title: 'In force',
    content: <Standing>{(standing) => <StandingPanel settings={standing} />}</Standing>,
  },
  { id: 'mode', title: 'Runtime mode', content: <ModeAtHand /> },
  {
    id: 'limits',
    title: 'Limits',
    content: (
      <Standing>
        {(standing) => (
          <FilePanel title="Limits" file="trading" groups={LIMITS} standing={standing} />
        )}
      </Standing>
    ),
  },
  {
    id: 'prompts',
    title: 'Prompts',
    content: (
      <div className="grid gap-3">
        <PromptsPanel />
        <Standing>
          {(standing) => (
            <FilePanel title="Prompt in force" file="trading" groups={PROMPT} standing={standing} />
          )}
        </Standing>
      </div>
    ),
  },
  {
    id: 'symbols',
    title: 'Symbols',
    content: (
      <Standing>
        {(standing) => (
          <FilePanel title="Symbols" file="trading" groups={SYMBOLS} standing={standing} />
        )}
      </Standing>
    ),
  },
  {
    id: 'model',
    title: 'Model & budget',
    content: (
      <Standing>
        {(standing) => (
          <div className="grid gap-3">
            <FilePanel title="Model" file="app" groups={MODEL} standing={standing} />
            <FilePanel
              title="Budget and cadence"
              file="trading"
              groups={BUDGET}
              standing={standing}
            />
          </div>
        )}
      </Standing>
    ),
  },
  { id: 'changes', title: 'Changes on record', content: <ChangesPanel /> },
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

/** What needs to know how the settings stand; the desk is asked once for all of it. */
function Standing({ children }: { children: (standing: Shapes['SettingsView']) => ReactNode }) {
  const status = useQuery(statusQuery)
  return (
    <Answer query={status} what="the settings in force" lines={3}>
      {({ settings }) => children(settings)}
    </Answer>
  )
}
