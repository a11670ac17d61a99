import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Disclosure } from '@/design/Disclosure'
import { InertText } from '@/design/InertText'
import { Scroller } from '@/design/Scroller'
import { formatCount } from '@/format/money'
import { formatLatency } from '@/format/time'

type Call = Shapes['CallView']

/** Every exchange with the model, the re-ask included, word for word. */
export function ModelCalls({ calls }: { calls: readonly Call[] }) {
  return (
    <ol className="divide-y divide-line">
      {calls.map((call, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls have no other name and never move
        <li key={place} className="grid gap-1 px-3 py-2">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.93rem]">
            <span className="font-medium">{place === 0 ? 'First ask' : `Ask ${place + 1}`}</span>
            <span className="text-muted">{call.model}</span>
            <span className="text-faint">
              {formatLatency(call.latency_ms)} · {formatCount(call.prompt_tokens)} +{' '}
              {formatCount(call.completion_tokens)} tokens
            </span>
            {call.error && <Badge tone="down">failed</Badge>}
          </p>
          {call.error && (
            <div className="text-down">
              <InertText text={call.error} />
            </div>
          )}
          <Wording title="System prompt" text={call.system_prompt} />
          <Wording title="User prompt" text={call.user_prompt} />
          <Wording title="Reasoning channel" text={call.reasoning_content} />
          <Wording title="Raw answer" text={call.raw_answer} isOpen />
        </li>
      ))}
    </ol>
  )
}

interface WordingProps {
  title: string
  text: string | null
  isOpen?: boolean
}

function Wording({ title, text, isOpen = false }: WordingProps) {
  if (text === null) return null
  return (
    <Disclosure summary={`${title}, ${formatCount(text.length)} characters`} isOpen={isOpen}>
      <Scroller label={title}>
        <InertText text={text} isCode />
      </Scroller>
    </Disclosure>
  )
}
