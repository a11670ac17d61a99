import { Badge, type Tone } from '@/design/Badge'
import { titleOfChange } from './groups'
import type { Change, Setting } from './queries'
import { formatValue, isSame } from './values'

const LEANINGS: Record<Change['leaning'], readonly [string, Tone]> = {
  tighter: ['tighter', 'up'],
  looser: ['looser', 'warn'],
  other: ['other', 'neutral'],
}

interface ChangeListProps {
  label: string
  changes: readonly Change[]
  /** Where units are known. */
  settings?: readonly Setting[]
  /** A change of the past says no more when it counts. */
  isPast?: boolean
}

/** Settings before and after, one a line, in plain words. */
export function ChangeList({ label, changes, settings = [], isPast = false }: ChangeListProps) {
  return (
    <ul aria-label={label} className="grid gap-1">
      {changes.map((change) => {
        const unit = settings.find(({ key }) => change.key.endsWith(`.${key}`))?.unit ?? null
        const [word, tone] = LEANINGS[change.leaning]
        const isKept = isSame(change.old, change.new)
        return (
          <li key={change.key} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <span className="font-medium">{titleOfChange(change.key)}:</span>
            <span className="wrap-anywhere">
              {isKept
                ? `stays ${formatValue(change.new, unit)}, written down`
                : `${formatValue(change.old, unit)} → ${formatValue(change.new, unit)}`}
            </span>
            {!isKept && <Badge tone={tone}>{word}</Badge>}
            {!isPast && <When change={change} isKept={isKept} />}
          </li>
        )
      })}
    </ul>
  )
}

function When({ change, isKept }: { change: Change; isKept: boolean }) {
  if (isKept) return null
  if (!change.is_asked)
    return <span className="text-warn">stands in the file already, and waits</span>
  return change.needs_restart ? (
    <span className="text-warn">in force after a restart of the desk</span>
  ) : (
    <span className="text-faint">in force at once</span>
  )
}
