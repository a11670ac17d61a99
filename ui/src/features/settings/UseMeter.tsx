import { exact } from '@/format/money'
import type { Setting } from './queries'
import { formatUse } from './values'

const CLOSE = 0.8

interface UseMeterProps {
  setting: Setting
  used: string | null
  what: string
}

/** How much of a limit is used now, as a figure and as a bar. */
export function UseMeter({ setting, used, what }: UseMeterProps) {
  const limit = setting.in_force === null ? null : Number(setting.in_force)
  const part = used === null || !limit ? null : Number(used) / limit
  return (
    <div className="grid gap-0.5" title={exact(used)}>
      <span>
        <span className={part !== null && part >= CLOSE ? 'font-medium text-warn' : ''}>
          {formatUse(used, setting.unit)}
        </span>{' '}
        <span className="text-faint">{used === null ? 'not known now' : what}</span>
      </span>
      {part !== null && (
        <span aria-hidden="true" className="block h-1 overflow-hidden rounded bg-raised">
          <span
            className={`block h-full ${part >= 1 ? 'bg-down' : part >= CLOSE ? 'bg-warn' : 'bg-muted'}`}
            style={{ width: `${Math.min(part, 1) * 100}%` }}
          />
        </span>
      )}
    </div>
  )
}
