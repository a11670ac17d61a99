import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { epochMs, formatSpan } from '@/format/time'
import { useConnection } from '@/live/LiveProvider'
import { useDeskNow } from '@/live/now'
import { schedulerQuery } from '@/live/queries'
import { topics } from '@/live/topics'
import { triggerDecision } from './queries'

const ANSWER_SHOWN_MS = 6_000

/** The cadence of decisions, and a button for one out of turn. */
export function DecideNow() {
  const cache = useQueryClient()
  const { data: scheduler } = useQuery(schedulerQuery)
  const isLost = useConnection().phase === 'stale'
  const now = useDeskNow()
  const trigger = useMutation({
    mutationFn: triggerDecision,
    onSuccess: () => cache.invalidateQueries({ queryKey: topics.scheduler }),
    onSettled: () => setTimeout(() => trigger.reset(), ANSWER_SHOWN_MS),
  })
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <span className="text-[0.86rem] text-faint" data-testid="scheduler-state">
        {scheduler && !isLost ? cadence(scheduler, now) : 'schedule unknown'}
      </span>
      <Button onClick={() => trigger.mutate()} disabled={trigger.isPending}>
        Decide now
      </Button>
      <span role="status" className="text-[0.86rem] empty:hidden">
        {trigger.data && <span className="text-muted">{said(trigger.data)}</span>}
        {trigger.error && <span className="text-down">{trigger.error.message}</span>}
      </span>
    </div>
  )
}

function said({ queued, message }: Shapes['TriggerAnswer']): string {
  return message || (queued ? 'A cycle runs; one more follows.' : 'A cycle starts.')
}

/** What the schedule does, in a few words. */
export function cadence(scheduler: Shapes['SchedulerView'], deskNow: number): string {
  if (scheduler.is_running) return 'deciding…'
  const nextAt = epochMs(scheduler.next_at)
  if (nextAt === null) return 'no cycle planned'
  const wait = nextAt - deskNow
  return wait < 1000 ? 'next cycle due' : `next in ${formatSpan(wait)}`
}
