import type { Shapes } from '@/api/client'
import { type Amount, exact, formatShare } from '@/format/money'

interface UseBarProps {
  name: string
  use: Shapes['UseView']
  format: (amount: Amount) => string
}

const LIMIT_AT = 80
const WARN_FROM = 0.8

/** What is used of a limit: a bar whose mark is the limit, with room to go beyond it. */
export function UseBar({ name, use, format }: UseBarProps) {
  const share = use.used_share === null ? null : Number(use.used_share)
  const text = `${format(use.used)} of ${format(use.limit)}`
  return (
    <li className="min-w-0">
      <div className="flex flex-wrap justify-between gap-x-3 text-[0.93rem]">
        <span className="text-muted">{name}</span>
        <span title={`${exact(use.used) ?? 'unknown'} of ${exact(use.limit) ?? 'unknown'}`}>
          {text} <span className={toneOf(share)}>{formatShare(share, 1)}</span>
        </span>
      </div>
      <div aria-hidden="true" className="relative mt-1 h-1.5 rounded bg-raised">
        {share !== null && (
          <div
            className={`h-full rounded ${fillOf(share)}`}
            style={{ width: `${Math.min(100, Math.max(0, share * LIMIT_AT))}%` }}
          />
        )}
        <div className="absolute -inset-y-0.5 w-px bg-ink" style={{ left: `${LIMIT_AT}%` }} />
      </div>
    </li>
  )
}

function toneOf(share: number | null): string {
  if (share === null) return 'text-faint'
  if (share >= 1) return 'font-semibold text-down'
  return share >= WARN_FROM ? 'font-medium text-warn' : 'text-faint'
}

function fillOf(share: number): string {
  if (share >= 1) return 'bg-down'
  return share >= WARN_FROM ? 'bg-warn' : 'bg-link'
}
