import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import type { Group } from './groups'
import { type FileName, type Setting, usesQuery } from './queries'
import { ReviewDialog } from './ReviewDialog'
import { SettingRow } from './SettingRow'
import { useDraft } from './useDraft'

interface SettingsFormProps {
  file: FileName
  document: Shapes['ConfigView']
  groups: readonly Group[]
  /** Of a list that narrows another one, by its key: what it narrows. */
  choicesOf?: (key: string) => readonly string[] | null
}

/** Settings under headings, with what is typed over them until it is reviewed and written. */
export function SettingsForm({ file, document, groups, choicesOf }: SettingsFormProps) {
  const { data: uses } = useQuery(usesQuery)
  const byKey = new Map(document.settings.map((setting) => [setting.key, setting]))
  const shown = groups.flatMap(({ keys }) => keys.flatMap((key) => byKey.get(key) ?? []))
  const draft = useDraft(shown)
  const [isReviewing, setIsReviewing] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const changed = Object.keys(draft.values).length
  const faults = Object.keys(draft.faults).length
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setDone(null)
          setIsReviewing(changed > 0 && faults === 0)
        }}
        className="text-[0.93rem]"
      >
        {document.unwritable && (
          <p role="status" className="border-b border-line bg-warn-wash px-3 py-1.5 text-warn">
            Nothing can be changed from here: {document.unwritable}.
          </p>
        )}
        {groups.map(({ title, keys }) => (
          <div key={title}>
            <h3 className="px-3 pt-3 pb-1.5 font-medium text-muted">{title}</h3>
            <ul>{keys.map((key) => rowOf(byKey.get(key)))}</ul>
          </div>
        ))}
        <Foot
          changed={changed}
          faults={faults}
          done={done}
          isClosed={document.unwritable !== null}
          onDiscard={draft.discard}
        />
      </form>
      {isReviewing && (
        <ReviewDialog
          file={file}
          values={draft.values}
          settings={document.settings}
          onClose={() => setIsReviewing(false)}
          onDone={(said) => {
            setIsReviewing(false)
            draft.discard()
            setDone(said)
          }}
        />
      )}
    </>
  )

  function rowOf(setting: Setting | undefined): ReactNode {
    if (setting === undefined) return null
    const use = uses?.items.find(({ key }) => key === setting.key)
    const choices = choicesOf?.(setting.key) ?? null
    return (
      <SettingRow key={setting.key} setting={setting} use={use} draft={draft} choices={choices} />
    )
  }
}

interface FootProps {
  changed: number
  faults: number
  done: string | null
  isClosed: boolean
  onDiscard: () => void
}

function Foot({ changed, faults, done, isClosed, onDiscard }: FootProps) {
  return (
    <div
      className={`${changed + faults > 0 ? 'sticky bottom-0 lg:bottom-8' : ''} flex flex-wrap items-center justify-end gap-2 rounded-b-md border-t border-line bg-surface px-3 py-2`}
    >
      <p role="status" className={`mr-auto ${done && changed === 0 ? 'text-up' : 'text-muted'}`}>
        {sentence(changed, faults, done)}
      </p>
      <Button onClick={onDiscard} disabled={changed + faults === 0}>
        Discard
      </Button>
      <Button
        type="submit"
        disabled={isClosed || changed === 0 || faults > 0}
        className="enabled:border-accent!"
      >
        Review…
      </Button>
    </div>
  )
}

function sentence(changed: number, faults: number, done: string | null): string {
  if (faults > 0) return `${faults} ${faults === 1 ? 'value is' : 'values are'} not accepted yet.`
  if (changed > 0)
    return `${changed} ${changed === 1 ? 'change' : 'changes'}, not yet reviewed or written.`
  return done ?? 'Nothing is changed.'
}
