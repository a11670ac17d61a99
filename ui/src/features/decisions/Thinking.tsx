import { InertText } from '@/design/InertText'
import { useThinking } from '@/live/LiveProvider'

const SHOWN = 600

/** The end of what the model says while it answers; nothing while no model does. */
export function Thinking() {
  const thought = useThinking()
  if (thought === null) return null
  const text = thought.answer || thought.reasoning
  return (
    <section
      aria-label="The model is answering"
      data-testid="thinking"
      className="grid gap-1 border-b border-line px-3 py-2.5 text-[0.93rem]"
    >
      <p className="font-semibold">
        {thought.model} is {thought.answer ? 'answering' : 'thinking'} …
      </p>
      <div className="max-h-32 overflow-hidden text-muted">
        <InertText text={text.length > SHOWN ? `… ${text.slice(-SHOWN)}` : text} />
      </div>
    </section>
  )
}
