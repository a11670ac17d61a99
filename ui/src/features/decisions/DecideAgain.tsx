import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import { RequestFailed } from '@/design/RequestFailed'
import { modelUsageQuery, promptsQuery } from '@/live/queries'
import { Comparison } from './Comparison'
import { replayDecision } from './queries'
import { ReplayCost } from './ReplayCost'

const AS_RECORDED = ''

/** Asks again on the same inputs, with other words or another model; nothing is sent to a venue. */
export function DecideAgain({ decision }: { decision: Shapes['DecisionChain'] }) {
  const prompts = useQuery(promptsQuery)
  const { data: usage } = useQuery(modelUsageQuery)
  const [prompt, setPrompt] = useState(AS_RECORDED)
  const [model, setModel] = useState(AS_RECORDED)
  const replay = useMutation({ mutationFn: replayDecision })
  const asked = askedModel(decision, prompt, model)
  const line = usage?.models.map((each) => each.model) ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    replay.mutate({ id: decision.id, prompt: prompt || null, model: asked })
  }
  return (
    <div className="grid gap-3 p-3">
      <form onSubmit={submit} className="grid gap-3 text-[0.93rem]">
        <div className="flex flex-wrap items-end gap-3">
          <Choice label="Prompt version" value={prompt} onChange={setPrompt}>
            <option value={AS_RECORDED}>As recorded: {decision.prompt_version ?? 'unknown'}</option>
            {prompts.data?.items
              .filter(({ version }) => version !== decision.prompt_version)
              .map(({ version, refusal }) => (
                <option key={version} value={version} disabled={refusal !== null}>
                  {version}
                  {refusal !== null && ', refused'}
                </option>
              ))}
          </Choice>
          <Choice label="Model" value={model} onChange={setModel}>
            <option value={AS_RECORDED}>As recorded: {decision.model}</option>
            {line
              .filter((name) => name !== decision.model)
              .map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </Choice>
          <Button type="submit" disabled={replay.isPending}>
            {replay.isPending ? 'Deciding…' : 'Decide again'}
          </Button>
        </div>
        <ReplayCost decision={decision} asked={asked} usage={usage} />
        <p className="text-faint">Stored inputs only; nothing is recorded or sent.</p>
      </form>
      {replay.error && <RequestFailed what="The replay did not run" error={replay.error} />}
      <div role="status" aria-label="Comparison">
        {replay.data && <Comparison decision={decision} answer={replay.data} />}
      </div>
    </div>
  )
}

/** Whom a replay asks; null: the answer on record stands, as long as the question is the same. */
function askedModel({ model: own }: Shapes['DecisionChain'], prompt: string, model: string) {
  if (model !== AS_RECORDED) return model
  return prompt === AS_RECORDED ? null : own
}

interface ChoiceProps {
  label: string
  value: string
  onChange: (value: string) => void
  children: ReactNode
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select
          id={id}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          className={INPUT_LOOK}
        >
          {children}
        </select>
      )}
    </Field>
  )
}
