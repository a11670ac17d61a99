import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { promptsQuery } from '@/live/queries'
import { DraftEditor } from './DraftEditor'
import { SlotsTable } from './SlotsTable'
import { VersionItem } from './VersionItem'

type Version = Shapes['PromptView']

/** Every version of the prompt with what it changes, and a draft of one's own with its preview. */
export function PromptsPanel() {
  const query = useQuery(promptsQuery)
  const [basis, setBasis] = useState<Version | null>(null)
  return (
    <Panel title="Prompts">
      <Answer query={query} what="the prompts" lines={6}>
        {({ items, slots }) => (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-3 text-[0.93rem]">
            <ol aria-label="Versions, oldest first" className="divide-y divide-line">
              {items.map((version) => (
                <VersionItem key={version.version} version={version} onDraft={setBasis} />
              ))}
            </ol>
            {basis === null ? (
              <p className="text-faint">
                “Draft from it” opens a version in the editor; nothing is asked, kept or put in
                force there.
              </p>
            ) : (
              <DraftEditor key={basis.version} basis={basis} onClose={() => setBasis(null)} />
            )}
            <SlotsTable slots={slots} />
            <HowToOwn />
          </div>
        )}
      </Answer>
    </Panel>
  )
}

function HowToOwn() {
  return (
    <section aria-label="How to use words of your own" className="grid gap-1">
      <h3 className="font-semibold">How to use words of your own</h3>
      <ol className="list-decimal pl-5 text-muted">
        <li>
          Save both parts of a draft as <Code>system.NAME.md</Code> and <Code>user.NAME.md</Code> in
          the folder <Code>prompts</Code> of the desk's home. NAME has a–z, 0–9, dot, dash and
          underscore; names of shipped versions are taken.
        </li>
        <li>The version then stands in this list, or says why it is refused.</li>
        <li>
          Choose it under “Prompt in force” below, or as <Code>prompt</Code> under{' '}
          <Code>cycle</Code> in <Code>config/trading.yaml</Code>; the next cycle asks with it, and
          every decision names the version it was asked with.
        </li>
      </ol>
      <p className="text-faint">
        This page writes no prompt files: new words for a model come from a hand on the desk's
        machine; here a version that lies there is chosen.
      </p>
    </section>
  )
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-[0.86rem] text-ink">{children}</code>
}
