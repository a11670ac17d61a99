// What was done, in one sentence.
import type { Shapes } from '@/api/client'
import { titleOfChange } from './groups'

/** "Highest leverage is in force." / "Collected is written, and in force after a restart." */
export function summaryOf({ changes }: Shapes['ConfigChangeView']): string {
  const asked = changes.filter(({ is_asked }) => is_asked)
  const later = asked.filter(({ needs_restart }) => needs_restart)
  const now = asked.filter(({ needs_restart }) => !needs_restart)
  return [
    ...(now.length > 0 ? [`Written and in force: ${names(now)}.`] : []),
    ...(later.length > 0 ? [`Written, in force after a restart: ${names(later)}.`] : []),
  ].join(' ')
}

function names(changes: readonly { key: string }[]): string {
  return changes.map(({ key }) => titleOfChange(key)).join(', ')
}
