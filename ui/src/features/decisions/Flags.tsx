import type { Shapes } from '@/api/client'
import { InertText } from '@/design/InertText'

/** Figures in the model's reasons that none of its inputs holds. */
export function Flags({ flags }: { flags: readonly Shapes['FlagView'][] }) {
  if (flags.length === 0) return null
  return (
    <ul aria-label="Ungrounded figures" className="grid gap-1">
      {flags.map(({ figure, excerpt }) => (
        <li key={`${figure} ${excerpt}`} className="rounded bg-warn-wash px-2 py-1 text-warn">
          Nobody showed the model <strong className="font-semibold wrap-anywhere">{figure}</strong>
          <InertText text={excerpt} />
        </li>
      ))}
    </ul>
  )
}
