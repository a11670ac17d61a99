import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import { DraftPreview } from './DraftPreview'
import { previewQuery } from './queries'

interface DraftEditorProps {
  basis: Shapes['PromptView']
  onClose: () => void
}

const SETTLED_MS = 700

/** Two texts to write in, and beside them what a model would read at this moment. */
export function DraftEditor({ basis, onClose }: DraftEditorProps) {
  const [system, setSystem] = useState(basis.system ?? '')
  const [user, setUser] = useState(basis.user ?? '')
  const draft = useSettled({ system, user })
  const preview = useQuery(previewQuery(draft))
  return (
    <section aria-label="Draft" className="grid gap-3 rounded border border-line-strong p-3">
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">Draft from {basis.version}</h3>
        <span className="text-faint">Nothing of it is kept; save it before you leave.</span>
        <span className="ml-auto flex flex-wrap gap-2">
          <Save name="system" text={system} />
          <Save name="user" text={user} />
          <Button onClick={onClose}>Close the draft</Button>
        </span>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 xl:grid-cols-2">
        <div className="grid content-start gap-3">
          <Words label="System part" value={system} onChange={setSystem} />
          <Words label="User part" value={user} onChange={setUser} />
        </div>
        <DraftPreview query={preview} />
      </div>
    </section>
  )
}

interface WordsProps {
  label: string
  value: string
  onChange: (value: string) => void
}

function Words({ label, value, onChange }: WordsProps) {
  return (
    <Field label={label}>
      {(id) => (
        <textarea
          id={id}
          value={value}
          rows={12}
          spellCheck={false}
          onChange={({ target }) => onChange(target.value)}
          className={`${INPUT_LOOK} font-mono text-[0.86rem] leading-relaxed`}
        />
      )}
    </Field>
  )
}

/** Hands a part to the browser as the file that the desk would read; its name has to be completed. */
function Save({ name, text }: { name: string; text: string }) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `${name}.NAME.md`
    link.click()
    URL.revokeObjectURL(address)
  }
  return <Button onClick={save}>Save {name}.NAME.md</Button>
}

/** `draft` once nobody has typed for a moment: each one costs a look at every input. */
function useSettled(draft: Shapes['PreviewBody']): Shapes['PreviewBody'] {
  const [settled, setSettled] = useState(draft)
  const { system, user } = draft
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ system, user }), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [system, user])
  return settled
}
