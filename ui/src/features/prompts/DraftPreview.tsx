import type { UseQueryResult } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Disclosure } from '@/design/Disclosure'
import { InertText } from '@/design/InertText'
import { Scroller } from '@/design/Scroller'
import { formatCount } from '@/format/money'

/** What a model would read of the draft now, about how many tokens that is, and what is wrong with it. */
export function DraftPreview({ query }: { query: UseQueryResult<Shapes['PreviewAnswer']> }) {
  return (
    <div data-testid="draft-preview" className="grid content-start gap-2">
      <Answer query={query} what="the preview" lines={8}>
        {(preview) => <Preview preview={preview} isOld={query.isPlaceholderData} />}
      </Answer>
    </div>
  )
}

function Preview({ preview, isOld }: { preview: Shapes['PreviewAnswer']; isOld: boolean }) {
  const { system, user, estimated_tokens, problems } = preview
  return (
    <>
      <p role="status">
        {estimated_tokens === null
          ? 'It cannot be filled.'
          : `About ${formatCount(estimated_tokens)} tokens at each decision.`}
        {isOld && <span className="text-faint"> Filling it anew…</span>}
      </p>
      {problems.length > 0 && (
        <ul aria-label="Problems of the draft" className="rounded bg-warn-wash px-3 py-1 text-warn">
          {problems.map((problem) => (
            <li key={problem} className="wrap-anywhere">
              {problem}
            </li>
          ))}
        </ul>
      )}
      <Filled title="System part, as read" text={system} />
      <Filled title="User part, filled with the figures of now" text={user} />
    </>
  )
}

function Filled({ title, text }: { title: string; text: string | null }) {
  if (text === null) return null
  return (
    <Disclosure summary={`${title}: ${formatCount(text.length)} characters`}>
      <Scroller label={title}>
        <InertText text={text} isCode />
      </Scroller>
    </Disclosure>
  )
}
