import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import { RequestFailed } from '@/design/RequestFailed'
import { modelUsageQuery } from '@/live/queries'
import { Comparison } from './Comparison'
import { promptsQuery, replayDecision } from './queries'

const AS_RECORDED = ''

/** Asks again on the same inputs, with other words or another model; nothing is sent to a venue. */
export function DecideAgain({ decision }: { decision: Shapes['DecisionChain'] }) {
  const prompts = useQuery(promptsQuery)
  const models = useQuery(modelUsageQuery)
  const [prompt, setPrompt] = useState(AS_RECORDED)
  const [model, setModel] = useState(AS_RECORDED)
  const replay = useMutation({ mutationFn: replayDecision })
  const namesId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    replay.mutate({ id: decision.id, prompt: prompt || null, model: model.trim() || null })
  }
  return (
    <div className="grid gap-3 p-3">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3 text-[0.93rem]">
        <Field label="Prompt version">
          {(id) => (
            <select
              id={id}
              value={prompt}
              onChange={(event) => setPrompt(event.target.value)}
              className={INPUT_LOOK}
            >
              <option value={AS_RECORDED}>As recorded</option>
              {prompts.data?.items.map(({ version, refusal }) => (
                <option key={version} value={version} disabled={refusal !== null}>
                  {version}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Model">
          {(id) => (
            <input
              id={id}
              list={namesId}
              value={model}
              maxLength={200}
              placeholder="As recorded"
              autoComplete="off"
              onChange={(event) => setModel(event.target.value)}
              className={INPUT_LOOK}
            />
          )}
        </Field>
        <datalist id={namesId}>
          {models.data?.models.map((each) => (
            <option key={each.model} value={each.model} />
          ))}
        </datalist>
        <Button type="submit" disabled={replay.isPending}>
          {replay.isPending ? 'Deciding…' : 'Decide again'}
        </Button>
        <p className="text-faint">Stored inputs only; nothing is recorded or sent.</p>
      </form>
      {replay.error && <RequestFailed what="The replay did not run" error={replay.error} />}
      <div role="status" aria-label="Comparison">
        {replay.data && <Comparison decision={decision} answer={replay.data} />}
      </div>
    </div>
  )
}
