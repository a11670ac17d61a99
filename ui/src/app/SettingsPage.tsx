import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { Answer } from '@/design/Answer'
import { PromptsPanel } from '@/features/prompts/PromptsPanel'
import { ChangesPanel } from '@/features/settings/ChangesPanel'
import { FilePanel, type FilePanelProps } from '@/features/settings/FilePanel'
import { BUDGET, LIMITS, MODEL, PROMPT, SYMBOLS } from '@/features/settings/groups'
import { StandingPanel } from '@/features/settings/StandingPanel'
import { statusQuery } from '@/features/system/queries'
import { ModeAtHand } from './ModeAtHand'
import { useLanding } from './useLanding'
import { useSectionInView } from './useSectionInView'

interface Section {
  /** The anchor in the page's address. */
  id: string
  title: string
  content: ReactNode
}

const SECTIONS: readonly Section[] = [
  { id: 'standing', title: 'In force', content: <Standing /> },
  { id: 'mode', title: 'Runtime mode', content: <ModeAtHand /> },
  {
    id: 'limits',
    title: 'Limits',
    content: <OfFile title="Limits" file="trading" groups={LIMITS} />,
  },
  {
    id: 'prompts',
    title: 'Prompts',
    content: (
      <div className="grid gap-3">
        <PromptsPanel />
        <OfFile title="Prompt in force" file="trading" groups={PROMPT} />
      </div>
    ),
  },
  {
    id: 'symbols',
    title: 'Symbols',
    content: <OfFile title="Symbols" file="trading" groups={SYMBOLS} />,
  },
  {
    id: 'model',
    title: 'Model & budget',
    content: (
      <div className="grid gap-3">
        <OfFile title="Model" file="app" groups={MODEL} />
        <OfFile title="Budget and cadence" file="trading" groups={BUDGET} />
      </div>
    ),
  },
  { id: 'changes', title: 'Changes on record', content: <ChangesPanel /> },
]

/** Everything about the desk that a person may set, one section under another. */
export function SettingsPage() {
  const sections = useRef<HTMLDivElement>(null)
  useLanding(sections)
  const inView = useSectionInView(sections)
  return (
    <div className="mx-auto grid max-w-[110rem] grid-cols-[minmax(0,1fr)] items-start gap-3 lg:grid-cols-[11rem_minmax(0,1fr)]">
      <h1 className="sr-only">Settings</h1>
      <nav
        aria-label="Sections"
        className="sticky top-0 z-2 -mx-2 flex gap-1 overflow-x-auto bg-ground px-2 py-1 max-lg:[scrollbar-width:none] sm:-mx-3 sm:px-3 lg:top-3 lg:mx-0 lg:grid lg:p-0"
      >
        {SECTIONS.map(({ id, title }) => (
          <a
            key={id}
            href={`#${id}`}
            aria-current={id === inView ? 'location' : undefined}
            className="rounded px-2 py-1 whitespace-nowrap text-muted hover:bg-raised hover:text-ink aria-[current=location]:bg-surface aria-[current=location]:shadow-[inset_2px_0_0_var(--color-accent)] aria-[current=location]:font-medium aria-[current=location]:text-ink"
          >
            {title}
          </a>
        ))}
      </nav>
      <div ref={sections} className="grid min-w-0 gap-3">
        {SECTIONS.map(({ id, content }) => (
          <div key={id} id={id} className="scroll-mt-10 lg:scroll-mt-3">
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

/** Settings of one file; nothing while it is not known how they stand, which is said above. */
function OfFile(props: Omit<FilePanelProps, 'standing'>) {
  const { data: status } = useQuery(statusQuery)
  return status === undefined ? null : <FilePanel {...props} standing={status.settings} />
}
