import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { DecisionLink } from '@/design/DecisionLink'
import { Panel } from '@/design/Panel'
import { Time } from '@/design/Time'
import { formatCount, UNKNOWN } from '@/format/money'
import { formatSpan } from '@/format/time'
import { schedulerQuery } from '@/live/queries'
import { Fact } from './Fact'

/** How often the desk decides, and what a model asked it to sit out. */
export function SchedulePanel() {
  const query = useQuery(schedulerQuery)
  return (
    <Panel title="Schedule">
      <Answer query={query} what="the schedule" lines={4}>
        {(schedule) => <Facts schedule={schedule} />}
      </Answer>
    </Panel>
  )
}

function Facts({ schedule }: { schedule: Shapes['SchedulerView'] }) {
  const left = schedule.paused_cycles_left
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 p-3 text-[0.93rem]">
      <Fact name="Every">{formatSpan(schedule.period_seconds * 1000)}</Fact>
      <Fact name="Next">
        {schedule.is_running ? 'a cycle runs now' : <Time of={schedule.next_at} style="clock" />}
      </Fact>
      <Fact name="Paused">
        {left === 0 ? (
          'no'
        ) : (
          <>
            <Badge tone="warn">
              {left === 1 ? '1 cycle is sat out' : `${formatCount(left)} cycles are sat out`}
            </Badge>{' '}
            <DecisionLink id={schedule.paused_by} />
          </>
        )}
      </Fact>
      <Fact name="Cycles">
        {formatCount(schedule.cycles)}, {formatCount(schedule.skipped)} due while one ran
      </Fact>
      <Fact name="Last outcome">{schedule.last_outcome ?? UNKNOWN}</Fact>
      <Fact name="Last error">{schedule.last_error ?? 'none'}</Fact>
    </dl>
  )
}
