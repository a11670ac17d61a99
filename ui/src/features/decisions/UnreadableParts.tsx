import type { Shapes } from '@/api/client'
import { InertText } from '@/design/InertText'

/** What the model answered that was no proposal, and why it was left out. */
export function UnreadableParts({ parts }: { parts: readonly Shapes['UnreadableView'][] }) {
  if (parts.length === 0) return null
  return (
    <ul aria-label="Unreadable parts of the answer" className="grid gap-1 text-[0.93rem]">
      {parts.map(({ excerpt, reason }) => (
        <li key={`${reason} ${excerpt}`} className="rounded bg-warn-wash px-2 py-1">
          <span className="text-warn">Left out: {reason}</span>
          <InertText text={excerpt} isCode />
        </li>
      ))}
    </ul>
  )
}
